"""Rows of a source table to printed rows of the form: by label, then by position inside the one row, or not at all.

A row is taken only when it holds exactly as many cells as the form; otherwise all of it is unread, so no value ever
moves to a neighbour's place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from drafter.form import PrintedRow
from drafter.recognize.lexicon import Lexicon
from drafter.recognize.reader import SourceRow, TableReader
from drafter.recognize.spelling import plain

_LONGEST_MARKED = 12
"""Letters of a label of a superseded format; a word of such a label in a longer text is no label."""


def read_grid(rows: Sequence[SourceRow], reader: TableReader) -> None:
    """Read the rows of one source table."""
    found = [_labelled(row, reader.lexicon) for row in rows]
    flat = _is_flat(rows, found, reader.lexicon)
    shifted = _shifted(rows, found, reader.lexicon)
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
            _read_row(row, label, reader, flat=flat, shifted=number in shifted)


def _read_open(row: SourceRow, template: PrintedRow, reader: TableReader) -> None:
    """A row of an open table: its key and exactly the form's cells, or it is kept as an orphan."""
    if len(row.cells) == len(template.cells) + 1 and row.cells[0].strip():
        reader.open_rows[template.table].append(row)
    elif any(cell.strip() for cell in row.cells):
        reader.orphan("\t".join(row.cells).strip(), row.where)


def _labelled(row: SourceRow, lexicon: Lexicon) -> tuple[int, int] | None:
    """Index of the last cell that is a label of a printed row, and that row."""
    for index in range(len(row.cells) - 1, -1, -1):
        text = row.cells[index]
        if len(text) > 1 and (rows := lexicon.anchors.get(plain(text))):
            return index, rows[0]
    return None


def _is_flat(rows: Sequence[SourceRow], found: Sequence[tuple[int, int] | None], lexicon: Lexicon) -> bool:
    """Whether merged slots stand as empty cells, so that every row has the width of the whole grid."""
    votes = 0
    for row, label in zip(rows, found, strict=True):
        if label is None:
            continue
        printed = lexicon.rows[label[1]]
        if _spans_columns(printed):
            width = _width(printed)
            votes += 1 if len(row.cells) == width and sum(row.spans) == width else -1
    return votes > 0


def _shifted(rows: Sequence[SourceRow], found: Sequence[tuple[int, int] | None], lexicon: Lexicon) -> frozenset[int]:
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
        if (values == wanted < _most(counts[wanted], wanted)) or (rows[number].width > usual and widths[usual] > 1)
    )


def _most(counts: Counter[int], wanted: int) -> int:
    """The number of values that most rows have; `wanted` where as many have that."""
    return max(counts, key=lambda values: (counts[values], values == wanted))


def _width(printed: PrintedRow) -> int:
    last = printed.cells[-1]
    return last.column + last.col_span


def _spans_columns(printed: PrintedRow) -> bool:
    """Whether the label or a cell of the row covers more than one column of the grid."""
    return any(slot.col_span > 1 for slot in (printed.label, *printed.cells) if slot)


def _read_row(row: SourceRow, label: tuple[int, int] | None, reader: TableReader, *, flat: bool, shifted: bool) -> None:
    lexicon = reader.lexicon
    if label is not None:
        index = label[0]
        named = lexicon.row_of(plain(row.cells[index]), reader.last, reader.table)
        assert named is not None
        _take(row, index, named, reader, flat=flat, shifted=shifted)
        return
    values = [index for index, text in enumerate(row.cells) if lexicon.value.fullmatch(text.strip())]
    if not values:
        _read_without_values(row, reader)
        return
    if not _read_unlabelled(row, values[0], reader, flat=flat):
        reader.orphan("\t".join(row.cells).strip(), row.where)


def _read_without_values(row: SourceRow, reader: TableReader) -> None:
    """A header line; or, below the header that announces it, a row of which every cell is blank."""
    below = None if any(cell.strip() for cell in row.cells) else reader.header_row()
    if below is not None and len(row.cells) == len(reader.lexicon.rows[below].cells):
        reader.assign(below, row.cells, row.where, "header")
    else:
        reader.labels(row.cells)
        reader.orphans += [(text.strip(), row.where) for text in row.cells if is_foreign(text, reader.lexicon)]


def is_foreign(text: str, lexicon: Lexicon) -> bool:
    """Whether words in a table are no label of the form or of an older one, and no piece of one: a note, say."""
    letters = plain(text)
    if not letters or lexicon.names_column(letters):
        return False
    return len(letters) > _LONGEST_MARKED or lexicon.marker_in(letters) is None


def _read_unlabelled(row: SourceRow, first: int, reader: TableReader, *, flat: bool) -> bool:
    """Try a label that is spoiled or in pieces, then the header above; say whether one of them was found."""
    for index in range(first - 1, -1, -1):
        named = reader.lexicon.row_of(plain(row.cells[index]), reader.last, reader.table)
        if named:
            _take(row, index, named, reader, flat=flat)
            return True
    leading = [index for index in range(first) if row.cells[index].strip()]
    if leading:
        joined = plain("".join(row.cells[index] for index in leading))
        named = reader.lexicon.row_at_end(joined, reader.last, reader.table)
        if named:
            _take(row, leading[-1], named, reader, flat=flat)
        return named is not None
    below = reader.header_row()
    if below is None:
        return False
    printed = reader.lexicon.rows[below]
    if 2 * len(row.cells) < len(printed.cells):
        return False  # a stray number between header and row, not the row
    fits = len(row.cells) == len(printed.cells)
    _settle(below, row.cells if fits else None, row, "header", reader)
    return True


def _take(
    row: SourceRow, index: int, named: tuple[int, str], reader: TableReader, *, flat: bool, shifted: bool = False
) -> None:
    number, how = named
    reader.orphans += [(text.strip(), row.where) for text in row.cells[:index] if is_foreign(text, reader.lexicon)]
    printed = reader.lexicon.rows[number]
    after = row.cells[index + 1 :]
    if not any(text.strip() for text in after) and len(after) != len(printed.cells) and not flat:
        reader.refuse(number, "", row.where, how, "vanished")
        return
    _settle(number, None if shifted else _values(row, after, printed, flat=flat), row, how, reader)


def _settle(number: int, texts: Sequence[str] | None, row: SourceRow, how: str, reader: TableReader) -> None:
    if texts is None:
        reader.refuse(number, "\t".join(row.cells).strip(), row.where, how)
    else:
        reader.assign(number, texts, row.where, how)


def _values(row: SourceRow, after: Sequence[str], printed: PrintedRow, *, flat: bool) -> Sequence[str] | None:
    """The texts of the printed row's cells, or None when the row does not hold exactly those."""
    if not (flat and _spans_columns(printed)):
        return after if len(after) == len(printed.cells) else None
    if len(row.cells) != _width(printed):
        return None
    places = {slot.column for slot in printed.cells}
    start = printed.cells[0].column
    covered = [text for column, text in enumerate(row.cells) if column >= start and column not in places]
    between = row.cells[(printed.label.column if printed.label else 0) + 1 : start]
    if any(text.strip() for text in (*covered, *between)):
        return None
    return [row.cells[slot.column] for slot in printed.cells]
