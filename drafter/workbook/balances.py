"""Where the balances of a table stand: beside its rows, below its columns, or in a list below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.form import Identity, RelationDefinition
from drafter.records import dataclass
from drafter.report import Figures
from drafter.workbook.labels import BalanceWords
from drafter.workbook.layout import TOP, SheetPlace, TableLayout, WorkbookLayout
from drafter.workbook.live_formulas import knows

_ENOUGH_ROWS = 4
"""A relation that holds in so many rows gets a column of its own beside the table; with fewer, a line below it."""

Captions = tuple[tuple[SheetPlace, str], ...]


@dataclass(frozen=True, slots=True)
class Balances:
    """Balances on a table's sheet, their captions, and the place of their title (None without any below the table)."""

    title: SheetPlace | None
    captions: Captions
    items: tuple[tuple[SheetPlace, Identity], ...]


def balances_of(
    table: TableLayout, layout: WorkbookLayout, last: Figures, words: BalanceWords, language: str
) -> Balances:
    """Every identity whose first cell stands in `table` and whose figures of last year are known."""
    groups: dict[str, list[Identity]] = {}
    for item in layout.identities:
        if item.cells and item.cells[0] in table.cells and knows(item, last):
            groups.setdefault(item.rule, []).append(item)
    beside = [group for group in groups.values() if _fits_beside(group, layout)]
    below = [group for group in groups.values() if _fits_below(group, table, layout)]
    listed = [group for group in groups.values() if group not in beside and group not in below]
    captions: list[tuple[SheetPlace, str]] = []
    items: list[tuple[SheetPlace, Identity]] = []
    for number, group in enumerate(beside):
        captions.append((_beside_caption(table, number), _name(group[0].relation, words, language)))
        items += ((_beside(table, layout.places[item.cells[0]].row, number), item) for item in group)
    row = table.bottom + 3
    for group in below:
        captions.append(
            (SheetPlace(table.sheet, row, 1, 1, table.label_columns), _name(group[0].relation, words, language))
        )
        items += ((SheetPlace(table.sheet, row, layout.places[item.cells[0]].column), item) for item in group)
        row += 1
    for item, caption in ((item, name) for group in listed for item, name in _named(group, layout, words, language)):
        description, status = _line(table, row)
        captions.append((description, caption))
        items.append((status, item))
        row += 1
    title = SheetPlace(table.sheet, table.bottom + 2, 1, 1, table.width) if below or listed else None
    return Balances(title, tuple(captions), tuple(items))


def _fits_beside(group: Sequence[Identity], layout: WorkbookLayout) -> bool:
    if group[0].relation.per != "row" or len(group) < _ENOUGH_ROWS:
        return False
    rows = [{layout.places[address].row for address in item.cells} for item in group]
    return all(len(found) == 1 for found in rows) and len(set().union(*rows)) == len(group)


def _fits_below(group: Sequence[Identity], table: TableLayout, layout: WorkbookLayout) -> bool:
    if group[0].relation.per != "column" or not table.label_columns:
        return False
    columns = [{layout.places[address].column for address in item.cells} for item in group]
    return all(len(found) == 1 for found in columns) and len(set().union(*columns)) == len(group)


def _beside(table: TableLayout, row: int, number: int) -> SheetPlace:
    return SheetPlace(table.sheet, row, table.width + 2 + number)


def _beside_caption(table: TableLayout, number: int) -> SheetPlace:
    rows = table.first_cell_row - TOP
    return SheetPlace(table.sheet, TOP if rows else TOP - 1, table.width + 2 + number, max(1, rows))


def _line(table: TableLayout, row: int) -> tuple[SheetPlace, SheetPlace]:
    """A line of the list: the description over most of the table's width, the balance over the rest."""
    status = max(1, round(table.width / 5))
    wide = max(1, table.width - status)
    return SheetPlace(table.sheet, row, 1, 1, wide), SheetPlace(table.sheet, row, wide + 1, 1, status)


def _name(relation: RelationDefinition, words: BalanceWords, language: str) -> str:
    return words.item.format(rule=relation.rule, name=relation.name.zh if language == "zh" else relation.name.en)


def _named(
    group: Sequence[Identity], layout: WorkbookLayout, words: BalanceWords, language: str
) -> Iterator[tuple[Identity, str]]:
    """Every identity with its relation's name, and its row or column where there are several."""
    for item in group:
        name = _name(item.relation, words, language)
        first = item.cells[0]
        label = layout.form.row_label(first) if item.relation.per == "row" else layout.form.column_label(first)
        yield item, words.one_of.format(name=name, label=label.lstrip("_")) if len(group) > 1 else name
