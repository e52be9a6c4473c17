"""Rows that a converter filled up with empty cells at their end, one for every column that merged cells had covered.

Such a converter often leaves empty cells out as well, which moves those behind them to the left. A row is told only by
a value in its last cell, in front of which none is missing then, or where all its cells are empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from drafter.form import PrintedRow


def without_padding(texts: Sequence[str], labels: range, row: PrintedRow, width: int) -> Sequence[str] | None:
    """The cells of a printed row out of the texts behind its label; None when these are not the cells and padding.

    `labels` are the numbers of cells with labels that the source's row may have, `width` the columns of the table.
    """
    count = len(row.cells)
    values, padding = texts[:count], texts[count:]
    if not padding or any(map(str.strip, padding)) or width - len(texts) not in labels:
        return None
    return values if values[-1].strip() or not any(map(str.strip, values)) else None
