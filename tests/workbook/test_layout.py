"""What the workbook looks like and shows, before anyone has computed it."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from drafter import workbook
from drafter.form import Form
from drafter.report.filing import Figure, Filing, blank_figures
from drafter.workbook.layout import TOP
from drafter.workbook.opened import Book

SHEETS = ("表二", "表三", "表四")


def opened(form: Form, figures: dict[str, Figure] | None = None, **options: Any) -> Any:
    return load_workbook(io.BytesIO(workbook.write(form, blank_figures(form) | (figures or {}), {}, (), **options)))


def at(book: Any, address: str) -> Any:
    sheet, _, cell = book.defined_names[f"f_{address}"].attr_text.rpartition("!")
    return book[sheet.strip("'")][cell.replace("$", "")]


def test_every_label_of_the_form_stands_in_its_grid_with_its_spans(form: Form) -> None:
    book = opened(form)
    for sheet, table in zip(SHEETS, form.tables.values(), strict=True):
        merged = {str(area) for area in book[sheet].merged_cells.ranges}
        top = at(book, next(iter(table.addresses()))).row - table.printed[0].line
        for slot in (slot for slots in table.grid for slot in slots):
            cell = book[sheet].cell(top + slot.row, slot.column + 1)
            assert (cell.value or "") == slot.text or slot.address
            if slot.row_span * slot.col_span > 1:
                end = book[sheet].cell(top + slot.row + slot.row_span - 1, slot.column + slot.col_span).coordinate
                assert f"{cell.coordinate}:{end}" in merged


def test_every_row_is_explained(form: Form) -> None:
    shown = {cell.value for row in opened(form)["填表说明"].iter_rows() for cell in row}
    for table in form.tables.values():
        assert {row.help for row in table.definition.rows} <= shown


def test_every_count_and_amount_is_validated_by_a_warning(form: Form) -> None:
    book = opened(form)
    for address in form.cells:
        cell = at(book, address)
        rules = [rule for rule in cell.parent.data_validations.dataValidation if cell.coordinate in rule.sqref]
        assert [rule.type for rule in rules] == ["decimal" if form.column_of(address).kind == "amount" else "whole"]
        assert rules[0].errorStyle == "warning" and rules[0].allow_blank


def test_a_figure_in_doubt_is_coloured_and_says_why(form: Form) -> None:
    book = opened(
        form,
        {"requests.carried_in.business": 3, "requests.carried_in.other": 4},
        uncertain={"requests.carried_in.business": "列名缺失"},
    )
    doubtful, sure = at(book, "requests.carried_in.business"), at(book, "requests.carried_in.other")
    assert "列名缺失" in doubtful.comment.text and sure.comment is None
    assert (
        doubtful.fill.start_color.rgb
        != sure.fill.start_color.rgb
        != at(book, "requests.new.other").fill.start_color.rgb
    )


def test_the_case_stands_on_every_sheet_for_people(form: Form) -> None:
    book = opened(form, heading="青禾县2025年")
    for sheet in ("填表说明", *SHEETS):
        assert "青禾县2025年" in {cell.value for row in book[sheet].iter_rows(max_row=4) for cell in row}


def test_the_hidden_sheet_cannot_be_unhidden_by_a_click(form: Form) -> None:
    assert opened(form)["_drafter"].sheet_state == "veryHidden"


def balances(data: bytes, sheet: str) -> list[str]:
    """What every balance on a sheet shows when its formula is worked out."""
    book = Book(data)
    spots = [(row, column) for row in range(1, book.last_row(sheet) + 1) for column in range(1, 20)]
    formulas = {spot: book.content(sheet, spot).formula or "" for spot in spots}
    found = [spot for spot, formula in formulas.items() if '"差"' in formula and "COUNTIF" not in formula]
    return [str(value) for spot in found if (value := book.value(sheet, spot))]


@pytest.fixture
def whole(example: Filing) -> dict[str, Figure]:
    return dict(example.figures)


def test_a_right_table_balances_everywhere(form: Form, whole: dict[str, Figure]) -> None:
    data = workbook.write(form, whole, {}, ())
    assert balances(data, "表三") == ["平"] * (25 + 7 + 7)


def test_one_wrong_cell_shows_in_its_row_and_its_column(form: Form, whole: dict[str, Figure]) -> None:
    whole["requests.granted.business"] = int(whole["requests.granted.business"] or 0) + 3  # type: ignore[arg-type]
    shown = balances(workbook.write(form, whole, {}, ()), "表三")
    # the row's total stood as it was given, so that the row and the total of the column fall short of their parts
    assert sorted(set(shown)) == ["差 -3", "平"] and shown.count("差 -3") == 2


def test_a_balance_stays_blank_while_a_cell_is_missing(form: Form, whole: dict[str, Figure]) -> None:
    whole |= {
        "requests.granted.business": None,
        "requests.granted.total": None,
        "requests.handled_total.business": None,
        "requests.handled_total.total": None,
    }
    assert len(balances(workbook.write(form, whole, {}, ()), "表三")) == 25 + 14 - 6


def test_cross_year_balances_stand_only_where_last_years_figure_is_known(form: Form, whole: dict[str, Figure]) -> None:
    carried = {address: whole[address] for address in form.cells if ".carried_out." in address}
    some = dict(list(carried.items())[:3])
    assert len(balances(workbook.write(form, whole, carried, ()), "表三")) == 25 + 14 + 7
    assert len(balances(workbook.write(form, whole, some, ()), "表三")) == 25 + 14 + 3


def test_an_inequality_allows_what_it_says(form: Form, whole: dict[str, Figure]) -> None:
    last = {"disputes.review.pending": 2}
    for total, word in ((2, "平"), (3, "平"), (1, "差 -1")):
        figures = {**blank_figures(form), "disputes.review.total": total}
        assert balances(workbook.write(form, figures, last, ()), "表四") == [word]


@pytest.mark.office
@pytest.mark.parametrize("zero", ["", "是"])
def test_an_office_program_computes_what_is_computed_here(
    form: Form, whole: dict[str, Figure], zero: str, tmp_path: Path
) -> None:
    """LibreOffice stands in for Excel and WPS; cells are taken out, made wrong or made text here and there."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not on this machine")
    totals = {item.left[0].address for item in form.identities if item.relation.computes}
    figures = {address: None if address in totals else figure for address, figure in whole.items()}
    for number, address in enumerate(address for address in form.cells if address not in totals):
        if number % 11 == 3:
            figures[address] = (None, "无", 12)[number % 3]
    book = load_workbook(io.BytesIO(workbook.write(form, figures, whole, ())))
    for table in form.tables:
        sheet, _, cell = book.defined_names[f"zero_{table}"].attr_text.rpartition("!")
        book[sheet.strip("'")][cell.replace("$", "")].value = zero or None
    book.save(tmp_path / "ours.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "out"), str(tmp_path / "ours.xlsx")], check=True, timeout=120)
    ours = Book((tmp_path / "ours.xlsx").read_bytes())
    theirs = load_workbook(tmp_path / "out" / "ours.xlsx", data_only=True)
    compared = [
        (sheet, spot, str(ours.value(sheet, spot) or 0), str(theirs[sheet].cell(*spot).value or 0))
        for sheet in SHEETS
        for spot in ((row, column) for row in range(TOP, ours.last_row(sheet) + 1) for column in range(1, 20))
        if ours.content(sheet, spot).formula
    ]
    assert len(compared) > 90 and not [item for item in compared if item[2] != item[3]]
    assert workbook.read((tmp_path / "out" / "ours.xlsx").read_bytes(), form) == workbook.read(
        (tmp_path / "ours.xlsx").read_bytes(), form
    )
