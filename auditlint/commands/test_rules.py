"""`auditlint test-rules [DIR]`: the examples of rules, run as tests."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from auditlint import corpus, examples
from auditlint.commands import options as shared
from auditlint.errors import UsageError
from auditlint.records import replace

PROBLEMS = {
    "missed": ("反例没有报出", "a bad example is not found"),
    "misplaced": ("报出的位置不对", "found in another place"),
    "false-alarm": ("正例误报", "a good example is told"),
    "crashed": ("检查出错", "the check crashed"),
}


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Declare the options."""
    parser.add_argument(
        "folder", nargs="?", metavar="DIR", help="规则文件夹，不写则为全部" if lang == "zh" else "folder of rules"
    )
    shared.selection(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Run the examples; 1 where one fails or a rule lacks what it must have."""
    main = shared.configure(options)
    lang = main.get("lang")
    settings = replace(main.settings(), preview=True)
    if options.folder:
        if not Path(options.folder).is_dir():
            told = f"{options.folder}: 没有这个文件夹。"
            raise UsageError(told if lang == "zh" else f"{options.folder}: there is no such folder.")
        settings = replace(settings, folders=(*settings.folders, str(Path(options.folder).resolve())))
    rulebook = corpus.load_rules(settings, explained=True)
    chosen = [r for r in rulebook.rules if settings.active(r)]
    if options.folder:
        chosen = [r for r in chosen if Path(options.folder).resolve() in Path(r.path).resolve().parents]
    outcome = examples.run(rulebook, chosen)
    for fault in examples.lint(chosen, lang):
        print(fault)
    for failure in outcome.failures:
        print("\n".join(_failure(failure, lang)))
    count = f"{len(chosen)}条规则，{outcome.examples}个例子，{len(outcome.failures)}个不符"
    english = f"{len(chosen)} rules, {outcome.examples} examples, {len(outcome.failures)} failed"
    print(count if lang == "zh" else english, file=sys.stdout)
    return int(bool(outcome.failures or examples.lint(chosen, lang)))


def _failure(one: examples.Failure, lang: str) -> Iterator[str]:
    words = PROBLEMS[one.problem][1 if lang == "en" else 0]
    yield f"{one.rule.path}:{one.line + 1}:1: {one.rule.code} {words}"
    yield from (f"  [[{text}]]" for text in one.expected)
    yield from (f"  {text}" for text in one.found)
