"""`auditlint explain CODE`: one rule, why it is there, when it is silent, with its examples."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from auditlint.commands import options as shared
from auditlint.commands.check import rules
from auditlint.errors import UsageError
from auditlint.packs import Example, Rule

WORDS = {
    "why": ("为什么", "Why"),
    "source": ("依据", "Source"),
    "limits": ("何时不报", "Limits"),
    "options": ("参数", "Options"),
    "bad": ("反例", "Found"),
    "good": ("正例", "Not found"),
}


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Declare the options."""
    parser.add_argument("code", metavar="CODE", help="规则编号或名称" if lang == "zh" else "code or name of a rule")
    shared.selection(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Print one rule."""
    main = shared.configure(options)
    lang = main.get("lang")
    every = rules(main, explained=True).rules
    found = next((r for r in every if options.code.upper() == r.code or options.code == r.name), None)
    if found is None:
        from auditlint.messages import nearest

        hint = nearest(options.code, [w for r in every for w in (r.code, r.name)], lang)
        zh = f"没有规则“{options.code}”{hint or '；用 auditlint rules 查看全部规则'}。".replace("？。", "？")
        en = f"there is no rule '{options.code}'{hint or '; auditlint rules lists them'}."
        raise UsageError(zh if lang == "zh" else en)
    print("\n".join(explain(found, lang)))
    return 0


def explain(rule: Rule, lang: str) -> Iterator[str]:
    """A rule in lines of text."""
    yield f"{rule.code} {rule.title.of(lang)}"
    yield f"{rule.name} · {rule.pack} · {rule.check} · {rule.severity} · {rule.status}"
    for key, words in (("why", rule.why), ("limits", rule.limits), ("source", rule.source)):
        if words.of(lang):
            yield from (
                "",
                f"{_word(key, lang)}：{words.of(lang)}" if lang == "zh" else f"{_word(key, lang)}: {words.of(lang)}",
            )
    given = _options(rule.options)
    if given:
        yield from ("", _word("options", lang), *(f"  {line}" for line in given))
    for key, examples in (("bad", rule.examples.bad), ("good", rule.examples.good)):
        for example in examples[:3]:
            yield from ("", _word(key, lang), *(f"  {line}" for line in _example(example)))


def _word(key: str, lang: str) -> str:
    return WORDS[key][1 if lang == "en" else 0]


def _options(given: object) -> list[str]:
    """The options that a rule sets, as `name: value`."""
    if not is_dataclass(given):
        return []
    pairs = [(f.name, getattr(given, f.name), f.default) for f in fields(given)]
    return [f"{name}: {_shown(value)}" for name, value, default in pairs if value != default]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _example(example: Example) -> Iterator[str]:
    for one in example.documents:
        if len(example.documents) > 1:
            yield f"[{one.role}]"
        yield from (
            line for line in _marked(one.text, [(m.start, m.end) for m in one.marks if m.row < 0]).split("\n") if line
        )
        if one.title or one.unit:
            yield f"{one.title} {one.unit}".strip()
        for number, row in enumerate(one.table):
            marks = {m.column: (m.start, m.end) for m in one.marks if m.row == number}
            yield " | ".join(_marked(cell, [marks[i]] if i in marks else []) for i, cell in enumerate(row))


def _marked(text: str, marks: list[tuple[int, int]]) -> str:
    """A text with its marks as `[[…]]` again."""
    for start, end in sorted(marks, reverse=True):
        text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    return text
