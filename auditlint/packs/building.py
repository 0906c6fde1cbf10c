"""Reads the folders of packs and puts a rulebook together; faults are kept until every file has been read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from auditlint import located_yaml
from auditlint.errors import Malformed
from auditlint.located_yaml import File, Lang, Node
from auditlint.model import Dimension, Unit
from auditlint.numerals import normalize
from auditlint.packs.nouns import (
    Concept,
    Division,
    Former,
    Lexicon,
    Pack,
    Part,
    Rule,
    Rulebook,
    Subject,
    Words,
    label_stem,
    normalize_label,
    taxonomy,
)
from auditlint.packs.rule_files import Taken, read_rule, read_words
from auditlint.patterns import compile_phrase
from auditlint.typed import cast, get_args

_LEXICON = ("units", "counters", "phrases", "divisions", "averages", "remainders", "quotients")


def build(folders: Sequence[tuple[Path, bool]], wanted: Sequence[str] | None, lang: Lang, home: Path) -> Rulebook:
    """The rulebook of some folders (each with whether it comes with auditlint, whose packs stand in `home`).

    The wanted packs give their rules (None: those that are on, and all user folders); lexicon and taxonomy of every
    folder count, since checks rely on them.
    """
    builder = _Builder(lang, home)
    packs = [builder.pack(folder) for folder, _ in folders]
    chosen: list[Pack] = []
    for (folder, own), pack in zip(folders, packs, strict=True):
        taken = pack.default or not own if wanted is None else pack.name in wanted
        builder.folder(folder, pack, own, taken)
        if taken:
            chosen.append(pack)
    names = [p.name for p in packs]
    for name in wanted or ():
        if name not in names:
            builder.unknown_pack(name, names)
    located_yaml.raise_all(builder.files)
    return Rulebook(
        tuple(sorted(builder.rules, key=lambda r: r.code)),
        builder.lexicon(),
        taxonomy(builder.concepts.values()),
        builder.digest.hexdigest()[:12],
        tuple(chosen),
        tuple(builder.subjects.values()),
    )


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files of a folder, in order of their names."""
    return sorted(p for p in folder.iterdir() if p.suffix in (".yml", ".yaml"))


class _Builder:
    """What has been read so far."""

    def __init__(self, lang: Lang, home: Path) -> None:
        self.lang: Lang = lang
        self.home = home
        self.files: list[File] = []
        self.digest = hashlib.sha256()
        self.rules: list[Rule] = []
        self.taken = Taken()
        self.phrases: dict[str, dict[str, tuple[str, int]]] = {}
        self.units: dict[str, Unit] = {}
        self.counters: dict[str, None] = {}
        self.divisions: dict[Division, None] = {}
        self.averages: dict[str, tuple[str, ...]] = {}
        self.remainders: list[tuple[tuple[str, ...], ...]] = []
        self.quotients: list[tuple[tuple[str, ...], ...]] = []
        self.concepts: dict[str, Concept] = {}
        self.subjects: dict[str, Subject] = {}

    def shown(self, path: Path) -> str:
        """A path as faults tell it: short where the file comes with auditlint."""
        return f"rules/{path.relative_to(self.home).as_posix()}" if path.is_relative_to(self.home) else str(path)

    def open(self, path: Path) -> tuple[File, Node | None]:
        """A file of a pack; its bytes count for the edition."""
        file, root, data = located_yaml.read(path, self.lang, self.shown(path))
        self.files.append(file)
        self.digest.update(f"{path.parent.name}/{path.name} {len(data)} ".encode() + data)
        return file, root

    # ------------------------------------------------------------------ packs

    def unknown_pack(self, name: str, known: Sequence[str]) -> None:
        """Note that a wanted pack does not exist."""
        file = File("rules", self.lang)
        file.unknown(Node(name, -1, -1), name, known, "没有规则包", "no pack")
        self.files.append(file)

    def pack(self, folder: Path) -> Pack:
        """The pack of a folder, from its `pack.yml` where there is one."""
        path = folder / "pack.yml"
        plain = Pack(folder.name, Words(folder.name), True, (), str(folder))
        if not path.exists():
            return plain
        file, root = self.open(path)
        if root is None:
            return plain
        entries = file.mapping(root, ("name", "title", "default", "applies-to", "retired"), ("title",))
        pack = Pack(
            file.text(entries["name"]) if "name" in entries else folder.name,
            read_words(file, entries["title"]) if "title" in entries else plain.title,
            file.choice(entries["default"], ("on", "off")) != "off" if "default" in entries else True,
            file.texts(entries["applies-to"]) if "applies-to" in entries else (),
            str(folder),
            file.texts(entries["retired"]) if "retired" in entries else (),
        )
        self.taken.retired.update(dict.fromkeys(pack.retired, file.path))
        return pack

    def folder(self, folder: Path, pack: Pack, own: bool, with_rules: bool) -> None:
        """Everything else of a pack's folder; what a file is shows in its keys."""
        known = None if own else tuple(self.phrases)
        for path in yaml_files(folder):
            if path.name == "pack.yml":
                continue
            file, root = self.open(path)
            keys = root.keys if root else {}
            if root is None:
                if not file.faults:
                    file.note(0, 0, "空文件", "an empty file")
            elif any(key in keys for key in _LEXICON):
                self.read_lexicon(file, root, known)
            elif "concepts" in keys:
                self.read_taxonomy(file, root)
            elif "subjects" in keys:
                self.read_subjects(file, root)
            elif with_rules:
                self.rules.append(read_rule(file, root, path.stem, pack.name, self.taken))

    # ------------------------------------------------------------------ lexicon

    def read_lexicon(self, file: File, root: Node, known: Sequence[str] | None) -> None:
        """A file of phrases, units, counter words, divisions, averages, remainders or quotients; later ones add to it.

        A user's pack can only add to the keys `known`: code asks for no others.
        """
        entries = file.mapping(root, _LEXICON)
        for name, node in file.mapping(entries["units"]).items() if "units" in entries else ():
            unit = file.mapping(node, ("dimension", "factor"), ("dimension",))
            dimension = file.choice(unit["dimension"], get_args(Dimension)) if "dimension" in unit else ""
            factor = file.decimal(unit["factor"]) if "factor" in unit else Decimal(1)
            if "factor" in unit and factor <= 0 and not file.faults:
                file.fault(unit["factor"], "换算系数应大于0", "a factor is above 0")
            self.units[name] = Unit(name, cast(Dimension, dimension), factor)
        if "counters" in entries:
            self.counters.update(dict.fromkeys(file.texts(entries["counters"])))
        for node in file.items(entries["divisions"]) if "divisions" in entries else ():
            self.divisions[self.read_division(file, node)] = None
        for node in file.items(entries["remainders"]) if "remainders" in entries else ():
            roles = tuple(file.texts(role) for role in file.items(node))
            if len(roles) != 3:
                file.fault(node, "应有三组词：总数、减去的数、余数", "three lists of words: whole, taken off, rest")
            self.remainders.append(roles)
        for node in file.items(entries["quotients"]) if "quotients" in entries else ():
            roles = tuple(file.texts(role) for role in file.items(node))
            if len(roles) != 3:
                file.fault(node, "应有三组词：比率、分子、分母", "three lists of words: rate, part, whole")
            self.quotients.append(roles)
        for kind, node in file.mapping(entries["averages"]).items() if "averages" in entries else ():
            self.averages[kind] = (*self.averages.get(kind, ()), *file.texts(node))
        for key, node in file.mapping(entries["phrases"], known).items() if "phrases" in entries else ():
            phrases = self.phrases.setdefault(key, {})
            for item in file.items(node):
                text = file.text(item)
                if isinstance(item.value, str):
                    try:
                        phrases[text] = compile_phrase(text)
                    except Malformed as error:
                        file.malformed(item, error)

    def read_division(self, file: File, node: Node) -> Division:
        """A list of words, or of several that mean one part (行政|公务员); with `of` only of totals so named."""
        entries = (
            file.mapping(node, ("of", "parts", "least"), ("parts",))
            if isinstance(node.value, dict)
            else {"parts": node}
        )
        words = file.texts(entries["parts"]) if "parts" in entries else ()
        if len(words) < 2:
            file.fault(node, "一组划分至少有两个词", "a division has at least two words")
        of = file.texts(entries["of"]) if "of" in entries else ()
        parts = tuple(tuple(map(normalize, word.split("|"))) for word in words)
        least = self._least(file, entries["least"], len(words)) if "least" in entries else 0
        return Division(parts, tuple(map(normalize, of)), least)

    def _least(self, file: File, node: Node, parts: int) -> int:
        """How many of the parts of a division are enough."""
        number = file.text(node)
        if number.isdecimal() and 2 <= int(number) <= parts:
            return int(number)
        file.fault(node, "least应是2到词数之间的整数", "least must be a whole number from 2 to the number of words")
        return 0

    def lexicon(self) -> Lexicon:
        """The lexicon of all packs read."""
        compiled = {}
        for key, phrases in self.phrases.items():
            ordered = sorted(phrases.values(), key=lambda p: -p[1])
            # A key without phrases matches nothing.
            compiled[key] = "(?:" + "|".join(source for source, _ in ordered) + ")" if ordered else "(?!)"
        words = {key: tuple(map(_shortest, phrases)) for key, phrases in self.phrases.items()}
        return Lexicon(
            words,
            dict(self.units),
            tuple(self.counters),
            compiled,
            tuple(self.divisions),
            dict(self.averages),
            tuple(self.remainders),
            tuple(self.quotients),
        )

    # ------------------------------------------------------------------ taxonomy

    def read_taxonomy(self, file: File, root: Node) -> None:
        """A list of concepts; one named again adds aliases, former names and parts to the earlier one."""
        entries = file.mapping(root, ("concepts",))
        for node in file.items(entries["concepts"]):
            concept = _concept(file, node)
            earlier = self.concepts.get(concept.name)
            if earlier is not None:
                concept = Concept(
                    concept.name,
                    tuple(dict.fromkeys((*earlier.aliases, *concept.aliases))),
                    earlier.former + concept.former,
                    earlier.parts + concept.parts,
                    concept.kind or earlier.kind,
                    concept.code or earlier.code,
                )
            self.concepts[concept.name] = concept

    # ------------------------------------------------------------------ subjects

    def read_subjects(self, file: File, root: Node) -> None:
        """Codes with their names, each alone or with its former names; a code named again replaces the earlier one."""
        entries = file.mapping(root, ("subjects",))
        for code, node in file.mapping(entries["subjects"]).items():
            if isinstance(node.value, str):
                self.subjects[code] = _subject(code, normalize(file.text(node)))
                continue
            read = file.mapping(node, ("name", "former"), ("name",))
            name = normalize(file.text(read["name"])) if "name" in read else ""
            self.subjects[code] = _subject(code, name, _former(file, read.get("former")))


def _subject(code: str, name: str, former: tuple[Former, ...] = ()) -> Subject:
    return Subject(code, name, label_stem(normalize_label(name)), former)


def _concept(file: File, node: Node) -> Concept:
    read = file.mapping(node, ("name", "aliases", "former", "code", "kind", "parts"), ("name",))
    parts = []
    for item in file.items(read["parts"]) if "parts" in read else ():
        texts = (t for t in file.texts(item) if t)
        parts.append(tuple(Part(t.rstrip("?？"), t[-1] in "?？") for t in texts))
    name, kind, code = (file.text(read[k]) if k in read else "" for k in ("name", "kind", "code"))
    aliases = file.texts(read["aliases"]) if "aliases" in read else ()
    return Concept(name, aliases, _former(file, read.get("former")), tuple(parts), kind, code)


def _former(file: File, node: Node | None) -> tuple[Former, ...]:
    """Former names, each with the last year it was right."""
    found = []
    for item in file.items(node) if node is not None else ():
        old = file.mapping(item, ("name", "until"), ("name",))
        name, until = (file.text(old[k]) if k in old else "" for k in ("name", "until"))
        found.append(Former(name, until))
    return tuple(found)


def _shortest(phrase: str) -> str:
    """A phrase in its shortest plain form: optional parts left out, the first of several alternatives."""
    before = ""
    while before != phrase:
        before = phrase
        phrase = re.sub(r"\[[^\[\]()]*\]", "", phrase)
        phrase = re.sub(r"\(([^\[\]()|]*)[^\[\]()]*\)\+?", r"\1", phrase)
    return normalize(phrase.replace("\\", ""))
