"""The figure of a list item that can be a part of a total; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Sequence

from auditlint.checks.parts import compatible
from auditlint.checks.wholes import one_of_several
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Listing
from auditlint.facts.match import opposed
from auditlint.model import Fact
from auditlint.numerals import normalize


def column(facts: Sequence[Fact], measure: str, like: Fact) -> Fact | None:
    """The first fact of a list item that can be a part of `like`, of its side where the item has both sides."""
    found = [f for f in facts if f.measure == measure and compatible(f, like)]
    for side in ("收入", "支出", "结余"):
        labelled = [f for f in found if f.label]
        if side in like.label and len(labelled) > 1 and any(opposed(side, f.label) for f in labelled):
            same = [f for f in found if side in f.label]
            return same[0] if same else None
    named = [f for f in found if f.label == like.label != ""]  # 计划a、成交b、节约c of each: of the column so called
    return next(iter(named or found), None)


_PEOPLE = ("人", "人次", "名", "位")


def person(facts: Sequence[Fact], like: Fact) -> Fact | None:
    """The one count of people of a list item, where the total counts their visits: 参会n人次：甲会，a人；乙会，b人."""
    found = [f for f in facts if f.measure == like.measure and f.figure.unit.name in _PEOPLE]
    return found[0] if like.figure.unit.name in _PEOPLE and len(found) == 1 else None


def item_before(ledger: Ledger, listing: Listing, total: Fact, part: Fact) -> bool:
    """Whether a total is itself an item of a list that a sentence before lays out, or one of several alike there."""
    listed = (len(one.parts) > 1 and one.opener not in ("lines", "heading") for one in ledger.lists_with(total.id))
    apart = total.sentence != part.sentence and not named_before(ledger, listing, total)
    return apart and (any(listed) or one_of_several(ledger, total, part))


def named_before(ledger: Ledger, listing: Listing, total: Fact) -> bool:
    """人员经费A，公用经费B。人员经费包括：…: whether the words right before a list name its total once more."""
    if listing.opener == "lines":
        return len(total.label) >= _NAME and opening_words(ledger, listing).rpartition("。")[2].startswith(total.label)
    sentence = ledger.sentences[ledger.facts[listing.parts[0][0]].sentence]
    before = sentence.text[: max(listing.place.start - sentence.start, 0)].replace(" ", "")
    clause = _CLAUSE.split(before)[-1]
    return listing.opener == "中" or (len(total.label) >= _NAME and clause == total.label)


_CLAUSE = compiled(r"[,;:。]")
_NAME = 3  # characters of a name that says what is listed


LEAST = 2  # parts of a list


def opening_words(ledger: Ledger, listing: Listing) -> str:
    """The end of the paragraph that opens a list below it."""
    text = ledger.documents[listing.document].blocks[listing.place.block].text
    return normalize(text.rstrip()[-_OPENING:])


_OPENING = 20  # characters at the end of a paragraph that open a list below it
