"""An opened workbook: what is typed in a cell, the value of its formula, and where a defined name points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl.utils import column_index_from_string

from drafter.records import dataclass
from drafter.workbook.formulas import evaluate
from drafter.workbook.operands import Blocked, Circle, NotComputable, Value
from drafter.workbook.package import guarded, open_package

_ROWS, _COLUMNS = 20_000, 128
"""Rows and columns of a sheet that are read; a formula that reaches further is not computed here."""
_MOST_CELLS = 2_000_000
"""Cells that all formulas of one reading may look at, together."""
_SIGNIFICANT = 15
"""Significant digits of a binary fraction, as in Excel."""

Spot = tuple[int, int]
"""Row and column, from 1."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a cell: a constant, or a formula with the value that a program cached for it, if any."""

    value: Value
    formula: str | None = None
    error: bool = False
    """The value is an error of the program ("#REF!")."""
    percent: bool = False
    """The cell shows its number as a percentage."""


_BLANK = Content(None)
_TARGET = re.compile(r"(?P<sheet>.+)!\$?(?P<column>[A-Z]{1,2})\$?(?P<row>[1-9][0-9]{0,5})")


class Book:
    """An opened workbook. Sheets are read when they are first asked for."""

    def __init__(self, data: bytes) -> None:
        """Open `data`; SourceError when it is no sound workbook."""
        self._formulas, self._values = open_package(data)
        self.sheets: tuple[str, ...] = guarded(lambda: tuple(map(str, self._formulas.sheetnames)))
        self.title: str = guarded(lambda: str(self._formulas.properties.title or ""))
        """The title in the file's properties."""
        self._read: dict[str, Mapping[Spot, Content]] = {}
        self._known: dict[tuple[str, Spot], Value] = {}
        self._failed: dict[tuple[str, Spot], NotComputable] = {}
        self._busy: set[tuple[str, Spot]] = set()
        self._left = _MOST_CELLS

    def content(self, sheet: str, spot: Spot) -> Content:
        """What stands in a cell."""
        return self._cells(sheet).get(spot, _BLANK)

    def text(self, sheet: str, spot: Spot) -> str:
        """The text typed in a cell; "" when it is blank or holds a formula."""
        content = self.content(sheet, spot)
        return "" if content.formula else as_text(content.value, percent=content.percent)

    def last_row(self, sheet: str) -> int:
        """The last row with anything in it."""
        return max((row for row, _ in self._cells(sheet)), default=0)

    def value(self, sheet: str, spot: Spot) -> Value:
        """The value of a cell, its formula computed here or else as cached; NotComputable if there is neither."""
        content = self.content(sheet, spot)
        if content.formula is None:
            if content.error:
                raise NotComputable(str(content.value))
            return content.value
        if (sheet, spot) in self._failed:
            raise self._failed[sheet, spot]
        if (sheet, spot) not in self._known:
            self._known[sheet, spot] = self._computed(content, sheet, spot)
        return self._known[sheet, spot]

    def _computed(self, content: Content, sheet: str, spot: Spot) -> Value:
        if (sheet, spot) in self._busy:
            raise Circle((sheet, spot))
        self._busy.add((sheet, spot))
        try:
            return evaluate(content.formula or "", sheet, self)
        except NotComputable as error:
            if content.value is None or content.error:
                self._failed[sheet, spot] = error
                raise
            return content.value
        finally:
            self._busy.discard((sheet, spot))

    def area(self, sheet: str, bounds: tuple[int, int, int, int]) -> Sequence[Value]:
        """Values of the cells in an area that are not blank (see `formulas.Cells`)."""
        left, top, right, bottom = bounds
        name = next((item for item in self.sheets if item.casefold() == sheet.casefold()), None)
        if name is None or bottom > _ROWS or right > _COLUMNS:
            raise NotComputable(sheet)
        cells = self._cells(name)
        size = (right - left + 1) * (bottom - top + 1)
        self._left -= min(size, len(cells)) + 1
        if self._left < 0:
            raise NotComputable("too many cells")
        if size > len(cells):
            spots = sorted(spot for spot in cells if top <= spot[0] <= bottom and left <= spot[1] <= right)
        else:
            spots = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        return [value for spot in spots if spot in cells and (value := self._needed(name, spot)) is not None]

    def _needed(self, sheet: str, spot: Spot) -> Value:
        try:
            return self.value(sheet, spot)
        except NotComputable as error:
            if isinstance(error, Circle) and error.args[0] in self._busy:
                raise  # the cell that asks is in the circle too
            raise Blocked(sheet) from error

    def named(self, name: str) -> tuple[str, Spot] | None:
        """Where a defined name points, when that is one cell of a sheet."""
        defined = self._formulas.defined_names.get(name)
        match = _TARGET.fullmatch(str(getattr(defined, "attr_text", "")))
        if match is None:
            return None
        title = match["sheet"].strip("'").replace("''", "'")
        spot = int(match["row"]), column_index_from_string(match["column"])
        return (title, spot) if title in self.sheets else None

    def _cells(self, sheet: str) -> Mapping[Spot, Content]:
        if sheet not in self._read:
            self._read[sheet] = guarded(lambda: dict(self._contents(sheet)))
        return self._read[sheet]

    def _contents(self, sheet: str) -> Iterator[tuple[Spot, Content]]:
        formulas = dict(_filled(self._formulas[sheet]))
        values = dict(_filled(self._values[sheet])) if any(cell.data_type == "f" for cell in formulas.values()) else {}
        for spot, cell in formulas.items():
            if cell.data_type == "f":
                yield spot, _content(values.get(spot), str(getattr(cell.value, "text", cell.value)))
            else:
                yield spot, _content(cell, None)


def _filled(sheet: Any) -> Iterator[tuple[Spot, Any]]:
    if not hasattr(sheet, "iter_rows"):
        return  # a sheet that is a chart
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS), 1):
        yield from (((number, column), cell) for column, cell in enumerate(row, 1) if cell.value is not None)


def _content(cell: Any, formula: str | None) -> Content:
    if cell is None:
        return Content(None, formula)
    value, shown = cell.value, str(cell.number_format or "")
    percent = "%" in "".join(shown.split('"')[::2])
    return Content(_plain(value), formula, cell.data_type == "e", percent)


def _plain(value: object) -> Value:
    if isinstance(value, float):
        return Decimal(f"{value:.{_SIGNIFICANT}g}") if value - value == 0 else str(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def as_text(value: Value, *, percent: bool = False) -> str:
    """A value as a person sees it: whole numbers without a decimal point, percentages with their sign."""
    if not isinstance(value, Decimal):
        return "" if value is None else str(value)
    shown = value * 100 if percent else value
    digits = format(+shown, f".{_SIGNIFICANT}g") if len(shown.as_tuple().digits) > _SIGNIFICANT else shown
    tidy = Decimal(digits)
    text = format(tidy.to_integral_value() if tidy == tidy.to_integral_value() else tidy.normalize(), "f")
    return f"{text}%" if percent else text
