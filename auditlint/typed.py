"""The names of `typing`, for a fast start: loading the standard module takes a fortieth of one.

A type checker sees the standard names. A run needs of them only what `Literal` allows, which says what values an option
of a rule may have; the rest is empty.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any as Any
    from typing import Literal as Literal
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import TypeAlias as TypeAlias
    from typing import cast as cast
    from typing import get_args as get_args
    from typing import get_origin as get_origin
else:

    class Literal:
        """`Literal["a", "b"]`."""

        def __init__(self, values):
            self.__origin__, self.__args__ = Literal, values

        def __class_getitem__(cls, values):
            return cls(values if isinstance(values, tuple) else (values,))

    class Protocol:
        """What a class that only says what others must have is made of."""

    Any = NoReturn = TypeAlias = object

    def cast(kind, value):
        """The value itself."""
        return value

    def get_origin(kind):
        """What stands before the brackets, as of `tuple[str, ...]`; None where there are none."""
        return getattr(kind, "__origin__", None)

    def get_args(kind):
        """What stands between the brackets."""
        return kind.__args__
