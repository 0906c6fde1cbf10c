"""The words of a figure: its clause before and behind it; which of two kinds of words stands last."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Fact
from auditlint.numerals import normalize
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

    from auditlint.packs import Lexicon

_BEFORE = compiled(r"[^,;。:()0-9]*(?:20[0-9]{2}年(?:[0-9]{1,2}月)?[^,;。:()0-9]*)?$")
_OF_WHICH = r"中(?![央标小心间学医期国型长高职共止断层部午])"  # T个图斑中通过a个: what follows is said of a
_BEHIND = compiled(rf"(?:(?!{_OF_WHICH})[^,;。:()0-9、])*")
_WITHIN = compiled(rf"[^,;。:()0-9、]{{0,10}}?(?<!其){_OF_WHICH}")
_NEXT = compiled(r"(?:已|实际|累计)+(?:支付|支出|拨付|到位|完成|使用|执行)[0-9]")  # 资金a万元已支付b万元: said of b
_ASIDE = compiled(r"\((?:含)?(?:调整|追加)[^()0-9]{0,6}\)")  # 全年预算数(调整后)为
_REACH = 30


@lru_cache(maxsize=64)
def pattern(lexicon: Lexicon, key: str) -> regex.Pattern[str]:
    """The phrases of a lexicon's key."""
    return compiled(lexicon.regex(key))


def around(ledger: Ledger, fact: Fact) -> str:
    """What stands in a figure's clause before it and behind it, without blanks, another figure ending both."""
    return _clause(ledger.before(fact, _REACH), ledger.after(fact, _REACH))


@lru_cache(maxsize=1024)  # of texts, not of facts: a fact would keep its report in memory
def _clause(before: str, behind: str) -> str:
    head, tail = _BEFORE.search(_ASIDE.sub("", normalize(before))), _BEHIND.match(normalize(behind))
    said = tail.group() if tail and not _NEXT.match(normalize(behind)) else ""
    return f"{head.group() if head else ''}|{said}"


def of_which(ledger: Ledger, fact: Fact) -> bool:
    """T个图斑中通过a个: whether the words right behind a figure say that what follows is of it."""
    return _WITHIN.match(normalize(ledger.after(fact, _REACH))) is not None


def way(words: str, ins: regex.Pattern[str], outs: regex.Pattern[str]) -> int:
    """1 or -1 by which of two kinds of words stands last, 0 where neither does."""
    more, less = (max((m.end() for m in p.finditer(words)), default=0) for p in (ins, outs))
    return 0 if more == less else 1 if more > less else -1


_HELD_IN = compiled(r"\((?:含|包括|包含|其中)[^()0-9]*$")
_LEAD = 16  # characters before an amount that may say what holds it


def held_in(ledger: Ledger, fact: Fact) -> bool:
    """支出总计A（含年末结转b）: whether a bracket says that an amount is a part of the one before it."""
    return fact.depth > 0 and _HELD_IN.search(normalize(ledger.before(fact, _LEAD))) is not None


# what is neither one part nor the other: 已完成a个，未完成b个，取消c个
BESIDES = compiled(r"其余|另有|另外|此外|核减|取消|收回|注销")


_RATED = compiled(r"满意[度率]")  # 发放满意度调查问卷a份: of those who were asked, not of the satisfied


def role_of(words: str, roles: Sequence[Sequence[str]]) -> int:
    """The role whose word stands last in some words, the longest of those that end together; -1 where none does."""
    words = _RATED.sub("", words)
    found = [(words.rfind(w) + len(w), len(w), k) for k, role in enumerate(roles) for w in role if w in words]
    found += [(len(words), len(words), k) for k, role in enumerate(roles) if f"={words}" in role]
    return max(found)[2] if found else -1
