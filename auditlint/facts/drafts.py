"""A figure of prose while its words are read."""

from __future__ import annotations

from auditlint.model import Figure, Measure
from auditlint.records import dataclass


@dataclass(slots=True)
class Draft:
    """A fact in the making; the fields of `model.Fact` and what only the reading of its sentence needs."""

    figure: Figure
    measure: Measure
    label: str
    lead: str
    basis: str = ""
    direction: int = 0
    base: str = ""
    year: str = ""
    sentence: int = -1
    clause: int = -1
    item: int = -1
    depth: int = 0
    grouped: bool = False  # continues a row of equals: a、b和c
    own: bool = True  # has a label of its own in its clause
