"""What the running text says of a concept, a class of expenditure or a subject, under a heading."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.addresses import EVERY, Address, pattern
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.panels import Row
from auditlint.facts.recognition import scoped
from auditlint.facts.roles import strip_number
from auditlint.model import Fact, Measure
from auditlint.numerals import normalize
from auditlint.packs import normalize_label

_SUBJECT = compiled(
    r"(?P<top>[^、,。;:()0-9.]+)\(类\)(?P<middle>[^。;()]+)\(款\)(?P<leaf>[^。;()]+(?:\([^类款项)]+\)[^。;()]*)*)\(项\)"
)
_OF_FIGURES = compiled(r"决算|预算|经费|收入|支出|收支")
_OF_A_CLASS = compiled(r"(?:支出)?(?:决算)?(?:数|总额)?")
_FARTHEST = 60  # characters between a subject and its figure
_DATED = compiled(r"^.*20[0-9]{2}年度?(?:部门|单位)?")
_NEAR = 10
_OF_JANUARY = compiled(r"年初(?:部门|财政拨款)?(?:支出|收入)?预算")  # the published budget, not the adjusted one
_FINAL = compiled(r"支出决算数?|决算数?|(?:本年)?支出|支出数")


def statements(ledger: Ledger, address: Address, measure: Measure) -> Iterator[tuple[Fact, Row]]:
    """The figures that an address means in the text of a report, each with the row of a table it would be.

    Of a concept only the first figure under a heading is taken: what follows may be of another scope.
    """
    if address.row in EVERY:
        yield from (_subjects if address.row == "每项" else _classes)(ledger, address, measure)
        return
    concept = pattern(address.row)
    seen: set[str] = set()
    for fact in _figures(ledger, address, measure):
        if fact.section not in seen and concept.fullmatch(normalize(fact.concept or _DATED.sub("", fact.label))):
            seen.add(fact.section)
            yield fact, Row(-1, fact.concept or fact.label, "", 0, "member", 0)


def _figures(ledger: Ledger, address: Address, measure: Measure) -> Iterator[Fact]:
    measures = ("level", "budget") if ledger.planned or address.role == "budget" else (measure,)
    year = str(int(ledger.year) - 1) if address.role == "prior" and ledger.year.isdigit() else ledger.year
    under: dict[str, bool] = {}
    for fact in ledger.facts:
        if fact.sentence < 0 or fact.measure not in measures or fact.figure.unit.dimension != "money" or fact.depth:
            continue
        if ledger.documents[fact.document].role != (address.role or "report") or fact.period not in ("", year):
            continue
        if measure == "budget" and not ledger.planned and not _OF_JANUARY.search(_before(ledger, fact)):
            continue
        if fact.section not in under:
            under[fact.section] = not address.column or _under(fact.section, address.column)
        if under[fact.section]:
            yield fact


def _before(ledger: Ledger, fact: Fact) -> str:
    """The words just before a figure."""
    span = fact.figure.span
    return ledger.documents[fact.document].blocks[span.block].text[max(span.start - _NEAR, 0) : span.start]


def _under(section: str, phrase: str) -> bool:
    """Whether the deepest heading that speaks of figures is what a phrase says, and of no narrower fund."""
    wanted = pattern(phrase)
    for heading in reversed(section.split(" / ")):
        words = strip_number(normalize_label(heading))
        found = wanted.search(words)
        if found is not None:
            before = words[: found.start()]
            return not scoped(before) and not before.endswith(("收入", "支出"))
        if _OF_FIGURES.search(words):
            return False
    return False


def _classes(ledger: Ledger, address: Address, measure: Measure) -> Iterator[tuple[Fact, Row]]:
    """Amounts whose label is the name of a class: 教育支出（类）支出, 卫生健康支出."""
    seen: set[tuple[str, str]] = set()
    for fact in _figures(ledger, address, measure):
        name = normalize(fact.concept or fact.label)
        name, _, rest = name.partition("(类)")
        plain = _OF_A_CLASS.fullmatch(rest) is not None and "(" not in name and name.endswith("支出")
        if plain and (fact.section, name) not in seen:
            seen.add((fact.section, name))
            yield fact, Row(-1, name, "", 0, "member", 0)


def _subjects(ledger: Ledger, address: Address, measure: Measure) -> Iterator[tuple[Fact, Row]]:
    """X（类）Y（款）Z（项）… 支出决算为: the first such figure behind a subject in its paragraph."""
    for fact in _figures(ledger, address, measure):
        _, path, rest = normalize(fact.label).rpartition("(项)")
        if measure == "level" and not _FINAL.fullmatch(rest) and not (path and not rest):
            continue
        sentence = ledger.sentences[fact.sentence]
        text = normalize(ledger.documents[sentence.document].blocks[sentence.block].text)
        named = list(_SUBJECT.finditer(text, 0, fact.figure.span.start))
        if not named:
            continue
        last = named[-1]
        if fact.figure.span.start - last.end() > _FARTHEST:
            continue
        if any(
            f.measure == measure and last.end() <= f.figure.span.start < fact.figure.span.start and f.depth == 0
            for s in ledger.paragraph(sentence, before=2, behind=0)
            for f in ledger.pick(s.facts)
        ):
            continue
        names = (last["top"], last["middle"], last["leaf"])
        yield fact, Row(-1, last["leaf"], "", 0, "member", 0, names)
