"""Lists that what stands behind them closes, or that stand in a row: …合计T, 由…组成, 分别为a、b和c, grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile, zip_longest

from auditlint.expressions import compiled
from auditlint.facts.labels import clean
from auditlint.facts.ledger import Listing, Sentence
from auditlint.facts.list_items import LEVELS, other_side, position
from auditlint.facts.phrases import DIVISION, Phrases
from auditlint.model import Fact, Span
from auditlint.numerals import whole_number
from auditlint.records import replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_GRADE = r"[“\"]?(?P<grade>优秀|优|良好|良|中等|中|一般|较差|差|合格|不合格|达标|不达标)[”\"]?"
_GRADE_BEHIND = compiled(
    r"(?:[^,;。:0-9评等级结果]{0,8}(?:被?评[为定]|(?:评价|评定)?(?:等级|结果))(?:为|是)?|为)"
    + _GRADE
    + r"(?=[,;。、等级(]|$)"
)
_GRADE_BEFORE = compiled(
    r"(?:为|[,;、]|和)" + _GRADE + r"(?:等级|等次)?的(?:有|项目|单位|共)*$"
    r"|(?:^|为|[,;、:]|其中:?|等级|等次|结果)" + _GRADE + r"(?:级|等级|等次)?(?:的?项目)?(?:有|共)?$"
)


_BEST = compiled(r"[一-鿿](?:优秀|优|良好)(?:等次|等级)?$")
_ALL_GRADED = compiled(r"(?:共|合计|共计|总计)(?:评价|自评|涉及)?(?:项目)?$")
_OF_THOSE = compiled(
    r"(?:其中|从|按|项目|绩效|自评|评价|评定|评级|考核|结果|等级|等次|级别|结论|档次|看|为|是|分|的|有|被?评|[,:“”\"]|优秀?)*"
)  # what may stand between things told in the sentence before and their best grade


_ANOTHER = compiled(r";(?!(?:其中|从|按|被?评为))")  # 复核a个；抽评结果“优”b个: of what was drawn


def grade(sentence: Sentence, fact: Fact) -> str:
    """The first character of the grade that a figure of a sentence counts, "" where words name none."""
    behind = _GRADE_BEHIND.match(sentence.text, fact.figure.span.end - sentence.start)
    m = behind or _GRADE_BEFORE.search(sentence.text, 0, position(fact, sentence))
    return m["grade"][:1] if m is not None else ""


def graded(sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact]) -> Iterator[Listing]:
    """N个项目中，a个评为优，b个评为良: grades, of which nothing has two; N may stand in the sentence before."""
    text = sentence.text
    parts: dict[str, Fact] = {}
    for f in facts:
        if (own := grade(sentence, f)) and f.measure == "level" and f.figure.unit.dimension == "count":
            parts.setdefault(own, f)
    if len(parts) < 2 or len({f.figure.unit.name for f in parts.values()}) > 1:
        return
    first, *_ = parts.values()
    inside = [f for f in facts if f.id < first.id and f.figure.unit == first.figure.unit and f.measure == "level"]
    inside = [f for f in inside if not _ANOTHER.search(sentence.between(f, first))]
    if len(inside) > _TWO and inside[0].figure.value == sum(f.figure.value for f in inside[1:]):
        inside = inside[:1]  # 项目T个，其中甲m个、乙n个；评为优a个，良b个
    above = [f for f in before if f.figure.unit == first.figure.unit and f.measure == "level"]
    head = inside or (above if _OF_THOSE.fullmatch(text, 0, position(first, sentence)) else [])
    if not head:  # a个为优，b个为良，共N个项目
        last = max(f.id for f in parts.values())
        behind = (f for f in facts if f.id == last + 1 and f.figure.unit == first.figure.unit)
        head = [f for f in behind if _ALL_GRADED.search(text, 0, position(f, sentence))]
    if inside and _BEST.search(text, 0, position(inside[0], sentence)):
        return  # 评估优秀a个、良好b个、合格c个: the first count is one of them
    if len(head) == 1 and not (inside and "其中" in text[: position(head[0], sentence)].rpartition(";")[2]):
        place, ids = head[0].figure.span, tuple((f.id,) for f in parts.values())
        yield Listing(sentence.document, "graded", place, (head[0].id,), ids)


_COMPOSED = compiled(r"由(?P<parts>[^。;]*?)(?:组成|构成|合计而成)")


def composed(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """T，由A a和B b组成: a list that a word closes."""
    for m in _COMPOSED.finditer(sentence.text):
        parts = [f for f in facts if m.start("parts") <= position(f, sentence) < m.end("parts") and f.measure in LEVELS]
        start, end = sentence.text.rfind(";", 0, m.start()), sentence.text.find(";", m.end())
        own = [f for f in facts if start < position(f, sentence) and (end < 0 or position(f, sentence) < end)]
        head = [f for f in own if position(f, sentence) < m.start() and f.measure in LEVELS][::-1]
        after = [f for f in own if position(f, sentence) >= m.end() and f.measure in LEVELS]
        # 由a个一级指标、b个二级指标构成，其中定量c个: c is of them
        parent = head or [f for f in after[:1] if "其中" not in sentence.text[m.end() : position(f, sentence)]]
        if len(parts) >= 2 and parent:
            place = Span(sentence.block, sentence.start + m.start(), sentence.start + m.start() + 1)
            ids = tuple(f.id for f in parent)
            yield Listing(sentence.document, "由", place, ids, tuple((f.id,) for f in parts), closed=True)


_BESIDES = compiled(r"[,;](?:另有|另外有|此外还有|还有)[^,;。:()0-9]{0,14}")
_AND = compiled(r"[、和及与][^,;。:()0-9]{1,14}|[,](?:以?及|和)[^,;。:()0-9]{1,14}")
_TOGETHER = compiled(r"[,;](?:(?:以上|总)?(?:共计|合计|总计|总共))(?:有|为)?")
_POSTS = compiled(r"编制|核定|核准")  # what may be filled, not who is there


def besides(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """在编a人，另有聘用b人、派遣c人，共计T人: what a first count, and all that is named besides, come to."""
    for k, total in enumerate(facts):
        if (
            k < _TWO
            or total.measure != "level"
            or total.label not in _SUM
            or not _TOGETHER.fullmatch(_between(sentence, facts, k))
        ):
            continue
        i = k - 1
        while i > 0 and _AND.fullmatch(_between(sentence, facts, i)):
            i -= 1
        parts = facts[max(i - 1, 0) : k]
        alike = all(
            f.figure.unit == total.figure.unit and (f.measure, f.depth) == ("level", total.depth) for f in parts
        )
        if not i or not alike or not _BESIDES.fullmatch(_between(sentence, facts, i)):
            continue
        others = [f for f in facts[: i - 1] if f.figure.unit == total.figure.unit and not _POSTS.search(f.label)]
        if not others and not _POSTS.search(parts[0].label):
            ids = tuple((f.id,) for f in parts)
            yield Listing(sentence.document, "由", total.figure.span, (total.id,), ids, closed=True)


_BESIDE_EACH_OTHER = compiled(r"[、和及与][^,;。:()0-9]{1,14}")
_SAME_KIND = compiled(r"[,、和及与][^,;。:()0-9]{1,14}")
_IN_ALL_COUNTS = compiled(r"[,](?:总共|共计|共|合计|总计|计)")
_UNCOUNTED = compiled(r"[、和及与]\s*$|(?:本级|本部|机关)[^。;]*$")  # 局本级、a个派出机构: one more than is counted
_NOUN_AND = compiled(r"[^,;。:、()0-9]{1,14}[、和及与]")
_NOUN_IN_ALL = compiled(r"[^,;。:、()0-9]{1,14}[,](?:总共|共计|共|合计|总计|计)(?:有)?")
_OTHER_COUNT = compiled(
    r"[增减调]|(?<!更)新(?!能源|闻)|净|出|退[回出]"
)  # of moves, which are no kinds of what there is


def summed_counts(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """行政编制a名、事业编制b名，共T名: counts of kinds right before their total, whatever brackets say of them."""
    found = [*_summed_counts(sentence, facts), *_counts_of_nouns(sentence, facts)]
    yield from found
    if "(" in sentence.text and not found:
        bare = replace(sentence, text=_BRACKETS.sub(_blank, sentence.text))
        yield from _summed_counts(bare, [f for f in facts if not f.depth])


_BRACKETS = compiled(r"\([^()]*\)")


def _blank(m: regex.Match[str]) -> str:
    return " " * len(m.group())


_OF_SO_MANY = compiled(r"\s*[^,;。:、()0-9]{0,12}中[:,]")
_THE_REST = compiled(r"其[他它余]")


def of_so_many(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """n个子项目中：甲类a个、A万元，乙类b个、B万元，其他类c个、C万元: counts of kinds with the rest of them."""
    total, *others = facts or (None,)
    if total is None or len(others) < _TWO or total.figure.unit.dimension != "count" or sentence.before(total).strip():
        return
    if _OF_SO_MANY.match(sentence.text, total.figure.span.end - sentence.start) is None:
        return
    parts = [f for f in others if f.figure.unit == total.figure.unit and f.measure == "level"]
    named = len({f.label for f in parts}) == len(parts) and all(f.label and f.depth == total.depth for f in parts)
    if len(parts) >= _TWO and named and _THE_REST.match(parts[-1].label):
        yield Listing(
            sentence.document, "中", total.figure.span, (total.id,), tuple((f.id,) for f in parts), closed=True
        )


def _counts_of_nouns(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """设a个分中心、b个直属站、c个村级站，共T个网点: counts before what they count."""
    for i, k in _rows_of_counts(sentence, facts, _NOUN_AND, _NOUN_IN_ALL):
        parts, total = facts[i:k], facts[k]
        nouns = [_between(sentence, facts, n) for n in range(i + 1, k + 1)]
        apart = len({noun.rstrip("、和及与,共计合总") for noun in nouns}) == len(parts)
        others = any(f.figure.unit == total.figure.unit for f in facts[:i])
        others = others or _UNCOUNTED.search(sentence.text, 0, position(parts[0], sentence)) is not None
        if apart and not others:
            yield from _of_kinds(sentence, total, parts)


def _rows_of_counts(
    sentence: Sentence, facts: Sequence[Fact], joint: regex.Pattern[str], closing: regex.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """The first of a row of counts and the count that closes it, by the words between them."""
    for k, total in enumerate(facts):
        if k < _TWO or total.figure.unit.dimension != "count" or total.measure != "level":
            continue
        if not closing.fullmatch(_between(sentence, facts, k)):
            continue
        i = k - 1
        while i > 0 and joint.fullmatch(_between(sentence, facts, i)):
            i -= 1
        yield i, k


def _of_kinds(sentence: Sentence, total: Fact, parts: Sequence[Fact]) -> Iterator[Listing]:
    """The list of a total and at least two counts alike."""
    alike = all((f.measure, f.depth, f.figure.unit) == ("level", total.depth, total.figure.unit) for f in parts)
    if len(parts) >= _TWO and alike:
        ids = tuple((f.id,) for f in parts)
        yield Listing(sentence.document, "由", total.figure.span, (total.id,), ids, closed=True)


def _summed_counts(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    for i, k in _rows_of_counts(sentence, facts, _BESIDE_EACH_OTHER, _IN_ALL_COUNTS):
        total = facts[k]
        if total.label not in _SUM:
            continue
        if i == k - 1:  # 行政编制a名，事业编制b名，共T名
            kind = facts[i].label[-2:]
            while i > 0 and facts[i - 1].label.endswith(kind) and _SAME_KIND.fullmatch(_between(sentence, facts, i)):
                i -= 1
        parts = facts[i:k]
        names = {f.label for f in parts if f.label and not _OTHER_COUNT.search(f.label)}
        every = [f for f in facts[:i] if f.figure.unit == total.figure.unit]  # 甲a名，乙b名、丙c名，共T名: of a too
        made = sum((f.figure.value for f in parts), Decimal(0))
        closed = _OVER.match(sentence.text[total.figure.span.end - sentence.start :].lstrip()) is not None
        whole = made == total.figure.value or (not every and closed)
        if whole and len(names) == len(parts):
            yield from _of_kinds(sentence, total, parts)


_BEING = compiled(r",(?:均|全部|分别|即)?系(?!统|列|数)[^,;。:()0-9]{1,16}")
_OVER = compiled(r"[,;。]|$")


def being(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """其他收入T万元，系利息a万元、捐赠b万元。: what words say an amount is."""
    for k, first in enumerate(facts[1:], 1):
        if not _BEING.fullmatch(_between(sentence, facts, k)):
            continue
        end = k + 1
        while end < len(facts) and _AND.fullmatch(_between(sentence, facts, end)):
            end += 1
        total, parts = facts[k - 1], facts[k:end]
        alike = all(
            (f.measure, f.depth, f.figure.unit) == (total.measure, total.depth, total.figure.unit) for f in parts
        )
        behind = sentence.text[parts[-1].figure.span.end - sentence.start :].lstrip()
        if len(parts) >= _TWO and alike and first.measure == "level" and total.label and _OVER.match(behind):
            yield Listing(
                sentence.document, "由", total.figure.span, (total.id,), tuple((f.id,) for f in parts), closed=True
            )


def _between(sentence: Sentence, facts: Sequence[Fact], k: int) -> str:
    """The words between a figure and the one before it."""
    return sentence.between(facts[k - 1], facts[k]).replace(" ", "")


_TWO = 2  # parts before a total
_SUM = ("", "计", "合计", "共计", "总计")


_GOES_ON = compiled(r"\s*(?:(?:再|另)?加上|[再另]加|加(?=[一-鿿]{2,8}(?:支出|收入|补助|结转|结余|资金)))")


def totalled(sentence: Sentence, facts: Sequence[Fact]) -> Iterator[Listing]:
    """A a万元、B b万元，合计T万元: the amounts of a sentence before its closing total."""
    if _GOES_ON.match(sentence.text):  # 加上解支出b万元，支出总计T万元: to what the paragraph or table before gives
        return
    for k, total in enumerate(facts):
        said = _sums_up(sentence, total) if k > 1 else ""
        if not said:
            continue
        unit = total.figure.unit
        parts = [
            f
            for f in facts[:k]
            if f.measure == "level"
            and f.depth == total.depth
            and (f.figure.unit == unit if said == "共" else f.figure.unit.dimension == unit.dimension)
            and not _ADJUSTED.match(f.label)
            and not _PRICE.search(f.label)
        ]
        if facts[k - 1].measure == "prior" and said == "合计":  # 上年依次为a、b、c，合计T: of last year's
            row = takewhile(lambda f: f.measure == "prior", reversed(facts[:k]))
            parts = [f for f in row if f.depth == total.depth and f.figure.unit.dimension == unit.dimension][::-1]
        if said == "共" and len(parts) < _COUNTS:
            continue
        named = _NAMED_SUM.fullmatch(total.label) if said == "合计" and not _CLOSING.match(total.label) else None
        kind = named["kind"] if named else _CLOSING.sub("", total.label)[-2:] if said != "总计" else ""
        alike = [f for f in parts if len(kind) >= 2 and f.label.endswith(kind)]
        if named:
            alike = [f for f in alike if f.item == total.item]
            if len(alike) < 2 or alike[-1].id != total.id - 1:
                continue
        parts = alike if len(alike) >= 2 else parts  # 限额a，余额b；限额c，余额d；全部余额b+d
        if any(_TAKEN_OUT.match(f.label) for f in parts) or _APART.search(sentence.text, 0, position(total, sentence)):
            continue
        if any(_LESS.search(sentence.before(f)) for f in parts):
            continue  # A，加上B，减去C，总收入T
        names = "".join(f.label for f in parts)
        if "计划" in names and "实际" in names:
            continue  # 计划大修a公里、中修b公里，实际大修c公里、中修d公里，合计…: of what was done
        if len(parts) >= 2 and not any(other_side(total.label, f.label) for f in parts):
            opener = "等" if _and_others(sentence, parts[-1], total) else "总计" if said == "总计" else "合计"
            ids = tuple((f.id,) for f in parts)
            beside = opener == "合计" and parts[-1].id == total.id - 1 and total.id - parts[0].id == len(parts)
            closed = beside and _DIVIDES.search(sentence.text, 0, position(parts[0], sentence)) is not None
            yield Listing(sentence.document, opener, total.figure.span, (total.id,), ids, closed=closed)


# 按来源级次划分：甲a、乙b、丙c，合计T
_DIVIDES = compiled(rf"(?:^|[,;。])[^,;。:0-9]{{0,8}}?{DIVISION}[^,;。:0-9]*$")


def _sums_up(sentence: Sentence, fact: Fact) -> str:
    """How a figure sums up those before it: 总计 as a side of an account, 共 as a count, 合计 else; "" where not."""
    if fact.measure != "level":
        return ""
    at = position(fact, sentence)
    of_a_part = _SHARE_OF.search(sentence.text, 0, at) or "其中" in sentence.text[:at]
    if _OF_A_SIDE.search(fact.label) and not of_a_part:
        return "总计"
    if fact.figure.unit.dimension == "count" and _IN_ALL.search(fact.label):
        return "共"
    if fact.label in ("", "计") and fact.figure.unit.dimension == "money" and _SUMMED_UP.search(sentence.text, 0, at):
        return "" if of_a_part or _PARTLY.search(sentence.text, 0, at) else "合计"
    return "合计" if _CLOSING.match(fact.label) or (_NAMED_SUM.fullmatch(fact.label) and not of_a_part) else ""


_COUNTED = compiled(
    r"(?<!公益)(?P<n>两|[二三四五六七八九十]|[0-9]{1,2})(?:项|类|者|本|块|部分|笔|批|家|单位|部门|公司|街道|乡镇|学校|年|个?季度|个?月|病|馆|镇|县|区|村|校|院|站|所|地|市)(?P<kind>[^,;。:0-9]{0,6}?)"
    r"(?:合计|共计|总计|之和|共)(?!占)(?:为|是|达)?(?P<what>[^,;。:0-9]{0,8})$"
)


_OTHERS = compiled(r"(?:其[他它余]|另外|剩余)[0-9两二三四五六七八九十]?$")
_FIRST = compiled(r"(?:^|[,;])其?前(?:两|[二三四五六七八九十])[项类者家个种][^,;。]{0,12}$")
_AMONG = compiled(r"其中[^,;。:]+$")
_THESE = compiled(r"(?:^|[,;。:])(?:以上|上述|前述|这)?$")  # before 三项合计, with no names of its own


def counted(
    sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact], above: Sequence[Fact]
) -> Iterator[Listing]:
    """A a万元，B b万元，两项合计T万元: the last so many amounts, of the kind that the words name.

    Changes are added up where there are just as many of them before, all of one direction.
    """
    for k, total in enumerate(facts):
        m = (
            _COUNTED.search(sentence.text[: position(total, sentence)].replace(" ", ""))
            if total.measure in ("level", "change")
            else None
        )
        if m is None or (_CLOSING.match(total.label) and not total.label.startswith("以上")):
            continue
        if _OTHERS.search(sentence.text[: position(total, sentence)].replace(" ", ""), 0, m.start() + 1):
            continue  # 其他4类合计T万元: of those that are not named
        if _AMONG.search(m.string, 0, m.start()):
            continue  # 分别培训a人、b人、c人，其中取得资格的三年共t人: of some of them
        if sentence.text.startswith(("里", "中"), total.figure.span.end - sentence.start):
            continue  # 放在同类单位合计A万元里占p%: what is compared with
        count = whole_number(m["n"])
        own = [f for f in facts[:k] if _addend(f, total)]
        outer = _outer(sentence, facts[:k], total)
        if not all(f in outer for f in own[-count:]):
            whole = [f for f in own if f in outer]  # 甲a人，其中残疾b人；乙c人，两类共T人: a and c, where they make T
            closed = len(whole) >= count and sum(f.figure.amount for f in whole[-count:]) == total.figure.amount
            own = whole if closed or not any(f in outer for f in own[-count:]) else own
        if not own and total.measure == "level":  # 甲预算数为a，乙预算数为b，两项合计T: of what is planned
            own = [f for f in facts[:k] if _addend(f, replace(total, measure="budget"))]
            own = own if len(own) == count else []
        if total.measure == "change" and (len(own) != count or not all(_alike(f, total) for f in own)):
            continue
        pool = own if len(own) >= count else [*_undivided([f for f in before if _addend(f, total)]), *own]
        kind = clean(m["what"] or m["kind"])[:2]
        alike = [f for f in pool if len(kind) == 2 and kind in f.label]
        first = _FIRST.search(sentence.text, 0, position(total, sentence)) is not None
        if first:  # 甲a件、乙b件、丙c件、丁d件。前三类合计T件: of those told first in the sentence before
            pool = own if len(own) >= count else [f for f in before if before[-1].sentence == f.sentence]
            pool = [f for f in pool if _addend(f, total)]
            row = _last_row(sentence, pool)  # 收回T份，满意a份、较满意b份、一般c份，前两项合计: the first of the row
            pool = row if len(row) > count else pool
        parts = pool[:count] if first else (alike if len(alike) >= count else pool)[-count:]
        if not first and len(alike) < count and _passes_over(parts, facts[:k], total):
            continue
        if _divide_another(parts, facts[:k]):
            continue
        periods = {p.period for p in parts}
        if "年" in m.group() and not (all(p.grouped for p in parts[1:]) or len(periods) == len(parts)):
            continue  # 两年共T: of the years, not of the last amounts
        every = [*(f for f in above if _addend(f, total)), *own]
        named = [f for f in every if len(kind) == 2 and kind in f.label]
        these = _THESE.search(m.string, 0, m.start()) is not None
        if these and count in (len(every), len(named)):
            parts = every if len(every) == count else named
            # 甲a万元。乙b万元。两项合计T万元: as many amounts as the words say, and no other before
        if len(parts) == count > 1:
            closed = first or len(own) == count or (these and count in (len(every), len(named), len(pool)))
            yield Listing(
                sentence.document, "counted", total.figure.span, (total.id,), tuple((f.id,) for f in parts), closed
            )


def _outer(sentence: Sentence, facts: Sequence[Fact], total: Fact) -> list[Fact]:
    """甲a辆，其中一类b辆、二类c辆；两家合计T辆: the facts without those of an item that divide it."""
    kept: list[Fact] = []
    inside = -1
    for last, fact in zip([None, *facts], facts, strict=False):
        if last is not None and "其中" in sentence.between(last, fact):
            inside = fact.item
        if fact.item != inside or inside == total.item:
            kept.append(fact)
    return kept


def _divide_another(parts: Sequence[Fact], facts: Sequence[Fact]) -> bool:
    """结转A万元，下达B万元，第一批a万元、第二批b万元，两项合计T万元: whether amounts are parts of one before."""
    before = [f for f in facts if parts and f.id < parts[0].id][-1:]
    made = sum(p.figure.amount for p in parts)
    return any(f.figure.amount == made and f.measure in ("level", "budget") for f in before) and len(parts) > 1


def _undivided(facts: Sequence[Fact]) -> list[Fact]:
    """Amounts, without the last ones where these make up the one before them."""
    for k in range(len(facts) - 2):
        if sum(f.figure.amount for f in facts[k + 1 :]) == facts[k].figure.amount:
            return [*facts[: k + 1]]
    return [*facts]


def _last_row(sentence: Sentence, facts: Sequence[Fact]) -> list[Fact]:
    """The last of some facts that follow one another with nothing but "、" and a name between."""
    row = [*facts[-1:]]
    for fact in reversed(facts[:-1]):
        between = sentence.between(fact, row[0]) if fact.sentence == row[0].sentence == sentence.id else ""
        if not between.startswith("、"):
            break
        row.insert(0, fact)
    return row


def _passes_over(parts: Sequence[Fact], before: Sequence[Fact], total: Fact) -> bool:
    """剩余a万元转入；超收b万元一并补充，两项合计T万元: whether no level stands between parts and total."""
    between = [f for f in before if f.id > parts[-1].id and f.depth == total.depth] if parts else []
    return any(f.figure.unit.dimension == total.figure.unit.dimension for f in between)


def _alike(change: Fact, other: Fact) -> bool:
    """Whether two changes go one way, against one base: last year where none is named."""
    return change.direction == other.direction and (change.basis or "prior") == (other.basis or "prior")


def _addend(fact: Fact, total: Fact) -> bool:
    same = fact.measure == total.measure and fact.depth == total.depth and not _PRICE.search(fact.label)
    return same and fact.figure.unit.dimension == total.figure.unit.dimension


def rows(sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact]) -> Iterator[Listing]:
    """分别为a、b和c: a row of equals, and what stands before it."""
    i = 0
    while i < len(facts):
        j = i + 1
        while j < len(facts) and facts[j].grouped:
            j += 1
        if j - i >= 2 and facts[i].measure in LEVELS:
            whole = [f for f in facts[j : j + 1] if f.measure in LEVELS and _shared(sentence, facts[j - 1], f)]
            head = whole or [f for f in facts[:i] if f.depth <= facts[i].depth] or _single(before)
            if head:
                place = facts[i].figure.span
                yield Listing(
                    sentence.document,
                    "row",
                    place,
                    tuple(f.id for f in reversed(head)),
                    tuple((f.id,) for f in facts[i:j]),
                )
        i = j


def _shared(sentence: Sentence, last: Fact, whole: Fact) -> bool:
    """Whether the amount behind a row is what its members are shares of: 分别为a、b和c，占T的…."""
    return "占" in sentence.text[last.figure.span.end - sentence.start : position(whole, sentence)]


def _single(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that are in no row of equals: none of a row is the total of another one."""
    return [f for f, after in zip_longest(facts, facts[1:]) if not f.grouped and not (after and after.grouped)]


def added(sentence: Sentence, facts: Sequence[Fact], before: Sequence[Fact], phrases: Phrases) -> Iterator[Listing]:
    """加上 B、C，合计 T: what stands before, and what is added to it."""
    done = -1
    for m in phrases.addition.finditer(sentence.text):
        if m.start() < done:  # 加上B、加C，合计T: one addition
            continue
        after = [f for f in facts if position(f, sentence) > m.start() and f.measure == "level"]
        total = next((f for f in after if phrases.total.search(f.label)), None)
        if total is None:
            return
        head = [f for f in facts if done < position(f, sentence) < m.start() and f.measure in LEVELS]
        if not head and done < 0:
            head = [f for f in before if f.measure in LEVELS]
        done = position(total, sentence)
        added = [f for f in after if f.id < total.id and f.depth == total.depth]
        if head and added:
            place = Span(sentence.block, sentence.start + m.start(), sentence.start + m.end())
            parts = ((head[0].id,), *((f.id,) for f in added))
            opener = "等" if _and_others(sentence, added[-1], total) else "addition"
            yield Listing(sentence.document, opener, place, (total.id,), parts)


def _and_others(sentence: Sentence, last: Fact, total: Fact) -> bool:
    """Whether 等 stands behind the last part before a total: B亿元、C亿元等，合计T亿元 names not all parts."""
    return "等" in sentence.text[last.figure.span.end - sentence.start : position(total, sentence)].partition(",")[0]


_PRICE = compiled(r"单价|每(?:[台套人个件户亩次座只吨本]|公斤)")  # of one of them: no part of what all cost
_ADJUSTED = compiled(r"净?调(?:整|增|减)(?:金额|数额?|额)?$")  # how a budget was moved is no part of what it came to
_SUMMED_UP = compiled(r"[,;](?:共?计|总计|合计)(?:为|:)?$")
_TAKEN_OUT = compiled(r"(?:上缴|缴回|退回|扣除|扣减|核减)(?!上级)")  # 上缴财政a万元，可用合计T万元
_LESS = compiled(r"[,;、](?:减去?|减掉|扣除|扣减|剔除)[^,;。:、0-9]*$")
_APART = compiled(r"另计|另付|另行")
_PARTLY = compiled(r"含|已|另计|上缴|扣除?|减|退|占")  # amounts that no sum of all takes in
_SHARE_OF = compiled(r"占[^,;。]*$")
_IN_ALL = compiled(r"^全?[省市县区州镇乡校院]?(?:总共|一共|共有|合计有|共)")  # before a count of what stands before it
_COUNTS = 3  # counts that are a list of parts
_OF_A_SIDE = compiled(r"(?:总(?:收入|支出|财力)|(?:收入|支出|财力)(?:总计|总量|合计))$")
_NAMED_SUM = compiled(r"(?P<kind>[一-鿿]{2,12})(?:合计|共计|总计)")  # 债务余额合计 of 一般债务余额 and 专项债务余额
_CLOSING = compiled(r"^(?:合计|共计|总计|以上(?!的)|总投资|总额|总规模|全部|总)")
