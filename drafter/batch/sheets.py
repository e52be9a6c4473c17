"""Plain sheets for people: a head that stays in view, filters, widths, and text that never becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from drafter.formats.undated import book_bytes
from drafter.workbook.appearance import clean
from drafter.workbook.writer import timeless

Value = str | int | Decimal | None
_HEAD = PatternFill("solid", start_color="E9E9E9", end_color="E9E9E9")
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_LONGEST = 2000
"""Characters of a cell: Excel holds 32,767, nobody reads more than this in one."""


@dataclass(frozen=True)
class PlainSheet:
    """A sheet: its name, the words of its head with the widths of the columns in characters, and its rows."""

    name: str
    head: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Value]]
    colors: Sequence[tuple[str, str]] = ()
    """A text in the first column, and the colour of its row's first cell."""


def book_of(sheets: Iterable[PlainSheet]) -> bytes:
    """The workbook of these sheets; the same sheets give the same bytes."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    return timeless(book_bytes(book))


def _write(page: Any, sheet: PlainSheet) -> None:
    page.freeze_panes = "B2"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    for number, (_, width) in enumerate(sheet.head, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.append([_head_cell(page, word) for word, _ in sheet.head])
    colors = {text: PatternFill("solid", start_color=color, end_color=color) for text, color in sheet.colors}
    count = 1
    for row in sheet.rows:
        cells = [_cell(page, value) for value in row]
        if row and (fill := colors.get(str(row[0]))):
            cells[0].fill = fill
        page.append(cells)
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.head))}{count}"


def _head_cell(page: Any, word: str) -> Any:
    cell = _cell(page, word)
    cell.font, cell.fill = Font(bold=True), _HEAD
    return cell


def _cell(page: Any, value: Value) -> Any:
    cell = WriteOnlyCell(page, clean(value)[:_LONGEST] if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.alignment = _WRAPPED if isinstance(value, str) else _TOP
    return cell
