"""How the workbook looks: colours, fonts, borders, widths and the printed page."""

from __future__ import annotations

import unicodedata
from copy import copy
from typing import Any, Literal

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from drafter.records import dataclass
from drafter.workbook.labels import WorkbookWords
from drafter.workbook.layout import SheetPlace

COLORS = {
    "open": "FFF8D6",
    "total": "E9E9E9",
    "prefilled": "DDEFD9",
    "suggested": "D9E8F7",
    "uncertain": "FFD7A3",
    "off": "FF8A80",
}
"""Fill colours by what a cell is."""
LINE_HEIGHT = 14.5
"""Points per line of text of the usual size."""

_THIN = Side(style="thin", color="404040")
_PALE = Side(style="hair", color="808080")


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell is written: fill by name, size in points, alignment and border."""

    fill: str | None = None
    size: float = 10
    bold: bool = False
    color: str = "000000"
    align: Literal["left", "center", "right"] = "center"
    border: Literal["thin", "pale"] | None = "thin"
    heading: bool = False
    """In the font of headings."""


class SheetPage:
    """A sheet being written in the words and fonts of one language."""

    def __init__(self, sheet: Any, words: WorkbookWords) -> None:
        self.sheet, self.words = sheet, words
        self._styles: dict[tuple[CellLook, int], Any] = {}
        """What openpyxl made of a look: making it again takes most of the time of a long sheet."""
        sheet.sheet_view.showGridLines = False

    def put(self, place: SheetPlace, value: object, look: CellLook) -> Any:
        """The cell at a place, merged over its spans, with a value (text stays text) and a look."""
        cell = self.sheet.cell(place.row, place.column)
        if isinstance(value, str):
            cell.value = clean(value)
            cell.data_type = "s"
        else:
            cell.value = value
        indent = 1 if look.align == "left" and (look.border or place.column > 1) else 0
        alone = place.row_span == place.col_span == 1
        if alone and (known := self._styles.get((look, indent))) is not None:
            cell._style = copy(known)
            return cell
        self._spread(place, look)
        name = self.words.heading_font if look.heading else self.words.font
        cell.font = Font(name=name, size=look.size, bold=look.bold, color=look.color)
        cell.alignment = Alignment(horizontal=look.align, vertical="center", wrap_text=True, indent=indent)
        if alone:
            self._styles[look, indent] = copy(cell._style)
        return cell

    def formula(self, place: SheetPlace, formula: str, look: CellLook) -> Any:
        """The cell at a place with a formula."""
        cell = self.put(place, None, look)
        cell.value = formula
        return cell

    def _spread(self, place: SheetPlace, look: CellLook) -> None:
        end_row, end_column = place.row + place.row_span - 1, place.column + place.col_span - 1
        if (end_row, end_column) != (place.row, place.column):
            self.sheet.merge_cells(
                start_row=place.row, start_column=place.column, end_row=end_row, end_column=end_column
            )
        side = {"thin": _THIN, "pale": _PALE}.get(look.border or "")
        for row in range(place.row, end_row + 1):
            for column in range(place.column, end_column + 1):
                part = self.sheet.cell(row, column)
                if side:
                    part.border = Border(left=side, right=side, top=side, bottom=side)
                if look.fill:
                    part.fill = fill(look.fill)

    def width(self, column: int, characters: float) -> None:
        """The width of a column (from 1) in characters."""
        self.sheet.column_dimensions[get_column_letter(column)].width = round(characters, 2)

    def height(self, row: int, lines: float) -> None:
        """Make a row at least so many lines high."""
        points = lines * LINE_HEIGHT + 6
        self.sheet.row_dimensions[row].height = max(self.sheet.row_dimensions[row].height or 0, points)

    def print_on_a4(self, repeated_rows: int, *, pages_high: int = 0) -> None:
        """Landscape A4, as wide as the page, with the first rows on every page; 0 pages high is as many as needed."""
        setup = self.sheet.page_setup
        setup.orientation, setup.paperSize = "landscape", 9
        setup.fitToWidth, setup.fitToHeight = 1, pages_high
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheet.print_options.horizontalCentered = True
        self.sheet.print_title_rows = f"1:{repeated_rows}"
        margins = self.sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top = margins.bottom = 0.6


def when(formula: str, font: Font, filled: str | None = None) -> Any:
    """A rule that colours a cell while a formula holds."""
    rule: Any = FormulaRule
    return rule(formula=[formula], font=font, fill=fill(filled) if filled else None)


def fill(name: str) -> PatternFill:
    """The fill of a colour by its name."""
    return PatternFill("solid", start_color=COLORS[name], end_color=COLORS[name])


def clean(text: str) -> str:
    """Text without what a workbook cannot hold."""
    legal: str = ILLEGAL_CHARACTERS_RE.sub(" ", text)
    return legal.encode("utf-8", "replace").decode("utf-8")


def lines_of(text: str, characters: float) -> int:
    """Lines that a text takes in a cell so many characters wide; a Chinese character takes two."""
    room = max(2.0, characters - 2)
    return sum(max(1, -int(-_length(part) // room)) for part in text.split("\n"))


def _length(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
