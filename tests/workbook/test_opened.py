"""An opened workbook: what is typed, what formulas come to, and where names point."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from drafter.errors import SourceError
from drafter.workbook.opened import Book, as_text
from drafter.workbook.operands import NotComputable
from drafter.workbook.package import open_package


def book(cells: dict[str, Any], **names: str) -> Book:
    made = Workbook()
    sheet: Any = made.active
    sheet.title = "T"
    for place, value in cells.items():
        sheet[place] = value
    for name, target in names.items():
        made.defined_names[name] = DefinedName(name, attr_text=target)
    stream = io.BytesIO()
    made.save(stream)
    return Book(stream.getvalue())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        ("规章 ", "规章 "),
        (True, "True"),
        (None, ""),
        (date(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1, 8, 30), "2024-05-01 08:30:00"),
    ],
)
def test_a_constant_is_the_text_that_is_seen(value: object, text: str) -> None:
    assert book({"B2": value}).text("T", (2, 2)) == text


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [
        (Decimal("0.125"), True, "12.5%"),
        (Decimal("1E+3"), False, "1000"),
        (Decimal("1.50"), False, "1.5"),
        (None, True, ""),
    ],
)
def test_a_number_is_written_without_what_is_not_seen(value: Decimal | None, percent: bool, text: str) -> None:
    assert as_text(value, percent=percent) == text


def test_formulas_are_worked_out_from_cells_and_other_formulas() -> None:
    opened = book({"A1": 2, "A2": "=A1*3", "A3": "=SUM(A1:A2)+B9"})
    assert opened.value("T", (3, 1)) == 8
    assert opened.text("T", (3, 1)) == ""


@pytest.mark.parametrize(
    "cells", [{"A1": "=A1+1"}, {"A1": "=B1", "B1": "=A1"}, {"A1": "=FOO(1)"}, {"A1": "=B1+1", "B1": "x"}]
)
def test_a_formula_without_a_value_has_none(cells: dict[str, Any]) -> None:
    opened = book(cells)
    for _ in range(2):
        with pytest.raises(NotComputable):
            opened.value("T", (1, 1))


def test_a_formula_that_reaches_beyond_the_sheet_has_none() -> None:
    with pytest.raises(NotComputable):
        book({"A1": "=SUM(B1:ZZ9)"}).value("T", (1, 1))
    with pytest.raises(NotComputable):
        book({"A1": "=SUM(Other!B1:B2)"}).value("T", (1, 1))


def test_all_formulas_together_may_look_at_so_many_cells() -> None:
    opened = book({"A1": 1, "B1": "=SUM(A1:A9)"})
    opened._left = 1
    with pytest.raises(NotComputable):
        opened.value("T", (1, 2))


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("T!$C$4", ("T", (4, 3))),
        ("'T'!C4", ("T", (4, 3))),
        ("T!$C$4:$D$5", None),
        ("Other!$A$1", None),
        ("#REF!", None),
    ],
)
def test_a_name_points_at_one_cell_of_a_sheet_or_at_nothing(target: str, found: object) -> None:
    assert book({"A1": 1}, name=target).named("name") == found


def test_a_name_that_is_not_there_points_at_nothing() -> None:
    opened = book({"A1": 1, "B7": "x"})
    assert opened.named("name") is None
    assert opened.last_row("T") == 7 and opened.content("T", (99, 99)).value is None


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty_file"),
        (b"text", "not_a_workbook"),
        (b"PK\x03\x04", "workbook_damaged"),
        (b"\xd0\xcf\x11\xe0", "old_workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_bytes_that_are_no_workbook_are_refused(data: bytes, key: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_package(data)
    assert caught.value.key == key
