"""Tables of a page while they are read: layout tables are dissolved, the cells of the others are placed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from typing import Any

from drafter.document import Block, Cell, Span, TableBlock, TextBlock
from drafter.formats.html.visibility import number
from drafter.records import dataclass

Element = Any
"""An lxml element."""

_SPAN_LIMIT = 100
_COLUMN_LIMIT = 1000
"""Cells to the right of this column span one column each."""

_LONG = 200
"""The characters of a cell from which on it is a part of the page rather than of a table."""

Piece = str | Block
"""A block being read; body text is a string until its place is known."""


def as_block(piece: Piece) -> Block:
    """The piece as a block."""
    return TextBlock((Span(piece),) if piece else ()) if isinstance(piece, str) else piece


Content = str | list[Piece]
"""The content of a cell: a line of text, or pieces."""


@dataclass(slots=True)
class OpenTable:
    """A table being read: rows of cells, each an element and its content."""

    role: str
    nested: bool = False
    rows: list[list[tuple[Element, Content]]] = field(default_factory=list)
    row_open: bool = False
    cell_open: bool = False

    def open_row(self) -> None:
        """Begin a row."""
        self.rows.append([])
        self.row_open = True

    def add(self, element: Element, content: Content) -> None:
        """Add a cell to the open row, or to a new one if none is open."""
        if not self.row_open:
            self.open_row()
        self.rows[-1].append((element, content))

    def pieces(self) -> Iterator[Piece]:
        """The table and the pictures in it; of a layout table the content of its cells."""
        contents = [content for row in self.rows for _, content in row]
        inside = [piece for content in contents if not isinstance(content, str) for piece in content]
        texts = [content if isinstance(content, str) else _text(content) for content in contents]
        if self.role != "table" and (self.role == "presentation" or self.nested or self._arranges(inside, texts)):
            for content in contents:
                yield from [content] * bool(content) if isinstance(content, str) else content
        else:
            yield TableBlock(tuple(_resolved(self.rows, iter(texts))))
            yield from (piece for piece in inside if not isinstance(piece, str | TextBlock))

    def _arranges(self, inside: Sequence[Piece], texts: Sequence[str]) -> bool:
        """True for layout: a single column, headings, or one text longer than all the rest."""
        if max(map(len, self.rows), default=0) < 2 or any(isinstance(piece, TextBlock) for piece in inside):
            return True
        longest = max(map(len, texts))
        return longest > _LONG and 2 * longest > sum(map(len, texts))


def _text(pieces: Sequence[Piece]) -> str:
    """The paragraphs among pieces, one to a line."""
    texts = (piece if isinstance(piece, str) else getattr(piece, "text", None) for piece in pieces)
    return "\n".join(text for text in texts if text is not None)


def _resolved(rows: Sequence[Sequence[tuple[Element, Content]]], texts: Iterator[str]) -> Iterator[tuple[Cell, ...]]:
    """The rows with spans that neither overlap nor leave the table; a row without a slot is dropped."""
    taken: list[int] = []  # per column, the first row in which it is free again
    for row, items in enumerate(rows):
        column, placed = 0, []
        for element, _ in items:
            while column < len(taken) and taken[column] > row:
                column += 1
            width, height = _span(element.get("colspan")), _span(element.get("rowspan"))
            if width != 1:
                width = _free(taken, column, row, width)
            if height != 1:
                height = min(height or _SPAN_LIMIT, len(rows) - row)
            taken[column : column + width] = [row + height] * width
            placed.append(_cell(next(texts), height, width, element.tag == "th"))
            column += width
        if placed or any(end > row for end in taken):
            yield tuple(placed)


@lru_cache(maxsize=1024)
def _span(value: str | None) -> int:
    """The rows or columns to span; 0 means all that are left."""
    return 1 if value is None else min(number(value, 1), _SPAN_LIMIT)


def _free(taken: Sequence[int], column: int, row: int, wanted: int) -> int:
    """How many of the `wanted` columns from `column` on are free in the row."""
    width = 1
    most = wanted if column < _COLUMN_LIMIT else 1
    while width < most and (column + width >= len(taken) or taken[column + width] <= row):
        width += 1
    return width


@lru_cache(maxsize=1024)
def _cell(text: str, height: int, width: int, label: bool) -> Cell:  # noqa: FBT001
    """A cell; equal ones are one record, since most cells of a report have the same few numbers."""
    return Cell((Span(text),) if text else (), height, width, label)
