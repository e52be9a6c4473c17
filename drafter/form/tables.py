"""Tables of a form, built: cells with addresses, the printed grid with spans, and the rows as they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from drafter.form.schema.form import ColumnDefinition, RowDefinition, SlotDefinition, TableDefinition
from drafter.records import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of the printed grid at its upper left corner; `address` is None for a label, text "" for a cell."""

    row: int
    column: int
    row_span: int
    col_span: int
    text: str
    address: str | None


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """Cells that stand in one line of the grid.

    `label` is the slot just left of the cells (None where the header above is all that names them); `block` counts
    the header blocks above.
    """

    table: str
    line: int
    label: Slot | None
    names: tuple[str, ...]
    """The label and its aliases."""
    groups: tuple[str, ...]
    """Labels of spanning slots that begin in this line, left of `label`."""
    cells: tuple[Slot, ...]
    block: int

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(slot.address or "" for slot in self.cells)

    @property
    def is_open(self) -> bool:
        """Whether it stands for any number of rows, whose keys the filing gives."""
        return self.label is not None and self.label.address is not None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: definition, built grid, printed rows, and the cell of every address."""

    definition: TableDefinition
    grid: tuple[tuple[Slot, ...], ...]
    printed: tuple[PrintedRow, ...]
    columns: dict[str, ColumnDefinition] = field(compare=False)
    rows: dict[str, RowDefinition] = field(compare=False)

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def width(self) -> int:
        """Columns of the printed grid."""
        return max(slot.column + slot.col_span for line in self.grid for slot in line)

    @property
    def open_rows(self) -> bool:
        return self.definition.open_rows

    def row_columns(self, row: str) -> tuple[str, ...]:
        """Keys of the columns that `row` has."""
        definition = self.rows.get(row)
        return tuple(self.columns) if definition is None or definition.columns is None else definition.columns

    def addresses(self) -> Iterator[str]:
        """Every cell of the fixed rows, row by row."""
        for row in self.rows:
            for column in self.row_columns(row):
                yield f"{self.key}.{row}.{column}"


def build_table(definition: TableDefinition) -> Table:
    """The table that `definition` describes; ValueError when its grid and its model disagree."""
    columns = {column.key: column for column in definition.columns}
    rows = {row.key: row for row in definition.rows}
    bare = Table(definition, (), (), columns, rows)
    grid = _place(definition, bare)
    _complete(bare, grid)
    return Table(definition, grid, tuple(_printed(definition, grid, rows)), columns, rows)


def _place(definition: TableDefinition, table: Table) -> tuple[tuple[Slot, ...], ...]:
    taken: set[tuple[int, int]] = set()
    grid = []
    for line, slots in enumerate(definition.grid or _plain_grid(definition, table)):
        placed = []
        column = 0
        for slot in (expanded for raw in slots for expanded in _expand(raw, table)):
            while (line, column) in taken:
                column += 1
            placed.append(_slot(slot, line, column, table))
            taken |= {(line + down, column + right) for down in range(slot.rows) for right in range(slot.columns)}
        grid.append(tuple(placed))
    if len({column for _, column in taken} | set(range(len(definition.widths)))) != max(c for _, c in taken) + 1:
        raise ValueError(f"table {definition.key}: widths do not fit its grid")
    return tuple(grid)


def _plain_grid(definition: TableDefinition, table: Table) -> Iterator[tuple[SlotDefinition, ...]]:
    """The labels of the columns, and below them a line for each row."""
    yield (SlotDefinition(label=""), *(SlotDefinition(label=column.label) for column in definition.columns))
    if definition.open_rows:
        yield (SlotDefinition(cell="*"), *(SlotDefinition(cell=f"*.{column}") for column in table.columns))
    for row in definition.rows:
        own = {key: SlotDefinition(cell=f"{row.key}.{key}") for key in table.row_columns(row.key)}
        yield (SlotDefinition(label=row.label), *(own.get(key, SlotDefinition(label="")) for key in table.columns))


def _expand(raw: str | SlotDefinition, table: Table) -> Iterator[SlotDefinition]:
    if isinstance(raw, SlotDefinition):
        yield raw
    elif raw == "@":
        yield SlotDefinition(cell="*")
    elif raw.startswith("@") and raw.endswith(".*"):
        row = raw[1:-2]
        yield from (SlotDefinition(cell=f"{row}.{column}") for column in table.row_columns(row))
    elif raw.startswith("@"):
        yield SlotDefinition(cell=raw[1:])
    else:
        yield SlotDefinition(label=raw)


def _slot(slot: SlotDefinition, line: int, column: int, table: Table) -> Slot:
    text = "" if slot.label is None else _label(slot.label, table)
    address = None if slot.cell is None else f"{table.key}.{slot.cell}"
    return Slot(line, column, slot.rows, slot.columns, text, address)


def _label(label: str, table: Table) -> str:
    if not label.startswith("#"):
        return label
    named = table.rows.get(label[1:]) or table.columns.get(label[1:])
    if named is None:
        raise ValueError(f"table {table.key}: no row or column {label!r}")
    return named.label


def _complete(table: Table, grid: tuple[tuple[Slot, ...], ...]) -> None:
    shown = [slot.address for slots in grid for slot in slots if slot.address and not _of_open_row(slot, table)]
    expected = list(table.addresses())
    if sorted(shown) != sorted(expected):
        wrong = set(shown) ^ set(expected) or {address for address in shown if shown.count(address) > 1}
        raise ValueError(f"table {table.key}: grid and rows disagree on {', '.join(sorted(wrong))}")


def _of_open_row(slot: Slot, table: Table) -> bool:
    return table.open_rows and (slot.address or "").startswith(f"{table.key}.*")


def _printed(
    definition: TableDefinition, grid: tuple[tuple[Slot, ...], ...], rows: dict[str, RowDefinition]
) -> Iterator[PrintedRow]:
    block, in_header = 0, True
    for line, slots in enumerate(grid):
        cells = tuple(slot for slot in slots if slot.address is not None and not slot.address.endswith(".*"))
        if not cells:
            block += not in_header
            in_header = True
            continue
        in_header = False
        labels = [slot for slot in slots if slot.address is None or slot.address.endswith(".*")]
        own = labels[-1] if labels else None
        groups = tuple(slot.text for slot in labels[:-1])
        yield PrintedRow(definition.key, line, own, _names(own, cells[0], rows), groups, cells, block)


def _names(label: Slot | None, first: Slot, rows: dict[str, RowDefinition]) -> tuple[str, ...]:
    if label is None:
        return ()
    row = rows.get((first.address or "").partition(".")[2].rpartition(".")[0])
    return (label.text, *(row.aliases if row else ()))
