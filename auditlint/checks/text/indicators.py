"""What the text says of an indicator's target, against the row of that indicator: findings of the check `text`.

完成水闸检修6座，完成年度计划 beside a row 水闸检修数 | 8座 | 6座.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from auditlint.checks.missed import under_way
from auditlint.checks.targets import Indicator, measured
from auditlint.checks.text.figures import item_start, mark, place
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.grids import bare
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark
from auditlint.numerals import PRINTED, count_unit, decimal
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_CUES = ("计划", "目标", "任务")
_COUNTED = compiled(
    r"(?:(?:总)?(?:数量|个数|人数|次数|件数|台数|宗数|户数|家数|条数|座数|处数|页数|期数|场次|场数|批次|面积|长度|里程|数|量))$"
)
_SHORTEST = 4  # characters of a name that is looked for
_AIM = r"(?:年度|全年|年初|预期|绩效|既定|设定)*(?:目标|计划|任务|指标)(?:值|数|任务)?"
_UNIT = r"(?:%|个百分点|[^,;。:、0-9()%的]{1,5}?)"
_END = r"(?=[,;。(]|$)"
LINK = compiled(
    rf"(?:数量|总数|个数|人数|次数|场次|条数|页数|件数|户数|面积|长度|里程|数|量)?(?:仅|共|均|约|为|达到|达|是|至)*(?:(?P<number>{PRINTED})(?P<unit>{_UNIT}))?"
    r"(?:,|,?(?:仅|全年|实际|已|均)+)?"
)
_SAID = compiled(
    rf"(?P<distance>[比较]{_AIM}(?:(?P<less>少|低|减少|短少)|多|高|增加|超出|超)(?:完成|了)?(?P<n>{PRINTED})(?P<unit>{_UNIT})){_END}"
    rf"|(?P<rate>完成(?:了)?{_AIM}(?<!任务)的(?P<p>{PRINTED})%){_END}"
    rf"|(?P<bound>(?P<not>未|没有|尚未|仍未)?(?:能)?(?:达到|完成|实现|(?P<above>超过|高于|超出)|(?P<below>低于|不足))(?:了)?(?P<n>{PRINTED})(?P<unit>{_UNIT})的{_AIM}){_END}"
    rf"|(?P<words>(?P<not>未|没有|尚未|仍未)?(?:能)?(?:全面|如期|圆满|按期|已|均)*(?P<above>超额)?(?:完成|达到?|实现)(?:了)?{_AIM}){_END}"
)
_APART = compiled(
    r"上年|去年|半年|季度|[0-9]月|规划|五”|[两二三四五]年|累计|上级|[省市州]级?下达|调整|追加|基本|部分|其中|每|人均|计划期|滚动|除|力争|确保|拟|预计"
)
_OTHER_AIM = compiled(
    r"下达|调[减增整]|申报|争取|要点|责任书|考核|月度|阶段|市定|省定"
)  # in the sentence: more than one plan is spoken of

_LEAD = compiled(r"(?:^|[,;。:、)]|其中|[全本年]年度?|[年月日]|[共是]|完成|实施|开展|组织|全[县市区镇乡])\s*$")


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """An indicator's target and result, and whether the one was reached where more and less are not equally good."""

    goal: Fact
    done: Fact
    met: bool | None

    @property
    def gap(self) -> Decimal:
        """How far the result lies above the target."""
        return self.done.figure.amount - self.goal.figure.amount


def claimed(ledger: Ledger) -> Iterator[Remark]:
    """水闸检修6座，完成年度计划; 比计划少2座; 完成计划的75%; 达到8座的目标: words that the indicator's row denies."""
    cued = [s for s in (*ledger.sentences, *ledger.wordy) if any(cue in s.text for cue in _CUES)]
    for sentence in cued if known_indicators(ledger) else ():
        if ledger.documents[sentence.document].role != "report" or _OTHER_AIM.search(sentence.text):
            continue
        for m in _SAID.finditer(sentence.text):
            known = _meant(ledger, sentence, m)
            if known is not None and _denied(known, m) and not _beside(sentence, m, known):
                spans = (mark(sentence, *m.span()), place(known.done), place(known.goal))
                fields = (
                    ("stated", m.group()),
                    ("change", known.done.figure.text),
                    ("expected", known.goal.figure.text),
                )
                yield Remark("target", spans, fields)


def _beside(sentence: Sentence, m: regex.Match[str], known: KnownIndicator) -> bool:
    """Whether a claim names the right target right behind the result: 94.2%，达到95%的目标 is told by both figures."""
    target = m["bound"] and _amount(m["n"], m["unit"], known.goal) == known.goal.figure.amount
    return bool(target) and sentence.text[: m.start()].rstrip(",").endswith(known.done.figure.unit.name)


def _meant(ledger: Ledger, sentence: Sentence, m: regex.Match[str]) -> KnownIndicator | None:
    """The indicator whose name, with no other figure than its result, stands right before a claim."""
    start = item_start(sentence, m.start())
    head = sentence.text[start : m.start()]
    if _APART.search(head) or _APART.search(m.group()):
        return None
    named = [(head.rindex(name) + len(name), len(name), name) for name in known_indicators(ledger) if name in head]
    if not named:
        return None
    end, _, name = max(named)
    if not _LEAD.search(head, 0, end - len(name)):
        return None  # 县本级, 北部片区: of a part
    known = known_indicators(ledger)[name]
    link = LINK.fullmatch(head, end)
    if known is None or link is None:
        return None
    if link["number"] is None:
        return known if not link.group().endswith(",") or m["distance"] else None
    same = _amount(link["number"], link["unit"], known.done) == known.done.figure.amount
    return known if same else None


def _amount(number: str, unit: str, like: Fact) -> Decimal | None:
    """A number with its unit in the base of a figure's unit; None where the two are of different things."""
    own = like.figure.unit
    if unit == own.name or (own.name == "%" and unit == "个百分点"):
        return decimal(number) * own.factor
    other = count_unit(unit)
    same = own.dimension == "count" and other.name.lstrip(_MANY) == own.name.lstrip(_MANY)
    return decimal(number) * other.factor if same else None


_MANY = "百千万亿"


def _denied(known: KnownIndicator, m: regex.Match[str]) -> bool:
    """Whether a claim cannot be true of an indicator."""
    if m["distance"]:
        one = _amount("1", m["unit"], known.done)
        gap = known.gap * (-1 if m["less"] else 1)
        return one is not None and not _alike(m["n"], gap / one)
    if m["rate"]:
        goal = known.goal.figure.amount
        return goal > 0 and not _alike(m["p"], known.done.figure.amount / goal * HUNDRED)
    if m["bound"]:
        if _amount(m["n"], m["unit"], known.goal) != known.goal.figure.amount:
            return False  # 达到95%的目标 may be another plan's
        if m["below"]:
            return known.gap >= 0
    if m["not"]:
        return known.met is True
    return known.met is False or (known.met is not None and bool(m["above"]) and known.gap == 0)


def _alike(printed: str, made: Decimal) -> bool:
    """Whether a number is what comes out, to the digits it is printed with."""
    return abs(decimal(printed) - made) * 2 <= Decimal(1).scaleb(-len(printed.partition(".")[2]))


@lru_cache(maxsize=1)
def known_indicators(ledger: Ledger) -> Mapping[str, KnownIndicator | None]:
    """The indicators by their names; None for a name that rows with other figures share."""
    found: dict[str, list[KnownIndicator]] = defaultdict(list)
    for table in ledger.tables:
        if table.kind != "table" or ledger.documents[table.document].role != "report":
            continue
        for each, made in measured(table):
            if each.goal is not None and each.done is not None and not under_way(each):
                for name in _names(each):
                    found[name].append(KnownIndicator(each.goal, each.done, made.verdict != "broken"))
    return {
        name: rows[0] if len({(k.goal.figure.amount, k.done.figure.amount) for k in rows}) == 1 else None
        for name, rows in found.items()
    }


def _names(each: Indicator) -> Iterator[str]:
    """The name of an indicator as the text has it: in full, and without the noun of what is counted."""
    words = bare(each.row.label)
    shorter = str(_COUNTED.sub("", words))
    yield from (n for n in dict.fromkeys((words, shorter)) if len(n) >= _SHORTEST)
