"""The sheet of one table: the official grid, what is known, and everything that computes itself."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from drafter.form import Identity
from drafter.report import Figure, Figures, as_number, total
from drafter.workbook.appearance import CellLook, SheetPage, lines_of, when
from drafter.workbook.balances import Balances, balances_of
from drafter.workbook.job import Job
from drafter.workbook.layout import NUMBERS, TOP, SheetPlace, TableLayout
from drafter.workbook.live_formulas import areas, balance_formula, suggestion_formula, text, total_formula
from drafter.workbook.table_head import table_head
from drafter.workbook.validation import validate

_WIDEST, _NARROWEST, _COLUMN = 118, 8.6, 22
"""Width in characters of a table at most, of a column at least, and of a column where there is room."""
_BESIDE = 17
"""Width in characters of a column of balances."""


def table_sheet(book: Workbook, job: Job, table: TableLayout) -> None:
    """Add the sheet of a table to a workbook."""
    page = SheetPage(book.create_sheet(table.sheet), job.words)
    widths = _widths(table)
    for column, width in enumerate(widths, 1):
        page.width(column, width)
    of_cells = {place.row for place in table.cells.values()}
    for place, label in table.labels:
        of_row = place.row in of_cells and place.row_span == 1 and place.column <= table.label_columns
        page.put(place, label, CellLook(align="left" if of_row else "center"))
    _heights(page, table, widths)
    _keys(page, job, table)
    for address, place in table.cells.items():
        _cell(page, job, address, place)
    balances = balances_of(table, job.layout, job.last, job.words.balance, job.language)
    _balances(page, job, table, balances, widths)
    table_head(page, job, table, balances)
    validate(page, job, table)
    for name, place in table.names.items():
        book.defined_names[name] = DefinedName(name, attr_text=place.absolute, hidden=True)
    one_header = len({row.block for row in table.table.printed}) == 1
    page.sheet.freeze_panes = f"A{table.first_cell_row if one_header else TOP}"
    page.print_on_a4(TOP - 1, pages_high=0 if table.table.open_rows else 1)


def _widths(table: TableLayout) -> list[float]:
    shares = table.table.definition.widths or (1.0,) * table.width
    unit = max(min(_WIDEST, _COLUMN * table.width) / sum(shares), _NARROWEST / max(min(shares), 0.5))
    return [max(_NARROWEST, share * unit) for share in shares]


def _heights(page: SheetPage, table: TableLayout, widths: list[float]) -> None:
    for row in range(TOP, table.bottom + 1):
        page.height(row, 1)
    for place, label in table.labels:
        if place.row_span == 1:
            page.height(place.row, lines_of(label, sum(widths[place.column - 1 : place.column - 1 + place.col_span])))


def _keys(page: SheetPage, job: Job, table: TableLayout) -> None:
    names = job.row_names.get(table.table.key, ())
    for number, place in enumerate(table.keys):
        page.put(place, names[number] if number < len(names) else None, CellLook(fill="open", size=11, align="left"))


def _cell(page: SheetPage, job: Job, address: str, place: SheetPlace) -> None:
    yes, known, suggested = job.words.table.yes, job.known.get(address), job.suggested.get(address)
    identity = job.layout.totals.get(address)
    kind = "uncertain" if address in job.uncertain else "total" if identity else "prefilled"
    if identity and (known is None or _follows(known, identity, job.known)):
        cell = page.formula(place, total_formula(identity, job.layout, yes), CellLook(fill=kind, size=11, bold=True))
    elif known is not None:
        cell = page.put(place, known, CellLook(fill=kind, size=11))
    elif suggested:
        look = CellLook(fill="uncertain" if address in job.uncertain else "suggested", size=11)
        cell = page.formula(place, suggestion_formula(suggested, job.layout, job.last, yes), look)
        _comment(cell, job.words.table.suggested)
    else:
        text_column = job.form.column_of(address).kind not in NUMBERS
        cell = page.put(place, None, CellLook(fill="uncertain" if kind == "uncertain" else "open", size=11))
        if text_column:
            cell.number_format = "@"
    if address in job.uncertain:
        cell.comment = None
        _comment(cell, job.words.table.uncertain.format(how=job.uncertain[address]))


def _follows(known: Figure, identity: Identity, figures: Figures) -> bool:
    """True if a given total equals its formula, which may then stand there and follow its parts."""
    return as_number(known) is not None and total(identity.right, figures, {}) == known


def _comment(cell: Any, words: str) -> None:
    cell.comment = Comment(words, "drafter", height=90, width=240)


def _balances(page: SheetPage, job: Job, table: TableLayout, balances: Balances, widths: list[float]) -> None:
    words = job.words.balance
    if balances.title:
        page.put(balances.title, words.title, CellLook(bold=True, align="left", border=None))
    for place, caption in balances.captions:
        beside = place.column > table.width
        page.put(place, caption, CellLook(size=9, align="center" if beside else "left", border="pale"))
        if beside:
            page.width(place.column, _BESIDE)
            page.width(table.width + 1, 2)
        elif place.row > table.bottom:
            page.height(place.row, lines_of(caption, sum(widths[: place.col_span])))
    for place, identity in balances.items:
        shown = (job.words.table.yes, words.ok, words.off)
        look = CellLook(size=9, border="pale", color="2E7D32")
        page.formula(place, balance_formula(identity, job.layout, job.last, shown), look)
    for area in areas((place for place, _ in balances.items), table.sheet):
        first = area.partition(":")[0]
        broken = f"LEFT({first},{len(words.off) + 1})={text(words.off + ' ')}"
        rule = when(broken, Font(bold=True, color="7F0000"), "off")
        page.sheet.conditional_formatting.add(area, rule)
