"""What is said of how far the money of projects was spent, against their rows: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditlint.checks.text.figures import mark, place
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.names import core
from auditlint.facts.spending import Overview, Spending, overviews, told
from auditlint.model import Remark
from auditlint.numerals import whole_number
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_CUES = ("完毕", "执行率", "支付率", "支出率", "结转", "结余")
_COUNT = r"(?:[两二三四五六七八九十]{1,3}|[1-9][0-9]?)"
_MONEY = r"(?:项目)?(?:预算)?(?:资金|经费)?"
_BOTH = r"(?:均|都|已|已经|也|全部){0,3}"
_SAID = compiled(
    rf"(?P<who>[^,;。:]{{2,120}}?)(?P<said>{_MONEY}{_BOTH}(?:"
    r"(?P<spent>(?:执行|支出|支付|使用)完毕|(?:执行率|支付率|支出率)(?:均|都|已|全部)*(?:为|达到|达|实现)?100(?:\.0+)?%)"
    r"|(?P<left>(?:有|存在)(?:资金)?(?:结转|结余)(?:资金)?|(?:未|没有|尚未)(?:全部|完全)?(?:执行|支出|支付|使用)完毕"
    r"|(?:执行率|支付率|支出率)(?:均|都)?(?:低于|未达到?|不足|不到)100(?:\.0+)?%)"
    r"|(?:执行率|支付率|支出率)(?:均|都|全部)(?:在|达到?|超过|高于|不低于|为)(?P<least>[0-9]{1,2}(?:\.[0-9]+)?)%(?:\(含\))?(?:及?以上)?"
    r"))(?=[,;。(]|$)"
)
_NOUN = r"(?:二级|专项|重点)?(?:项目|专项|项)?(?:支出|预算)?(?:的)?"
_ALL = compiled(rf"(?:中|其中|上述|以上|本年|全年|共|有)*(?:(?P<count>{_COUNT})[个项]|各(?=个?项)个?|所有|全部){_NOUN}")
_REST = compiled(rf"其余(?:的)?(?:(?P<count>{_COUNT})[个项]|各个?)?{_NOUN}")
_NUMBERED = compiled(
    rf"(?:执行率|支付率|支出率)(?:均)?(?:为|达到?)?100(?:\.0+)?%的(?:项目)?(?:有|共|为)?(?P<count>{_COUNT})个(?:项目)?(?=[,;。(]|$)"
)
_LEAD = compiled(rf"^(?:其中|(?:在)?(?:上述|以上|这)?{_COUNT}个项目(?:中|里)|(?:仅|只)?有|仅|主要是|主要|从项目看)+")
_TAIL = compiled(rf"(?:等)?(?P<count>{_COUNT})(?:个|项)(?:重点|专项)?(?:项目|专项)?(?:的)?$|(?:的)?$")
_SPLIT = compiled("[、]")
_JOINED = compiled("[和与及]|以及")
_EXCUSED = compiled(
    r"除|截[至止](?!20[0-9]{2}年(?:12月|底|末)|年)|[0-9]月|季度|半年|目前|现已|次年|下年|今年|上年度?(?!结转)|去年|计划|预计|拟|确保|力争|要求|应当|尚需|待"
    r"|中央|省级|市级|县级|区级|财政|自筹|配套|到位|下达|拨付|进度|剔除|扣除|考虑|原则|标准|得分|满分|扣|基本支出|调整|质保|尾款|合同|招标|结算|决算审[核计]"
)
_LEFT_OVER = compiled(
    r",[^,;。个项]{0,10}(?:节约|结余|节余|剩余|结转|余款|余额)[^,;。]{0,6}[0-9]"
)  # all that was owed is paid
_YEARS = compiled(r"20[0-9]{2}(?=年)")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A clause that says how far the money of some projects was spent: `who` they are, and what is `said` of them."""

    sentence: Sentence
    found: regex.Match[str]

    @property
    def who(self) -> str:
        """The projects, as printed."""
        return str(self.found["who"])

    def denies(self, spending: Spending) -> bool:
        """Whether a project is not as the clause has it."""
        if self.found["spent"]:
            return not spending.spent
        return spending.spent if self.found["left"] else spending.rate < Decimal(self.found["least"])

    def against(self, spending: Spending) -> Remark:
        """The clause beside the project that is not so."""
        spans = (mark(self.sentence, *self.found.span()), place(spending.fact))
        return Remark("all", spans, (("stated", self.found.group()), ("change", spending.said)))


def executed(ledger: Ledger) -> Iterator[Remark]:
    """甲、乙2个项目资金全部执行完毕，其余5个项目有结转: one of them is not so by the table of projects."""
    cued = [s for s in (*ledger.sentences, *ledger.wordy) if any(cue in s.text for cue in _CUES)]
    own: tuple[list[str], ...] = ([], [ledger.year])
    for sentence in cued:
        other = ledger.documents[sentence.document].role != "report" or _YEARS.findall(sentence.text) not in own
        if other or _EXCUSED.search(sentence.text):
            continue
        named: list[str] = []
        for found in _SAID.finditer(sentence.text):
            claim = _Claim(sentence, found)
            if found["spent"] and _LEFT_OVER.match(sentence.text, found.end()):
                continue
            ours, names = _meant(ledger, claim, named)
            named += names
            wrong = next((s for s in ours if claim.denies(s)), None)
            if wrong is not None:
                yield claim.against(wrong)
            elif not ours and not named:
                yield from _miscounted(ledger, claim)
        yield from _numbered(ledger, sentence)


def _miscounted(ledger: Ledger, claim: _Claim) -> Iterator[Remark]:
    """有3个项目资金全部执行完毕: as many rows of the table beside."""
    m = _ALL.fullmatch(claim.who)
    near = _beside(ledger, claim.sentence) if m is not None and m["count"] and not claim.found["least"] else None
    if near is not None and m is not None:
        yield from _count(claim.sentence, claim.found, near, whole_number(m["count"]), spent=bool(claim.found["spent"]))


def _numbered(ledger: Ledger, sentence: Sentence) -> Iterator[Remark]:
    """执行率达到100%的项目3个: as many rows of the table beside."""
    for m in _NUMBERED.finditer(sentence.text):
        near = _beside(ledger, sentence)
        if near is not None:
            yield from _count(sentence, m, near, whole_number(m["count"]), spent=True)


def _count(sentence: Sentence, said: regex.Match[str], near: Overview, count: int, *, spent: bool) -> Iterator[Remark]:
    """A number of projects that were spent wholly, or not, against the rows that were, where all say it."""
    known = [s for _, s in near.rows if s is not None]
    found = sum(s.spent == spent for s in known)
    if len(known) == len(near.rows) > count and found != count:
        spans = (mark(sentence, *said.span()), place(known[0].fact))
        change = f"执行率{'为' if spent else '低于'}100%的{found}个"
        yield Remark("all", spans, (("stated", said.group()), ("change", change)))


def _meant(ledger: Ledger, claim: _Claim, named: Sequence[str]) -> tuple[Sequence[Spending], Sequence[str]]:
    """The projects that a claim is of, and the names that it gives; no project where one of them is not known."""
    near = _beside(ledger, claim.sentence)
    for pattern in (_ALL, _REST):
        m = pattern.fullmatch(claim.who)
        if m is not None:
            rest = pattern is _REST
            rows = _rest(near, named if rest else ()) if near is not None and (named or not rest) else ()
            whole = whole_number(m["count"] or "") in (0, len(rows))
            return [s for _, s in rows if s is not None] if whole else (), ()
    names = _names(claim.who)
    known = [_known(ledger, near, name) for name in names]
    return [s for s in known if s is not None] if None not in known else (), names


def _rest(near: Overview, named: Sequence[str]) -> Sequence[tuple[str, Spending | None]]:
    """The rows that are not named; none where a name is that of no row."""
    left_out = {core(n) for n in named}
    rows = [row for row in near.rows if core(row[0]) not in left_out]
    return rows if len(rows) == len(near.rows) - len(left_out) else ()


def _names(who: str) -> list[str]:
    """The names that a clause begins with; as many as it counts."""
    words = _LEAD.sub("", who)
    m = _TAIL.search(words)
    due = whole_number(m["count"] or "") if m is not None else 0
    words = words[: m.start()] if m is not None else words
    names = [str(n) for n in _SPLIT.split(words)]
    if due > len(names):
        names = [*names[:-1], *(str(n) for n in _JOINED.split(names[-1]))]
    return names if due in (0, len(names)) and all(len(n) > 1 for n in names) else []


def _known(ledger: Ledger, near: Overview | None, name: str) -> Spending | None:
    """What was spent of the project of a name: by the table beside, else by the only place that tells it."""
    if near is not None and (found := near.of(name)) is not None:
        return found
    elsewhere = [s for o in overviews(ledger) if (s := o.of(name)) is not None] or told(ledger).get(core(name), ())
    return elsewhere[0] if len({s.rate for s in elsewhere}) == 1 and len(core(name)) >= _SHORTEST else None


_SHORTEST = 4  # characters of a name that is looked for in the whole report
_NEAR = 4  # blocks between a sentence and the table that it speaks of


def _beside(ledger: Ledger, sentence: Sentence) -> Overview | None:
    """The one table of projects that stands right before or behind a paragraph."""
    found = []
    for overview in overviews(ledger):
        if overview.table.document == sentence.document:
            document = ledger.documents[sentence.document]
            cells = [c.block for c in document.tables[overview.table.index].cells]
            away = max(min(cells) - sentence.block, sentence.block - max(cells))
            if 0 < away <= _NEAR and document.blocks[cells[0]].section == document.blocks[sentence.block].section:
                found.append(overview)
    return found[0] if len(found) == 1 else None
