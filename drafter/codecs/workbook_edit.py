"""Putting figures into a workbook that a person has filled in, and leaving everything else in it as it is."""

from __future__ import annotations

import io

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from drafter.codecs.workbook_layout import name_of, spots
from drafter.errors import SourceError
from drafter.filing import Figures
from drafter.form import Form


def with_figures(data: bytes, figures: Figures, form: Form) -> bytes:
    """The workbook with these cells set; SourceError when it cannot be opened."""
    try:
        book = load_workbook(io.BytesIO(data))
    except Exception as error:  # openpyxl lets whatever it meets in a damaged file escape
        raise SourceError("workbook_damaged", reason=type(error).__name__) from error
    usual = spots(form)
    for address, figure in figures.items():
        defined = book.defined_names.get(name_of(address))
        sheet, row, column = usual[address].sheet, usual[address].row, usual[address].column
        if defined is not None:
            name, _, area = defined.attr_text.rpartition("!")
            sheet = name.strip("'")
            column, row, _, _ = range_boundaries(area.replace("$", ""))
        book[sheet].cell(row, column).value = figure
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
