"""The command line: which command, and what becomes of trouble."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module

from auditlint import expressions, records
from auditlint.errors import AuditlintError
from auditlint.settings import Lang
from auditlint.typed import NoReturn, cast

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

    lang: Lang = "zh"

    def format_usage(self) -> str:
        """How it is called."""
        return self._chinese(super().format_usage())

    def format_help(self) -> str:
        """How it is called, and the options."""
        return self._chinese(super().format_help())

    def _chinese(self, told: str) -> str:
        return told.replace("usage: ", "用法：", 1) if self.lang == "zh" else told

    def error(self, message: str) -> NoReturn:
        """Tell a wrong option."""
        wrong = re.fullmatch(r"argument (.+): invalid choice: '(.*)' \(choose from (.+)\)", message, re.S)
        if wrong:
            message = _choice(wrong[1], wrong[2], re.findall(r"[\w-]+", wrong[3]), self.lang)
        if self.lang == "zh":
            for pattern, words in _IN_CHINESE:
                message = re.sub(pattern, words, message)
            self.exit(EXIT_TROUBLE, f"{self.prog}: {message}{_stop(message, '。')}用 {self.prog} --help 查看用法。\n")
        self.exit(EXIT_TROUBLE, f"{self.prog}: {message}{_stop(message, '.')} See {self.prog} --help.\n")


# argparse speaks English: what it may say is known here, and it need not look for translations
vars(argparse)["_"] = str
_IN_CHINESE = (
    (r"argument (.+): expected .*", r"\1：缺少取值"),
    (r"argument (.+): invalid int value: '(.*)'", r"\1：“\2”不是整数"),
    (r"the following arguments are required: (.+)", r"缺少\1"),
    (r"argument (.+): (.+)", r"\1：\2"),
)


def _helped(made: argparse.ArgumentParser, lang: Lang) -> None:
    """Give a parser its help in a language; argparse's own is English."""
    zh = lang == "zh"
    made._positionals.title, made._optionals.title = ("对象", "选项") if zh else ("arguments", "options")
    made.add_argument("-h", "--help", action="help", help="显示用法" if zh else "show this help")


class _Unseen(argparse.HelpFormatter):
    """Lays out nothing: argparse lays out every option when it is declared, also where nobody asked for help."""

    def __init__(self, prog: str) -> None:
        pass

    def _format_args(self, action: argparse.Action, default_metavar: str) -> str:
        return ""


def _choice(name: str, given: str, known: Sequence[str], lang: Lang) -> str:
    """A value that is none of those known."""
    from auditlint.messages import nearest

    hint = nearest(given, known, lang)
    if lang == "zh":
        return f"{name}：没有“{given}”{hint or '，可用' + '、'.join(known)}"
    return f"{name}: there is no '{given}'{hint or '; use one of ' + ', '.join(known)}"


def _stop(message: str, stop: str) -> str:
    return "" if message.endswith(("？", "?", "。", ".")) else stop


def language(args: Sequence[str]) -> Lang:
    """The language asked for on the command line, for help and trouble before the options are parsed."""
    for i, word in enumerate(args):
        if word == "--lang=en" or (word == "--lang" and args[i + 1 : i + 2] == ["en"]):
            return "en"
    return "zh"


def parser(args: Sequence[str], lang: Lang) -> argparse.ArgumentParser:
    """The parser; only the command that is called gets its options declared, which saves time."""
    Parser.lang = lang
    called = next((a for a in args if a in COMMANDS), "")
    quick = called and not {"-h", "--help"} & set(args)
    formatter = _Unseen if quick else argparse.HelpFormatter
    top = Parser(
        "auditlint",
        description="财政信息公开报告的一致性检查"
        if lang == "zh"
        else "Consistency audit of fiscal disclosure reports",
        allow_abbrev=False,
        add_help=False,
        formatter_class=formatter,
    )
    _helped(top, lang)
    top.add_argument("--version", action="store_true", help="显示版本" if lang == "zh" else "show the version")
    top.add_argument("--lang", choices=("zh", "en"), help=argparse.SUPPRESS)
    shown = "命令" if lang == "zh" else "COMMAND"
    commands = top.add_subparsers(dest="command", metavar=shown, prog=top.prog, parser_class=Parser)
    for name, (module, zh, en) in COMMANDS.items():
        if called and args[0] == called != name:
            continue
        words = zh if lang == "zh" else en
        sub = commands.add_parser(name, help=words, description=words, add_help=False, formatter_class=formatter)
        _helped(sub, lang)
        if name == called:
            import_module(f"auditlint.commands.{module}").arguments(sub, lang)
    return top


def _parse(top: argparse.ArgumentParser, args: Sequence[str], lang: Lang) -> argparse.Namespace:
    """The options; paths may stand between options, which argparse by itself does not take."""
    options, rest = top.parse_known_args(args)
    unknown = next((w for w in rest if w.startswith("-") and w != "-"), None)
    if unknown is None and rest and hasattr(options, "paths"):
        options.paths = [*options.paths, *rest]
    elif rest:
        from auditlint.messages import nearest

        word = (unknown or rest[0]).split("=")[0]
        sub = _sub(top, options.command)
        hint = nearest(word, sub._option_string_actions, lang)
        sub.error(f"没有选项“{word}”{hint}" if lang == "zh" else f"there is no option '{word}'{hint}")
    return options


def _sub(top: argparse.ArgumentParser, command: str | None) -> argparse.ArgumentParser:
    """The parser of a command; without one, the whole."""
    subs = next(a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    return cast("argparse.ArgumentParser", subs.choices[command]) if command in subs.choices else top


def _has_chinese(encoding: str) -> bool:
    """Whether a code page has the characters of messages."""
    try:
        return bool("错误".encode(encoding))
    except (UnicodeEncodeError, LookupError):
        return False


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 nothing found, 1 findings, 2 could not run wholly."""
    args = list(sys.argv[1:] if argv is None else argv)
    lang = language(args)
    for stream in (sys.stdout, sys.stderr):
        # a console in another code page must not stop the run over one character; one without Chinese shows nothing
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", encoding=None if _has_chinese(stream.encoding) else "utf-8")
    top = parser(args, lang)
    options = _parse(top, args, lang)
    if options.command is None and not options.version:
        top.print_help(sys.stderr)
        return EXIT_TROUBLE
    try:
        if options.version:
            from auditlint import __version__

            print(f"auditlint {__version__}", flush=True)
            return 0
        code = import_module(f"auditlint.commands.{COMMANDS[options.command][0]}").run(options)
        sys.stdout.flush()
        expressions.KEPT.write()
        records.KEPT.write()
        return cast(int, code)
    except AuditlintError as error:
        from auditlint import translations

        print(translations.told(error, lang), file=sys.stderr)
        return EXIT_TROUBLE
    except BrokenPipeError:
        # whoever read the output has gone; the interpreter must not try to flush it again
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return EXIT_TROUBLE
    except KeyboardInterrupt:
        print("已中断。" if lang == "zh" else "Interrupted.", file=sys.stderr)
        return EXIT_TROUBLE
    except OSError as error:  # a full disk, a share that went away
        if os.environ.get("AUDITLINT_TRACEBACK"):
            raise
        from auditlint import messages

        what = messages.cause(error, lang)
        zh, en = (
            f"读写失败（{what}）。请检查磁盘空间和权限。",
            f"Reading or writing failed ({what}); check space and permissions.",
        )
        print(zh if lang == "zh" else en, file=sys.stderr)
        return EXIT_TROUBLE
    except Exception as error:  # the outermost fence: Python's own exit code 1 would say that there are findings
        if os.environ.get("AUDITLINT_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {error}"
        zh = f"内部错误（{what}）。请设置环境变量AUDITLINT_TRACEBACK=1再运行一次，并反馈显示的内容。"
        en = f"Internal error ({what}). Please run again with AUDITLINT_TRACEBACK=1 and report what is shown."
        print(zh if lang == "zh" else en, file=sys.stderr)
        return EXIT_TROUBLE
