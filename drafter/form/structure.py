"""What a form names must be there: cells, tables, sections, traits, and no key twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from drafter.form.relations import identities, named_sums
from drafter.form.schema.form import FormDefinition, SectionDefinition, TableDefinition, TopicDefinition
from drafter.form.schema.values import Strict
from drafter.form.tables import Table, build_table
from drafter.resources import folder

_REFERENCE = re.compile(r"\{((?:[a-z]\w*\.)+\w+)")
"""A cell of this year in a skeleton's sentence."""


def faults(definition: FormDefinition) -> tuple[str, ...]:
    """All that does not fit together; what names a table that is faulty itself is left for the next time."""
    found = list(key_faults(definition))
    faulty: set[str] = set()
    tables: dict[str, Table] = {}
    sums: dict[str, tuple[str, ...]] = {}
    for table in definition.tables:
        try:
            tables[table.key] = build_table(table)
            sums |= named_sums(tables[table.key])
        except (ValueError, KeyError) as error:
            faulty.add(table.key)
            found += [str(error)] if isinstance(error, ValueError) else []
    cells = {address for table in tables.values() for address in table.addresses()}
    named = [*_relation_faults(definition, tables, sums), *name_faults(definition, {*cells, *sums})]
    found += [fault for fault in named if not any(f"'{key}." in fault or f"'{key}'" in fault for key in faulty)]
    return tuple(dict.fromkeys(found))


def _relation_faults(
    definition: FormDefinition, tables: dict[str, Table], sums: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    for relation in definition.relations:
        try:
            tuple(identities(relation, tables, sums))
        except ValueError as error:
            yield str(error)


def key_faults(definition: FormDefinition) -> Iterator[str]:
    """Keys that are given twice, and rows and columns that a table names and does not have."""
    lists: list[tuple[str, Iterable[Strict]]] = [
        ("kinds", definition.kinds),
        ("sections", definition.sections),
        ("tables", definition.tables),
        *((f"section {section.key}: topics", section.topics) for section in definition.sections),
        *((f"table {table.key}: rows", table.rows) for table in definition.tables),
        *((f"table {table.key}: columns", table.columns) for table in definition.tables),
    ]
    for name, items in lists:
        for key, count in Counter(getattr(item, "key", "") for item in items).items():
            if count > 1:
                yield f"{name}: the key {key!r} is given twice"
    if not definition.tables:
        yield "tables: at least one is needed"
    for table in definition.tables:
        columns, rows = {column.key for column in table.columns}, {row.key for row in table.rows}
        for row in table.rows:
            yield from _unknown(f"table {table.key}: row {row.key}", "column", row.columns or (), columns)
        yield from _sum_faults(table, rows, columns)


def _sum_faults(table: TableDefinition, rows: set[str], columns: set[str]) -> Iterator[str]:
    """Named sums that share a name, or that add up what is not there; a sum of rows may add up those before it."""
    free_columns = set(columns)
    for row_sum in table.row_sums:
        if row_sum.key in rows:
            yield f"table {table.key}: the name {row_sum.key!r} is given twice"
        yield from _unknown(f"table {table.key}: row sum {row_sum.key}", "row", row_sum.rows, rows)
        rows = rows | {row_sum.key}
    for column_sum in table.column_sums:
        if column_sum.key in free_columns:
            yield f"table {table.key}: the name {column_sum.key!r} is given twice"
        yield from _unknown(f"table {table.key}: column sum {column_sum.key}", "column", column_sum.columns, columns)
        free_columns.add(column_sum.key)


def name_faults(definition: FormDefinition, cells: Collection[str]) -> Iterator[str]:
    """Names of what is not there; `cells` are the addresses of cells and named sums."""
    sections = {section.key for section in definition.sections}
    if not (folder("data") / "styles" / f"{definition.style}.toml").is_file():
        yield f"style: no style {definition.style!r}"
    if all(section.kind == "tables" for section in definition.sections):
        yield "sections: one at least must be of kind prose, topics or problems"
    for table in definition.tables:
        yield from _unknown(f"table {table.key}", "section", [table.section], sections)
    for section in definition.sections:
        yield from _skeleton(section, cells)
    tables = {table.key for table in definition.tables}
    traits = {trait for kind in definition.kinds for trait in kind.traits}
    for comparison in definition.comparisons:
        yield from _unknown(f"comparison {comparison.rule}", "cell", comparison.cells, cells)
        yield from _unknown(f"comparison {comparison.rule}", "table", comparison.tables, tables)
    for power in definition.powers:
        yield from _unknown(f"power {power.rule}", "cell", power.cells, cells)
        yield from _unknown(f"power {power.rule}", "trait", [power.trait], traits)
    for old in definition.superseded:
        yield from _unknown(f"superseded {old.format}", "table", old.tables, tables)


def _skeleton(section: SectionDefinition, cells: Collection[str]) -> Iterator[str]:
    places: tuple[SectionDefinition | TopicDefinition, ...] = (section, *section.topics)
    for place in places:
        named = (name for sentence in place.skeleton for name in _REFERENCE.findall(sentence))
        yield from _unknown(f"skeleton of {place.key}", "cell", named, cells)


def _unknown(where: str, what: str, named: Iterable[str], known: Collection[str]) -> Iterator[str]:
    for name in named:
        if name not in known:
            yield f"{where}: no {what} {name!r}"
