"""Round parts that are said of something named, against its share; findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.text.behind import PART, beyond, hundredths
from auditlint.checks.text.figures import mark, place
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark

_WORD = r"(?P<word>不足|不到|未到|未过|超过|超|逾|过|接近|近|大?约)?"
_WHOLE = r"(?:(?:全部|本年|总|当年|年度|全年)*(?:支出|收入|采购|预算)(?:总额|合计|总计|总数)?的?)?"
_SAID = compiled(
    rf"(?:^|(?<=[,;。:]))(?:其中)?:?(?P<name>[^,;。:、()0-9占]{{2,20}}?)(?:的?占比|所占比重|所占比例|比重)?(?:已|仅|均)?(?:占|达到?)?(?P<said>{_WORD}(?:占)?{_WHOLE}{PART}(?P<end>以上|多|左右)?)(?=[,;。]|$)"
)
_CUES = ("成", "半", "分之")
_KIND = compiled(r"(?:支出|收入|经费|资金|采购|费用|类|方面|部分)+$")
_MARKS = compiled(r"\([类款项]\)|^其中")
_OTHER_WHOLE = compiled(r"除|其余|剩余|新增|增|降|减|上年|去年|其中的|[中里]")


def named_portions(ledger: Ledger) -> Iterator[Remark]:
    """教育支出…占76.9%；…。教育支出不足全部支出的四分之三: the share of what is named is on the other side."""
    for sentence in (*ledger.sentences, *ledger.wordy):
        if not any(cue in sentence.text for cue in _CUES):
            continue
        for m in _SAID.finditer(sentence.text):
            name = _KIND.sub("", _MARKS.sub("", m["name"]))
            if not name or _OTHER_WHOLE.search(m["name"]):
                continue
            shares = _shares(ledger, sentence, m.start("name"), name)
            if len(shares) == 1 and beyond(
                shares[0].figure.value, hundredths(m["part"]), m["word"] or "", m["end"] or ""
            ):
                spans = (mark(sentence, m.start("name"), m.end("said")), place(shares[0]))
                yield Remark("rough", spans, (("stated", m["name"] + m["said"]), ("rate", shares[0].figure.text)))


def _shares(ledger: Ledger, sentence: Sentence, at: int, name: str) -> Sequence[Fact]:
    """The shares that a paragraph gives something named, before a place."""
    found = []
    for s in ledger.paragraph(sentence, behind=0):
        facts = ledger.facts_of(s)
        for i in range(1, len(facts)):
            amount, share = facts[i - 1 : i + 1]
            if share.measure != "share" or share.figure.span.end > sentence.start + at or share.item != amount.item:
                continue
            if _KIND.sub("", _MARKS.sub("", amount.label)) == name:
                found.append(share)
    return found


_UNITS = "[座个家户所名人项件台辆处条份]"
_COUNTED = compiled(
    rf"(?<![0-9.])(?P<n>[0-9]+)(?P<unit>{_UNITS}),(?P<said>(?:仅|约|大约|近)?占(?:总数|全部|总量)?的?(?P<part>[二三四五六]分之[一二三四五]))(?=[,;。]|$)"
)
_ALL = compiled(rf"(?:共计?|总计|合计|共有|总数为?|累计)[^,;。:、0-9]{{0,8}}(?P<n>[0-9]+)(?P<unit>{_UNITS})")
_ANY = r"(?<![0-9.])([0-9]+){unit}"
_ABOUT = Decimal(6)  # points that a fraction in words leaves open


def counted_portions(ledger: Ledger) -> Iterator[Remark]:
    """共计90座…停机30座，占四分之一: no count before it of which it is about that part."""
    for sentence in ledger.sentences:
        for m in _COUNTED.finditer(sentence.text) if "分之" in sentence.text else ():
            whole = _ALL.search(sentence.text, 0, m.start())
            if whole is None or whole["unit"] != m["unit"]:
                continue
            counts = compiled(_ANY.format(unit=m["unit"])).findall(sentence.text, 0, m.start())
            part = hundredths(m["part"])
            if all(abs(HUNDRED * int(m["n"]) / int(n) - part) > _ABOUT for n in counts if int(n)):
                spans = (
                    mark(sentence, *m.span("said")),
                    mark(sentence, *m.span("n")),
                    mark(sentence, *whole.span("n")),
                )
                rate = f"{HUNDRED * int(m['n']) / int(whole['n']):.1f}%" if int(whole["n"]) else m["n"]
                yield Remark("rough", spans, (("stated", m["said"]), ("rate", rate)))
