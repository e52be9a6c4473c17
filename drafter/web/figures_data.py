"""The figures as the page shows them: the tables as the form draws them, what is typed, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.case.current import Current, current
from drafter.case.folder import WORKBOOK, CaseFolder
from drafter.case.typing import ENTRY, texts_of
from drafter.checks.figures import failing_relations
from drafter.drafting.revise import entries_of
from drafter.form import Form, Slot, Table
from drafter.report import Entry, Figures, as_number, complete, identities_of, rows_of, show
from drafter.report.quantities import find_quantities
from drafter.views.readings import notice_lines
from drafter.web.page_data import Data
from drafter.web.undo import lost_cells

_NUMBERS = ("count", "amount", "ratio")


def figures_data(case: CaseFolder, language: str) -> Data:
    """Tables, cells, relations that do not hold, and entries."""
    now = current(case)
    form, given = case.form, now.given.figures
    proposed, texts = _proposed(given, form), texts_of(now.given)
    return {
        "tables": [table_data(table, form, given) for table in form.tables.values()],
        "cells": {cell: _cell(cell, now, proposed) for cell in given},
        "relations": list(_relations(now, language)),
        "entries": list(_entries_shown(now)),
        "lost": [{"cell": cell, "now": texts[cell], "typed": typed} for cell, typed in lost_cells(case, texts).items()],
        "year": case.settings.year,
        "workbook": (case.folder / WORKBOOK).is_file(),
        "notices": list(notice_lines(now.given.notices, language)),
    }


def _proposed(given: Figures, form: Form) -> Figures:
    """What each total comes to, whatever is typed in it."""
    totals = {item.left[0].address for item in identities_of(given, form) if item.relation.computes}
    sums, _ = complete({cell: None if cell in totals else figure for cell, figure in given.items()}, form)
    return {cell: sums[cell] for cell in totals if cell in sums}


def table_data(table: Table, form: Form, given: Figures) -> Data:
    """A table as the form draws it, with the rows that figures give to an open one."""
    grid: list[list[Data]] = []
    rows = [row for row in rows_of(given).get(table.key, ()) if row not in table.rows] if table.open_rows else []
    for line in table.grid:
        if any((slot.address or "").startswith(f"{table.key}.*") for slot in line):
            grid += [[_slot(slot, form, row) for slot in line] for row in rows]
        else:
            grid.append([_slot(slot, form) for slot in line])
    section = form.section(table.definition.section)
    widths = table.definition.widths or (1.0,) * table.width
    return {
        "key": table.key,
        "name": table.definition.name,
        "heading": section.heading,
        "grid": grid,
        "widths": [width / sum(widths) for width in widths],
    }


def _slot(slot: Slot, form: Form, row: str | None = None) -> Data:
    spans = {"rows": slot.row_span, "columns": slot.col_span}
    if slot.address is None:
        return {"text": slot.text, **spans}
    if row is not None and slot.address.endswith(".*"):
        return {"text": row, **spans}
    address = slot.address.replace(".*.", f".{row}.", 1) if row is not None else slot.address
    name = f"{form.row_label(address)} \u00b7 {form.column_label(address)}"
    return {"cell": address, "name": name, **spans}


def _cell(cell: str, now: Current, proposed: Figures) -> Data:
    """What is typed in a cell, what it comes to, last year's, and the difference."""
    figure, last = now.facts.figures.get(cell), now.facts.last_figures.get(cell)
    number, before = as_number(figure), as_number(last)
    typed = now.given.figures.get(cell)
    column = now.case.form.column_of(cell)
    faulty = isinstance(typed, str) and column.kind in _NUMBERS and typed not in column.legal
    return {
        "typed": show(typed),
        "last": show(last),
        "change": None if number is None or before is None else f"{number - before:+}",
        "proposed": show(proposed[cell]) if cell in proposed else None,
        "total": cell in proposed,
        "faulty": faulty,
        "number": column.kind in _NUMBERS,
    }


def _relations(now: Current, language: str) -> Iterator[Data]:
    for item in failing_relations(now.facts):
        yield {
            "rule": item.rule,
            "cells": list(item.cells),
            "message": item.message.in_language(language),
            "suspect": item.suspect,
            "expected": show(item.expected) if item.suspect else None,
        }


def _entries(now: Current) -> tuple[Entry, ...]:
    if now.drafted is not None:
        return now.drafted.facts.entries
    return entries_of(now.facts.last, now.case.form, now.facts.year)


def _entries_shown(now: Current) -> Iterator[Data]:
    """Entries with their sentences of last year, in which the number that is meant stands from `start` to `end`."""
    typed, known = now.facts.typed, texts_of(now.given)
    behind: dict[str, int] = {}
    for entry in _entries(now):
        start, end = _number_meant(entry, behind.get(entry.sentence, 0), now.case.form)
        behind[entry.sentence] = max(end, 0)
        cell = f"{ENTRY}{entry.id}"
        yield {
            "cell": cell,
            "place": _heading(entry, now.case.form),
            "sentence": entry.sentence,
            "start": start,
            "end": end,
            "last": entry.last,
            "unit": entry.unit or "",
            "typed": known.get(cell, ""),
            "known": cell in known,
            "faulty": bool(typed.get(entry.id)) and now.drafted is not None and entry.value is None,
        }


def _number_meant(entry: Entry, behind: int, form: Form) -> tuple[int, int]:
    """Where the number of an entry stands in its sentence, behind those of the entries before it; (0, 0) if nowhere."""
    quantities = find_quantities(entry.sentence, form.definition.language)
    found = ((item.start, item.end) for item in quantities if item.start >= behind)
    return next(((a, z) for a, z in found if entry.sentence[a:z].startswith(entry.last)), (0, 0))


def _heading(entry: Entry, form: Form) -> str:
    section = next((item for item in form.sections if item.key == entry.section), None)
    topics = section.topics if section else ()
    return next((item.heading for item in topics if item.key == entry.topic), section.heading if section else "")
