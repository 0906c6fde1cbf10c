"""Formulas as rules write them. Python's parser reads the text after its signs are mapped, and never runs it.

Only a rule that is read needs this: a cached rulebook holds its formulas.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from decimal import Decimal

from auditlint.errors import Malformed
from auditlint.formulas import Comparison, Expression, Formula, Operator
from auditlint.messages import nearest
from auditlint.numerals import normalize

# One character each way, so that a column of the parsed text is a column of the written one.
_SIGNS = str.maketrans("×÷≤≥≦≧−–—∗／", "*/⩽⩾⩽⩾---*/")
_COMPARISONS: Mapping[type[ast.cmpop], Comparison] = {
    ast.Eq: "=",
    ast.LtE: "<=",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.Gt: ">",
}
_OPERATORS: Mapping[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
MAX_LENGTH = 500


def parse(source: str, known: Sequence[str] | None = None) -> Formula:
    """A formula from its text; names outside `known` and anything but arithmetic raise `Malformed` with the place."""
    if len(source) > MAX_LENGTH:
        raise Malformed(0, f"算式超过{MAX_LENGTH}字", f"the formula is longer than {MAX_LENGTH} characters")
    if not source.strip():
        raise Malformed(0, "空的算式", "an empty formula")
    mapped = normalize(source).translate(_SIGNS)
    prepared, columns = _double_signs(mapped)
    try:
        tree = ast.parse(prepared, mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        column = (getattr(error, "offset", None) or 1) - 1
        raise Malformed(columns[min(column, len(columns) - 1)], "算式写法有误", "not a formula") from None
    reader = _Reader(prepared, columns, known)
    if not isinstance(tree, ast.Compare):
        raise Malformed(0, "算式应为“名称 = …”，用 = ≤ ≥ < > 之一", "a formula is 'name = …' with one of = ≤ ≥ < >")
    if len(tree.ops) != 1 or type(tree.ops[0]) not in _COMPARISONS:
        raise Malformed(reader.place(tree.comparators[0]), "只能有一个 = ≤ ≥ < >", "only one of = ≤ ≥ < >")
    stated = reader.expression(tree.left)
    if stated.operator != "name":
        raise Malformed(reader.place(tree.left), "左边应为一个名称", "the left side is one name")
    right = reader.expression(tree.comparators[0])
    names = right.names()
    comparison = _COMPARISONS[type(tree.ops[0])]
    if not names and comparison == "=":  # a bound may be a number, a figure is never one
        raise Malformed(reader.place(tree.comparators[0]), "右边没有名称", "the right side names nothing")
    if stated.name in names:
        raise Malformed(reader.place(tree.left), f"“{stated.name}”在两边都出现", f"'{stated.name}' is on both sides")
    return Formula(source, stated.name, comparison, right, (stated.name, *names))


def _double_signs(mapped: str) -> tuple[str, list[int]]:
    """The text with `=` and its kin as Python writes them, and where each character stands in the written text."""
    text = ""
    columns: list[int] = []
    for i, char in enumerate(mapped):
        before, after = mapped[i - 1 : i], mapped[i + 1 : i + 2]
        written = {"⩽": "<=", "⩾": ">="}.get(char, char)
        if char == "=" and before not in tuple("<>=!") and after != "=":
            written = "=="
        text += written
        columns.extend([i] * len(written))
    stripped = text.lstrip()
    return stripped, [*columns[len(text) - len(stripped) :], len(mapped)]


class _Reader:
    """Turns Python's tree into expressions, node by node."""

    def __init__(self, text: str, columns: Sequence[int], known: Sequence[str] | None) -> None:
        self.data = text.encode()
        self.columns = columns
        self.known = known

    def place(self, node: ast.expr) -> int:
        """Where a node stands in the written text; Python counts bytes."""
        return self.columns[min(len(self.data[: node.col_offset].decode()), len(self.columns) - 1)]

    def expression(self, node: ast.expr) -> Expression:
        """An expression of the white-list."""
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            # The digits as written: a float would lose them.
            written = self.data[node.col_offset : node.end_col_offset].decode()
            if set(written) <= set("0123456789."):
                return Expression("number", number=Decimal(written))
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return Expression(_OPERATORS[type(node.op)], (self.expression(node.left), self.expression(node.right)))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return Expression("neg", (self.expression(node.operand),))
        zh = "算式只能有名称、数、+ − × ÷ 和括号"
        raise Malformed(self.place(node), zh, "a formula has names, numbers, + − × ÷ and brackets only")

    def _name(self, node: ast.Name) -> Expression:
        if self.known is not None and node.id not in self.known:
            known = list(self.known)
            zh = nearest(node.id, known, "zh") or "；可用：" + "、".join(known)
            en = nearest(node.id, known, "en") or "; known are " + ", ".join(known)
            raise Malformed(self.place(node), f"未知的名称“{node.id}”{zh}", f"unknown name '{node.id}'{en}")
        return Expression("name", name=node.id)
