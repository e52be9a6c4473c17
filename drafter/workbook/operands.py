"""Operators and functions of formulas, and what they do with blanks and text, as in Excel.

Arithmetic is decimal. Whatever Excel would answer with an error is NotComputable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from drafter.records import dataclass

Value = Decimal | str | bool | None


class NotComputable(Exception):
    """A formula that has no value here: it is not understood, or Excel would answer with an error."""


class Blocked(NotComputable):
    """A formula that needs a cell that has no value."""


class Circle(NotComputable):
    """A formula that needs its own value."""


@dataclass(frozen=True, slots=True)
class Area:
    """The values that a reference stands for; `single` if it is one cell."""

    values: tuple[Value, ...]
    single: bool


Operand = Value | Area
"""The result of a part of a formula."""
Node = Callable[[], Operand]
"""A part of a formula, evaluated when it is needed: IF needs only one of its branches."""

LEVELS = (("=", "<>", "<=", ">=", "<", ">"), ("&",), ("+", "-"), ("*", "/"))
"""Operators between two operands, the weakest first."""


def apply(operator: str, left: Value, right: Value) -> Value:
    """The value of an operator of `LEVELS` between two values."""
    if operator == "&":
        return _text(left) + _text(right)
    if operator in LEVELS[0]:
        return _compare(operator, left, right)
    a, b = number(left), number(right)
    return {"+": a.__add__, "-": a.__sub__, "*": a.__mul__, "/": a.__truediv__}[operator](b)


def _compare(operator: str, left: Value, right: Value) -> bool:
    """As Excel compares: text without regard to case; a blank is 0 or "" as the other side needs."""
    a, b = (_comparable(value, other) for value, other in ((left, right), (right, left)))
    if operator in ("=", "<>"):
        return (a == b) is (operator == "=")
    if isinstance(a, str) != isinstance(b, str):
        raise NotComputable("text against number")
    less, equal = (a < b, a == b)  # type: ignore[operator]
    return {"<": less, "<=": less or equal, ">": not (less or equal), ">=": not less}[operator]


def _comparable(value: Value, other: Value) -> Decimal | str:
    if value is None:
        return "" if isinstance(other, str) else Decimal(0)
    return value.casefold() if isinstance(value, str) else Decimal(value)


def scalar(operand: Operand) -> Value:
    """The one value of an operand; NotComputable for a range."""
    if isinstance(operand, Area):
        if not operand.single:
            raise NotComputable("a range where one value is needed")
        return operand.values[0] if operand.values else None
    return operand


def number(operand: Operand) -> Decimal:
    """The one number of an operand, 0 for a blank; NotComputable for text."""
    value = scalar(operand)
    if isinstance(value, str):
        raise NotComputable("text in arithmetic")
    return Decimal(0) if value is None else Decimal(value)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if value is None or isinstance(value, str):
        return value or ""
    return format(value.to_integral_value() if value == value.to_integral_value() else value.normalize(), "f")


def _truth(node: Node) -> bool:
    return number(node()) != 0


def _values(arguments: Sequence[Node]) -> list[Value]:
    """All values of the arguments; blanks, and truth values inside ranges, do not take part in sums and counts."""
    found: list[Value] = []
    for operand in (node() for node in arguments):
        found += operand.values if isinstance(operand, Area) else (operand,)
    return [value for value in found if value is not None]


def _numbers(arguments: Sequence[Node]) -> list[Decimal]:
    return [value for value in _values(arguments) if isinstance(value, Decimal)]


def _if(arguments: Sequence[Node]) -> Operand:
    condition, *branches = _arity(arguments, 2, 3)
    if _truth(condition):
        return branches[0]()
    return branches[1]() if len(branches) == 2 else False


def _round(arguments: Sequence[Node]) -> Decimal:
    value, places = (number(node()) for node in _arity(arguments, 2, 2))
    if abs(places) > 15:
        raise NotComputable("ROUND")
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _arity(arguments: Sequence[Node], least: int, most: int) -> Sequence[Node]:
    if not least <= len(arguments) <= most:
        raise NotComputable("number of arguments")
    return arguments


def _some(numbers: list[Decimal]) -> list[Decimal]:
    return numbers or [Decimal(0)]


FUNCTIONS: Mapping[str, Callable[[Sequence[Node]], Operand]] = {
    "SUM": lambda arguments: sum(_numbers(arguments), Decimal(0)),
    "COUNT": lambda arguments: Decimal(len(_numbers(arguments))),
    "COUNTA": lambda arguments: Decimal(len(_values(arguments))),
    "MAX": lambda arguments: max(_some(_numbers(arguments))),
    "MIN": lambda arguments: min(_some(_numbers(arguments))),
    "ABS": lambda arguments: abs(number(_arity(arguments, 1, 1)[0]())),
    "N": lambda arguments: next(chain(_numbers(_arity(arguments, 1, 1)), (Decimal(0),))),
    "AND": lambda arguments: all(_truth(node) for node in arguments),
    "OR": lambda arguments: any(_truth(node) for node in arguments),
    "IF": _if,
    "ROUND": _round,
}
"""Functions by name; each takes its arguments unevaluated."""
