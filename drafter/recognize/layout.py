"""How a source table writes merged cells: told by all of its rows at once, so that a lost cell moves none in others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from enum import Enum

from drafter.form import PrintedRow
from drafter.recognize.lexicon import Lexicon
from drafter.recognize.reader import SourceRow

Label = tuple[int, int] | None
"""Index of the cell with a row's label, and the printed row that it names."""


class Layout(Enum):
    """Where the cells of a row stand; the first of those that fit the most rows is a table's."""

    SPANS = "merged cells stand once"
    FLAT = "for every slot that a merged cell covers there is a cell, empty or with its text again"
    ACROSS = "the same for the columns that it covers, but not for the rows"
    PADDED = "merged cells stand once, and empty cells at its end fill a row up"

    def values(self, cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
        """The texts of the printed row's cells behind the label at `index`; None when it does not hold exactly those.

        `width`: columns of the form's table.
        """
        return _WAYS[self](cells, index, row, width)


def layout_of(rows: Sequence[SourceRow], found: Sequence[Label], lexicon: Lexicon) -> Layout:
    """The layout of a source table."""
    fits = Counter[Layout]()
    for source, label in zip(rows, found, strict=True):
        if label is not None:
            row = lexicon.rows[label[1]]
            width = lexicon.form.tables[row.table].width
            fits.update(layout for layout in Layout if layout.values(source.cells, label[0], row, width) is not None)
    return max(Layout, key=lambda layout: fits[layout])


def _once(cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
    after = cells[index + 1 :]
    return after if len(after) == len(row.cells) else None


def _flat(cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
    return _across(cells, index, row, width) if len(cells) == width else None


def _across(cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
    at, texts = index, list[str]()
    while row.label and at and cells[at - 1] == cells[index]:
        at -= 1
    for slot in (row.label, *row.cells):
        span = slot.col_span if slot else 1
        own = [text.strip() for text in cells[at : at + span]]
        if len(own) < span or any(text not in ("", own[0]) for text in own):
            return None
        texts.append(cells[at])
        at += span
    return texts[1:] if at == len(cells) else None


def _padded(cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
    """A converter that fills rows up leaves empty cells out, which moves those behind them to the left.

    A value in the last cell tells that none is missing before it.
    """
    end = index + 1 + len(row.cells)
    values, padding = cells[index + 1 : end], cells[end:]
    if len(cells) != width or len(values) < len(row.cells) or any(map(str.strip, padding)):
        return None
    return values if values[-1].strip() or not any(map(str.strip, values)) else None


_WAYS: dict[Layout, Callable[[Sequence[str], int, PrintedRow, int], Sequence[str] | None]] = {
    Layout.SPANS: _once,
    Layout.FLAT: _flat,
    Layout.ACROSS: _across,
    Layout.PADDED: _padded,
}


def shifted(rows: Sequence[SourceRow], found: Sequence[Label], lexicon: Lexicon, layout: Layout) -> frozenset[int]:
    """Rows that hold the form's number of cells by chance: wider than the others, or where those hold another number.

    A cell that was merged and a column that the form does not have make up for each other.
    """
    widths = Counter(row.width for row, label in zip(rows, found, strict=True) if label)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    counts = defaultdict[int, Counter[int]](Counter)
    several = list[tuple[int, int, int]]()
    for number, (row, label) in enumerate(zip(rows, found, strict=True)):
        wanted = len(lexicon.rows[label[1]].cells) if label else 0
        if label and wanted > 1:
            values = len(row.cells) - label[0] - 1
            counts[wanted][values] += 1
            several.append((number, wanted, values))
    return frozenset(
        number
        for number, wanted, values in several
        if (layout is Layout.SPANS and values == wanted < _most(counts[wanted], wanted))
        or (rows[number].width > usual and widths[usual] > 1)
    )


def _most(counts: Counter[int], wanted: int) -> int:
    """The number of values that most rows have; `wanted` where as many have that."""
    return max(counts, key=lambda values: (counts[values], values == wanted))
