"""Figures out of the rows that were read, and how each cell of them was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from drafter.document import SourcePlace
from drafter.form import ColumnDefinition
from drafter.recognition.clues import RowClue
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.tables.found import SourceRow, TablesFound
from drafter.report import Figure, Unread, figure_of, parse_figure


class CellReading(NamedTuple):
    """How one cell was found: raw text, place in the source, by what its row was identified, and how sure that is.

    `regular` is False when the text had to be tidied to be a number.
    """

    cell: str
    raw: str
    where: SourcePlace
    how: RowClue
    certain: bool
    regular: bool


class FoundRow(NamedTuple):
    """A row that was read: address and column of its cells, their texts, where it stands, by what it was identified."""

    columns: Sequence[tuple[str, ColumnDefinition]]
    texts: Sequence[str]
    where: SourcePlace
    how: RowClue

    @property
    def cells(self) -> Iterator[CellReading]:
        """How its cells were found."""
        certain = self.how.is_certain
        for (address, column), text in zip(self.columns, self.texts, strict=True):
            regular = parse_figure(text, column).regular
            yield CellReading(address, text.strip(), self.where, self.how, certain, regular)


def figures_of(found: TablesFound, lexicon: Lexicon) -> tuple[dict[str, Figure], list[Unread], list[FoundRow]]:
    """The figures of all cells, None where a cell is blank or unread; the unread ones; and the rows that were read."""
    figures: dict[str, Figure] = dict.fromkeys(lexicon.form.cells)
    unread: list[Unread] = []
    rows: list[FoundRow] = []
    for index, row in enumerate(lexicon.rows):
        if row.is_open and row.table in found.open_rows:
            rows += _open_rows(found.open_rows[row.table], index, lexicon)
            continue
        columns, reading = lexicon.columns[index], found.readings.get(index)
        if reading is None or reading.texts is None:
            missing = "vanished" if index in found.named else "absent"
            raw, reason = (reading.raw, reading.reason or "damaged") if reading else ("", missing)
            unread += [Unread(address, raw, reason) for address, _ in columns]
        else:
            rows.append(FoundRow(columns, reading.texts, reading.where, reading.how))
    for one in rows:
        for (address, column), text in zip(one.columns, one.texts, strict=True):
            figures[address] = figure_of(text, column)
    return figures, unread, rows


def _open_rows(rows: Iterable[SourceRow], template: int, lexicon: Lexicon) -> Iterator[FoundRow]:
    """The rows of an open table, a row key from the first cell of each."""
    for row in rows:
        key = " ".join(row.cells[0].split())
        addresses = [address.replace(".*.", f".{key}.", 1) for address, _ in lexicon.columns[template]]
        columns = [(address, lexicon.form.column_of(address)) for address in addresses]
        yield FoundRow(columns, row.cells[1:], row.where, RowClue.HEADER)
