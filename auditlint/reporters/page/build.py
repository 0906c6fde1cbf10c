"""Puts pages together from views and templates; a page loads nothing and runs no script but its own."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from auditlint.model import Result
from auditlint.records import replace
from auditlint.reporters import RenderOptions
from auditlint.reporters.page.shown import View
from auditlint.reporters.page.view import SEVERITIES, STATES, view
from auditlint.reporters.page.words import words

MOST_TEXT = 12_000_000  # characters of HTML; beyond, reports are shown by their findings only


def page(result: Result, options: RenderOptions) -> str:
    """One self-contained page over all reports of a result."""
    css, js = static("report.css"), static("report.js")
    order = sorted(range(len(result.reports)), key=lambda n: not result.reports[n].findings)
    views: dict[int, View] = {}
    fragments: list[Markup] = []
    room = MOST_TEXT
    for number in order:
        one = view(result.reports[number], options, number, whole=room > 0 and result.reports[number].whole)
        html = fragment(one, options, len(order) > 1)
        room -= len(html)
        fragments.append(html)
        views[number] = replace(one, papers=(), data={})  # what the index shows
    template = environment().get_template("page.html")
    return template.render(
        w=words(options.lang),
        lang="en" if options.lang == "en" else "zh-CN",
        result=result,
        views=[views[n] for n in sorted(views)],
        fragments=fragments,
        options=options,
        css=Markup(css),
        js=Markup(js),
        said=embedded(words(options.lang)),
        policy=policy(css, js),
        severities=SEVERITIES,
    )


def fragment(one: View, options: RenderOptions, many: bool) -> Markup:
    """A report's part of a page."""
    template = environment().get_template("report.html")
    shown = template.render(w=words(options.lang), v=one, many=many, severities=SEVERITIES, bar=bar(one))
    return Markup(shown)


def bar(one: View) -> list[tuple[str, int, float, float]]:
    """The coverage bar: (state, number, start, width), in percent of all figures."""
    total = sum(one.states.values()) or 1
    found, start = [], 0.0
    for state in STATES:
        number = one.states[state]
        if number:
            width = number * 100 / total
            found.append((state, number, round(start, 3), round(width, 3)))
            start += width
    return found


def embedded(data: object) -> Markup:
    """JSON that can stand in a script element whatever it holds."""
    shown = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(shown.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def policy(css: str, js: str) -> str:
    """The content security policy of a self-contained page: its own style and script, nothing from anywhere."""
    style, script = _hash(css), _hash(js)
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; img-src data:; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def static(name: str) -> str:
    """A file of the page's style or script, lines ended by a line feed."""
    text = files("auditlint.reporters.page").joinpath("static", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@cache
def environment() -> Environment:
    """The templates; everything put into them is escaped."""
    made = Environment(
        loader=PackageLoader("auditlint.reporters.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["embedded"] = embedded
    made.filters["fill"] = fill
    return made


def fill(words: str, *values: object) -> str:
    """Words with their {0}, {1} … filled."""
    return words.format(*values)
