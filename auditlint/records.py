"""`dataclass`, `field` and `replace` for a fast start: a start makes more than a hundred of such classes.

Loading the standard module and, below Python 3.13, having it compile six functions for each class takes longer than
auditing a short report. Here the functions are shared and know a class's fields, and its `__init__` is compiled once
per machine. For everybody else the classes are dataclasses: `dataclasses.fields`, `replace`, `asdict` work.

What cannot be changed is also slow to make: setting a value past the guard takes four times as long as setting it. So
the `__init__` of such a class gives the record an open twin's class for as long as it sets the values.
"""

from __future__ import annotations

import marshal

from auditlint import private
from auditlint.kept import Kept
from auditlint.typed import TYPE_CHECKING, Any, NoReturn

KEPT = Kept("records", private.interpreter(), 1000)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
else:
    from operator import attrgetter

    _SEVERAL = 3  # values for which it pays to open a record
    _set = object.__setattr__
    _ABSENT = object()  # stands for no default, and for an argument that was not given

    class _Field:
        """What is known of a field: its default or what makes it, and what others may want to know."""

        __slots__ = ("default", "default_factory", "metadata", "repr")

        def __init__(self, default: object, default_factory: Any, metadata: Any, repr: bool) -> None:
            self.default, self.default_factory, self.metadata, self.repr = default, default_factory, metadata, repr

    def field(
        *, default: Any = _ABSENT, default_factory: Any = _ABSENT, metadata: Any = None, repr: bool = True
    ) -> Any:
        """As `dataclasses.field`."""
        return _Field(default, default_factory, metadata, repr)

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True) -> Any:
        """As `dataclasses.dataclass`."""
        if cls is None:
            return lambda cls: dataclass(cls, frozen=frozen, slots=slots, eq=eq)
        fields: dict[str, _Field] = {}
        for base in reversed(cls.__mro__[1:]):
            fields |= base.__dict__.get("__record_fields__", {})
        own = {name: cls.__dict__.get(name, _ABSENT) for name in cls.__annotations__}
        fields |= {n: v if isinstance(v, _Field) else _Field(v, _ABSENT, None, True) for n, v in own.items()}
        names = tuple(fields)
        places = {name: i for i, name in enumerate(names)}
        values = _values(names)

        def start(self: Any, *args: object, **kwargs: object) -> None:
            made.__init__ = _init(made, fields, frozen)
            made.__init__(self, *args, **kwargs)

        def equal(self: Any, other: object) -> bool:
            if self is other:
                return True
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        shared: dict[str, Any] = {"__init__": start, "__repr__": _repr, "__reduce__": lambda self: (made, values(self))}
        if eq:
            shared |= {"__eq__": equal, "__hash__": (lambda self: hash(values(self))) if frozen else None}
        if frozen:
            shared |= {"__setattr__": _refuse, "__delattr__": _refuse}
        shared = {name: function for name, function in shared.items() if name not in cls.__dict__}
        shared |= {"__record_fields__": fields, "__match_args__": names, "__dataclass_fields__": _Standard()}
        shared |= {"__record_places__": places, "__record_values__": staticmethod(values)}
        made = (_slotted if slots else _plain)(cls, tuple(own), shared)
        return made

    def replace(record: Any, /, **changes: object) -> Any:
        """As `dataclasses.replace`, in a third of the time."""
        values, places = [*record.__record_values__(record)], record.__record_places__
        for name, value in changes.items():
            if name not in places:
                raise TypeError(f"{type(record).__qualname__} has no field {name!r}")
            values[places[name]] = value
        return type(record)(*values)

    class _Standard:
        """The fields as the standard module has them, made when it asks for them."""

        def __get__(self, record: object, owner: Any) -> dict[str, Any]:
            import dataclasses

            types = {n: t for base in reversed(owner.__mro__) for n, t in getattr(base, "__annotations__", {}).items()}
            known: dict[str, Any] = {"__annotations__": types, "__module__": owner.__module__}
            for name, f in owner.__record_fields__.items():
                given = {"default": f.default, "default_factory": f.default_factory}
                given = {k: v for k, v in given.items() if v is not _ABSENT}
                known[name] = dataclasses.field(**given, metadata=f.metadata, repr=f.repr)
            twin: Any = dataclasses.dataclass(type(owner.__name__, (), known), init=False, repr=False, eq=False)
            owner.__dataclass_fields__ = twin.__dataclass_fields__
            return owner.__dataclass_fields__

    def _slotted(cls: type, names: tuple[str, ...], shared: Mapping[str, Any]) -> Any:
        """The class anew with slots for its own fields: a class that exists cannot be given any."""
        kept = {n: v for n, v in cls.__dict__.items() if n not in (*names, "__dict__", "__weakref__")}
        kept |= {"__qualname__": cls.__qualname__, "__slots__": names, **shared}
        return type(cls)(cls.__name__, cls.__bases__, kept)

    def _plain(cls: type, names: tuple[str, ...], shared: Mapping[str, Any]) -> Any:
        """The class itself, with plain defaults in place of fields."""
        for name in [n for n in names if isinstance(cls.__dict__.get(n), _Field)]:
            delattr(cls, name)
        for name, value in shared.items():
            setattr(cls, name, value)
        return cls

    def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[object, ...]]:
        """What gives the values of some fields."""
        if len(names) > 1:
            return attrgetter(*names)
        return lambda self: tuple(getattr(self, name) for name in names)

    def _init(cls: type, fields: Mapping[str, _Field], frozen: bool) -> Callable[..., None]:
        """The `__init__` of a class with some fields."""
        known: dict[str, Any] = {"set_": _set, "absent_": _ABSENT, "closed_": cls}
        opened = frozen and len(fields) >= _SEVERAL and cls.__dict__.get("__slots__") == tuple(fields)
        if opened:
            known["open_"] = type("Open", (), {"__slots__": tuple(fields)})
        arguments, lines = ["self"], ["set_(self, '__class__', open_)" if opened else "pass"]
        for name, f in fields.items():
            value = name
            if f.default is not _ABSENT:
                known[f"default_{name}"] = f.default
                arguments.append(f"{name}=default_{name}")
            elif f.default_factory is not _ABSENT:
                known[f"make_{name}"] = f.default_factory
                arguments.append(f"{name}=absent_")
                value = f"make_{name}() if {name} is absent_ else {name}"
            else:
                arguments.append(name)
            guarded = frozen and not opened
            lines.append(f"set_(self, {name!r}, {value})" if guarded else f"self.{name} = {value}")
        if opened:
            lines.append("self.__class__ = closed_")
        exec(_code(f"def __init__({', '.join(arguments)}):\n " + "\n ".join(lines)), known)
        return known["__init__"]

    def _code(source: str) -> Any:
        """What a source compiles to, as an earlier run kept it."""
        found = KEPT.get(source)
        if found is not None:
            return marshal.loads(found)
        code = compile(source, "<record>", "exec")
        KEPT.put(source, marshal.dumps(code))
        return code

    def _repr(self: Any) -> str:
        fields = self.__record_fields__.items()
        return f"{type(self).__qualname__}({', '.join(f'{n}={getattr(self, n)!r}' for n, f in fields if f.repr)})"

    def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot change field {name!r}")
