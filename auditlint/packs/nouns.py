"""What a rulebook holds: rules with their words and examples, the lexicon, the taxonomy, the packs they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from auditlint.model import Severity, Unit
from auditlint.numerals import normalize
from auditlint.records import dataclass, field
from auditlint.typed import Any, Literal

Status = Literal["preview", "stable", "deprecated"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and English; `en` is "" where only one was written."""

    zh: str = ""
    en: str = ""

    def of(self, lang: str) -> str:
        """The text in a language, or the one there is."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)

    __getitem__ = of


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a finding must land: characters [start, end) of an example's text, or of a cell where `row` ≥ 0."""

    row: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ExampleDocument:
    """A document of an example, without its `[[…]]` marks: a text, or a table of cells with title and unit."""

    role: str
    text: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    title: str = ""
    unit: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a rule; `line` (0-based) is where it stands in the rule's file."""

    documents: tuple[ExampleDocument, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Examples:
    """What a rule must find and what it must not."""

    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `options` is of its check's options type; `path` is the file it is written in."""

    code: str
    name: str
    pack: str
    title: Words
    check: str
    options: Any
    severity: Severity
    status: Status
    since: str
    why: Words
    source: Words
    limits: Words
    message: Words
    examples: Examples
    path: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of rules. It is active in a report that holds one of the words of `applies` (no words: always)."""

    name: str
    title: Words
    default: bool
    applies: tuple[str, ...]
    path: str
    retired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """What divides something completely: a word of each part, or several that mean it.

    Where `of` holds words, only a total that has one of them is divided so: 离休 and 退休 are all of 离退休.
    With `least` so many of the parts are enough, for those of which there are none may be left out: kinds of vehicles.
    """

    parts: tuple[tuple[str, ...], ...]
    of: tuple[str, ...] = ()
    least: int = 0


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The phrases, units and counter words of the packs. Compared by identity, so it can key a cache.

    `divisions` are sets of words that divide something completely: 税收 and 非税, 货物, 工程 and 服务;
    `averages` what 人均, 车均 and the like are shared by, as counted in reports;
    `remainders` words for a whole, what is taken off and what is left: 资产, 负债, 净资产;
    `quotients` names of a rate, words for what it counts and for what it is of: 资产负债率, 负债, 资产.
    """

    phrases: dict[str, tuple[str, ...]]
    units: dict[str, Unit]
    counters: tuple[str, ...]
    compiled: dict[str, str]
    divisions: tuple[Division, ...] = ()
    averages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remainders: tuple[tuple[tuple[str, ...], ...], ...] = ()
    quotients: tuple[tuple[tuple[str, ...], ...], ...] = ()

    def regex(self, key: str) -> str:
        """A key's phrases as one non-capturing alternation, longest first, over normalised text without blanks."""
        return self.compiled[key]

    def words(self, key: str) -> tuple[str, ...]:
        """A key's phrases with optional parts left out and of alternatives the first taken."""
        return self.phrases[key]


@dataclass(frozen=True, slots=True)
class Former:
    """A former name of a concept and the last year it was used ("" unknown)."""

    name: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of 政府收支分类: its code, its name with the stem of it, and the names it had."""

    code: str
    name: str
    stem: str
    former: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A concept's name in a set of parts; optional ones may be absent."""

    name: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """What a label stands for. `parts` are the known complete sets of its parts."""

    name: str
    aliases: tuple[str, ...] = ()
    former: tuple[Former, ...] = ()
    parts: tuple[tuple[Part, ...], ...] = ()
    kind: str = ""
    code: str = ""


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """The concepts, found by label. Compared by identity."""

    concepts: tuple[Concept, ...]
    exact: dict[str, Concept] = field(repr=False)
    stems: dict[str, Concept] = field(repr=False)

    def find(self, label: str) -> Concept | None:
        """The concept of a label: by name, alias or former name, else by its stem (支出/费/经费/决算数 endings)."""
        return _find(self, label)


@lru_cache(maxsize=4096)
def _find(known: Taxonomy, label: str) -> Concept | None:
    plain = normalize_label(label)
    found = known.exact.get(plain)
    if found is None:
        subject = _without(plain, _MEASURES)
        stem = _without(subject, _KINDS)
        found = known.exact.get(subject) or known.exact.get(stem)
        if found is None and (stem != plain or len(plain) > 3):
            found = known.stems.get(stem)
    return found


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything a run needs to know of the field. `edition` changes with any byte of the packs."""

    rules: tuple[Rule, ...]
    lexicon: Lexicon
    taxonomy: Taxonomy
    edition: str
    packs: tuple[Pack, ...] = ()
    subjects: tuple[Subject, ...] = ()

    def active(self, texts: Iterable[str]) -> tuple[Rule, ...]:
        """The rules of the packs that apply to a report with these texts."""
        whole = "\n".join(texts)
        names = {p.name for p in self.packs if not p.applies or any(word in whole for word in p.applies)}
        return tuple(r for r in self.rules if r.pack in names)


_QUOTES = dict.fromkeys(map(ord, "“”\"‘’'「」『』《》"))
_MEASURES = (
    "实际支出数",
    "实际支出",
    "支出执行数",
    "执行数",
    "决算支出数",
    "决算支出",
    "预算支出数",
    "决算数",
    "预算数",
    "决算",
    "预算",
    "总额",
    "金额",
    "数额",
    "数",
)
_KINDS = ("支出", "费用", "经费", "费")


@lru_cache(maxsize=4096)
def normalize_label(label: str) -> str:
    """A label without quotes and blanks, full-width forms made plain."""
    return "".join(normalize(label).translate(_QUOTES).split())


def label_stem(plain: str) -> str:
    """A normalised label without the endings that do not change what it is about."""
    return _without(_without(plain, _MEASURES), _KINDS)


def _without(plain: str, endings: tuple[str, ...]) -> str:
    """A label without the first ending it has, where two characters are left."""
    if not plain.endswith(endings):
        return plain
    for ending in endings:
        if plain.endswith(ending) and len(plain) - len(ending) >= 2:
            return plain[: -len(ending)]
    return plain


def taxonomy(concepts: Iterable[Concept]) -> Taxonomy:
    """The taxonomy of some concepts; an exact name goes before aliases, and an ambiguous stem finds nothing."""
    concepts = tuple(concepts)
    exact: dict[str, Concept] = {}
    for concept in concepts:
        exact[normalize_label(concept.name)] = concept
    stems: dict[str, Concept | None] = {}
    for concept in concepts:
        names = (concept.name, *concept.aliases, *(f.name for f in concept.former))
        for name in names:
            plain = normalize_label(name)
            exact.setdefault(plain, concept)
            stem = label_stem(plain)
            if stem not in stems:
                stems[stem] = concept
            elif stems[stem] is not concept:
                stems[stem] = None
    for stem in stems:
        # 财政拨款 may be the income as well as the expenditure.
        if any(stem + other in exact for other in ("收入", "结余", "结转")):
            stems[stem] = None
    return Taxonomy(concepts, exact, {s: c for s, c in stems.items() if c is not None})
