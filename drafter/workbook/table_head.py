"""The rows above a table: its heading, the case, the switch for zeros, and what is still missing or wrong."""

from __future__ import annotations

from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from drafter.workbook.appearance import CellLook, SheetPage, when
from drafter.workbook.balances import Balances
from drafter.workbook.job import Job
from drafter.workbook.layout import NUMBERS, SWITCH_ROW, SheetPlace, TableLayout
from drafter.workbook.live_formulas import areas, text


def table_head(page: SheetPage, job: Job, table: TableLayout, balances: Balances) -> None:
    """Write the rows above a table; `balances` are counted in the line that says what is missing or wrong."""
    words, sheet, switch = job.words.table, table.sheet, table.switch
    heading = job.form.section(table.table.definition.section).heading
    page.put(SheetPlace(sheet, 1, 1, 1, table.width), heading, CellLook(size=15, border=None, heading=True))
    page.put(SheetPlace(sheet, 2, 1, 1, table.width), job.heading, CellLook(color="606060", border=None))
    page.height(1, 1.4)
    page.height(SWITCH_ROW, 1.1)
    page.sheet.row_dimensions[SWITCH_ROW + 1].height = 6
    label = SheetPlace(sheet, SWITCH_ROW, 1, 1, switch.column - 1)
    page.put(label, words.rest_zero, CellLook(bold=True, align="right", border=None))
    page.put(switch, None, CellLook(fill="open", size=12, bold=True, color="C00000"))
    choice = DataValidation(type="list", formula1=text(words.yes), allow_blank=True, showErrorMessage=True)
    choice.promptTitle, choice.prompt, choice.showInputMessage = words.rest_zero_title, words.rest_zero_help, True
    choice.errorTitle, choice.error = words.rest_zero_title, words.rest_zero_error
    page.sheet.add_data_validation(choice)
    choice.add(switch.local)
    rest = table.width - switch.column
    state = SheetPlace(sheet, SWITCH_ROW, switch.column + 1, 1, max(4, rest))
    broken = _broken(balances, sheet, job.words.balance.off)
    cell = page.formula(state, _state(job, table, broken), CellLook(align="left", border=None, color="606060"))
    red = when(f"({broken})>0", Font(bold=True, color="C00000"))
    green = when(f"{cell.coordinate}={text(words.complete)}", Font(bold=True, color="2E7D32"))
    page.sheet.conditional_formatting.add(cell.coordinate, red)
    page.sheet.conditional_formatting.add(cell.coordinate, green)


def _broken(balances: Balances, sheet: str, off: str) -> str:
    """A formula that counts the balances that are off."""
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
    """True if a cell of a fixed row is to be filled with a number."""
    return (
        table.key_of(address) is None
        and address not in job.layout.totals
        and job.form.column_of(address).kind in NUMBERS
    )


def _counted(words: str, count: str) -> str:
    """Words with a count in them, as a formula."""
    before, _, after = words.partition("{count}")
    return f"{text(before)}&({count})&{text(after)}"
