"""The tables under one heading, real ones and such that are only lines, and the paragraphs around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from drafter.document import SourcePlace, TableBlock, TextBlock, paragraph
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.sections import PREFACE, SectionPart
from drafter.recognition.spelling import plain
from drafter.recognition.tables.found import SourceRow, TablesFound, line_place
from drafter.recognition.tables.grid import read_grid
from drafter.recognition.tables.line_kinds import TextLine, looks_tabular, names_row
from drafter.recognition.tables.text_lines import read_lines
from drafter.report import Unplaced


class PartRead(NamedTuple):
    """What was found up to the end of a part, its paragraphs outside tables, and what of it has no place."""

    found: TablesFound
    paragraphs: list[TextBlock]
    unplaced: list[Unplaced]


def read_part(part: SectionPart, before: TablesFound, lexicon: Lexicon) -> PartRead:
    """Read the tables under one heading; what is no table is given back as paragraphs, in order."""
    found, kept, unplaced = before, list[TextBlock](), list[Unplaced]()
    run: list[tuple[int, TextBlock]] = []
    tables = 0
    for number, block in (*part.blocks, (0, None)):
        if isinstance(block, TextBlock):
            run.append((number, block))
            continue
        found, paragraphs, strays = _read_run(run, part, found, lexicon)
        kept += paragraphs
        unplaced += strays
        run = []
        if isinstance(block, TableBlock):
            tables += 1
            place = SourcePlace("row", section=part.section or PREFACE, table=tables)
            found, paragraphs = _read_table(block, place, found, lexicon)
            kept += paragraphs
        elif block:
            unplaced.append(Unplaced(block.description, SourcePlace("picture", section=part.section or PREFACE)))
    return PartRead(found, kept, unplaced)


def _read_table(
    table: TableBlock, place: SourcePlace, before: TablesFound, lexicon: Lexicon
) -> tuple[TablesFound, list[TextBlock]]:
    """Read a source table; one in which nothing of the form stands is kept as paragraphs, a row each."""
    rows = rows_of_table(table, place)
    found = read_grid(rows, before, lexicon)
    if found.row_count > before.row_count or len(found.open_rows) > len(before.open_rows):
        return found, []
    found = replace(found, strays=before.strays)
    if all(plain(cell) in lexicon.fragments for row in rows for cell in row.cells):
        return found, []  # the head of a table that was cut in two
    return found, [paragraph("\t".join(filter(None, (cell.strip() for cell in row.cells)))) for row in rows]


def rows_of_table(table: TableBlock, place: SourcePlace) -> list[SourceRow]:
    """The rows of a source table as `read_grid` takes them, each with its place."""
    return [
        SourceRow(tuple([cell.text for cell in row]), place._replace(number=number), width)
        for number, (row, width) in enumerate(zip(table.rows, _widths(table), strict=True), 1)
    ]


def _widths(table: TableBlock) -> list[int]:
    """Columns of the grid that each row takes up; 0 where the source says of no cell what it spans."""
    spans = any(cell.row_span > 1 or cell.col_span > 1 for row in table.rows for cell in row)
    return table.row_widths() if spans else [0] * len(table.rows)


def _read_run(
    run: Sequence[tuple[int, TextBlock]], part: SectionPart, before: TablesFound, lexicon: Lexicon
) -> PartRead:
    """Read a table that is only paragraphs, where one may stand; give back the paragraphs around it."""
    paragraphs = [paragraph for _, paragraph in run]
    start = _table_start(paragraphs, part, lexicon) if run and part.has_lines else None
    if start is None:
        return PartRead(before, paragraphs, [])
    lines = [TextLine(number, block.text, index) for index, (number, block) in enumerate(run)]
    read = read_lines(lines[start:], before, lexicon)
    strays = [Unplaced(line.text.strip(), line_place(line.number)) for line in read.strays]
    around = [paragraphs[line.at] for line in (*read.before, *read.after)]
    return PartRead(read.found, paragraphs[:start] + around, strays)


def _table_start(run: Sequence[TextBlock], part: SectionPart, lexicon: Lexicon) -> int | None:
    """Where lines of a table may begin: at once in a section of tables, elsewhere at a table's first label."""
    if part.section and lexicon.form.section(part.section).kind == "tables":
        return 0
    for index, block in enumerate(run):
        if plain(block.text) in lexicon.openings or (part.section is None and names_row(block.text, lexicon)):
            while part.section is None and index and looks_tabular(run[index - 1].text, lexicon):
                index -= 1  # the header above the first row
            return index
    return None
