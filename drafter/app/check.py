"""Checking a report: a case as it stands, a report in a file, or a workbook of figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.app.options import ReportOptions
from drafter.case.decisions import Judged, Ledger, judge_all
from drafter.case.inputs import read_figures, read_notes
from drafter.case.results import CheckResult
from drafter.case.settings import SETTINGS, known_kind
from drafter.checks import Checked, Context, check
from drafter.document import Notice
from drafter.errors import CaseError
from drafter.form import Form, load_form
from drafter.recognition.files import kind_of, load, read_report
from drafter.report import Filing, facts_for

if TYPE_CHECKING:  # a report in a file needs nothing of what a case takes
    from drafter.case.current import Current
    from drafter.case.folder import CaseFolder


def check_target(target: Path, options: ReportOptions) -> CheckResult:
    """Check a case, a report in any format that is read, a workbook, or a filing as JSON."""
    if (target / SETTINGS).is_file():
        from drafter.case.current import current
        from drafter.case.folder import open_folder

        return check_current(current(open_folder(target)), options)
    if target.is_dir():
        raise CaseError("no_case", folder=target, settings=SETTINGS)
    form = load_form(options.form)
    last = read_report(options.last_year, form).filing if options.last_year else None
    filing, notices = _filing(target, form)
    filing = replace(filing, organization=options.organization or filing.organization, year=options.year or filing.year)
    notes = read_notes(options.notes, form) if options.notes else ()
    context = Context(known_kind(options.kind, form), options.confirmed)
    checked = check(filing, facts_for(filing, form, last=last, notes=notes), context)
    return CheckResult(form, filing, checked, notices, judge_all(checked, Ledger()))


def check_current(now: Current, options: ReportOptions) -> CheckResult:
    """Check a case as it stands."""
    form, filing = now.case.form, now.filing
    context = now.context(known_kind(options.kind, form), options.confirmed)
    edited = (Notice("checked_edited", (("path", now.source.name),)),) if now.source else ()
    checked = check(filing, now.drafted.facts if now.drafted else now.facts, context)
    notices = (*now.given.notices, *now.notices, *edited)
    return CheckResult(form, filing, checked, notices, judged(now.case, checked))


def judged(case: CaseFolder, checked: Checked) -> tuple[Judged, ...]:
    """Findings and waiting sentences with the decisions that stand, and those of last year's case to choose from."""
    from drafter.case.folder import open_folder

    earlier = open_folder(case.folder / case.settings.last_case).ledger() if case.settings.last_case else None
    return judge_all(checked, case.ledger(), earlier)


def _filing(path: Path, form: Form) -> tuple[Filing, tuple[Notice, ...]]:
    if kind_of(load(path), path.name) == "xlsx":
        given = read_figures(path, form)
        return Filing(form.key, given.figures), given.notices
    reading = read_report(path, form)
    return reading.filing, reading.notices
