"""Rows of a source table to printed rows of the form: by label, else by the header above, or not at all.

A row is taken only when it holds exactly as many cells as the form; otherwise all of it is unread, so no value ever
moves to a neighbour's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from drafter.form import PrintedRow
from drafter.recognition.clues import RowClue
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.collector import RowCollector
from drafter.recognition.tables.found import SourceRow, TablesFound
from drafter.recognition.tables.merged_cells import MergeStyle, RowLabel, merge_style, shifted_rows

_LONGEST_MARKED = 12
"""Characters of a label of a superseded format (the longest of 2019 has 10); a marker in a longer text is a note."""


def read_grid(
    rows: Sequence[SourceRow], before: TablesFound, lexicon: Lexicon, style: MergeStyle | None = None
) -> TablesFound:
    """Read the rows of one source table; `style`: how it writes merged cells, where that is known beforehand."""
    collector = RowCollector(before, lexicon)
    labels = [_label_in(row, lexicon) for row in rows]
    style = style or merge_style(rows, labels, lexicon)
    refused = shifted_rows(rows, labels, lexicon, style)
    template: PrintedRow | None = None
    for number, (row, label) in enumerate(zip(rows, labels, strict=True)):
        opened = lexicon.open_row_below(plain("".join(row.cells))) if lexicon.open_headers else None
        if opened is not None:
            template = lexicon.rows[opened]
            collector.open_table(template.table)
        elif template is not None and label is None:
            _read_open(row, template, collector)
        else:
            template = None
            _read_row(row, label, collector, None if number in refused else style)
    return collector.found()


def _read_open(row: SourceRow, template: PrintedRow, collector: RowCollector) -> None:
    """A row of an open table: its key and exactly the form's cells, or it is kept as an orphan."""
    if len(row.cells) == len(template.cells) + 1 and row.cells[0].strip():
        collector.open_row(template.table, row)
    elif any(cell.strip() for cell in row.cells):
        collector.orphan(row.text, row.where)


def _label_in(row: SourceRow, lexicon: Lexicon) -> RowLabel:
    """The last cell that is a label of a printed row."""
    for index in range(len(row.cells) - 1, -1, -1):
        text = row.cells[index]
        if len(text) > 1 and (rows := lexicon.anchors.get(plain(text))):
            return index, rows[0]
    return None


def _read_row(row: SourceRow, label: RowLabel, collector: RowCollector, style: MergeStyle | None) -> None:
    """Read a row; without a style it is refused."""
    lexicon = collector.lexicon
    if label is not None:
        index = label[0]
        named = lexicon.row_of(plain(row.cells[index]), collector.last)
        assert named is not None
        _refuse_before(row, index, collector)
        _take(row, index, named, collector, style)
        return
    values = [index for index, text in enumerate(row.cells) if lexicon.value.fullmatch(text.strip())]
    if not values:
        _read_without_values(row, collector)
    elif not _read_unlabelled(row, values[0], collector, style):
        collector.orphan(row.text, row.where)


def _refuse_before(row: SourceRow, index: int, collector: RowCollector) -> None:
    """Leave a printed row unread if it stands before the label of another one in the same source row."""
    lexicon = collector.lexicon
    places = [at for at in range(index) if len(row.cells[at]) > 1 and plain(row.cells[at]) in lexicon.anchors]
    for place, end in pairwise((*places, index)):
        values = [text for text in row.cells[place + 1 : end] if lexicon.value.fullmatch(text.strip())]
        named = lexicon.row_named(plain(row.cells[place]), collector.last)
        if values and named is not None:
            collector.refuse(named, " ".join(values), row.where, RowClue.LABEL)


def _read_without_values(row: SourceRow, collector: RowCollector) -> None:
    """A header line; or, below the header that announces it, a row of which every cell is blank."""
    lexicon = collector.lexicon
    below = None if any(cell.strip() for cell in row.cells) else collector.header.row_below(lexicon)
    if below is not None and len(row.cells) == len(lexicon.rows[below].cells):
        collector.assign(below, row.cells, row.where, RowClue.HEADER)
    else:
        collector.labels(row.cells)
        _set_notes_aside(row.cells, row, collector)


def _set_notes_aside(cells: Sequence[str], row: SourceRow, collector: RowCollector) -> None:
    """Keep notes in a row, once each: a merged cell's text may stand in every slot that it covers."""
    for text in dict.fromkeys(cells):
        if is_note(text, collector.lexicon):
            collector.aside(text, row.where)


def is_note(text: str, lexicon: Lexicon) -> bool:
    """True if words in a table are no label of the form or of an older one, and no piece of one."""
    letters = plain(text)
    if not letters or lexicon.names_column(letters):
        return False
    return len(letters) > _LONGEST_MARKED or lexicon.marker_in(letters) is None


def _read_unlabelled(row: SourceRow, first: int, collector: RowCollector, style: MergeStyle | None) -> bool:
    """Try a label that is spoiled or in pieces, then the header above; say whether one of them was found."""
    lexicon = collector.lexicon
    for index in range(first - 1, -1, -1):
        named = lexicon.row_of(plain(row.cells[index]), collector.last)
        if named:
            _take(row, index, named, collector, style)
            return True
    leading = [index for index in range(first) if row.cells[index].strip()]
    if leading:
        joined = plain("".join(row.cells[index] for index in leading))
        named = lexicon.row_at_end(joined, collector.last)
        if named:
            _take(row, leading[-1], named, collector, style)
        return named is not None
    below = collector.header.row_below(lexicon)
    if below is None or 2 * len(row.cells) < len(lexicon.rows[below].cells):
        return False  # no header that announces a row; or a stray number between header and row
    _settle(below, _texts(row, -1, below, style, lexicon), row, RowClue.HEADER, collector)
    return True


def _take(
    row: SourceRow, index: int, named: tuple[int, RowClue], collector: RowCollector, style: MergeStyle | None
) -> None:
    number, how = named
    _set_notes_aside(row.cells[:index], row, collector)
    texts = _texts(row, index, number, style, collector.lexicon)
    if texts is None and not any(map(str.strip, row.cells[index + 1 :])):
        collector.refuse(number, "", row.where, how, "vanished")
    else:
        _settle(number, texts, row, how, collector)


def _texts(row: SourceRow, index: int, number: int, style: MergeStyle | None, lexicon: Lexicon) -> Sequence[str] | None:
    printed = lexicon.rows[number]
    return style.values(row.cells, index, printed, lexicon.widths[printed.table]) if style else None


def _settle(number: int, texts: Sequence[str] | None, row: SourceRow, how: RowClue, collector: RowCollector) -> None:
    if texts is None:
        collector.refuse(number, row.text, row.where, how)
    else:
        collector.assign(number, texts, row.where, how)
