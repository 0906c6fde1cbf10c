"""`auditlint config show` and `config schema`: what is in force and from where; the schema for editors."""

from __future__ import annotations

import argparse

from auditlint import config
from auditlint.commands import options as shared


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Declare the options."""
    zh = lang == "zh"
    what = (
        "show：生效的配置及出处；schema：配置文件的JSON Schema" if zh else "show what is in force; or print the schema"
    )
    parser.add_argument("action", choices=("show", "schema"), nargs="?", default="show", help=what)
    shared.selection(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Print the configuration, or its schema."""
    if options.action == "schema":
        import json

        print(json.dumps(config.schema(), ensure_ascii=False, indent=1))
        return 0
    main = shared.configure(options)
    for name in main.files:
        print(f"# {name}")
    print(config.show(main, main.get("lang")), end="")
    return 0
