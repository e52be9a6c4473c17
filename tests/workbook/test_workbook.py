"""The figures workbook: official layout, blank cells, live totals and balances, and reading whatever comes back."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from drafter import workbook
from drafter.case.create import prefilled
from drafter.drafting.revise import entries_of
from drafter.errors import SourceError
from drafter.form import Form, load_form
from drafter.report.filing import Figure, Filing, blank_figures, complete
from tests.strategies import figures as any_figures
from tests.workbook.editing import at, edit

FORM = load_form("disclosure-2021")
SHEET = "表三"


def blank(form: Form = FORM, last: Filing | None = None, **known: Figure) -> bytes:
    before = last.figures if last else {}
    return workbook.write(form, blank_figures(form) | known, before, entries_of(last, form, 2025))


def put(**values: Any) -> Any:
    def change(book: Any) -> None:
        for address, value in values.items():
            at(book, address.replace("__", ".")).value = value

    return change


def test_a_new_workbook_is_blank_and_not_zero(form: Form) -> None:
    assert set(workbook.read(blank(), form).figures.values()) == {None}


def test_the_same_case_gives_the_same_bytes(example: Filing) -> None:
    assert blank(last=example) == blank(last=example)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(figures=any_figures(FORM))
def test_figures_read_back_as_they_were_written(figures: dict[str, Figure]) -> None:
    again = workbook.read(workbook.write(FORM, figures, {}, ()), FORM).figures
    assert complete(again, FORM)[0] == complete(figures, FORM)[0], "a total that follows from its parts stays a formula"


def test_last_years_carried_out_is_filled_in_as_carried_in(example: Filing, form: Form) -> None:
    known = prefilled(example.figures, form)
    read = workbook.read(workbook.write(form, blank_figures(form) | known, example.figures, ()), form).figures
    figures, _ = complete(read, form)
    for column in form.tables["requests"].columns:
        assert figures[f"requests.carried_in.{column}"] == example.figures[f"requests.carried_out.{column}"]


def test_in_force_is_a_formula_that_stays_blank_until_its_inputs_are_given(example: Filing, form: Form) -> None:
    data = blank(last=example)
    assert workbook.read(data, form).figures["proactive.normative_documents.in_force"] is None
    given_both = edit(data, put(proactive__normative_documents__issued=4, proactive__normative_documents__repealed=5))
    assert workbook.read(given_both, form).figures["proactive.normative_documents.in_force"] == 41
    typed = edit(given_both, put(proactive__normative_documents__in_force=40))
    assert workbook.read(typed, form).figures["proactive.normative_documents.in_force"] == 40


def test_one_switch_says_that_the_rest_of_a_table_is_zero(form: Form) -> None:
    def change(book: Any) -> None:
        at(book, "requests.new.natural_person").value = 3
        sheet, _, cell = book.defined_names["zero_requests"].attr_text.rpartition("!")
        book[sheet.strip("'")][cell.replace("$", "")].value = "是"

    contents = workbook.read(edit(blank(), change), form)
    full, _ = complete(contents.figures, form)
    assert contents.rest_zero == {"requests"}
    assert full["requests.new.total"] == 3 and full["requests.granted.business"] == 0
    assert full["proactive.licensing.decisions"] is None


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("１２", 12),
        (" 7 ", 7),
        ("1,203", 1203),
        (3.0, 3),
        ("/", "/"),
        ("3件", "3件"),
        (-2, "-2"),
        (2.5, "2.5"),
        (True, "True"),
        ("=3+4", 7),
        ("=SUM(1,2,(3+4)*2)", 17),
        ("=10/4", "2.5"),
        ("=50%*8", 4),
    ],
)
def test_what_the_clerk_types_is_read_as_it_is_meant(typed: object, figure: Figure, form: Form) -> None:
    data = edit(blank(), put(requests__new__natural_person=typed))
    assert workbook.read(data, form).figures["requests.new.natural_person"] == figure


def test_the_clerks_formulas_may_refer_to_other_sheets_and_to_each_other(form: Form) -> None:
    def change(book: Any) -> None:
        ledger = book.create_sheet("台账")
        for row, value in enumerate((5, 6, "=A1+A2"), 1):
            ledger.cell(row, 1).value = value
        at(book, "requests.new.natural_person").value = "=SUM(台账!A1:A3)"

    assert workbook.read(edit(blank(), change), form).figures["requests.new.natural_person"] == 22


@pytest.mark.parametrize(
    "formula", ["=COUNTIF(A1:A9,3)", "=B99999+", "=1/0", "={0}", "=没有!A1", "=SUM(A1:XFD1048576)"]
)
def test_a_formula_that_cannot_be_worked_out_is_blank_and_said(formula: str, form: Form) -> None:
    def change(book: Any) -> None:
        cell = at(book, "requests.new.natural_person")
        cell.value = formula.format(cell.coordinate)

    contents = workbook.read(edit(blank(), change), form)
    assert contents.figures["requests.new.natural_person"] is None
    assert [notice.key for notice in contents.notes] == ["formula_not_computed"]


def test_quantities_of_the_text_wait_for_this_years_value(example: Filing, form: Form) -> None:
    entries = entries_of(example, form, 2025)
    data = blank(last=example)

    def change(book: Any) -> None:
        sheet = book["文字用数"]
        assert [sheet.cell(row, 1).value for row in range(4, 4 + len(entries))] == [entry.id for entry in entries]
        sheet.cell(4, 6).value = "6100余"
        sheet.cell(5, 6).value = 12.5

    found = workbook.read(edit(data, change), form).entries
    assert (found[entries[0].id], found[entries[1].id], found[entries[2].id]) == ("6100余", "12.5", None)


def test_a_renamed_sheet_is_named(form: Form) -> None:
    def change(book: Any) -> None:
        book[SHEET].title = "第三张"

    with pytest.raises(SourceError) as caught:
        workbook.read(edit(blank(), change), form)
    assert (caught.value.key, caught.value.values["sheet"]) == ("workbook_sheet", SHEET)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.floats(0, 1), byte=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_workbook_is_read_or_refused(at: float, byte: int, cut: bool) -> None:
    data = bytearray(DAMAGED)
    place = int(at * (len(data) - 1))
    if cut:
        del data[place:]
    else:
        data[place] = byte
    with suppress(SourceError):
        workbook.read(bytes(data), FORM)


DAMAGED = blank()


def test_a_form_with_open_rows_and_english_words_works_too(english: Form) -> None:
    data = workbook.write(english, blank_figures(english), {}, (), language="en")

    def change(book: Any) -> None:
        at(book, "volume.received.count").value = 5
        for suffix, value in (("", "West quay"), (".granted", 4), (".denied", 1), (".remark", "new")):
            at(book, f"components._1{suffix}").value = value

    figures = workbook.read(edit(data, change), english).figures
    assert figures["components.West quay.granted"] == 4 and figures["components.West quay.remark"] == "new"
    assert complete(figures, english)[0]["components.West quay.total"] == 5


def balances(book: Any) -> tuple[int, int]:
    """How many balances of table three hold, and how many do not."""
    words = [cell.value for row in book[SHEET].iter_rows() for cell in row if isinstance(cell.value, str)]
    return words.count("平"), sum(word.startswith("差 ") for word in words)


@pytest.mark.slow
@pytest.mark.office
def test_excel_formulas_compute_and_balance(example: Filing, form: Form, tmp_path: Path) -> None:
    """LibreOffice stands in for Excel and WPS: it computes the formulas that the workbook is written with."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not on this machine")
    components = {
        cell
        for cell in form.cells
        if not any(i.relation.computes and i.left[0].address == cell for i in form.identities)
    }
    values = {cell: example.figures[cell] for cell in components}
    wrong = values | {"requests.handled_total.business": 40}

    def computed(figures: dict[str, Figure], name: str) -> Any:
        def change(book: Any) -> None:
            for address, value in figures.items():
                at(book, address).value = float(value) if isinstance(value, Decimal) else value

        source = tmp_path / f"{name}.xlsx"
        source.write_bytes(edit(blank(last=example), change))
        out = tmp_path / "out"
        command = [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return load_workbook(out / f"{name}.xlsx", data_only=True)

    book = computed(values, "right")
    for cell in form.cells:
        shown = at(book, cell).value
        assert shown == pytest.approx(float(example.figures[cell])), cell  # type: ignore[arg-type]
    # 25 rows and 2 x 7 columns balance; against the year before (here the same report) 4 columns do and 3 do not
    assert balances(book) == (25 + 14 + 4, 3)
    # its own column fails in A1 and A2 and its own row in A3: they cross in the wrong cell
    assert balances(computed(wrong, "wrong")) == (25 + 14 + 4 - 3, 3 + 3)
    empty = computed({}, "empty")
    assert at(empty, "requests.new.total").value in (None, "")
