"""Rows that are taken back once the whole source is read, for what the rest of it says against them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence

from drafter.document import Document, Paragraph, Table
from drafter.recognition.sections import Part, page_numbers
from drafter.recognition.tables.borderless import adds_up
from drafter.recognition.tables.reader import TableReader

_PAGES = 3
"""Pages over which a table may go."""


def doubt_rows(reader: TableReader, document: Document, parts: Sequence[Part], year: int | None) -> None:
    """Take back what the whole of the source speaks against; `year` is that of its title."""
    _doubt_spread(reader)
    _doubt_pages(reader, page_numbers(parts, reader.lexicon.form) if reader.alone else {})
    _doubt_lone(reader)
    _doubt_unheaded(reader, year)
    _doubt_shifted(reader)
    _doubt_the_end(document, reader)


def _doubt_spread(reader: TableReader) -> None:
    """Take back rows told by nothing but the order of labels and values, where that order is not the form's.

    Where a table begins with values instead of a label, and its last label has none, all values may stand above.
    """
    met = sorted(reader.named | reader.readings.keys())
    lasts = {reader.lexicon.rows[row].table: row for row in met}
    above = {table for table in reader.led if _is_unread(lasts.get(table), reader)}
    for row in reader.spread:
        if reader.apart or reader.lexicon.rows[row].table in above:
            reader.doubt(row, "order")


def _is_unread(row: int | None, reader: TableReader) -> bool:
    return row is not None and (row not in reader.readings or reader.readings[row].texts is None)


def _doubt_pages(reader: TableReader, pages: Mapping[int, int]) -> None:
    """Take back rows with a value that goes on with the page numbers on other lines: the cell may be empty."""
    lines = sorted(pages)
    if not pages or [*pages.values()] != sorted(set(pages.values())):
        return
    for row, values in reader.alone.items():
        if any(_goes_on(int(text), line, lines, pages) for line, text in values if text.isdecimal()):
            reader.doubt(row, "page")


def _doubt_lone(reader: TableReader) -> None:
    """Take back a number alone below the label of a row with one cell where most such labels have none below them."""
    rows = reader.lexicon.rows
    vanished = [rows[row].table for row in reader.named - reader.readings.keys() if len(rows[row].cells) == 1]
    for row in reader.alone if vanished else ():
        table = rows[row].table
        read = sum(rows[other].table == table and len(rows[other].cells) == 1 for other in reader.readings)
        if len(rows[row].cells) == 1 and vanished.count(table) > read:
            reader.doubt(row, "page")


def _goes_on(number: int, line: int, lines: Sequence[int], pages: Mapping[int, int]) -> bool:
    """Whether a number lies between those of the pages before and after its line, or near the only one of them."""
    at = bisect(lines, line)
    before = pages[lines[at - 1]] if at else pages[lines[0]] - _PAGES - 1
    after = pages[lines[at]] if at < len(lines) else before + _PAGES + 1
    return before < number < after


def _doubt_unheaded(reader: TableReader, year: int | None) -> None:
    """Take back rows that may be of an older format, where the year or another block or row of the source is."""
    definition = reader.lexicon.form.definition
    for old in definition.superseded:
        rows = [row for row in sorted(reader.unheaded) if reader.lexicon.rows[row].table in old.tables]
        older = (year is not None and year < definition.first_year) or old.format in reader.superseded
        if older or sum(_holds_several(row, reader) for row in rows) > 1:
            for row in rows:
                reader.doubt(row, "superseded")


def _holds_several(row: int, reader: TableReader) -> bool:
    """Whether several values stand in a row that has one cell in this form, and may have several in another."""
    reading = reader.readings[row]
    values = [text for text in reading.raw.split() if reader.lexicon.value.fullmatch(text)]
    return len(reader.lexicon.rows[row].cells) == 1 and reading.reason == "damaged" and len(values) > 1


def _doubt_shifted(reader: TableReader) -> None:
    """Have rows with a blank checked that others, or their own total, say may be that of a lost or a merged cell.

    A grid fills up a row that lost a cell, so that it holds as many as the form. It is as likely that nobody filled
    in the total, or that it is wrong, so the figures stay as they are printed.
    """
    lacking, given = list[int](), 0
    for row, reading in reader.readings.items():
        texts, places = reading.texts or (), reader.lexicon.totals[row] if reading.texts else ()
        blank = [place for place in places if not texts[place].strip()]
        given += len(places) - len(blank)
        lacking += [row] * len(blank)
        if places and not blank and not all(map(str.strip, texts)):
            filled = [text if text.strip() else "0" for text in texts]
            if adds_up(row, filled, reader.lexicon) is False:
                reader.suspect(row, "sum differs")
    for row in lacking if len(lacking) < given else ():
        if any(char.isdecimal() and char != "0" for char in reader.readings[row].raw):
            reader.suspect(row, "no total")


def _doubt_the_end(document: Document, reader: TableReader) -> None:
    """Where the source is cut off in its last table row, that row is unread: its last number may be half a number."""
    if not document.cut or reader.last < 0:
        return
    said = [
        (number, block)
        for number, block in enumerate(document.blocks, 1)
        if isinstance(block, Table) or (isinstance(block, Paragraph) and block.text.strip())
    ]
    number, last = said[-1] if said else (0, None)
    reading = reader.readings[reader.last]
    at_end = isinstance(last, Table) or (
        isinstance(last, Paragraph)
        and (reading.end or reading.where) == f"line {number}"
        and not last.text.rstrip().endswith("|")
    )
    if at_end:
        reader.doubt(reader.last, "cut")
