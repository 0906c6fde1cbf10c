"""Words that contradict what the report says elsewhere: findings of the check `text`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditlint.checks.text_figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Remark, Span
from auditlint.numerals import normalize

_YEAR = compiled(r"20[0-9]{2}")
_NONE = compiled(
    r"(?<![有除])(?:无|没有|未发生|未产生|不涉及)(?P<what>[^,;。:、无0-9]{2,24}?(?P<kind>收入支出|收支|收入|支出|经费|费用|费))"
    r"(?:决算)?(?:情况)?(?=[,;。]|$)"
)
_OTHERWISE = compiled(r"除|其他|上年|去年|年初预算|其中|剩余|新增|增加|变化|未安排预算")
_SIDES = ("收入", "支出")


def none(ledger: Ledger) -> Iterator[Remark]:
    """本年无因公出国（境）费支出, where the report gives an amount for it."""
    for sentence in ledger.sentences:
        if ledger.documents[sentence.document].role != "report":
            continue
        for m in _NONE.finditer(sentence.text):
            before = sentence.text[: m.start()]
            if _OTHERWISE.search(before[-12:] + m.group()) or set(_YEAR.findall(before)) - {ledger.year}:
                continue
            found = _spent(ledger, sentence, m["what"], m["kind"])
            if found is not None:
                yield Remark(
                    "none",
                    (mark(sentence, m.start(), m.end()), place(found)),
                    (("stated", m.group()), ("change", found.figure.text)),
                )


def _spent(ledger: Ledger, sentence: Sentence, what: str, kind: str) -> Fact | None:
    """The amount that the report gives of what a sentence says there is none of; None where it also gives a zero."""
    names = [what]
    if kind in ("收入支出", "收支"):
        names = [what.removesuffix(kind) + side for side in _SIDES]
    for name in names:
        concept = ledger.rulebook.taxonomy.find(name)
        if concept is None:
            continue
        facts = [
            ledger.facts[i]
            for i in ledger.concepts.get((concept.name, "level"), ())
            if ledger.facts[i].document == sentence.document
            and ledger.facts[i].sentence >= 0
            and ledger.facts[i].figure.unit.dimension == "money"
            and ledger.facts[i].period in ("", ledger.year)
        ]
        if facts and all(f.figure.value for f in facts):
            return facts[0]
    return None


_FUNDS = ("政府性基金", "国有资本经营")
_SAID = compiled(r"[无没]有?.{0,24}(?:收入|支出|收支|安排|拨款)|无数据|空表")
_SHORT = 160  # characters of a section that says nothing but that there is none


def elsewhere(ledger: Ledger) -> Iterator[Remark]:
    """Under 政府性基金 a statement that there is no 国有资本经营: it belongs under the other heading."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        under: dict[str, list[int]] = defaultdict(list)
        for index, block in enumerate(document.blocks):
            if block.kind == "paragraph" and block.section:
                under[block.section].append(index)
        for section, blocks in under.items():
            heading = normalize(section.rpartition(" / ")[2])
            named = [f for f in _FUNDS if f in heading]
            text = "".join(normalize(document.blocks[i].text) for i in blocks)
            if len(named) != 1 or named[0] in text or len(text) > _SHORT or not _SAID.search(text):
                continue
            other = next(f for f in _FUNDS if f != named[0])
            for i in blocks:
                at = normalize(document.blocks[i].text).find(other)
                if at >= 0:
                    yield Remark(
                        "elsewhere",
                        ((number, Span(i, at, at + len(other))),),
                        (("stated", other), ("expected", named[0])),
                        named[0],
                    )
                    break


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
            start = max(sentence.text.rfind(";", 0, m.start()), sentence.text.rfind("。", 0, m.start())) + 1
            moved = [
                f
                for f in ledger.pick(sentence.facts)
                if start <= f.figure.span.start - sentence.start < m.start()
                and f.measure in ("change", "rate")
                and f.direction
                and f.figure.value
            ]
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
            start = max(sentence.text.rfind(";", 0, m.start()), sentence.text.rfind("。", 0, m.start())) + 1
            facts = [
                f for f in ledger.pick(sentence.facts) if start <= f.figure.span.start - sentence.start < m.start()
            ]
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


_VISITS = compiled(
    r"(?P<groups>[0-9]+)\s?(?:个|批次?|批\(次\)|次)(?:团组|国内公务接待)?[,、;]?(?:共计|累计|合计|共|接待|参加|出国\(境\)){0,2}"
    r"(?P<people>[0-9]+)\s?(?:人次|人)(?![均])"
)
_OF_VISITS = compiled(r"接待|团组|出国")


def visits(ledger: Ledger) -> Iterator[Remark]:
    """国内公务接待12批次，5人次: fewer people than parties, or people without any party."""
    for sentence in ledger.sentences:
        if not _OF_VISITS.search(sentence.text):
            continue
        for m in _VISITS.finditer(sentence.text):
            groups, people = int(m["groups"]), int(m["people"])
            if people < groups or (people and not groups):
                spans = (mark(sentence, m.start("people"), m.end()), mark(sentence, m.start(), m.end("groups")))
                fields = (("stated", m["people"]), ("change", m["groups"]))
                yield Remark("visits", spans, fields)
