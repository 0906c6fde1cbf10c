"""The command line: which command, and what becomes of trouble."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn, cast

from auditlint.errors import AuditlintError
from auditlint.settings import Lang

# Each command's module has `arguments(parser, lang)` and `run(options) -> int` and is imported when it is called.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "check": ("check", "检查报告", "audit reports"),
    "rules": ("rules", "列出规则", "list the rules"),
    "explain": ("explain", "说明一条规则", "explain a rule, with its examples"),
    "test-rules": ("test_rules", "运行规则自带的例子", "run the examples of rules"),
    "facts": ("facts", "列出读懂的每个数字", "list what every figure was understood as"),
    "baseline": ("baseline", "管理已说明的问题", "manage accepted findings"),
    "config": ("config", "显示生效的配置", "show the configuration in force"),
    "serve": ("serve", "在浏览器中使用", "use it in the browser"),
}
EXIT_TROUBLE = 2


class Parser(argparse.ArgumentParser):
    """A parser whose trouble is one sentence on stderr and exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Tell a wrong option."""
        zh = language(sys.argv) == "zh"
        remedy = f"用 {self.prog} --help 查看用法。" if zh else f"See {self.prog} --help."
        self.exit(EXIT_TROUBLE, f"{self.prog}: {message}{'。' if zh else '.'}{'' if zh else ' '}{remedy}\n")


def language(args: Sequence[str]) -> Lang:
    """The language asked for on the command line, for help and trouble before the options are parsed."""
    for i, word in enumerate(args):
        if word == "--lang=en" or (word == "--lang" and args[i + 1 : i + 2] == ["en"]):
            return "en"
    return "zh"


def parser(args: Sequence[str], lang: Lang) -> argparse.ArgumentParser:
    """The parser; only the command that is called gets its options declared, which saves time."""
    top = Parser(
        "auditlint",
        description="财政信息公开报告的一致性检查" if lang == "zh" else "Consistency audit of fiscal disclosure reports",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="store_true", help="显示版本" if lang == "zh" else "show the version")
    top.add_argument("--lang", choices=("zh", "en"), help=argparse.SUPPRESS)
    commands = top.add_subparsers(dest="command", metavar="命令" if lang == "zh" else "COMMAND", parser_class=Parser)
    called = next((a for a in args if a in COMMANDS), "")
    for name, (module, zh, en) in COMMANDS.items():
        sub = commands.add_parser(name, help=zh if lang == "zh" else en, description=zh if lang == "zh" else en)
        if name == called:
            import_module(f"auditlint.commands.{module}").arguments(sub, lang)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 nothing found, 1 findings, 2 could not run wholly."""
    args = list(sys.argv[1:] if argv is None else argv)
    lang = language(args)
    for stream in (sys.stdout, sys.stderr):
        # a console in another code page must not stop the run over one character
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    top = parser(args, lang)
    options = top.parse_args(args)
    if options.version:
        from auditlint import __version__

        print(f"auditlint {__version__}")
        return 0
    if options.command is None:
        top.print_help(sys.stderr)
        return EXIT_TROUBLE
    try:
        code = import_module(f"auditlint.commands.{COMMANDS[options.command][0]}").run(options)
        sys.stdout.flush()
        return cast(int, code)
    except AuditlintError as error:
        print(error, file=sys.stderr)
        return EXIT_TROUBLE
    except BrokenPipeError:
        # whoever read the output has gone; the interpreter must not try to flush it again
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return EXIT_TROUBLE
    except KeyboardInterrupt:
        print("已中断。" if lang == "zh" else "Interrupted.", file=sys.stderr)
        return EXIT_TROUBLE
