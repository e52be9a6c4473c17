"""Halves of tables on two pages: which are one, and which rows were cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.formats.pdf.grids import Box, RuledGrid
from drafter.formats.pdf.page import Glyph
from drafter.formats.pdf.page_breaks import joined
from drafter.formats.pdf.tables import Sheet, sheet_of, table_of

XS = (50.0, 250.0, 350.0)
HEIGHT, SIZE = 20.0, 12.0


def half(
    rows: list[tuple[str, str]], *, open_top: bool = False, open_bottom: bool = False, shift: float = 0.0
) -> Sheet:
    """A half of a table of two columns, with a line of text in each cell."""
    xs = tuple(x + shift for x in XS)
    ys = tuple(100 + HEIGHT * number for number in range(len(rows) + 1))
    boxes = tuple(Box(row, column, 1, 1) for row in range(len(rows)) for column in range(2))
    glyphs = []
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            x = xs[column] + 3
            for char in words:
                width = SIZE * (0.5 if char.isascii() else 1.0)
                glyphs.append(Glyph(char, x, x + width, ys[row] + 14, SIZE, len(glyphs)))
                x += width
    return sheet_of(RuledGrid(xs, ys, boxes, open_top, open_bottom), glyphs)


def texts(sheet: Sheet | None) -> list[list[str]]:
    assert sheet is not None
    return [[item.text for item in row] for row in table_of(sheet).rows]


names = st.lists(st.sampled_from(["规章", "行政许可", "行政处罚", "收费"]), min_size=1, max_size=4, unique=True)


@given(names, names)
def test_whole_rows_follow_each_other(above: list[str], below: list[str]) -> None:
    upper = [(f"{n}.{name}", str(n)) for n, name in enumerate(above, 1)]
    lower = [(f"{n}.{name}", str(n)) for n, name in enumerate(below, 5)]
    found = joined(half(upper), half(lower))
    assert texts(found) == [list(row) for row in upper + lower]


@given(names, st.floats(-30, 30).filter(lambda shift: not 3.9 < abs(shift) < 6.1))
def test_pages_may_have_different_margins(below: list[str], shift: float) -> None:
    lower = [(f"{n}.{name}", "7") for n, name in enumerate(below, 2)]
    found = joined(half([("1.规章", "1")]), half(lower, shift=shift))
    assert texts(found)[1:] == [list(row) for row in lower]


def test_other_walls_are_another_table() -> None:
    other = half([("1", "2")])
    assert joined(half([("规章", "1")]), replace(other, xs=(50.0, 120.0, 350.0))) is None
    assert joined(half([("规章", "1")]), replace(other, xs=(50.0, 250.0, 450.0))) is None


def test_a_repeated_head_stands_once() -> None:
    head = ("名称", "数量")
    found = joined(half([head, ("规章", "1")]), half([head, ("许可", "2")]))
    assert texts(found) == [["名称", "数量"], ["规章", "1"], ["许可", "2"]]


def test_nothing_but_a_repeated_head_adds_nothing() -> None:
    upper = half([("名称", "数量"), ("规章", "1")])
    assert texts(joined(upper, half([("名称", "数量")]))) == texts(upper)


def test_a_row_that_the_page_cut_is_one_row() -> None:
    upper = half([("名称", "数量"), ("要求行政机关确认或重新出具已获", "1")], open_bottom=True)
    found = joined(upper, half([("取信息", ""), ("2.其他", "3")], open_top=True))
    assert texts(found)[1:] == [["要求行政机关确认或重新出具已获\n取信息", "1"], ["2.其他", "3"]]


@pytest.mark.parametrize("label", ["2.许可", "（二）许可", "二、许可"])
def test_a_numbered_label_begins_a_row_however_the_page_was_cut(label: str) -> None:
    upper = half([("名称", "数量"), ("要求行政机关确认或重新出具已获", "1")], open_bottom=True)
    found = joined(upper, half([(label, "3")], open_top=True))
    assert texts(found)[-1] == [label, "3"]


def test_two_values_are_never_joined_into_one_number() -> None:
    found = joined(half([("名称", "数量"), ("规章", "12")], open_bottom=True), half([("许可", "34")], open_top=True))
    assert all(row[1] in ("数量", "12", "34") or "\n" in row[1] for row in texts(found))
