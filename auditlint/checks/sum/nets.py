"""A net change behind the changes that make it: 甲增加a，乙减少b，净增加d; part of the check `sum`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.parts import compatible
from auditlint.checks.relate import relate, significant, slipped
from auditlint.checks.sum.defined import defined
from auditlint.checks.sum.lacking import coarse
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.divisions import divided
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.facts.match import generic
from auditlint.model import Fact, Relation
from auditlint.records import replace

_NET = compiled(  # …，两项相抵后净增加d; （净额增加d）; 基本支出合计增加d
    r"(?:净额?|(?:合计|共计|总计)(?:净额?)?|(?:[相互]抵|抵消|品迭|轧差)后?,?(?:实际|共|净)?)"
    r"(?:[比较](?:上年|年初预算|预算)|同比)?(?:净?(?:增加|增长|上升|减少|下降|降低|[增减]))(?:额?为|了)?$"
)
_WHY = compiled(r"原因|主要|其中|由于|[:。]")
_MAIN = compiled(r"其中|主要|部分|特别是|尤其")
_SOME = compiled(
    r"等(?:因素|原因|方面|项)|等[,;()]|其中|含|包括|剔除|扣除|不计|另|此外|零星|20[0-9]{2}年|季度|月份|半年"
)
_NO_SUM = compiled(
    r"负债|资产|净值|折旧|摊销|结余|结转|[贷存]款|债|赤字|缺口|差额|亏损|利润|收支|累计|调[入出]|上解|财力|还本|偿还"
)
_SIDE = compiled(r"(?P<side>收入|支出)(?:合计|总计|总额|决算数?|数|额)?$")
_LEAST = 2  # changes that make a net one
_DIGITS = 3  # of a change whose turned direction is no coincidence


def nets(ledger: Ledger) -> Iterator[Relation]:
    """The changes that words call net, or the sum, of those right before them in their sentence."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence)
        for i, net in enumerate(facts):
            if i < _LEAST or net.measure != "change" or not net.direction:
                continue
            if _NET.search(sentence.between(facts[i - 1], net).replace(" ", "")):
                yield from _net(ledger, sentence, facts[:i], net)


def _net(ledger: Ledger, sentence: Sentence, before: Sequence[Fact], net: Fact) -> Iterator[Relation]:
    parts = _moved(sentence, before, net)
    readings = [made_of(net, parts[k:]) for k in range(len(parts) - 1)]
    known = [r for r in readings if r is not None]
    if not known:
        return
    fits = next((r for r in known if r.verdict != "broken"), None)
    if fits is not None:
        yield replace(fits, firm=fits is known[0] and _sure(ledger, sentence, fits))
    elif _sure(ledger, sentence, known[0]) or _of_the_whole(ledger, sentence, known[0]):
        yield pointed(replace(known[0], firm=True))


def made_of(net: Fact, parts: Sequence[Fact]) -> Relation | None:
    """The relation of a net change and the changes that make it."""
    signs = tuple(1 if p.direction == net.direction else -1 for p in parts)
    return relate("sum", Sum(signs), (("total", net), *(("part", p) for p in parts)), firm=False)


def _moved(sentence: Sentence, before: Sequence[Fact], net: Fact) -> list[Fact]:
    """The changes right before a net one, up to what they explain: 支出增加d，主要是甲增加a，乙减少b，净增加d."""
    found: list[Fact] = []
    for fact in reversed(before):
        if found and _WHY.search(sentence.between(fact, found[0])):
            break
        alike = fact.measure == "change" and fact.direction and compatible(fact, net)
        if alike and fact.depth <= net.depth <= fact.depth + 1 and (fact.basis or "prior") == (net.basis or "prior"):
            found.insert(0, fact)
        elif fact.measure != "rate" or fact.depth > net.depth:
            break
    return found


def _sure(ledger: Ledger, sentence: Sentence, relation: Relation) -> bool:
    """Whether changes are beyond doubt all that make a net one."""
    net, *parts = (t.fact for t in relation.terms)
    lead, words = sentence.before(parts[0]), sentence.between(parts[0], net)
    named = parts[0].label + words + net.label
    if _SOME.search(named) or _NO_SUM.search(named) or len({(p.label, p.direction) for p in parts}) < len(parts):
        return False
    if not parts[0].label or both_sides((*parts, net)):
        return False
    labels = [p.label for p in parts]
    named_all = _bare(net.label) or defined(ledger, None, parts) or divided(labels, ledger.rulebook.lexicon, net.label)
    if named_all and not _MAIN.search(lead):
        return True
    return relation.verdict != "broken" or (turned(relation) and not coarse(relation))


NET_OF_ALL = compiled(  # 增减相抵后净增加d: what the changes before come to
    r"(?:[相互]抵|抵消|品迭|轧差)后?,?(?:实际|共)?净?(?:增[加长]?|减少?|下降)(?:额?为|了)?$"
)


def _of_the_whole(ledger: Ledger, sentence: Sentence, relation: Relation) -> bool:
    """减少d，原因：一是甲减少a；二是乙增加b，增减相抵，净减少d: whether that is what the whole moved by."""
    net, *parts = (t.fact for t in relation.terms)
    told = any(
        (f.figure.amount, f.direction, f.measure) == (net.figure.amount, net.direction, "change")
        for f in ledger.facts[max(parts[0].id - _BEFORE, 0) : parts[0].id]
        if (f.document, f.figure.span.block) == (net.document, sentence.block)
    )
    words = sentence.between(parts[0], net).replace(" ", "")
    offset = NET_OF_ALL.search(words) is not None and {p.direction for p in parts} == {1, -1}
    return told and offset and not _SOME.search(words) and slipped(relation, _TELLING)


_BEFORE = 3  # figures before changes among which the one that they explain stands
_TELLING = 4  # digits of a change in which a slip tells


_ONLY_NET = compiled(
    r"(?:以上|上述|[一二两三四五六七八九十0-9]+项|各项|增减|因素|[相互]抵|抵消|品迭|轧差|后|实际|共|净额?|合计|总计|共计|额)*"
)


def _bare(label: str) -> bool:
    """Whether the name of a net change is nothing but words for what it is."""
    return _ONLY_NET.fullmatch(label) is not None or generic(label)


def both_sides(changes: Sequence[Fact]) -> bool:
    """Whether changes are of income and of expenditure: 收入增加a，支出减少b is a change of a+b."""
    return len({m["side"] for f in changes if (m := _SIDE.search(f.label))}) > 1


def turned(relation: Relation) -> bool:
    """Whether one word of direction turned round makes a sum of changes come out to the last digit."""
    stated, *others = relation.figures
    if relation.expected is None or not relation.difference or not isinstance(relation.equation, Sum):
        return False
    gap = relation.difference * stated.unit.factor
    each = zip(others, relation.equation.signs, strict=True)
    return -relation.expected == stated.value or any(
        -2 * sign * f.amount == gap and significant(f) >= _DIGITS for f, sign in each
    )


def misdirected(ledger: Ledger, relation: Relation) -> bool:
    """Whether a sum of changes of one kind fails for nothing but a word of direction."""
    net, *parts = (t.fact for t in relation.terms)
    sentence, first = ledger.sentences[net.sentence], min((net, *parts), key=lambda f: f.id)
    words = first.label + "".join(ledger.before(p, _NAMES) for p in parts) + sentence.before(net)[-_NAMES:]
    after = next((f for f in ledger.facts_of(sentence) if f.id == parts[-1].id + 1), None)
    if after is not None and _NET.search(sentence.between(parts[-1], after).replace(" ", "")):
        return False  # （净额增加d）: told there
    sure = turned(relation) and not coarse(relation)
    return sure and not both_sides((net, *parts)) and not _NO_SUM.search(words)


_NAMES = 16  # characters before a change that say what it is of


def pointed(relation: Relation) -> Relation:
    """A broken sum of changes, with a note where a word of direction is what is wrong in it."""
    wrong = relation.verdict == "broken" and turned(relation)
    return replace(relation, note="direction") if wrong else relation
