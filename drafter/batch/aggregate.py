"""Adding up: an office's own figures and those of its units, cell by cell, with who gave what.

A blank is no zero, and what could not be read is nothing: a sum in which some unit's number is wanting says so. The
totals of the form are added up as the units wrote them, so that a unit's wrong total shows in a relation that fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from drafter.batch.matching import SETTLED, Arrival, Delivery
from drafter.form import Form, Identity, Term
from drafter.records import dataclass
from drafter.report import Figure, Figures, Filing, Number, as_number, identities_of, total

_NO_REPORT = (Arrival.UNREADABLE, Arrival.OTHER_FORM)
_ADDED = ("count", "amount")
"""Kinds of columns whose numbers are added up; ratios, dates and words are not."""


class Share(StrEnum):
    """What a unit gives to a cell."""

    NUMBER = "number"
    BLANK = "blank"
    UNREAD = "unread"
    """It could not be read, or is no number."""
    ABSENT = "absent"
    """It has no such row, in a table whose rows everybody gives."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """An office or a unit with its figures, and last year's where they are known."""

    name: str
    figures: Figures
    unread: frozenset[str] = frozenset()
    last: Figures | None = None

    @classmethod
    def of(cls, name: str, filing: Filing, last: Filing | None = None) -> Contributor:
        """A unit by its report."""
        before = last.figures if last else None
        return cls(name, filing.figures, frozenset(item.cell for item in filing.unread), before)

    def share(self, cell: str, form: Form) -> Share:
        """What it gives to a cell."""
        figure = self.figures.get(cell)
        if cell not in self.figures and cell not in form.columns:
            return Share.ABSENT
        if cell in self.unread or isinstance(figure, str):
            return Share.UNREAD
        return Share.BLANK if figure is None else Share.NUMBER


@dataclass(frozen=True, slots=True)
class CellSum:
    """One cell: what it comes to, and who is wanting in it."""

    cell: str
    own: Figure
    units: Number | None
    """The sum of the units; None where none of them gives a number."""
    total: Number | None
    blank: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    typed: Figure = None
    """What the office wrote in its own report."""

    @property
    def has_all(self) -> bool:
        """True if everybody who sent a report gives a number."""
        return not self.blank and not self.unread

    @property
    def difference(self) -> Number | None:
        """What the office wrote beyond the sum; None where one of them is no number, or they agree."""
        typed = as_number(self.typed)
        return (typed - self.total) or None if typed is not None and self.total is not None else None


class Break(NamedTuple):
    """A relation that does not hold in somebody's figures; `name` is empty for the sums."""

    name: str
    identity: Identity
    left: Number
    right: Number


@dataclass(frozen=True)
class Aggregate:
    """Everybody's figures, and who is missing altogether."""

    form: Form
    units: Sequence[Contributor]
    own: Contributor | None = None
    missing: Sequence[Delivery] = ()
    """Units of which no report counts, and files that belong to no unit: what the sums may lack."""
    typed: Figures | None = None

    @property
    def contributors(self) -> tuple[Contributor, ...]:
        """The office, if its own figures are given, then its units."""
        return (*((self.own,) if self.own else ()), *self.units)

    @cached_property
    def cells(self) -> tuple[CellSum, ...]:
        """Every cell that is added up, in the order of the form; rows of open tables after them."""
        known = dict.fromkeys(self.form.cells)
        for contributor in self.contributors if self.form.has_open_tables else ():
            known |= dict.fromkeys(contributor.figures)
        return tuple(self._sum(cell) for cell in known if self.form.column_of(cell).kind in _ADDED)

    def _sum(self, cell: str) -> CellSum:
        numbers = [value for unit in self.units if (value := _number(unit, cell)) is not None]
        own = _number(self.own, cell) if self.own else None
        units = sum(numbers) if numbers else None
        shares = [(item.name, item.share(cell, self.form)) for item in self.contributors]
        return CellSum(
            cell,
            self.own.figures.get(cell) if self.own else None,
            units,
            units if own is None else own + (units or 0),
            tuple(name for name, share in shares if share is Share.BLANK),
            tuple(name for name, share in shares if share is Share.UNREAD),
            self.typed.get(cell) if self.typed else None,
        )

    @cached_property
    def figures(self) -> Mapping[str, Number | None]:
        """The sums by cell."""
        return {item.cell: item.total for item in self.cells}

    @property
    def is_whole(self) -> bool:
        """True if nobody is missing and every cell has everybody's number."""
        return not self.missing and all(item.has_all for item in self.cells)

    def differences(self) -> Iterator[CellSum]:
        """Cells in which the office wrote another number than the sum."""
        return (item for item in self.cells if item.difference is not None)

    def breaks(self) -> Iterator[Break]:
        """Relations of this year that fail in a unit's figures or in the sums: where a sum is wrong, and by whom."""
        for identity in identities_of(self.figures, self.form):
            if not identity.crosses_years and identity.relation.is_ == "=":
                yield from _breaks(identity, self.contributors)
                yield from _broken("", identity, self.figures, {})

    def carried(self) -> Iterator[Break]:
        """Relations with last year that fail in a unit's figures; then those of all units together that have both."""
        both = [item for item in self.contributors if item.last is not None]
        for identity in self.form.identities:
            if identity.crosses_years and identity.relation.is_ == "=":
                yield from _breaks(identity, both)
                yield from _carried_sum(identity, both)


def missing_in(rows: Sequence[Delivery], *, is_listed: bool) -> tuple[Delivery, ...]:
    """The rows of which nothing is added up though something should be, one for each unit.

    With a list of units, a file that is no report and names none of them is nobody's.
    """
    counted = {row.unit for row in rows if row.counts}
    found: dict[str, Delivery] = {}
    for row in rows:
        is_nobodys = is_listed and not row.unit and row.arrival in _NO_REPORT
        if not row.counts and row.arrival not in SETTLED and not is_nobodys and row.unit not in counted:
            found.setdefault(row.unit or row.file, row)
    return tuple(found.values())


def _number(contributor: Contributor, cell: str) -> Number | None:
    return as_number(contributor.figures.get(cell)) if cell not in contributor.unread else None


def _breaks(identity: Identity, contributors: Sequence[Contributor]) -> Iterator[Break]:
    for item in contributors:
        yield from _broken(item.name, identity, item.figures, item.last or {})


def _broken(name: str, identity: Identity, figures: Figures, last: Figures) -> Iterator[Break]:
    left, right = total(identity.left, figures, last), total(identity.right, figures, last)
    if left is not None and right is not None:
        yield from _unless_equal(Break(name, identity, left, right))


def _unless_equal(item: Break) -> Iterator[Break]:
    if abs(Decimal(item.left) - Decimal(item.right)) > item.identity.tolerance:
        yield item


def _carried_sum(identity: Identity, contributors: Sequence[Contributor]) -> Iterator[Break]:
    """A relation with last year for all together: each side over those who have both."""
    sides = [(_side(identity.left, item), _side(identity.right, item)) for item in contributors]
    known = [(left, right) for left, right in sides if left is not None and right is not None]
    left: Number = sum(left for left, _ in known)
    right: Number = sum(right for _, right in known)
    yield from _unless_equal(Break("", identity, left, right))


def _side(terms: Sequence[Term], contributor: Contributor) -> Number | None:
    return total(terms, contributor.figures, contributor.last or {})
