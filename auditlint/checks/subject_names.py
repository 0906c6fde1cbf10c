"""Check `subject`: names and codes of 政府收支分类 against the list of the report's year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from re import escape

from auditlint.checks import Check
from auditlint.checks.text.template import paragraphs
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import normalize
from auditlint.packs import Rulebook, Subject, label_stem, normalize_label
from auditlint.records import dataclass, field, replace
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import regex

_GRACE = 1  # years in which places still print a name that was changed
_LONG = 9  # characters from which a name in the text can be told from a near one of another subject
_ROLES = ("report", "tables")
_LEVEL = compiled(r"[（(][类款项][）)]")
_LEVELS = compiled(rf"(?P<name>[一-鿿、（）()]{{2,30}}?)(?P<mark>{_LEVEL.pattern})")
_BETWEEN = compiled(r"[、（）()]")
_TELLING = 6  # characters of a name that is found inside other words
_SMALL = frozenset("的和与及、或")
_PAST = compiled(r"原|更名|调整为|改为|20[01][0-9]")


@dataclass(frozen=True, slots=True)
class Options:
    """Which fault is looked for."""

    of: Literal["code", "former", "spelling"] = field(
        default="code",
        metadata={"help": "code: a name that belongs to another code; former: a name of earlier years; spelling"},
    )


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """A remark for every name of a subject that is not right."""
    names = _Names.of(ledger.rulebook)
    found = [*_in_tables(ledger, names, options.of)]
    found += _in_text(ledger, names, options.of) if options.of != "code" else _coded_in_text(ledger, names)
    yield from _once(found)


def _once(remarks: Sequence[Remark]) -> Iterator[Remark]:
    """One remark for what is wrong in the same way in several places."""
    groups: dict[tuple[object, ...], list[Remark]] = {}
    for remark in remarks:
        groups.setdefault((remark.fields, remark.replacement), []).append(remark)
    for first, *others in groups.values():
        yield replace(first, spans=first.spans + tuple(span for r in others for span in r.spans))


@dataclass(frozen=True, slots=True)
class _Names:
    """The list of subjects, by code and by the stem of a name."""

    by_code: Mapping[str, Subject]
    stems: Mapping[str, tuple[Subject, ...]]
    former: Mapping[str, tuple[str, Subject]]

    @classmethod
    def of(cls, rulebook: Rulebook) -> _Names:
        """The names of a rulebook."""
        return _names(rulebook)


@lru_cache(maxsize=2)
def _names(rulebook: Rulebook) -> _Names:
    stems: dict[str, list[Subject]] = {}
    former: dict[str, tuple[str, Subject]] = {}
    for subject in rulebook.subjects:
        stems.setdefault(subject.stem, []).append(subject)
    for subject in rulebook.subjects:
        for old in subject.former:
            if _stem(old.name) not in stems:  # 其他资本性支出 was the name of 310 and is that of 31099
                former[_stem(old.name)] = (old.until, subject)
    return _Names({s.code: s for s in rulebook.subjects}, {k: tuple(v) for k, v in stems.items()}, former)


@lru_cache(maxsize=4096)
def _stem(name: str) -> str:
    return label_stem(normalize_label(name))


def _in_tables(ledger: Ledger, names: _Names, of: str) -> Iterator[Remark]:
    for table in ledger.tables:
        if ledger.documents[table.document].role not in _ROLES:
            continue
        for row in table.rows:
            subject = names.by_code.get(row.code)
            if subject is None or not row.label or row.block < 0:
                continue
            stem = _stem(row.label)
            if subject.stem in (stem, _stem(row.label.rpartition("(")[0])):
                continue
            until = next((o.until for o in subject.former if _stem(o.name) == stem), None)
            text = ledger.documents[table.document].blocks[row.block].text
            start = max(normalize(text).find(row.label), 0)
            place = (table.document, Span(row.block, start, start + len(row.label) if start or text else len(text)))
            fields = (("code", row.code), ("name", row.label), ("expected", subject.name))
            if until is not None:
                if of == "former" and _over(ledger, until):
                    yield Remark("subject", (place,), (*fields, ("until", until)), subject.name)
                continue
            others = names.stems.get(stem, ())
            another = any(len(s.code) == len(row.code) for s in others)
            if (of == "code" and another) or (of == "spelling" and not others and _misspelt(row.label, subject)):
                yield Remark("subject", (place,), fields, subject.name if of == "spelling" else "")


def _in_text(ledger: Ledger, names: _Names, of: str) -> Iterator[Remark]:
    over = {stem: known for stem, known in names.former.items() if _over(ledger, known[0])}
    for number, document in enumerate(ledger.documents):
        if document.role not in _ROLES:
            continue
        for index, block in enumerate(document.blocks):
            if block.kind in ("cell", "header") or not any(mark in block.text for mark in ("支出", "（")):
                continue
            if of == "former":
                found = _former_in(block.text, over, number, index)
                of_needs = "民生" in block.section + block.text  # 教育、医疗卫生等民生支出: called as people call them
                yield from (one for one in found if not of_needs or _LEVEL.match(block.text, one.spans[0][1].end))
            elif _LEVEL.search(block.text):
                yield from _misspelt_in(block.text, names, number, index)


_CODED = compiled(r"(?<![0-9.])(?P<code>2[0-9]{4}(?:[0-9]{2})?)\s?[“\"]?(?P<name>[一-鿿]{4,30})")
_CODED_STEM = 4  # characters of a name that stands behind a code of its own


def _coded_in_text(ledger: Ledger, names: _Names) -> Iterator[Remark]:
    """2050202初中教育（项）: a name right behind the code of another subject."""
    for number, index, text in paragraphs(ledger):
        for m in _CODED.finditer(text) if ledger.documents[number].role in _ROLES else ():
            subject = names.by_code.get(m["code"])
            if subject is None:
                continue
            own = (subject.stem, *(_stem(old.name) for old in subject.former))
            if any(m["name"].startswith(stem) for stem in own):
                continue
            others = [
                s
                for stem, known in names.stems.items()
                if len(stem) >= _CODED_STEM and m["name"].startswith(stem)
                for s in known
                if len(s.code) == len(m["code"]) and s.code[:3] == m["code"][:3]
            ]
            if others:
                other = max(others, key=lambda s: len(s.stem))
                fields = (("code", m["code"]), ("name", other.name), ("expected", subject.name))
                span = Span(index, m.start("name"), m.start("name") + len(other.stem))
                yield Remark("subject", ((number, span),), fields)


def _former_in(text: str, former: Mapping[str, tuple[str, Subject]], document: int, block: int) -> Iterator[Remark]:
    plain = normalize(text)
    for stem, (until, subject) in former.items():
        for m in _former_name(stem).finditer(plain) if stem in plain else ():
            if not _PAST.search(plain[max(m.start() - 8, 0) : m.end() + 8]):
                said = (("name", m.group()), ("expected", subject.name), ("code", subject.code), ("until", until))
                yield Remark("subject", ((document, Span(block, m.start(), m.end())),), said, subject.name)


def _misspelt_in(text: str, names: _Names, document: int, block: int) -> Iterator[Remark]:
    for m in _LEVELS.finditer(text):
        name = _BETWEEN.split(m["name"])[-1] if "（" not in m["name"] else m["name"]
        stem, depth = _stem(name), 3 + 2 * "类款项".index(m["mark"][1])
        if stem in names.stems or stem in names.former or len(stem) < 3 or _stem(name[1:]) in names.stems:
            continue  # 为其他支出（类）: the word before a name
        spent = (s for s in names.by_code.values() if len(s.code) == depth and s.code[0] == "2")
        alike = [s for s in spent if _misspelt(name, s)]
        if alike and depth > 3 and len(stem) < _LONG:  # a short name is told from others by the name above it
            above = _above(text, m.start(), depth)
            alike = [s for s in alike if above and names.by_code[s.code[:-2]].stem == _stem(above)]
        if len(alike) == 1:
            start = m.end("name") - len(name)
            fields = (("name", name), ("expected", alike[0].name), ("code", alike[0].code))
            yield Remark("subject", ((document, Span(block, start, m.end("name"))),), fields, alike[0].name)


def _above(text: str, before: int, depth: int) -> str:
    """The name of the class or group that stands right before a subject: 教育支出（类）普通教育（款）…"""
    found = list(_LEVELS.finditer(text[:before]))
    if not found or found[-1].end() != before or "类款项".index(found[-1]["mark"][1]) * 2 + 5 != depth:
        return ""
    return str(_BETWEEN.split(found[-1]["name"])[-1])


@lru_cache(maxsize=128)
def _former_name(stem: str) -> regex.Pattern[str]:
    """A former name as a subject: before （类）, or as an amount's name. A short one must stand by itself."""
    alone = "" if len(stem) >= _TELLING else "(?<![一-鿿])"
    return compiled(rf"{alone}{escape(stem)}(?:支出)?(?:(?=[(][类款项][)])|(?<=支出)(?=[0-9、,。(为]))")


def _over(ledger: Ledger, until: str) -> bool:
    """Whether the report is of a year in which a name had long been changed."""
    return bool(until) and ledger.year.isdigit() and int(ledger.year) > int(until) + _GRACE


def _misspelt(name: str, known: Subject) -> bool:
    return near(_stem(name), known.stem) or near(normalize_label(name), normalize_label(known.name))


def near(one: str, other: str) -> bool:
    """Whether two names differ by one mistyped, lost, doubled or swapped character that is not a mere particle."""
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if set(a + b) <= _SMALL or not all("一" <= c <= "鿿" for c in a + b):
        return False
    if len(a) == len(b) == 1:
        return True
    if len(a) == len(b) == 2:
        return a == b[::-1]
    return {len(a), len(b)} == {0, 1} and (len(a) == 0 or one.count(a) > other.count(a))


CHECK = Check(
    "subject", Options, run, ("code", "name", "expected", "until"), "names and codes of 政府收支分类", compares=False
)
