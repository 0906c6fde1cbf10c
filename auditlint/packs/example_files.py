"""Examples of a rule file: texts or documents, with `[[…]]` where a finding must land."""

from __future__ import annotations

import re

from auditlint.located_yaml import File, Node
from auditlint.packs.nouns import Example, ExampleDocument, Examples, Mark

_ROLES = ("report", "tables", "prior", "budget")


def read_examples(file: File, node: Node) -> Examples:
    """A rule's bad and good examples."""
    entries = file.mapping(node, ("bad", "good"))
    both = []
    for key in ("bad", "good"):
        items = file.items(entries[key]) if key in entries else ()
        both.append(tuple(_example(file, item, key) for item in items))
    return Examples(*both)


def _example(file: File, node: Node, kind: str) -> Example:
    """A text, or a list of documents."""
    parts = node.value if isinstance(node.value, tuple) else (node,)
    documents = tuple(_example_document(file, part) for part in parts)
    marked = any(d.marks for d in documents)
    if kind == "good" and marked:
        file.fault(node, "正例不应有[[…]]标记", "a good example has no [[…]] mark")
    if kind == "bad" and not marked:
        file.fault(node, "反例要用[[…]]标出问题所在", "a bad example marks with [[…]] where the finding must land")
    return Example(documents, node.line)


def _example_document(file: File, node: Node) -> ExampleDocument:
    if isinstance(node.value, str):
        text, marks = _unmark(file, node, node.value, -1, -1)
        return ExampleDocument("report", text, marks=tuple(marks))
    entries = file.mapping(node, ("role", "text", "table", "title", "unit"))
    role = file.choice(entries["role"], _ROLES) if "role" in entries else "report"
    marks = []
    text = ""
    if "text" in entries:
        text, marks = _unmark(file, entries["text"], file.text(entries["text"]), -1, -1)
    rows = []
    for r, row in enumerate(file.items(entries["table"]) if "table" in entries else ()):
        cells = []
        for c, cell in enumerate(file.items(row)):
            plain, found = _unmark(file, cell, file.text(cell), r, c)
            cells.append(plain)
            marks.extend(found)
        rows.append(tuple(cells))
    if not text and not rows:
        file.fault(node, "例子需要“text”或“table”", "an example needs 'text' or 'table'")
    title, unit = (file.text(entries[k]) if k in entries else "" for k in ("title", "unit"))
    return ExampleDocument(role or "report", text, tuple(rows), title, unit, tuple(marks))


def _unmark(file: File, node: Node, text: str, row: int, column: int) -> tuple[str, list[Mark]]:
    """A text without its `[[…]]`, and where they stood."""
    plain = ""
    marks = []
    for i, piece in enumerate(re.split(r"\[\[(.*?)\]\]", text)):
        if i % 2:
            marks.append(Mark(row, column, len(plain), len(plain) + len(piece)))
        plain += piece
    if "[[" in plain or "]]" in plain:
        file.fault(node, "[[…]]标记不配对", "unbalanced [[…]] mark")
    return plain, marks
