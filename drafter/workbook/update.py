"""Putting figures and entries into a workbook that a person has filled in, and leaving everything else as it is."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any

from openpyxl import load_workbook

from drafter.form import Form
from drafter.formats.undated import book_bytes
from drafter.report import Figure, Figures
from drafter.workbook.appearance import clean
from drafter.workbook.layout import ENTRY_VALUE
from drafter.workbook.live_formulas import total_formula
from drafter.workbook.package import guarded
from drafter.workbook.reader import entry_rows_of, planned_of, spots_of

_NO_ENTRIES: Mapping[str, str | None] = MappingProxyType({})


def with_figures(data: bytes, figures: Figures, form: Form, entries: Mapping[str, str | None] = _NO_ENTRIES) -> bytes:
    """The workbook with these cells, and these entries by id, set where they stand now.

    A total that is set to blank is computed again where it still stands at its place. SourceError when it is not the
    workbook of this form; KeyError for a cell or an entry that it does not have.
    """
    spots = {address: spot for address, spot in spots_of(data, form).items() if address in figures}
    book = guarded(lambda: load_workbook(BytesIO(data)))
    formulas = _formulas(data, form, [cell for cell, figure in figures.items() if figure is None])
    for address, figure in figures.items():
        sheet, (row, column) = spots[address]
        place, formula = formulas.get(address, (None, None))
        _set(book[sheet].cell(row, column), figure)
        if formula and place == (row, column):
            book[sheet].cell(row, column).value = formula
    if entries:
        sheet, rows = entry_rows_of(data, form)
        for name, value in entries.items():
            _set(book[sheet].cell(rows[name], ENTRY_VALUE), value)
    return book_bytes(book)


def _formulas(data: bytes, form: Form, cells: list[str]) -> Mapping[str, tuple[tuple[int, int], str]]:
    """Totals among these cells with the place that the layout gives them and the formula that belongs there."""
    if not cells:
        return {}
    layout, yes = planned_of(data, form)
    return {
        cell: ((layout.places[cell].row, layout.places[cell].column), total_formula(layout.totals[cell], layout, yes))
        for cell in cells
        if cell in layout.totals
    }


def _set(cell: Any, figure: Figure) -> None:
    cell.value = clean(figure) if isinstance(figure, str) else figure
    if isinstance(figure, str):
        cell.data_type = "s"
