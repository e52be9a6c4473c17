"""What was read from a source, as lines of text for a terminal: notices, what each table holds, what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from drafter.document import Notice, SourcePlace
from drafter.form import Form
from drafter.messages import both, catalogue, listed, phrase, say
from drafter.report import Filing, show

if TYPE_CHECKING:
    from drafter.recognition import Reading

_SHOWN_ROWS = 4


def notice_lines(notices: Sequence[Notice], language: str) -> Iterator[str]:
    """What a person should hear about a source, a line each."""
    for notice in notices:
        yield both(f"notices.{notice.key}", **dict(notice.values)).in_language(language)


def reading_lines(reading: Reading, form: Form, language: str) -> Iterator[str]:
    """A reading for people: title, what each table holds, what was not read."""
    filing = reading.filing
    yield filing.title or say(language, "reading.no_title")
    for table in form.tables.values():
        cells = [address for address in filing.figures if address.startswith(f"{table.key}.")]
        unread = {item.cell for item in filing.unread}
        read = [address for address in cells if address not in unread]
        blank = sum(filing.figures[address] is None for address in read)
        yield say(
            language,
            "reading.table",
            name=table.definition.name,
            key=form.english(table.definition.name, table.key),
            read=len(read),
            cells=len(cells),
            blank=blank,
        )
    for section in form.sections:
        blocks = filing.narrative.get(section.key, ())
        count = sum(len(block.paragraphs) for block in blocks)
        if section.kind != "tables" or count:
            length = sum(len(text) for block in blocks for text in block.paragraphs)
            key = form.english(section.heading, section.key)
            yield say(language, "reading.section", heading=section.heading, key=key, count=count, length=length)
    yield from _no_numbers(filing, form, language)
    yield from _contradicted(reading, form, language)
    yield from _not_read(filing, form, language)


def _contradicted(reading: Reading, form: Form, language: str) -> Iterator[str]:
    """Rows that were read as they stand although their values contradict one another."""
    for row in reading.contradicted:
        address = row.columns[0][0]
        table = form.tables[address.partition(".")[0]].definition.name
        name = form.row_label(address) if language == "zh" else form.english_row(address)
        raw = " ".join(text.strip() or "-" for text in row.texts)
        how = phrase(language, "hows", row.how)
        yield say(language, "reading.contradicted", table=table, rows=name, how=how, raw=raw)


def _no_numbers(filing: Filing, form: Form, language: str) -> Iterator[str]:
    """Cells that hold words, such as "12 840" or "87*", the usual marks for nothing aside."""
    usual = form.definition.reading.not_numbers
    for address, figure in filing.figures.items():
        column = form.column_of(address)
        if not isinstance(figure, str) or column.kind in ("text", "date"):
            continue
        if figure.strip() not in (*usual, *column.legal):
            names = f"{form.row_label(address)} {form.column_label(address)}"
            cell = names if language == "zh" else form.english(names, address)
            yield say(language, "reading.no_number", cell=cell, text=figure)


def _not_read(filing: Filing, form: Form, language: str) -> Iterator[str]:
    """Rows that were not read, those of one table that are missing for one reason together; then what has no place."""
    rows: dict[tuple[str, str, str], dict[str, int]] = {}
    for item in filing.unread:
        row = item.cell.rpartition(".")[0]
        found = rows.setdefault((item.cell.partition(".")[0], item.reason, item.raw), {})
        found[row] = found.get(row, 0) + 1
    for (table, reason, raw), counts in rows.items():
        names = [form.row_label(f"{row}.x") if language == "zh" else form.english_row(f"{row}.x") for row in counts]
        shown = names if len(names) <= _SHOWN_ROWS else [*names[: _SHOWN_ROWS - 1], "...", names[-1]]
        yield say(
            language,
            "reading.unread",
            table=form.tables[table].definition.name,
            rows=listed(shown, language),
            why=say(language, f"reasons.{reason}"),
            raw=raw or "-",
            count=sum(counts.values()),
        )
    for where, places in groupby(filing.unplaced, key=lambda place: place.where):
        yield from _unplaced([place.text for place in places], _place_shown(where, form, language), language)


def _unplaced(texts: list[str], where: str, language: str) -> Iterator[str]:
    """Texts without a place, a line each; of many from one place, such as a site's links, how they begin."""
    if len(texts) <= _SHOWN_ROWS:
        yield from (say(language, "reading.unplaced", text=text, where=where) for text in texts)
    else:
        begin = " / ".join(texts[:_SHOWN_ROWS])
        yield say(language, "reading.unplaced_many", count=len(texts), text=begin, where=where)


def _place_shown(where: SourcePlace, form: Form, language: str) -> str:
    """A place in a source in the reader's language, if there are words for its kind."""
    kind = f"places.{where.kind.replace(' ', '_')}"
    if kind not in catalogue("zh"):
        return str(where)
    section = where.section or ""
    heading = next((one.heading for one in form.sections if one.key == section), section)
    shown = heading if language == "zh" else form.english(heading, section)
    number = "" if where.number is None else where.number
    return say(language, kind, number=number, table=where.table, section=shown)


def explained_lines(reading: Reading, form: Form, language: str) -> Iterator[str]:
    """How each cell was found."""
    for cell in reading.cells:
        value = show(reading.filing.figures[cell.cell])
        sure = say(language, "reading.certain" if cell.certain else "reading.uncertain")
        where, how = _place_shown(cell.where, form, language), phrase(language, "hows", cell.how)
        yield f"{cell.cell}  {value or '-'}  {cell.raw!r}  {where}  {how}  {sure}"
