"""`auditlint serve`: the page for the browser, on this machine only."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec

from auditlint.errors import UsageError
from auditlint.typed import cast

NEEDED = ("starlette", "uvicorn", "python_multipart", "platformdirs")


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Declare the options."""
    zh = lang == "zh"
    parser.add_argument("--host", default="127.0.0.1", help="地址" if zh else "address")
    parser.add_argument("--port", type=int, default=8765, help="端口，0为任选" if zh else "port, 0 for any")
    parser.add_argument(
        "--token",
        nargs="?",
        const="",
        help="访问口令，不写内容则自动生成" if zh else "access token; made up where none is given",
    )
    parser.add_argument("--no-history", action="store_true", help="不保留记录" if zh else "keep no history")
    parser.add_argument("--keep-days", type=int, default=30, help="记录保留天数" if zh else "days the history is kept")
    parser.add_argument("--no-browser", action="store_true", help="不打开浏览器" if zh else "do not open a browser")
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="页面的语言" if zh else "language of the page"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    _complete(options.lang)
    return cast(int, import_module("auditlint.web").serve(options))


def start() -> int:
    """Start by a double-click (`auditlint-page`): open the page, also where the program runs already."""
    try:
        _complete("zh")
    except UsageError as error:
        if sys.stderr is not None:  # a program without a console has none
            print(error, file=sys.stderr)
        return 2
    return cast(int, import_module("auditlint.web").start())


def _complete(lang: str) -> None:
    """Tell what the page needs and is not installed."""
    missing = next((name for name in NEEDED if find_spec(name) is None), None)
    if missing is not None:
        zh = f"浏览器界面需要另装组件（缺少{missing}）：pip install 'auditlint[web]'"
        en = f"the browser page needs more packages ({missing} is missing): pip install 'auditlint[web]'"
        raise UsageError(zh if lang == "zh" else en)
