"""The addresses that a text may speak of, with their labels, as a reader is told them: no figure stands among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.form import Form
from drafter.form.tables import Table
from drafter.records import dataclass
from drafter.report import Edit, Entry, Facts, splice
from drafter.report.quantities import find_quantities
from drafter.statements.judge import ENTRY

_GAP, _LEFT_OUT = "\u25a1", "\u2026"
"""What stands for the number of an entry, and for every other number, in the sentence that it stood in."""


@dataclass(frozen=True, slots=True)
class AddressGroup:
    """Rows of a table that have the same columns; an address is `table.row.column` for any two of them."""

    table: str
    name: str
    rows: Sequence[tuple[str, str]]
    """Keys and labels."""
    columns: Sequence[tuple[str, str]]


def address_groups(facts: Facts) -> tuple[AddressGroup, ...]:
    """The addresses of the form, rows with the same columns together, and of open tables those that the report has."""
    return tuple(group for table in facts.form.tables.values() for group in _groups(table, facts))


def _groups(table: Table, facts: Facts) -> Iterator[AddressGroup]:
    form, columns = facts.form, _columns(table)
    groups: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for row, label in _rows(table, facts):
        known = tuple(key for key in columns if _is_known(f"{table.key}.{row}.{key}", form, facts))
        if known:
            groups.setdefault(known, []).append((row, label))
    for keys, rows in groups.items():
        yield AddressGroup(table.key, table.definition.name, rows, [(key, columns[key]) for key in keys])


def _is_known(address: str, form: Form, facts: Facts) -> bool:
    return address in form.columns or address in form.sums or address in facts.figures


def _columns(table: Table) -> Mapping[str, str]:
    """Keys of columns and of named sums of columns, with their labels."""
    named = {item.key: item.label for item in table.definition.column_sums}
    return {key: column.label for key, column in table.columns.items()} | named


def _rows(table: Table, facts: Facts) -> Iterator[tuple[str, str]]:
    """Keys of rows and of named sums of rows, with the labels that the form prints for them."""
    for row, definition in table.rows.items():
        yield row, definition.label
    for item in table.definition.row_sums:
        yield item.key, item.label
    if table.open_rows:
        inside = (one.removeprefix(f"{table.key}.") for one in facts.figures if one.startswith(f"{table.key}."))
        for row in dict.fromkeys(one.rpartition(".")[0] for one in inside):
            if row not in table.rows:
                yield row, row


def entry_lines(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The entries by their addresses, each with the sentence that it stood in, its own number a gap."""
    return tuple((f"{ENTRY}{entry.id}", _with_gap(entry, facts)) for entry in facts.entries)


def _with_gap(entry: Entry, facts: Facts) -> str:
    text, is_open = entry.sentence, True
    edits = []
    for item in find_quantities(text, facts.form.definition.language):
        is_own = is_open and text[item.number_start : item.number_end] == entry.last
        is_open = is_open and not is_own
        edits.append(Edit(item.number_start, item.number_end, _GAP if is_own else _LEFT_OUT))
    return splice(text, edits)
