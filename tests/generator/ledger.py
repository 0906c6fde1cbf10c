"""Random ledgers of invented departments, true to the last digit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from auditlint.intervals import quantize
from tests.generator.names import PROJECTS, SUBJECTS, Subject
from tests.generator.writer import Style

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """A subject's or item's values: budget, final, last year's final."""

    name: str
    budget: Decimal
    final: Decimal
    prior: Decimal
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the self-evaluation: budget (A), executed (B)."""

    name: str
    budget: Decimal
    executed: Decimal


@dataclass(frozen=True, slots=True)
class Ledger:
    """A department's year. Amounts are in the report's unit, exact to the style's grain."""

    sources: tuple[Line, ...]
    reserve_used: Decimal
    opening: Decimal
    closing: Decimal
    distribution: Decimal
    prior_total: Decimal
    prior_income: Decimal
    prior_expenditure: Decimal
    items: tuple[Line, ...]  # general public budget, by subject
    fund: tuple[Line, ...]
    other_basic: Decimal  # beside the fiscal appropriation
    other_project: Decimal
    operating: Decimal
    personnel: Decimal
    salaries: Decimal
    fiscal_opening: Decimal
    fiscal_closing: Decimal
    fiscal_prior: Decimal
    prior_general: Decimal
    official: tuple[Line, ...]  # overseas, car purchase, car running, reception
    running_prior: Decimal
    procurement: tuple[Decimal, Decimal, Decimal]
    small_business: Decimal
    micro_business: Decimal
    cars: tuple[tuple[str, int], ...]
    projects: tuple[Project, ...]

    @property
    def income(self) -> Decimal:
        """本年收入合计."""
        return sum((s.final for s in self.sources), ZERO)

    @property
    def total(self) -> Decimal:
        """收入总计 = 支出总计."""
        return self.income + self.reserve_used + self.opening

    @property
    def general(self) -> Decimal:
        """一般公共预算财政拨款支出."""
        return sum((i.final for i in self.items), ZERO)

    @property
    def general_basic(self) -> Decimal:
        """一般公共预算财政拨款基本支出."""
        return sum((i.final for i in self.items if i.subject and i.subject.basic), ZERO)

    @property
    def fund_total(self) -> Decimal:
        """政府性基金预算支出."""
        return sum((i.final for i in self.fund), ZERO)

    @property
    def basic(self) -> Decimal:
        """基本支出."""
        return self.general_basic + self.other_basic

    @property
    def project(self) -> Decimal:
        """项目支出."""
        return self.general - self.general_basic + self.fund_total + self.other_project

    @property
    def expenditure(self) -> Decimal:
        """本年支出合计."""
        return self.basic + self.project + self.operating


class Draw:
    """Random amounts of a style's grain; no two amounts of a ledger are near each other by accident."""

    def __init__(self, rng: Random, style: Style) -> None:
        self.rng = rng
        self.style = style
        self.scale = Decimal(10000) if style.unit.name == "元" else Decimal(1)

    def money(self, low: float, high: float) -> Decimal:
        """An amount between the bounds (万元)."""
        value = Decimal(str(self.rng.uniform(low, high))) * self.scale
        if self.rng.random() < 0.1:
            return quantize(value, 0)
        return quantize(value, self.style.grain)

    def near(self, value: Decimal, low: float = 0.6, high: float = 1.7) -> Decimal:
        """An amount of the same order, never so near that the difference would vanish in print."""
        if not value:
            return ZERO
        other = quantize(value * Decimal(str(self.rng.uniform(low, high))), self.style.grain)
        least = Decimal(2).scaleb(-self.style.decimals)
        return other if abs(other - value) >= least else value + least * 3

    def maybe(self, value: Decimal, probability: float) -> Decimal:
        """The value, or zero."""
        return value if self.rng.random() < probability else ZERO

    def line(self, name: str, final: Decimal, subject: Subject | None = None) -> Line:
        """A line with a budget and a prior value to a final figure."""
        kind = self.rng.random()
        budget = final if kind < 0.3 else self.near(final, 0.8, 1.6)
        if kind > 0.93:
            budget = ZERO
        prior = final if self.rng.random() < 0.08 else self.near(final)
        return Line(name, budget, final, prior, subject)


def split(draw: Draw, whole: Decimal) -> tuple[Decimal, Decimal]:
    """The whole in two positive parts."""
    first = quantize(whole * Decimal(str(draw.rng.uniform(0.15, 0.85))), draw.style.grain)
    return first, whole - first


def ledger(rng: Random, style: Style) -> Ledger:
    """A ledger whose sums are true to the last digit of the style's grain."""
    draw = Draw(rng, style)
    size = rng.choice((1, 1, 3, 10))
    subjects = sorted(rng.sample(SUBJECTS, rng.randint(3, 8)), key=lambda s: s.code)
    if not any(s.basic for s in subjects):
        subjects = sorted([*subjects, SUBJECTS[0]], key=lambda s: s.code)
    items = tuple(draw.line(s.leaf, draw.money(0.8, 240) * size, s) for s in subjects)
    fund = tuple(
        draw.line(name, draw.money(5, 90))
        for name in ("用于体育事业的彩票公益金支出", "城市建设支出", "农村社会事业支出")[: rng.choice((0, 0, 0, 1, 2))]
    )
    general = sum((i.final for i in items), ZERO)
    general_basic = sum((i.final for i in items if i.subject and i.subject.basic), ZERO)
    fund_total = sum((i.final for i in fund), ZERO)
    fiscal_closing = draw.maybe(draw.money(1, 60), 0.5)
    fiscal_opening = draw.maybe(draw.money(1, 60), 0.6)
    fiscal_income = general + fund_total + fiscal_closing - fiscal_opening
    while fiscal_income <= fund_total + 1:
        fiscal_closing += draw.money(1, 40)
        fiscal_income = general + fund_total + fiscal_closing - fiscal_opening
    fund_income = fund_total
    others = rng.sample(
        ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"), rng.choice((0, 0, 1, 2, 3))
    )
    sources = [draw.line("一般公共预算财政拨款收入", fiscal_income - fund_income)]
    if fund_income:
        sources.append(draw.line("政府性基金预算财政拨款收入", fund_income))
    sources += [draw.line(name, draw.money(2, 120)) for name in others]
    other_income = sum((s.final for s in sources[1:] if s.name in others), ZERO)
    own_use, saved = split(draw, other_income) if other_income else (ZERO, ZERO)
    other_basic, other_project = split(draw, own_use) if own_use else (ZERO, ZERO)
    operating = ZERO
    if own_use and rng.random() < 0.3:
        operating, other_project = split(draw, other_project)
    distribution, closing_own = split(draw, saved) if saved and rng.random() < 0.4 else (ZERO, saved)
    opening_own = draw.maybe(draw.money(1, 40), 0.3)
    reserve = draw.maybe(draw.money(1, 20), 0.2) if others else ZERO
    opening = fiscal_opening + opening_own
    closing = fiscal_closing + closing_own + opening_own + reserve
    personnel, _ = split(draw, general_basic)
    salaries, _ = split(draw, personnel)
    overseas = draw.maybe(draw.money(1, 9), 0.15)
    purchase = draw.maybe(draw.money(12, 30), 0.2)
    running = draw.maybe(draw.money(1, 18), 0.8)
    reception = draw.maybe(draw.money(0.3, 6), 0.85)
    names = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
    official = tuple(draw.line(n, v) for n, v in zip(names, (overseas, purchase, running, reception), strict=True))
    procurement = tuple(draw.maybe(draw.money(1, 90), p) for p in (0.9, 0.4, 0.8))
    bought = sum(procurement, ZERO)
    small = bought if rng.random() < 0.3 else split(draw, bought)[0] if bought else ZERO
    micro = split(draw, small)[0] if small else ZERO
    kinds = ("主要负责人用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车")
    cars = tuple((k, rng.randint(0, 4)) for k in sorted(rng.sample(kinds, rng.randint(2, 5)), key=kinds.index))
    projects = []
    for name in rng.sample(PROJECTS, rng.randint(2, 5)):
        budget = draw.money(3, 90)
        projects.append(Project(name, budget, budget if rng.random() < 0.4 else draw.near(budget, 0.4, 0.99)))
    income = sum((s.final for s in sources), ZERO)
    return Ledger(
        sources=tuple(sources),
        reserve_used=reserve,
        opening=opening,
        closing=closing,
        distribution=distribution,
        prior_total=draw.near(income + reserve + opening),
        prior_income=draw.near(income),
        prior_expenditure=draw.near(general + fund_total + own_use),
        items=items,
        fund=fund,
        other_basic=other_basic,
        other_project=other_project,
        operating=operating,
        personnel=personnel,
        salaries=salaries,
        fiscal_opening=fiscal_opening,
        fiscal_closing=fiscal_closing,
        fiscal_prior=draw.near(fiscal_income + fiscal_opening),
        prior_general=draw.near(general),
        official=official,
        running_prior=draw.near(general_basic - personnel),
        procurement=(procurement[0], procurement[1], procurement[2]),
        small_business=small,
        micro_business=micro,
        cars=cars,
        projects=tuple(projects),
    )
