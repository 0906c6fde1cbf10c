"""Words that contradict what the report says elsewhere: findings of the check `text`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditlint import outline
from auditlint.checks.plain import CLAUSE, annexed, around, leads_plainly, of_bodies, planned
from auditlint.checks.text.figures import figures_before, mark, place
from auditlint.checks.text.funds import no_funds
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import SIDES
from auditlint.model import Document, Fact, Remark, Span
from auditlint.numerals import normalize

_YEAR = compiled(r"20[0-9]{2}")
_NONE = compiled(
    r"(?<![有除])(?:无|没有|未发生|未产生|不涉及)(?P<what>[^,;。:、无0-9]{2,24}?(?P<kind>收入支出|收支|收入|支出|经费|费用|费))"
    r"(?:决算)?(?:情况)?(?=[,;。]|$)"
)
_OTHERWISE = compiled(r"除|其他|上年|去年|年初预算|其中|剩余|新增|增加|变化|未安排预算")


def none(ledger: Ledger) -> Iterator[Remark]:
    """本年无因公出国（境）费支出, where the report gives an amount for it."""
    yield from no_funds(ledger)
    for sentence in (*ledger.sentences, *ledger.wordy):
        if ledger.documents[sentence.document].role != "report":
            continue
        for m in _NONE.finditer(sentence.text):
            before = sentence.text[: m.start()]
            if _OTHERWISE.search(before[-12:] + m.group()) or set(_YEAR.findall(before)) - {ledger.year}:
                continue
            if not _of_all(ledger, sentence, before):
                continue
            found = _spent(ledger, sentence, m["what"], m["kind"])
            if found is None or _annexed(ledger, sentence, found):
                continue
            if _FUND.search(m["what"]) or not _of_a_fund(ledger, sentence, found):
                yield Remark(
                    "none",
                    (mark(sentence, m.start(), m.end()), place(found)),
                    (("stated", m.group()), ("change", found.figure.text)),
                )
        for start, end, fact in _beside(ledger, sentence):
            yield Remark(
                "none",
                (mark(sentence, start, end), place(fact)),
                (("stated", sentence.text[start:end]), ("change", fact.figure.text)),
            )


def _of_all(ledger: Ledger, sentence: Sentence, before: str) -> bool:
    """Whether words behind such a beginning of their sentence are said of the report's whole body."""
    clause = before[around(before, (len(before), len(before)), CLAUSE)[0] :]
    paragraph = normalize(ledger.documents[sentence.document].blocks[sentence.block].text)
    plain = leads_plainly("".join(clause.split())) and not of_bodies(paragraph)
    return plain and _OF_A_PART.match(before.strip()) is None


_OF_A_PART = compiled(r"(?:从|就)[^,;。:]{1,10}(?:看|而言|来说)[,:]")  # 从乡镇看，无…: of them alone


_FUND = compiled(r"政府性基金|国有资本|社会保险|专户")


def _of_a_fund(ledger: Ledger, sentence: Sentence, fact: Fact) -> bool:
    """七、政府性基金…：无基本支出: whether what is said under the heading of a fund is held against another section."""
    section = ledger.section(sentence)
    return fact.section != section and _FUND.search(section.rpartition(" / ")[2]) is not None


def _annexed(ledger: Ledger, sentence: Sentence, fact: Fact) -> bool:
    """Whether the report of another body begins between a sentence and a figure."""
    first, last = sorted((sentence.block, fact.figure.span.block))
    return annexed(ledger.documents[sentence.document], first, last)


_SUCH = compiled(
    r"(?<=[,;。])(?:本年|本年度|今年|当年|本单位|本部门)*(?:无|没有|未发生|未产生|未安排)(?:此|该|本)(?:项|类)(?:目)?(?:收入|支出|收支|经费|费用|业务)(?=[,;。]|$)"
)
_WITH_AMOUNT = compiled(
    r"(?:无|没有|未发生|未产生|未使用|未安排)(?P<what>[^,;。:0-9]{0,30}?(?:收入|支出|收支|经费|费用)),"
    r"(?:(?:支出|收入|决算|经费|费用)?(?:金额|数额)|(?:支出|收入)决算数?)(?:为|是|共|共计)?(?=[0-9])"
)


def _beside(ledger: Ledger, sentence: Sentence) -> Iterator[tuple[int, int, Fact]]:
    """[start, end) of words that there is none, and the amount of the same thing right beside them."""
    facts = ledger.facts_of(sentence)
    for m in _SUCH.finditer(sentence.text):
        item = figures_before(ledger, sentence, m.start())
        own = [f for f in item if f.depth == 0 and f.figure.unit.dimension == "money"]
        alone = len(own) == 1 and own[0].measure == "level" and own[0].period in ("", ledger.year)
        if alone and own[0].figure.value and own[0].label and not _LAST_YEAR.search(own[0].label):
            yield m.start(), m.end(), own[0]
    for m in _NOT_DONE.finditer(sentence.text):
        amount = _amount_at(facts, sentence, m.end())
        now = amount is not None and amount.measure == "level" and amount.period in ("", ledger.year)
        if amount is not None and now and not _LAST_YEAR.search(sentence.text[: m.start()][-12:]):
            yield m.start(), m.end("what"), amount
    for m in _WITH_AMOUNT.finditer(sentence.text):
        before = sentence.text[: m.start()]
        amount = _amount_at(facts, sentence, m.end())
        if (
            amount is not None
            and not _NARROWER.search(before[-12:] + m["what"])
            and not set(_YEAR.findall(before)) - {ledger.year}
        ):
            yield m.start(), m.end("what"), amount


_NOT_DONE = compiled(
    r"(?:未|没有)(?:召开|举办|组织|开展|安排|参加|发生|购置|更新|新购|租用)(?P<what>(?P<noun>[^,;。:0-9]{2,8}?)(?:团组|活动|班)?),"
    r"(?P=noun)(?:购置|租赁)?(?:费|费用|经费|支出)(?:支出)?(?:决算|金额)?(?:数)?(?:为|共|共计)?(?=[0-9])"
)
_LAST_YEAR = compiled(r"上年|去年|往年|预算|结转|结余")
_NARROWER = compiled(r"除|其他|上年|去年|年初预算|剩余|新增")


def _amount_at(facts: Sequence[Fact], sentence: Sentence, at: int) -> Fact | None:
    """The amount that starts at a character of a sentence, where it is no zero."""
    found = next((f for f in facts if f.figure.span.start - sentence.start == at), None)
    return found if found is not None and found.figure.value and found.figure.unit.dimension == "money" else None


def _spent(ledger: Ledger, sentence: Sentence, what: str, kind: str) -> Fact | None:
    """The amount that the report gives of what a sentence says there is none of; None where it also gives a zero."""
    names = [what]
    if kind in ("收入支出", "收支"):
        names = [what.removesuffix(kind) + side for side in SIDES]
    for name in names:
        concept = ledger.rulebook.taxonomy.find(name)
        if concept is None:
            near = _near(ledger, sentence, name)
            if near is not None:
                return near
            continue
        facts = [
            ledger.facts[i]
            for i in ledger.concepts.get((concept.name, "level"), ())
            if ledger.facts[i].document == sentence.document
            and ledger.facts[i].sentence >= 0
            and ledger.facts[i].figure.unit.dimension == "money"
            and ledger.facts[i].period in ("", ledger.year)
            and not planned(ledger.said_before(ledger.facts[i]))
        ]
        if facts and all(f.figure.value for f in facts):
            return facts[0]
    return None


_COST = compiled(r"(?P<name>.{2,10}费)(?:支出)?(?:决算)?(?:数)?")


def _near(ledger: Ledger, sentence: Sentence, name: str) -> Fact | None:
    """The amount that the same paragraph gives of a cost by its plain name; None where it also gives a zero."""
    cost = _COST.fullmatch(name)
    if cost is None:
        return None
    found = [
        f
        for s in ledger.paragraph(sentence)
        for f in ledger.facts_of(s)
        if f.measure == "level" and f.figure.unit.dimension == "money" and f.period in ("", ledger.year)
        if (m := _COST.fullmatch(f.label)) is not None
        and m["name"] == cost["name"]
        and not planned(ledger.said_before(f))
    ]
    return found[0] if found and all(f.figure.value for f in found) else None


_FUNDS = ("政府性基金", "国有资本经营", "一般公共预算")
_SAID = compiled(r"[无没]有?.{0,24}(?:收入|支出|收支|安排|拨款)|无数据|空表")
_SHORT = 160  # characters of a section that says nothing but that there is none
_ITEMS = ("公务接待费", "会议费", "培训费", "因公出国", "公务用车")
_BEGINS = r"^(?:20[0-9]{2}年度?)?(?:本部门|本单位|我单位|我局)?(?:20[0-9]{2}年度?)?"
_AMOUNT = r"(?:预算|费|\(境\)|财政拨款|支出|收入|决算|数|为|总计|合计)*[0-9]"


def _up_to_the_next(document: Document, heading: str, blocks: Sequence[int]) -> list[int]:
    """The paragraphs below a heading, up to one that is numbered as the heading is: 三、政府性基金预算支出情况：无。"""
    own = outline.number_of(heading)
    kept: list[int] = []
    for i in blocks:
        number = outline.number_of(document.blocks[i].text)
        if own is not None and number is not None and number.style == own.style:
            break
        kept.append(i)
    return kept


def elsewhere(ledger: Ledger) -> Iterator[Remark]:
    """Under 政府性基金 what is said of 国有资本经营, under 公务接待费 what is said of 会议费: it belongs elsewhere."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        under: dict[str, list[int]] = defaultdict(list)
        for index, block in enumerate(document.blocks):
            if block.kind == "paragraph" and block.section:
                under[block.section].append(index)
        for section, below in under.items():
            heading = normalize(section.rpartition(" / ")[2])
            blocks = _up_to_the_next(document, heading, below)
            family = _FUNDS if any(f in heading for f in _FUNDS) else _ITEMS
            named = [f for f in family if f in heading]
            text = "".join(normalize(document.blocks[i].text) for i in blocks)
            if len(named) != 1 or named[0].removesuffix("费") in text:
                continue
            other = next((f for f in family if f != named[0] and f in text), "")
            none = family is _FUNDS and len(text) <= _SHORT and _SAID.search(text)
            if not none and not (other and compiled(f"{_BEGINS}{other}{_AMOUNT}").search(text)):
                continue
            for i in blocks:
                at = normalize(document.blocks[i].text).find(other) if other else -1
                if at >= 0:
                    yield Remark(
                        "elsewhere",
                        ((number, Span(i, at, at + len(other))),),
                        (("stated", other), ("expected", named[0])),
                        named[0],
                    )
                    break


_VISITS = compiled(
    r"(?<![少加多降升长]了?[0-9]*)(?P<groups>[0-9]+)\s?(?:个|批次?|批\(次\)|次)(?:团组|国内公务接待)?[,、;]?(?:共计|累计|合计|共|接待|参加|出国\(境\)){0,2}"
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
