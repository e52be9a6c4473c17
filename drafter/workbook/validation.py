"""What a table's sheet does with a value that does not belong into its cell: Excel warns, and text turns red."""

from __future__ import annotations

from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from drafter.form import ColumnDefinition
from drafter.workbook.appearance import SheetPage, when
from drafter.workbook.job import Job
from drafter.workbook.labels import WorkbookWords
from drafter.workbook.layout import NUMBERS, TableLayout
from drafter.workbook.live_formulas import areas


def validate(page: SheetPage, job: Job, table: TableLayout) -> None:
    """Have every number of a table checked as it is typed, and text in its place marked."""
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
    _mark_text(page, job, table)


def _rule(column: ColumnDefinition, words: WorkbookWords) -> DataValidation:
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


def _mark_text(page: SheetPage, job: Job, table: TableLayout) -> None:
    """Text in a cell for a number turns red; a formula that shows nothing yet does not."""
    cells = [p for a, p in table.cells.items() if (c := job.form.column_of(a)).kind in NUMBERS and not c.legal]
    for area in areas(cells, table.sheet):
        first = area.partition(":")[0]
        rule = when(f'AND(ISTEXT({first}),{first}<>"")', Font(bold=True, color="C00000"))
        page.sheet.conditional_formatting.add(area, rule)
