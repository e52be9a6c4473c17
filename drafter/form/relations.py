"""Relations of a form, written out as identities between cells, and named sums of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product

from drafter.form.schema.form import RelationDefinition, WeightedTerm
from drafter.form.tables import Table
from drafter.records import dataclass

LAST = "last:"


@dataclass(frozen=True, slots=True)
class Term:
    """A weight times a cell; `last` takes the cell from last year's report."""

    address: str
    weight: int = 1
    last: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """One instance of a relation: Σ left (=, <=, >=) Σ right, within the relation's tolerance."""

    relation: RelationDefinition
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    tolerance: Decimal

    @property
    def rule(self) -> str:
        return self.relation.rule

    @property
    def crosses_years(self) -> bool:
        return any(term.last for term in self.left + self.right)

    @property
    def cells(self) -> tuple[str, ...]:
        """Addresses of this year's cells, left side first."""
        return tuple(term.address for term in self.left + self.right if not term.last)


def named_sums(table: Table) -> dict[str, tuple[str, ...]]:
    """Address of every named sum of a table and the cells it adds up."""
    definition = table.definition
    sums: dict[str, tuple[str, ...]] = {}
    row_parts: dict[str, tuple[str, ...]] = {key: (key,) for key in table.rows}
    for row_sum in definition.row_sums:
        row_parts[row_sum.key] = tuple(part for row in row_sum.rows for part in row_parts[row])
    column_parts: dict[str, tuple[str, ...]] = {key: (key,) for key in table.columns}
    for column_sum in definition.column_sums:
        column_parts[column_sum.key] = column_sum.columns
    for (row, rows), (column, columns) in product(row_parts.items(), column_parts.items()):
        if len(rows) == 1 and len(columns) == 1 and row in table.rows and column in table.columns:
            continue
        if all(set(columns) <= set(table.row_columns(part)) for part in rows):
            parts = tuple(f"{table.key}.{part}.{item}" for part in rows for item in columns)
            sums[f"{table.key}.{row}.{column}"] = parts
    return sums


def identities(
    relation: RelationDefinition, tables: Mapping[str, Table], sums: Mapping[str, tuple[str, ...]]
) -> Iterator[Identity]:
    """Every instance of `relation` over the fixed rows and columns; ValueError when it names an unknown cell."""
    if relation.per == "once":
        yield _identity(relation, "{}", sums, tables)
        return
    table = tables.get(relation.table or "")
    if table is None:
        raise ValueError(f"relation {relation.rule}: no table {relation.table!r}")
    if table.open_rows and relation.per == "row":
        return
    for pattern in _patterns(relation, table):
        yield _identity(relation, pattern, sums, tables)


def open_row_identities(relation: RelationDefinition, table: Table, row: str) -> Iterator[Identity]:
    """The instance of a per-row `relation` for one row of an open table."""
    if relation.per == "row" and relation.table == table.key and table.open_rows:
        yield _written_out(relation, f"{table.key}.{row}.{{}}", {})


def _patterns(relation: RelationDefinition, table: Table) -> Iterator[str]:
    if relation.per == "column":
        for column in relation.columns or table.columns:
            yield f"{table.key}.{{}}.{column}"
        return
    needed = {_name(term) for term in relation.left + relation.right}
    for row in relation.rows or table.rows:
        if relation.rows or all(column in table.row_columns(row) for column in needed):
            yield f"{table.key}.{row}.{{}}"


def _name(term: str | WeightedTerm) -> str:
    name = term if isinstance(term, str) else term.of
    return name.removeprefix(LAST)


def _identity(
    relation: RelationDefinition, pattern: str, sums: Mapping[str, tuple[str, ...]], tables: Mapping[str, Table]
) -> Identity:
    identity = _written_out(relation, pattern, sums)
    known = {address for table in tables.values() for address in table.addresses()}
    unknown = [term.address for term in identity.left + identity.right if term.address not in known]
    if unknown:
        raise ValueError(f"relation {relation.rule}: no cell {unknown[0]!r}")
    if relation.computes and len(identity.left) != 1:
        raise ValueError(f"relation {relation.rule}: computes needs one term on the left")
    return identity


def _written_out(relation: RelationDefinition, pattern: str, sums: Mapping[str, tuple[str, ...]]) -> Identity:
    left = tuple(part for term in relation.left for part in _terms(term, pattern, sums))
    right = tuple(part for term in relation.right for part in _terms(term, pattern, sums))
    return Identity(relation, left, right, Decimal(str(relation.tolerance)))


def _terms(term: str | WeightedTerm, pattern: str, sums: Mapping[str, tuple[str, ...]]) -> Iterator[Term]:
    weight = 1 if isinstance(term, str) else term.weight
    name = term if isinstance(term, str) else term.of
    address = pattern.format(name.removeprefix(LAST))
    for part in sums.get(address, (address,)):
        yield Term(part, weight, name.startswith(LAST))
