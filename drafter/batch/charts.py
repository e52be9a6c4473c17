"""Small charts: where each unit's figure of a cell stands among all, this year's above last year's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import log1p
from typing import NamedTuple

from drafter.batch.outliers import UnitFigures
from drafter.records import dataclass
from drafter.report import as_number, show

WIDTH, HEIGHT = 320, 74
_LEFT, _RIGHT = 8, 312
_ROWS = {False: 24, True: 46}
"""How far down the dots of this year's figures stand, and those of last year's."""
_SPREAD = 3
"""Dots of neighbouring units are moved up and down by so much, so that equal figures stay visible."""


class Dot(NamedTuple):
    """A unit's figure."""

    x: float
    y: float
    text: str
    is_out: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The dots of a cell on a scale of logarithms, and the figures at its ends."""

    name: str
    most: str
    dots: tuple[Dot, ...]
    has_last: bool
    named: tuple[str, ...]
    """Units that stand out."""


def chart(cell: str, name: str, units: Sequence[UnitFigures], out: Collection[str]) -> Chart | None:
    """The chart of a cell; None where all figures are zero or none is there. `out` are units that stand out."""
    values = list(_values(cell, units))
    most = max((value for _, value, _, _ in values), default=0.0)
    if most <= 0:
        return None
    scale = (_RIGHT - _LEFT) / log1p(most)
    dots = (
        Dot(
            round(_LEFT + scale * log1p(max(0.0, value)), 1),
            _ROWS[is_last] + _SPREAD * (number % 3 - 1),
            text,
            not is_last and text.rpartition(" ")[0] in out,
            is_last,
        )
        for number, (text, value, is_last, _) in enumerate(values)
    )
    shown = tuple(sorted(dots, key=lambda dot: dot.is_out))
    top = next(text for _, value, _, text in values if value == most)
    return Chart(name, top, shown, any(dot.is_last for dot in shown), tuple(sorted(out)))


def _values(cell: str, units: Sequence[UnitFigures]) -> Iterator[tuple[str, float, bool, str]]:
    """Each unit's figures: with its name, how large, whether last year's, as they are written."""
    for unit in units:
        for figures, is_last in ((unit.figures, False), (unit.last or {}, True)):
            number = as_number(figures.get(cell))
            if number is not None:
                yield f"{unit.unit} {show(number)}", float(number), is_last, show(number)
