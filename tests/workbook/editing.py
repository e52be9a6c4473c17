"""Changing a workbook as an office program would."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import load_workbook


def edit(data: bytes, change: Callable[[Any], object]) -> bytes:
    """The workbook after a change to it."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def at(book: Any, address: str) -> Any:
    """The cell of a figure."""
    sheet, _, cell = book.defined_names[f"f_{address}"].attr_text.rpartition("!")
    return book[sheet.strip("'")][cell.replace("$", "")]
