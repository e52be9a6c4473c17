"""A case: the folder for one report. The workbook is the source of figures, the last draft the source of wording.

Nothing in it is ever overwritten but the workbook and notes by their owner; drafts are numbered, written whole or not
at all, and two runs at once get two numbers.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout
from rapidfuzz import fuzz

from drafter.document import Notice
from drafter.drafting import draft as draft_codec
from drafter.drafting.draft import Kept
from drafter.drafting.revise import Brief, Drafted, entries_of
from drafter.errors import CaseError, FormError, OutputError, SourceError
from drafter.form import Form, copy_form, form_keys, load_form
from drafter.recognition import Reading
from drafter.recognition.files import load, read_report
from drafter.report import json as filing_codec
from drafter.report.filing import Figures, Filing, blank_figures, total
from drafter.report.notes import Note, parse_notes, unknown_headings
from drafter.resources import parse_toml

SETTINGS = "drafter.toml"
WORKBOOK = "figures.xlsx"
FIGURES_JSON = "figures.json"
NOTES = "notes.md"
LAST = "last-year"
FORM = "form"
"""The folder of a case for its copy of a form that is not built in: a case that is moved or sent on stays whole."""
_READING = "last-year.reading.json"
_DRAFT = re.compile(r"(\d{3,})\.draft\.json")
_LOCK_FILES = ("~${}", ".~{}", ".~lock.{}#")
"""What Excel, WPS and LibreOffice lay beside a file while they hold it open."""
_WAIT = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What `drafter.toml` holds; `confirmed` lists differences from last year's report that the user has confirmed."""

    form: str = ""
    """The key of a built-in form, or the path of a form's folder from that of the case."""
    organization: str | None = None
    year: int | None = None
    kind: str | None = None
    last_year: str | None = None
    confirmed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    """Local notices whose rules apply."""
    wording: str | None = None
    """A file of the user's own rules on words, in the case's folder."""
    last_case: str | None = None
    """Last year's case, whose decisions are offered again."""
    model: Mapping[str, object] | None = None
    """How a model is asked; a key is not allowed here."""


@dataclass(frozen=True, slots=True)
class Given:
    """This year's figures and entries as the user gave them, and what to say about it."""

    figures: Figures
    entries: Mapping[str, str | None]
    path: Path
    notices: tuple[Notice, ...] = ()
    heading: str | None = None
    """The title of the report for which the workbook was made."""


@dataclass(frozen=True, slots=True)
class Case:
    """An opened case."""

    folder: Path
    settings: Settings
    form: Form

    @property
    def drafts(self) -> Path:
        return self.folder / "drafts"

    def last_filing(self) -> Filing | None:
        """Last year's report as read when the case was made, or as it is now when the file has changed since."""
        if self.settings.last_year is None:
            return None
        source = self.folder / self.settings.last_year
        kept = self.folder / _READING
        if kept.is_file():
            with suppress(ValueError, KeyError, TypeError, SourceError):  # spoiled: read the report again
                data = json.loads(kept.read_bytes())
                if data["digest"] == _digest(load(source)):
                    return filing_codec.read(json.dumps(data["filing"]).encode(), self.form)
        reading = read_report(source, self.form)
        with suppress(
            OSError
        ):  # kept for speed and for the record; a folder that cannot be written is read all the same
            _write(kept, _reading_data(reading, load(source)))
        return reading.filing

    def given(self) -> Given:
        """This year's figures, from the workbook or figures.json; CaseError when there is neither."""
        for name in (WORKBOOK, FIGURES_JSON):
            path = self.folder / name
            if path.is_file():
                given = read_figures(path, self.form)
                return replace(given, notices=(*given.notices, *_open_elsewhere(path)))
        raise CaseError("no_figures", folder=self.folder, workbook=WORKBOOK, json=FIGURES_JSON)

    def take_figures(self, figures: Figures) -> None:
        """Put figures into the workbook, at the user's word."""
        from drafter import workbook

        path = self.folder / WORKBOOK
        with self.locked():
            write_file(path, workbook.with_figures(load(path), figures, self.form))

    def notes(self) -> tuple[Note, ...]:
        """The bullets of notes.md; none when there is no such file."""
        path = self.folder / NOTES
        return read_notes(path, self.form) if path.is_file() else ()

    def notes_notices(self) -> tuple[Notice, ...]:
        """Headings of notes.md that name no part of the report."""
        path = self.folder / NOTES
        found = unknown_headings(_notes_text(path), self.form) if path.is_file() else ()
        return tuple(Notice("notes_heading", (("heading", heading),)) for heading in found)

    def brief(self) -> tuple[Brief, Given]:
        """All that a writer may use."""
        given = self.given()
        settings = self.settings
        brief = Brief(
            self.form,
            settings.organization,
            settings.year,
            given.figures,
            self.last_filing(),
            self.notes(),
            given.entries,
        )
        return brief, given

    def numbers(self) -> tuple[int, ...]:
        """Numbers of the drafts that are whole, in order."""
        found = (_DRAFT.fullmatch(path.name) for path in self.drafts.glob("*.draft.json"))
        return tuple(sorted(int(match.group(1)) for match in found if match))

    def draft(self, number: int) -> Kept:
        """A kept draft."""
        path = self.drafts / f"{number:03}.draft.json"
        return draft_codec.read(load(path), path.name)

    def edited(self, number: int, kept: Kept) -> Path | None:
        """The file of a draft that someone has changed since it was written; CaseError when there are several."""
        changed = []
        for suffix, digest in kept.digests.items():
            path = self.drafts / f"{number:03}{suffix}"
            if path.is_file() and _digest(path.read_bytes()) != digest:
                changed.append(path)
        if len(changed) > 1:
            raise CaseError("several_edited", files=" ".join(path.name for path in changed))
        return changed[0] if changed else None

    def base_of(self, path: Path, edited: Filing) -> int | None:
        """The draft from which an edited file comes: by its name in the case, else the one whose text is nearest."""
        named = re.match(r"\d{3,}", path.name) if path.resolve().parent == self.drafts.resolve() else None
        numbers = self.numbers()
        if named and int(named.group()) in numbers:
            return int(named.group())
        text = _all_text(edited)
        ranked = [(fuzz.ratio(text, _all_text(self._filing(number))), number) for number in numbers]
        return max(ranked, default=(0.0, None))[1]

    def _filing(self, number: int) -> Filing:
        path = self.drafts / f"{number:03}.json"
        return filing_codec.read(load(path), self.form) if path.is_file() else Filing(self.form.key, {})

    def edited_earlier(self) -> Path | None:
        """A file of a draft before the last that someone has changed since."""
        for number in self.numbers()[:-1]:
            kept = self.draft(number)
            for suffix, digest in kept.digests.items():
                path = self.drafts / f"{number:03}{suffix}"
                if path.is_file() and _digest(path.read_bytes()) != digest:
                    return path
        return None

    def keep(self, drafted: Drafted, files: Mapping[str, bytes]) -> tuple[int, dict[str, Path]]:
        """Write a draft and its files (by suffix) under the next number; the draft file comes last, making it whole."""
        with self.locked():
            self.drafts.mkdir(exist_ok=True)
            number = self._next()
            paths = {}
            for suffix, data in files.items():
                paths[suffix] = self.drafts / f"{number:03}{suffix}"
                _write(paths[suffix], data)
            digests = {suffix: _digest(data) for suffix, data in files.items() if suffix != ".json"}
            kept = replace(drafted.kept, digests=digests)
            _write(self.drafts / f"{number:03}.draft.json", draft_codec.write(kept))
            return number, paths

    def _next(self) -> int:
        taken = [int(match.group()) for path in self.drafts.iterdir() if (match := re.match(r"\d{3,}", path.name))]
        return max(taken, default=0) + 1

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One writer at a time; the lock goes with the process that holds it."""
        try:
            with FileLock(self.folder / ".drafter.lock", timeout=_WAIT):
                yield
        except Timeout as error:
            raise CaseError("locked", folder=self.folder, seconds=_WAIT) from error
        except OSError as error:
            raise OutputError("cannot_write", path=self.folder, reason=error.strerror or error) from error


def create(
    folder: Path,
    form: Form,
    *,
    last_year: Path | None = None,
    year: int | None = None,
    organization: str | None = None,
    kind: str | None = None,
    language: str = "zh",
) -> tuple[Case, Reading | None]:
    """A new case; CaseError when the folder holds something, or when organisation or year are told by nobody."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError("folder_taken", folder=folder)
    if kind is not None and form.traits_of(kind) is None:
        raise CaseError("no_kind", kind=kind, known=" ".join(item.key for item in form.definition.kinds))
    reading = read_report(last_year, form) if last_year else None
    settings = _settings(form, reading, last_year, year, organization, kind)
    case = Case(folder, settings, form)
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


def _build(case: Case, reading: Reading | None, last_year: Path | None, language: str) -> None:
    """Make the folder beside its place and move it there whole."""
    parent = case.folder.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".drafter-", dir=parent) as name:
            place = Path(name) / "case"
            place.mkdir()
            _fill(replace(case, folder=place), reading, last_year, language)
            if case.folder.exists():
                case.folder.rmdir()
            os.replace(place, case.folder)
    except OSError as error:
        raise OutputError("cannot_write", path=case.folder, reason=error.strerror or error) from error


def _fill(case: Case, reading: Reading | None, last_year: Path | None, language: str) -> None:
    from drafter import workbook

    settings, form = case.settings, case.form
    if reading and last_year and settings.last_year:
        shutil.copyfile(last_year, case.folder / settings.last_year)
        _write(case.folder / _READING, _reading_data(reading, load(last_year)))
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
        copy_form(form, case.folder / FORM)
    _write(case.folder / WORKBOOK, data)
    _write(case.folder / NOTES, notes_template(form, settings).encode())
    (case.folder / "drafts").mkdir()
    _write(case.folder / SETTINGS, _toml(settings).encode())


def prefilled(last: Figures, form: Form) -> Figures:
    """Figures of this year that last year's decide, where last year's are known."""
    found = {}
    for identity in form.identities:
        if identity.relation.prefills and (value := total(identity.right, {}, last)) is not None:
            found[identity.left[0].address] = value
    return found


def _uncertain(reading: Reading | None, form: Form) -> Mapping[str, str]:
    """Prefilled cells whose source was not told by its official label, and how it was told."""
    from drafter.messages import phrase

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
    from drafter.messages import say

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


def open_case(folder: Path) -> Case:
    """The case in a folder; CaseError when there is none or its settings are wrong."""
    path = folder / SETTINGS
    if not path.is_file():
        raise CaseError("no_case", folder=folder, settings=SETTINGS)
    try:
        data = parse_toml(path)
    except FormError as error:
        raise CaseError("settings_syntax", path=path, reason=error.values["reason"]) from error
    settings = _settings_of(data, path)
    return Case(folder, settings, _form_of(settings, path))


def _form_of(settings: Settings, path: Path) -> Form:
    try:
        return load_form(settings.form, path.parent)
    except FormError as error:
        if error.key not in ("no_form", "no_form_file"):
            raise
        raise CaseError("settings_form", path=path, name=settings.form, known=" ".join(form_keys())) from error


_TYPES = {
    "form": str,
    "organization": str,
    "year": int,
    "kind": str,
    "last_year": str,
    "confirmed": list,
    "notices": list,
    "wording": str,
    "last_case": str,
    "model": dict,
}


def _settings_of(data: Mapping[str, object], path: Path) -> Settings:
    for name, value in data.items():
        if name not in _TYPES:
            raise CaseError("settings_key", path=path, name=name, known=" ".join(_TYPES))
        if not isinstance(value, _TYPES[name]):
            raise CaseError("settings_value", path=path, name=name, value=value)
    values = {name: tuple(map(str, value)) if isinstance(value, list) else value for name, value in data.items()}
    return Settings(**values)  # type: ignore[arg-type]


def _toml(settings: Settings) -> str:
    lines = []
    for name in _TYPES:
        value = getattr(settings, name)
        if value not in (None, ()) and not isinstance(value, dict):
            shown = list(value) if isinstance(value, tuple) else value
            lines.append(f"{name} = {json.dumps(shown, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def read_figures(path: Path, form: Form) -> Given:
    """Figures from a workbook or a figures.json; SourceError names the file."""
    from drafter.recognition.files import kind_of

    data = load(path)
    try:
        if kind_of(data, path.name) == "json":
            return Given(filing_codec.read(data, form).figures, {}, path)
        from drafter import workbook

        contents = workbook.read(data, form)
    except SourceError as error:
        raise SourceError(error.key, **{"path": path, **error.values}) from error
    return Given(contents.figures, contents.entries, path, tuple(contents.notes), contents.heading)


def read_notes(path: Path, form: Form) -> tuple[Note, ...]:
    """The notes in a file in any encoding."""
    return parse_notes(_notes_text(path), form)


def _notes_text(path: Path) -> str:
    from drafter.formats.encoding import decode

    try:
        data = path.read_bytes()
        return decode(data) if data else ""
    except OSError as error:
        raise SourceError("cannot_open", path=path, reason=error.strerror or error) from error
    except SourceError as error:
        raise SourceError(error.key, **{"path": path, **error.values}) from error


def _open_elsewhere(path: Path) -> Iterator[Notice]:
    for pattern in _LOCK_FILES:
        if (path.parent / pattern.format(path.name)).exists():
            yield Notice("workbook_open", (("path", path.name),))
            return


def _reading_data(reading: Reading, source: bytes) -> bytes:
    cells = [
        {"cell": cell.cell, "raw": cell.raw, "where": cell.where, "how": cell.how, "certain": cell.certain}
        for cell in reading.cells
    ]
    data = {"digest": _digest(source), "filing": filing_codec.filing_data(reading.filing), "cells": cells}
    return filing_codec.dumps(data).encode()


def _all_text(filing: Filing) -> str:
    texts = (text for blocks in filing.narrative.values() for block in blocks for text in block.paragraphs)
    return "\n".join(texts)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; OutputError when it cannot be written."""
    try:
        _write(path, data)
    except OSError as error:
        raise OutputError("cannot_write", path=path, reason=error.strerror or error) from error


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
