"""Many reports: which files are meant, each read and audited, one broken file costing only itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from auditlint import engine, packs, readers
from auditlint.errors import ReadError
from auditlint.model import Document, ReportResult
from auditlint.settings import Settings


def load_rules(settings: Settings) -> packs.Rulebook:
    """The rulebook that settings ask for."""
    folders = tuple(Path(f) for f in settings.folders)
    return packs.load(packs=settings.packs, extra=folders, lang=settings.lang)


def audit_file(path: str, rulebook: packs.Rulebook, settings: Settings) -> ReportResult:
    """One report of one file; a file that cannot be read gives a result that holds only the error."""
    try:
        document = readers.read(Path(path), revisions=settings.revisions)
    except ReadError as error:
        return ReportResult(path, errors=(str(error),))
    return engine.audit((document,), rulebook, settings.at(path))


def read_all(paths: Sequence[str], settings: Settings) -> Iterator[Document]:
    """The documents of some files."""
    for path in paths:
        yield readers.read(Path(path), revisions=settings.revisions)
