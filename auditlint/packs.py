"""Packs: rules, lexicon and taxonomy from YAML, validated as a whole and compiled into one `Rulebook`.

A pack is a folder with `pack.yml`, files of the lexicon (`units`, `counters`, `phrases`) and of the taxonomy
(`concepts`), and one file per rule.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import platform
import re
import stat
import string
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args, get_origin, get_type_hints

from auditlint.model import Dimension, Severity, Unit
from auditlint.numerals import normalize

if TYPE_CHECKING:
    from auditlint.checks import Check
    from auditlint.located_yaml import File, Lang, Node

Status = Literal["preview", "stable", "deprecated"]

# The keys of a lexicon's `phrases`, with what each is for. A key that is not listed here is told as unknown.
KEYS: dict[str, str] = {
    "up": "direction: more than before",
    "down": "direction: less than before",
    "change-tail": "what may stand between a direction word and its number",
    "difference": "a difference without direction",
    "against-prior": "what a change refers to: the year or period before",
    "against-budget": "what a change refers to: the budget",
    "prior-value": "announces the value of the year or period before",
    "budget-words": "names of the budget figure",
    "completion-verbs": "verbs between a figure and 'the budget's x %'",
    "completion-rate": "names of a rate of completion",
    "rest-rate": "names of the rate of what is left",
    "share-words": "names of a share",
    "share-tail": "what may end 占…的",
    "parts-follow": "opens a list of parts",
    "closed-list": "says that a list is complete",
    "addition": "adds a figure to the ones before",
    "total-label": "labels of a total",
    "copula": "words before a number that are no part of a label",
    "flat": "says that nothing changed",
    "none": "says that there was nothing",
    "restated": "says that figures are not comparable as printed",
}
OPEN_KEYS = True  # accept phrases under keys that KEYS does not list

# Message fields of every rule whose check compares figures; a check's own `fields` come on top.
COMMON_FIELDS = ("stated", "computed", "difference", "equation", "count", "direction")
ATTRIBUTES = ("label",)

_CODE = re.compile(r"[A-Z]{2,4}[0-9]{3}")
_STEM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_LEXICON = ("units", "counters", "phrases")
_ROLES = ("report", "tables", "prior", "budget")


# --------------------------------------------------------------------------- what a rulebook holds


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
    """A rule. `options` is of its check's options type; `path` is the file it is written in.

    A `general` rule speaks only where no particular one evaluated the same figures.
    """

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
    general: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder of rules. It is active in a report that holds one of the words of `applies` (no words: always)."""

    name: str
    title: Words
    default: bool
    applies: tuple[str, ...]
    path: str
    retired: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The phrases, units and counter words of the packs. Compared by identity, so it can key a cache."""

    phrases: dict[str, tuple[str, ...]]
    units: dict[str, Unit]
    counters: tuple[str, ...]
    compiled: dict[str, str]

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
        plain = normalize_label(label)
        found = self.exact.get(plain)
        if found is None:
            stem = label_stem(plain)
            if stem != plain:
                found = self.exact.get(stem) or self.stems.get(stem)
            elif len(plain) > 3:
                found = self.stems.get(plain)
        return found


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything a run needs to know of the field. `edition` changes with any byte of the packs."""

    rules: tuple[Rule, ...]
    lexicon: Lexicon
    taxonomy: Taxonomy
    edition: str
    packs: tuple[Pack, ...] = ()

    def active(self, texts: Iterable[str]) -> tuple[Rule, ...]:
        """The rules of the packs that apply to a report with these texts."""
        texts = list(texts)
        names = {p.name for p in self.packs if not p.applies or any(w in t for w in p.applies for t in texts)}
        return tuple(r for r in self.rules if r.pack in names)


_QUOTES = dict.fromkeys(map(ord, "“”\"‘’'「」『』《》"))
_MEASURES = ("决算支出数", "预算支出数", "决算数", "预算数", "决算", "预算", "总额", "金额", "数额", "数")
_KINDS = ("支出", "费用", "经费", "费")


def normalize_label(label: str) -> str:
    """A label without quotes and blanks, full-width forms made plain."""
    return "".join(normalize(label).translate(_QUOTES).split())


def label_stem(plain: str) -> str:
    """A normalised label without the endings that do not change what it is about."""
    for endings in (_MEASURES, _KINDS):
        for ending in endings:
            if plain.endswith(ending) and len(plain) - len(ending) >= 2:
                plain = plain[: -len(ending)]
                break
    return plain


# --------------------------------------------------------------------------- where packs live, and the cached plan


def home() -> Path:
    """The folder of the packs that come with auditlint: inside a wheel, else beside the package."""
    inside = Path(__file__).parent / "_rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "rules"


def load(*, packs: Sequence[str] | None = None, extra: Sequence[Path] = (), lang: Lang = "zh") -> Rulebook:
    """The rulebook of some packs (None: those that are on by default) and of user folders.

    A user folder is a pack, or holds packs. Raises `errors.FaultyFile` with all faults of all files.
    """
    folders = list(_folders(extra))
    key = _key(folders, packs, lang)
    plan = _Plan.find(key)
    cached = plan.read() if plan else None
    if cached is not None:
        return cached
    rulebook = _build(folders, packs, lang)
    if plan:
        plan.write(rulebook)
    return rulebook


def _folders(extra: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """The pack folders, and whether each comes with auditlint."""
    for root, own in ((home(), True), *((Path(e), False) for e in extra)):
        if own or not any(root.glob("*.yml")):
            yield from ((f, own) for f in sorted(root.iterdir() if root.is_dir() else ()) if any(f.glob("*.yml")))
        else:
            yield root, own
        if not own and not root.is_dir():
            from auditlint.errors import UsageError

            raise UsageError(f"{root}: 没有这个规则文件夹 / no such folder of rules")


def _key(folders: Sequence[tuple[Path, bool]], packs: Sequence[str] | None, lang: str) -> str:
    """What a cached plan depends on: names, sizes and times of the rules and of the code that reads them."""
    from auditlint import __file__ as package

    digest = hashlib.sha256()
    digest.update(f"{platform.python_version()} {platform.python_implementation()} {packs} {lang} ".encode())
    code = Path(package).parent
    places = [(code, ".py"), (code / "checks", ".py"), *((folder, ".yml") for folder, _ in folders)]
    for folder, suffix in places:
        with os.scandir(folder) as entries:
            for entry in sorted((e for e in entries if e.name.endswith(suffix)), key=lambda e: e.name):
                seen = entry.stat()
                digest.update(f"{entry.path} {seen.st_size} {seen.st_mtime_ns} ".encode())
    import regex

    digest.update(str(regex.__version__).encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Plan:
    """A rulebook kept in the user's private cache folder, for a fast start."""

    path: Path

    @classmethod
    def find(cls, key: str) -> _Plan | None:
        """Where the plan of a key is kept; None where no cache may be used."""
        if os.environ.get("AUDITLINT_NO_CACHE"):
            return None
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        folder = Path(base, "auditlint")
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            seen = folder.lstat()
        except OSError:
            return None
        return cls(folder / f"plan-{key[:40]}.pickle") if stat.S_ISDIR(seen.st_mode) and _private(seen) else None

    def read(self) -> Rulebook | None:
        """The kept rulebook; None where there is none, or it is not surely our own."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(self.path, flags), "rb") as file:
                if not _private(os.fstat(file.fileno())):
                    return None
                data = file.read()
        except OSError:
            return None
        # A pickle runs what it says, so it is trusted only from a file nobody else can write.
        if hashlib.sha256(data[32:]).digest() != data[:32]:
            return None
        try:
            found = pickle.loads(data[32:])
        except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, TypeError, ValueError):
            return None
        return found if isinstance(found, Rulebook) else None

    def write(self, rulebook: Rulebook) -> None:
        """Keep a rulebook; a folder that cannot be written to costs only time."""
        data = pickle.dumps(rulebook, pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):
            handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix="plan-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(data).digest() + data)
                os.replace(temporary, self.path)
            except OSError:
                os.unlink(temporary)
                return
            kept = sorted(self.path.parent.glob("plan-*.pickle"), key=lambda p: p.stat().st_mtime)
            for old in kept[:-8]:
                old.unlink()


def _private(seen: os.stat_result) -> bool:
    """Whether a file or folder is the user's own and nobody else can write it."""
    if not hasattr(os, "getuid"):
        return True
    return seen.st_uid == os.getuid() and not seen.st_mode & 0o022


# --------------------------------------------------------------------------- reading and validating


def _build(folders: Sequence[tuple[Path, bool]], wanted: Sequence[str] | None, lang: Lang) -> Rulebook:
    from auditlint import located_yaml

    builder = _Builder(lang)
    packs = [builder.pack(folder) for folder, _ in folders]
    if wanted is not None:
        for name in wanted:
            if name not in {p.name for p in packs}:
                builder.unknown_pack(name, [p.name for p in packs])
    chosen: list[Pack] = []
    for (folder, own), pack in zip(folders, packs, strict=True):
        if (pack.name in wanted) if wanted is not None else (pack.default or not own):
            chosen.append(pack)
            builder.folder(folder, pack)
    located_yaml.raise_all(builder.files)
    return Rulebook(
        tuple(sorted(builder.rules, key=lambda r: r.code)),
        builder.lexicon(),
        taxonomy(builder.concepts.values()),
        builder.digest.hexdigest()[:12],
        tuple(chosen),
    )


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


class _Builder:
    """Reads the packs' files; faults stay with their files until all have been read."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.files: list[File] = []
        self.digest = hashlib.sha256()
        self.rules: list[Rule] = []
        self.codes: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.retired: dict[str, str] = {}
        self.phrases: dict[str, dict[str, tuple[str, int]]] = {}
        self.units: dict[str, Unit] = {}
        self.counters: dict[str, None] = {}
        self.concepts: dict[str, Concept] = {}

    # ------------------------------------------------------------------ packs

    def open(self, path: Path) -> tuple[File, Node | None]:
        """A file of a pack; its bytes count for the edition."""
        from auditlint import located_yaml

        file, root, data = located_yaml.read(path, self.lang, _shown(path))
        self.files.append(file)
        self.digest.update(f"{path.parent.name}/{path.name} {len(data)} ".encode() + data)
        return file, root

    def unknown_pack(self, name: str, known: Sequence[str]) -> None:
        """Note that a wanted pack does not exist."""
        from auditlint import located_yaml

        file = located_yaml.File(_shown(home()), self.lang)
        file.unknown(located_yaml.Node(name, -1, -1), name, known, "没有规则包", "no pack")
        self.files.append(file)

    def pack(self, folder: Path) -> Pack:
        """The pack of a folder, from its `pack.yml` where there is one."""
        path = folder / "pack.yml"
        if not path.exists():
            return Pack(folder.name, Words(folder.name), True, (), _shown(folder))
        file, root = self.open(path)
        if root is None:
            return Pack(folder.name, Words(folder.name), True, (), _shown(folder))
        entries = file.mapping(root, ("name", "title", "default", "applies-to", "retired"), ("title",))
        pack = Pack(
            file.text(entries["name"]) if "name" in entries else folder.name,
            _words(file, entries["title"]) if "title" in entries else Words(folder.name),
            file.choice(entries["default"], ("on", "off")) != "off" if "default" in entries else True,
            file.texts(entries["applies-to"]) if "applies-to" in entries else (),
            _shown(folder),
            file.texts(entries["retired"]) if "retired" in entries else (),
        )
        self.retired.update(dict.fromkeys(pack.retired, file.path))
        return pack

    def folder(self, folder: Path, pack: Pack) -> None:
        """Everything else of a pack's folder."""
        for path in sorted(folder.glob("*.yml")):
            if path.name == "pack.yml":
                continue
            file, root = self.open(path)
            keys = root.keys if root else {}
            if root is None:
                if not file.faults:
                    file.note(0, 0, "空文件", "an empty file")
            elif any(key in keys for key in _LEXICON):
                self.read_lexicon(file, root)
            elif "concepts" in keys:
                self.read_taxonomy(file, root)
            else:
                self.read_rule(file, root, path.stem, pack)

    # ------------------------------------------------------------------ lexicon and taxonomy

    def read_lexicon(self, file: File, root: Node) -> None:
        """A file of phrases, units or counter words; later ones add to earlier ones."""
        from auditlint.located_yaml import Malformed
        from auditlint.patterns import compile_phrase

        entries = file.mapping(root, _LEXICON)
        if "units" in entries:
            for name, node in file.mapping(entries["units"]).items():
                unit = file.mapping(node, ("dimension", "factor"), ("dimension",))
                dimension = file.choice(unit["dimension"], get_args(Dimension)) if "dimension" in unit else ""
                factor = file.decimal(unit["factor"]) if "factor" in unit else Decimal(1)
                self.units[name] = Unit(name, cast(Dimension, dimension), factor)
        if "counters" in entries:
            self.counters.update(dict.fromkeys(file.texts(entries["counters"])))
        if "phrases" not in entries:
            return
        known = None if OPEN_KEYS else KEYS
        for key, node in file.mapping(entries["phrases"], known).items():
            phrases = self.phrases.setdefault(key, {})
            for item in file.items(node):
                text = file.text(item)
                if not isinstance(item.value, str):
                    continue
                try:
                    phrases[text] = compile_phrase(text)
                except Malformed as error:
                    file.malformed(item, error)

    def lexicon(self) -> Lexicon:
        """The lexicon of all packs read."""
        compiled = {}
        for key, phrases in self.phrases.items():
            ordered = sorted(phrases.values(), key=lambda p: -p[1])
            # A key without phrases matches nothing.
            compiled[key] = "(?:" + "|".join(source for source, _ in ordered) + ")" if ordered else "(?!)"
        for key in KEYS:
            compiled.setdefault(key, "(?!)")
        words = {k: tuple(_first(t) for t in self.phrases.get(k, {})) for k in compiled}
        return Lexicon(words, dict(self.units), tuple(self.counters), compiled)

    def read_taxonomy(self, file: File, root: Node) -> None:
        """A pack's taxonomy: a list of concepts; one named again adds aliases and parts to the earlier one."""
        entries = file.mapping(root, ("concepts",), ("concepts",))
        for node in file.items(entries["concepts"]) if "concepts" in entries else ():
            read = file.mapping(node, ("name", "aliases", "former", "code", "kind", "parts"), ("name",))
            if "name" not in read:
                continue
            name = file.text(read["name"])
            former = []
            for item in file.items(read["former"]) if "former" in read else ():
                old = file.mapping(item, ("name", "until"), ("name",))
                if "name" in old:
                    former.append(Former(file.text(old["name"]), file.text(old["until"]) if "until" in old else ""))
            parts = []
            for item in file.items(read["parts"]) if "parts" in read else ():
                texts = file.texts(item)
                parts.append(tuple(Part(t.removesuffix("?").removesuffix("？"), t[-1:] in "?？") for t in texts if t))
            concept = Concept(
                name,
                file.texts(read["aliases"]) if "aliases" in read else (),
                tuple(former),
                tuple(parts),
                file.text(read["kind"]) if "kind" in read else "",
                file.text(read["code"]) if "code" in read else "",
            )
            earlier = self.concepts.get(name)
            if earlier is not None:
                concept = Concept(
                    name,
                    tuple(dict.fromkeys((*earlier.aliases, *concept.aliases))),
                    earlier.former + concept.former,
                    earlier.parts + concept.parts,
                    concept.kind or earlier.kind,
                    concept.code or earlier.code,
                )
            self.concepts[name] = concept

    # ------------------------------------------------------------------ rules

    def read_rule(self, file: File, root: Node, name: str, pack: Pack) -> None:
        """A rule; a faulty one is left out, its faults are told."""
        known = (
            "code", "title", "check", "with", "severity", "status", "since",
            "why", "source", "limits", "message", "examples", "general",
        )  # fmt: skip
        entries = file.mapping(root, known, ("code", "title", "check", "severity", "status", "message", "examples"))
        if not _STEM.fullmatch(name):
            zh = f"文件名“{name}”只能含小写字母、数字和连字符"
            file.fault(root, zh, f"the name '{name}' may hold lower-case letters, digits and hyphens")
        if name in self.names:
            file.fault(root, f"规则名“{name}”已用于{self.names[name]}", f"'{name}' is already in {self.names[name]}")
        self.names.setdefault(name, file.path)
        code = self._code(file, entries.get("code"))
        check, options = self._check(file, root, entries)
        message = _words(file, entries["message"]) if "message" in entries else Words()
        if check is not None and "message" in entries:
            _validate_message(file, entries["message"], check, options)
        rule = Rule(
            code,
            name,
            pack.name,
            _words(file, entries["title"]) if "title" in entries else Words(),
            check.name if check else "",
            options,
            cast(Severity, file.choice(entries["severity"], get_args(Severity)) if "severity" in entries else ""),
            cast(Status, file.choice(entries["status"], get_args(Status)) if "status" in entries else ""),
            file.text(entries["since"]) if "since" in entries else "",
            _words(file, entries["why"]) if "why" in entries else Words(),
            _words(file, entries["source"]) if "source" in entries else Words(),
            _words(file, entries["limits"]) if "limits" in entries else Words(),
            message,
            _examples(file, entries["examples"]) if "examples" in entries else Examples(),
            file.path,
            file.boolean(entries["general"]) if "general" in entries else False,
        )
        self.rules.append(rule)

    def _code(self, file: File, node: Node | None) -> str:
        if node is None:
            return ""
        code = file.text(node)
        if not _CODE.fullmatch(code):
            file.fault(node, f"编号“{code}”应为2至4个大写字母加3位数字", f"code '{code}': 2-4 capitals and 3 digits")
        elif code in self.retired:
            file.fault(node, f"编号{code}已停用，不得再用", f"code {code} is retired and never used again")
        elif code in self.codes:
            file.fault(node, f"编号{code}已用于{self.codes[code]}", f"code {code} is already in {self.codes[code]}")
        self.codes.setdefault(code, file.path)
        return code

    def _check(self, file: File, root: Node, entries: Mapping[str, Node]) -> tuple[Check | None, Any]:
        from auditlint.checks import CHECKS
        from auditlint.located_yaml import Node

        if "check" not in entries:
            return None, None
        node = entries["check"]
        name = file.text(node)
        if name not in CHECKS:
            if isinstance(node.value, str):
                file.unknown(node, name, CHECKS, "没有这种检查", "no check")
            return None, None
        check = CHECKS[name]
        given = entries.get("with", Node({}, root.line, root.column))
        return check, read_options(file, given, check.options, name)


def read_options(file: File, node: Node, options: type[Any], name: str) -> Any:
    """A check's options from a mapping, None where faults were noted."""
    if not isinstance(node.value, dict):
        file.mapping(node)
        return None
    before = len(file.faults)
    known = {f.name.replace("_", "-"): f for f in fields(options)}
    types = get_type_hints(options)
    values: dict[str, Any] = {}
    for key, value in node.value.items():
        if key not in known:
            zh, en = f"检查{name}没有选项", f"check '{name}' takes no"
            file.unknown(file.key(node, key), key, known, zh, en)
            continue
        option = known[key]
        reader = option.metadata.get("read")
        values[option.name] = reader(file, value) if reader else _typed(file, value, types[option.name])
    for key, option in known.items():
        missing = option.default is MISSING and option.default_factory is MISSING
        if missing and key not in node.value:
            file.fault(node, f"检查{name}缺少选项“{key}”", f"check '{name}' needs '{key}'")
    if len(file.faults) > before:
        return None
    built = options(**values)
    if hasattr(built, "faults"):
        for key, zh, en in built.faults():
            file.fault(node.value.get(key, node), zh, en)
    return built if len(file.faults) == before else None


def _typed(file: File, node: Node, kind: Any) -> Any:
    """An option's value by its declared type."""
    if kind is str:
        return file.text(node)
    if kind is bool:
        return file.boolean(node)
    if kind is int:
        return file.integer(node)
    if kind is Decimal:
        return file.decimal(node)
    if get_origin(kind) is Literal:
        return file.choice(node, get_args(kind))
    if get_origin(kind) is tuple:
        return tuple(_typed(file, item, get_args(kind)[0]) for item in file.items(node))
    raise TypeError(f"an option cannot have the type {kind}")


def _words(file: File, node: Node) -> Words:
    """A text in Chinese alone, or {zh, en}."""
    if isinstance(node.value, dict):
        entries = file.mapping(node, ("zh", "en"), ("zh",))
        return Words(*(" ".join(file.text(entries[k]).split()) if k in entries else "" for k in ("zh", "en")))
    return Words(" ".join(file.text(node).split()))


def _validate_message(file: File, node: Node, check: Check, options: Any) -> None:
    """Note every field of a message's templates that the check cannot fill."""
    known = (*(COMMON_FIELDS if check.compares else ()), *check.fields, *getattr(options, "fields", ()))
    for part in node.value.values() if isinstance(node.value, dict) else (node,):
        if not isinstance(part.value, str):
            continue
        try:
            parsed = list(string.Formatter().parse(part.value))
        except ValueError:
            file.fault(part, "消息中的{}不配对", "unbalanced {} in the message")
            continue
        for _, name, spec, conversion in parsed:
            if name is None:
                continue
            base, _, attribute = name.partition(".")
            if spec or conversion:
                file.fault(part, f"消息字段{{{name}}}不能带格式", f"the field {{{name}}} takes no format")
            elif base not in known:
                file.unknown(part, base, known, "消息中未知的字段", "unknown message field")
            elif attribute and attribute not in ATTRIBUTES:
                file.unknown(part, attribute, ATTRIBUTES, "消息字段未知的属性", "unknown attribute of a message field")


def _examples(file: File, node: Node) -> Examples:
    entries = file.mapping(node, ("bad", "good"))
    both = []
    for key in ("bad", "good"):
        items = file.items(entries[key]) if key in entries else ()
        both.append(tuple(_example(file, item, key) for item in items))
    return Examples(*both)


def _example(file: File, node: Node, kind: str) -> Example:
    """A text, or a list of documents."""
    parts = node.value if isinstance(node.value, tuple) else (node,)
    documents = tuple(_example_document(file, part) for part in parts)
    marked = any(d.marks for d in documents)
    if kind == "good" and marked:
        file.fault(node, "正例不应有[[…]]标记", "a good example has no [[…]] mark")
    if kind == "bad" and not marked:
        file.fault(node, "反例要用[[…]]标出问题所在", "a bad example marks with [[…]] where the finding must land")
    return Example(documents, node.line)


def _example_document(file: File, node: Node) -> ExampleDocument:
    if isinstance(node.value, str):
        text, marks = _unmark(file, node, node.value, -1, -1)
        return ExampleDocument("report", text, marks=tuple(marks))
    entries = file.mapping(node, ("role", "text", "table", "title", "unit"))
    role = file.choice(entries["role"], _ROLES) if "role" in entries else "report"
    marks = []
    text = ""
    if "text" in entries:
        text, marks = _unmark(file, entries["text"], file.text(entries["text"]), -1, -1)
    rows = []
    for r, row in enumerate(file.items(entries["table"]) if "table" in entries else ()):
        cells = []
        for c, cell in enumerate(file.items(row)):
            plain, found = _unmark(file, cell, file.text(cell), r, c)
            cells.append(plain)
            marks.extend(found)
        rows.append(tuple(cells))
    if not text and not rows:
        file.fault(node, "例子需要“text”或“table”", "an example needs 'text' or 'table'")
    title, unit = (file.text(entries[k]) if k in entries else "" for k in ("title", "unit"))
    return ExampleDocument(role or "report", text, tuple(rows), title, unit, tuple(marks))


def _unmark(file: File, node: Node, text: str, row: int, column: int) -> tuple[str, list[Mark]]:
    """A text without its `[[…]]`, and where they stood."""
    plain = ""
    marks = []
    for i, piece in enumerate(re.split(r"\[\[(.*?)\]\]", text)):
        if i % 2:
            marks.append(Mark(row, column, len(plain), len(plain) + len(piece)))
        plain += piece
    if "[[" in plain or "]]" in plain:
        file.fault(node, "[[…]]标记不配对", "unbalanced [[…]] mark")
    return plain, marks


def _first(phrase: str) -> str:
    """A phrase in its shortest plain form: optional parts left out, the first of several alternatives."""
    before = ""
    while before != phrase:
        before = phrase
        phrase = re.sub(r"\[[^\[\]()]*\]", "", phrase)
        phrase = re.sub(r"\(([^\[\]()|]*)[^\[\]()]*\)\+?", r"\1", phrase)
    return normalize(phrase.replace("\\", ""))


def _shown(path: Path) -> str:
    """A path as told in faults: short where the file comes with auditlint."""
    base = home()
    return f"rules/{path.relative_to(base).as_posix()}" if path.is_relative_to(base) and path != base else str(path)
