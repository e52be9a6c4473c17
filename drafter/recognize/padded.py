"""A stream of cells in which a converter filled every row up with empty ones, cut into its rows.

Such a converter writes merged cells once and ends a row with an empty cell for every column that they covered, so that
the rows of a table, its header's too, have as many cells as the table has columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from drafter.recognize.lexicon import Lexicon
from drafter.recognize.reader import SourceRow
from drafter.recognize.spelling import plain
from drafter.recognize.tokens import Stretch, Token


def padded_rows(found: Sequence[Stretch], lexicon: Lexicon, *, framed: bool) -> list[SourceRow]:
    """The rows of a stream in which a line of a header is filled up; none where there is no such line.

    `framed`: an empty cell more stands between rows, for the border that begins a row.
    A stretch that is no whole number of rows stays one piece, so that what is lost in it moves nothing behind it.
    """
    rows: list[SourceRow] = []
    width = 0
    for stretch in found:
        cells, size = [*stretch.labels, *stretch.values], _size(stretch)
        width = size if _is_padded_header(stretch, lexicon) else width
        length = width if width and (size + framed) % (width + framed) == 0 else size
        rows += [_row(cells[start : start + length]) for start in range(0, size, length + framed or 1)]
    return rows if width else []


def _size(stretch: Stretch) -> int:
    return len(stretch.labels) + len(stretch.values)


def _is_padded_header(stretch: Stretch, lexicon: Lexicon) -> bool:
    """Whether the labels of a header's line stand before nothing but empty cells, to the table's width at least."""
    line = lexicon.header_lines.get(plain("".join(token.text for token in stretch.labels)))
    return line is not None and stretch.blank and _size(stretch) >= max(line.width, len(stretch.labels) + 1)


def _row(cells: Sequence[Token]) -> SourceRow:
    return SourceRow(tuple(token.text for token in cells), (1,) * len(cells), f"line {cells[-1].line}")
