"""What running text says of single projects: reports on them, and the paragraphs that sum them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.names import core
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.typed import Literal

Money = Literal["first-budget", "budget", "actual"]
Amounts = Mapping[str, Mapping[Money, tuple[Fact, ...]]]

_REPORT = compiled(
    r"(?:关于)?(?:20[0-9]{2}年度?)?(?P<name>[^,;:。]{4,40}?)(?:专项)?(?:资金)?(?:预算)?(?:项目)?(?:支出)?(?:资金)?"
    r"绩效(?:自评|评价|自评价|自我评价)(?:的)?(?:情况)?(?:的)?报告"
)
_TITLE_END = compiled(r"(?:专项)?(?:预算)?(?:项目)?(?:支出)?绩效(?:自评|评价|自评价|自我评价)(?:情况)?(?:的)?报告")
_WHOLE = compiled(r"部门|整体|单位")
_LONGEST_TITLE = 60  # characters
_SPENT = compiled(
    r"(?:支出|支付|执行|使用|完成支出|列支|报销)(?:资金|金额|数|经费|预算|额)?(?:共计?|合计|总计|为|了|达|约|[:,])*$"
)
_GRANTED = compiled(
    r"(?:安排|下达|批复|批准|预算)(?:[^,;。:]{0,40}?(?:资金|经费|预算|费用|费|项目|款)[数额]?)?(?:共计?|合计|总计|为|了|达|[:,])*$"
)
_ALL_SPENT = compiled(r"(?:[^,;。0-9]{0,8}资金)?(?:已)?(?:经)?全部(?:支出|使用|支付|执行)")
_OWN_LABEL = compiled(
    r"(?:.{0,16}(?:该|本)项目(?:预算|专项|项目)?(?:资金|经费)?(?:共|已|实际|累计)*(?:支付|支出|使用|执行)?"
    r"|(?:实际|已经?|累计|全年|共)*(?:执行|支出|支付|使用)(?:资金|金额|数)?"
    r"|(?:市|县|区|省)?财政(?:局|厅)?|(?:申请|并|批复|安排|下达|批准|专项|项目|预算)+(?:资金|经费)?)?"
)


def reports(ledger: Ledger) -> Amounts:
    """Reports on single projects: what their text says of the whole project's money."""
    amounts: dict[str, dict[Money, tuple[Fact, ...]]] = {}
    owner = reported(ledger)
    for sentence in ledger.sentences:
        project = owner.get((sentence.document, sentence.block), "")
        for fact in ledger.pick(sentence.facts) if project else ():
            kind = _stated_of(ledger, fact, project)
            if kind is not None:
                row = amounts.setdefault(project, {})
                row[kind] = (*row.get(kind, ()), fact)
    return amounts


@lru_cache(maxsize=1)
def reported(ledger: Ledger) -> dict[tuple[int, int], str]:
    """The project whose report a block (document, block) stands in, where it stands in one."""
    found = {}
    for number, document in enumerate(ledger.documents):
        titles = dict(_titles([b.text for b in document.blocks]))
        name = ""
        for block in range(len(document.blocks)):
            name = titles.get(block, name)
            if name:
                found[number, block] = name
    return found


def _titles(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where a report on a project begins, and its name; "" where another report begins."""
    before = ""
    for i, text in enumerate(texts):
        words = "".join(text.split())
        if not words or len(words) > _LONGEST_TITLE:
            before = ""
            continue
        if words.endswith("报告") and _TITLE_END.fullmatch(words):
            words = before + words
        found = _REPORT.fullmatch(words) if words.endswith("报告") else None
        if found is not None:
            yield i, "" if _WHOLE.search(found["name"]) else str(found["name"])
        elif words.startswith(("附件", "附表", "第")) and len(words) <= 8:
            yield i, ""
        before = words


def _stated_of(ledger: Ledger, fact: Fact, project: str) -> Money | None:
    """What a figure in a report on a project states of all its money; None where it is of something else."""
    if fact.figure.unit.dimension != "money" or fact.measure not in ("level", "budget") or fact.depth or fact.grouped:
        return None
    label = core(fact.label)
    named = core(project) in label or (label in core(project) and len(label) >= 4)
    if not named and not _OWN_LABEL.fullmatch(fact.label):
        return None
    before = ledger.before(fact, 48)
    if _SPENT.search(before) or _ALL_SPENT.match(ledger.after(fact, 20)):
        return "actual"
    return "budget" if _GRANTED.search(before) or fact.measure == "budget" else None


_SUMMED = compiled(
    r"(?:^|[,;。:、)\]]|[0-9][.、])(?P<name>[^,;。:、()0-9][^,;。:、]{2,39}?)(?:专项)?(?:资金)?(?:预算)?(?:项目)?(?:支出)?"
    r"(?:绩效)?自评(?:综述|情况|得分|结果)"
)
_OF_THE_YEAR = compiled(
    r"(?:^|[,;。:])(?:该|本)?(?:项目)?(?:资金)?(?:全年|本年|当年|年度|年初|调整后|实际)*(?:预算|执行|支出)数(?:为|是|:)*$"
)
_NO_NAME = compiled(r"(?:该|本|各|其他|部门|单位|整体|所有|根据|项目).*")


def spoken_of(ledger: Ledger, fact: Fact) -> str:
    """The project that a paragraph sums up before a figure: X项目绩效自评综述：…; "" where it names none."""
    block = ledger.documents[fact.document].blocks[fact.figure.span.block]
    found = [m["name"] for m in _SUMMED.finditer(normalize(block.text[: fact.figure.span.start]))]
    return next((str(n) for n in found if not _NO_NAME.fullmatch(n)), "")


def summaries(ledger: Ledger) -> Amounts:
    """The budget and amount executed that a paragraph on a single project states: 全年预算数为A，执行数为B."""
    amounts: dict[str, dict[Money, tuple[Fact, ...]]] = {}
    for sentence in ledger.sentences:
        for fact in ledger.pick(sentence.facts):
            if fact.figure.unit.dimension != "money" or fact.measure not in ("level", "budget") or fact.depth:
                continue
            before = sentence.before(fact)
            name = spoken_of(ledger, fact) if _OF_THE_YEAR.search(before) else ""
            if name:
                kind: Money = "budget" if fact.measure == "budget" else "actual"
                amounts.setdefault(name, {}).setdefault(kind, (fact,))
    return amounts
