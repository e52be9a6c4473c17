"""Figures out of the rows that were read, and how each cell of them was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drafter.form import ColumnDefinition, Form
from drafter.recognition.tables.reader import TableReader
from drafter.report.filing import Figure, Unread, figure_of, parse_figure

_CERTAIN = frozenset({"label", "header"})
"""A row told by its official label, or by the header above it, is certain; by less than that it is to be checked."""


class CellReading(NamedTuple):
    """How one cell was found: raw text, place in the source, by what its row was told, and how sure that is."""

    cell: str
    raw: str
    where: str
    how: str
    certain: bool
    regular: bool


class FoundRow(NamedTuple):
    """A row that was read: address and column of its cells, their texts, where it stands, by what it was told."""

    columns: Sequence[tuple[str, ColumnDefinition]]
    texts: Sequence[str]
    where: str
    how: str

    @property
    def cells(self) -> Iterator[CellReading]:
        """How its cells were found."""
        certain = self.how in _CERTAIN
        for (address, column), text in zip(self.columns, self.texts, strict=True):
            regular = parse_figure(text, column).regular
            yield CellReading(address, text.strip(), self.where, self.how, certain, regular)


def figures_of(reader: TableReader, form: Form) -> tuple[dict[str, Figure], list[Unread], list[FoundRow]]:
    """The figures of all cells, None where a cell is blank or unread; the unread ones; and the rows that were found."""
    figures: dict[str, Figure] = dict.fromkeys(form.cells)
    unread: list[Unread] = []
    found: list[FoundRow] = []
    for index, row in enumerate(reader.lexicon.rows):
        if row.is_open and row.table in reader.open_rows:
            found += _open_rows(reader, index, form)
            continue
        columns, reading = reader.lexicon.columns[index], reader.readings.get(index)
        if reading is None or reading.texts is None:
            missing = "vanished" if index in reader.named else "absent"
            raw, reason = (reading.raw, reading.reason or "damaged") if reading else ("", missing)
            unread += [Unread(address, raw, reason) for address, _ in columns]
        else:
            found.append(FoundRow(columns, reading.texts, reading.where, reading.how))
    for one in found:
        for (address, column), text in zip(one.columns, one.texts, strict=True):
            figures[address] = figure_of(text, column)
    return figures, unread, found


def _open_rows(reader: TableReader, index: int, form: Form) -> Iterator[FoundRow]:
    """The rows of an open table, a row key from the first cell of each."""
    for row in reader.open_rows[reader.lexicon.rows[index].table]:
        key = " ".join(row.cells[0].split())
        addresses = [address.replace(".*.", f".{key}.", 1) for address, _ in reader.lexicon.columns[index]]
        columns = [(address, form.column_of(address)) for address in addresses]
        yield FoundRow(columns, row.cells[1:], row.where, "header")
