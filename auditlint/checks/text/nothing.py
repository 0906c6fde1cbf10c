"""What nothing was spent on, and rises to nothing: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark

_USED = compiled(
    r"(?:[,;](?:占[^,;。0-9]{0,16}0(?:\.0+)?%|完成[^,;。0-9]{0,8}0(?:\.0+)?%))?[,;](?P<said>(?:主要|全部|具体)(?:用于|来源于|包括)[^,;。:]{2,}"
    r"|主要(?:是|为|系|来自)[^,;。:0-9]{0,16}(?:收入|利息|租金|款|款项|资金结转|结转(?:下年|本年)(?:继续)?使用(?:的资金)?))(?=[,;。]|$)"
)
_MERELY_SAID = compiled(
    r"无|未|没有|不|原因|指|按规定|如|若|应|可|减少|下降|收回|取得|开展|单位|取消|停止|压减|上年|预算|上交|上缴|转"
)
_TEN_THOUSAND = 10_000  # 元; a zero in 亿元 may stand for something
_AMOUNT_BEFORE = compiled(r"(?:支出|收入|费|经费|结余|结转|负债|余额)[^,;。0-9]{0,8}$")


def used_nothing(ledger: Ledger) -> Iterator[Remark]:
    """城乡社区支出0万元，占0%，主要用于道路养护: what nothing was spent on, or where nothing came from."""
    for fact in ledger.facts:
        if fact.figure.value or fact.sentence < 0 or fact.measure != "level" or fact.figure.unit.dimension != "money":
            continue
        if fact.depth or fact.figure.unit.factor > _TEN_THOUSAND or not _AMOUNT_BEFORE.search(ledger.before(fact, 14)):
            continue
        sentence = ledger.sentences[fact.sentence]
        m = _USED.match(sentence.text, fact.figure.span.end - sentence.start)
        others = any(f.figure.value and f.id < fact.id and f.measure == "level" for f in ledger.facts_of(sentence))
        if m is not None and not others and not _MERELY_SAID.search(m["said"]):  # 支出A万元，年末结转0万元，全部用于…
            spans = (mark(sentence, *m.span("said")), place(fact))
            yield Remark("used-nothing", spans, (("stated", m["said"]), ("change", fact.figure.text)))


_MAY_BE_NEGATIVE = compiled(r"盈余|利润|净资产|结余|差额|余额|收益|损益|净|顺差|赤字|变动|增减|结转")
_EARLIER = compiled(r"上年|去年|20[0-9]{2}年")


def rise_to_nothing(ledger: Ledger) -> Iterator[Remark]:
    """公务接待费支出0万元，比上年增加0.50万元: a rise to nothing, and no rate that says so too."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i in range(1, len(facts)):
            level, change = facts[i - 1], facts[i]
            if change.measure != "change" or change.direction <= 0 or change.basis != "prior" or change.label:
                continue
            if level.measure != "level" or level.figure.unit.dimension not in ("money", "count") or level.grouped:
                continue
            if (level.item, level.depth) != (change.item, change.depth) or level.figure.unit != change.figure.unit:
                continue
            if level.figure.value or change.figure.amount <= level.figure.half + change.figure.half:
                continue
            behind = facts[i + 1] if i + 1 < len(facts) else None
            if behind is not None and behind.measure in ("rate", "prior") and behind.item == change.item:
                continue  # told by those
            if level.period not in ("", ledger.year) or _EARLIER.search(ledger.before(level, 8)):
                continue
            if level.label and not _MAY_BE_NEGATIVE.search(level.label):
                yield Remark(
                    "rise-to-nothing",
                    (place(change), place(level)),
                    (("stated", change.figure.text), ("change", level.figure.text)),
                )
