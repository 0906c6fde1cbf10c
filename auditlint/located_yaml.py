"""YAML files with places: every value is text, and every fault is told with file, line and column.

PyYAML's own constructors turn `no`, `012` and `0.10` into something else and accept duplicate keys, so only its parser
is used; numbers are read from the text where a field wants one. All faults of a file are collected, then told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from auditlint.errors import Fault, FaultyFile, Malformed
from auditlint.messages import cause, nearest
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    import yaml

Lang = Literal["zh", "en"]
MAX_BYTES = 2_000_000
_MOST_SHOWN = 30  # words of a list of what may be written
MAX_DEPTH = 24


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file with its place (0-based).

    `value` is text, a tuple of nodes or a dict of nodes by key; `keys` holds the places of a mapping's keys. `shift` is
    where the first character of a quoted text stands relative to `column`.
    """

    value: str | tuple[Node, ...] | dict[str, Node]
    line: int
    column: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    shift: int = 0


def _some(known: Sequence[str], between: str) -> str:
    """The words that may be written, as far as a person would read them."""
    return between.join(known if len(known) <= _MOST_SHOWN else [*known[:_MOST_SHOWN], "…"])


class File:
    """A YAML file while it is read: its root and the faults found so far.

    The reading methods return what they understood and note a fault where they did not, so that one pass tells all.
    """

    def __init__(self, path: str, lang: Lang = "zh") -> None:
        self.path = path
        self.lang: Lang = lang
        self.faults: list[Fault] = []

    # ------------------------------------------------------------------ faults

    def note(self, line: int, column: int, zh: str, en: str) -> None:
        """Note a fault at a place."""
        self.faults.append(Fault(self.path, line, column, zh if self.lang == "zh" else en))

    def fault(self, node: Node, zh: str, en: str) -> None:
        """Note a fault at a node."""
        self.note(node.line, node.column, zh, en)

    def malformed(self, node: Node, error: Malformed) -> None:
        """Note what a small language said about a node's text, at the character it means."""
        self.note(node.line, node.column + node.shift + error.offset, error.zh, error.en)

    def unknown(self, node: Node, word: str, known: Iterable[str], zh: str, en: str) -> None:
        """Note an unknown word, with the nearest known one; `zh` and `en` say what it should have been."""
        known = list(known)
        self.note(
            node.line,
            node.column,
            f"{zh}“{word}”{nearest(word, known, 'zh') or '；可用：' + _some(known, '、')}",
            f"{en} '{word}'{nearest(word, known, 'en') or '; known are ' + _some(known, ', ')}",
        )

    def raise_faults(self) -> None:
        """Raise `FaultyFile` when there are faults."""
        raise_all((self,))

    # ------------------------------------------------------------------ parsing

    def parse(self, text: str) -> Node | None:
        """The root of a YAML text; None where it is no YAML (the fault is noted) or empty."""
        if len(text.encode()) > MAX_BYTES:
            self.note(-1, -1, f"文件超过{MAX_BYTES}字节", f"the file is larger than {MAX_BYTES} bytes")
            return None
        import yaml  # a run with a kept plan reads no YAML

        loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            root = yaml.compose(text.removeprefix("\ufeff"), Loader=loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line, mark.column) if mark else (-1, -1)
            problem = error.problem or ""
            hint_zh, hint_en = "", ""
            lines = text.splitlines()
            if 0 <= line < len(lines) and any(c in lines[line] for c in "[]{}%@:"):
                hint_zh = "；含有 [ ] { } : % @ 的文字要加引号"
                hint_en = "; text with [ ] { } : % @ needs quotes"
            self.note(line, column, f"不是有效的YAML（{problem}）{hint_zh}", f"not valid YAML ({problem}){hint_en}")
            return None
        except yaml.YAMLError as error:
            self.note(-1, -1, f"不是有效的YAML（{error}）", f"not valid YAML ({error})")
            return None
        except RecursionError:
            self.note(-1, -1, "嵌套过深", "nested too deeply")
            return None
        return None if root is None else self._node(root, 0, set())

    def _node(self, raw: yaml.Node, depth: int, seen: set[int]) -> Node | None:
        import yaml

        line, column = raw.start_mark.line, raw.start_mark.column
        if isinstance(raw, yaml.ScalarNode):
            quoted = raw.style in ("'", '"')
            return Node(str(raw.value), line, column, shift=1 if quoted else 0)
        # An alias gives the same node twice; following it could grow without bound.
        if id(raw) in seen or depth > MAX_DEPTH:
            self.note(line, column, "不支持锚点、别名或过深的嵌套", "no anchors, aliases or deep nesting here")
            return None
        seen.add(id(raw))
        if isinstance(raw, yaml.SequenceNode):
            items = (self._node(item, depth + 1, seen) for item in raw.value)
            return Node(tuple(n for n in items if n is not None), line, column)
        entries: dict[str, Node] = {}
        places: dict[str, tuple[int, int]] = {}
        for raw_key, raw_value in raw.value:
            at = (raw_key.start_mark.line, raw_key.start_mark.column)
            if not isinstance(raw_key, yaml.ScalarNode):
                self.note(*at, "键必须是文字", "a key must be text")
                continue
            key = str(raw_key.value)
            if key in places:
                first = places[key][0] + 1
                self.note(*at, f"重复的键“{key}”，已在第{first}行出现", f"duplicate key '{key}', first on line {first}")
                continue
            places[key] = at
            value = self._node(raw_value, depth + 1, seen)
            if value is not None:
                entries[key] = value
        return Node(entries, line, column, places)

    # ------------------------------------------------------------------ reading values

    def mapping(self, node: Node, known: Iterable[str] | None = None, required: Iterable[str] = ()) -> dict[str, Node]:
        """The entries of a mapping; unknown and missing keys are noted, `known` None accepts any key."""
        if not isinstance(node.value, dict):
            self.fault(node, "此处应为“键: 值”", "a mapping of keys is wanted here")
            return {}
        names = None if known is None else list(known)
        entries = {}
        for key, value in node.value.items():
            if names is not None and key not in names:
                at = Node(key, *node.keys[key])
                self.unknown(at, key, names, "未知的键", "unknown key")
                continue
            entries[key] = value
        for key in required:
            if key not in node.keys:
                self.fault(node, f"缺少“{key}”", f"'{key}' is missing")
        return entries

    def key(self, node: Node, key: str) -> Node:
        """A node at the place of a mapping's key, for faults that concern the key."""
        return Node(key, *node.keys[key])

    def items(self, node: Node) -> tuple[Node, ...]:
        """The items of a list."""
        if not isinstance(node.value, tuple):
            self.fault(node, "此处应为列表", "a list is wanted here")
            return ()
        return node.value

    def text(self, node: Node) -> str:
        """A text."""
        if not isinstance(node.value, str):
            zh = "此处应为文字（含有 [ ] { } 时要加引号）"
            self.fault(node, zh, "a text is wanted here (quote it when it holds [ ] { })")
            return ""
        return node.value

    def arrows(self, node: Node, zh: str, en: str) -> tuple[tuple[str, str], ...]:
        """A list of one→other; `zh` and `en` say how an item of another form should be written."""
        found = []
        for item in self.items(node):
            one, arrow, other = (part.strip() for part in self.text(item).partition("→"))
            if not (one and arrow and other):
                self.malformed(item, Malformed(0, zh, en))
            found.append((one, other))
        return tuple(found)

    def texts(self, node: Node) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.text(item) for item in self.items(node))

    def choice(self, node: Node, known: Iterable[str]) -> str:
        """One of some words."""
        known = list(known)
        word = self.text(node)
        if isinstance(node.value, str) and word not in known:
            self.unknown(node, word, known, "未知的取值", "unknown value")
            return ""
        return word

    def boolean(self, node: Node) -> bool:
        """true or false."""
        return self.choice(node, ("true", "false")) == "true"

    def integer(self, node: Node) -> int:
        """A whole number."""
        text = self.text(node)
        if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit():
            return int(text)
        self.fault(node, f"“{text}”不是整数", f"'{text}' is no whole number")
        return 0

    def decimal(self, node: Node) -> Decimal:
        """A decimal number, with the digits as written."""
        text = self.text(node)
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or "_" in text:
            self.fault(node, f"“{text}”不是数", f"'{text}' is no number")
            return Decimal(0)
        return value


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    yield node
    if isinstance(node.value, tuple):
        for item in node.value:
            yield from walk(item)
    elif isinstance(node.value, dict):
        for item in node.value.values():
            yield from walk(item)


def read(path: Path, lang: Lang = "zh", shown: str | None = None) -> tuple[File, Node | None, bytes]:
    """A file with its root node and its bytes; faults of parsing are noted in the file, not raised."""
    file = File(shown or str(path), lang)
    try:
        data = path.read_bytes()
    except OSError as error:
        file.note(-1, -1, f"无法读取（{cause(error, 'zh')}）", f"cannot be read ({cause(error, 'en')})")
        return file, None, b""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        file.note(-1, -1, "不是UTF-8编码，请另存为UTF-8", "not UTF-8; save it as UTF-8")
        return file, None, data
    return file, file.parse(text), data


def raise_all(files: Iterable[File]) -> None:
    """Raise the faults of several files together, when there are any, in the order of their places."""
    faults = tuple(f for file in files for f in sorted(file.faults, key=lambda f: (f.line, f.column)))
    if faults:
        raise FaultyFile(faults)


def plain(node: Node) -> object:
    """A node as plain texts, lists and dicts, without places."""
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.value.items()}
    return node.value


__all__ = ["MAX_BYTES", "File", "Lang", "Node", "plain", "raise_all", "read", "walk"]
