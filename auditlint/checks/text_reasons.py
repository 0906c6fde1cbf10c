"""Reasons that are none, or point the other way: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text_figures import figures_before, mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark

_REASON = compiled(
    r"原因(?:主要)?(?:是|为|:|是:|为:)(?:本(?:单位|部门))?(?P<said>(?:与|同)?(?:上年|去年|上年度|预算|年初预算)?(?:数|决算数)?(?:相比)?[,]?"
    r"(?:基本)?(?:持平|无变化|无增减变化|没有变化|一致|无增减))(?:[,](?:无变化|无增减变化|无增减))?(?=[。;]|$)"
)
_BLANK_REASON = compiled(r"(?:主要)?(?:变动)?原因(?:主要)?(?:是|为|是:|为:)\s{0,4}(?=[。;])")


def reason(ledger: Ledger) -> Iterator[Remark]:
    """主要原因是。, and 增加0.40万元，主要原因是与上年持平: a reason that was never written."""
    for sentence in ledger.sentences:
        for m in _BLANK_REASON.finditer(sentence.text):
            yield Remark("reason", (mark(sentence, m.start(), m.end()),), (("stated", m.group()),))
        for m in _REASON.finditer(sentence.text):
            facts = figures_before(ledger, sentence, m.start())
            moved = [f for f in facts if f.measure in ("change", "rate") and f.direction and f.figure.value]
            if moved:
                yield Remark(
                    "reason",
                    (mark(sentence, m.start("said"), m.end("said")), place(moved[0])),
                    (("stated", m["said"]),),
                )


_ONLY_REASON = compiled(
    r"原因(?:主要)?(?:是|为|:|是:|为:)(?P<said>(?P<what>[^,;。:、0-9]{0,12}?(?:支出|经费|费用|费))(?:的|有所|相应|同比)?(?P<way>增加|增长|减少|下降))(?=[。;]|$)"
)
_WAYS = {"增加": 1, "增长": 1, "减少": -1, "下降": -1}
_OF_ANOTHER = compiled(r"上年|去年|往年|其他|结转|结余|收入|退")
_PLAIN = ("支出", "经费", "费用", "经费支出", "费用支出")


def opposite(ledger: Ledger) -> Iterator[Remark]:
    """公务接待费比上年增加0.40万元，主要原因是接待费减少: the only reason given points the other way."""
    for sentence in ledger.sentences:
        for m in _ONLY_REASON.finditer(sentence.text):
            facts = figures_before(ledger, sentence, m.start())
            moved = [f for f in facts if f.measure == "change" and f.direction and f.figure.value]
            named = [f.label for f in facts if f.label and f.measure in ("level", "change")]
            if len(moved) != 1 or not named or moved[0].direction == _WAYS[m["way"]] or _OF_ANOTHER.search(m["what"]):
                continue
            if m["what"] in _PLAIN or m["what"] in named[0]:
                yield Remark(
                    "opposite",
                    (mark(sentence, m.start("said"), m.end("said")), place(moved[0])),
                    (("stated", m["said"]), ("change", moved[0].figure.text)),
                )
