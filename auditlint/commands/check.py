"""`auditlint check`: audit reports and show the result."""

from __future__ import annotations

import argparse
import sys
import time

from auditlint import __version__, corpus
from auditlint.model import Result
from auditlint.reporters import REPORTERS, RenderOptions
from auditlint.settings import Settings


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Declare the options."""
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--output-format", choices=list(REPORTERS), default="text")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--select", default="")
    parser.add_argument("--ignore", default="")
    parser.add_argument("--preview", action="store_true")
    parser.add_argument("--packs", default="")


def run(options: argparse.Namespace) -> int:
    """Audit, show, and tell the exit code."""
    start = time.perf_counter()
    settings = Settings(
        select=tuple(filter(None, options.select.split(","))),
        ignore=tuple(filter(None, options.ignore.split(","))),
        preview=options.preview,
        packs=tuple(options.packs.split(",")) if options.packs else None,
        lang=options.lang,
    )
    rulebook = corpus.load_rules(settings)
    reports = tuple(corpus.audit_file(p, rulebook, settings) for p in options.paths)
    result = Result(reports, (), rulebook.edition, time.perf_counter() - start)
    shown = REPORTERS[options.output_format].render(result, RenderOptions(options.lang, version=__version__))
    sys.stdout.write(shown if isinstance(shown, str) else shown.decode())
    for report in reports:
        for error in report.errors:
            print(error, file=sys.stderr)
    if any(r.errors for r in reports):
        return 2
    return 1 if any(f.severity == "error" for r in reports for f in r.findings) else 0
