"""Options that several commands share, and the configuration they make together with the files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from auditlint import config, gather, messages
from auditlint.bundle import Member
from auditlint.errors import UsageError


def selection(parser: argparse.ArgumentParser, lang: str) -> None:
    """Which rules, which configuration."""
    add = parser.add_argument
    add("--select", action="append", metavar="RULES", help=_of(lang, "select"))
    add("--ignore", action="append", metavar="RULES", help=_of(lang, "ignore"))
    add("--preview", action="store_true", default=None, help=_of(lang, "preview"))
    add("--packs", action="append", metavar="PACKS", help=_of(lang, "packs"))
    add("--rules", action="append", metavar="DIR", dest="folders", help=_of(lang, "rules"))
    add("--config", metavar="FILE", help=_in(lang, "配置文件", "configuration file"))
    add("--isolated", action="store_true", help=_in(lang, "不读配置文件", "read no configuration file"))
    add("--lang", choices=("zh", "en"), help=_of(lang, "lang"))


def inputs(parser: argparse.ArgumentParser, lang: str, metavar: str = "PATH", what: str = "") -> None:
    """Which reports, and how they are read."""
    add = parser.add_argument
    words = what or _in(lang, "报告、文件夹或通配符；- 为标准输入", "reports, folders, patterns; - for standard input")
    add("paths", nargs="*", metavar=metavar, help=words)
    add(
        "--with",
        action="append",
        metavar="FILE",
        dest="tables",
        default=[],
        help=_in(lang, "同一报告的公开表", "tables of the report"),
    )
    add("--prior", action="append", metavar="FILE", default=[], help=_in(lang, "上年报告", "last year's report"))
    add("--budget", action="append", metavar="FILE", default=[], help=_in(lang, "预算", "the budget"))
    add("--bundle", action="store_true", help=_in(lang, "所有文件合为一份报告", "all files are one report"))
    add("--stdin-filename", metavar="NAME", default="", help=_in(lang, "标准输入的文件名", "name of standard input"))
    add("--exclude", action="append", metavar="PATTERN", help=_of(lang, "exclude"))
    add("--force-exclude", action="store_true", default=None, help=_of(lang, "force-exclude"))
    add("--since", metavar="REV", default="", help=_in(lang, "只查此版本以来改动的文件", "only files changed since"))
    add("--revisions", choices=("accepted", "original"), help=_of(lang, "revisions"))
    add("--jobs", type=int, metavar="N", help=_of(lang, "jobs"))
    add("--no-cache", action="store_true", help=_in(lang, "不保留也不使用以前的结果", "neither keep nor use results"))
    add("--accepted", metavar="FILE", help=_of(lang, "accepted"))


def _of(lang: str, name: str) -> str:
    option = config.OPTIONS[name]
    return _in(lang, option.zh, option.en)


def _in(lang: str, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def split(given: Sequence[str] | None) -> tuple[str, ...] | None:
    """Values of a repeated option, each perhaps several with commas; None where it was not given."""
    if given is None:
        return None
    return tuple(w.strip() for one in given for w in one.replace("，", ",").split(",") if w.strip())


def over(options: argparse.Namespace) -> dict[str, object]:
    """What the command line puts over the configuration files."""
    found: dict[str, object] = {
        "select": split(options.select),
        "ignore": split(options.ignore),
        "preview": options.preview,
        "packs": split(options.packs),
        "rules": None if options.folders is None else tuple(map(os.path.realpath, options.folders)),
        "lang": options.lang,
    }
    given = vars(options)
    for name in ("exclude", "force-exclude", "revisions", "jobs", "accepted", "fail-on", "only-new", "output-format"):
        value = given.get(name.replace("-", "_"))
        found[name] = split(value) if name == "exclude" else value
    if found["accepted"] is not None:
        found["accepted"] = os.path.realpath(str(found["accepted"]))
    if given.get("no_cache"):
        found["cache"] = False
    return {k: v for k, v in found.items() if v is not None}


def configure(options: argparse.Namespace) -> config.Configuration:
    """The configuration of the run: the given file, or the nearest to the working folder, else to the first path."""
    lang = "en" if options.lang == "en" else "zh"
    path = options.config or ""
    if path:
        if not os.path.isfile(path):
            told = f"{path}: 没有这个配置文件。" if lang == "zh" else f"{path}: there is no such configuration file."
            raise UsageError(told)
    elif not options.isolated:
        path = config.find(os.getcwd())
        first = next((p for p in vars(options).get("paths") or () if p != "-"), "")
        if first and not path:
            path = config.find(first if os.path.isdir(first) else os.path.dirname(first))
    return config.load(path, "en" if lang == "en" else "zh").override(over(options), messages.text("origin", lang))


def request(options: argparse.Namespace, main: config.Configuration, outputs: Sequence[str] = ()) -> gather.Request:
    """What the command line asks to be audited."""
    roles = [Member(p, role) for role in ("tables", "prior", "budget") for p in getattr(options, role)]
    lang = main.get("lang")
    paths = tuple(options.paths)
    if not paths and not roles:
        raise UsageError(
            "没有指定报告：写上文件或文件夹。" if lang == "zh" else "no report given: name a file or folder."
        )
    stdin = None
    if "-" in paths:
        if not options.stdin_filename:
            told = "从标准输入读取时要用--stdin-filename写明文件名。"
            raise UsageError(told if lang == "zh" else "standard input needs --stdin-filename NAME.")
        name = options.stdin_filename
        stdin = Member(name, "report", os.path.basename(name), sys.stdin.buffer.read())
    if roles and not options.bundle and len([p for p in paths if p != "-"]) + (stdin is not None) != 1:
        told = "--with、--prior、--budget只能配一份报告。"
        raise UsageError(told if lang == "zh" else "--with, --prior and --budget go with exactly one report.")
    if stdin is not None and roles:
        paths = ()
    configured = main if options.config else None
    return gather.Request(
        paths,
        tuple(roles),
        options.bundle,
        options.since,
        tuple(outputs),
        stdin,
        options.isolated,
        configured,
        over(options),
    )
