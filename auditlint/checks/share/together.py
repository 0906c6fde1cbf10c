"""What several amounts make up together of a whole: 二者合计占p%, 前两项占p%, 优良率; part of the check `share`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.parts import compatible, heads_a_row
from auditlint.checks.relate import TELLING, relate, slipped
from auditlint.checks.subjects import LEVELS
from auditlint.equations import Together
from auditlint.expressions import compiled
from auditlint.facts.closed_lists import grade
from auditlint.facts.ledger import Ledger, Listing, Sentence
from auditlint.facts.match import likeness
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize, whole_number
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_SAID = compiled(
    r"(?:^|[,;。:(])(?P<names>[^,;。:、0-9两二三四五六前上]{2,14}?(?:[、和与及][^,;。:、0-9]{2,14}?)+)?"
    r"(?:(?P<first>前|排前|居前|列前)?(?:以上|上述|这)?(?P<n>[两二三四五六])(?:大类|[者项类个家镇县区种])[^,;。:占0-9]{0,4})?"
    r"(?P<sum>合计|共计|总共|之和|共)?(?:仅)?占(?P<base>[^,;。:占0-9%]*?)(?P<whole>[0-9][0-9.,]*[^,;。:0-9%的]{1,3})?"
    r"的?(?:比重|比例|总量)?(?:为|达到?|约)?$"
)
_GOOD = compiled(r"(?P<grade>优良|优秀)(?:等次|等级|项目)?(?:率|占比|比例)(?:为|达到?)?$")
_OTHER_SHARE = compiled(r"(?:比|:|∶)[0-9.]+%")
_PAST = compiled(r"上年|去年|同期|以往|往年")
_CLAUSE = compiled(r"[,;。]")
_GRADES = {"优良": ("优", "良"), "优秀": ("优",)}
_NEAR = 2  # sentences before a share in which its parts and its whole may stand
_PAIR = 2
_AND = compiled(r"[、和与及]")


def together(ledger: Ledger) -> Iterator[Relation]:
    """The relation of every percentage that several amounts make up of one whole."""
    for sentence in ledger.sentences:
        for fact in ledger.facts_of(sentence):
            if fact.figure.unit.dimension != "percent" or fact.measure not in ("share", "ratio"):
                continue
            words = normalize(sentence.before(fact)).replace(" ", "")
            last = _CLAUSE.split(words)[-1]
            row = "分别" in last and heads_a_row(ledger, fact)
            if _PAST.search(last) or row or _OTHER_SHARE.match(normalize(ledger.after(fact, 8))):
                continue  # 三项分别占p、q、r; 两者占比p比q: each its own
            made = None
            if (good := _GOOD.search(words)) is not None:
                made = _of_grades(ledger, sentence, fact, good["grade"])
            elif "占" in words and (m := _SAID.search(words)) is not None and (m["n"] or (m["names"] and m["sum"])):
                made = _of_parts(ledger, sentence, fact, m)
            elif _OF_WHOLE.search(last):
                made = _of_a_row(ledger, sentence, fact)
            if made is not None:
                yield made


def _near(ledger: Ledger, sentence: Sentence) -> list[Sentence]:
    """A sentence with those right before it in its paragraph."""
    return ledger.paragraph(sentence, before=_NEAR, behind=0)


def _of_grades(ledger: Ledger, sentence: Sentence, rate: Fact, wanted: str) -> Relation | None:
    """评为优a个、良b个、中c个，优良率p%: of the nearest list of grades before it."""
    ids = {i for s in _near(ledger, sentence) for i in s.facts if i < rate.id}
    lists = [one for one in ledger.lists if one.opener == "graded" and ids.issuperset(i for p in one.parts for i in p)]
    if not lists:
        return None
    parts = [ledger.facts[p[0]] for p in lists[-1].parts]
    whole = ledger.facts[lists[-1].parent[0]]
    between = (f for f in ledger.facts[parts[-1].id + 1 : rate.id] if f.figure.unit == whole.figure.unit)
    if rate.depth > parts[0].depth or any(f.figure.value != whole.figure.value for f in between):
        return None  # （上年19个项目，优良率q%）
    good = [p for p in parts if grade(ledger.sentences[p.sentence], p) in _GRADES[wanted]]
    return _made(rate, good, whole) if len(good) == len(_GRADES[wanted]) else None


def _of_parts(ledger: Ledger, sentence: Sentence, share: Fact, m: regex.Match[str]) -> Relation | None:
    """甲a、乙b，二者占T的p%: the amounts that are named or counted, of what they are listed in or what words name."""
    before = [f for s in _near(ledger, sentence) for f in ledger.facts_of(s) if f.id < share.id and f.measure in LEVELS]
    printed = [before.pop()] if m["whole"] and before else []  # 合计占支出T万元的p%
    listing = _last_list(ledger, before)
    if m["names"]:
        parts = _called(before, _AND.split(m["names"]))
    elif m["first"]:
        parts = [ledger.facts[p[0]] for p in listing.parts[: whole_number(m["n"])]] if listing is not None else []
    else:
        parts = _last(before, share, whole_number(m["n"]), listing)
    if len(parts) < _PAIR or not all(compatible(p, parts[0]) for p in parts):
        return None
    wholes = [f for f in printed if compatible(f, parts[0])] or _wholes(ledger, sentence, parts, before, m["base"])
    return _made(share, parts, wholes[0]) if len({w.figure.amount for w in wholes}) == 1 else None


_OF_WHOLE = compiled(r"占[^%]*[0-9][0-9.]*[^0-9%]{1,3}的$")


def _of_a_row(ledger: Ledger, sentence: Sentence, share: Fact) -> Relation | None:
    """两家分别支出a万元和b万元，占W万元的p%: of the amounts of one name right before the printed whole."""
    before = [f for f in ledger.facts_of(sentence) if f.id < share.id]
    whole, row = before[-1], before[:-1]
    start = len(row) - 1
    while start > 0 and row[start].grouped:
        start -= 1
    row = row[max(start, 0) :]
    if len(row) < _PAIR or whole.grouped or not all(compatible(p, whole) and p.measure in LEVELS for p in row):
        return None
    made = _made(share, row, whole)
    return made if made is not None and (made.verdict != "broken" or slipped(made, TELLING)) else None


def _last_list(ledger: Ledger, before: Sequence[Fact]) -> Listing | None:
    """The last list whose items all stand before a share."""
    ids = {f.id for f in before}
    lists = [one for one in ledger.lists if len(one.parts) > 1 and ids.issuperset(p[0] for p in one.parts)]
    return max(lists, key=lambda one: (one.parts[-1][0], len(one.parts)), default=None)


def _called(before: Sequence[Fact], names: Sequence[str]) -> list[Fact]:
    """The amounts of some names, each of which one amount has."""
    found = []
    for name in names:
        same = [f for f in before if f.label == name or likeness(f.label, name) >= _ALIKE]
        if len({f.figure.amount for f in same}) != 1:
            return []
        found.append(same[-1])
    return found if len({f.id for f in found}) == len(found) else []


_ALIKE = 2


def _last(before: Sequence[Fact], share: Fact, count: int, listing: Listing | None) -> list[Fact]:
    """As many amounts as words count: all items of the list before, or all that are told in its sentence."""
    if listing is not None and len(listing.parts) == count:
        return [f for p in listing.parts for f in before if f.id == p[0]]
    own = [f for f in before if f.sentence == share.sentence and f.depth == share.depth and compatible(f, before[-1])]
    return own if len(own) == count else []


def _wholes(ledger: Ledger, sentence: Sentence, parts: Sequence[Fact], before: Sequence[Fact], base: str) -> list[Fact]:
    """What words call the whole, as near as it is told; else the total of the list that has all the parts."""
    ids = {p.id for p in parts}
    if len(base) >= _PAIR:
        known = [*before, *(f for f in ledger.facts_of(sentence) if f.id > parts[-1].id and f.measure in LEVELS)]
        return [f for f in known if f.id not in ids and compatible(f, parts[0]) and likeness(f.label, base) >= _ALIKE]
    lists = [one for one in ledger.lists_with(parts[0].id) if ids <= {p[0] for p in one.parts}]
    return [f for one in lists for f in ledger.pick(one.parent[:1]) if f.measure in LEVELS and compatible(f, parts[0])]


def _made(share: Fact, parts: Sequence[Fact], whole: Fact) -> Relation | None:
    """The share of some amounts of their whole, which none of them is and they do not pass."""
    if whole.id in {p.id for p in parts} or sum(p.figure.amount for p in parts) > whole.figure.amount:
        return None
    terms = (("share", share), *(("part", p) for p in parts), ("whole", whole))
    return relate("share", Together(), terms, firm=True)
