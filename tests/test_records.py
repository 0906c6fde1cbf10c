"""Our quickly made dataclasses are what the standard library's are."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from auditlint import records


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


def made(module: Any, **options: bool) -> Any:
    """A class of fields with and without defaults, made by one module or the other."""

    class Plain:
        name: str
        value: Decimal = Decimal(1)
        seen: list[int] = module.field(default_factory=list)
        hidden: int = module.field(default=0, repr=False, metadata={"help": "何为"})

    return module.dataclass(**options)(Plain)


@pytest.mark.parametrize("frozen", [True, False])
def test_as_the_standard_ones(frozen: bool) -> None:
    ours, theirs = (made(m, frozen=frozen) for m in (records, dataclasses))
    for cls in (ours, theirs):
        first, second = cls("甲"), cls("甲", hidden=3)
        assert repr(first).endswith("Plain(name='甲', value=Decimal('1'), seen=[])")
        assert first == cls("甲")
        assert first != second
        assert first != ("甲", Decimal(1), [], 0)
        assert first.seen is not second.seen
        assert dataclasses.replace(first, name="乙").name == "乙"
        assert dataclasses.asdict(second) == {"name": "甲", "value": Decimal(1), "seen": [], "hidden": 3}
        fields = dataclasses.fields(cls)
        assert [(f.name, f.type) for f in fields][:2] == [("name", "str"), ("value", "Decimal")]
        assert [f.default for f in fields][:2] == [dataclasses.MISSING, Decimal(1)]
        assert fields[3].metadata == {"help": "何为"}
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
        hash(made(records)("甲"))


def test_slots_equality_and_copies() -> None:
    assert not hasattr(Point(1), "__dict__")
    assert len({Point(1, 2), Point(1, 2), Deep(1, 2)}) == 2
    assert Deep(1, 2) != Point(1, 2)
    for each in (Point(1, 2), Deep(1, z=(3,)), One(5)):
        assert pickle.loads(pickle.dumps(each)) == each == copy.deepcopy(each)
        assert hash(copy.copy(each)) == hash(each)


def test_a_class_inherits_the_fields_of_its_base() -> None:
    assert [f.name for f in dataclasses.fields(Deep(1))] == ["x", "y", "z"]
    assert dataclasses.replace(Deep(1), z=(2,)) == Deep(1, 0, (2,))
    assert repr(Deep(1)) == "Deep(x=1, y=0, z=())"


def test_identity_where_it_is_asked_for() -> None:
    cls = made(records, frozen=True, eq=False)
    first = cls("甲")
    assert first != cls("甲")
    assert {first: 1}[first] == 1


def test_a_second_start_compiles_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("AUDITLINT_NO_CACHE", raising=False)
    records.KEPT.forget()
    assert made(records)("甲").name == "甲"
    records.KEPT.write()
    records.KEPT.forget()
    monkeypatch.setattr("builtins.compile", None)
    again = made(records)("乙", seen=[1])
    assert (again.name, again.seen, again.hidden) == ("乙", [1], 0)
    with pytest.raises(TypeError):  # of other fields nothing is kept
        records.dataclass(type("Other", (), {"__annotations__": {"x": "int"}}))(1)
    records.KEPT.forget()
