"""Straight lines to grids: whatever table is drawn, its boxes are found again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.formats.pdf.grids import TOLERANCE, Box, RuledGrid, completed, find_grids, levels
from drafter.formats.pdf.page import Edge

SIZE = 20.0
"""The width and height of a slot in these tests."""


@st.composite
def layouts(draw: st.DrawFn) -> tuple[int, int, dict[tuple[int, int], tuple[int, int]]]:
    """Rows, columns, and for each box its first slot and its spans; they fill the grid and every line is drawn."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    taken: set[tuple[int, int]] = set()
    boxes = {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            down, right = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (2, 1), (1, 2), (2, 2)]))
            slots = {(row + a, column + b) for a in range(down) for b in range(right)}
            if row + down > rows or column + right > columns or slots & taken:
                down, right, slots = 1, 1, {(row, column)}
            taken |= slots
            boxes[row, column] = down, right
    return rows, columns, boxes


def drawn(boxes: dict[tuple[int, int], tuple[int, int]], shift: float = 0.0) -> tuple[list[Edge], list[Edge]]:
    """The four sides of every box, as a program draws cell after cell."""
    across, down = [], []
    for (row, column), (rows, columns) in boxes.items():
        top, bottom = row * SIZE + shift, (row + rows) * SIZE + shift
        left, right = column * SIZE + shift, (column + columns) * SIZE + shift
        across += [Edge(top, left, right), Edge(bottom, left, right)]
        down += [Edge(left, top, bottom), Edge(right, top, bottom)]
    return across, down


def places(grid: RuledGrid) -> dict[tuple[float, float], tuple[float, float]]:
    """The upper left corner of every box and its size."""
    return {
        (grid.xs[box.column], grid.ys[box.row]): (
            grid.xs[box.column + box.col_span] - grid.xs[box.column],
            grid.ys[box.row + box.row_span] - grid.ys[box.row],
        )
        for box in grid.boxes
    }


@given(layouts(), st.randoms(use_true_random=False))
def test_a_table_drawn_box_by_box_in_any_order_is_found_whole(layout, random) -> None:
    _, _, boxes = layout
    across, down = drawn(boxes)
    random.shuffle(across)
    random.shuffle(down)
    (grid,) = find_grids(across, down)
    assert places(grid) == {
        (column * SIZE, row * SIZE): (right * SIZE, below * SIZE) for (row, column), (below, right) in boxes.items()
    }
    assert all(box.walled and box.ended and box.floored for box in grid.boxes)
    assert not grid.open_top and not grid.open_bottom


@given(layouts(), st.floats(-0.9, 0.9))
def test_lines_that_are_a_little_off_are_the_same_lines(layout, off: float) -> None:
    _, _, boxes = layout
    across, down = drawn(boxes)
    shaken = [edge._replace(at=edge.at + off * (number % 2)) for number, edge in enumerate(across)]
    (straight,), (grid,) = find_grids(across, down), find_grids(shaken, down)
    assert grid.boxes == straight.boxes


@given(layouts())
def test_boxes_cover_every_slot_once(layout) -> None:
    (grid,) = find_grids(*drawn(layout[2]))
    slots = [
        (box.row + a, box.column + b) for box in grid.boxes for a in range(box.row_span) for b in range(box.col_span)
    ]
    assert sorted(slots) == [(row, column) for row in range(len(grid.ys) - 1) for column in range(len(grid.xs) - 1)]


@given(layouts(), layouts())
def test_two_tables_apart_are_two_the_smaller_first(left, right) -> None:
    (a, b), (c, d) = drawn(left[2]), drawn(right[2], shift=300.0)
    found = find_grids([*a, *c], [*b, *d])
    assert len(found) == 2
    widths = [grid.frame.x1 - grid.frame.x0 for grid in found]
    heights = [grid.frame.bottom - grid.frame.top for grid in found]
    assert widths[0] * heights[0] <= widths[1] * heights[1]


@given(st.lists(st.floats(0, 1000), max_size=30))
def test_levels_ascend_with_room_between_them(values: list[float]) -> None:
    found = levels(values)
    assert found == sorted(found)
    assert all(any(abs(value - level) <= TOLERANCE for level in found) for value in values)
    assert levels(values[::-1]) == found


def test_lines_without_crossing_ones_are_no_grid() -> None:
    assert find_grids([Edge(0, 0, 100)], []) == find_grids([], [Edge(0, 0, 100)]) == find_grids([], []) == []


def test_the_pieces_of_a_dotted_line_are_no_lines() -> None:
    dots = [Edge(10.0, x, x + 1) for x in range(0, 100, 10)]
    assert find_grids(dots, [Edge(0, 0, 20), Edge(50, 0, 20), Edge(100, 0, 20)]) == []


def test_a_drawing_of_more_lines_than_any_table_has_is_none() -> None:
    many = [Edge(float(10 * number), 0, 100) for number in range(1501)]
    assert find_grids(many, [Edge(0, 0, 15010), Edge(100, 0, 15010)]) == []


@pytest.mark.parametrize(("top", "bottom"), [(True, False), (False, True), (True, True)])
def test_a_table_that_a_page_cuts_is_open_there(top: bool, bottom: bool) -> None:  # noqa: FBT001
    down = [Edge(x, 0, 60) for x in (0, 50, 100)]
    across = [Edge(y, 0, 100) for y in (0, 20, 40, 60) if not (y == 0 and top) and not (y == 60 and bottom)]
    (grid,) = find_grids(across, down)
    assert (grid.open_top, grid.open_bottom) == (top, bottom)
    assert grid.ys == (0, 20, 40, 60)


def test_a_grid_gets_the_columns_that_labels_of_the_page_before_reach_into() -> None:
    (grid,) = find_grids(*drawn({(0, 1): (1, 1), (0, 2): (1, 1), (1, 1): (1, 1), (1, 2): (1, 1)}))
    whole = completed(grid, (0.0, 20.0, 40.0, 60.0))
    assert whole.xs == (0.0, 20.0, 40.0, 60.0)
    assert whole.boxes[0] == Box(0, 0, 2, 1, walled=False)
    assert [box.column for box in whole.boxes[1:]] == [1, 2, 1, 2]


@pytest.mark.parametrize(
    "xs", [(20.0, 40.0, 60.0), (0.0, 20.0, 40.0, 99.0), (0.0, 30.0, 50.0, 60.0), (0.0, 5.0, 10.0, 20.0, 60.0)]
)
def test_a_grid_that_does_not_fit_is_left_as_it_is(xs: tuple[float, ...]) -> None:
    (grid,) = find_grids(*drawn({(0, 1): (1, 1), (0, 2): (1, 1)}))
    fitted = completed(grid, xs)
    assert fitted == grid or len(fitted.xs) == len(grid.xs) + sum(x < 16 for x in xs)


def test_the_frame_of_a_grid_is_its_outer_edges() -> None:
    (grid,) = find_grids(*drawn({(0, 0): (1, 1), (0, 1): (1, 1)}))
    assert grid.frame == (0, 0, 2 * SIZE, SIZE)
    assert all(b > a for a, b in pairwise(grid.xs))
