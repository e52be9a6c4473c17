"""Finds a table's cells on its sheet after a person has worked in it.

Where every printed label still stands in its place, so do the cells: that is what the person sees, and it holds when a
value was cut and pasted (which drags a defined name along). Where labels have moved, the defined names show where the
cells went, as long as they kept their order, as when whole rows and columns are inserted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from drafter.errors import SourceError
from drafter.records import dataclass
from drafter.workbook.layout import SheetPlace, TableLayout, cell_name, key_name, switch_name
from drafter.workbook.opened import Book, Spot


@dataclass(frozen=True, slots=True)
class Found:
    """Where the cells of a table stand on its sheet, by address; open rows apart, by column key."""

    sheet: str
    cells: Mapping[str, Spot]
    switch: Spot | None
    open_rows: range
    open_columns: Mapping[str, int]
    key_column: int


def find_table(book: Book, table: TableLayout) -> Found:
    """The table's cells; SourceError names the sheet, and the first label that is not where it should be."""
    wrong = next((label for label in table.labels if not _stands(book, *label)), None)
    if wrong is None:
        return _found(table, {name: (place.row, place.column) for name, place in table.names.items()})
    named = _resolved(book, table)
    if named is None or not _labels_agree(book, table, named):
        place, label = wrong
        raise SourceError("workbook_layout", sheet=table.sheet, cell=place.local, expected=label)
    return _found(table, named)


def _stands(book: Book, place: SheetPlace, label: str) -> bool:
    return _plain(book.text(place.sheet, (place.row, place.column))) == _plain(label)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _resolved(book: Book, table: TableLayout) -> dict[str, Spot] | None:
    """Where the names point, if all are on the table's sheet and rows and columns keep their order; else None."""
    found: dict[str, Spot] = {}
    moves: list[tuple[SheetPlace, Spot]] = []
    for name, place in table.names.items():
        target = book.named(name)
        if target is not None and target[0] == table.sheet:
            found[name] = target[1]
            if name != switch_name(table.table.key):
                moves.append((place, target[1]))
    needed = {cell_name(address) for address in table.cells if table.key_of(address) is None}
    if not needed <= set(found) or not moves:
        return None
    rows = _in_order((place.row, spot[0]) for place, spot in moves)
    columns = _in_order((place.column, spot[1]) for place, spot in moves)
    return found if rows and columns else None


def _in_order(pairs: Iterable[tuple[int, int]]) -> bool:
    """True if every line (row or column) went to one line, no two to the same, and their order stayed."""
    moved: dict[int, int] = {}
    for before, after in pairs:
        if moved.setdefault(before, after) != after:
            return False
    targets = [moved[line] for line in sorted(moved)]
    return targets == sorted(set(targets))


def _labels_agree(book: Book, table: TableLayout, named: Mapping[str, Spot]) -> bool:
    """True if no row has another row's label beside it."""
    rows = [row for row in table.table.printed if row.label and row.label.text and row.addresses]
    labels = {_plain(row.label.text) for row in rows if row.label}
    for printed in rows:
        spot = named.get(cell_name(printed.addresses[0]))
        if spot is None or printed.label is None:
            continue
        beside = {_plain(book.text(table.sheet, (spot[0], column))) for column in range(1, spot[1])}
        if _plain(printed.label.text) not in beside and beside & labels:
            return False
    return True


def _found(table: TableLayout, named: Mapping[str, Spot]) -> Found:
    key = table.table.key
    fixed = {address: named[cell_name(address)] for address in table.cells if table.key_of(address) is None}
    keys = [named[name] for number in range(1, len(table.keys) + 1) if (name := key_name(key, number)) in named]
    columns: dict[str, int] = {}
    for address in table.cells:
        spot = named.get(cell_name(address))
        if spot and table.key_of(address) is not None:
            columns.setdefault(address.rpartition(".")[2], spot[1])
    rows = range(keys[0][0], keys[-1][0] + 1) if keys else range(0)
    return Found(table.sheet, fixed, named.get(switch_name(key)), rows, columns, keys[0][1] if keys else 0)
