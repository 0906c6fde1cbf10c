"""Names of a counted row against the amounts listed by name behind it: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.listed_values import lists
from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark
from auditlint.numerals import whole_number

_ROW = compiled(
    r"(?:^|(?<=[,;。:对由向为]))(?:分配给|下达给)?(?P<names>[一-鿿]{2,8}?(?:、[一-鿿]{2,8}?)+(?:[、和及][一-鿿]{2,8}?))(?:这)?(?P<n>[三四五六七八九十]|[3-9])(?:个|家|所)"
)
_LEAD = compiled(r"[给对向由在为将把]")
_CUT = compiled(r"[、和及]")
_NEXT = 2  # sentences behind a row of names in which their amounts are listed


def siblings(ledger: Ledger) -> Iterator[Remark]:
    """甲镇、乙镇、丙镇3个镇…其中甲镇20万元、丁镇20万元、丙镇20万元: one name of a row is another in the list."""
    for sentence in ledger.sentences:
        if ledger.documents[sentence.document].role != "report":
            continue
        for m in _ROW.finditer(sentence.text):
            names = _CUT.split(m["names"])
            names[0] = _LEAD.split(names[0])[-1]
            if len(names) != whole_number(m["n"]):
                continue
            for other in ledger.paragraph(sentence, before=0, behind=_NEXT):
                for items in lists(other):
                    if other is sentence and items[0].start < m.end():
                        continue
                    listed = [i.name for i in items]
                    odd = [i for i in items if i.name not in names]
                    left = [n for n in names if n not in listed]
                    if len(items) == len(names) and len(odd) == len(left) == 1 and _alike(odd[0].name, left[0]):
                        spans = (mark(other, odd[0].start, odd[0].end), mark(sentence, *m.span("names")))
                        fields = (("stated", odd[0].name), ("expected", left[0]))
                        yield Remark("sibling", spans, fields)


_OWN_NAME = compiled(  # what can stand once in a row, as no kind of expenditure needs to
    r".*(?:镇|乡|街道|区|县|市|村|小学|中学|学校|医院|卫生院|公司|局|中心|站|所|项目|工程|季度(?:支出|收入)?)"
    r"|(?:中央|省级|市级|县级|区级)(?:财政)?(?:资金|安排|拨款|补助)?|20[0-9]{2}年度?"
)
_FEW = 3


def twice(ledger: Ledger) -> Iterator[Remark]:
    """甲镇3.20万元、乙镇2.40万元、乙镇1.80万元、丁镇1.20万元: one name twice in a list, with two values."""
    for sentence in ledger.sentences:
        if ledger.documents[sentence.document].role != "report":
            continue
        for items in lists(sentence):
            names = [i.name for i in items]
            again = [k for k, name in enumerate(names) if name in names[:k]]
            if len(names) < _FEW or len(again) != 1:
                continue
            second = items[again[0]]
            first = items[names.index(second.name)]
            if first.value != second.value and all(map(_OWN_NAME.fullmatch, names)):
                spans = (mark(sentence, second.start, second.end), mark(sentence, first.start, first.end))
                yield Remark("sibling-twice", spans, (("stated", second.name),))


def _alike(one: str, other: str) -> bool:
    """Whether two names are of one kind and length, and neither is short for the other."""
    return one[-1] == other[-1] and abs(len(one) - len(other)) <= 1 and one not in other and other not in one
