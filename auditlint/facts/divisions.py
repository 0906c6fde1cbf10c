"""Whether labels name all parts of something: the words of a known division (税收 and 非税), each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from auditlint.expressions import compiled
from auditlint.packs import Division, Lexicon

_BESIDE = (("基本支出", "项目"), ("税收收入", "非税"))  # what stands beside a total by its name, and is no part of it


def divided(labels: Sequence[str], lexicon: Lexicon, total: str = "") -> bool:
    """Whether each label has one word of a division, and all its words are there."""
    return bool(division(labels, lexicon, total))


def beside_it(total: str, labels: Sequence[str]) -> bool:
    """基本支出T，其中人员经费a、公用经费b；项目支出c: whether one of some amounts stands beside a total by its name."""
    return any(total.endswith(name) and any(other in label for label in labels) for name, other in _BESIDE)


def division(labels: Sequence[str], lexicon: Lexicon, total: str = "") -> tuple[str, ...]:
    """The words of the division of `total` that labels are parts of, one for each; () where they are of none."""
    return _matched(labels, lexicon, total)[1]


def _matched(labels: Sequence[str], lexicon: Lexicon, total: str) -> tuple[Division | None, tuple[str, ...]]:
    """The division of `total` that labels are parts of, with the word of each."""
    shared = frozenset[int]() if beside_it(total, labels) else _shared(labels, lexicon)
    for number, known in _by_length(lexicon).get(len(labels), ()) if shared else ():
        if number not in shared:
            continue
        if known.of and not any(word in total for word in known.of):
            continue
        words = tuple(_word(label, known.parts) for label in labels)
        if all(words) and _named_whole(labels, words, known) and not _of_some(labels, words, known, total, lexicon):
            return known, words
    return None, ()


_CHOSEN = ("规模以上", "规上", "限额以上", "限上")  # words that take some out of all


def _of_some(labels: Sequence[str], words: Sequence[str], known: Division, total: str, lexicon: Lexicon) -> bool:
    """Whether labels divide what is only some of a total, by its name.

    规模以上工业 and 建筑业 of 第二产业; 城市公厕改造 and 农村公厕改造 of 民生支出; three industries of 用电量, of which
    homes have a part, too.
    """
    if any(word in label and word not in total for word in _CHOSEN for label in labels):
        return True
    if known.of:
        return False
    rests = set(_rests(labels, words))
    rest, name = "" if len(rests) > 1 else rests.pop(), _ENDING.sub("", total)
    while rest and rest[-1:] == name[-1:]:  # 固定资产投资 of 城市基础设施投资
        rest, name = rest[:-1], name[:-1]
    said = (rest, *words)  # 中央政府性基金 and 地方政府性基金本级 of 全国政府性基金
    alike = any(text[k : k + 2] in name for text in said for k in range(len(text) - 1))
    return (len(rest) > 1 and len(name) > 1 and not alike) or any(
        _finer(known, further, total) for further in lexicon.divisions
    )


def _finer(known: Division, other: Division, total: str) -> bool:
    """Whether totals of this name have the parts of a division and more."""
    more = len(other.parts) > len(known.parts) and any(word in total for word in other.of)
    return more and all(any(set(own) & set(words) for words in other.parts) for own in known.parts)


def akin(labels: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether each label has a word of its own of one division, be it all of that division or some of it."""
    words = ([_word(label, lexicon.divisions[n].parts) for label in labels] for n in _shared(labels, lexicon))
    return any(all(own) and len(set(own)) == len(own) for own in words)


def remainder(labels: Sequence[str], lexicon: Lexicon, total: str = "") -> str:
    """What the labels of a division share besides its words and what any amount may be called."""
    return max(_rests(labels, division(labels, lexicon, total)), key=len)


def names_whole(labels: Sequence[str], lexicon: Lexicon, total: str) -> str:
    """How a total is named as what labels of a division divide.

    "alike": 排放总量 of 范围一排放 and 范围二排放; "divided": 户籍人口 of 男性 and 女性; "" where it is not.
    """
    known, words = _matched(labels, lexicon, total)
    name = _ASIDE.sub("", total)
    if known is None or any(word in name for word in words):
        return ""
    rest = remainder(labels, lexicon, total).replace("()", "")
    stem = next((rest[k:] for k in range(len(rest) - 1) if rest[k:] in name), "")
    if stem and _WHOLE.fullmatch(name.replace(stem, "", 1)):
        return "alike"
    said = _WHOLE.sub("", _QUOTES.sub("", name)[-_END:])
    return "divided" if known.of and said.endswith(known.of) else ""


_END = 6  # characters at the end of a name that say what is counted
_QUOTES = compiled(r"[“”\"]")
_ASIDE = compiled(r"\([^()]*\)$")
_WHOLE = compiled(r"(?:其中|本年|当年|全年|年末|期末|累计|合计|总计|小计|共计|全部|[总数量额和])*")

_INSURANCE = compiled(r"(?:基本)?(?P<kind>医|养老)(?:疗)?(?:保险|保)")


def plain(label: str) -> str:
    """A label with the kinds of insurance called alike: 基本医疗保险, 医疗保险 and 医保."""
    return str(_INSURANCE.sub(lambda m: f"{m['kind']}保", label)) if "保" in label else label


_ENDING = compiled(
    r"城镇|城乡|本年|当年|年末|年底|期末|其中|参保|人员(?=编制)|^[已尚仍]+$|^尚有|各类案件?|的|(?:支出|收入|决算|预算|经费|费用|合计|资金|金额|结转和结余|结转结余|(?<=拨款)结转|(?<=拨款)结余|数|额|等|类|销售|销量|增加值|企业|单位|人员|人数)+$"
)


def _named_whole(labels: Sequence[str], words: Sequence[str], known: Division) -> bool:
    """Whether labels name the parts of a division: each of it, or enough of those that may be left out."""
    if known.least:
        return len(set(words)) == len(words) and not any(_rests(labels, words))
    funded = "资金" in known.of
    every = funded and len(labels) >= _EVERY_LEVEL  # 中央彩票公益金、省级补助、市级补助、区级财政
    return _all_there(words, known.parts) and (every or _alike(labels, words, funded))


_EVERY_LEVEL = 4  # levels of government whose names alone say that they divide an amount


def _alike(labels: Sequence[str], words: Sequence[str], funded: bool) -> bool:
    """Whether the labels differ in the words of the division alone: 居民养老 and 职工医保 divide nothing.

    Of who gave the money words say how, too: 中央财政补助, 省级配套 and 县级自筹.
    """
    rests = (_GIVEN.sub("", rest) if funded else rest for rest in _rests(labels, words))
    return len(set(rests) - {""}) <= 1


_GIVEN = compiled(r"财政|补助|配套|自筹|拨款|安排|投入|承担|专项|补贴|下达")


def _rests(labels: Sequence[str], words: Sequence[str]) -> list[str]:
    return [_ENDING.sub("", plain(label).replace(word, "")) for label, word in zip(labels, words, strict=True)]


@lru_cache(maxsize=4)
def _by_length(lexicon: Lexicon) -> dict[int, tuple[tuple[int, Division], ...]]:
    """The divisions, numbered, by how many parts a list of them may have."""
    found: dict[int, tuple[tuple[int, Division], ...]] = {}
    for number, known in enumerate(lexicon.divisions):
        for length in range(known.least or len(known.parts), len(known.parts) + 1):
            found[length] = (*found.get(length, ()), (number, known))
    return found


@lru_cache(maxsize=4)
def _by_word(lexicon: Lexicon) -> dict[str, set[int]]:
    """The numbers of the divisions that have a word."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, known in enumerate(lexicon.divisions):
        for words in known.parts:
            for word in words:
                found[word].add(number)
    return found


def _shared(labels: Sequence[str], lexicon: Lexicon) -> frozenset[int]:
    """The numbers of the divisions of which each label has a word: of most labels there are none."""
    shared = _having_words_of(labels[0], lexicon) if labels else frozenset[int]()
    for label in labels[1:] if shared else ():
        shared &= _having_words_of(label, lexicon)
    return shared


@lru_cache(maxsize=4096)
def _having_words_of(label: str, lexicon: Lexicon) -> frozenset[int]:
    """The numbers of the divisions of which a label has a word."""
    return frozenset(n for word, numbers in _by_word(lexicon).items() if word in label for n in numbers)


def _word(label: str, parts: Sequence[Sequence[str]]) -> str:
    """The word of a division that a label has, "" where it has two: 参公事业 is no 事业, 非税收入 no 税收."""
    found = [longest for words in parts if (longest := max((w for w in words if w in label), key=len, default=""))]
    if len(found) < 2:
        return found[0] if found else ""
    whole = max(found, key=len)
    if all(word in whole for word in found):
        return whole
    return min(found, key=label.find) if _overlap(label, found) else ""


def _overlap(label: str, words: Sequence[str]) -> bool:
    places = sorted((label.find(w), label.find(w) + len(w)) for w in words)
    return all(end > start for (_, end), (start, _) in pairwise(places))


def _all_there(words: Sequence[str], parts: Sequence[Sequence[str]]) -> bool:
    """Whether labels have a word of each part."""
    return all(any(word in own for word in words) for own in parts)
