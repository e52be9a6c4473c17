"""Cells that a person pastes from a spreadsheet or a page: to the form's cells by labels, or as a block at a place.

All of it fits, or none of it is taken: a value is never moved to a neighbour's place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from drafter.document import SourcePlace, TableBlock, cell
from drafter.errors import SourceError
from drafter.form import Form, PrintedRow
from drafter.messages import both
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.found import TablesFound
from drafter.recognition.tables.grid import read_grid
from drafter.recognition.tables.regions import rows_of_table

_MOST = 20_000
"""Cells of what is pasted: more than a hundred times the largest table of the form of 2021."""
_SHOWN = 40
"""Characters of pasted text that a refusal quotes."""

Rows = Sequence[Sequence[str]]


def read_pasted(text: str, page: str, at: str, form: Form) -> Mapping[str, str]:
    """The texts of cells by address; SourceError says why what was pasted does not fit.

    `text` has tabs between cells, as spreadsheets give it; `page` is the same as markup, or empty. Rows with a label
    of the form go where their labels say. Rows without any go to the printed rows from the cell `at` on.
    """
    lexicon = lexicon_of(form)
    tables = list(_tables_in(page))
    rows = _rows_of(text)
    if sum(len(row) for table in (rows, *(table.rows for table in tables)) for row in table) > _MOST:
        raise SourceError("paste_too_large", limit=_MOST)
    for found in (tables, [_table_of(rows)]):
        if any(_is_labelled(item.text, lexicon) for table in found for row in table.rows for item in row):
            return _by_labels(found, lexicon)
    if not rows:
        raise SourceError("paste_empty")
    return _as_block(rows, at, lexicon)


# --- what stands on the clipboard ------------------------------------------------------------------------------------


def _tables_in(page: str) -> Iterator[TableBlock]:
    from drafter.formats import html

    if "<t" in page.lower():
        yield from html.read(f'<!doctype html><meta charset="utf-8">{page}'.encode()).tables()


def _rows_of(text: str) -> list[list[str]]:
    """Rows of cells; a cell with a line break or a tab stands in quotes, as spreadsheets write it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    try:
        rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter="\t")) if lines.strip() else []
    except csv.Error as error:
        raise SourceError("paste_too_large", limit=_MOST) from error
    return [row or [""] for row in rows]


def _table_of(rows: Rows) -> TableBlock:
    return TableBlock(tuple(tuple(cell(text.strip()) for text in row) for row in rows))


# --- by labels -------------------------------------------------------------------------------------------------------


def _is_labelled(text: str, lexicon: Lexicon) -> bool:
    """True for words that name a row or stand in a header of the form; a value is none."""
    label = plain(text)
    if len(label) < 2 or not any(map(str.isalpha, label)) or lexicon.value.fullmatch(text.strip()):
        return False
    return label in lexicon.fragments or lexicon.row_of(label, -1) is not None


def _by_labels(tables: Sequence[TableBlock], lexicon: Lexicon) -> Mapping[str, str]:
    found = TablesFound()
    for number, table in enumerate(tables, 1):
        place = SourcePlace("row", section="paste", table=number)
        found = read_grid(rows_of_table(table, place), found, lexicon)
    _refuse_what_does_not_fit(found, lexicon)
    cells = {
        address: text.strip()
        for row, reading in found.readings.items()
        for (address, _), text in zip(lexicon.columns[row], reading.texts or (), strict=True)
    }
    if not cells:
        raise SourceError("paste_nothing")
    return cells


def _refuse_what_does_not_fit(found: TablesFound, lexicon: Lexicon) -> None:
    """SourceError for the first row that has other cells than the form, or values and no label."""
    if found.superseded:
        raise SourceError("paste_superseded", format=found.superseded[0])
    for row, reading in found.readings.items():
        if reading.texts is None:
            wanted = len(lexicon.rows[row].cells)
            values = {"row": _name(lexicon.rows[row]), "wanted": wanted, "found": _short(reading.raw)}
            raise SourceError("paste_row", why=both(f"reasons.{reading.reason or 'damaged'}"), **values)
    for stray in found.strays:
        if any(lexicon.value.fullmatch(piece.strip()) for piece in stray.text.split("\t") if piece.strip()):
            raise SourceError("paste_stray", found=_short(stray.text))


def _name(row: PrintedRow) -> str:
    return row.label.text if row.label else row.table


def _short(text: str) -> str:
    plain_text = " ".join(text.split())
    return plain_text if len(plain_text) <= _SHOWN else f"{plain_text[:_SHOWN]}\u2026"


# --- as a block ------------------------------------------------------------------------------------------------------


def _as_block(rows: Rows, at: str, lexicon: Lexicon) -> Mapping[str, str]:
    """Values without labels, from a cell on: each row of them fits into a printed row of the form, in one table."""
    table = lexicon.form.tables.get(at.partition(".")[0])
    slots = {slot.address: slot for slot in chain.from_iterable(table.grid)} if table else {}
    if table is None or at not in slots:
        raise SourceError("paste_no_place")
    if len({len(row) for row in rows}) > 1:
        raise SourceError("paste_ragged")
    start = slots[at]
    lines = {row.line: row for row in table.printed}
    cells: dict[str, str] = {}
    for down, texts in enumerate(rows):
        row = lines.get(start.row + down)
        if row is None:
            raise SourceError("paste_too_long", rows=len(rows), fit=down)
        cells |= _in_row(texts, row, start.column, down + 1, lexicon)
    return cells


def _in_row(texts: Sequence[str], row: PrintedRow, column: int, number: int, lexicon: Lexicon) -> dict[str, str]:
    """The texts in the cells of a printed row, from a column of the grid on; a merged cell takes one text."""
    cells: dict[str, str] = {}
    starts = {slot.column: slot for slot in row.cells}
    covered = {at for slot in row.cells for at in range(slot.column + 1, slot.column + slot.col_span)}
    for offset, text in enumerate(texts):
        text, slot = text.strip(), starts.get(column + offset)
        if slot is None:
            if text or column + offset not in covered:
                raise SourceError("paste_too_wide", number=number, row=_name(row), found=_short(text))
            continue
        kind = lexicon.form.column_of(slot.address or "").kind
        if text and kind not in ("text", "date") and not lexicon.value.fullmatch(text):
            raise SourceError("paste_no_value", number=number, found=_short(text))
        cells[slot.address or ""] = text
    return cells
