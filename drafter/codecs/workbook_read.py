"""Reading the figures workbook: what the clerk typed, whoever saved it, with formulas computed or not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from drafter.codecs.workbook_formulas import NotComputable, Value, evaluate
from drafter.codecs.workbook_layout import ENTRY_HEAD, Spot, Words, name_of, sheet_name, spots, words_of
from drafter.document import Notice
from drafter.errors import SourceError
from drafter.filing import Figure, Figures, blank_figures, parse_figure
from drafter.form import Form
from drafter.messages import LANGUAGES

_LARGEST = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Contents:
    """What a workbook holds: every cell (None when blank), entries by id, tables whose rest is zero, and notices."""

    figures: Figures
    entries: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    rest_zero: frozenset[str] = frozenset()
    notes: tuple[Notice, ...] = ()
    heading: str | None = None
    """The title of the report for which the workbook was made."""


def read(data: bytes, form: Form) -> Contents:
    """The contents of a workbook; SourceError when it is none, or its sheets are not those that it was made with."""
    _guard(data)
    try:
        formulas = load_workbook(io.BytesIO(data))
        values = load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:  # openpyxl lets whatever it meets in a damaged file escape
        raise SourceError("workbook_damaged", reason=type(error).__name__) from error
    return _Reader(formulas, values, form).contents()


def _guard(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError("old_office")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError("not_a_workbook") from error
    if size > _LARGEST:
        raise SourceError("zip_bomb", size=size // 1024 // 1024, limit=_LARGEST // 1024 // 1024)
    if not any(name.startswith("xl/") for name in names):
        raise SourceError("not_a_workbook")


class _Reader:
    """One reading: the workbook with its formulas, and again with the values that a program cached."""

    def __init__(self, formulas: Any, values: Any, form: Form) -> None:
        self.formulas, self.values, self.form = formulas, values, form
        self.words = self._language()
        self.spots = self._spots()
        self.notes: list[Notice] = []
        self._busy: set[tuple[str, int, int]] = set()
        self._computed = {item.left[0].address for item in form.identities if item.relation.computes}
        self._suggested = {item.left[0].address for item in form.identities if item.relation.suggests}

    def _language(self) -> Words:
        """The words that the workbook was made with; SourceError names the first sheet that is not there."""
        expected = [sheet_name(table) for table in self.form.tables.values()]
        found = self.formulas.sheetnames
        missing = [name for name in expected if name not in found]
        known = [words_of(language) for language in LANGUAGES if words_of(language).entries_sheet in found]
        if missing or not known:
            name = missing[0] if missing else words_of(self.form.definition.language).entries_sheet
            raise SourceError("workbook_sheet", sheet=name, found=" ".join(found)[:200])
        return known[0]

    def _spots(self) -> dict[str, Spot]:
        """Where each cell stands now: by its defined name, which follows inserted rows, else where it was put."""
        usual = spots(self.form)
        return {address: self._named(name_of(address)) or spot for address, spot in usual.items()}

    def _named(self, name: str) -> Spot | None:
        defined = self.formulas.defined_names.get(name)
        try:
            if defined is None:
                return None
            sheet, _, area = defined.attr_text.rpartition("!")
            column, row, _, _ = range_boundaries(area.replace("$", ""))
            title = sheet.strip("'").replace("''", "'")
            return Spot(title, row, column) if title in self.formulas.sheetnames else None
        except (ValueError, TypeError, AttributeError):
            return None

    def contents(self) -> Contents:
        """Everything in it."""
        zero = frozenset(table for table in self.form.tables if self._rest_is_zero(table))
        figures: dict[str, Figure] = blank_figures(self.form)
        for address in figures:
            figures[address] = self._figure(address, self.spots[address])
        for address in list(figures):
            component = address not in self._computed and address not in self._suggested
            if figures[address] is None and component and address.partition(".")[0] in zero:
                figures[address] = 0
        figures |= self._open_rows()
        for address in self._suggested:
            figures[address] = self._suggestion(address, figures)
        heading = self.formulas.properties.title or None
        return Contents(figures, self._entries(), zero, tuple(self.notes), heading)

    def _rest_is_zero(self, table: str) -> bool:
        spot = self._named(f"zero_{table}")
        return spot is not None and str(self._raw(spot) or "").strip() == self.words.yes

    def _raw(self, spot: Spot) -> Any:
        return self.formulas[spot.sheet].cell(spot.row, spot.column).value

    def _figure(self, address: str, spot: Spot) -> Figure:
        raw = self._raw(spot)
        if isinstance(raw, str) and raw.startswith("="):
            own = address in self._computed or address in self._suggested
            if own and raw.replace(" ", "").upper().startswith("=IF(OR("):
                return None
            return self._formula(raw, spot, address)
        return self._typed(raw, address)

    def _typed(self, raw: Any, address: str) -> Figure:
        column = self.form.column_of(address)
        if raw is None:
            return None
        if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
            return str(raw)
        text = raw if isinstance(raw, str) else _digits(raw)
        return parse_figure(text, column).figure

    def _formula(self, formula: str, spot: Spot, address: str) -> Figure:
        cached = self.values[spot.sheet].cell(spot.row, spot.column).value
        if cached is not None:
            return self._typed(cached, address)
        try:
            return self._typed(_digits(evaluate(formula, spot.sheet, self._value)), address)
        except NotComputable:
            self.notes.append(Notice("formula_not_computed", (("cell", f"{spot.sheet}!{spot.local}"),)))
            return None

    def _value(self, sheet: str, row: int, column: int) -> Value:
        """A cell's value for a formula that refers to it; NotComputable in a circle or off the workbook."""
        key = (sheet, row, column)
        if sheet not in self.formulas.sheetnames or key in self._busy or len(self._busy) > 50:
            raise NotComputable(f"{sheet}!{row},{column}")
        raw = self.formulas[sheet].cell(row, column).value
        if not (isinstance(raw, str) and raw.startswith("=")):
            return _plain(raw)
        cached = self.values[sheet].cell(row, column).value
        if cached is not None:
            return _plain(cached)
        self._busy.add(key)
        try:
            return evaluate(raw, sheet, self._value)
        finally:
            self._busy.discard(key)

    def _suggestion(self, address: str, figures: Figures) -> Figure:
        """A typed value, or our own formula worked out from the figures that it needs."""
        if figures[address] is not None:
            return figures[address]
        spot = self.spots[address]
        raw = self._raw(spot)
        if not isinstance(raw, str) or not raw.startswith("="):
            return 0 if address.partition(".")[0] in self._zero_tables() else None
        item = next(i for i in self.form.identities if i.relation.suggests and i.left[0].address == address)
        constant = raw.partition("),")[2].partition("N(")[0].rstrip("+-")
        values = [(term.weight, figures.get(term.address)) for term in item.right if not term.last]
        if not constant or any(value is None or isinstance(value, str) for _, value in values):
            return None
        total = Decimal(constant) + sum(weight * Decimal(str(value)) for weight, value in values)
        return self._typed(_digits(total), address)

    def _zero_tables(self) -> frozenset[str]:
        return frozenset(table for table in self.form.tables if self._rest_is_zero(table))

    def _open_rows(self) -> dict[str, Figure]:
        figures: dict[str, Figure] = {}
        for table in self.form.tables.values():
            if not table.open_rows:
                continue
            for address, spot in self.spots.items():
                prefix, _, number = address.partition(".*")
                if prefix != table.key or not number.isdigit():
                    continue
                key = self._raw(spot)
                if key is None or not str(key).strip():
                    continue
                for column in table.columns:
                    cell = f"{table.key}.{' '.join(str(key).split())}.{column}"
                    figures[cell] = self._figure(cell, self.spots[f"{address}.{column}"])
        return figures

    def _entries(self) -> dict[str, str | None]:
        sheet = self.formulas[self.words.entries_sheet]
        found: dict[str, str | None] = {}
        for row in range(ENTRY_HEAD + 1, min(sheet.max_row, 5000) + 1):
            name = sheet.cell(row, 1).value
            if name:
                found[str(name).strip()] = self._entry(Spot(self.words.entries_sheet, row, 6))
        return found

    def _entry(self, spot: Spot) -> str | None:
        raw = self._raw(spot)
        if isinstance(raw, str) and raw.startswith("="):
            cached = self.values[spot.sheet].cell(spot.row, spot.column).value
            try:
                raw = cached if cached is not None else evaluate(raw, spot.sheet, self._value)
            except NotComputable:
                self.notes.append(Notice("formula_not_computed", (("cell", f"{spot.sheet}!{spot.local}"),)))
                return None
        if raw is None:
            return None
        text = _digits(raw) if isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool) else str(raw)
        return text.strip() or None


def _plain(raw: Any) -> Value:
    return raw if isinstance(raw, (int, float, str)) and not isinstance(raw, bool) else None


def _digits(value: int | float | Decimal) -> str:
    """A number as digits: whole ones without a decimal point, others without the noise of binary fractions."""
    number = (
        value if isinstance(value, Decimal) else Decimal(repr(round(value, 10) if isinstance(value, float) else value))
    )
    if not number.is_finite():
        return str(value)
    return format(number.to_integral_value() if number == number.to_integral_value() else number.normalize(), "f")
