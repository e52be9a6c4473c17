"""Where everything stands in the workbook: a sheet per table, with its grid, its cells and its switch for zeros."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from openpyxl.utils import get_column_letter

from drafter.form import Form, Identity, Slot, Table
from drafter.records import dataclass
from drafter.report import Figures, rows_of

TOP = 5
"""First sheet row of a table's grid; above it stand the section's heading, the case, and the switch for zeros."""
SWITCH_ROW = 3
OPEN_ROWS = 20
"""Rows offered at least in an open table, whose row keys the filing gives."""
ENTRY_HEAD = 3
"""Sheet row of the column heads on the sheet of entries."""
ENTRY_ID, ENTRY_VALUE = 1, 6
"""Columns of an entry's id and of its value for this year."""
META = "_drafter"
"""The hidden sheet that says which form the workbook was made for."""
VERSION = 1
"""Of the layout; a workbook of another version is refused."""
NUMBERS = ("count", "amount", "ratio")
"""Kinds of columns whose cells hold numbers."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A cell of the workbook at its upper left corner (rows and columns from 1), with its spans."""

    sheet: str
    row: int
    column: int
    row_span: int = 1
    col_span: int = 1

    @property
    def local(self) -> str:
        """The cell within its sheet ("D7")."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def fixed(self) -> str:
        """The cell within its sheet, fixed ("$D$7")."""
        return f"${get_column_letter(self.column)}${self.row}"

    @property
    def absolute(self) -> str:
        """The cell from anywhere, fixed ("'T'!$D$7")."""
        return f"{quoted(self.sheet)}!{self.fixed}"


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table on its sheet. Open rows have the addresses `table._1.column`, `table._2.column`, …"""

    table: Table
    sheet: str
    labels: tuple[tuple[SheetPlace, str], ...]
    cells: Mapping[str, SheetPlace]
    keys: tuple[SheetPlace, ...]
    """Where the names of open rows are typed, row by row."""
    width: int
    """Columns of the grid."""
    bottom: int
    """Last sheet row of the grid."""

    @property
    def label_columns(self) -> int:
        """How many columns stand left of every cell."""
        return min((place.column for place in chain(self.cells.values(), self.keys)), default=1) - 1

    @property
    def switch(self) -> SheetPlace:
        """The cell that says that all other blanks are 0."""
        return SheetPlace(self.sheet, SWITCH_ROW, (self.label_columns or max(1, self.width // 3)) + 1)

    @property
    def names(self) -> dict[str, SheetPlace]:
        """Every cell that has a defined name, by that name."""
        names = {cell_name(address): place for address, place in self.cells.items()}
        names |= {key_name(self.table.key, number): place for number, place in enumerate(self.keys, 1)}
        return names | {switch_name(self.table.key): self.switch}

    def key_of(self, address: str) -> SheetPlace | None:
        """Where the name of an open row's cell is typed; None for a fixed row."""
        row = address.split(".")[1]
        return self.keys[int(row[1:]) - 1] if row.startswith("_") else None

    @property
    def first_cell_row(self) -> int:
        return min((place.row for place in self.cells.values()), default=TOP)


@dataclass(frozen=True, slots=True)
class WorkbookLayout:
    """The whole workbook: its tables by key, and the relations between its cells."""

    form: Form
    tables: Mapping[str, TableLayout]
    places: Mapping[str, SheetPlace]
    """Every cell by address."""
    identities: tuple[Identity, ...]
    totals: Mapping[str, Identity]
    """Cells that are computed when they are blank, by the first identity that does it."""


def layout_of(form: Form, open_rows: Mapping[str, int]) -> WorkbookLayout:
    """The layout of a form, with so many rows in each open table (by key)."""
    names = _sheet_names(form)
    tables = {
        key: _table(table, names[key], open_rows.get(key, OPEN_ROWS) if table.open_rows else 0)
        for key, table in form.tables.items()
    }
    places = {address: place for item in tables.values() for address, place in item.cells.items()}
    rows = {key: tuple(f"_{number}" for number in range(1, len(item.keys) + 1)) for key, item in tables.items()}
    identities = tuple(form.identities_for(rows))
    totals: dict[str, Identity] = {}
    for item in identities:
        if item.relation.computes:
            totals.setdefault(item.left[0].address, item)
    return WorkbookLayout(form, tables, places, identities, totals)


def open_keys(figures: Figures, table: Table) -> tuple[str, ...]:
    """Keys of the rows that figures give to an open table."""
    return tuple(key for key in rows_of(figures).get(table.key, ()) if key not in table.rows) if table.open_rows else ()


def open_row_counts(figures: Figures, form: Form) -> dict[str, int]:
    """Rows that each open table needs: those given, some more, and never fewer than `OPEN_ROWS`."""
    counts = {key: len(open_keys(figures, table)) for key, table in form.tables.items() if table.open_rows}
    return {key: max(OPEN_ROWS, count + 5) for key, count in counts.items()}


def cell_name(address: str) -> str:
    """The defined name of a cell, which follows it when rows are inserted."""
    return f"f_{address}"


def key_name(table: str, number: int) -> str:
    """The defined name of the cell where the name of an open row is typed."""
    return f"f_{table}._{number}"


def switch_name(table: str) -> str:
    """The defined name of a table's switch for zeros."""
    return f"zero_{table}"


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def _sheet_names(form: Form) -> dict[str, str]:
    names: dict[str, str] = {}
    for key, table in form.tables.items():
        name = _FORBIDDEN.sub(" ", table.definition.name).strip()[:31] or key
        names[key] = name if name.casefold() not in map(str.casefold, names.values()) else key[:31]
    return names


def _table(table: Table, sheet: str, open_rows: int) -> TableLayout:
    starts = _sheet_rows(table, open_rows)
    labels: list[tuple[SheetPlace, str]] = []
    cells: dict[str, SheetPlace] = {}
    keys: list[SheetPlace] = []
    for slot in chain.from_iterable(table.grid):
        for number, place in _places(slot, table, sheet, starts):
            if slot.address is None:
                labels.append((place, slot.text))
            elif slot.address == f"{table.key}.*":
                keys.append(place)
            else:
                cells[slot.address.replace(f"{table.key}.*", f"{table.key}._{number}", 1)] = place
    width = max(slot.column + slot.col_span for slot in chain.from_iterable(table.grid))
    return TableLayout(table, sheet, tuple(labels), cells, tuple(keys), width, starts[-1] - 1)


def _repeats(slots: Iterable[Slot], table: Table) -> bool:
    return any((slot.address or "").startswith(f"{table.key}.*") for slot in slots)


def _sheet_rows(table: Table, open_rows: int) -> list[int]:
    """The first sheet row of every grid line, and the row after the last."""
    starts = [TOP]
    for slots in table.grid:
        starts.append(starts[-1] + (open_rows if _repeats(slots, table) else 1))
    return starts


def _places(slot: Slot, table: Table, sheet: str, starts: list[int]) -> Iterator[tuple[int, SheetPlace]]:
    """Where a slot stands: once, or once for each open row, which are numbered from 1."""
    first, end = starts[slot.row], starts[min(slot.row + slot.row_span, len(starts) - 1)]
    if not _repeats((slot,), table):
        yield 1, SheetPlace(sheet, first, slot.column + 1, end - first, slot.col_span)
        return
    for number, row in enumerate(range(first, end), 1):
        yield number, SheetPlace(sheet, row, slot.column + 1, 1, slot.col_span)
