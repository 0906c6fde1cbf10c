"""`auditlint rules`: the list of rules in force."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from auditlint.commands import options as shared
from auditlint.commands.check import rules
from auditlint.reporters.excerpts import columns


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Declare the options."""
    shared.selection(parser, lang)
    parser.add_argument(
        "--output-format",
        choices=("text", "json"),
        default="text",
        help="输出格式" if lang == "zh" else "output format",
    )


def run(options: argparse.Namespace) -> int:
    """List code, severity, status, check, name and title of each rule."""
    main = shared.configure(options)
    lang, settings = main.get("lang"), main.settings()
    chosen = [r for r in rules(main).rules if settings.active(r)]
    if options.output_format == "json":
        import json

        shown = [
            {
                "code": r.code,
                "name": r.name,
                "pack": r.pack,
                "check": r.check,
                "severity": settings.severities.get(r.code, settings.severities.get(r.name, r.severity)),
                "status": r.status,
                "title": r.title.of(lang),
            }
            for r in chosen
        ]
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return 0
    rows = [(r.code, r.severity, r.status, r.check, r.title.of(lang), r.name) for r in chosen]
    sys.stdout.write(aligned(rows))
    return 0


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as lines with aligned columns, full-width characters counted as two."""
    if not rows:
        return ""
    sizes = [[sum(map(columns, cell)) for cell in row] for row in rows]
    widths = [max(each) for each in zip(*sizes, strict=True)]
    lines = []
    for row, size in zip(rows, sizes, strict=True):
        cells = [cell + " " * (w - s) for cell, w, s in zip(row, widths, size, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"
