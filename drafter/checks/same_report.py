"""Whether last year's report, the workbook and the tables of an edited draft belong to this report."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.figures import cell_text
from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.messages import both
from drafter.report import Place, Severity, show


def check_workbook(matter: Matter) -> Iterator[Outcome]:
    """The workbook is this report's."""
    title, made_for = matter.filing.title, matter.context.workbook
    if made_for and title and made_for != title and not matter.context.confirmed:
        message = both("findings.other_workbook", found=made_for, expected=title)
        yield WORKBOOK.failed(Place(), message, expected=title, found=made_for)


def check_last_report(matter: Matter) -> Iterator[Outcome]:
    """Last year's report is this organisation's, and of the year before."""
    filing, last, confirmed = matter.filing, matter.facts.last, matter.context.confirmed
    if last is None:
        return
    renamed = filing.organization and last.organization and filing.organization != last.organization
    if renamed and "organization" not in confirmed:
        message = both("findings.other_organization", now=filing.organization, before=last.organization)
        yield ORGANIZATION.failed(Place(), message, expected=last.organization, found=filing.organization)
    if filing.year and last.year and filing.year != last.year + 1 and "year" not in confirmed:
        message = both("findings.year_gap", now=filing.year, before=last.year)
        yield YEAR.failed(Place(), message, expected=str(last.year + 1), found=str(filing.year))


def check_edited_cells(matter: Matter) -> Iterator[Outcome]:
    """Cells edited in a draft's tables: the workbook stays the one source of figures."""
    for address, typed in matter.context.edited.items():
        here, there = show(typed), show(matter.facts.figures.get(address))
        cell = cell_text(address, matter.form)
        message = both("findings.edited_cell", cell=cell, edited=here or "-", workbook=there or "-")
        yield EDITED.failed(Place(cells=(address,)), message, expected=there, found=here)


WORKBOOK = Rule("C3", Severity.ERROR, check_workbook)
ORGANIZATION = Rule("C1", Severity.ERROR, check_last_report)
YEAR = Rule("C2", Severity.ERROR, check_last_report)
EDITED = Rule("C4", Severity.ERROR, check_edited_cells)
RULES = (WORKBOOK, ORGANIZATION, YEAR, EDITED)
