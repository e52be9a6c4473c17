"""The sheet of one table: the official grid, what is known, and everything that computes itself."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from drafter.form import ColumnDefinition, Identity
from drafter.report.filing import Figure, Figures, as_number, total
from drafter.workbook.appearance import Look, Page, lines_of, when
from drafter.workbook.balances import Balances, balances_of
from drafter.workbook.job import Job
from drafter.workbook.labels import Words
from drafter.workbook.layout import NUMBERS, SWITCH_ROW, TOP, Place, TableLayout, cell_name, key_name, switch_name
from drafter.workbook.live_formulas import areas, balance_formula, suggestion_formula, text, total_formula

_WIDEST, _NARROWEST, _COLUMN = 118, 8.6, 22
"""Width of a table, of its narrowest column, and of a column where there is room, in characters."""
_BESIDE = 17


def table_sheet(book: Workbook, job: Job, table: TableLayout) -> None:
    """Add the sheet of a table to a workbook."""
    page = Page(book.create_sheet(table.sheet), job.words)
    widths = _widths(table)
    for column, width in enumerate(widths, 1):
        page.width(column, width)
    of_cells = {place.row for place in table.cells.values()}
    for place, label in table.labels:
        of_row = place.row in of_cells and place.row_span == 1 and place.column <= table.label_columns
        page.put(place, label, Look(align="left" if of_row else "center"))
    _heights(page, table, widths)
    _keys(page, job, table)
    for address, place in table.cells.items():
        _cell(page, job, address, place)
    balances = balances_of(table, job.layout, job.last, job.words.balance, job.language)
    _balances(page, job, table, balances, widths)
    table_head(page, job, table, balances)
    _validate(page, job, table)
    _mark_text(page, job, table)
    _name(book, table)
    one_header = len({row.block for row in table.table.printed}) == 1
    page.sheet.freeze_panes = f"A{table.first_cell_row if one_header else TOP}"
    page.print_on_a4(TOP - 1, pages_high=0 if table.table.open_rows else 1)


def _widths(table: TableLayout) -> list[float]:
    shares = table.table.definition.widths or (1.0,) * table.width
    unit = max(min(_WIDEST, _COLUMN * table.width) / sum(shares), _NARROWEST / max(min(shares), 0.5))
    return [max(_NARROWEST, share * unit) for share in shares]


def _heights(page: Page, table: TableLayout, widths: list[float]) -> None:
    for row in range(TOP, table.bottom + 1):
        page.height(row, 1)
    for place, label in table.labels:
        if place.row_span == 1:
            page.height(place.row, lines_of(label, sum(widths[place.column - 1 : place.column - 1 + place.col_span])))


def _keys(page: Page, job: Job, table: TableLayout) -> None:
    names = job.row_names.get(table.table.key, ())
    for number, place in enumerate(table.keys):
        page.put(place, names[number] if number < len(names) else None, Look(fill="open", size=11, align="left"))


def _cell(page: Page, job: Job, address: str, place: Place) -> None:
    yes, known, suggested = job.words.table.yes, job.known.get(address), job.suggested.get(address)
    identity = job.layout.totals.get(address)
    kind = "uncertain" if address in job.uncertain else "total" if identity else "prefilled"
    if identity and (known is None or _follows(known, identity, job.known)):
        cell = page.formula(place, total_formula(identity, job.layout, yes), Look(fill=kind, size=11, bold=True))
    elif known is not None:
        cell = page.put(place, known, Look(fill=kind, size=11))
    elif suggested:
        look = Look(fill="uncertain" if address in job.uncertain else "suggested", size=11)
        cell = page.formula(place, suggestion_formula(suggested, job.layout, job.last, yes), look)
        _comment(cell, job.words.table.suggested)
    else:
        text_column = job.form.column_of(address).kind not in NUMBERS
        cell = page.put(place, None, Look(fill="uncertain" if kind == "uncertain" else "open", size=11))
        if text_column:
            cell.number_format = "@"
    if address in job.uncertain:
        cell.comment = None
        _comment(cell, job.words.table.uncertain.format(how=job.uncertain[address]))


def _follows(known: Figure, identity: Identity, figures: Figures) -> bool:
    """Whether a given total is what its formula says anyway, and may follow its parts."""
    return as_number(known) is not None and total(identity.right, figures, {}) == known


def _comment(cell: Any, words: str) -> None:
    cell.comment = Comment(words, "drafter", height=90, width=240)


def _balances(page: Page, job: Job, table: TableLayout, balances: Balances, widths: list[float]) -> None:
    words = job.words.balance
    if balances.title:
        page.put(balances.title, words.title, Look(bold=True, align="left", border=None))
    for place, caption in balances.captions:
        beside = place.column > table.width
        page.put(place, caption, Look(size=9, align="center" if beside else "left", border="pale"))
        if beside:
            page.width(place.column, _BESIDE)
            page.width(table.width + 1, 2)
        elif place.row > table.bottom:
            page.height(place.row, lines_of(caption, sum(widths[: place.col_span])))
    for place, identity in balances.items:
        shown = (job.words.table.yes, words.ok, words.off)
        look = Look(size=9, border="pale", color="2E7D32")
        page.formula(place, balance_formula(identity, job.layout, job.last, shown), look)
    for area in areas((place for place, _ in balances.items), table.sheet):
        first = area.partition(":")[0]
        broken = f"LEFT({first},{len(words.off) + 1})={text(words.off + ' ')}"
        rule = when(broken, Font(bold=True, color="7F0000"), "off")
        page.sheet.conditional_formatting.add(area, rule)


def _validate(page: Page, job: Job, table: TableLayout) -> None:
    rules: dict[tuple[str, bool, str | None], DataValidation] = {}
    for address, place in table.cells.items():
        column = job.form.column_of(address)
        if column.kind not in NUMBERS or column.legal:
            continue
        key = (column.kind, column.signed, column.unit)
        if key not in rules:
            rules[key] = _rule(column, job.words)
            page.sheet.add_data_validation(rules[key])
        rules[key].add(place.local)


def _rule(column: ColumnDefinition, words: Words) -> DataValidation:
    """A number of the column's kind; a warning only, so that a person may insist."""
    said = words.validation
    message = (
        said.count if column.kind == "count" else said.amount if column.unit and not column.signed else said.number
    )
    return DataValidation(
        type="whole" if column.kind == "count" else "decimal",
        operator="greaterThanOrEqual",
        formula1="-1E+15" if column.signed else "0",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=said.title,
        error=message.format(unit=column.unit or ""),
    )


def _mark_text(page: Page, job: Job, table: TableLayout) -> None:
    """What is no number, in a cell for one, turns red (a formula that shows nothing yet does not)."""
    cells = [p for a, p in table.cells.items() if (c := job.form.column_of(a)).kind in NUMBERS and not c.legal]
    for area in areas(cells, table.sheet):
        first = area.partition(":")[0]
        rule = when(f'AND(ISTEXT({first}),{first}<>"")', Font(bold=True, color="C00000"))
        page.sheet.conditional_formatting.add(area, rule)


def _name(book: Workbook, table: TableLayout) -> None:
    names = {cell_name(address): place for address, place in table.cells.items()}
    names |= {key_name(table.table.key, number): place for number, place in enumerate(table.keys, 1)}
    names[switch_name(table.table.key)] = table.switch
    for name, place in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=place.absolute, hidden=True)


def table_head(page: Page, job: Job, table: TableLayout, balances: Balances) -> None:
    """Write the rows above a table."""
    words, sheet, switch = job.words.table, table.sheet, table.switch
    heading = job.form.section(table.table.definition.section).heading
    page.put(Place(sheet, 1, 1, 1, table.width), heading, Look(size=15, border=None, heading=True))
    page.put(Place(sheet, 2, 1, 1, table.width), job.heading, Look(color="606060", border=None))
    page.height(1, 1.4)
    page.height(SWITCH_ROW, 1.1)
    page.sheet.row_dimensions[SWITCH_ROW + 1].height = 6
    label = Place(sheet, SWITCH_ROW, 1, 1, switch.column - 1)
    page.put(label, words.rest_zero, Look(bold=True, align="right", border=None))
    page.put(switch, None, Look(fill="open", size=12, bold=True, color="C00000"))
    choice = DataValidation(type="list", formula1=text(words.yes), allow_blank=True, showErrorMessage=True)
    choice.promptTitle, choice.prompt, choice.showInputMessage = words.rest_zero_title, words.rest_zero_help, True
    choice.errorTitle, choice.error = words.rest_zero_title, words.rest_zero_error
    page.sheet.add_data_validation(choice)
    choice.add(switch.local)
    rest = table.width - switch.column
    state = Place(sheet, SWITCH_ROW, switch.column + 1, 1, max(4, rest))
    broken = _broken(balances, sheet, job.words.balance.off)
    cell = page.formula(state, _state(job, table, broken), Look(align="left", border=None, color="606060"))
    red = when(f"({broken})>0", Font(bold=True, color="C00000"))
    green = when(f"{cell.coordinate}={text(words.complete)}", Font(bold=True, color="2E7D32"))
    page.sheet.conditional_formatting.add(cell.coordinate, red)
    page.sheet.conditional_formatting.add(cell.coordinate, green)


def _broken(balances: Balances, sheet: str, off: str) -> str:
    """How many balances are off."""
    found = areas((place for place, _ in balances.items), sheet)
    return "+".join(f"COUNTIF({area},{text(off + ' *')})" for area in found) or "0"


def _state(job: Job, table: TableLayout, broken: str) -> str:
    words = job.words.table
    fixed = [place for address, place in table.cells.items() if _is_part(address, table, job)]
    listed = ",".join(areas(fixed, table.sheet))
    blank = (
        f"IF({table.switch.fixed}={text(words.yes)},COUNTA({listed}),{len(fixed)})-COUNT({listed})" if fixed else "0"
    )
    rest = f"IF({blank}>0,{_counted(words.incomplete, blank)},{text(words.complete if fixed else '')})"
    return f"=IF({broken}>0,{_counted(words.broken, broken)},{rest})"


def _is_part(address: str, table: TableLayout, job: Job) -> bool:
    """Whether a cell of a fixed row is to be filled with a number."""
    return (
        table.key_of(address) is None
        and address not in job.layout.totals
        and job.form.column_of(address).kind in NUMBERS
    )


def _counted(words: str, count: str) -> str:
    """Words with a count in them, as a formula."""
    before, _, after = words.partition("{count}")
    return f"{text(before)}&({count})&{text(after)}"
