"""Rows that are doubted once the whole source is read, for what the rest of it says against them.

Every doubt takes what was found and gives it back with rows taken back (unread, with a reason) or marked to be checked.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence

from drafter.document import Document, TableBlock, TextBlock
from drafter.recognition.clues import RowClue
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.tables.borderless import adds_up
from drafter.recognition.tables.found import TablesFound, line_place

_PAGES = 3
"""Pages over which a table may go."""


def doubt_rows(
    found: TablesFound, document: Document, pages: Mapping[int, int], year: int | None, lexicon: Lexicon
) -> TablesFound:
    """Apply all doubts; `pages`: numbers alone on a line of the prose, by line; `year`: that of the report's title."""
    found = found.doubting(_out_of_order(found, lexicon), "order")
    found = found.doubting(_page_numbers(found, pages), "page")
    found = found.doubting(_lone_numbers(found, lexicon), "page")
    found = _doubt_superseded(found, year, lexicon)
    lacking = _without_total(found, lexicon)
    if len(lacking) < _given_totals(found, lexicon):
        found = found.doubting(lacking, "no_total")
    else:  # a source that gives hardly any total
        found = found.suspecting(dict.fromkeys(lacking, RowClue.NO_TOTAL))
    found = found.suspecting(_contradicted(found, lexicon))
    return found.doubting(_cut_off(found, document), "cut")


def _out_of_order(found: TablesFound, lexicon: Lexicon) -> Iterator[int]:
    """Rows identified only by the order of labels and values, where that order is not the form's.

    Where a table begins with values instead of a label, and its last label has none, all values may stand above.
    """
    met = sorted(found.named | found.readings.keys())
    last_rows = {lexicon.rows[row].table: row for row in met}
    above = {table for table in found.signs.values_first if _is_unread(last_rows.get(table), found)}
    for row in found.signs.below_label:
        if found.signs.out_of_order or row in found.signs.swapped or lexicon.rows[row].table in above:
            yield row


def _is_unread(row: int | None, found: TablesFound) -> bool:
    return row is not None and (row not in found.readings or found.readings[row].texts is None)


def _page_numbers(found: TablesFound, pages: Mapping[int, int]) -> Iterator[int]:
    """Rows with a lone value that continues the page numbers on other lines: the cell may be empty."""
    lines = sorted(pages)
    if not pages or [*pages.values()] != sorted(set(pages.values())):
        return
    for row, values in found.signs.lone.items():
        if any(_continues(int(text), line, lines, pages) for line, text in values if text.isdecimal()):
            yield row


def _continues(number: int, line: int, lines: Sequence[int], pages: Mapping[int, int]) -> bool:
    """True if a number lies between those of the pages before and after its line, or near the only one of them."""
    at = bisect(lines, line)
    before = pages[lines[at - 1]] if at else pages[lines[0]] - _PAGES - 1
    after = pages[lines[at]] if at < len(lines) else before + _PAGES + 1
    return before < number < after


def _lone_numbers(found: TablesFound, lexicon: Lexicon) -> Iterator[int]:
    """Rows of a single cell with a number below their label, if most single-cell rows of their table have none."""
    rows = lexicon.rows
    vanished = [rows[row].table for row in found.named - found.readings.keys() if len(rows[row].cells) == 1]
    for row in found.signs.lone if vanished else ():
        table = rows[row].table
        read = sum(rows[other].table == table and len(rows[other].cells) == 1 for other in found.readings)
        if len(rows[row].cells) == 1 and vanished.count(table) > read:
            yield row


def _doubt_superseded(found: TablesFound, year: int | None, lexicon: Lexicon) -> TablesFound:
    """Take back rows below no full header that may be of an older format.

    That is so where the report is of an older year, or other rows of the source are of that format.
    """
    definition = lexicon.form.definition
    for old in definition.superseded:
        rows = [row for row in sorted(found.unheaded) if lexicon.rows[row].table in old.tables]
        older = (year is not None and year < definition.first_year) or old.format in found.superseded
        if older or sum(_holds_several(row, found, lexicon) for row in rows) > 1:
            found = found.doubting(rows, "superseded")
    return found


def _holds_several(row: int, found: TablesFound, lexicon: Lexicon) -> bool:
    """True if several values stand in a row that has one cell in this form, and may have several in another."""
    reading = found.readings[row]
    values = [text for text in reading.raw.split() if lexicon.value.fullmatch(text)]
    return len(lexicon.rows[row].cells) == 1 and reading.reason == "damaged" and len(values) > 1


def _without_total(found: TablesFound, lexicon: Lexicon) -> list[int]:
    """Rows with a blank total though other cells of theirs hold numbers, be it zeros.

    A grid fills up a row that lost a cell, or in which two were merged, with a blank at its end.
    """
    return [
        row
        for row, reading in found.readings.items()
        if reading.texts and any(not reading.texts[place].strip() for place in lexicon.totals[row])
        if any(map(str.isdecimal, reading.raw))
    ]


def _given_totals(found: TablesFound, lexicon: Lexicon) -> int:
    """How many totals are not blank."""
    return sum(
        bool(reading.texts[place].strip())
        for row, reading in found.readings.items()
        if reading.texts
        for place in lexicon.totals[row]
    )


def _contradicted(found: TablesFound, lexicon: Lexicon) -> dict[int, RowClue]:
    """Rows whose own values do not add up, blanks being zeros: one is lost, shifted or overwritten, or printed so."""
    clues: dict[int, RowClue] = {}
    for row, reading in found.readings.items():
        if not reading.texts or any(not reading.texts[place].strip() for place in lexicon.totals[row]):
            continue
        filled = [text if text.strip() else "0" for text in reading.texts]
        if adds_up(row, filled, lexicon) is False:
            clues[row] = RowClue.SUM_DIFFERS
    return clues


def _cut_off(found: TablesFound, document: Document) -> Iterator[int]:
    """The last row, where the source breaks off in it: its last number may be half a number."""
    if not document.cut or found.last < 0:
        return
    filled = [
        (number, block)
        for number, block in enumerate(document.blocks, 1)
        if isinstance(block, TableBlock) or (isinstance(block, TextBlock) and block.text.strip())
    ]
    number, last = filled[-1] if filled else (0, None)
    reading = found.readings[found.last]
    end = line_place(reading.end) if reading.end else reading.where
    if isinstance(last, TableBlock) or (
        isinstance(last, TextBlock) and end == line_place(number) and not last.text.rstrip().endswith("|")
    ):
        yield found.last
