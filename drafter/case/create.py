"""A new case: the folder made whole from last year's report."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from drafter.case.files import clear_leftovers, leftover_name, write_whole
from drafter.case.folder import LAST, NOTES, READING, WORKBOOK, CaseFolder, reading_data
from drafter.case.settings import SETTINGS, Settings, known_kind, write_settings
from drafter.drafting.revise import entries_of
from drafter.errors import CaseError, OutputError
from drafter.form import Form
from drafter.form.files import copy_form
from drafter.messages import phrase, say
from drafter.recognition import Reading
from drafter.recognition.files import load, read_report
from drafter.report import Figures, blank_figures, total

FORM = "form"
"""The folder of a case for its copy of a form that is not built in: a case that is moved or sent on stays whole."""


def create(
    folder: Path,
    form: Form,
    *,
    last_year: Path | None = None,
    year: int | None = None,
    organization: str | None = None,
    kind: str | None = None,
    language: str = "zh",
) -> tuple[CaseFolder, Reading | None]:
    """A new case; CaseError when the folder holds something, or when organisation or year are told by nobody."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError("folder_taken", folder=folder)
    known_kind(kind, form)
    reading = read_report(last_year, form) if last_year else None
    settings = _settings(form, reading, last_year, year, organization, kind)
    case = CaseFolder(folder, settings, form)
    _build(case, reading, last_year, language)
    return case, reading


def _settings(
    form: Form,
    reading: Reading | None,
    last_year: Path | None,
    year: int | None,
    organization: str | None,
    kind: str | None,
) -> Settings:
    last = reading.filing if reading else None
    told = organization or (last.organization if last else None)
    when = year or (last.year + 1 if last and last.year else None)
    if told is None:
        raise CaseError("no_organization" if last else "nothing_to_start_from")
    if when is None:
        raise CaseError("no_year")
    if last and last.year and when <= last.year:
        raise CaseError("year_not_after", year=when, last=last.year)
    confirmed = tuple(name for name, value in (("organization", organization), ("year", year)) if value)
    name = f"{LAST}{last_year.suffix.lower() or '.txt'}" if last_year else None
    return Settings(form.key if form.is_built_in else FORM, told, when, kind, name, confirmed)


def _build(case: CaseFolder, reading: Reading | None, last_year: Path | None, language: str) -> None:
    """Make the folder beside its place and move it there whole."""
    parent = case.folder.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(parent)
        place = parent / leftover_name()
        try:
            place.mkdir()
            _fill(replace(case, folder=place), reading, last_year, language)
            if case.folder.exists():
                case.folder.rmdir()
            os.replace(place, case.folder)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    except OSError as error:
        raise OutputError("cannot_write", path=case.folder, reason=error.strerror or error) from error


def _fill(case: CaseFolder, reading: Reading | None, last_year: Path | None, language: str) -> None:
    from drafter import workbook

    settings, form = case.settings, case.form
    if reading and last_year and settings.last_year:
        shutil.copyfile(last_year, case.folder / settings.last_year)
        write_whole(case.folder / READING, reading_data(reading, load(last_year)))
    last = reading.filing if reading else None
    last_figures = last.figures if last else {}
    data = workbook.write(
        form,
        {**blank_figures(form), **prefilled(last_figures, form)},
        last_figures,
        entries_of(last, form, settings.year),
        uncertain=_uncertain(reading, form),
        heading=form.definition.title.template.format(organization=settings.organization, year=settings.year),
        language=language,
    )
    if not form.is_built_in:
        copy_form(form.folder, case.folder / FORM)
    write_whole(case.folder / WORKBOOK, data)
    write_whole(case.folder / NOTES, notes_template(form, settings).encode())
    (case.folder / "drafts").mkdir()
    write_whole(case.folder / SETTINGS, write_settings(settings))


def prefilled(last: Figures, form: Form) -> Figures:
    """Figures of this year that last year's decide, where last year's are known."""
    found = {}
    for identity in form.identities:
        if identity.relation.prefills and (value := total(identity.right, {}, last)) is not None:
            found[identity.left[0].address] = value
    return found


def _uncertain(reading: Reading | None, form: Form) -> Mapping[str, str]:
    """Prefilled cells whose source was not told by its official label, and how it was told."""
    doubtful = {cell.cell: cell.how for cell in reading.cells if not cell.certain} if reading else {}
    return {
        identity.left[0].address: phrase(form.definition.language, "hows", doubtful[term.address])
        for identity in form.identities
        if identity.relation.prefills
        for term in identity.right
        if term.last and term.address in doubtful
    }


def notes_template(form: Form, settings: Settings) -> str:
    """An empty notes file: a heading per topic, one per section without topics, and what to do in a comment."""
    lines = [say(form.definition.language, "notes.title", organization=settings.organization, year=settings.year), ""]
    lines += [say(form.definition.language, "notes.help"), ""]
    for section in form.sections:
        if section.kind == "tables":
            continue
        headings = [topic.heading for topic in section.topics] or [section.heading]
        asks = [topic.asks for topic in section.topics] or [section.asks]
        for heading, ask in zip(headings, asks, strict=True):
            lines += [f"## {heading}", f"<!-- {ask} -->", "", ""]
    return "\n".join(lines).rstrip("\n") + "\n"
