"""Check `misprint`: characters that are never right, and set phrases of the field with one character mistyped."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import accumulate

from auditlint.checks import Check
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import normalize
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.located_yaml import File, Node

_ROLES = ("report", "tables")
_REACH = 2  # characters beside a misprint in which words that hold it are looked for: 己完成 in 自己完成
_LOST = 8  # characters from which a lost or doubled one is told
_QUOTED = compiled(r"《[^》]*》|“[^”]*”|\"[^\"]*\"")
# Characters that stand for each other in the names of this field: 预算/决算, 收入/支出, 年初/年末, numbers, levels.
_OTHERS = tuple(
    map(
        frozenset,
        [
            "预决",
            "收支",
            "初末度",
            "上本下",
            "省市县区乡镇州旗盟",
            "一二三四五六七八九十",
            "东西南北中",
            "男女",
            "新老",
        ],
    )
)
_TRADITIONAL = compiled(r"[預況財億萬資業務個這們為進單總劃與從關開間員圖電車東長門問]")
_FEW = 3  # traditional characters from which a report is written in them
_FIGURES = "0123456789.,-% "
_PARTICLES = frozenset("的和与及、或等各类项款总")


def _read_words(file: File, node: Node) -> tuple[tuple[str, str], ...]:
    return file.arrows(node, "应写成“错→对”", "should be 'wrong→right'")


@dataclass(frozen=True, slots=True)
class Options:
    """Which misprints are told."""

    words: tuple[tuple[str, str], ...] = field(
        default=(), metadata={"help": "misprints that are never right, as wrong→right", "read": _read_words}
    )
    phrases: tuple[str, ...] = field(default=(), metadata={"help": "set phrases, told with one character mistyped"})
    allowed: tuple[str, ...] = field(
        default=(), metadata={"help": "what may look like a misprint or a set phrase and is right"}
    )
    own_name: bool = field(default=False, metadata={"help": "whether the report's own name is a set phrase too"})


def run(ledger: Ledger, options: Options) -> Iterator[Remark]:
    """A remark for every misprint; of one wrong phrase all places are one."""
    found: dict[tuple[str, str], list[tuple[int, Span]]] = {}
    known = cache(partial(_known, ledger, options))  # only a place that looks like a misprint asks for it
    own = _own_names(ledger) if options.own_name else ()
    texts = _texts(ledger)
    if len(_TRADITIONAL.findall(texts.whole)) > _FEW:
        return
    words: dict[int, list[_Place]] = defaultdict(list)
    for i, place in _words(texts, options.words, options.allowed):
        words[i].append(place)
    near: dict[int, list[_Place]] = defaultdict(list)
    for i, place in _near(texts, (*options.phrases, *own), known):
        near[i].append(place)
    for i in sorted({*words, *near}):
        number, index, text = texts.texts[i]
        for start, end, right in (*words[i], *_outer(sorted(near[i], key=lambda n: (n[0], -n[1])))):
            found.setdefault((text[start:end], right), []).append((number, Span(index, start, end)))
    for (wrong, right), places in found.items():
        yield Remark("misprint", tuple(places), (("stated", wrong), ("expected", right)), right)


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """The texts that are read for misprints: document, block, text; and all of them as one, where each `starts`."""

    texts: tuple[tuple[int, int, str], ...]
    whole: str
    starts: tuple[int, ...]

    def places(self, words: str) -> Iterator[tuple[int, int]]:
        """Where some words stand: the index of a text, and their offset in it."""
        at = self.whole.find(words)
        while at >= 0:
            i = bisect_right(self.starts, at) - 1
            yield i, at - self.starts[i]
            at = self.whole.find(words, at + 1)


_Place = tuple[int, int, str]  # the characters [start, end) of a text, and what should stand there


@lru_cache(maxsize=1)
def _texts(ledger: Ledger) -> _Texts:
    """The texts of a report without quotations, which several rules look through.

    A cell that holds nothing but a figure has no words.
    """
    texts = tuple(
        (number, index, _unquoted(normalize(block.text)))
        for number, document in enumerate(ledger.documents)
        if document.role in _ROLES
        for index, block in enumerate(document.blocks)
        if block.text.strip(_FIGURES)
    )
    starts = accumulate((len(text) + 1 for _, _, text in texts[:-1]), initial=0)
    return _Texts(texts, "\n".join(text for _, _, text in texts), tuple(starts))


_TITLE = compiled(r"(?:关于)?(?P<name>[一-鿿]{6,24}?)(?:\(?本级\)?)?20[0-9]{2}年(?:度)?(?:部门|单位)?(?:决算|预算)")
_FIRST, _OFTEN = 12, 2  # blocks in which the title stands; times a name must be printed alike


def _own_names(ledger: Ledger) -> tuple[str, ...]:
    """The name of the office in the title of a report, where the report keeps using it."""
    found = []
    for document in ledger.documents:
        if document.role != "report":
            continue
        names = [m["name"] for b in document.blocks[:_FIRST] if (m := _TITLE.match(normalize(b.text).strip()))]
        if names and sum(b.text.count(names[0]) for b in document.blocks) >= _OFTEN:
            found.append(names[0])
    return tuple(found)


def _unquoted(text: str) -> str:
    """A text with titles and quotations blanked: they are as others wrote them."""
    return _QUOTED.sub(lambda m: " " * len(m.group()), text) if "《" in text or "“" in text or '"' in text else text


def _words(texts: _Texts, words: Sequence[tuple[str, str]], allowed: Sequence[str]) -> Iterator[tuple[int, _Place]]:
    """The places of words that are never right but as a piece of others, each with the index of its text."""
    for wrong, right in words:
        last = -1, 0
        for i, start in texts.places(wrong):
            near = texts.texts[i][2][max(start - _REACH, 0) : start + len(wrong) + _REACH]
            if (i, start) >= last and not any(right_one in near for right_one in allowed):
                yield i, (start, start + len(wrong), right)
                last = i, start + len(wrong)


def _known(ledger: Ledger, options: Options) -> str:
    """Every name that is right, in one text."""
    rulebook = ledger.rulebook
    names = [*options.allowed, *options.phrases]
    for subject in rulebook.subjects:
        names += [subject.name, *(f.name for f in subject.former)]
    for concept in rulebook.taxonomy.concepts:
        names += [concept.name, *concept.aliases, *(f.name for f in concept.former)]
    return "\n".join(map(normalize, names))


def _near(texts: _Texts, phrases: Sequence[str], known: Callable[[], str]) -> Iterator[tuple[int, _Place]]:
    """The places where all of a phrase but one character stands, each with the index of its text."""
    for phrase in phrases:
        half = len(phrase) // 2
        seen: set[tuple[int, int]] = set()
        for part, offset in ((phrase[:half], 0), (phrase[half:], half)):
            for i, at in texts.places(part):
                start = at - offset
                if start < 0 or (i, start) in seen:
                    continue
                seen.add((i, start))
                text = texts.texts[i][2]
                if text.startswith(phrase, start):
                    continue
                end = _end(text, start, phrase)
                if end > start and not _right(text, start, end, known()):
                    yield i, (start, end, phrase)


def _end(text: str, start: int, phrase: str) -> int:
    """Where a mistyped phrase that starts here ends; `start` where none does."""
    size = len(phrase)
    there = text[start : start + size]
    if len(there) == size:
        different = [i for i in range(size) if there[i] != phrase[i]]
        if len(different) == 1 and 0 < different[0] < size - 1:
            a, b = there[different[0]], phrase[different[0]]
            if not {a, b} & _PARTICLES and "一" <= a <= "鿿" and not any({a, b} <= o for o in _OTHERS):
                return start + size
        if len(different) == 2 and different[1] == different[0] + 1 and there[different[0]] == phrase[different[1]]:
            return start + size if there[different[1]] == phrase[different[0]] else start
    if size >= _LOST and "(" not in phrase:
        shorter = text[start : start + size - 1]
        for i in range(1, size - 1):
            if phrase[:i] + phrase[i + 1 :] == shorter and phrase[i] not in _PARTICLES:
                return start + size - 1
        longer = text[start : start + size + 1]
        for i in range(1, size):
            if longer == phrase[:i] + phrase[i - 1] + phrase[i:]:
                return start + size + 1
    return start


def _outer(found: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The places that lie in no other, of some in order."""
    last = -1
    for start, end, right in found:
        if end > last:
            yield start, end, right
            last = end


def _right(text: str, start: int, end: int, known: str) -> bool:
    """Whether what stands there is a name of its own, or a piece of one."""
    return text[start:end] in known


CHECK = Check("misprint", Options, run, ("stated", "expected"), "misprints in the words of the field", compares=False)
