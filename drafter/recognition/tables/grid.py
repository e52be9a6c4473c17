"""Rows of a source table to printed rows of the form: by label, then by position inside the one row, or not at all.

A row is taken only when it holds exactly as many cells as the form; otherwise all of it is unread, so no value ever
moves to a neighbour's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from drafter.form import PrintedRow
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.merged_cells import Label, Layout, layout_of, shifted
from drafter.recognition.tables.reader import SourceRow, TableReader

_LONGEST_MARKED = 12
"""Letters of a label of a superseded format; a word of such a label in a longer text is no label."""


def read_grid(rows: Sequence[SourceRow], reader: TableReader, layout: Layout | None = None) -> None:
    """Read the rows of one source table, whose layout is told by them if it is not known."""
    found = [_labelled(row, reader.lexicon) for row in rows]
    layout = layout or layout_of(rows, found, reader.lexicon)
    refused = shifted(rows, found, reader.lexicon, layout)
    template: PrintedRow | None = None
    for number, (row, label) in enumerate(zip(rows, found, strict=True)):
        opened = reader.lexicon.open_row_below(plain("".join(row.cells))) if reader.lexicon.open_headers else None
        if opened is not None:
            template = reader.lexicon.rows[opened]
            reader.open_rows.setdefault(template.table, [])
        elif template is not None and label is None:
            _read_open(row, template, reader)
        else:
            template = None
            _read_row(row, label, reader, None if number in refused else layout)


def _read_open(row: SourceRow, template: PrintedRow, reader: TableReader) -> None:
    """A row of an open table: its key and exactly the form's cells, or it is kept as an orphan."""
    if len(row.cells) == len(template.cells) + 1 and row.cells[0].strip():
        reader.open_rows[template.table].append(row)
    elif any(cell.strip() for cell in row.cells):
        reader.orphan("\t".join(row.cells).strip(), row.where)


def _labelled(row: SourceRow, lexicon: Lexicon) -> Label:
    """The last cell that is a label of a printed row."""
    for index in range(len(row.cells) - 1, -1, -1):
        text = row.cells[index]
        if len(text) > 1 and (rows := lexicon.anchors.get(plain(text))):
            return index, rows[0]
    return None


def _read_row(row: SourceRow, label: Label, reader: TableReader, layout: Layout | None) -> None:
    """Read a row; without a layout it is refused."""
    lexicon = reader.lexicon
    if label is not None:
        index = label[0]
        named = lexicon.row_of(plain(row.cells[index]), reader.last, reader.table)
        assert named is not None
        _refuse_before(row, index, reader)
        _take(row, index, named, reader, layout)
        return
    values = [index for index, text in enumerate(row.cells) if lexicon.value.fullmatch(text.strip())]
    if not values:
        _read_without_values(row, reader)
        return
    if not _read_unlabelled(row, values[0], reader, layout):
        reader.orphan("\t".join(row.cells).strip(), row.where)


def _refuse_before(row: SourceRow, index: int, reader: TableReader) -> None:
    """Leave rows unread that stand with their values before the label of another one in the same source row."""
    anchors = reader.lexicon.anchors
    places = [place for place in range(index) if len(row.cells[place]) > 1 and plain(row.cells[place]) in anchors]
    for place, end in pairwise((*places, index)):
        values = [text for text in row.cells[place + 1 : end] if reader.lexicon.value.fullmatch(text.strip())]
        named = reader.lexicon.row_named(plain(row.cells[place]), reader.last, reader.table)
        if values and named is not None:
            reader.refuse(named, " ".join(values), row.where, "label")


def _read_without_values(row: SourceRow, reader: TableReader) -> None:
    """A header line; or, below the header that announces it, a row of which every cell is blank."""
    below = None if any(cell.strip() for cell in row.cells) else reader.header_row()
    if below is not None and len(row.cells) == len(reader.lexicon.rows[below].cells):
        reader.assign(below, row.cells, row.where, "header")
    else:
        reader.labels(row.cells)
        _set_foreign_aside(row.cells, row, reader)


def _set_foreign_aside(cells: Sequence[str], row: SourceRow, reader: TableReader) -> None:
    """Keep notes in a row, once each: a merged cell's text may stand in every slot that it covers."""
    reader.orphans += [(text.strip(), row.where) for text in dict.fromkeys(cells) if is_foreign(text, reader.lexicon)]


def is_foreign(text: str, lexicon: Lexicon) -> bool:
    """Whether words in a table are no label of the form or of an older one, and no piece of one: a note, say."""
    letters = plain(text)
    if not letters or lexicon.names_column(letters):
        return False
    return len(letters) > _LONGEST_MARKED or lexicon.marker_in(letters) is None


def _read_unlabelled(row: SourceRow, first: int, reader: TableReader, layout: Layout | None) -> bool:
    """Try a label that is spoiled or in pieces, then the header above; say whether one of them was found."""
    for index in range(first - 1, -1, -1):
        named = reader.lexicon.row_of(plain(row.cells[index]), reader.last, reader.table)
        if named:
            _take(row, index, named, reader, layout)
            return True
    leading = [index for index in range(first) if row.cells[index].strip()]
    if leading:
        joined = plain("".join(row.cells[index] for index in leading))
        named = reader.lexicon.row_at_end(joined, reader.last, reader.table)
        if named:
            _take(row, leading[-1], named, reader, layout)
        return named is not None
    below = reader.header_row()
    if below is None:
        return False
    printed = reader.lexicon.rows[below]
    if 2 * len(row.cells) < len(printed.cells):
        return False  # a stray number between header and row, not the row
    texts = layout.values(row.cells, -1, printed, reader.lexicon.widths[printed.table]) if layout else None
    _settle(below, texts, row, "header", reader)
    return True


def _take(row: SourceRow, index: int, named: tuple[int, str], reader: TableReader, layout: Layout | None) -> None:
    number, how = named
    _set_foreign_aside(row.cells[:index], row, reader)
    printed = reader.lexicon.rows[number]
    width = reader.lexicon.widths[printed.table]
    texts = layout.values(row.cells, index, printed, width) if layout else None
    if texts is None and not any(map(str.strip, row.cells[index + 1 :])):
        reader.refuse(number, "", row.where, how, "vanished")
    else:
        _settle(number, texts, row, how, reader)


def _settle(number: int, texts: Sequence[str] | None, row: SourceRow, how: str, reader: TableReader) -> None:
    if texts is None:
        reader.refuse(number, "\t".join(row.cells).strip(), row.where, how)
    else:
        reader.assign(number, texts, row.where, how)
