"""Packs: rules, lexicon and taxonomy from YAML, validated as a whole and compiled into one `Rulebook`.

A pack is a folder with `pack.yml`, files of the lexicon (`units`, `counters`, `phrases`, `divisions`, `averages`,
`remainders`, `quotients`) and of the taxonomy (`concepts`), and one file per rule.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from auditlint import expressions, private
from auditlint.errors import UsageError
from auditlint.packs import plan
from auditlint.packs.nouns import (
    Concept,
    Division,
    Example,
    ExampleDocument,
    Examples,
    Former,
    Lexicon,
    Mark,
    Pack,
    Part,
    Rule,
    Rulebook,
    Status,
    Subject,
    Taxonomy,
    Words,
    label_stem,
    normalize_label,
)
from auditlint.typed import Literal

__all__ = [
    "Concept",
    "Division",
    "Example",
    "ExampleDocument",
    "Examples",
    "Former",
    "Lexicon",
    "Mark",
    "Pack",
    "Part",
    "Rule",
    "Rulebook",
    "Status",
    "Subject",
    "Taxonomy",
    "Words",
    "home",
    "label_stem",
    "load",
    "names",
    "normalize_label",
]

Lang = Literal["zh", "en"]
_SUFFIXES = (".yml", ".yaml")
_CODE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def home() -> str:
    """The folder of the packs that come with auditlint: inside a wheel, else beside the package."""
    inside = os.path.join(_CODE, "_rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(_CODE), "rules")


def names() -> frozenset[str]:
    """The names of the rules that come with auditlint, also of packs that are off: a rule is called as its file."""
    files = (name for folder in _below(home()) for name in os.listdir(folder) if name.endswith(_SUFFIXES))
    return frozenset(os.path.splitext(name)[0] for name in files)


def load(
    *,
    packs: Sequence[str] | None = None,
    extra: Sequence[str | os.PathLike[str]] = (),
    lang: Lang = "zh",
    explained: bool = True,
) -> Rulebook:
    """The rulebook of some packs (None: those that are on by default) and of user folders.

    A user folder is a pack, or holds packs. Not `explained`, the rules may lack why, source, limits and
    examples, which saves time. Raises `errors.FaultyFile` with all faults of all files.
    """
    folders = list(_folders(extra))
    key = _key(folders, packs, lang)
    cached = plan.read(key, explained)
    if cached is not None:
        return cached
    # Only a first run needs the readers of YAML.
    from pathlib import Path

    from auditlint.packs.building import build

    rulebook = build([(Path(f), own) for f, own in folders], packs, lang, Path(home()))
    plan.write(key, rulebook)
    return rulebook


def _folders(extra: Sequence[str | os.PathLike[str]]) -> Iterator[tuple[str, bool]]:
    """The pack folders, and whether each comes with auditlint."""
    seen = _below(home())
    yield from ((folder, True) for folder in seen)
    for root in (os.fspath(folder) for folder in extra):
        if not os.path.isdir(root):
            raise UsageError(f"{root}: 没有这个规则文件夹。")
        inside = [root] if _is_pack(root) else _below(root)
        if not inside:
            raise UsageError(f"{root}: 文件夹里没有规则文件（*.yml）。")
        # Naming the folder of auditlint's own packs, or one folder twice, adds nothing.
        fresh = [f for f in inside if not any(os.path.samefile(f, s) for s in seen)]
        seen.extend(fresh)
        yield from ((folder, False) for folder in fresh)


def _is_pack(folder: str) -> bool:
    return os.path.isdir(folder) and any(name.endswith(_SUFFIXES) for name in os.listdir(folder))


def _below(root: str) -> list[str]:
    if not os.path.isdir(root):
        return []
    return [f for name in sorted(os.listdir(root)) if _is_pack(f := os.path.join(root, name))]


def _key(folders: Sequence[tuple[str, bool]], packs: Sequence[str] | None, lang: str) -> str:
    """What a cached plan depends on: names, sizes and times of the rules and of the code that reads them."""
    chosen = None if packs is None else tuple(packs)
    text = [private.interpreter(), expressions.library(), str(chosen), lang]
    code = (_CODE, os.path.join(_CODE, "checks"), os.path.join(_CODE, "packs"))
    for folder in (*code, *(f for f, _ in folders)):
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.name.endswith((".py", *_SUFFIXES)):
                    seen = entry.stat()
                    text.append(f"{entry.path} {seen.st_size} {seen.st_mtime_ns}")
    return "\n".join(text)
