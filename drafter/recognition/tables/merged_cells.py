"""How a source table writes merged cells, judged by all of its rows: one lost cell moves no value in other rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from drafter.form import PrintedRow
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.found import SourceRow

RowLabel = tuple[int, int] | None
"""Index of the cell with a row's label, and the printed row that it names."""


class MergeStyle(Enum):
    """How merged cells are written; of several styles that fit as many rows of a table the first one is its style."""

    SPANS = "merged cells stand once"
    FLAT = "for every slot that a merged cell covers there is a cell, empty or with its text again"
    ACROSS = "the same for the columns that it covers, but not for the rows"
    PADDED = "merged cells stand once, and empty cells at its end fill a row up"

    def values(self, cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
        """The texts of the printed row's cells behind the label at `index`; None when it does not hold exactly those.

        `index`: -1 for a row without a label; `width`: columns of the form's table.
        """
        return _WAYS[self](cells, index, row, width)


def merge_style(rows: Sequence[SourceRow], found: Sequence[RowLabel], lexicon: Lexicon) -> MergeStyle:
    """The style of a source table: the first that fits all rows with a label, or else the one that fits most rows."""
    fits = Counter[MergeStyle]()
    labelled = [(source.cells, label) for source, label in zip(rows, found, strict=True) if label]
    uneven = len({len(cells) for cells, _ in labelled}) > 1
    for style in [style for style in MergeStyle if not (uneven and style is MergeStyle.PADDED)]:
        fits[style] = sum(style.values(cells, *_place(label, lexicon)) is not None for cells, label in labelled)
        if labelled and fits[style] == len(labelled):
            return style
    for source, label in zip(rows, found, strict=True):
        fits.update(_of_header(source.cells, lexicon) if label is None else ())
    return max(MergeStyle, key=lambda style: fits[style])


def _place(label: tuple[int, int], lexicon: Lexicon) -> tuple[int, PrintedRow, int]:
    row = lexicon.rows[label[1]]
    return label[0], row, lexicon.widths[row.table]


def _of_header(cells: Sequence[str], lexicon: Lexicon) -> Iterator[MergeStyle]:
    """The styles that a line of a header may be written in."""
    line = lexicon.header_lines.get(plain("".join(cells)))
    if line is None:
        return
    filled = [number for number, text in enumerate(cells) if text.strip()]
    if len(cells) == len(filled) == len(line.columns):
        yield MergeStyle.SPANS
    if len(cells) == line.width and filled == [*line.columns]:
        yield MergeStyle.FLAT
    if len(cells) == line.width and filled == [*range(len(line.columns))]:
        yield MergeStyle.PADDED


def _once(cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
    after = cells[index + 1 :]
    return after if len(after) == len(row.cells) else None


def _flat(cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
    return _across(cells, index, row, width) if len(cells) == width else None


def _across(cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
    at = index if row.label else index + 1
    while row.label and at and cells[at - 1] == cells[index]:
        at -= 1
    texts, last = list[str](), row.cells[-1]
    if len(cells) - at != last.column + last.col_span - (row.label or row.cells[0]).column:
        return None
    for slot in (row.label, *row.cells) if row.label else row.cells:
        texts.append(cells[at])
        if slot.col_span > 1 and any(
            text.strip() not in ("", texts[-1].strip()) for text in cells[at : at + slot.col_span]
        ):
            return None
        at += slot.col_span
    return texts[1:] if row.label else texts


def _padded(cells: Sequence[str], index: int, row: PrintedRow, width: int) -> Sequence[str] | None:
    """A converter that fills rows up leaves empty cells out, which moves those behind them to the left.

    If there is a value in the last cell, none is missing before it.
    """
    end = index + 1 + len(row.cells)
    values, padding = cells[index + 1 : end], cells[end:]
    if len(values) < len(row.cells) or any(map(str.strip, padding)):
        return None
    return values if values[-1].strip() or not any(map(str.strip, values)) else None


_WAYS: dict[MergeStyle, Callable[[Sequence[str], int, PrintedRow, int], Sequence[str] | None]] = {
    MergeStyle.SPANS: _once,
    MergeStyle.FLAT: _flat,
    MergeStyle.ACROSS: _across,
    MergeStyle.PADDED: _padded,
}


def shifted_rows(
    rows: Sequence[SourceRow], found: Sequence[RowLabel], lexicon: Lexicon, style: MergeStyle
) -> frozenset[int]:
    """Rows that hold the form's number of cells only by chance: a cell was merged, and a column is not the form's.

    Such a row is wider than the others, or most rows that should have as many values have another number of them.
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
        if (style is MergeStyle.SPANS and values == wanted < _most(counts[wanted], wanted))
        or (rows[number].width > usual and widths[usual] > 1)
    )


def _most(counts: Counter[int], wanted: int) -> int:
    """The number of values that most rows have; `wanted` where as many have that."""
    return max(counts, key=lambda values: (counts[values], values == wanted))
