"""The command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from auditlint.errors import AuditlintError

COMMANDS = {"check": "auditlint.commands.check"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and tell its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser("auditlint")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in COMMANDS.items():
        sub = commands.add_parser(name)
        if name in args:
            import_module(module).arguments(sub, "zh")
    options = parser.parse_args(args)
    try:
        return int(import_module(COMMANDS[options.command]).run(options))
    except AuditlintError as error:
        print(error, file=sys.stderr)
        return 2
