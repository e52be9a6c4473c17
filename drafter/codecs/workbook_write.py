"""Writing the figures workbook: the official tables with open cells, totals, live balances and plain instructions."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from drafter.codecs.workbook_formulas import balance, signed_when_given, sum_when_given
from drafter.codecs.workbook_layout import (
    ENTRY_HEAD,
    SWITCH_ROW,
    TOP,
    Spot,
    Words,
    height_of,
    name_of,
    placed,
    sheet_name,
    spots,
    width_of,
    words_of,
)
from drafter.entries import Entry
from drafter.filing import Figure, Figures, as_number
from drafter.form import Form, Identity, Table
from drafter.messages import say

_SIDE = Side(style="thin", color="808080")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_FILLS = {
    name: PatternFill("solid", start_color=color)
    for name, color in {
        "label": "F2F2F2",
        "open": "FFFBE6",
        "total": "E2E2E2",
        "prefilled": "E3F3E1",
        "uncertain": "FFD9A8",
        "bad": "FF8A80",
    }.items()
}
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_WHOLE_WIDTH = 118
"""Width of a table in characters, before its balances."""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class _Book:
    """A workbook being written: form, words, known figures and where everything stands."""

    def __init__(
        self, form: Form, figures: Figures, last: Figures, uncertain: Mapping[str, str], heading: str, language: str
    ) -> None:
        self.form, self.figures, self.last, self.uncertain = form, figures, last, uncertain
        self.heading, self.language, self.words = heading, language, words_of(language)
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.spots = spots(form)
        self.totals = {item.left[0].address: item for item in form.identities if item.relation.computes}
        self.suggested = {
            item.left[0].address: item for item in form.identities if item.relation.suggests and _last_known(item, last)
        }

    def font(self, size: float = 10, *, bold: bool = False, color: str = "000000") -> Font:
        return Font(name=self.words.font, size=size, bold=bold, color=color)


def write(
    form: Form,
    figures: Figures,
    last: Figures,
    entries: Sequence[Entry],
    *,
    uncertain: Mapping[str, str] | None = None,
    heading: str = "",
    language: str = "zh",
) -> bytes:
    """The workbook of a case: known figures filled in, everything else blank; the same input gives the same bytes."""
    book = _Book(form, figures, last, uncertain or {}, heading, language)
    _guide(book)
    for table in form.tables.values():
        _table_sheet(book, table)
    _entries(book, entries)
    book.book.properties.title = heading
    stream = io.BytesIO()
    book.book.save(stream)
    return _fixed(stream.getvalue())


def _last_known(item: Identity, last: Figures) -> bool:
    return all(as_number(last.get(term.address)) is not None for term in item.left + item.right if term.last)


def _guide(book: _Book) -> None:
    sheet = book.book.create_sheet(book.words.guide_sheet)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 46, 92
    lines: list[tuple[str, str]] = []
    for table in book.form.tables.values():
        lines.append((table.definition.name, ""))
        lines += [(row.label, row.help) for row in table.definition.rows]
    _put(sheet, 1, 1, book.heading, book.font(14, bold=True))
    for number, text in enumerate(book.words.guide, 2):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=2)
        _put(sheet, number, 1, text, book.font(11)).alignment = _LEFT
        sheet.row_dimensions[number].height = 34
    first = len(book.words.guide) + 3
    for column, text in enumerate((book.words.row_column, book.words.help_column), 1):
        _put(sheet, first, column, text, book.font(bold=True)).fill = _FILLS["label"]
    for number, (label, text) in enumerate(lines, first + 1):
        cell = _put(sheet, number, 1, label, book.font(bold=not text))
        cell.alignment = _LEFT
        _put(sheet, number, 2, text, book.font()).alignment = _LEFT
        sheet.row_dimensions[number].height = 30 if max(len(label) / 22, len(text) / 44) > 1 else 16
    _page(sheet)


def _put(sheet: Worksheet, row: int, column: int, value: object, font: Font):  # type: ignore[no-untyped-def]
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str) and value.startswith("=") and not value.startswith("=IF("):
        cell.data_type = "s"  # text that only looks like a formula
    cell.font = font
    return cell


def _page(sheet: Worksheet, pages: int = 0) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, pages
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _table_sheet(book: _Book, table: Table) -> None:
    sheet = book.book.create_sheet(sheet_name(table))
    width = width_of(table)
    _put(
        sheet, 1, 1, f"{book.heading}  {book.form.section(table.definition.section).heading}", book.font(13, bold=True)
    )
    switch = _switch(book, sheet, table, width)
    local = {address: spot.local for address, spot in book.spots.items() if spot.sheet == sheet_name(table)}
    for slot, spot, address in placed(table):
        cell = _put(sheet, spot.row, spot.column, None, book.font())
        _border(sheet, spot, slot.row_span, slot.col_span)
        cell.alignment = _LEFT if address is None and len(slot.text) > 12 else _CENTRE
        if address is None:
            cell.value, cell.fill = slot.text, _FILLS["label"]
        else:
            book.book.defined_names[name_of(address)] = DefinedName(name_of(address), attr_text=spot.absolute)
            _value(book, cell, address, local, switch)
    _validate(book, sheet, table)
    _balances(book, sheet, table, local, switch)
    _widths(sheet, table, width)
    sheet.freeze_panes = sheet.cell(TOP, 1)
    _page(sheet, pages=1)


def _switch(book: _Book, sheet: Worksheet, table: Table, width: int) -> str:
    """The cell that says that every other blank is zero; returns its fixed reference."""
    sheet.merge_cells(start_row=SWITCH_ROW, start_column=1, end_row=SWITCH_ROW, end_column=width)
    label = _put(sheet, SWITCH_ROW, 1, book.words.rest_zero, book.font(11, bold=True))
    label.alignment = Alignment(horizontal="right", vertical="center")
    spot = Spot(sheet_name(table), SWITCH_ROW, width + 1)
    cell = _put(sheet, SWITCH_ROW, width + 1, None, book.font(11, bold=True))
    cell.fill, cell.border, cell.alignment = _FILLS["open"], _BORDER, _CENTRE
    choice = DataValidation(type="list", formula1=f'"{book.words.yes}"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(cell)
    name = f"zero_{table.key}"
    book.book.defined_names[name] = DefinedName(name, attr_text=spot.absolute)
    return f"${get_column_letter(width + 1)}${SWITCH_ROW}"


def _border(sheet: Worksheet, spot: Spot, rows: int, columns: int) -> None:
    if rows > 1 or columns > 1:
        sheet.merge_cells(
            start_row=spot.row,
            start_column=spot.column,
            end_row=spot.row + rows - 1,
            end_column=spot.column + columns - 1,
        )
    for row in range(spot.row, spot.row + rows):
        for column in range(spot.column, spot.column + columns):
            sheet.cell(row, column).border = _BORDER


def _value(book: _Book, cell, address: str, local: Mapping[str, str], switch: str) -> None:  # type: ignore[no-untyped-def]
    known = None if _computes_itself(book, address) else book.figures.get(address)
    cell.fill = _FILLS["open"]
    if known is not None:
        _fill(cell, known)
        cell.fill = _FILLS["uncertain" if address in book.uncertain else "prefilled"]
        if address in book.uncertain:
            cell.comment = Comment(book.words.uncertain.format(how=book.uncertain[address]), "drafter")
    elif address in book.totals:
        cell.fill = _FILLS["total"]
        cells = [local[term.address] for term in book.totals[address].right]
        cell.value = sum_when_given(cells, switch, book.words.yes)
    elif address in book.suggested:
        cell.value = suggestion(book.suggested[address], local, book.last, switch, book.words)
        cell.comment = Comment(book.words.suggested, "drafter")


def _computes_itself(book: _Book, address: str) -> bool:
    """Whether a total follows from figures that are all known, so that it stays a formula when one is corrected."""
    item = book.totals.get(address)
    if item is None:
        return False
    parts = [as_number(book.figures.get(term.address)) for term in item.right]
    return None not in parts and book.figures.get(address) == sum(part or 0 for part in parts)


def suggestion(item: Identity, local: Mapping[str, str], last: Figures, switch: str, words: Words) -> str:
    """The formula that a relation suggests: last year's figures as a constant, this year's as references."""
    constant = sum((term.weight * (as_number(last.get(term.address)) or 0) for term in item.right if term.last), 0)
    terms = [(local[term.address], term.weight) for term in item.right if not term.last]
    return signed_when_given(terms, str(constant), switch, words.yes)


def _fill(cell, figure: Figure) -> None:  # type: ignore[no-untyped-def]
    cell.value = figure
    if isinstance(figure, str):
        cell.data_type = "s"


def _validate(book: _Book, sheet: Worksheet, table: Table) -> None:
    rules: dict[str, DataValidation] = {}
    for _, spot, address in placed(table):
        kind = book.form.column_of(address).kind if address and not address.rpartition(".")[2].startswith("*") else None
        if kind not in ("count", "amount", "ratio") or address is None or book.form.column_of(address).signed:
            continue
        if kind not in rules:
            whole = kind == "count"
            unit = book.form.column_of(address).unit or ""
            text = book.words.invalid_count if whole else book.words.invalid_amount.format(unit=unit)
            rules[kind] = DataValidation(
                type="whole" if whole else "decimal",
                operator="greaterThanOrEqual",
                formula1="0",
                allow_blank=True,
                showErrorMessage=True,
                errorStyle="warning",
                errorTitle=book.words.invalid_title,
                error=text,
            )
            sheet.add_data_validation(rules[kind])
        rules[kind].add(spot.local)


def _balances(book: _Book, sheet: Worksheet, table: Table, local: Mapping[str, str], switch: str) -> None:
    """A live balance per identity: beside its row, below its column, or in a list below the table."""
    right, below = width_of(table) + 2, TOP + height_of(table) + 1
    taken: dict[int, int] = {}
    lines: dict[str, int] = {}
    words = (book.words.yes, book.words.ok, book.words.off)
    shown = []
    for item in book.form.identities:
        if not set(item.cells) <= set(local) or not _last_known(item, book.last) or item.relation.is_ != "=":
            continue
        spot = book.spots[item.left[0].address]
        if item.relation.per == "row":
            row, column = spot.row, right + taken.get(spot.row, 0)
            taken[spot.row] = taken.get(spot.row, 0) + 1
        else:
            row = lines.setdefault(item.rule, below + len(lines))
            column = spot.column if item.relation.per == "column" else 2
        cell = _put(sheet, row, column, balance(item, local, book.last, switch, words), book.font(9))
        cell.alignment = _CENTRE
        shown.append(cell.coordinate)
    _captions(book, sheet, lines, right, taken)
    for coordinate in shown:
        rule = FormulaRule(formula=[f'LEFT({coordinate},{len(book.words.off)})="{book.words.off}"'], fill=_FILLS["bad"])
        sheet.conditional_formatting.add(coordinate, rule)


def _captions(book: _Book, sheet: Worksheet, lines: Mapping[str, int], right: int, taken: Mapping[int, int]) -> None:
    names = {item.rule: item.relation.name for item in book.form.identities}
    for rule, row in lines.items():
        name = names[rule].zh if book.language == "zh" else names[rule].en
        _put(sheet, row, 1, book.words.balance.format(rule=rule, name=name), book.font(9)).alignment = Alignment(
            vertical="center"
        )
    if taken:
        _put(sheet, TOP - 1, right, book.words.balance_rows, book.font(9, bold=True)).alignment = _CENTRE


def _widths(sheet: Worksheet, table: Table, width: int) -> None:
    shares = table.definition.widths or (1.0,) * width
    unit = min(_WHOLE_WIDTH, 22 * width) / sum(shares)
    for column, share in enumerate(shares, 1):
        sheet.column_dimensions[get_column_letter(column)].width = max(7.5, share * unit)
    for column in range(width + 1, width + 5):
        sheet.column_dimensions[get_column_letter(column)].width = 9
    for slots in table.grid:
        for slot in slots:
            room = sum(shares[slot.column : slot.column + slot.col_span]) * unit / 2.1
            lines = -(-len(slot.text) // max(1, int(room))) if slot.row_span == 1 else 1
            row = TOP + slot.row
            sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 18, 14 * lines + 4)


def _entries(book: _Book, entries: Sequence[Entry]) -> None:
    sheet = book.book.create_sheet(book.words.entries_sheet)
    _put(sheet, 1, 2, book.words.entries_help, book.font(11, bold=True))
    for column, (text, width) in enumerate(zip(book.words.entries_columns, (12, 22, 70, 12, 8, 16), strict=True), 1):
        cell = _put(sheet, ENTRY_HEAD, column, text, book.font(bold=True))
        cell.fill, cell.border, cell.alignment = _FILLS["label"], _BORDER, _CENTRE
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, entry in enumerate(entries, ENTRY_HEAD + 1):
        values = (
            entry.id,
            _place(entry, book.form, book.language),
            entry.sentence,
            entry.last,
            entry.unit or "",
            entry.value,
        )
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column)
            _fill(cell, value)
            cell.font = book.font(8, color="909090") if column == 1 else book.font()
            cell.border, cell.alignment = _BORDER, _LEFT if column in (1, 2, 3) else _CENTRE
        sheet.cell(row, 6).fill = _FILLS["open"]
        sheet.row_dimensions[row].height = 15 * max(1, -(-len(entry.sentence) // 34))
    sheet.column_dimensions["A"].hidden = True  # ids are for the program
    sheet.freeze_panes = sheet.cell(ENTRY_HEAD + 1, 1)
    _page(sheet)


def _place(entry: Entry, form: Form, language: str) -> str:
    known = [section for section in form.sections if section.key == entry.section]
    if not known:
        return say(language, "workbook.preface")
    topic = next((item.heading for item in known[0].topics if item.key == entry.topic), None)
    return topic or known[0].heading


def _fixed(data: bytes) -> bytes:
    """The same archive with fixed times, so that the same input gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
                content = content.replace(b"openpyxl", b"drafter")
            fixed = zipfile.ZipInfo(info.filename, _FIXED_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, content)
    return out.getvalue()
