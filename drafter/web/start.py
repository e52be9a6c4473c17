"""The start page: the cases of a folder, and a new one from a file that was dropped, or from the example."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request

from drafter.case.create import create
from drafter.case.folder import CaseFolder, open_folder
from drafter.case.settings import SETTINGS
from drafter.errors import CaseError, DrafterError, OutputError
from drafter.form import Form, load_form
from drafter.messages import Language, phrase, say
from drafter.recognition import Reading
from drafter.recognition.files import reading_of
from drafter.report import show
from drafter.resources import folder
from drafter.views.readings import notice_lines
from drafter.web.asked import NewAsked
from drafter.web.figures_data import table_data
from drafter.web.page_data import Data

CASES = "cases"
"""The part of an address that stands before the name of a case."""
FORM = "disclosure-2021"
"""The form of a new case, as for the command."""
_EXAMPLE = ("drafter.toml", "figures.xlsx", "last-year.docx", "notes.md")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_MOST_PARAGRAPHS = 200


class _Dropped(NamedTuple):
    """A file that was read and waits to be taken; only the last one does."""

    identity: str
    name: str
    data: bytes


class Start:
    """The cases of a folder, and the file that was dropped last."""

    def __init__(self, place: Path, language: Language) -> None:
        self.place, self.language = place, language
        self.dropped: _Dropped | None = None

    def case_of(self, request: Request) -> Path:
        """The folder of the case that an address names: one of those that are listed, and no other."""
        wanted = request.path_params["name"]
        found = next((path for path in self._folders() if path.name == wanted), None)
        if found is None:
            raise HTTPException(404)
        return found

    def cases(self) -> Data:
        """The cases, those that were worked on last first."""
        found = sorted(self._folders(), key=_touched, reverse=True)
        return {"folder": str(self.place), "cases": [self._case(path) for path in found]}

    def _folders(self) -> Iterator[Path]:
        try:
            yield from (path for path in self.place.iterdir() if (path / SETTINGS).is_file())
        except OSError as error:
            raise CaseError("no_state_folder", folder=self.place, reason=error.strerror or error) from error

    def _case(self, path: Path) -> Data:
        """A case in the list; one that cannot be opened says why."""
        try:
            case: CaseFolder | None = open_folder(path)
        except DrafterError as error:
            return {"name": path.name, "trouble": str(error)}
        assert case is not None
        numbers = case.numbers()
        return {
            "name": path.name,
            "organization": case.settings.organization,
            "year": case.settings.year,
            "draft": numbers[-1] if numbers else None,
            "trouble": None,
        }

    def read(self, data: bytes, name: str) -> Data:
        """What is read of a dropped file, cell by cell; SourceError says what it is instead."""
        form, plain = load_form(FORM), _plain_name(name) or "report"
        reading = reading_of(data, Path(plain), form)
        self.dropped = _Dropped(secrets.token_urlsafe(16), plain, data)
        filing = reading.filing
        return {
            "reading": self.dropped.identity,
            "file": plain,
            "organization": filing.organization or "",
            "year": filing.year,
            "tables": [table_data(table, form, filing.figures) for table in form.tables.values()],
            "cells": _cells(reading, form),
            "text": _text(reading, form),
            "unplaced": [item.text for item in filing.unplaced][:_MOST_PARAGRAPHS],
            "notices": list(notice_lines(reading.notices, self.language)),
        }

    def new(self, asked: NewAsked) -> Data:
        """A new case in a folder of its own, named after its organisation and year."""
        dropped = self.dropped if asked.reading is not None else None
        if asked.reading is not None and (dropped is None or dropped.identity != asked.reading):
            raise CaseError("nothing_dropped")
        form = load_form(FORM)
        with TemporaryDirectory(prefix="drafter-") as temporary:
            source = None
            if dropped is not None:
                source = Path(temporary) / dropped.name
                source.write_bytes(dropped.data)
            last = reading_of(dropped.data, Path(dropped.name), form).filing if dropped else None
            organization = asked.organization or (last.organization if last else None) or ""
            year = asked.year or (last.year + 1 if last and last.year else None)
            name = _plain_name(f"{organization}{year or ''}") or "report"
            told = None if last and organization == last.organization else organization or None
            when = None if last and last.year and year == last.year + 1 else year
            create(self.place / name, form, last_year=source, year=when, organization=told, language=self.language)
        self.dropped = None
        return {"case": name}

    def example(self) -> Data:
        """A copy of the example to play with."""
        base = say(self.language, "web.example")
        taken = {path.name for path in self.place.iterdir()}
        name = next(one for one in (base, *(f"{base}{n}" for n in range(2, 1000))) if one not in taken)
        try:
            (self.place / name).mkdir()
            for file in _EXAMPLE:
                shutil.copyfile(folder("examples") / file, self.place / name / file)
            (self.place / name / "drafts").mkdir()
        except OSError as error:
            raise OutputError("cannot_write", path=self.place / name, reason=error.strerror or error) from error
        return {"case": name}


def _touched(path: Path) -> float:
    """When a case was worked on last."""
    return max((item.stat().st_mtime for item in (path, path / "drafts") if item.exists()), default=0.0)


def _plain_name(name: str) -> str:
    """The name of a file or folder without what no system takes, and without any folder before it."""
    return _FORBIDDEN.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")[:80]


def _cells(reading: Reading, form: Form) -> Data:
    """Every cell with its text and how it was read: "read", "blank", "doubtful" or "unread", and the reason."""
    language = form.definition.language
    found: dict[str, object] = {
        cell: {"text": show(figure), "state": "read" if figure is not None else "blank", "why": ""}
        for cell, figure in reading.filing.figures.items()
    }
    for item in reading.cells:
        if not item.certain or not item.regular:
            why = phrase(language, "hows", item.how) if not item.certain else item.raw
            found[item.cell] = {"text": show(reading.filing.figures[item.cell]), "state": "doubtful", "why": why}
    for unread in reading.filing.unread:
        why = say(language, f"reasons.{unread.reason}")
        found[unread.cell] = {"text": unread.raw[:40], "state": "unread", "why": why}
    return found


def _text(reading: Reading, form: Form) -> list[Data]:
    """The paragraphs by section."""
    headings = {section.key: section.heading for section in form.sections}
    return [
        {
            "heading": headings.get(key, ""),
            "paragraphs": [
                line for block in blocks for line in (*([block.heading] if block.heading else []), *block.paragraphs)
            ][:_MOST_PARAGRAPHS],
        }
        for key, blocks in reading.filing.narrative.items()
        if blocks
    ]
