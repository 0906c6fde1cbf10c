"""One report by its seed: kind, style, department, ledger, sections."""

from __future__ import annotations

from random import Random

from tests.generator import final_accounts, others, tables
from tests.generator.ledger import Ledger, ledger
from tests.generator.names import department
from tests.generator.writer import HUNDRED_MILLION, TEN_THOUSAND, YUAN, Report, Style, Writer

KINDS = ("final", "final", "final", "final", "final", "final", "budget", "budget", "government", "evaluation")


def style(rng: Random, kind: str) -> Style:
    """How a report of the kind prints figures; every fifth is computed in 元 and printed rounded (尾差)."""
    year = rng.randint(2019, 2025)
    rounded = rng.random() < 0.2
    sign = "％" if rng.random() < 0.08 else "%"
    blank = " " if rng.random() < 0.06 else ""
    percents = rng.choice((2, 2, 2, 2, 1, 1))
    thousands, trim = rng.random() < 0.12, rng.random() < 0.35
    lead = " " if rng.random() < 0.06 else ""
    width = rng.choice((30, 36, 43)) if rng.random() < 0.08 else 0
    if kind == "government":
        decimals = rng.choice((2, 2, 1))
        grain = decimals + 2 if rounded else decimals
        return Style(
            year, HUNDRED_MILLION, decimals, grain, rng.choice((1, 1, 2)), trim, False, sign, blank, lead, width
        )
    if rng.random() < (0.35 if kind == "budget" else 0.12):
        return Style(year, YUAN, 2, 2, percents, trim, rng.random() < 0.4, sign, blank, lead, width)
    return Style(year, TEN_THOUSAND, 2, 6 if rounded else 2, percents, trim, thousands, sign, blank, lead, width)


def _sections(w: Writer, book: Ledger) -> None:
    count = len(final_accounts.SECTIONS)
    chosen = {2, *w.rng.sample(range(count), w.rng.randint(4, count))}
    for index in sorted(chosen):
        final_accounts.SECTIONS[index](w, book)
        if w.chance(0.25):
            w.say(others.traps(w) + "\n")


def generate(seed: int, kind: str = "") -> Report:
    """The consistent report of a seed, with its truth."""
    rng = Random(f"auditlint-{seed}")
    kind = kind or rng.choice(KINDS)
    w = Writer(rng, style(rng, kind))
    name = department(rng)
    year = w.style.year
    if kind == "government":
        w.say(f"关于{rng.choice(('青禾', '松陵', '临溪', '蓝湾', '霜桥'))}市{year}年预算执行情况的报告（摘要）\n")
        others.government(w)
        return w.finish(seed, kind)
    book = ledger(rng, w.style)
    if kind == "budget":
        w.say(f"{name}{year}年部门预算公开说明\n")
        others.budget(w, book)
        return w.finish(seed, kind)
    if kind == "evaluation":
        w.say(f"{name}{year}年度绩效自评情况\n")
        final_accounts.performance(w, book)
        for project in book.projects[: rng.randint(1, 2)]:
            tables.evaluation_table(w, project)
        return w.finish(seed, kind)
    w.say(f"{name}{year}年度部门决算公开说明\n")
    if w.chance(0.3):
        w.say(f"第一部分 部门概况\n{name}内设机构{rng.randint(3, 9)}个，核定编制{rng.randint(10, 80)}名。\n")
    w.say(f"第二部分 {year}年度部门决算情况说明\n")
    _sections(w, book)
    if w.chance(0.3):
        tables.expenditure_table(w, book)
    if w.chance(0.3):
        tables.official_table(w, book)
    if w.chance(0.15):
        tables.charts(w, book)
    return w.finish(seed, kind)
