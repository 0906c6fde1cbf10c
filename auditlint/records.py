"""`dataclass` of the standard library, made in a fraction of the time: a start makes more than a hundred of them.

Below Python 3.13 the standard one compiles six functions for each, which takes longer than reading a short report. Here
a class has an `__init__` of its own, compiled when called repeatedly; the others are shared and know its fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
else:
    import dataclasses
    from operator import attrgetter

    _FEW = 3  # records of a class that are made without an `__init__` compiled for them
    _ABSENT = object()  # stands for an argument with a default factory

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True) -> Any:
        """As `dataclasses.dataclass`; `fields`, `replace` and the rest of that module work as ever."""
        if cls is None:
            return lambda cls: dataclass(cls, frozen=frozen, slots=slots, eq=eq)
        cls.__doc__ = cls.__doc__ or cls.__name__  # else a signature is looked up, which takes long
        made = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots)
        fields = dataclasses.fields(made)
        values = _values([f.name for f in fields])

        calls = 0

        def start(self: Any, *args: object, **kwargs: object) -> None:
            nonlocal calls
            calls += 1
            if calls <= _FEW and _filled(self, fields, args, kwargs):
                return
            made.__init__ = _init(fields, frozen)
            made.__init__(self, *args, **kwargs)

        def equal(self: Any, other: object) -> bool:
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        shared = {"__init__": start, "__repr__": _repr, "__reduce__": lambda self: (made, values(self))}
        if eq:
            shared |= {"__eq__": equal, "__hash__": (lambda self: hash(values(self))) if frozen else None}
        if frozen:
            shared |= {"__setattr__": _refuse, "__delattr__": _refuse}
        for name, function in shared.items():
            if name not in cls.__dict__:
                setattr(made, name, function)
        return made

    def replace(record: Any, /, **changes: object) -> Any:
        """As `dataclasses.replace`, in a third of the time."""
        values = [changes.pop(n) if n in changes else getattr(record, n) for n in record.__match_args__]
        return type(record)(*values, **changes)

    def _values(names: Sequence[str]) -> Callable[[Any], tuple[object, ...]]:
        """What gives the values of some fields."""
        if len(names) > 1:
            return attrgetter(*names)
        return lambda self: tuple(getattr(self, name) for name in names)

    def _filled(record: Any, fields: Sequence[dataclasses.Field[Any]], args: Any, kwargs: dict[str, Any]) -> bool:
        """Give a new record its fields; False where the arguments do not fit, which `__init__` then tells."""
        given = dict(zip((f.name for f in fields), args, strict=False))
        if len(args) > len(fields) or given.keys() & kwargs.keys():
            return False
        given |= kwargs
        for f in fields:
            if f.name not in given:
                if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
                    return False
                given[f.name] = f.default_factory() if f.default is dataclasses.MISSING else f.default
            object.__setattr__(record, f.name, given[f.name])
        return len(given) == len(fields)

    def _init(fields: Sequence[dataclasses.Field[Any]], frozen: bool) -> Callable[..., None]:
        """The `__init__` of some fields."""
        known: dict[str, Any] = {"set_": object.__setattr__, "absent_": _ABSENT}
        arguments, lines = ["self"], ["pass"]
        for f in fields:
            name = value = f.name
            if f.default is not dataclasses.MISSING:
                known[f"default_{name}"] = f.default
                arguments.append(f"{name}=default_{name}")
            elif f.default_factory is not dataclasses.MISSING:
                known[f"make_{name}"] = f.default_factory
                arguments.append(f"{name}=absent_")
                value = f"make_{name}() if {name} is absent_ else {name}"
            else:
                arguments.append(name)
            lines.append(f"set_(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
        exec(f"def __init__({', '.join(arguments)}):\n " + "\n ".join(lines), known)
        return known["__init__"]

    def _repr(self: Any) -> str:
        shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
        return f"{type(self).__qualname__}({shown})"

    def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
        raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")
