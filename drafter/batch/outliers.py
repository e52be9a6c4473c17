"""Outliers: figures that stand out among those of units of the same kind, or changed as no other unit's did.

Counts of offices differ by powers of ten, so they are held against each other as logarithms, and by the median and the
median deviation from it, which a few wrong figures do not move. How far out is far: Iglewicz and Hoaglin, How to Detect
and Handle Outliers (1993), 3.5 of the deviations that a normal distribution would have. Nothing here is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from math import log, log1p
from statistics import fmean, median, quantiles
from typing import NamedTuple

from drafter.form import Form
from drafter.records import dataclass
from drafter.report import Figures, Number, as_number

_FAR = 3.5
_FEWEST = 8
"""Units by which a usual range can be told; with fewer of a kind, all units are taken."""
_TIMES = 3
"""What stands out is at least so many times the usual, or such a part of it."""
_LEAST = 10
"""A difference of fewer is none, however equal the others are."""
_NORMAL, _NORMAL_MEAN = 1.4826, 1.2533
"""A normal distribution's standard deviation over its median, and over its mean absolute deviation."""
_ADDED = ("count", "amount")


class OutlierReason(StrEnum):
    """Why a figure stands out."""

    PEERS = "peers"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit with its figures, and last year's where they are known."""

    unit: str
    kind: str
    figures: Figures
    last: Figures | None = None


@dataclass(frozen=True, slots=True)
class Outlier:
    """A figure that stands out, with the figures it was held against."""

    unit: str
    cell: str
    reason: OutlierReason
    value: float
    score: float
    """By how many deviations; negative below."""
    usual: float
    """The median of the group, or last year's figure of the unit."""
    low: float
    """Between low and high is the middle half of the group: of its figures, or of its rates of change."""
    high: float
    count: int
    """Units in the group."""
    kind: str = ""
    """The kind that the group is of; empty: all units."""


class Usual(NamedTuple):
    """What is usual in a group, on the scale on which it was measured."""

    center: float
    spread: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Usual | None:
        """None where all are the same."""
        center = median(values)
        apart = [abs(value - center) for value in values]
        spread = _NORMAL * median(apart) or _NORMAL_MEAN * fmean(apart)
        return cls(center, spread) if spread else None

    def score(self, value: float) -> float:
        """How far a value is from the center."""
        return (value - self.center) / self.spread

    def is_far(self, value: float) -> bool:
        """True if it stands out by deviations and by itself: among equals a little is many deviations."""
        return abs(self.score(value)) > _FAR and abs(value - self.center) >= log(_TIMES)


def outliers(units: Sequence[UnitFigures], form: Form) -> list[Outlier]:
    """The figures that stand out, the farthest first."""
    found = [item for cell in charted_cells(form) for item in _of_cell(cell, units)]
    return sorted(found, key=lambda item: (-abs(item.score), item.unit, item.cell))


def charted_cells(form: Form) -> Iterator[str]:
    """Cells that tell a unit's size and work: those that are added up, without the parts of a row that has a total."""
    parts = {
        term.address
        for identity in form.identities
        if identity.relation.computes and identity.relation.per == "row"
        for term in identity.right
    }
    return (cell for cell in form.cells if cell not in parts and form.columns[cell].kind in _ADDED)


def _of_cell(cell: str, units: Sequence[UnitFigures]) -> Iterator[Outlier]:
    by_kind: dict[str, list[UnitFigures]] = {}
    for unit in units:
        by_kind.setdefault(unit.kind, []).append(unit)
    for kind, members in by_kind.items():
        known = [unit for unit in members if as_number(unit.figures.get(cell)) is not None]
        is_group = len(known) >= _FEWEST and bool(kind)
        group = known if is_group else [unit for unit in units if as_number(unit.figures.get(cell)) is not None]
        if len(group) >= _FEWEST:
            yield from _among_peers(cell, known, group, kind if is_group else "")
    yield from _changed(cell, units)


def _among_peers(cell: str, units: Sequence[UnitFigures], group: Sequence[UnitFigures], kind: str) -> Iterator[Outlier]:
    numbers = [_number(unit.figures, cell) for unit in group]
    usual, middle = Usual.of([log1p(max(0.0, number)) for number in numbers]), median(numbers)
    low, _, high = quantiles(numbers, n=4, method="inclusive")
    for unit in units if usual else ():
        value = _number(unit.figures, cell)
        scaled = log1p(max(0.0, value))
        if usual and usual.is_far(scaled) and abs(value - middle) >= _LEAST:
            score = usual.score(scaled)
            yield Outlier(unit.unit, cell, OutlierReason.PEERS, value, score, middle, low, high, len(group), kind)


def _changed(cell: str, units: Sequence[UnitFigures]) -> Iterator[Outlier]:
    """Changes since last year that stand out among those of all units that have both figures."""
    both = [unit for unit in units if unit.last is not None and _has(unit.last, cell) and _has(unit.figures, cell)]
    if len(both) < _FEWEST:
        return
    rates = [_rate(unit, cell) for unit in both]
    usual = Usual.of([log(rate) for rate in rates])
    low, _, high = quantiles(rates, n=4, method="inclusive")
    for unit, rate in zip(both, rates, strict=True) if usual else ():
        value, before = _number(unit.figures, cell), _number(unit.last or {}, cell)
        if usual and usual.is_far(log(rate)) and abs(value - before) >= _LEAST:
            score = usual.score(log(rate))
            yield Outlier(unit.unit, cell, OutlierReason.CHANGE, value, score, before, low, high, len(both))


def _rate(unit: UnitFigures, cell: str) -> float:
    """How many times last year's figure it is; one is added to both, so that zeros have a rate."""
    now, before = _number(unit.figures, cell), _number(unit.last or {}, cell)
    return (max(0.0, now) + 1) / (max(0.0, before) + 1)


def _has(figures: Figures, cell: str) -> bool:
    return as_number(figures.get(cell)) is not None


def _number(figures: Figures, cell: str) -> float:
    """The number in a cell that is known to hold one."""
    return float(as_number(figures.get(cell)) or 0)


class KindSums(NamedTuple):
    """The units of a kind and what their figures come to, by cells; with last year's of those that have them."""

    kind: str
    units: int
    sums: Mapping[str, Number]
    last: Mapping[str, Number]


def sums_by_kind(units: Sequence[UnitFigures], form: Form) -> list[KindSums]:
    """Sums for each kind, those with most units first; cells in which nobody gives a number are left out."""
    kinds: dict[str, list[UnitFigures]] = {}
    for unit in units:
        kinds.setdefault(unit.kind, []).append(unit)
    cells = list(charted_cells(form))
    found = [
        KindSums(
            kind,
            len(members),
            _sums(members, cells, lambda unit: unit.figures),
            _sums(members, cells, lambda unit: unit.last or {}),
        )
        for kind, members in kinds.items()
    ]
    return sorted(found, key=lambda item: (-item.units, item.kind))


def _sums(
    units: Sequence[UnitFigures], cells: Sequence[str], figures: Callable[[UnitFigures], Figures]
) -> dict[str, Number]:
    found: dict[str, Number] = {}
    for cell in cells:
        numbers = [number for unit in units if (number := as_number(figures(unit).get(cell))) is not None]
        if numbers:
            found[cell] = sum(numbers)
    return found
