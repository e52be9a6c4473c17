"""`dataclass` for the records of this program: the same arguments and the same records, made in a tenth of the time.

The standard one writes and compiles six methods for each class, 0.4 ms of every command for each of 200 classes. Here
they are shared, and `__init__` is compiled when the first record is made: most classes have none in most commands.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[type], type]:
        """Make a class a dataclass, as `dataclasses.dataclass` does with these arguments."""
        plain = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)

        def made(cls: type) -> type:
            cls.__doc__ = cls.__doc__ or ""  # else the standard one looks for a signature, which takes its time
            return _with_methods(plain(cls), frozen=frozen, slots=slots, eq=eq)

        return made


def _with_methods(cls: Any, *, frozen: bool, slots: bool, eq: bool) -> Any:
    fields: tuple[Field[Any], ...] = dataclasses.fields(cls)
    cls.__init__ = _init_when_called(cls, fields, frozen=frozen)
    if "__repr__" not in cls.__dict__:
        cls.__repr__ = _repr
    if eq:
        if "__eq__" not in cls.__dict__:
            cls.__eq__ = _equality(fields)
        cls.__hash__ = _hash(fields) if frozen else None
    if frozen:
        cls.__setattr__, cls.__delattr__ = _no_set, _no_delete
        if slots:
            cls.__getstate__, cls.__setstate__ = _state, _set_state
    return cls


def _init_when_called(cls: Any, fields: tuple[Field[Any], ...], *, frozen: bool) -> Callable[..., None]:
    """An `__init__` that puts the compiled one in its place when it is first called."""

    def __init__(self: object, *args: object, **named: object) -> None:
        cls.__init__ = _compiled(cls, fields, frozen=frozen)
        cls.__init__(self, *args, **named)

    return __init__


def _compiled(cls: Any, fields: tuple[Field[Any], ...], *, frozen: bool) -> Any:
    """`__init__` with a parameter for each field."""
    names: dict[str, object] = {"_set": object.__setattr__, "_missing": MISSING}
    parameters, body = ["self"], []
    for item in fields:
        value = item.name
        if item.default_factory is not MISSING:
            names[f"_make_{item.name}"] = item.default_factory
            parameters.append(f"{item.name}=_missing")
            value = f"_make_{item.name}() if {item.name} is _missing else {item.name}"
        elif item.default is not MISSING:
            names[f"_default_{item.name}"] = item.default
            parameters.append(f"{item.name}=_default_{item.name}")
        else:
            parameters.append(item.name)
        body.append(f"_set(self, {item.name!r}, {value})" if frozen else f"self.{item.name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n  " + "\n  ".join(body or ["pass"]), names)
    made: Any = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _values(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """What gives the values of these fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    get = attrgetter(*names) if names else None
    return lambda record: (get(record),) if get else ()


def _equality(fields: tuple[Field[Any], ...]) -> Callable[[object, object], bool]:
    values = _values([item.name for item in fields if item.compare])

    def __eq__(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(fields: tuple[Field[Any], ...]) -> Callable[[object], int]:
    values = _values([item.name for item in fields if (item.compare if item.hash is None else item.hash)])

    def __hash__(self: object) -> int:
        return hash(values(self))

    return __hash__


def _repr(self: Any) -> str:
    shown = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in dataclasses.fields(self) if item.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _no_set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, item.name) for item in dataclasses.fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for item, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, item.name, value)
