"""Putting figures into a workbook that a person has filled in, and leaving everything else in it as it is."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from drafter.form import Form
from drafter.report import Figure, Figures
from drafter.workbook.appearance import clean
from drafter.workbook.package import guarded
from drafter.workbook.reader import spots_of


def with_figures(data: bytes, figures: Figures, form: Form) -> bytes:
    """The workbook with these cells set where they stand now.

    SourceError when it is not the workbook of this form; KeyError for a cell that it does not have.
    """
    spots = {address: spot for address, spot in spots_of(data, form).items() if address in figures}
    book = guarded(lambda: load_workbook(BytesIO(data)))
    for address, figure in figures.items():
        sheet, (row, column) = spots[address]
        _set(book[sheet].cell(row, column), figure)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _set(cell: Any, figure: Figure) -> None:
    cell.value = clean(figure) if isinstance(figure, str) else figure
    if isinstance(figure, str):
        cell.data_type = "s"
