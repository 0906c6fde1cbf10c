"""What a rule of the check `formula` says: the equation, and the wording or the concepts its names come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditlint.errors import Malformed
from auditlint.formulas import Formula
from auditlint.messages import nearest
from auditlint.model import Dimension, Measure
from auditlint.patterns import Pattern, compile_pattern
from auditlint.records import dataclass, field
from auditlint.typed import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from auditlint.located_yaml import File, Node

DIMENSIONS: Mapping[str, tuple[Dimension, ...]] = {
    "money": ("money",),
    "percent": ("percent",),
    "point": ("point",),
    "count": ("count", "score", "plain"),
    "score": ("score", "count", "plain"),
    "days": (),  # 180天, 12个月: no figures of their own
    "number": ("plain", "ratio", "count", "score", "money", "percent", "point"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the formula as the facts of a concept (or label) and a measure."""

    name: str
    concept: str = ""
    measure: Measure = "level"

    def __str__(self) -> str:
        return f"{self.name} = {self.concept} ({self.measure})"


def _read_pattern(file: File, node: Node) -> Pattern | None:
    try:
        return compile_pattern(file.text(node))
    except Malformed as error:
        file.malformed(node, error)
        return None


def read_wordings(file: File, node: Node) -> tuple[Pattern, ...]:
    """Patterns that need not capture anything, as a rule's option; a fault in one is noted."""
    found = []
    for item in file.items(node):
        try:
            found.append(compile_pattern(file.text(item), captured=False))
        except Malformed as error:
            file.malformed(item, error)
    return tuple(found)


def _read_terms(file: File, node: Node) -> tuple[Named, ...]:
    found = []
    for name, item in file.mapping(node).items():
        entries = file.mapping(item, ("concept", "measure"))
        concept = file.text(entries["concept"]) if "concept" in entries else ""
        measure = file.choice(entries["measure"], get_args(Measure)) if "measure" in entries else "level"
        found.append(Named(name, concept, measure))  # type: ignore[arg-type]  # a wrong word is a noted fault
    return tuple(found)


def read_formula(file: File, node: Node) -> Formula | None:
    """A formula as a rule's option; a fault in it is noted."""
    from auditlint.formula_texts import parse  # only a rule file that is read needs Python's parser

    text = file.text(node)
    if not isinstance(node.value, str):
        return None
    try:
        return parse(text)
    except Malformed as error:
        file.malformed(node, error)
        return None


@dataclass(frozen=True, slots=True)
class Options:
    """The equation, and where its names come from: `pattern` or `terms`."""

    holds: Formula = field(
        metadata={"help": "the equation: rate = actual / budget; a percentage is its hundredth", "read": read_formula}
    )
    pattern: Pattern | None = field(
        default=None, metadata={"help": "a wording whose {name:type} captures are the names", "read": _read_pattern}
    )
    unless: tuple[Pattern, ...] = field(
        default=(),
        metadata={
            "help": "words near `pattern` that excuse it",
            "read": read_wordings,
        },
    )
    excused: Literal["sentence", "paragraph"] = field(
        default="sentence",
        metadata={"help": "where `unless` is looked for: in the sentence of `pattern` and the next, or its paragraph"},
    )
    terms: tuple[Named, ...] = field(
        default=(), metadata={"help": "name: {concept, measure}, the names by what they mean", "read": _read_terms}
    )
    within: Literal["paragraph", "row", "section", "document"] = field(
        default="paragraph", metadata={"help": "how far apart the figures of `terms` may stand"}
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The names a formula may use."""
        if self.pattern is not None:
            return tuple(n for n, kind in self.pattern.fields.items() if kind in DIMENSIONS)
        return tuple(t.name for t in self.terms)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names a message may use."""
        return self.names

    def faults(self) -> Iterator[tuple[str, Malformed]]:
        """What is wrong between the options."""
        if (self.pattern is None) == (not self.terms):
            yield "holds", Malformed(0, "要写“pattern”或“terms”之一", "write either 'pattern' or 'terms'")
            return
        for name in self.holds.names:
            if name not in self.names:
                known = list(self.names)
                zh = nearest(name, known, "zh") or "；可用：" + "、".join(known)
                en = nearest(name, known, "en") or "; known are " + ", ".join(known)
                offset = max(self.holds.source.find(name), 0)
                yield "holds", Malformed(offset, f"算式中未知的名称“{name}”{zh}", f"unknown name '{name}'{en}")
