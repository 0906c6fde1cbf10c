"""Projects of the beginning of the year and those added in it against all there were; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.parts import add_up, compatible
from auditlint.checks.relate import maybe
from auditlint.checks.sum.counts import counted
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.facts.words import BESIDES
from auditlint.model import Relation
from auditlint.numerals import normalize

_ALL = compiled(r"(?:共|总|全年)[^,;。0-9]{0,8}$|项目$|项目(?:总数|数量)?(?:为|共|共计)$")
_FIRST = compiled(r"年初[^,;。0-9]{0,10}$")
_ADDED = compiled(r"(?:年中|年度中间?|年度?执行中|年内)[^,;。0-9]{0,4}(?:追加|新增|增加|增列|新立)[^,;。0-9]{0,4}$")
_OTHERWISE = compiled(r"等|取消|撤销|终止|合并|拆分|[调核]减[0-9]+个|未[实启]|暂缓|延期")
_BRACKET = compiled(r"\([^()]*\)")
_NOUN = "项目"
_OF_PROJECTS, _BARE = compiled(_NOUN), compiled(rf"{_NOUN}|[,，;；。]")


def added(ledger: Ledger) -> Iterator[Relation]:
    """实施项目T个，其中年初列入预算的a个项目…；年中追加b个项目…: T is a and b."""
    for sentence in ledger.sentences:
        if "年初" not in sentence.text or _NOUN not in sentence.text:
            continue
        counts = [
            f for f in ledger.facts_of(sentence) if counted(f) and not f.depth and f.measure in ("level", "budget")
        ]
        if len(counts) != _THREE:
            continue
        total, *parts = counts
        if not all(compatible(p, total) for p in parts):
            continue
        leads = [normalize(ledger.before(f, _LEAD)) for f in counts]
        named = all(
            _NOUN in lead[-4:] or (_BARE if f is not total else _OF_PROJECTS).match(ledger.after(f, 2))
            for f, lead in zip(counts, leads, strict=True)
        )
        said = _ALL.search(leads[0]) and _FIRST.search(leads[1]) and _ADDED.search(leads[2])
        words = _BRACKET.sub("", sentence.between(total, parts[-1]))
        if named and said and not _OTHERWISE.search(words) and not BESIDES.search(sentence.text):
            yield from maybe(add_up(total, parts, firm=True))


_LEAD = 20  # characters before a number that say which projects it counts
_THREE = 3  # all, those of the beginning, those that were added
