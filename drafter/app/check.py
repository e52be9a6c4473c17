"""Checking a report: a case as it stands, a report in a file, or a workbook of figures."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.app.options import ReaderChoice, ReportOptions
from drafter.case.decisions import Judged, Ledger, judge_all
from drafter.case.inputs import read_figures, read_notes
from drafter.case.results import CheckResult, SecondRead
from drafter.case.settings import SETTINGS, known_kind
from drafter.checks import Checked, Context, check
from drafter.document import Notice
from drafter.errors import CaseError
from drafter.form import Form, load_form
from drafter.recognition.files import kind_of, load, read_report
from drafter.report import Facts, Filing, facts_for

if TYPE_CHECKING:  # a report in a file needs nothing of what a case takes
    from drafter.case.current import Current
    from drafter.case.folder import CaseFolder


def check_target(target: Path, options: ReportOptions, reader: ReaderChoice | None = None) -> CheckResult:
    """Check a case, a report in any format that is read, a workbook, or a filing as JSON; `reader` reads it as well."""
    if (target / SETTINGS).is_file():
        from drafter.case.current import current
        from drafter.case.folder import open_folder

        return check_current(current(open_folder(target)), options, reader)
    if target.is_dir():
        raise CaseError("no_case", folder=target, settings=SETTINGS, quoted=shlex.quote(str(target)))
    form = load_form(options.form)
    last = read_report(options.last_year, form).filing if options.last_year else None
    filing, notices = _filing(target, form)
    filing = replace(filing, organization=options.organization or filing.organization, year=options.year or filing.year)
    notes = read_notes(options.notes, form) if options.notes else ()
    facts = facts_for(filing, form, last=last, notes=notes)
    read = _file_read(filing, facts, reader)
    context = Context(known_kind(options.kind, form), options.confirmed, second=read.second)
    checked = check(filing, facts, context)
    return CheckResult(form, filing, checked, (*notices, *read.notices), judge_all(checked, Ledger()), read.lines)


def check_current(now: Current, options: ReportOptions, reader: ReaderChoice | None = None) -> CheckResult:
    """Check a case as it stands; what a second reader has read of it before counts, and `reader` reads the rest."""
    form, filing = now.case.form, now.filing
    read = second_read(now, reader)
    context = replace(now.context(known_kind(options.kind, form), options.confirmed), second=read.second)
    edited = (Notice("checked_edited", (("path", now.source.name),)),) if now.source else ()
    checked = check(filing, now.drafted.facts if now.drafted else now.facts, context)
    notices = (*now.given.notices, *now.notices, *edited, *read.notices)
    return CheckResult(form, filing, checked, notices, judged(now.case, checked), read.lines, now.given.names)


def second_read(now: Current, reader: ReaderChoice | None) -> SecondRead:
    """What a second reader says of a case; no model is loaded where none has read it and none is asked for."""
    asked = reader is not None and (reader.model or now.model_writer)
    from drafter.case.folder import READER_JOURNAL

    if (reader is not None and reader.off) or not (asked or (now.case.drafts / READER_JOURNAL).is_file()):
        return SecondRead()
    from drafter.app.model_reader import read_again

    return read_again(now, reader)


def _file_read(filing: Filing, facts: Facts, reader: ReaderChoice | None) -> SecondRead:
    if reader is None or reader.off or reader.model is None:
        return SecondRead()
    from drafter.app.model_reader import read_filing

    return read_filing(filing, facts, reader)


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
