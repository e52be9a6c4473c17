"""Tables that are only lines of text: tabs, bars, one cell per line, columns by spaces, or run together.

The lines of one region become rows of cells where the source shows its cell borders, and otherwise a stream of labels
and values in which a row is the label and exactly the values up to the next label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.bars import joined, read_bars
from drafter.recognition.tables.found import SourceRow, TablesFound, line_place
from drafter.recognition.tables.grid import read_grid
from drafter.recognition.tables.line_kinds import (
    TextLine,
    hold_rows,
    label_and_values,
    looks_tabular,
    names_row,
    without_page_marks,
)
from drafter.recognition.tables.stream import read_stream
from drafter.recognition.tables.tokens import TableToken, stretches
from drafter.report import Unplaced

_GAP = re.compile(r"\s{2,}|\t")


class LinesRead(NamedTuple):
    """What was found in lines, the lines around the table, and lines inside it that look like no part of one."""

    found: TablesFound
    before: Sequence[TextLine]
    after: Sequence[TextLine] = ()
    strays: Sequence[TextLine] = ()


def read_lines(lines: Sequence[TextLine], before: TablesFound, lexicon: Lexicon) -> LinesRead:
    """Read the table in `lines`; when there is none, all of them are lines before it."""
    inside = [index for index, line in enumerate(lines) if looks_tabular(line.text, lexicon)]
    tabular = [lines[index] for index in inside]
    if not any(names_row(line.text, lexicon) for line in tabular) and not hold_rows(tabular, lexicon):
        return LinesRead(before, lines)
    first, last = inside[0], inside[-1] + 1
    between = sorted({*range(first, last)}.difference(inside)) if len(inside) < last - first else ()
    strays = [lines[index] for index in between if lines[index].text.strip()]
    found = _read_region(lines[first:last], before, lexicon)
    whole = {line_place(line.number) for line in strays}
    known = len(before.strays)
    pieces = [piece for piece in found.strays[known:] if piece.where not in whole]
    told = {piece.text for piece in pieces}
    return LinesRead(
        replace(found, strays=(*before.strays, *pieces)),
        lines[:first],
        lines[last:],
        [line for line in strays if line.text.strip() not in told],
    )


def _read_region(lines: Sequence[TextLine], before: TablesFound, lexicon: Lexicon) -> TablesFound:
    """Read lines by what divides their cells: bars, tabs between them, tabs before them, or nothing but space."""
    filled = [line.text for line in lines if line.text and not line.text.isspace()]
    bars = len([text for text in filled if "|" in text])
    led = len([text for text in filled if text[0] == "\t"])
    inner = len([text for text in filled if "\t" in text.strip()])
    if bars * 3 >= len(filled):
        return read_bars(lines, before, lexicon)
    if inner * 3 >= len(filled) or inner > led:
        rows = [SourceRow.of_line(line.text.split("\t"), line.number) for line in lines if line.text.strip()]
        broken = not lexicon.open_headers and _are_broken(rows, lexicon)
    elif led * 3 >= len(filled):
        rows = [*_led_rows(lines)]
        broken = any(_labels_in(row, lexicon) > 1 for row in rows)
    else:
        return _read_bare(lines, before, lexicon)
    if broken:
        return read_stream(stretches(_cells_of(rows, lexicon)), before, lexicon)
    return read_grid(rows, before, lexicon)


def _are_broken(rows: Sequence[SourceRow], lexicon: Lexicon) -> bool:
    """True if a label goes on from one line to the next, or most lines with values have no label."""
    bare = [(above, row) for above, row in pairwise(rows) if not _labels_in(row, lexicon)]
    if any(plain(above.cells[-1] + row.cells[0]) in lexicon.anchors for above, row in bare):
        return True
    valued = [row for row in rows if any(map(lexicon.value.fullmatch, map(str.strip, row.cells)))]
    return 2 * sum(_labels_in(row, lexicon) > 0 for row in valued) < len(valued)


def _labels_in(row: SourceRow, lexicon: Lexicon) -> int:
    return sum(len(cell) > 1 and plain(cell) in lexicon.anchors for cell in row.cells)


def _cells_of(rows: Iterable[SourceRow], lexicon: Lexicon) -> Iterator[TableToken]:
    return (TableToken.of_cell(cell, row.where.number or 0, lexicon) for row in rows for cell in row.cells)


def _led_rows(lines: Sequence[TextLine]) -> Iterator[SourceRow]:
    """A tab begins a cell, lines without one go on with it, an empty line ends the row."""
    cells: list[str] = []
    for line in (*lines, TextLine(lines[-1].number, "")):
        text = line.text
        if text[:1] == "\t":
            cells.append(text[1:].strip())
        elif text.strip():
            cells = [*cells[:-1], joined(cells[-1] if cells else "", text.strip())]
        elif cells:
            yield SourceRow.of_line(cells, line.number)
            cells = []


def _read_bare(lines: Sequence[TextLine], before: TablesFound, lexicon: Lexicon) -> TablesFound:
    """Read lines without borders; page numbers between them are set aside."""
    rest, marks = without_page_marks(lines, lexicon)
    before = before.with_strays([Unplaced(mark.text.strip(), line_place(mark.number)) for mark in marks])
    return read_stream(stretches(_words_of(rest, lexicon)), before, lexicon, bare=True)


def _words_of(lines: Sequence[TextLine], lexicon: Lexicon) -> Iterator[TableToken]:
    """Words of lines that are values, labels, a label and its values divided by spaces, or run on without any."""
    for number, text, _ in lines:
        label, values = label_and_values(text, lexicon)
        divided = None if values else lexicon.divided(text.strip())
        if divided:
            yield TableToken(divided[0], False, number)
            yield TableToken(divided[1], True, number, run=True)
            continue
        for piece in _GAP.split(label) if lexicon.word_spaces else label.split():
            yield TableToken(piece, False, number)
        end = len(text.rstrip()) if len(values) < 2 else len(label)
        for value in values:
            start = text.find(value, end)
            gap = start - end if value is not values[0] else 0
            yield TableToken(value, True, number, lexicon.value.fullmatch(value) is None, gap)
            end = start + len(value)
