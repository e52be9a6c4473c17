"""A table of a document as a w:tbl with merged cells and borders; every number fits its cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from drafter.document import Cell, Role, TableBlock
from drafter.formats.docx.comments import with_marks
from drafter.formats.docx.package import Element
from drafter.formats.docx.xml import change_mark, runs, w
from drafter.formats.reviewed import ReviewedTable
from drafter.formats.style import Face
from drafter.records import dataclass

STYLE = "TableText"
"""The paragraph style of text in tables."""

_PADDING = 57
"""Left and right of the text in a cell, twips (one millimetre)."""
_TIGHT = 14
"""The same in a cell that its text would not fit otherwise."""
_ROW_HEIGHT = 340
"""The least height of a row, twips (six millimetres)."""
_SHORT = 12
"""The most characters of a label that is centred in its cell."""
_KEPT_WHOLE = 16
"""The most rows of a table that is kept on one page; a longer one repeats its header rows."""
_SMALLEST = 4.5
"""The smallest size that text is reduced to, points."""
_LEADING = 1.3
"""How high a line is, in units of its size."""
_SLACK = 1.04
"""Allowance for fonts that are wider than the widths assumed here."""
_WORD = re.compile(r"[\x21-\x7e]+")
"""What a line break must not cut; Chinese text may break after every character."""


@dataclass(frozen=True, slots=True)
class _PlacedCell:
    """A cell in one row of the grid, from `column` on; `continued` if it began in a row above."""

    cell: Cell
    column: int
    continued: bool = False

    @property
    def end(self) -> int:
        return self.column + self.cell.col_span


def table_element(table: TableBlock, face: Face, width: int, band: str = "") -> Element:
    """`table` as a w:tbl that is `width` twips wide; `band` fills rows that are a single label."""
    grid = _grid(table)
    look = _TableLook.of(table, _edges(table.widths, _columns(grid), width), face, band)
    return w("tbl", _properties(width), look.columns(), *(look.row(index, row) for index, row in enumerate(grid)))


def starts_a_page(table: TableBlock, face: Face, width: int, room: int) -> bool:
    """Whether a table that is too long to be kept with what stands before it fits on a page of its own that has
    `room` twips below the heading."""
    grid = _grid(table)
    look = _TableLook.of(table, _edges(table.widths, _columns(grid), width), face, "")
    return len(grid) > _KEPT_WHOLE and sum(map(look.height, grid)) <= room


def _columns(grid: Sequence[Sequence[_PlacedCell]]) -> int:
    return max((slot.end for row in grid for slot in row), default=1)


def _grid(table: TableBlock) -> list[list[_PlacedCell]]:
    """For every row its cells in order of columns, including those reaching down from above and fillers for gaps."""
    grid = list[list[_PlacedCell]]()
    reaching = list[tuple[_PlacedCell, int]]()
    for row in table.rows:
        above = [_PlacedCell(slot.cell, slot.column, continued=True) for slot, _ in reaching]
        begun = _placed(row, {column for slot in above for column in range(slot.column, slot.end)})
        left = [(slot, rows - 1) for slot, rows in reaching] + [(slot, slot.cell.row_span - 1) for slot in begun]
        reaching = [(slot, rows) for slot, rows in left if rows > 0]
        grid.append(list(_filled(sorted([*above, *begun], key=lambda slot: slot.column))))
    return grid


def _placed(row: Sequence[Cell], taken: set[int]) -> list[_PlacedCell]:
    """Each cell at the first free columns after the one before it."""
    slots, column = list[_PlacedCell](), 0
    for cell in row:
        while any(column + step in taken for step in range(cell.col_span)):
            column += 1
        slots.append(_PlacedCell(cell, column))
        column += cell.col_span
    return slots


def _filled(slots: list[_PlacedCell]) -> Iterator[_PlacedCell]:
    """The cells, with an empty one for columns that are left out before a cell."""
    column = 0
    for slot in slots:
        if slot.column > column:
            yield _PlacedCell(Cell((), col_span=slot.column - column), column)
        yield slot
        column = slot.end


def _edges(widths: Sequence[float], columns: int, width: int) -> tuple[int, ...]:
    """The left edges of the columns and the right edge of the last, twips; equal columns if no widths are given."""
    known = len(widths) == columns and all(math.isfinite(part) and part > 0 for part in widths)
    parts = list(widths) if known else [1.0] * columns
    total, reached, edges = sum(parts), 0.0, [0]
    for part in parts:
        reached += part
        edges.append(round(width * reached / total))
    return tuple(edges)


@dataclass(frozen=True, slots=True)
class _TableLook:
    """What the rows of a table share: column edges, face, header rows, alignment of labels, tracked changes."""

    edges: tuple[int, ...]
    face: Face
    rows: int
    headers: int
    left_labels: bool
    marks: tuple[Role | None, ...]
    band: str

    @classmethod
    def of(cls, table: TableBlock, edges: tuple[int, ...], face: Face, band: str) -> _TableLook:
        marks = (table.marks if isinstance(table, ReviewedTable) else ()) or (None,) * len(table.rows)
        return cls(edges, face, len(table.rows), _header_rows(table), _has_long_row_labels(table), marks, band)

    def columns(self) -> Element:
        """The w:tblGrid."""
        return w("tblGrid", *(w("gridCol", w=self.width(index, index + 1)) for index in range(len(self.edges) - 1)))

    def width(self, begin: int, end: int) -> int:
        """From the left of column `begin` to the left of column `end`, twips."""
        return self.edges[end] - self.edges[begin]

    def height(self, slots: Sequence[_PlacedCell]) -> int:
        """How high a row becomes, twips: the lines of its cells that reach into no other row."""
        own = (slot for slot in slots if slot.cell.row_span == 1)
        rooms = (
            (_ems(slot.cell.text) * self.face.size, _room(self.width(slot.column, slot.end), _PADDING)) for slot in own
        )
        lines = max((math.ceil(needed / room) for needed, room in rooms if room > 0), default=1)
        return max(_ROW_HEIGHT, math.ceil(lines * self.face.size * _LEADING * 20))

    def row(self, index: int, slots: list[_PlacedCell]) -> Element:
        """One w:tr; no cells are added at the end of a short row."""
        after = len(self.edges) - 1 - (slots[-1].end if slots else 0)
        properties = w(
            "trPr",
            w("gridAfter", val=after) if after else None,
            w("cantSplit"),
            w("trHeight", val=_ROW_HEIGHT, hRule="atLeast"),
            w("tblHeader") if index < self.headers else None,
            change_mark(self.marks[index]),
        )
        kept = index + 1 < self.rows <= _KEPT_WHOLE or index < self.headers
        banded = len(slots) == 1 and slots[0].cell.label and slots[0].end == len(self.edges) - 1 > 1
        left = banded or (self.left_labels and not all(slot.cell.label for slot in slots))
        fill = self.band if banded else ""
        return w("tr", properties, *(self._cell(slot, kept=kept, left=left, fill=fill) for slot in slots))

    def _cell(self, slot: _PlacedCell, *, kept: bool, left: bool, fill: str) -> Element:
        cell, width = slot.cell, self.width(slot.column, slot.end)
        spans = () if slot.continued else cell.spans
        size = _fitting(cell.text, width, self.face.size)
        one_line = len(cell.text) <= _SHORT or _ems(cell.text) * self.face.size <= _room(width, _PADDING)
        # The style centres.
        align = w("jc", val="left") if cell.label and (left or not one_line) else None
        properties = w("pPr", w("pStyle", val=STYLE), w("keepNext") if kept else None, align)
        content = with_marks(spans, list(runs(spans, size=size)))
        return w("tc", _cell_properties(slot, width, fill, tight=size is not None), w("p", properties, *content))


def _cell_properties(slot: _PlacedCell, width: int, fill: str, *, tight: bool) -> Element:
    merge = "continue" if slot.continued else "restart" if slot.cell.row_span > 1 else None
    return w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=slot.cell.col_span) if slot.cell.col_span > 1 else None,
        w("vMerge", val=merge) if merge else None,
        w("shd", val="clear", color="auto", fill=fill) if fill else None,
        w("tcMar", *_margins(_TIGHT)) if tight else None,
        w("vAlign", val="center"),
    )


def _margins(padding: int) -> tuple[Element, Element]:
    return w("left", w=padding, type="dxa"), w("right", w=padding, type="dxa")


def _header_rows(table: TableBlock) -> int:
    """How many rows repeat on every page: those of labels only at the top of a long table that has no others below."""
    labels_only = [all(cell.label for cell in row) for row in table.rows]
    count = next((index for index, only in enumerate(labels_only) if not only), 0)
    closed = all(index + cell.row_span <= count for index in range(count) for cell in table.rows[index])
    return count if len(table.rows) > _KEPT_WHOLE and closed and not any(labels_only[count:]) else 0


def _has_long_row_labels(table: TableBlock) -> bool:
    beside_values = (row for row in table.rows if not all(cell.label for cell in row))
    return any(cell.label and len(cell.text) > _SHORT for row in beside_values for cell in row)


def _fitting(text: str, width: int, size: float) -> float | None:
    """The size in points at which the longest word or number of `text` fits on one line; None if `size` does."""
    needed = max((_ems(word) for word in _WORD.findall(text)), default=0.0) * _SLACK
    if needed * size <= _room(width, _PADDING):
        return None
    return min(max(math.floor(2 * _room(width, _TIGHT) / needed) / 2, _SMALLEST), size)


def _room(width: int, padding: int) -> float:
    """The room for text in a cell of `width` twips, points."""
    return (width - 2 * padding) / 20


def _ems(text: str) -> float:
    """The width of `text` in units of its size: digits are half as wide as high, few letters more than 0.7."""
    return sum(
        1.0 if not char.isascii() else 0.25 if char in ".,:;'" else 0.5 if char.isdigit() else 0.7 for char in text
    )


def _properties(width: int) -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *(w(side, val="single", sz=4, space=0, color="auto") for side in sides)),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *_margins(_PADDING)),
        w("tblLook", val="0000"),
    )
