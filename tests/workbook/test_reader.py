"""Reading a workbook that a person and several programs have had in hand."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter import workbook
from drafter.errors import SourceError
from drafter.form import Form, load_form
from drafter.report.facts import Entry
from drafter.report.filing import Figure, blank_figures, complete
from tests.workbook.editing import at, edit

FORM = load_form("disclosure-2021")
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
SHEET = "表三"
NEW = "requests.new"
ENTRIES = (
    Entry("overview.proactive.1", "overview", "proactive", "全年发布信息5500余条。", "5500余", "条"),
    Entry("problems.1", "problems", None, "公开率为30%。", "30", "%"),
)


@cache
def blank(**known: Figure) -> bytes:
    return workbook.write(FORM, blank_figures(FORM) | known, {}, ENTRIES)


def typed(values: dict[str, Any], data: bytes | None = None) -> workbook.Contents:
    def change(book: Any) -> None:
        for address, value in values.items():
            at(book, address).value = value

    return workbook.read(edit(data or blank(), change), FORM)


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same package with other parts, and checksums that are right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


def replaced(part: str, content: bytes) -> bytes:
    """A blank workbook with another part."""
    return repacked(blank(), lambda name, data: content if name == part else data)


def insert_row(book: Any, sheet: str, row: int) -> None:
    """What Excel does with "insert row": the cells below move, and the defined names go with them."""
    book[sheet].insert_rows(row)
    for defined in book.defined_names.values():
        where, _, cell = defined.attr_text.rpartition("!")
        column, number = re.fullmatch(r"\$([A-Z]+)\$(\d+)", cell).groups()  # type: ignore[union-attr]
        if where.strip("'") == sheet and int(number) >= row:
            defined.attr_text = f"{where}!${column}${int(number) + 1}"


FILLED: dict[str, Figure] = {cell: number for number, cell in enumerate(FORM.cells)}


def test_figures_are_put_where_their_cells_stand_now(english: Form) -> None:
    moved = edit(blank(), lambda book: insert_row(book, SHEET, 9))
    fees, new = "proactive.fees.amount", f"{NEW}.business"
    changed = workbook.with_figures(moved, {fees: Decimal("26.55"), new: "=无"}, FORM)
    assert workbook.read(changed, FORM).figures == blank_figures(FORM) | {fees: Decimal("26.55"), new: "=无"}
    row: dict[str, Figure] = {f"components.West quay.{column}": None for column in english.tables["components"].columns}
    data = workbook.with_figures(workbook.write(english, row, {}, ()), {"components.West quay.denied": 3}, english)
    assert workbook.read(data, english).figures["components.West quay.denied"] == 3


def test_the_workbook_says_whose_it_is() -> None:
    assert (
        workbook.read(workbook.write(FORM, {}, {}, (), heading="青禾县2025年报告"), FORM).heading == "青禾县2025年报告"
    )


@pytest.mark.parametrize("row", [1, 5, 9, 14, 30])
def test_an_inserted_row_shifts_no_figure(row: int) -> None:
    """Labels have moved; the names tell where the cells went."""
    data = edit(workbook.write(FORM, FILLED, {}, ()), lambda book: insert_row(book, SHEET, row))
    assert workbook.read(data, FORM).figures == FILLED


def test_a_value_that_was_cut_and_pasted_stands_where_it_is_seen() -> None:
    """Cutting drags the defined name along; the labels have not moved, so the name is not believed."""

    def change(book: Any) -> None:
        source, target = at(book, f"{NEW}.business"), at(book, f"{NEW}.research")
        target.value, source.value = 7, None
        book.defined_names[f"f_{NEW}.business"].attr_text = f"'{SHEET}'!${target.column_letter}${target.row}"
        del book.defined_names[f"f_{NEW}.research"]

    figures = workbook.read(edit(blank(), change), FORM).figures
    assert figures[f"{NEW}.research"] == 7 and figures[f"{NEW}.business"] is None


def test_a_reworded_label_does_no_harm_while_the_names_are_there() -> None:
    def change(book: Any) -> None:
        at(book, f"{NEW}.business").value = 7
        book[SHEET].cell(at(book, f"{NEW}.business").row, 1).value = "一、本年新收（含当面申请）"

    assert workbook.read(edit(blank(), change), FORM).figures[f"{NEW}.business"] == 7


def test_names_are_not_needed_while_the_labels_stand() -> None:
    data = edit(workbook.write(FORM, FILLED, {}, ()), lambda book: book.defined_names.clear())
    assert workbook.read(data, FORM).figures == FILLED


def test_where_labels_and_names_are_both_gone_the_first_label_is_asked_for() -> None:
    def change(book: Any) -> None:
        book.defined_names.clear()
        book[SHEET].insert_rows(9)

    with pytest.raises(SourceError) as caught:
        workbook.read(edit(blank(), change), FORM)
    assert caught.value.key == "workbook_layout"
    assert (
        caught.value.values["sheet"] == SHEET and caught.value.values["expected"] == "二、上年结转政府信息公开申请数量"
    )


def test_names_that_cross_are_not_believed() -> None:
    """Rows that traded places would put every figure of one into the other."""

    def change(book: Any) -> None:
        granted, partial = at(book, "requests.granted.business"), at(book, "requests.partially_granted.business")
        book[SHEET].cell(granted.row, 2).value, book[SHEET].cell(partial.row, 2).value = "？", "？"
        names = book.defined_names
        first, second = names["f_requests.granted.business"], names["f_requests.partially_granted.business"]
        first.attr_text, second.attr_text = second.attr_text, first.attr_text

    with pytest.raises(SourceError, check=lambda error: error.key == "workbook_layout"):
        workbook.read(edit(blank(), change), FORM)


def test_another_forms_workbook_is_refused_by_name(english: Form) -> None:
    data = edit(blank(), lambda book: book["_drafter"].cell(1, 2, "records-1999"))
    with pytest.raises(SourceError) as caught:
        workbook.read(data, FORM)
    assert (caught.value.key, caught.value.values["found"]) == ("workbook_form", "records-1999")


def test_a_total_is_left_to_be_computed_unless_it_was_typed_or_says_something_else() -> None:
    parts: dict[str, Any] = {f"{NEW}.{column}": 2 for column in FORM.tables["requests"].columns if column != "total"}
    total = f"{NEW}.total"
    assert typed(parts).figures[total] is None and complete(typed(parts).figures, FORM)[0][total] == 12
    assert typed(parts | {total: 11}).figures[total] == 11
    assert typed(parts | {total: "=5+6"}).figures[total] == 11


def test_a_prefilled_total_follows_its_parts_when_they_are_corrected() -> None:
    row: dict[str, Figure] = {f"requests.carried_in.{column}": 1 for column in FORM.tables["requests"].columns}
    data = blank(**row | {"requests.carried_in.total": 6})
    assert workbook.read(data, FORM).figures["requests.carried_in.total"] == 6
    assert typed({"requests.carried_in.other": 4}, data).figures["requests.carried_in.total"] == 9


def test_raw_text_blocks_a_total_even_when_the_rest_is_zero() -> None:
    contents = typed({f"{NEW}.business": "无"})
    assert complete(contents.figures, FORM)[0][f"{NEW}.total"] is None

    def change(book: Any) -> None:
        at(book, f"{NEW}.business").value = "无"
        sheet, _, cell = book.defined_names["zero_requests"].attr_text.rpartition("!")
        book[sheet.strip("'")][cell.replace("$", "")].value = "是"

    figures = workbook.read(edit(blank(), change), FORM).figures
    assert (figures[f"{NEW}.business"], figures[f"{NEW}.other"], figures[f"{NEW}.total"]) == ("无", 0, None)


def test_stale_values_that_a_program_left_behind_are_not_believed() -> None:
    """Every formula of the blank workbook is given 999 as its last result."""
    data = repacked(blank(), lambda name, part: re.sub(rb"<v ?/>|<v></v>", b"<v>999</v>", part))
    assert b"999" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet3.xml")
    assert set(workbook.read(data, FORM).figures.values()) == {None}


def test_the_result_of_a_formula_that_is_not_understood_is_taken_as_the_program_left_it() -> None:
    data = edit(blank(), lambda book: setattr(at(book, f"{NEW}.business"), "value", '=COUNTIF(A1:A9,">3")'))
    given_result = repacked(data, lambda name, part: re.sub(rb"(COUNTIF[^<]*</f>)<v ?(/>|></v>)", rb"\1<v>7</v>", part))
    contents = workbook.read(given_result, FORM)
    assert contents.figures[f"{NEW}.business"] == 7 and not contents.notes


@pytest.mark.parametrize(
    ("value", "shown", "figure"),
    [
        (0.3, "0%", "30%"),
        (0.1 + 0.2, "General", "0.3"),
        ("=0.1+0.2", "General", "0.3"),
        ("=1/3", "General", "0.333333333333333"),
    ],
)
def test_a_number_in_a_count_is_the_raw_text_that_is_seen(value: object, shown: str, figure: str) -> None:
    def change(book: Any) -> None:
        cell = at(book, f"{NEW}.business")
        cell.value, cell.number_format = value, shown

    assert workbook.read(edit(blank(), change), FORM).figures[f"{NEW}.business"] == figure


def test_amounts_keep_their_decimals_without_the_noise_of_binary_fractions() -> None:
    fees = "proactive.fees.amount"
    assert typed({fees: 59237.2449}).figures[fees] == Decimal("59237.2449")
    assert typed({fees: "=0.1+0.2"}).figures[fees] == Decimal("0.3")
    assert typed({fees: "=265500/10000"}).figures[fees] == Decimal("26.55")


def test_a_tidied_number_is_read_and_said() -> None:
    contents = typed({f"{NEW}.business": "1,203"})
    assert [(notice.key, dict(notice.values)) for notice in contents.notes] == [
        ("figure_tidied", {"cell": "表三 E8", "raw": "1,203"})
    ]


def test_text_that_looks_like_a_formula_is_text() -> None:
    figures = workbook.read(blank(**{f"{NEW}.business": "=1+1"}), FORM).figures
    assert figures[f"{NEW}.business"] == "=1+1"


@pytest.mark.parametrize(
    ("value", "read"), [("30%", "30%"), (6100, "6100"), ("6100余", "6100余"), ("=6000+100", "6100"), (" ", None)]
)
def test_an_entry_is_what_was_typed(value: object, read: str | None) -> None:
    data = edit(blank(), lambda book: setattr(book["文字用数"].cell(5, 6), "value", value))
    assert workbook.read(data, FORM).entries == {"overview.proactive.1": None, "problems.1": read}


def test_a_percentage_in_an_entry_keeps_its_meaning() -> None:
    def change(book: Any) -> None:
        cell = book["文字用数"].cell(5, 6)
        cell.value, cell.number_format = 0.305, "0.0%"

    assert workbook.read(edit(blank(), change), FORM).entries["problems.1"] == "30.5%"


def test_sorted_lines_of_entries_keep_their_ids() -> None:
    def change(book: Any) -> None:
        sheet = book["文字用数"]
        sheet.cell(4, 6).value, sheet.cell(5, 6).value = "一", "二"
        for column in (1, 6):
            sheet.cell(4, column).value, sheet.cell(5, column).value = (
                sheet.cell(5, column).value,
                sheet.cell(4, column).value,
            )

    assert workbook.read(edit(blank(), change), FORM).entries == {"overview.proactive.1": "一", "problems.1": "二"}


def test_open_rows_read_back_as_they_were_written(english: Form) -> None:
    row = {"granted": "N/A", "denied": 3, "total": None, "remark": "see 4.2"}
    rows = {
        f"components.{name}.{column}": value for name in ("West quay", "no. 4.2", "_1") for column, value in row.items()
    }
    figures = blank_figures(english) | rows
    read = workbook.read(workbook.write(english, figures, {}, (), language="en"), english).figures
    assert read == figures and list(read) == list(figures)


def test_more_open_rows_than_offered_are_all_written(english: Form) -> None:
    rows = {f"components.{n}.{column}": None for n in range(60) for column in english.tables["components"].columns}
    figures: dict[str, Figure] = blank_figures(english) | rows
    assert workbook.read(workbook.write(english, figures, {}, ()), english).figures == figures


def test_rows_without_a_name_or_with_another_rows_name_are_said_and_not_read(english: Form) -> None:
    def change(book: Any) -> None:
        at(book, "components._1.denied").value = 5
        for number in (2, 3):
            at(book, f"components._{number}").value = "West quay"
            at(book, f"components._{number}.denied").value = number

    contents = workbook.read(edit(workbook.write(english, {}, {}, ()), change), english)
    assert contents.figures["components.West quay.denied"] == 2
    assert [notice.key for notice in contents.notes] == ["workbook_row_without_name", "workbook_row_twice"]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty_file"),
        ("数字".encode(), "not_a_workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "Workbook".encode("utf-16-le"), "old_workbook"),
        (blank()[:2000], "workbook_damaged"),
        (repacked(blank(), lambda name, part: b"<a" if name == "xl/workbook.xml" else part), "workbook_damaged"),
        (repacked(blank(), lambda name, part: part + b" " * 10**8 * 2 if "sheet2" in name else part), "zip_bomb"),
        (
            repacked(
                blank(), lambda name, part: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + part if "sheet2" in name else part
            ),
            "workbook_damaged",
        ),
    ],
    ids=["empty", "text", "encrypted", "old", "truncated", "no xml", "bomb", "entities"],
)
def test_what_is_no_sound_workbook_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(SourceError) as caught:
        workbook.read(data, FORM)
    assert caught.value.key == key


def test_a_merged_area_of_the_whole_sheet_and_cells_at_its_end_do_no_harm() -> None:
    def change(name: str, part: bytes) -> bytes:
        part = re.sub(rb'<mergeCell ref="[A-Z0-9:]+" ?/>', b'<mergeCell ref="A1:XFD1048576"/>', part, count=1)
        end = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return part.replace(b"</sheetData>", end) if "sheet3" in name else part

    started = time.process_time()
    assert set(workbook.read(repacked(blank(), change), FORM).figures.values()) == {None}
    assert time.process_time() - started < 5, "seconds, not minutes"


PARTS = [name for name in zipfile.ZipFile(io.BytesIO(blank())).namelist() if name.endswith((".xml", ".rels"))]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PARTS), st.floats(0, 1), st.binary(max_size=6), st.integers(0, 40))
def test_damage_inside_the_parts_is_read_or_refused(part: str, where: float, put: bytes, lost: int) -> None:
    def change(name: str, data: bytes) -> bytes:
        place = int(where * len(data))
        return data[:place] + put + data[place + lost :] if name == part else data

    try:
        workbook.read(repacked(DAMAGED, change), FORM)
    except SourceError as error:
        assert error.key.startswith(("workbook_", "not_a_workbook", "encrypted", "zip_bomb"))


DAMAGED = blank()
