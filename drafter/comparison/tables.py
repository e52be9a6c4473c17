"""Tables cell by cell: what each figure was, is, and by how much it changed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from drafter.form import Form
from drafter.records import dataclass
from drafter.report import Figure, Filing, Number, as_number
from drafter.report.rates import percent

_PLACES = 1
"""Decimals of a percentage."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell whose figure differs; `change` and `percent` only where both are numbers (and the old one is not 0)."""

    cell: str
    table: str
    row: str
    column: str
    """Labels as the form has them."""
    old: Figure
    new: Figure
    change: Number | None = None
    percent: Decimal | None = None
    unread: tuple[str, ...] = ()
    """The sides, "old" or "new", whose source does not say what the cell held."""


def cell_changes(old: Filing, new: Filing, form: Form) -> tuple[CellChange, ...]:
    """Cells that differ, in the order of the form; rows of open tables in the order of the new filing, then the old."""
    lost = {"old": {item.cell for item in old.unread}, "new": {item.cell for item in new.unread}}
    found = []
    for cell in dict.fromkeys(_addresses(old, new, form)):
        before, after = old.figures.get(cell), new.figures.get(cell)
        unread = tuple(side for side, cells in lost.items() if cell in cells)
        if before != after or len(unread) == 1:
            found.append(_changed(cell, before, after, form, unread))
    return tuple(found)


def _addresses(old: Filing, new: Filing, form: Form) -> Iterator[str]:
    for table in form.tables:
        for cells in (form.cells, new.figures, old.figures):
            yield from (cell for cell in cells if cell.partition(".")[0] == table)


def _changed(cell: str, before: Figure, after: Figure, form: Form, unread: tuple[str, ...]) -> CellChange:
    table = form.tables[cell.partition(".")[0]].definition.name
    old, new = as_number(before), as_number(after)
    difference = None if old is None or new is None else new - old
    growth = percent(difference, old, _PLACES) if difference is not None and old else None
    labels = form.row_label(cell), form.column_label(cell)
    return CellChange(cell, table, *labels, before, after, difference, growth, unread)
