"""The sheets around the tables: what to do, the quantities of the text, and which form the workbook is for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from openpyxl import Workbook

from drafter.messages import say
from drafter.report import Entry
from drafter.workbook.appearance import COLORS, CellLook, SheetPage, lines_of
from drafter.workbook.job import Job
from drafter.workbook.layout import ENTRY_HEAD, ENTRY_VALUE, META, VERSION, SheetPlace

_PLAIN = CellLook(align="left", border=None)
_HEAD = CellLook(bold=True, fill="total")
_GUIDE_WIDTHS = (9, 46, 84)
_ENTRY_WIDTHS = (16, 27, 66, 12, 8, 17)


def guide_sheet(book: Workbook, job: Job) -> None:
    """Add the sheet that says what to do, what the colours mean and what each row counts."""
    words = job.words.guide
    page = SheetPage(book.create_sheet(words.sheet), job.words)
    for column, width in enumerate(_GUIDE_WIDTHS, 1):
        page.width(column, width)
    rows = count(1)
    _wide(page, next(rows), words.title, CellLook(size=16, heading=True, border=None))
    _wide(page, next(rows), job.heading, CellLook(color="606060", border=None))
    for number, step in enumerate(words.steps, 1):
        _wide(page, next(rows), f"{number}. {step}", CellLook(size=11, align="left", border=None))
    next(rows)
    _wide(page, next(rows), words.colors, CellLook(size=12, bold=True, align="left", border=None))
    for name in COLORS:
        row = next(rows)
        page.put(SheetPlace(words.sheet, row, 1), None, CellLook(fill=name, border="pale"))
        page.put(SheetPlace(words.sheet, row, 2, 1, 2), getattr(words.legend, name), _PLAIN)
        page.height(row, 1)
    next(rows)
    _wide(page, next(rows), words.rows, CellLook(size=12, bold=True, align="left", border=None))
    _explanations(page, job, next(rows))
    page.print_on_a4(2)


def _wide(page: SheetPage, row: int, text: str, look: CellLook) -> None:
    page.put(SheetPlace(page.sheet.title, row, 1, 1, 3), text, look)
    page.height(row, lines_of(text, sum(_GUIDE_WIDTHS) * 10 / look.size) * look.size / 10)


def _explanations(page: SheetPage, job: Job, row: int) -> None:
    words = job.words.guide
    for column, head in enumerate((words.table_column, words.row_column, words.help_column), 1):
        page.put(SheetPlace(words.sheet, row, column), head, _HEAD)
    page.height(row, 1)
    for table in job.layout.tables.values():
        explained = [item for item in table.table.definition.rows if item.help]
        if explained:
            page.put(
                SheetPlace(words.sheet, row + 1, 1, len(explained)), table.sheet, CellLook(bold=True, border="pale")
            )
        for item in explained:
            row += 1
            look = CellLook(align="left", border="pale")
            page.put(SheetPlace(words.sheet, row, 2), item.label, look)
            page.put(SheetPlace(words.sheet, row, 3), item.help, look)
            page.height(row, max(lines_of(item.label, _GUIDE_WIDTHS[1]), lines_of(item.help, _GUIDE_WIDTHS[2])))


def entries_sheet(book: Workbook, job: Job, entries: Sequence[Entry]) -> None:
    """Add the sheet of quantities of the text: a line for each, with a cell for this year's value."""
    words = job.words.entries
    page = SheetPage(book.create_sheet(words.sheet), job.words)
    for column, (head, width) in enumerate(zip(words.columns, _ENTRY_WIDTHS, strict=True), 1):
        page.width(column, width)
        page.put(SheetPlace(words.sheet, ENTRY_HEAD, column), head, _HEAD)
    page.height(ENTRY_HEAD, 1)
    page.put(
        SheetPlace(words.sheet, 1, 1, 1, len(_ENTRY_WIDTHS)), words.title, CellLook(size=15, heading=True, border=None)
    )
    page.put(SheetPlace(words.sheet, 2, 1, 1, len(_ENTRY_WIDTHS)), words.help if entries else words.none, _PLAIN)
    page.height(1, 1.4)
    page.height(2, 1.2)
    for row, entry in enumerate(entries, ENTRY_HEAD + 1):
        _entry(page, job, entry, row)
    page.sheet.column_dimensions["A"].hidden = True  # ids are for the program
    page.sheet.freeze_panes = page.sheet.cell(ENTRY_HEAD + 1, 1)
    page.print_on_a4(ENTRY_HEAD)


def _entry(page: SheetPage, job: Job, entry: Entry, row: int) -> None:
    plain, centred = CellLook(align="left"), CellLook()
    place = _place(entry, job)
    cells = (
        (entry.id, CellLook(size=7, color="A0A0A0", align="left")),
        (place, plain),
        (entry.sentence, plain),
        (entry.last, centred),
        (entry.unit, centred),
        (entry.value, CellLook(fill="open", size=11)),
    )
    for column, (value, look) in enumerate(cells, 1):
        page.put(SheetPlace(page.sheet.title, row, column), value, look)
    # As text: "30%" must not become 0.3, nor "3-5" a date.
    page.sheet.cell(row, ENTRY_VALUE).number_format = "@"
    page.height(row, max(lines_of(place, _ENTRY_WIDTHS[1]), lines_of(entry.sentence, _ENTRY_WIDTHS[2])))


def _place(entry: Entry, job: Job) -> str:
    """Where an entry stands in the report; what is in no section is before them all."""
    section = next((item for item in job.form.sections if item.key == entry.section), None)
    if section is None:
        return say(job.language, "workbook.preface")
    return next((topic.heading for topic in section.topics if topic.key == entry.topic), section.heading)


def meta_sheet(book: Workbook, job: Job) -> None:
    """Add the hidden sheet: the form, the rows of its open tables, and the totals that were given from the start."""
    sheet = book.create_sheet(META)
    sheet.sheet_state = "veryHidden"
    sheet.append(["form", job.form.key])
    sheet.append(["version", VERSION])
    sheet.append(["language", job.language])
    for key, table in job.layout.tables.items():
        if table.keys:
            sheet.append([f"rows.{key}", len(table.keys)])
    for address in job.layout.totals:
        if job.known.get(address) is not None:
            sheet.append([f"given.{address}", "yes"])
