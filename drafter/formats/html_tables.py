"""Tables of a page while they are read: which of them only arrange the page, and where the others' cells stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafter.document import Block, Cell, Paragraph, Span, Table

_SPAN_LIMIT = 100
_COLUMN_LIMIT = 1000
"""Cells to the right of this column keep to one column each."""

_LONG = 200
"""Characters in a cell that make it a piece of a page rather than of a table."""

_NUMBER = re.compile(r"\s*\+?([0-9]{1,6})(?:\.[0-9]*)?\s*(?:px)?\s*;?\s*$", re.ASCII)

Piece = str | Block
"""A block being read; body text is kept as a bare string until it is known where it goes."""


def as_block(piece: Piece) -> Block:
    """The block that a piece stands for."""
    return Paragraph((Span(piece),) if piece else ()) if isinstance(piece, str) else piece


def number(value: str | None, default: int) -> int:
    """The whole number in an attribute (a size in pixels, a span), `default` where there is none."""
    found = _NUMBER.match(value) if value else None
    return int(found[1]) if found else default


@dataclass(slots=True)
class OpenCell:
    """A cell being read: what its tag says, and what stands in it."""

    attributes: Mapping[str, str]
    label: bool
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        if len(self.pieces) == 1 and isinstance(self.pieces[0], str):
            return self.pieces[0]
        texts = (piece if isinstance(piece, str) else getattr(piece, "text", None) for piece in self.pieces)
        return "\n".join(text for text in texts if text is not None)

    def span(self, name: str) -> int:
        """Rows or columns to span; 0 stands for all that are left."""
        return min(number(self.attributes[name], 1), _SPAN_LIMIT) if name in self.attributes else 1


@dataclass(slots=True)
class OpenTable:
    """A table being read; `outer` is where its result goes."""

    outer: list[Piece]
    role: str
    nested: bool = False
    rows: list[list[OpenCell]] = field(default_factory=list)
    row_open: bool = False
    cell_open: bool = False

    def pieces(self) -> Iterator[Piece]:
        """The table and the pictures in it; or whatever its cells hold, where it only arranges a page."""
        cells = [item for row in self.rows for item in row]
        texts = [item.text for item in cells]
        if self.role != "table" and (self.role == "presentation" or self.nested or _arranges(self.rows, cells, texts)):
            yield from (piece for item in cells for piece in item.pieces)
        else:
            yield Table(tuple(_resolved(self.rows, iter(texts))))
            yield from (p for item in cells for p in item.pieces if not isinstance(p, str | Paragraph))


def _arranges(rows: Sequence[Sequence[OpenCell]], cells: Sequence[OpenCell], texts: Sequence[str]) -> bool:
    """Whether a table only arranges a page: one cell, headings, stacked paragraphs, or a text longer than the rest."""
    if len(cells) < 2:
        return True
    longest = max(map(len, texts))
    stacked = max(map(len, rows)) == 1 and any(len(item.pieces) > 1 for item in cells)
    headed = any(isinstance(piece, Paragraph) for item in cells for piece in item.pieces)
    return stacked or headed or (longest > _LONG and 2 * longest > sum(map(len, texts)))


def _resolved(rows: Sequence[Sequence[OpenCell]], texts: Iterator[str]) -> Iterator[tuple[Cell, ...]]:
    """The rows with spans that neither overlap nor leave the table; a row without any slot of its own is dropped."""
    taken: list[int] = []  # per column, the first row in which it is free again
    for row, items in enumerate(rows):
        column, placed = 0, []
        for item, text in zip(items, texts, strict=False):
            column, width = _free(taken, column, row, item.span("colspan"))
            height = min(item.span("rowspan") or _SPAN_LIMIT, len(rows) - row)
            taken[column : column + width] = [row + height] * width
            placed.append(Cell((Span(text),) if text else (), height, width, item.label))
            column += width
        if placed or any(end > row for end in taken):
            yield tuple(placed)


def _free(taken: Sequence[int], column: int, row: int, wanted: int) -> tuple[int, int]:
    """The first free column of the row from `column` on, and how many of the wanted ones are free there."""
    while column < len(taken) and taken[column] > row:
        column += 1
    width = 1
    most = wanted if column < _COLUMN_LIMIT else 1
    while width < most and (column + width >= len(taken) or taken[column + width] <= row):
        width += 1
    return column, width
