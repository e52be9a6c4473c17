"""Rows that are taken back once the whole source is read, for what the rest of it says against them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence

from drafter.recognize.borderless import sums_in
from drafter.recognize.reader import TableReader

_PAGES = 3
"""Pages over which a table may go."""


def doubt_spread(reader: TableReader) -> None:
    """Take back rows told by nothing but the order of labels and values, where that order is not the form's."""
    for row in reader.spread if reader.apart else ():
        reader.doubt(row, "order")


def doubt_pages(reader: TableReader, pages: Mapping[int, int]) -> None:
    """Take back rows with a value that goes on with the page numbers on other lines: the cell may be empty."""
    lines = sorted(pages)
    if not pages or [*pages.values()] != sorted(set(pages.values())):
        return
    for row, values in reader.alone.items():
        if any(_goes_on(int(text), line, lines, pages) for line, text in values if text.isdecimal()):
            reader.doubt(row, "page")


def _goes_on(number: int, line: int, lines: Sequence[int], pages: Mapping[int, int]) -> bool:
    """Whether a number lies between those of the pages before and after its line, or near the only one of them."""
    at = bisect(lines, line)
    before = pages[lines[at - 1]] if at else pages[lines[0]] - _PAGES - 1
    after = pages[lines[at]] if at < len(lines) else before + _PAGES + 1
    return before < number < after


def doubt_unheaded(reader: TableReader, year: int | None) -> None:
    """Take back rows that may be of an older format, where the year or another block or row of the source is."""
    definition = reader.lexicon.form.definition
    for old in definition.superseded:
        rows = [row for row in sorted(reader.unheaded) if reader.lexicon.rows[row].table in old.tables]
        older = (year is not None and year < definition.first_year) or old.format in reader.superseded
        if older or any(_holds_several(row, reader) for row in rows):
            for row in rows:
                reader.doubt(row, "superseded")


def _holds_several(row: int, reader: TableReader) -> bool:
    """Whether several values stand in a row that has one cell in this form, and may have several in another."""
    reading = reader.readings[row]
    values = [text for text in reading.raw.split() if reader.lexicon.value.fullmatch(text)]
    return len(reader.lexicon.rows[row].cells) == 1 and reading.reason == "damaged" and len(values) > 1


def doubt_shifted(reader: TableReader) -> None:
    """Take back rows that end in a blank where others of the table end in their total: it may be the cell before.

    A row that lost a cell and got a blank at its end, as a grid is filled up, holds as many cells as the form.
    """
    lacking = [row for row, reading in reader.readings.items() if reading.texts and not reading.texts[-1].strip()]
    lacking = [row for row in lacking if reader.lexicon.totals[row] and _may_be_shifted(row, reader)]
    for row in lacking if lacking and _have_totals(reader) else ():
        reader.doubt(row, "damaged")


def _may_be_shifted(row: int, reader: TableReader) -> bool:
    """Whether the value before the blank may be a total, or other totals in the row do not come out."""
    texts = reader.readings[row].texts or ()
    if any(char.isdecimal() and int(char) for char in texts[-2]):
        return True
    return any(left not in (None, right) for left, right in sums_in(row, texts, reader.lexicon))


def _have_totals(reader: TableReader) -> bool:
    """Whether most totals within rows are given."""
    given = [
        bool(reading.texts[place].strip())
        for row, reading in reader.readings.items()
        if reading.texts
        for place in reader.lexicon.totals[row]
    ]
    return 2 * sum(given) > len(given)
