"""Reads the workbook: what the clerk typed, whichever program saved it, with formulas computed or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import field
from types import MappingProxyType

from openpyxl.utils import get_column_letter

from drafter.document import Notice
from drafter.errors import SourceError
from drafter.form import ColumnDefinition, Form
from drafter.messages import LANGUAGES
from drafter.records import dataclass
from drafter.report import Figure, Figures, blank_figures, complete, parse_figure
from drafter.workbook.labels import words_of
from drafter.workbook.layout import (
    ENTRY_HEAD,
    ENTRY_ID,
    ENTRY_VALUE,
    META,
    NUMBERS,
    OPEN_ROWS,
    VERSION,
    WorkbookLayout,
    layout_of,
)
from drafter.workbook.locate import Found, find_table
from drafter.workbook.opened import Book, Spot, as_text
from drafter.workbook.operands import Blocked, NotComputable

_MOST_ROWS = 5000
"""Open rows, entries and lines of the hidden sheet that are read."""
_GIVEN = "given."
"""On the hidden sheet, stands before the address of a total that was given from the start."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a workbook holds: every cell (None when blank), entries by id, tables whose rest is zero, and notices."""

    figures: Figures
    entries: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    rest_zero: frozenset[str] = frozenset()
    notes: tuple[Notice, ...] = ()
    heading: str | None = None
    """The title of the report for which the workbook was made."""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """How a clerk finds each cell, by its address: its sheet and its name on it."""


def read(data: bytes, form: Form) -> Contents:
    """The contents of a workbook; SourceError when it is none, or not the one that was made for this form.

    A total that its own formula computes is left blank, for `filing.complete`; one that was typed over, or that a
    formula of the clerk's own puts otherwise, is a given figure.
    """
    reading = _open(data, form)
    figures = reading.figures()
    entries = reading.entries(_entries_sheet(reading.book, reading.layout))
    zero, heading = frozenset(reading.zero), reading.book.title or None
    return Contents(figures, entries, zero, tuple(reading.notes), heading, reading.names)


def spots_of(data: bytes, form: Form) -> Mapping[str, tuple[str, Spot]]:
    """Where every cell stands in a workbook now, by address; SourceError as `read`."""
    return _open(data, form).spots()


def entry_rows_of(data: bytes, form: Form) -> tuple[str, Mapping[str, int]]:
    """The sheet of entries and the row of each by its id, the first of several; SourceError as `read`."""
    reading = _open(data, form)
    sheet = _entries_sheet(reading.book, reading.layout)
    rows: dict[str, int] = {}
    for row in range(ENTRY_HEAD + 1, min(reading.book.last_row(sheet), _MOST_ROWS) + 1):
        name = reading.book.text(sheet, (row, ENTRY_ID)).strip()
        if name:
            rows.setdefault(name, row)
    return sheet, rows


def planned_of(data: bytes, form: Form) -> tuple[WorkbookLayout, str]:
    """The layout that a workbook was made with, and the word in it that turns a table's switch on."""
    reading = _open(data, form)
    language = _meta(reading.book, form).get("language", form.definition.language)
    return reading.layout, words_of(language).table.yes


def _open(data: bytes, form: Form) -> _Reading:
    book = Book(data)
    meta = _meta(book, form)
    layout = layout_of(form, _open_rows(meta, form))
    _entries_sheet(book, layout)
    return _Reading(book, layout, {name.removeprefix(_GIVEN) for name in meta if name.startswith(_GIVEN)})


def _meta(book: Book, form: Form) -> dict[str, str]:
    """Keys and values of the hidden sheet; SourceError if the workbook is for another form."""
    rows = range(1, min(book.last_row(META), _MOST_ROWS) + 1) if META in book.sheets else ()
    meta = {book.text(META, (row, 1)): book.text(META, (row, 2)) for row in rows}
    if meta.get("form", form.key) != form.key:
        raise SourceError("workbook_form", found=meta["form"], expected=form.key)
    if meta.get("version", str(VERSION)) != str(VERSION):
        raise SourceError("workbook_version", found=meta["version"], expected=VERSION)
    return meta


def _open_rows(meta: Mapping[str, str], form: Form) -> dict[str, int]:
    """Rows of open tables."""
    return {key: _count(meta.get(f"rows.{key}", "")) for key, table in form.tables.items() if table.open_rows}


def _count(text: str) -> int:
    return min(max(int(text), 1), _MOST_ROWS) if text.isdecimal() and len(text) < 6 else OPEN_ROWS


def _entries_sheet(book: Book, layout: WorkbookLayout) -> str:
    """The sheet of entries, in whatever language; SourceError names the first sheet that is not there."""
    known = [words_of(language).entries.sheet for language in LANGUAGES]
    entries = next((name for name in known if name in book.sheets), None)
    for name in [table.sheet for table in layout.tables.values()]:
        if name not in book.sheets:
            raise SourceError("workbook_sheet", sheet=name, found=_shown(book))
    if entries is None:
        language = layout.form.definition.language
        raise SourceError("workbook_sheet", sheet=words_of(language).entries.sheet, found=_shown(book))
    return entries


def _shown(book: Book) -> str:
    return " | ".join(name for name in book.sheets if name != META)[:200]


class _Reading:
    """One reading of a workbook for a form, with the notices that arise."""

    def __init__(self, book: Book, layout: WorkbookLayout, given: Set[str]) -> None:
        self.book, self.layout, self.form, self.given = book, layout, layout.form, given
        self.tables = {key: find_table(book, table) for key, table in layout.tables.items()}
        self.zero = {key for key, found in self.tables.items() if self._switched(found)}
        self.suggested = {item.left[0].address for item in layout.identities if item.relation.suggests}
        self.notes: list[Notice] = []
        self.computed: set[str] = set()
        """Totals that hold a formula and were not given from the start."""
        self.typed: dict[str, str] = {}
        """Totals that were typed over their formula, as they were typed."""
        self.names: dict[str, str] = {}

    def _switched(self, found: Found) -> bool:
        answers = {words_of(language).table.yes.casefold() for language in LANGUAGES}
        return found.switch is not None and self.book.text(found.sheet, found.switch).strip().casefold() in answers

    def figures(self) -> Figures:
        """Every fixed cell, then the open rows, in the order of the form."""
        figures: dict[str, Figure] = blank_figures(self.form)
        for key, found in self.tables.items():
            for address, spot in found.cells.items():
                figures[address] = self._figure(address, found.sheet, spot, zero=key in self.zero)
            for address, spot in self._open_cells(key, found):
                figures[address] = self._figure(address, found.sheet, spot, zero=key in self.zero)
        given = {cell: None if cell in self.computed else figure for cell, figure in figures.items()}
        finished, _ = complete(given, self.form)
        self._told_typed(figures)
        return {
            cell: None if cell in self.computed and figure == finished[cell] else figure
            for cell, figure in figures.items()
        }

    def _told_typed(self, figures: Figures) -> None:
        """Note the totals that were typed over their formula and are not what it would come to."""
        blank = {cell: None if cell in self.typed or cell in self.computed else item for cell, item in figures.items()}
        sums, _ = complete(blank, self.form) if self.typed else (figures, None)
        for address, raw in self.typed.items():
            if figures[address] != sums[address]:
                self.notes.append(Notice("total_typed", (("cell", self.names[address]), ("raw", raw))))

    def spots(self) -> dict[str, tuple[str, Spot]]:
        """Where every cell stands, open rows by the names typed in them."""
        named = ((found.sheet, item) for key, found in self.tables.items() for item in self._open_cells(key, found))
        fixed = {a: (found.sheet, spot) for found in self.tables.values() for a, spot in found.cells.items()}
        return fixed | {address: (sheet, spot) for sheet, (address, spot) in named}

    def _open_cells(self, key: str, found: Found) -> Iterator[tuple[str, Spot]]:
        seen: set[str] = set()
        for row in found.open_rows:
            name = " ".join(self.book.text(found.sheet, (row, found.key_column)).split())
            spots = {column: (row, where) for column, where in found.open_columns.items()}
            if not name or name in seen:
                self._lost_row(found.sheet, row, name, spots)
                continue
            seen.add(name)
            yield from ((f"{key}.{name}.{column}", spot) for column, spot in spots.items())

    def _lost_row(self, sheet: str, row: int, name: str, spots: Mapping[str, Spot]) -> None:
        """Note an open row that cannot be read: it has figures and no name, or another row's name."""
        contents = [self.book.content(sheet, spot) for spot in spots.values()]
        if name or any(content.value is not None and content.formula is None for content in contents):
            key = "workbook_row_twice" if name else "workbook_row_without_name"
            self.notes.append(Notice(key, (("cell", f"{sheet} {row}"), ("name", name))))

    def _figure(self, address: str, sheet: str, spot: Spot, *, zero: bool) -> Figure:
        column = self.form.column_of(address)
        self.names[address] = _named(sheet, spot)
        content, planned = self.book.content(sheet, spot), self._planned(address)
        own = planned in self.layout.totals or planned in self.suggested
        if content.formula is not None and planned in self.layout.totals and address not in self.given:
            self.computed.add(address)
        text = self._text(sheet, spot, own=own)
        if content.formula is None and text.strip() and planned in self.layout.totals and address not in self.given:
            self.typed[address] = text.strip()
        if zero and content.formula is None and not text.strip() and self._counts(planned, column):
            return 0
        parsed = parse_figure(text, column)
        if not parsed.regular and column.kind in NUMBERS and not isinstance(parsed.figure, str):
            self._tidied(sheet, spot, content.value, text)
        return parsed.figure

    def _text(self, sheet: str, spot: Spot, *, own: bool = False) -> str:
        """A cell as a person sees it; a formula without a value is blank, with a notice.

        There is no notice where the form's `own` formula only waits for another cell: that one has its notice.
        """
        content = self.book.content(sheet, spot)
        if content.formula is None:
            return as_text(content.value, percent=content.percent)
        try:
            return as_text(self.book.value(sheet, spot), percent=content.percent)
        except NotComputable as error:
            if not (own and isinstance(error, Blocked)):
                shown = (("cell", _named(sheet, spot)), ("shown", str(content.value)))
                self.notes.append(Notice("formula_error" if content.error else "formula_not_computed", shown))
            return ""

    def _tidied(self, sheet: str, spot: Spot, value: object, text: str) -> None:
        if isinstance(value, str):
            self.notes.append(Notice("figure_tidied", (("cell", _named(sheet, spot)), ("raw", text.strip()))))

    def _planned(self, address: str) -> str:
        """The address in the layout: an open row stands for all."""
        table, _, rest = address.partition(".")
        row, _, column = rest.rpartition(".")
        return address if row in self.form.tables[table].rows else f"{table}._1.{column}"

    def _counts(self, planned: str, column: ColumnDefinition) -> bool:
        return column.kind in NUMBERS and planned not in self.layout.totals

    def entries(self, sheet: str) -> dict[str, str | None]:
        """This year's value of every entry, by the id in its line; lines may have been sorted or moved."""
        found: dict[str, str | None] = {}
        for row in range(ENTRY_HEAD + 1, min(self.book.last_row(sheet), _MOST_ROWS) + 1):
            name = self.book.text(sheet, (row, ENTRY_ID)).strip()
            if name:
                found[name] = found.get(name) or self._text(sheet, (row, ENTRY_VALUE)).strip() or None
        return found


def _named(sheet: str, spot: Spot) -> str:
    """A cell as a clerk finds it: its sheet and its name on it."""
    return f"{sheet} {get_column_letter(spot[1])}{spot[0]}"
