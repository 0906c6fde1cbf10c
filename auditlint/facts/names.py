"""Names of projects and indicators: whether two are of one thing, and which of two sets of names go together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from auditlint.expressions import compiled

_MARKS = compiled(r"[\s“”\"‘’'「」『』《》〈〉、,，。.:：;；()（）\[\]【】<>-]+")
_LEADING = compiled(
    r"^(?:20[0-9]{2}年度?|[0-9A-Za-z]{8,}|(?:全|本|我)?(?:市级?|县级?|区级?|省级?|部门|单位|年度))(?=.{4})"
)
_ENDING = compiled(r"(?:项目|专项|资金|经费|费用|支出|预算|费|款)$")
_MEASURED = compiled(r"(?:数量|个数|人数|次数|件数|台数|宗数|户数|率|度|额|数|量|情况|程度|水平)$")
# what makes two names different that are the same otherwise: a stage, a source, a year, the other of two sides
_TELLING = compiled(
    r"[0-9一二三四五六七八九十]|期|批|段|中央|省|上级|配套|结转|上年|追加|新建|改建|扩建|续建|非|未|不|无|男|女|新|旧|内|外|上|下"
)
_JOINED = compiled(r"[及和与或、]")
_AKIN = 0.75  # of the characters of both names that they must have in common, in order


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """A name without marks, the year or code before it, and 项目, 专项, 经费 … behind it."""
    words = str(_MARKS.sub("", name))
    for _ in range(3):
        words = str(_LEADING.sub("", words))
    while len(words) > 3:
        shorter = str(_ENDING.sub("", words))
        if shorter == words or len(shorter) < 3:
            break
        words = shorter
    return words


@lru_cache(maxsize=65536)
def akin(one: str, other: str) -> float:
    """How near two cores are: 1 equal, else the share of characters in common where one holds the other; 0 apart."""
    if one == other:
        return 1.0 if one else 0.0
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < 3:
        return 0.0
    share = 2 * len(short) / (len(short) + len(long))
    if share < _AKIN and not long.endswith(short):
        return 0.0
    rest = _rest(short, long)
    apart = rest is None or _TELLING.search(rest) or (len(rest) > 1 and _JOINED.search(rest))
    return 0.0 if apart else share


def _rest(short: str, long: str) -> str | None:
    """What is left of a text without another whose characters it holds in order; None where it does not."""
    left: list[str] = []
    end = 0
    for c in short:
        at = long.find(c, end)
        if at < 0:
            return None
        left.append(long[end:at])
        end = at + 1
    return "".join(left) + long[end:]


def couples(ours: Sequence[str], theirs: Sequence[str]) -> dict[str, str]:
    """Our names with theirs, where each is the other's only best: equal cores first, then the nearest."""
    best = {a: _best(a, theirs) for a in ours}
    back = {b: _best(b, ours) for b in theirs}
    return {a: b for a, b in best.items() if b and back[b] == a}


def _best(name: str, among: Iterable[str]) -> str:
    ranked = sorted(((akin(core(name), core(o)), o) for o in among), reverse=True)
    if not ranked or ranked[0][0] == 0 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return ""
    return ranked[0][1]


@lru_cache(maxsize=8192)
def indicator(name: str) -> str:
    """The core of an indicator's name: without the noun of what is counted or rated at its end."""
    words = str(_MARKS.sub("", name))
    shorter = str(_MEASURED.sub("", words))
    return shorter if len(shorter) >= 2 else words
