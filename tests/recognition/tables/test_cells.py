"""Figures out of rows: what is blank, what is unread, and how every cell was found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.document import SourcePlace
from drafter.form import load_form
from drafter.recognition.clues import RowClue
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.cells import figures_of
from drafter.recognition.tables.found import RowReading, SourceRow, TablesFound, line_place

LEXICON = lexicon_of(load_form("disclosure-2021"))
ROW = LEXICON.anchors[plain("规章")][0]


def found(*texts: str, how: RowClue = RowClue.LABEL) -> TablesFound:
    return TablesFound(readings={ROW: RowReading(texts, " ".join(texts), line_place(4), how)})


def test_without_a_row_every_cell_is_unread_and_absent() -> None:
    figures, unread, rows = figures_of(TablesFound(), LEXICON)
    assert set(figures.values()) == {None} and not rows
    assert {item.reason for item in unread} == {"absent"}
    assert {item.cell for item in unread} == set(LEXICON.form.cells)


def test_a_label_without_values_has_lost_them() -> None:
    _, unread, _ = figures_of(TablesFound(named=frozenset({ROW})), LEXICON)
    assert {item.cell for item in unread if item.reason == "vanished"} == set(LEXICON.rows[ROW].addresses)


def test_a_row_that_was_read_gives_numbers_blanks_and_raw_text() -> None:
    figures, unread, (row,) = figures_of(found("3", "", "/"), LEXICON)
    assert [figures[address] for address in LEXICON.rows[ROW].addresses] == [3, None, "/"]
    assert not {item.cell for item in unread} & set(LEXICON.rows[ROW].addresses)
    assert [(cell.raw, cell.certain, cell.regular) for cell in row.cells] == [
        ("3", True, True),
        ("", True, True),
        ("/", True, True),
    ]


def test_a_number_that_had_to_be_tidied_is_not_regular() -> None:
    *_, (row,) = figures_of(found("３", "1,203", "3"), LEXICON)
    assert [cell.regular for cell in row.cells] == [False, False, True]


def test_a_refused_row_says_why_and_what_stands_there() -> None:
    refused = TablesFound(readings={ROW: RowReading(None, "1 2", line_place(4), RowClue.LABEL, "columns")})
    _, unread, rows = figures_of(refused, LEXICON)
    assert {(item.raw, item.reason) for item in unread if item.cell in LEXICON.rows[ROW].addresses} == {
        ("1 2", "columns")
    }
    assert not rows


@given(st.sampled_from([*RowClue]))
def test_a_cell_is_as_certain_as_its_row(how: RowClue) -> None:
    *_, (row,) = figures_of(found("1", "2", "3", how=how), LEXICON)
    assert {cell.certain for cell in row.cells} == {how.is_certain}
    assert {cell.where for cell in row.cells} == {SourcePlace("line", 4)}


def test_rows_of_an_open_table_have_the_names_of_their_first_cells(english_lexicon: Lexicon) -> None:
    (template,) = [number for number, row in enumerate(english_lexicon.rows) if row.is_open]
    table, cells = english_lexicon.rows[template].table, len(english_lexicon.rows[template].cells)
    lines = [SourceRow.of_line([name, *["4"] * cells], 9) for name in ("North  quay", "South quay")]
    figures, unread, rows = figures_of(TablesFound(open_rows={table: tuple(lines)}), english_lexicon)
    assert len(rows) == 2
    assert {address.split(".")[1] for address in figures if address.startswith(f"{table}.")} >= {
        "North quay",
        "South quay",
    }
    assert not any(item.cell.startswith(f"{table}.") for item in unread)
