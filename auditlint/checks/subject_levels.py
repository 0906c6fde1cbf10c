"""Check `subject-level`: 类、款、项 in order, each under the one it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditlint.checks import Check
from auditlint.checks.text.template import paragraphs
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.packs import Rulebook, Subject, label_stem, normalize_label
from auditlint.records import dataclass, field
from auditlint.typed import Literal

_LEVELS = "类款项"
_MARK = compiled(rf"\((?P<level>[{_LEVELS}])\)")
_NAME = compiled(r"(?![和及与或、])(?:[一-鿿、]|\([一-鿿]{1,2}\)){2,30}")  # 政府办公厅(室)及相关机构事务
_FIRST_NAME = compiled(r"[一-鿿]{2,20}$")
_TELLING = 4  # characters of a name by which a subject is told from those of other classes


@dataclass(frozen=True, slots=True)
class Options:
    """Which fault is looked for."""

    of: Literal["order", "place"] = field(
        default="order",
        metadata={"help": "order: two marks of one level; place: a subject under another one than its own"},
    )
    shared: tuple[str, ...] = field(default=(), metadata={"help": "names that several classes have"})


@dataclass(frozen=True, slots=True)
class _Step:
    """A name with its mark: characters of the name, of the mark's letter, and the level."""

    name: str
    start: int
    mark: int
    level: str


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """A remark for every chain of names that is not as it should be."""
    for number, index, text in paragraphs(ledger):
        if ledger.documents[number].role in ("report", "tables"):
            for chain in _chains(text):
                if options.of == "order":
                    yield from _order(chain, number, index)
                else:
                    yield from _place(ledger.rulebook, options.shared, chain, number, index)


def _chains(text: str) -> Iterator[tuple[_Step, ...]]:
    """教育支出（类）普通教育（款）小学教育（项）: names and marks with nothing else between them."""
    chain: list[_Step] = []
    last = 0
    for m in _MARK.finditer(text):
        name = text[last : m.start()]
        if chain and not _NAME.fullmatch(name):
            yield tuple(chain)
            chain = []
        if not chain:
            first = _FIRST_NAME.search(name)
            name = first.group() if first else ""
        chain.append(_Step(name, m.start() - len(name), m.start("level"), m["level"]))
        last = m.end()
    if chain:
        yield tuple(chain)


def _order(chain: Sequence[_Step], document: int, block: int) -> Iterator[Remark]:
    """社会保障和就业支出（款）行政事业单位养老支出（款）事业单位离退休（项）: one of three marks is not its own."""
    wrong = [(step, due) for step, due in zip(chain, _LEVELS, strict=False) if step.level != due]
    if len(chain) == len(_LEVELS) and len(wrong) == 1:
        step, due = wrong[0]
        fields = (("name", step.name), ("stated", step.level), ("expected", due))
        yield Remark("subject-level", ((document, Span(block, step.mark, step.mark + 1)),), fields, due)


def _place(
    rulebook: Rulebook, shared: Sequence[str], chain: Sequence[_Step], document: int, block: int
) -> Iterator[Remark]:
    """教育支出（类）行政事业单位养老支出（款）: a subject under another one than its code says."""
    known = [_subject(rulebook, step) for step in chain]
    for k in range(len(chain) - 1):
        above, below = known[k], known[k + 1]
        if above is None or below is None or below.code.startswith(above.code) or len(below.stem) < _TELLING:
            continue
        if below.name in shared:
            continue
        due = next((s for s in rulebook.subjects if s.code == below.code[: len(above.code)]), None)
        if due is None or len(below.code) != len(above.code) + 2:
            continue
        step = chain[k]
        fields = (("name", chain[k + 1].name), ("stated", step.name), ("expected", due.name))
        yield Remark("subject-level", ((document, Span(block, step.start, step.start + len(step.name))),), fields)


def _subject(rulebook: Rulebook, step: _Step) -> Subject | None:
    """The one functional subject that a name with its mark can only be."""
    found = _functional(rulebook).get((label_stem(normalize_label(step.name)), 3 + 2 * _LEVELS.index(step.level)), ())
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=2)
def _functional(rulebook: Rulebook) -> dict[tuple[str, int], list[Subject]]:
    """The subjects of expenditure by function, by the stem of a name they have or had and the length of their code."""
    found: dict[tuple[str, int], list[Subject]] = {}
    for subject in rulebook.subjects:
        for name in (subject.name, *(f.name for f in subject.former)) if subject.code[0] == "2" else ():
            known = found.setdefault((label_stem(normalize_label(name)), len(subject.code)), [])
            if subject not in known:  # 一般公共服务 and 一般公共服务支出 are one name with one stem
                known.append(subject)
    return found


CHECK = Check(
    "subject-level", Options, run, ("name", "stated", "expected"), "类、款、项 in order and in place", compares=False
)
