"""A stock at both ends of the year and its change: 期初净资产A，增加B，期末净资产C; part of the check `balance`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Fact, Relation
from auditlint.numerals import normalize

_OPENING = compiled(
    r"^(?:本?年初|期初|上年末|上年底|去年末|去年底|上年年末)数?|(?:年初|期初|上年末)(?:数|余额)?$|(?:年初|期初)(?=账面|原值|净值)"
)
_CLOSING = compiled(r"^(?:本?年末|期末|本?年底|年终)数?|(?:年末|期末|年底)(?:数|余额)?$")
_OF_THE_YEAR = compiled(r"^(?:本年度?|本期|当年|当期|全年|年内|期内)?")
_NETTED = compiled(r"其中|抵|剔除|扣除|累计|同比|上年同期|预算|[，,;；][^，,;；]{0,6}(?:含|因)")
_LESS = compiled(r"不含|不包括|剔除|扣除")
_BRACKET = compiled(r"\([^()]*\)")
_NEAR = 12  # characters behind a change in which it may be put in doubt

_ROLLED = compiled(r"(?:年末|期末|年底)?(?:累计|滚存)(?:累计|滚存)?结余$")
_OWN_YEAR = compiled(r"(?:当年|本年|当期|本期)度?(?:预计)?(?:收支)?(?:(?P<less>赤字|缺口|亏损)|结余|盈余)(?:为|约)?$")


def rolled(ledger: Ledger) -> Iterator[Relation]:
    """2030年末滚存结余A。2031年…，当年赤字B，年末滚存结余C: A less B is C."""
    for sentence in ledger.sentences:
        if "结余" not in sentence.text:
            continue
        facts = ledger.facts_of(sentence)
        yield from _added(ledger, facts)
        yield from _in_bracket(ledger, facts)
        for own, closing in pairwise(facts if sentence.id else ()):
            m = _OWN_YEAR.search(normalize(ledger.before(own, 12)))
            if m is None or not _ROLLED.search(closing.label) or not compatible(own, closing) or own.depth:
                continue
            last = ledger.facts_of(ledger.sentences[sentence.id - 1])[-1:]
            near = ledger.sentences[sentence.id - 1].block == sentence.block
            years = {f.period for f in (own, closing)}
            if near and last and _ROLLED.search(last[0].label) and compatible(last[0], closing) and len(years) == 1:
                year = years.pop()
                if year.isdigit() and last[0].period == str(int(year) - 1):
                    yield from maybe(_closed(closing, last[0], (-1 if m["less"] else 1, own)))


def _closed(closing: Fact, opening: Fact, *changes: tuple[int, Fact]) -> Relation | None:
    """The closing stock against the opening one and its changes, each with its sign (1 or -1)."""
    terms = [("plus" if sign > 0 else "minus", f) for sign, f in changes]
    signs = (1, *(sign for sign, _ in changes))
    return relate("balance", Sum(signs), [("stated", closing), ("plus", opening), *terms], firm=True)


_BROUGHT = compiled(r"^(?:加上|加)?(?:上年末?|上年度|历年|以前年度)(?:滚存|累计|结转)*结余$")
_OTHERWISE = compiled(r"其中|剔除|扣除|调整|划转|上解|补助|转移|并入|缴回")


def _own_years(ledger: Ledger, facts: Sequence[Fact]) -> Iterator[tuple[int, Fact, Fact, Fact]]:
    """The balance of a year alone, its sign before it (-1 of a deficit), and the two amounts right behind it."""
    for own, second, third in zip(facts, facts[1:], facts[2:], strict=False):
        m = _OWN_YEAR.search(normalize(ledger.before(own, 12)))
        if m is None or _ROLLED.search(own.label):
            continue
        if all(f.measure in ("level", "prior") and compatible(f, own) for f in (own, second, third)):
            yield -1 if m["less"] else 1, own, second, third


def _added(ledger: Ledger, facts: Sequence[Fact]) -> Iterator[Relation]:
    """当年收支结余A，加上年滚存结余B，年末滚存结余C: three amounts right behind each other."""
    for sign, own, brought, closing in _own_years(ledger, facts):
        named = _BROUGHT.match(brought.label) and _ROLLED.search(closing.label)
        text = ledger.sentences[own.sentence].between(own, closing)
        if named and not any(f.depth for f in (own, brought, closing)) and not _OTHERWISE.search(text):
            yield from maybe(_closed(closing, brought, (sign, own)))


_AT_OPENING = compiled(r"^(?:上年末|上年底|去年末|年初|期初)(?:滚存|累计)?(?:结余|余额)?$")


def _in_bracket(ledger: Ledger, facts: Sequence[Fact]) -> Iterator[Relation]:
    """本年收支结余A，年末滚存结余C（上年末B）: C is B and A."""
    for sign, own, closing, opening in _own_years(ledger, facts):
        named = _ROLLED.search(closing.label) and _AT_OPENING.match(opening.label)
        beside = own.depth == closing.depth == opening.depth - 1 and own.clause + 1 == closing.clause == opening.clause
        one = _closed(closing, opening, (sign, own)) if named and beside else None
        more = any(f.id > opening.id and f.figure.unit.dimension == "money" for f in facts)  # …，上解调剂金D
        if one is not None and (one.verdict != "broken" or not more):
            yield one


def stocks(ledger: Ledger) -> Iterator[Relation]:
    """The relation of every closing stock whose opening one and whose changes are printed right beside it."""
    for sentence in ledger.sentences:
        if "初" not in sentence.text and "上年" not in sentence.text and "去年" not in sentence.text:
            continue
        facts = [f for f in ledger.facts_of(sentence) if f.measure in ("level", "prior", "change")]
        yield from _far(ledger, sentence, facts)
        for opening in (f for f in facts if f.measure != "change" and _opens(ledger, f)):
            found = _moved(facts, opening) or _behind(ledger, sentence, facts, opening) or _since(facts, opening)
            if found is not None and not _doubted(ledger, sentence, opening, *found):
                closing, changes = found
                yield from maybe(_closed(closing, opening, *((f.direction, f) for f in changes)))


_OPENED = compiled(r"(?:年初|期初|上年末|上年底|去年末|去年底)(?:数|值|余额)?(?:为|是|有)?$")


def _opens(ledger: Ledger, fact: Fact) -> bool:
    """Whether an amount is an opening stock, by its name or by the words before one that has none."""
    return _OPENING.search(fact.label) is not None or (
        not fact.label and _OPENED.search(normalize(ledger.before(fact, 8))) is not None
    )


def _since(facts: Sequence[Fact], opening: Fact) -> tuple[Fact, list[Fact]] | None:
    """年末保有量C，年初为A，比年初减少B: the closing stock right before, the change since right behind."""
    k = facts.index(opening)
    near = facts[k - 1 : k + 2] if k else []
    if len(near) < 3 or [f.id for f in near] != list(range(opening.id - 1, opening.id + 2)):
        return None
    closing, _, change = near
    known = closing.measure == "level" and _CLOSING.search(closing.label) and compatible(closing, opening)
    moved = change.measure == "change" and change.basis == "opening" and _own(change, _name(closing.label))
    beside = closing.depth == opening.depth == change.depth and compatible(closing, change)
    return (closing, [change]) if known and moved and beside else None


def _far(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Relation]:
    """年初结转A…。年末结转C，较年初减少B: the one opening stock of that name above in the paragraph."""
    for closing, change in pairwise(facts):
        name = _name(closing.label)
        known = closing.measure == "level" and _CLOSING.match(closing.label) and compatible(closing, change)
        if (
            not known
            or not name
            or change.basis != "opening"
            or not _SINCE.fullmatch(sentence.between(closing, change))
        ):
            continue
        near = ledger.paragraph(sentence, before=_ABOVE, behind=0)
        above = [f for s in near for f in ledger.facts_of(s) if f.id < closing.id - 1]
        found = [f for f in above if _is_opening(f) and _name(f.label) == name]
        if not found:  # in the paragraph before, where the report tells no other opening stock of that name
            every = _openings(ledger).get(name, ())
            apart = {(f.document, f.section) for f in every} != {(closing.document, closing.section)}
            near_it = [f for f in every if 0 < closing.sentence - f.sentence <= _ABOVE]
            found = [] if apart or len(near_it) < len(every) else near_it
            if not found and name in _OF_ALL:  # told in the section of the income, compared in that of the expenditure
                found = [f for f in every if f.document == closing.document and _of_all(ledger, f)]
                found = found if _of_all(ledger, closing) else []
        opening = found[0] if len({f.figure.amount for f in found}) == 1 else None
        if opening is None or not compatible(opening, closing) or any(f.depth for f in (opening, closing, change)):
            continue
        words = ledger.sentences[opening.sentence].text
        doubted = _of_another_year(opening, closing) or _ADJUSTED.search(words)
        if change.direction and not doubted and not _doubted(ledger, sentence, closing, closing, [change]):
            yield from maybe(_closed(closing, opening, (change.direction, change)))


def _is_opening(fact: Fact) -> bool:
    """Whether an amount is an opening stock."""
    return fact.measure in ("level", "prior") and _OPENING.match(fact.label) is not None


@lru_cache(maxsize=1)
def _openings(ledger: Ledger) -> Mapping[str, Sequence[Fact]]:
    """The opening stocks of a report's text by what they are of."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in ledger.facts:
        if fact.sentence >= 0 and _is_opening(fact):
            found[_name(fact.label)].append(fact)
    return found


_FUNDS = compiled(r"财政拨款|政府性基金|国有资本|一般公共预算")


def _of_all(ledger: Ledger, stock: Fact) -> bool:
    """Whether a stock is of all funds: neither its section nor its clause names one of them."""
    words = stock.section.rpartition(" / ")[2] + ledger.before(stock, 16)
    return bool(stock.figure.value) and _FUNDS.search(words) is None


_OF_ALL = ("结转和结余", "结转结余")  # of all funds of a body, where the report gives them one amount
_SINCE = compiled(r"[,](?:较|比|与)(?:本?年初|期初|上年末|上年底)(?:数|余额)?(?:相比)?[,]?(?:增加|减少|增长|下降)了?")
_ADJUSTED = compiled(r"调整|更正|差错|划转|并入")  # the opening stock may be another one
_ABOVE = 8  # sentences of a paragraph above a closing stock in which the opening one may stand


def _name(label: str) -> str:
    """What a stock is of, without the date."""
    return str(_CLOSING.sub("", _OPENING.sub("", label)))


def _moved(facts: Sequence[Fact], opening: Fact) -> tuple[Fact, list[Fact]] | None:
    """期初A，增加B，减少C，期末D; 期初A，期末D，增加B: the closing stock and the changes between or right behind."""
    name, changes = _name(opening.label), list[Fact]()
    closing: Fact | None = None
    for f in facts[facts.index(opening) + 1 :]:
        if f.depth > opening.depth:  # 增加B（购置b、接受捐赠c）
            continue
        if f.depth != opening.depth or not compatible(f, opening):
            break
        if f.measure == "change" and f.basis == "prior" and closing is None:  # 年初A，比上年减少b: A itself did
            continue
        if f.measure == "change" and _own(f, name):
            changes.append(f)
        elif closing is None and f.measure == "level" and _closes(f, name):
            closing = f
            if changes:
                break
        else:
            break
    return (closing, changes) if closing is not None and changes else None


def _closes(fact: Fact, name: str) -> bool:
    """Whether an amount is the closing stock of that name; 资产总额年初数A，期末数B names it once."""
    own = _name(fact.label)
    return _CLOSING.search(fact.label) is not None and (own in (name, "") or (len(own) > 2 and name.endswith(own)))


def _behind(ledger: Ledger, sentence: Sentence, facts: Sequence[Fact], opening: Fact) -> tuple[Fact, list[Fact]] | None:
    """净资产D。与期初相比，净资产增加B，期初净资产为A: the closing stock is told before its change."""
    k = facts.index(opening)
    change = facts[k - 1] if k else None
    name = _name(opening.label) or (_name(change.label) if change is not None else "")
    if change is None or change.measure != "change" or change.basis != "opening" or change.id != opening.id - 1:
        return None
    near = ledger.paragraph(sentence, before=1, behind=0)
    levels = [f for s in near for f in ledger.facts_of(s) if f.measure == "level" and f.id < change.id]
    alike = [f for f in levels if compatible(f, opening)]
    named = [f for f in alike if name and f.label in (name, f"期末{name}", f"年末{name}")]
    if not name and len(alike) == 1 and alike[0].id == change.id - 1:  # 保有量12辆，比年初增加2辆，年初为10辆
        return alike[0], [change]
    return (named[0], [change]) if name and len(named) == 1 and _own(change, name) else None


def _own(change: Fact, name: str) -> bool:
    """Whether a change is of the stock itself, by its name or because it has none."""
    return bool(change.direction) and _OF_THE_YEAR.sub("", change.label) in ("", name)


def _doubted(ledger: Ledger, sentence: Sentence, opening: Fact, closing: Fact, changes: Sequence[Fact]) -> bool:
    """Whether words between the amounts say that there is more to it, or that a part of it is told."""
    if any(ledger.restated(f) for f in changes):
        return True
    if _of_another_year(opening, closing):
        return True
    ids = [opening, closing, *changes]
    first, last = min(ids, key=lambda f: f.id), max(ids, key=lambda f: f.id)
    if closing.sentence != sentence.id:
        first = min((opening, *changes), key=lambda f: f.id)
    text = sentence.text[first.figure.span.start - sentence.start : last.figure.span.end - sentence.start]
    if _LESS.search(text):
        return True
    text = _BRACKET.sub("", text)
    return _NETTED.search(text + normalize(ledger.after(last, _NEAR)).partition(";")[0].partition("。")[0]) is not None


def _of_another_year(opening: Fact, closing: Fact) -> bool:
    """2030年初A，2031年末C，较年初减少B: whether the opening stock is not that of the closing one's year."""
    return "初" in opening.label and bool(opening.period) and closing.period not in ("", opening.period)
