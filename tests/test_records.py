"""Our quickly made dataclasses are what the standard library's are."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from decimal import Decimal
from typing import Any

import pytest

from auditlint import records


class Plain:
    """Fields with and without defaults."""

    name: str
    value: Decimal = Decimal(1)
    seen: list[int] = dataclasses.field(default_factory=list)
    hidden: int = dataclasses.field(default=0, repr=False)


@records.dataclass(frozen=True, slots=True)
class Point:
    """Two fields; here, so that it can be pickled."""

    x: int
    y: int = 0


@records.dataclass(frozen=True, slots=True)
class Deep(Point):
    """A field more."""

    z: tuple[int, ...] = ()


@records.dataclass(frozen=True, slots=True)
class One:
    """A single field."""

    x: int


def made(maker: Any, **options: bool) -> Any:
    """The same class, made by one maker or the other."""
    return maker(**options)(type("Plain", (), dict(Plain.__dict__)))


@pytest.mark.parametrize("frozen", [True, False])
def test_as_the_standard_ones(frozen: bool) -> None:
    ours, theirs = (made(m, frozen=frozen) for m in (records.dataclass, dataclasses.dataclass))
    for cls in (ours, theirs):
        first, second = cls("甲"), cls("甲", hidden=3)
        assert repr(first).endswith("Plain(name='甲', value=Decimal('1'), seen=[])")
        assert first == cls("甲")
        assert first != second
        assert first != ("甲", Decimal(1), [], 0)
        assert first.seen is not second.seen
        assert dataclasses.replace(first, name="乙").name == "乙"
        assert dataclasses.asdict(second) == {"name": "甲", "value": Decimal(1), "seen": [], "hidden": 3}
        assert cls.__match_args__ == ("name", "value", "seen", "hidden")
        with pytest.raises(TypeError):
            cls()
        with pytest.raises(TypeError):
            cls("甲", other=1)


def test_frozen_ones_cannot_change() -> None:
    point = Point(1, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x
    with pytest.raises(TypeError):
        hash(made(records.dataclass)("甲"))


def test_slots_equality_and_copies() -> None:
    assert not hasattr(Point(1), "__dict__")
    assert len({Point(1, 2), Point(1, 2), Deep(1, 2)}) == 2
    assert Deep(1, 2) != Point(1, 2)
    for each in (Point(1, 2), Deep(1, z=(3,)), One(5)):
        assert pickle.loads(pickle.dumps(each)) == each == copy.deepcopy(each)
        assert hash(copy.copy(each)) == hash(each)


def test_identity_where_it_is_asked_for() -> None:
    cls = made(records.dataclass, frozen=True, eq=False)
    first = cls("甲")
    assert first != cls("甲")
    assert {first: 1}[first] == 1
