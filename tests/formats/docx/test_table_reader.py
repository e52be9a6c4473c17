"""Rows of cells with merge marks to a table with spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.document import TableBlock, cell, paragraph
from drafter.formats.docx.table_reader import RowCell, is_layout, table_of


def at(text: str, span: int = 1, merge: str | None = None) -> RowCell:
    return RowCell([paragraph(text)] if text else [], span, merge)


def test_the_paragraphs_of_a_cell_are_its_lines() -> None:
    assert RowCell([paragraph("甲"), paragraph("乙")], 2).cell() == cell("甲\n乙", col_span=2)


def test_a_vertical_merge_is_a_row_span() -> None:
    rows = [[at("组", merge="restart"), at("1")], [at("", merge="continue"), at("2")], [at("x"), at("3")]]
    assert table_of(rows, ()) == [
        TableBlock(((cell("组", row_span=2), cell("1")), (cell("2"),), (cell("x"), cell("3"))))
    ]


def test_a_merge_continues_only_in_its_own_column() -> None:
    rows = [[at("组", merge="restart"), at("1")], [at("2"), at("3", merge="continue")]]
    (table,) = table_of(rows, ())
    assert [[item.row_span for item in row] for row in table.rows] == [[1, 1], [1, 1]]


def test_a_merge_restarts_below_another() -> None:
    (table,) = table_of([[at("a", merge="restart")], [at("b", merge="restart")], [at("", merge="continue")]], ())
    assert [[(item.text, item.row_span) for item in row] for row in table.rows] == [[("a", 1)], [("b", 2)], []]


def test_widths_are_kept_when_there_is_one_for_each_column() -> None:
    rows = [[at("1"), at("2", 2)]]
    assert table_of(rows, (1.0, 2.0, 3.0))[0].widths == (1.0, 2.0, 3.0)
    assert table_of(rows, (1.0, 2.0))[0].widths == table_of(rows, (1.0, 0.0, 3.0))[0].widths == ()


def test_rows_without_cells_are_no_table() -> None:
    assert table_of([], ()) == table_of([[], []], ()) == []


def test_a_table_that_holds_a_table_is_layout() -> None:
    assert is_layout([paragraph("x"), TableBlock(())])
    assert not is_layout([paragraph("x")])


@given(
    st.lists(st.lists(st.sampled_from([None, "restart", "continue"]), min_size=3, max_size=3), min_size=1, max_size=6)
)
def test_every_slot_is_covered_once_however_cells_are_merged(marks: list[list[str | None]]) -> None:
    rows = [[at(f"{row}{column}", merge=mark) for column, mark in enumerate(line)] for row, line in enumerate(marks)]
    found = table_of(rows, ())
    if found:
        assert found[0].row_widths() == [3] * len(marks)
        assert sum(item.row_span for row in found[0].rows for item in row) == 3 * len(marks)
