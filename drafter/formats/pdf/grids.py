"""Straight lines on a page to the grids they form: column and row edges, and the boxes between walls.

A box is an area that no wall divides, so missing walls make spans. A table without outer lines, or cut by the end of
the page, ends where its lines end. All lengths are points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import fmean

from drafter.formats.pdf.page import Edge, Frame
from drafter.records import dataclass

TOLERANCE = 4.0
"""Lines closer than this count as one; no column or row is that narrow."""
_ALIGNED = 1.0
_EDGE_LIMIT = 1500
_SLOT_LIMIT = 40_000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its first row and column in the grid, and how many of them it covers."""

    row: int
    column: int
    row_span: int
    col_span: int
    walled: bool = True
    """True if a line closes it on the left; otherwise it was perhaps never drawn."""
    ended: bool = True
    """True if a line closes it on the right, where the table ends."""
    floored: bool = True
    """True if a line closes it below, at the end of the table."""


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A ruled table: the x of its column edges, the y of its row edges, and boxes that cover every slot."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    open_top: bool = False
    """True if no line closes it above, as when a page break cuts a row."""
    open_bottom: bool = False

    @property
    def frame(self) -> Frame:
        return Frame(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_grids(across: Sequence[Edge], down: Sequence[Edge]) -> list[RuledGrid]:
    """The grids, smaller ones first; one with a single column may be a frame around prose."""
    level, upright = _snapped(across), _snapped(down)
    if len(level) + len(upright) > _EDGE_LIMIT:
        return []
    grids = [grid for group in _connected(level, upright) for grid in _grid(*group)]
    return sorted(grids, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))


def completed(grid: RuledGrid, xs: Sequence[float]) -> RuledGrid:
    """The grid with empty boxes for left columns that it lacks because their cells began on the page before."""
    missing = [x for x in xs if x < grid.xs[0] - TOLERANCE]
    fitting = abs(xs[-1] - grid.xs[-1]) <= TOLERANCE and any(abs(x - grid.xs[0]) <= TOLERANCE for x in xs)
    if not missing or not fitting or len(missing) > len(xs) - 3:
        return grid
    blanks = [Box(0, column, len(grid.ys) - 1, 1, walled=False) for column in range(len(missing))]
    moved = [replace(box, column=box.column + len(missing)) for box in grid.boxes]
    return replace(grid, xs=(*missing, *grid.xs), boxes=(*blanks, *moved))


def levels(values: Iterable[float]) -> list[float]:
    """The values in ascending order, those within tolerance replaced by their mean."""
    return [fmean(group) for group in _clusters(sorted(values), TOLERANCE)]


def _clusters(values: Sequence[float], tolerance: float) -> Iterator[list[float]]:
    group: list[float] = []
    for value in values:
        if group and value - group[0] > tolerance:
            yield group
            group = []
        group.append(value)
    if group:
        yield group


def _snapped(edges: Sequence[Edge]) -> list[Edge]:
    """The edges, touching ones on one line joined; pieces of dotted lines and of drawings are left out."""
    found = list[Edge]()
    ordered = sorted(edges)
    first = 0
    for group in _clusters([edge.at for edge in ordered], _ALIGNED):
        members = ordered[first : first + len(group)]
        first += len(group)
        at = fmean(edge.at for edge in members)
        for edge in sorted(members, key=lambda member: member.start):
            if found and found[-1].at == at and edge.start <= found[-1].end + TOLERANCE:
                found[-1] = found[-1]._replace(end=max(found[-1].end, edge.end))
            else:
                found.append(Edge(at, edge.start, edge.end))
    return [edge for edge in found if edge.end - edge.start >= TOLERANCE]


def _connected(across: Sequence[Edge], down: Sequence[Edge]) -> Iterator[tuple[list[Edge], list[Edge]]]:
    """Groups of lines that are connected by touching: those across and those down."""
    left, right = set(range(len(across))), set(range(len(down)))
    while left:
        level, upright, new = set[int](), set[int](), {left.pop()}
        while new:
            level |= new
            touched = {j for j in right if any(_touch(across[i], down[j]) for i in new)}
            right -= touched
            upright |= touched
            new = {i for i in left if any(_touch(across[i], down[j]) for j in touched)}
            left -= new
        yield [across[i] for i in sorted(level)], [down[j] for j in sorted(upright)]


def _touch(across: Edge, down: Edge) -> bool:
    return (
        across.start - TOLERANCE <= down.at <= across.end + TOLERANCE
        and down.start - TOLERANCE <= across.at <= down.end + TOLERANCE
    )


def _grid(across: list[Edge], down: list[Edge]) -> Iterator[RuledGrid]:
    if len(across) < 2 and len(down) < 3:
        return
    xs, ys = _bounds(down, across), _bounds(across, down)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _SLOT_LIMIT:
        return
    walls, floors = _crossed(down, xs, ys), _crossed(across, ys, xs)
    last = len(xs) - 1
    floors |= {(row, last - 1) for row in range(1, len(ys) - 1) if ((last, row - 1) in walls) != ((last, row) in walls)}
    boxes = [
        replace(
            box,
            walled=all(wall in walls for wall in _side(box, box.column)),
            ended=box.column + box.col_span < last or any(wall in walls for wall in _side(box, last)),
            floored=any((box.row + box.row_span, box.column + right) in floors for right in range(box.col_span)),
        )
        for box in _boxes(len(ys) - 1, last, walls, floors)
    ]
    grid = _compact(xs, ys, boxes)
    yield replace(grid, open_top=_open(0, xs, floors), open_bottom=_open(len(ys) - 1, xs, floors))


def _side(box: Box, place: int) -> Iterator[tuple[int, int]]:
    """The pieces of the wall at `place` beside a box."""
    return ((place, box.row + down) for down in range(box.row_span))


def _open(place: int, xs: list[float], floors: set[tuple[int, int]]) -> bool:
    closed = sum(b - a for gap, (a, b) in enumerate(pairwise(xs)) if (place, gap) in floors)
    return closed < (xs[-1] - xs[0]) / 2


def _bounds(edges: list[Edge], others: list[Edge]) -> list[float]:
    """The positions of the edges, and the ends of crossing ones that stick out, as in tables without outer lines."""
    values = levels(edge.at for edge in edges)
    first, last = min(edge.start for edge in others), max(edge.end for edge in others)
    before = [first] if first < values[0] - 2 * TOLERANCE else []
    after = [last] if last > values[-1] + 2 * TOLERANCE else []
    return [*before, *values, *after]


def _crossed(edges: list[Edge], places: list[float], crossing: list[float]) -> set[tuple[int, int]]:
    """Pairs (place, gap between two crossing lines) for edges that close more than half of the gap."""
    found = set[tuple[int, int]]()
    for edge in edges:
        place = min(range(len(places)), key=lambda index: abs(places[index] - edge.at))
        for gap, (start, end) in enumerate(pairwise(crossing)):
            if min(end, edge.end) - max(start, edge.start) > (end - start) / 2:
                found.add((place, gap))
    return found


def _boxes(rows: int, columns: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]]) -> Iterator[Box]:
    free = {(row, column) for row in range(rows) for column in range(columns)}
    for start in sorted(free):
        if start not in free:
            continue
        region, new = {start}, [start]
        while new:
            row, column = new.pop()
            steps = (
                ((row, column + 1), (column + 1, row) in walls),
                ((row, column - 1), (column, row) in walls),
                ((row + 1, column), (row + 1, column) in floors),
                ((row - 1, column), (row, column) in floors),
            )
            fresh = [slot for slot, closed in steps if not closed and slot in free and slot not in region]
            region.update(fresh)
            new.extend(fresh)
        free -= region
        yield from _rectangles(region)


def _rectangles(region: set[tuple[int, int]]) -> Iterator[Box]:
    """The region as one box, or, if it is no rectangle, one for each stretch of columns of equal height."""
    columns = defaultdict[int, list[int]](list)
    for row, column in sorted(region):
        columns[column].append(row)
    open_boxes: dict[tuple[int, int], Box] = {}
    for column, rows in sorted(columns.items()):
        runs = dict.fromkeys(_runs(rows))
        ended = {run for run, box in open_boxes.items() if run not in runs or box.column + box.col_span != column}
        yield from (open_boxes.pop(run) for run in ended)
        for first, end in runs:
            box = open_boxes.get((first, end), Box(first, column, end - first, 0))
            open_boxes[first, end] = replace(box, col_span=box.col_span + 1)
    yield from open_boxes.values()


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches of consecutive numbers: the first, and the one after the last."""
    start = previous = numbers[0]
    for number in numbers[1:]:
        if number != previous + 1:
            yield start, previous + 1
            start = number
        previous = number
    yield start, previous + 1


def _compact(xs: list[float], ys: list[float], boxes: list[Box]) -> RuledGrid:
    """The grid, without edges at which no box begins or ends."""
    columns = sorted({edge for box in boxes for edge in (box.column, box.column + box.col_span)})
    rows = sorted({edge for box in boxes for edge in (box.row, box.row + box.row_span)})
    x, y = {old: new for new, old in enumerate(columns)}, {old: new for new, old in enumerate(rows)}
    compacted = tuple(
        replace(
            box,
            row=y[box.row],
            column=x[box.column],
            row_span=y[box.row + box.row_span] - y[box.row],
            col_span=x[box.column + box.col_span] - x[box.column],
        )
        for box in sorted(boxes, key=lambda box: (box.row, box.column))
    )
    return RuledGrid(tuple(xs[column] for column in columns), tuple(ys[row] for row in rows), compacted)
