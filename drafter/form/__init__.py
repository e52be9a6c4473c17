"""The form: the definition of a report kind, read from a folder of data and built once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from pathlib import Path

from drafter.errors import FormError
from drafter.form.files import FORM_FILE, form_folder, form_keys, is_built_in, read_file
from drafter.form.relations import Identity, Term, identities, named_sums, open_row_identities
from drafter.form.schema.form import (
    ColumnDefinition,
    FormDefinition,
    KindDefinition,
    OpenMarkWords,
    RelationDefinition,
    SectionDefinition,
)
from drafter.form.structure import key_faults, name_faults
from drafter.form.tables import PrintedRow, Slot, Table, build_table
from drafter.records import dataclass

__all__ = [
    "ColumnDefinition",
    "Form",
    "FormDefinition",
    "Identity",
    "KindDefinition",
    "OpenMarkWords",
    "PrintedRow",
    "RelationDefinition",
    "SectionDefinition",
    "Slot",
    "Table",
    "Term",
    "form_keys",
    "load_form",
]


@dataclass(frozen=True, eq=False)
class Form:
    """A built form. Addresses are `table.row.column`; `sums` maps the address of a named sum to its cells."""

    folder: Path
    definition: FormDefinition
    tables: Mapping[str, Table] = field(repr=False)
    sums: Mapping[str, tuple[str, ...]] = field(repr=False)
    identities: tuple[Identity, ...] = field(repr=False)
    columns: Mapping[str, ColumnDefinition] = field(repr=False)
    """The column of every fixed cell."""
    cells: tuple[str, ...] = field(repr=False)
    """Addresses of all fixed cells, in the order of the form."""

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def sentence_end(self) -> str:
        """Signs at which a sentence ends, the usual one first."""
        return self.definition.reading.sentence_end

    @property
    def open_mark(self) -> OpenMarkWords:
        """The signs of an open mark, and what stands in one."""
        return self.definition.open_mark

    @property
    def is_built_in(self) -> bool:
        """True if it stands among the forms of the program."""
        return is_built_in(self.folder)

    @property
    def sections(self) -> tuple[SectionDefinition, ...]:
        return self.definition.sections

    def section(self, key: str) -> SectionDefinition:
        """The section `key`; KeyError when there is none."""
        return next(section for section in self.sections if section.key == key)

    def tables_of(self, section: str) -> tuple[Table, ...]:
        """Tables that stand in a section, in order."""
        return tuple(table for table in self.tables.values() if table.definition.section == section)

    @property
    def has_open_tables(self) -> bool:
        """Whether rows of some table are given by the filing."""
        return any(table.open_rows for table in self.tables.values())

    def identities_for(self, rows: Mapping[str, tuple[str, ...]]) -> tuple[Identity, ...]:
        """All identities, with those of open tables written out for the given `rows` (table key to row keys)."""
        written = [
            identity
            for table in self.tables.values()
            if table.open_rows
            for row in rows.get(table.key, ())
            for relation in self.definition.relations
            for identity in open_row_identities(relation, table, row)
        ]
        return (*self.identities, *written) if written else self.identities

    def cells_of(self, address: str) -> tuple[str, ...]:
        """The cells that a cell, a named sum, or several of these joined by "+" stand for."""
        if address in self.columns or address in self.sums:
            return self.sums.get(address, (address,))
        return tuple(cell for one in address.split("+") for cell in self.sums.get(one, (one,)))

    def column_of(self, address: str) -> ColumnDefinition:
        """The column that a cell (or a sum, by its first cell) stands in; KeyError when unknown."""
        known = self.columns.get(address)
        if known is not None:
            return known
        table, _, rest = self.cells_of(address)[0].partition(".")
        return self.tables[table].columns[rest.rpartition(".")[2]]

    def row_label(self, address: str) -> str:
        """The official label of a cell's row, or the key of an open row."""
        table, _, rest = address.partition(".")
        row = rest.rpartition(".")[0]
        known = self.tables[table].rows.get(row)
        if known:
            return known.label
        return next((item.label for item in self.tables[table].definition.row_sums if item.key == row), row)

    def column_label(self, address: str) -> str:
        """The official label of a cell's column, or that of a named sum of columns."""
        table, _, rest = address.partition(".")
        column = rest.rpartition(".")[2]
        known = self.tables[table].columns.get(column)
        if known:
            return known.label
        return next(item.label for item in self.tables[table].definition.column_sums if item.key == column)

    def english(self, label: str, key: str) -> str:
        """What English messages call a thing of the form: its label, if the form is in English; else its key."""
        return f"'{label}'" if self.definition.language == "en" else key

    def english_row(self, address: str) -> str:
        """What English messages call the row of a cell."""
        table = self.tables[address.partition(".")[0]].definition.name
        return self.english(f"{table}, {self.row_label(address)}", address.rpartition(".")[0])

    def traits_of(self, kind: str | None) -> tuple[str, ...] | None:
        """What rules may ask of a kind of organisation; None when the kind is not known."""
        return next((item.traits for item in self.definition.kinds if item.key == kind), None)

    def suggested_kind(self, organization: str | None) -> KindDefinition | None:
        """The kind that a name suggests; None when it suggests none."""
        for kind in self.definition.kinds if organization else ():
            if kind.suggested_by and re.search(kind.suggested_by, organization or ""):
                return kind
        return None


def load_form(name: str, base: Path = Path()) -> Form:
    """The built-in form `name`, or the form in the folder at that path from `base`; FormError says what is wrong."""
    return _load(form_folder(name, base))


@cache
def _load(where: Path) -> Form:
    path = where / FORM_FILE
    definition = read_file(path, FormDefinition)
    try:
        return build(where, definition)
    except ValueError as error:
        raise FormError("form_structure", path=path, reason=error) from error


def build(where: Path, definition: FormDefinition) -> Form:
    """The form of a definition; ValueError when tables, sums, sections and relations do not fit together."""
    for fault in key_faults(definition):
        raise ValueError(fault)
    tables = {table.key: build_table(table) for table in definition.tables}
    sums = {address: cells for table in tables.values() for address, cells in named_sums(table).items()}
    written = tuple(item for relation in definition.relations for item in identities(relation, tables, sums))
    cells = tuple(address for table in tables.values() for address in table.addresses())
    for fault in name_faults(definition, {*cells, *sums}):
        raise ValueError(fault)
    columns = {
        f"{table.key}.{row}.{column}": table.columns[column]
        for table in tables.values()
        for row in table.rows
        for column in table.row_columns(row)
    }
    return Form(where, definition, tables, sums, written, columns, cells)
