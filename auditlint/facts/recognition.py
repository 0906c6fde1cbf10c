"""What a table was taken for: one of the known forms, by its title and the shape that goes with it, never by number."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.grids import bare, plain
from auditlint.facts.panels import Panel
from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import regex

Stage = Literal["final", "budget", ""]
# Forms that take part in equations, then those that are only known by name.
FORMS = ("total", "income", "expenditure", "fiscal", "general", "basic", "fund", "state", "official")
NAMED = (
    "general-project",
    "fund-official",
    "fiscal-detail",
    "project",
    "procurement",
    "assets",
    "running",
    "evaluation",
)

_SCOPES = compiled(r"一般公共预算|公共财政预算|政府性基金|国有资本|财政拨款|三公|项目|社会保险|转移支付|基本|人员|公用")
_QUOTES = str.maketrans("", "", "“”\"‘’'「」『』《》")
_TAIL = compiled(r"(?:\([^()]*\)|(?:公开)?[0-9一二三四五六七八九十]*表[0-9-]*|[-—_]+|[(（]?(?:空表|续)[)）]?)$")
_BY_UNIT = compiled(r"\((?:分单位|按单位)\)")
_FUND_NAMES = compiled(r"一般公共预算|公共财政预算|政府性基金预算|国有资本经营预算|社会保险基金预算")


@dataclass(frozen=True, slots=True)
class Form:
    """A known form: its kind (of `FORMS` or `NAMED`), and whether its title says that it is of accounts or a budget."""

    kind: str
    stage: Stage = ""

    @property
    def public(self) -> bool:
        """Whether it is one of the public tables that are tied to each other."""
        return self.kind in FORMS


class Words(Hashable, Protocol):
    """What this module needs of a lexicon."""

    def regex(self, key: str) -> str:
        """A non-capturing alternation of a key's phrases."""
        ...


def recognise(title: str, panels: Sequence[Panel], lexicon: Words) -> Form | None:
    """The form of a table; None where title and shape do not say one thing."""
    shape = _shape(panels)
    named = titled(title, lexicon)
    if named is None:
        return Form(shape) if shape and not title else None
    if not named.public:
        return named
    if shape and shape != named.kind:
        return None
    return named if shape or _may_be(named.kind, panels) else None


def titled(title: str, lexicon: Words) -> Form | None:
    """The form that a title names."""
    words = plain(title).translate(_QUOTES)
    if not words or _BY_UNIT.search(words):
        return None
    while True:
        shorter = _TAIL.sub("", words)
        if shorter.endswith("表") and shorter != words:
            words = shorter
        else:
            break
    found = [(m.start(), kind) for kind, pattern in _patterns(lexicon).items() if (m := pattern.search(words))]
    if not found:
        return None
    start, kind = min(found)  # 收入支出决算总表 ends in a phrase of 支出决算总表
    return None if scoped(words[:start]) else Form(kind, _stage(words))


def scoped(words: str) -> bool:
    """Whether words before a title narrow it to a fund or a kind of expenditure."""
    return _SCOPES.search(words) is not None


def _stage(title: str) -> Stage:
    if "决算" in title:
        return "final"
    return "budget" if "预算" in _FUND_NAMES.sub("", title) else ""


@lru_cache(maxsize=4)
def _patterns(lexicon: Words) -> Mapping[str, regex.Pattern[str]]:
    return {kind: compiled(f"(?:{lexicon.regex('form-' + kind)})$") for kind in (*FORMS, *NAMED)}


# --------------------------------------------------------------------------- shapes

_INCOME_TOTAL = compiled(r"(?:本年)?收入合计")
_OUTGO_TOTAL = compiled(r"(?:本年)?支出合计")
_GRAND = compiled(r"(?:收入|支出|收支)?总计")
_OTHER_SOURCES = ("上级补助收入", "事业收入", "附属单位上缴收入")
_BESIDE_OFFICIAL = (
    "会议费",
    "培训费",
)  # with these, nothing says what a total beside the three public expenses adds up
_OTHER_OUTGO = ("上缴上级支出", "经营支出", "对附属单位补助支出")


def _headers(panels: Sequence[Panel]) -> set[str]:
    return {bare(h) for p in panels for c in p.columns for h in c.header}


def _labels(panel: Panel) -> list[str]:
    return [bare(r.label) for r in panel.rows if r.label]


def _sides(panels: Sequence[Panel]) -> bool:
    """Whether two panels are income and expenditure side by side."""
    if len(panels) != 2:
        return False
    income, outgo = map(_labels, panels)
    return any(map(_INCOME_TOTAL.fullmatch, income)) and any(map(_OUTGO_TOTAL.fullmatch, outgo))


def _shape(panels: Sequence[Panel]) -> str:
    """The form that rows and columns alone give away, or ""."""
    headers = _headers(panels)
    if any(h.startswith(_BESIDE_OFFICIAL) for h in headers):
        return ""
    if _sides(panels):
        funds = [h for h in _headers(panels[1:]) if _FUND_NAMES.search(h) or h.startswith(("政府性基金", "国有资本"))]
        left = _labels(panels[0])
        if len(funds) >= 2 or any("财政拨款结转" in x for x in left):
            return "fiscal"
        return "total" if any(x.startswith(_OTHER_SOURCES) for x in left) else ""
    if any(h.startswith("因公出国") for h in headers) and any(h.startswith("公务接待") for h in headers):
        return "official"
    if any(h.startswith("财政拨款收入") for h in headers) and any(h.startswith(_OTHER_SOURCES) for h in headers):
        return "income"
    if {"基本支出", "项目支出"} <= headers and any(h.startswith(_OTHER_OUTGO) for h in headers):
        return "expenditure"
    codes = {r.code for p in panels for r in p.rows if r.code}
    if {"301", "302"} <= codes and all(c[0] == "3" for c in codes):
        return "basic"
    labels = [x for p in panels for x in _labels(p)]
    if any(x.startswith(_BESIDE_OFFICIAL) for x in labels):
        return ""
    if any(x.startswith("因公出国") for x in labels) and any(x.startswith("公务接待费") for x in labels):
        return "official" if len(labels) <= 12 and not codes else ""
    return ""


def _may_be(kind: str, panels: Sequence[Panel]) -> bool:
    """Whether a table without a telling shape has at least what the form of its title needs."""
    headers = _headers(panels)
    labels = {x for p in panels for x in _labels(p)}
    totals = any(x.endswith(("合计", "总计")) for x in labels) or any(h.endswith(("合计", "小计")) for h in headers)
    if kind in ("total", "fiscal"):
        return len(panels) == 2 and any(map(_GRAND.fullmatch, labels))
    if kind == "income":
        return totals and any(h.endswith("收入") for h in headers) and len(panels) == 1
    if kind == "expenditure":
        return totals and {"基本支出", "项目支出"} <= headers
    if kind in ("general", "fund", "state"):
        coded = any(r.code[:1] == "2" for p in panels for r in p.rows if r.code)
        columns = {"基本支出", "项目支出"} <= headers or {"本年收入", "年初结转和结余"} <= headers
        return totals and len(panels) == 1 and (coded or columns)
    if kind == "basic":
        return totals and any(x in ("工资福利支出", "商品和服务支出") for x in labels)
    return False
