"""The schema of `form.toml`: what a report kind may declare, and nothing else."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from drafter.form.schema.values import (
    NEVER,
    Bilingual,
    Key,
    Pattern,
    Severity,
    Strict,
    pattern_with,
    template_with,
)

ColumnKind = Literal["count", "amount", "ratio", "text", "date"]
SectionKind = Literal["prose", "topics", "problems", "tables"]


Word = Annotated[str, Field(min_length=1)]


class TitleDefinition(Strict):
    """How the title is written, and the shapes in which it is read (tried in order; without any, as it is written)."""

    template: Annotated[str, template_with("organization", "year")]
    patterns: tuple[Annotated[str, pattern_with("organization", "year")], ...] = ()
    no_organization: Pattern = NEVER
    """What the patterns take for an organisation where the title names none, or only the end of its name."""
    publisher: Annotated[str, pattern_with("organization")] | None = None
    """Where a page says who publishes the report, for a title that names no organisation."""
    tail: str = ""
    """What the name of an organisation may lack at its end and still be the same."""

    @model_validator(mode="before")
    @classmethod
    def _read_as_written(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "patterns" in data or not isinstance(data.get("template"), str):
            return data
        plain = re.sub(r"[\\.^$*+?\[\]|()]", r"\\\g<0>", data["template"])
        shape = plain.replace("{organization}", "(?P<organization>.+?)").replace("{year}", r"(?P<year>\d{4})")
        return data | {"patterns": [shape]}


class OpenMarkWords(Strict):
    """What stands before and after words that a person must settle."""

    prefix: Word = "[? "
    suffix: Word = "]"
    last: Annotated[str, template_with("text")] = "{text}"
    """How last year's words stand inside a mark; the field is `text`."""
    problem: Annotated[str, template_with("text")] = "{text}?"
    measure: Annotated[str, template_with("text")] = "{text}?"
    missing: Annotated[str, template_with("row", "column")] = "{row}, {column}"
    """How a blank cell is asked for; the fields are `row` and `column`."""
    unusable: Annotated[str, template_with("row", "column", "text")] = "{row}, {column}: {text}?"
    """How a cell is asked for that holds the `text` instead of a number."""


class ReadingDefinition(Strict):
    """What recognition knows of the language: numbering, sentence ends, words that stand for a value."""

    word_spaces: bool = False
    """Whether the language divides its words by spaces; otherwise spaces in titles and at line ends mean nothing."""
    not_numbers: tuple[Word, ...] = ()
    units: tuple[Word, ...] = ()
    header_filler: str = ""
    """Letters that a column's label may have or lack and still be that label."""
    topic_number: Pattern = NEVER
    other_number: Pattern = NEVER
    """Other ways in which topics are numbered: what stands behind one is a heading only where it names a topic."""
    section_number: Pattern = NEVER
    heading_words: tuple[Word, ...] = ()
    """Words that a heading may hold beside the key words of its section or topic, whichever it is."""
    sentence_end: Word = "."
    list_separator: str = ", "
    page_number: Pattern = NEVER
    contents: tuple[str, ...] = ()
    """Headings of a list of contents."""
    page_head: tuple[Pattern, ...] = ()
    """A line, its spaces left out, that a page puts between its title and its text: date, source, buttons."""
    page_furniture: tuple[Pattern, ...] = ()
    """A line that a page puts below its text: links, the operator of the site."""
    names: Pattern = NEVER
    """Names of documents, in which a year is part of the name."""
    document_year: Pattern = NEVER
    """The year of a document number."""
    events: Pattern = NEVER
    """Dates of events."""
    short_dates: Pattern = NEVER
    """Dates in figures alone, as notes have them, with the groups `month` and `day`."""
    date: Annotated[str, template_with("month", "day")] = "{month}/{day}"
    """How a text writes such a date."""
    period: Pattern = NEVER
    """The first and last day of the reporting year, and the like: dates that move with the year."""


class KindDefinition(Strict):
    """A kind of organisation; traits are what rules ask for, `suggested_by` infers the kind from a name."""

    key: Key
    name: Bilingual
    traits: tuple[str, ...] = ()
    suggested_by: Pattern | None = None


class TopicDefinition(Strict):
    """A part of a narrative section, found by keywords in its heading."""

    key: Key
    heading: str
    keywords: tuple[Word, ...] = ()
    asks: str = ""
    """What a person is asked for where last year's report says nothing."""
    skeleton: tuple[str, ...] = ()
    """Sentences with references for a report without a predecessor."""


class SectionDefinition(Strict):
    """A section of the report; aliases are its titles in other years or offices, read and reported."""

    key: Key
    heading: str
    kind: SectionKind
    aliases: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    """Key words of its heading, by which it is known in other words, at its place and with its number."""
    asks: str = ""
    skeleton: tuple[str, ...] = ()
    topics: tuple[TopicDefinition, ...] = ()


class ColumnDefinition(Strict):
    """A column; `legal` are words that may stand instead of a number ("N/A")."""

    key: Key
    label: str
    aliases: tuple[str, ...] = ()
    kind: ColumnKind = "count"
    unit: str | None = None
    decimals: int | None = None
    signed: bool = False
    legal: tuple[str, ...] = ()


class RowDefinition(Strict):
    """A row; without `columns` it has every column of its table. Help is for the person who fills it in."""

    key: Key
    label: str
    aliases: tuple[str, ...] = ()
    columns: tuple[Key, ...] | None = None
    help: str = ""


class RowSum(Strict):
    """A named sum of rows (or of other row sums), for every column they share."""

    key: Key
    label: str
    rows: tuple[Key, ...]


class ColumnSum(Strict):
    """A named sum of columns, for every row that has them."""

    key: Key
    label: str
    columns: tuple[Key, ...]


class SlotDefinition(Strict):
    """A slot of the printed table: a label, a cell, or (in an open table) the row's own key."""

    label: str | None = None
    cell: str | None = None
    rows: Annotated[int, Field(ge=1, le=200)] = 1
    columns: Annotated[int, Field(ge=1, le=200)] = 1

    @model_validator(mode="after")
    def _one_thing(self) -> SlotDefinition:
        if (self.label is None) == (self.cell is None):
            raise ValueError("a slot has either a label or a cell")
        return self


class TableDefinition(Strict):
    """A table: its model (rows, columns, sums) and, apart from it, its printed grid.

    In `grid`, "#key" is the label of that row or column, "@row.column" a cell, "@row.*" all cells of a row, any other
    text a label. In a table with `open_rows`, "@" is the row's key and "@*.column" its cells, in one grid row. Without
    a grid there is a line with the labels of the columns, and one below it for each row.
    """

    key: Key
    section: Key
    name: str
    columns: tuple[ColumnDefinition, ...]
    rows: tuple[RowDefinition, ...] = ()
    open_rows: bool = False
    grid: tuple[tuple[str | SlotDefinition, ...], ...] = ()
    widths: tuple[float, ...] = ()
    row_sums: tuple[RowSum, ...] = ()
    column_sums: tuple[ColumnSum, ...] = ()


class WeightedTerm(Strict):
    """A term with a weight other than 1."""

    of: str
    weight: int


class RelationDefinition(Strict):
    """Two sums and how they compare; `last:` before a term takes it from last year's report.

    `computes`: a blank left side (one term) is the right side. `prefills`: a new case starts with it. `suggests`: the
    workbook offers it as a formula.
    """

    rule: str
    per: Literal["row", "column", "once"] = "once"
    table: Key | None = None
    rows: tuple[Key, ...] | None = None
    columns: tuple[Key, ...] | None = None
    left: tuple[str | WeightedTerm, ...]
    right: tuple[str | WeightedTerm, ...]
    is_: Annotated[Literal["=", "<=", ">="], Field(alias="is")] = "="
    tolerance: float = 0
    computes: bool = False
    prefills: bool = False
    suggests: bool = False
    severity: Severity = "error"
    source: str = ""
    name: Bilingual


class ComparisonDefinition(Strict):
    """A comparison with last year's figures that is no relation."""

    rule: str
    kind: Literal["copied", "copied_table", "jump", "unit_slip"]
    cells: tuple[str, ...] = ()
    tables: tuple[Key, ...] = ()
    ratio: float = 1
    minimum: float = 0
    severity: Severity = "warning"
    source: str = ""
    name: Bilingual


class PowerDefinition(Strict):
    """Cells that only organisations with a trait may fill with more than zero."""

    rule: str
    cells: tuple[str, ...]
    trait: str
    source: str = ""
    name: Bilingual


class SupersededDefinition(Strict):
    """An older format, told by words that stand in the headers of its tables."""

    format: str
    markers: tuple[str, ...]
    rows: tuple[str, ...] = ()
    """Labels of rows that only that format has."""
    tables: tuple[str, ...] = ()
    """Tables with rows that have other columns in that format, though as many: read only below their own header."""
    source: str = ""


class FormDefinition(Strict):
    """A whole `form.toml`."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    name: Bilingual
    language: Literal["zh", "en"]
    style: str = "plain"
    source: str = ""
    """Where the report is laid down; findings on its tables name it."""
    first_year: int = 1990
    """The first year of this format of the report."""
    title: TitleDefinition
    open_mark: OpenMarkWords = OpenMarkWords()
    reading: ReadingDefinition = ReadingDefinition()
    kinds: tuple[KindDefinition, ...] = ()
    sections: tuple[SectionDefinition, ...]
    tables: tuple[TableDefinition, ...]
    relations: tuple[RelationDefinition, ...] = ()
    comparisons: tuple[ComparisonDefinition, ...] = ()
    powers: tuple[PowerDefinition, ...] = ()
    superseded: tuple[SupersededDefinition, ...] = ()
