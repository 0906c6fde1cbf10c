"""The least or greatest of all rows of a table, told elsewhere with its value: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditlint.checks.text.figures import mark, place
from auditlint.checks.text.tabled import SOME
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic
from auditlint.facts.names import core
from auditlint.facts.roles import AMOUNTS
from auditlint.facts.tables import Panel, TableFacts
from auditlint.model import Fact, Remark
from auditlint.numerals import PRINTED, decimal, whole_number
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_MOST, _LEAST = "高多大", "低少小"
_SAID = compiled(
    r"(?P<name>[^,;。:、()0-9最]{2,30}?)(?:项目)?(?:的)?(?:预算)?(?P<noun>执行率|支付率|支出率|完成率|得分率|自评得分|得分|执行数|支出|结转|结余|金额)"
    rf"(?:仅|只|高达|最终)?(?:为|是|有|达到?)?(?P<value>{PRINTED})(?:%|分|万元|元),(?:是|为|在|居)?(?:全部|所有|上述|以上)?"
    r"(?P<count>[两二三四五六七八九十]{1,3}|[1-9][0-9]?)(?:个|项|家)(?:二级|重点|预算)?(?:项目|单位|专项|科目|部门|镇|乡镇|学校|[^,;。:、0-9]{1,4})(?:之)?[中里](?:的)?"
    rf"最(?P<word>[{_MOST}{_LEAST}])(?:的)?(?:一个|项目|单位)?(?=[,;。)]|$)"
)
_NAMED = compiled(
    r"(?:^|(?<=[,;。:])|(?<=其中))(?:各项目|各单位)?(?:自评)?(?:预算)?(?P<noun>执行率|支付率|支出率|得分)"
    rf"最(?P<word>[{_MOST}{_LEAST}])的(?P<count>)(?:项目|单位)?(?:是|为)(?P<name>[^,;。:、()0-9最]{{2,30}}?)\((?:得分|为)?(?P<value>{PRINTED})(?:%|分)\)(?=[,;。]|$)"
)
_LEADS = compiled(r"^(?:其中|但|而|[一二三四五六七八九十]是)+")
_ROLES = {"得分": frozenset({"score"}), "行率": frozenset({"completion", "quotient"})}
_ROLES |= {"行数": frozenset({"actual"}), "支出": frozenset({"actual"})}
_ROLES |= {"付率": _ROLES["行率"], "出率": _ROLES["行率"]}
_FEW = 3
_CHOSEN = compiled(r"参加|开工|启动|实施的|完工")  # only some rows are compared


def among(ledger: Ledger) -> Iterator[Remark]:
    """甲项目执行率仅为88%，是6个项目中最低的: another of the six rows of the table has less."""
    for sentence in ledger.sentences:
        if "最" not in sentence.text or ledger.documents[sentence.document].role != "report":
            continue
        named = () if SOME.search(sentence.text) or _CHOSEN.search(sentence.text) else _NAMED.finditer(sentence.text)
        for m in (*_SAID.finditer(sentence.text), *named):
            for table in ledger.tables:
                for panel in table.panels if table.kind == "table" else ():
                    yield from _other(sentence, m, table, panel)


def _other(sentence: Sentence, m: regex.Match[str], table: TableFacts, panel: Panel) -> Iterator[Remark]:
    """The row that lies beyond the one named, in a column that has its value; the count is of all rows, where given."""
    rows = [r for r in panel.rows if r.role == "member"]
    if panel.loose or len(rows) < _FEW or whole_number(m["count"]) not in (0, len(rows)):
        return
    name = core(_LEADS.sub("", m["name"]))
    named = [r for r in rows if any(core(n) == name for n in r.names)]
    if len(named) != 1 or generic(name):
        return
    sign = 1 if m["word"] in _MOST else -1
    for column in panel.columns:
        role = _ROLES.get(m["noun"][-2:])
        if column.role not in (role or AMOUNTS) or (role is None and m["noun"] not in "".join(column.header)):
            continue
        cells: Mapping[int, Fact] = {
            r.index: f for r in rows if (f := table.cells.get((r.index, column.index))) is not None
        }
        own = cells.get(named[0].index)
        if own is None or own.figure.value != decimal(m["value"]) or len(cells) < len(rows):
            continue
        best = max(rows, key=lambda r: sign * cells[r.index].figure.value)
        if not cells[best.index].figure.value and not m["count"]:
            return  # a project not begun may not count
        if cells[best.index].figure.value != own.figure.value:
            other = next((n for n in best.names if not generic(n)), best.label)
            spans = (mark(sentence, *m.span()), place(own), place(cells[best.index]))
            expected = f"{other}（{cells[best.index].figure.text}）"
            fields = (
                ("stated", named[0].names[0] or named[0].label),
                ("label", "最" + m["word"]),
                ("expected", expected),
            )
            yield Remark("superlative", spans, fields)
        return
