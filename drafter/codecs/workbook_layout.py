"""Where everything stands in the figures workbook: sheets, cells by address, and the words of its language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from openpyxl.utils import get_column_letter
from pydantic import BaseModel, ConfigDict

from drafter.form import Form, Slot, Table
from drafter.resources import load_toml

TOP = 4
"""First grid row of a table sheet; above it stand the heading and the switch for zeros."""
SWITCH_ROW = 2
OPEN_ROWS = 30
"""Rows offered for a table whose rows the filing gives."""
ENTRY_HEAD = 3
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Words(BaseModel):
    """The words of a workbook in one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    font: str
    guide_sheet: str
    entries_sheet: str
    rest_zero: str
    yes: str
    ok: str
    off: str
    last_year: str
    balance_rows: str
    balance: str
    invalid_title: str
    invalid_count: str
    invalid_amount: str
    uncertain: str
    suggested: str
    entries_help: str
    entries_columns: tuple[str, ...]
    row_column: str
    help_column: str
    guide: tuple[str, ...]


@cache
def words_of(language: str) -> Words:
    """The words of a language; any but Chinese is English."""
    return load_toml(f"workbook/{'zh' if language == 'zh' else 'en'}.toml", Words)


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the workbook: sheet, row and column (from 1)."""

    sheet: str
    row: int
    column: int

    @property
    def local(self) -> str:
        """The cell within its sheet."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def absolute(self) -> str:
        """The cell from anywhere, fixed."""
        return f"'{self.sheet}'!${get_column_letter(self.column)}${self.row}"


def sheet_name(table: Table) -> str:
    """The name of a table's sheet."""
    return table.definition.name.translate(_FORBIDDEN)[:31]


def width_of(table: Table) -> int:
    """Columns of a table's grid."""
    return max(slot.column + slot.col_span for slots in table.grid for slot in slots)


def placed(table: Table) -> Iterator[tuple[Slot, Spot, str | None]]:
    """Every slot of a table with its spot and address; an open row repeated with numbers for keys (`*1`, `*2`, …)."""
    sheet = sheet_name(table)
    extra = 0
    for slots in table.grid:
        opened = any(slot.address == f"{table.key}.*" for slot in slots)
        for copy in range(OPEN_ROWS if opened else 1):
            for slot in slots:
                spot = Spot(sheet, TOP + slot.row + extra + copy, slot.column + 1)
                address = slot.address
                if opened and address:
                    address = address.replace(f"{table.key}.*", f"{table.key}.*{copy + 1}", 1)
                yield slot, spot, address
        extra += OPEN_ROWS - 1 if opened else 0


def spots(form: Form) -> dict[str, Spot]:
    """The spot of every cell, open rows under numbered keys."""
    return {address: spot for table in form.tables.values() for _, spot, address in placed(table) if address}


def height_of(table: Table) -> int:
    """Grid rows of a table's sheet, open rows written out."""
    return max(spot.row + slot.row_span for slot, spot, _ in placed(table)) - TOP


def name_of(address: str) -> str:
    """The defined name of a cell, which follows it when rows are inserted."""
    return f"f_{address}".replace("*", "_")
