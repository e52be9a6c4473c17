"""Whether a number may be said of a value: equal, or within what its approximation and its digits allow."""

from __future__ import annotations

from decimal import Decimal

from drafter.report import Number
from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind

_HALF = Decimal("0.5")
_SLIP = 10000
_EDGE = 5
"""What part of half a step a number may fall short of one that it is said to be over."""
_TENTH = 10
"""Percent from one share in tenths to the next."""


def agrees(quantity: Quantity, value: Number | None, scale: int = 1) -> bool:
    """Whether a number may be said of a value of which it counts `scale` per one."""
    if value is None:
        return False
    shown, real = Decimal(quantity.value), Decimal(value) * scale
    if quantity.upper is not None:
        return shown <= real <= Decimal(quantity.upper)
    if quantity.exactness is Exactness.EXACT:
        return _rounds(quantity, shown, real)
    step = _step(quantity, shown, real)
    match quantity.exactness:
        case Exactness.OVER:
            return shown <= real < shown + step
        case Exactness.UNDER:
            return shown - step < real <= shown
        case _:
            return abs(shown - real) <= step


def _rounds(quantity: Quantity, shown: Decimal, real: Decimal) -> bool:
    """Equal where every digit is printed; else rounded, or cut off, after the last one."""
    half = quantity.half_step
    if half <= _HALF and quantity.kind is not QuantityKind.AMOUNT:
        return shown == real
    return abs(shown - real) <= half or 0 <= real - shown < 2 * half


def is_far(quantity: Quantity, value: Number | None, scale: int = 1) -> bool:
    """Whether no reading of the number could be said of the value; an approximation is given room on both sides."""
    if value is None or agrees(quantity, value, scale):
        return False
    if quantity.exactness is Exactness.EXACT and quantity.upper is None:
        return True
    shown, real = Decimal(quantity.value), Decimal(value) * scale
    if quantity.exactness is Exactness.OVER and quantity.upper is None and real < shown - quantity.half_step / _EDGE:
        return True
    if quantity.exactness is Exactness.UNDER and quantity.upper is None and real > shown + quantity.half_step:
        return True
    room = 2 * _step(quantity, shown, real)
    return not shown - room <= real <= Decimal(quantity.upper or shown) + room


def is_slip(quantity: Quantity, value: Number | None, scale: int) -> bool:
    """Whether an amount is the value but for its unit, ten thousand times too much or too little."""
    if not value or quantity.kind is not QuantityKind.AMOUNT or scale == 1:
        return False
    shown, real, half = Decimal(quantity.value), Decimal(value) * scale, quantity.half_step
    return abs(shown * _SLIP - real) <= half * _SLIP or abs(shown / _SLIP - real) <= half / _SLIP


def _step(quantity: Quantity, shown: Decimal, real: Decimal) -> Decimal:
    digit = 2 * quantity.half_step
    if quantity.kind is QuantityKind.AMOUNT or quantity.half_step > _HALF:
        return _round_step(shown / digit) * digit if digit and shown % digit == 0 else digit
    return digit if real != int(real) else _round_step(shown)


def _round_step(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 5500 is said in hundreds."""
    digits = format(value.to_integral_value(), "f").lstrip("-")
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else Decimal(1)


def is_share(quantity: Quantity, part: Number | None, whole: Number | None) -> bool | None:
    """Whether a percentage is that of a part in a whole, to half a unit of its last digit; None: too far to tell.

    What is "over" or "under" a share is on that side of it, and not further off than the next one of its kind.
    """
    if part is None or not whole:
        return False
    real, shown = Decimal(part) * 100 / Decimal(whole), Decimal(quantity.value)
    if quantity.upper is not None:
        return shown - quantity.half_step <= real <= Decimal(quantity.upper) + quantity.half_step
    if quantity.exactness is Exactness.EXACT:
        return abs(real - shown) <= quantity.half_step
    return _is_near(quantity, real)


def _is_near(quantity: Quantity, real: Decimal) -> bool | None:
    """Whether a percentage that is only about, over or under what is printed can be said of a real one."""
    shown, wide = Decimal(quantity.value), quantity.kind is QuantityKind.TENTHS
    above = real - shown if quantity.exactness is not Exactness.UNDER else shown - real
    if quantity.exactness is Exactness.ABOUT:
        return abs(above) <= (_TENTH if wide else 4 * quantity.half_step)
    if above < -quantity.half_step / (_TENTH if wide else _EDGE):
        return False
    return True if above <= (_TENTH if wide else 4 * quantity.half_step) else None


def growth(now: Number, before: Number, kind: QuantityKind) -> Decimal | None:
    """The change from `before` to `now`, in percent or as counted; None where there is no rate."""
    difference = Decimal(now) - Decimal(before)
    if kind is not QuantityKind.PERCENT:
        return difference
    return difference * 100 / Decimal(before) if before else None


def is_growth(quantity: Quantity, real: Decimal | None, *, falling: bool) -> bool:
    """Whether a number with its direction is a change, a rate to half a unit of its last printed digit."""
    if real is None:
        return False
    signed = -Decimal(quantity.value) if falling else Decimal(quantity.value)
    if quantity.kind is QuantityKind.TENTHS and quantity.exactness is not Exactness.EXACT:
        return falling == (real < 0) and bool(_is_near(quantity, abs(real)))
    room = quantity.half_step if quantity.kind is QuantityKind.PERCENT or quantity.half_step > _HALF else Decimal(0)
    if quantity.exactness is not Exactness.EXACT:
        room = max(4 * quantity.half_step, _round_step(abs(signed)))
    return abs(real - signed) <= room


def is_multiple(quantity: Quantity, real: Decimal, slack: Decimal = Decimal(0)) -> bool:
    """Whether a number can be said of a quotient, rounded or cut off; `slack` is what its own numbers leave open.

    What is "over" or "under" it is on that side of it, and no further off than the next round number.
    """
    shown, half = Decimal(quantity.value), quantity.half_step
    room, above = half + slack, real - shown
    if quantity.exactness is Exactness.EXACT:
        return abs(above) <= room or 0 <= above < 2 * half
    wide = max(4 * half, _round_step(shown) / 2 if half >= _HALF else half) + slack
    if quantity.exactness is Exactness.ABOUT:
        return abs(above) <= wide
    above = above if quantity.exactness is Exactness.OVER else -above
    return -slack <= above <= 2 * wide


def decimals(quantity: Quantity) -> int:
    """How many decimals a number is printed with."""
    return max(0, -int(Decimal(quantity.value).as_tuple().exponent))
