"""Tables of a page while they are read: spans that fit, layout dissolved, pictures kept."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import Picture, TableBlock, TextBlock, paragraph
from drafter.formats.html.tables import Content, OpenTable, Piece, as_block


def cell(tag: str = "td", **attributes: str) -> object:
    return lxml.html.Element(tag, attributes)


def table(*rows: list[tuple[object, Content]], role: str = "table", nested: bool = False) -> list[Piece]:
    opened = OpenTable(role, nested)
    for row in rows:
        opened.open_row()
        for element, content in row:
            opened.add(element, content)
    return list(opened.pieces())


def grid(*rows: list[tuple[object, Content]]) -> TableBlock:
    (block,) = table(*rows)
    assert isinstance(block, TableBlock)
    return block


def test_headings_are_labels_and_cells_are_not() -> None:
    block = grid([(cell("th"), "项"), (cell(), "5")])
    assert [(item.text, item.label) for item in block.rows[0]] == [("项", True), ("5", False)]


def test_spans_neither_overlap_nor_leave_the_table() -> None:
    block = grid(
        [(cell(rowspan="9"), "甲"), (cell(colspan="2"), "乙")],
        [(cell(colspan="0"), "丙"), (cell(), "丁")],
    )
    assert [[(item.text, item.row_span, item.col_span) for item in row] for row in block.rows] == [
        [("甲", 2, 1), ("乙", 1, 2)],
        [("丙", 1, 1), ("丁", 1, 1)],
    ]


SPANS = st.tuples(st.sampled_from(["", "0", "1", "2", "3", "99", "-1", "x"]), st.sampled_from(["", "0", "2"]))


@given(st.lists(st.lists(SPANS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_every_slot_of_a_grid_is_taken_at_most_once(rows: list[list[tuple[str, str]]]) -> None:
    block = grid(*[[(cell(colspan=wide, rowspan=high), "x") for wide, high in row] for row in rows])
    taken = set[tuple[int, int]]()
    for number, row in enumerate(block.rows):
        column = 0
        for item in row:
            while (number, column) in taken:
                column += 1
            slots = {(number + down, column + right) for down in range(item.row_span) for right in range(item.col_span)}
            assert not slots & taken and all(place[0] < len(rows) for place in slots)
            taken |= slots


@pytest.mark.parametrize(
    ("role", "nested", "content"),
    [("presentation", False, "5"), ("", True, "5"), ("", False, [paragraph("一、概述", level=1)])],
)
def test_a_table_that_only_arranges_is_dissolved(role: str, nested: bool, content: Content) -> None:
    found = table([(cell(), "甲"), (cell(), content)], role=role, nested=nested)
    assert not any(isinstance(piece, TableBlock) for piece in found) and found[0] == "甲"


def test_one_text_longer_than_all_the_rest_is_no_cell() -> None:
    assert table([(cell(), "菜单"), (cell(), "正文" * 150)], role="") == ["菜单", "正文" * 150]
    assert isinstance(table([(cell(), "菜单"), (cell(), "正文" * 150)])[0], TableBlock), "unless it says that it is one"


def test_a_picture_in_a_cell_stands_behind_the_table() -> None:
    found = table([(cell(), "甲"), (cell(), ["5", Picture("图")])])
    assert isinstance(found[0], TableBlock) and found[1:] == [Picture("图")]
    assert found[0].rows[0][1].text == "5"


def test_cells_without_a_row_open_one_and_lines_of_a_cell_are_kept() -> None:
    opened = OpenTable("table")
    opened.add(cell(), "甲")
    opened.add(cell(), ["一", "二"])
    (block,) = opened.pieces()
    assert isinstance(block, TableBlock) and block.rows[0][1].text == "一\n二"


def test_text_becomes_a_paragraph_when_its_place_is_known() -> None:
    assert (
        as_block("甲") == paragraph("甲") and as_block("") == TextBlock(()) and as_block(Picture("图")) == Picture("图")
    )
