"""Packs: rules, lexicon and taxonomy from YAML, validated as a whole and compiled into one `Rulebook`.

A pack is a folder with `pack.yml`, files of the lexicon (`units`, `counters`, `phrases`, `divisions`) and of the
taxonomy (`concepts`), and one file per rule.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import regex

from auditlint import private
from auditlint.errors import UsageError
from auditlint.packs import plan
from auditlint.packs.nouns import (
    Concept,
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

__all__ = [
    "Concept",
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
    "normalize_label",
]

Lang = Literal["zh", "en"]
_SUFFIXES = (".yml", ".yaml")


def home() -> Path:
    """The folder of the packs that come with auditlint: inside a wheel, else beside the package."""
    inside = Path(__file__).parent.parent / "_rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "rules"


def load(
    *, packs: Sequence[str] | None = None, extra: Sequence[Path] = (), lang: Lang = "zh", examples: bool = True
) -> Rulebook:
    """The rulebook of some packs (None: those that are on by default) and of user folders.

    A user folder is a pack, or holds packs. Without `examples` the rules may lack theirs, which saves time. Raises
    `errors.FaultyFile` with all faults of all files.
    """
    folders = list(_folders(extra))
    key = _key(folders, packs, lang)
    cached = plan.read(key, examples)
    if cached is not None:
        return cached
    # Only a first run needs the readers of YAML.
    from auditlint.packs.building import build

    rulebook = build(folders, packs, lang, home())
    plan.write(key, rulebook)
    return rulebook


def _folders(extra: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """The pack folders, and whether each comes with auditlint."""
    seen = _below(home())
    yield from ((folder, True) for folder in seen)
    for root in map(Path, extra):
        if not root.is_dir():
            raise UsageError(f"{root}: 没有这个规则文件夹。")
        inside = [root] if _is_pack(root) else _below(root)
        if not inside:
            raise UsageError(f"{root}: 文件夹里没有规则文件（*.yml）。")
        # Naming the folder of auditlint's own packs, or one folder twice, adds nothing.
        fresh = [f for f in inside if not any(f.samefile(s) for s in seen)]
        seen.extend(fresh)
        yield from ((folder, False) for folder in fresh)


def _is_pack(folder: Path) -> bool:
    return folder.is_dir() and any(p.suffix in _SUFFIXES for p in folder.iterdir())


def _below(root: Path) -> list[Path]:
    return [f for f in sorted(root.iterdir()) if _is_pack(f)] if root.is_dir() else []


def _key(folders: Sequence[tuple[Path, bool]], packs: Sequence[str] | None, lang: str) -> str:
    """What a cached plan depends on: names, sizes and times of the rules and of the code that reads them."""
    code = Path(__file__).parent.parent
    chosen = None if packs is None else tuple(packs)
    text = [private.interpreter(), str(regex.__version__), str(chosen), lang]
    for folder in (code, code / "checks", code / "packs", *(f for f, _ in folders)):
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.name.endswith((".py", *_SUFFIXES)):
                    seen = entry.stat()
                    text.append(f"{entry.path} {seen.st_size} {seen.st_mtime_ns}")
    return "\n".join(text)
