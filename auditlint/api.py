"""The public API, by name: read, load rules, audit, check, render."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from auditlint import config, corpus, engine, gather, readers, suppress
from auditlint.limits import Limits
from auditlint.model import Document, ReportResult, Result
from auditlint.originals import Kept
from auditlint.packs import Rulebook
from auditlint.reporters import REPORTERS, RenderOptions
from auditlint.settings import Revisions, Settings

__all__ = ["audit", "check", "load_rules", "read", "render"]

PathLike = str | os.PathLike[str]


def read(
    path: PathLike,
    *,
    data: bytes | None = None,
    name: str | None = None,
    revisions: Revisions = "accepted",
    limits: Limits | None = None,
) -> Document:
    """Read a report; `data` stands for the bytes of a file that is none. Raises `ReadError`."""
    return readers.read(path, data=data, name=name, revisions=revisions, limits=limits)


def load_rules(settings: Settings | None = None) -> Rulebook:
    """The rules that settings ask for, by default those of the packs that are on. Raises `FaultyFile`."""
    return corpus.load_rules(settings or Settings(), explained=True)


def audit(
    documents: Document | Sequence[Document], rules: Rulebook | None = None, settings: Settings | None = None
) -> ReportResult:
    """Audit the documents of one report."""
    settings = settings or Settings()
    several = (documents,) if isinstance(documents, Document) else tuple(documents)
    report = engine.audit(several, rules or load_rules(settings), settings)
    return suppress.fingerprint(report, suppress.identify(report), report.path)


def check(
    paths: PathLike | Iterable[PathLike], settings: Settings | None = None, *, workers: int = 0, keep: bool = False
) -> Result:
    """Audit files and folders as `auditlint check` does, without configuration files and accepted findings.

    A file that cannot be read has a report that holds the error. `workers` 0 takes as many processes as pay, `keep`
    keeps results in the user's cache.
    """
    settings = settings or Settings()
    several = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    request = gather.Request(tuple(os.fspath(p) for p in several), isolated=True)
    found = gather.gather(request, config.Configuration(os.getcwd()))
    jobs = [corpus.Job(j.members, settings, j.label) for j in found.jobs]
    outcomes = corpus.run(jobs, workers=workers, keep=keep)
    return Result(tuple(o.report for o in outcomes), found.problems, load_rules(settings).edition)


def render(result: Result | ReportResult, format: str = "json", *, lang: str = "zh") -> str | bytes:
    """A result in one of the output formats: text, concise, json, github, gitlab, sarif, junit, markdown, html, …"""
    from auditlint import __version__

    whole = Result((result,)) if isinstance(result, ReportResult) else result
    options = RenderOptions(lang=lang, version=__version__, originals=Kept.of())
    return REPORTERS[format].render(whole, options)
