"""All projects said to be rated alike or above so many points, against the table of their scores: `text`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditlint.checks.text.figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.ratings import ratings
from auditlint.model import Remark
from auditlint.numerals import whole_number

_COUNT = r"(?P<count>[1-9][0-9]?|[两二三四五六七八九十]{1,2})"
_ALL = compiled(
    rf"(?P<said>{_COUNT}个(?:预算|重点|二级)?项目(?:支出)?(?:的)?(?:绩效)?(?:自评|评价)?(?:等次|等级|结果|得分|评分|情况)?(?:均|全部|都)"
    r"(?:(?:被)?(?:评(?:定|价)?)?为“?(?P<grade>优秀?|良好?)”?|(?:在|达到?|高于|超过|不低于)(?P<bound>[0-9]{2})分(?:\(含\))?(?:及?以上)?))"
    r"(?:等次|等级)?(?:\((?P<bound>[0-9]{2})分(?:\(含\))?及?以上\))?(?=[,;。(]|$)"
)
_LEAST = {"优": Decimal(90), "良": Decimal(80)}  # the usual bounds of grades
_APART = compiled(r"除|其余|其他|上年|去年|复核|复评|抽查|财政评价|第三方|重点评价")
_SCALE = compiled(
    r"(?P<bound>[0-9]{2})(?:\.0+)?(?:分)?(?:\(含\))?(?:\(含[0-9]{2}分?\))?[^,;。、0-9]{0,8}[为是]“?(?P<grade>[优良])"
    r"|“?(?P<grade>[优良])[秀好]?”?[^,;。、0-9]{0,8}(?P<bound>[0-9]{2})(?:\.0+)?(?:分|[-~—至])"
)


def rated(ledger: Ledger) -> Iterator[Remark]:
    """5个项目自评等次均为“优”: one of the five of the table has fewer points."""
    for sentence in ledger.sentences if ratings(ledger) else ():
        if ledger.documents[sentence.document].role != "report" or _APART.search(sentence.text):
            continue
        for m in _ALL.finditer(sentence.text):
            tables = [r.rows for r in ratings(ledger) if len(r.rows) == whole_number(m["count"])]
            least = Decimal(m["bound"]) if m["bound"] else _LEAST[m["grade"][0]]
            if m["grade"] and _own_scale(ledger, m["grade"][0], least):
                continue
            rows = tables[0] if len(tables) == 1 else ()
            low = next(((name, f) for name, f in rows if f.figure.value < least), None)
            if low is not None:
                change = f"{low[0]}{low[1].figure.text.removesuffix('分')}分"
                yield Remark(
                    "all", (mark(sentence, *m.span("said")), place(low[1])), (("stated", m["said"]), ("change", change))
                )


def _own_scale(ledger: Ledger, grade: str, least: Decimal) -> bool:
    """Whether a report states another bound for a grade than the usual one."""
    texts = (s.text for s in (*ledger.sentences, *ledger.wordy) if grade in s.text)
    found = (m for text in texts for m in _SCALE.finditer(text))
    return any(m["grade"] == grade and Decimal(m["bound"]) != least for m in found)
