"""The tables under one heading, real ones and such that are only lines, and the paragraphs around them."""

from __future__ import annotations

from drafter.document import Paragraph, Table, paragraph
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.sections import PREFACE, Part
from drafter.recognition.spelling import plain
from drafter.recognition.tables.grid import read_grid
from drafter.recognition.tables.reader import SourceRow, TableReader
from drafter.recognition.tables.text_lines import Line, looks_tabular, names_row, read_lines
from drafter.report.filing import Unplaced


def read_part(part: Part, reader: TableReader, unplaced: list[Unplaced]) -> list[Paragraph]:
    """Read the tables under one heading; what is no table is given back as paragraphs, in order."""
    kept: list[Paragraph] = []
    run: list[tuple[int, Paragraph]] = []
    tables = 0
    for number, block in part.blocks:
        if isinstance(block, Paragraph):
            run.append((number, block))
            continue
        kept += _read_run(run, part, reader, unplaced)
        run = []
        if isinstance(block, Table):
            tables += 1
            _read_table(block, f"{part.section or PREFACE} table {tables}", reader, kept)
        else:
            unplaced.append(Unplaced(block.description, f"picture in {part.section or PREFACE}"))
    return kept + _read_run(run, part, reader, unplaced)


def _read_table(table: Table, where: str, reader: TableReader, kept: list[Paragraph]) -> None:
    """Read a source table; one in which nothing of the form stands is kept as paragraphs, a row each."""
    before = reader.kept, len(reader.orphans), len(reader.open_rows)
    rows = [
        SourceRow(
            tuple([cell.text for cell in row]), tuple([cell.col_span for cell in row]), f"{where} row {number}", width
        )
        for number, (row, width) in enumerate(zip(table.rows, _widths(table), strict=True), 1)
    ]
    read_grid(rows, reader)
    if reader.kept == before[0] and len(reader.open_rows) == before[2]:
        del reader.orphans[before[1] :]
        if all(plain(cell) in reader.lexicon.fragments for row in rows for cell in row.cells):
            return  # the head of a table that was cut in two
        kept += [paragraph("\t".join(filter(None, (cell.strip() for cell in row.cells)))) for row in rows]


def _widths(table: Table) -> list[int]:
    """Slots of the grid that each row takes up; 0 where the source says of no cell what it spans."""
    spans = any(cell.row_span > 1 or cell.col_span > 1 for row in table.rows for cell in row)
    return table.row_widths() if spans else [0] * len(table.rows)


def _read_run(
    run: list[tuple[int, Paragraph]], part: Part, reader: TableReader, unplaced: list[Unplaced]
) -> list[Paragraph]:
    """Read a table that is only paragraphs, where one may stand; give back the paragraphs around it."""
    lexicon = reader.lexicon
    paragraphs = [paragraph for _, paragraph in run]
    start = _table_start(paragraphs, part, lexicon) if run and part.has_lines else None
    if start is None:
        return paragraphs
    lines = [Line(number, block.text, index) for index, (number, block) in enumerate(run)]
    outside = read_lines(lines[start:], reader)
    unplaced += [Unplaced(line.text.strip(), f"line {line.number}") for line in outside.strays]
    return paragraphs[:start] + [paragraphs[line.position] for line in (*outside.before, *outside.after)]


def _table_start(run: list[Paragraph], part: Part, lexicon: Lexicon) -> int | None:
    """Where lines of a table may begin: at once in a section of tables, elsewhere at a table's first label."""
    if part.section and lexicon.form.section(part.section).kind == "tables":
        return 0
    for index, block in enumerate(run):
        if plain(block.text) in lexicon.openings or (part.section is None and names_row(block.text, lexicon)):
            while part.section is None and index and looks_tabular(run[index - 1].text, lexicon):
                index -= 1  # the header above the first row
            return index
    return None
