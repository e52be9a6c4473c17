"""What the clerk gives a case: figures and entries in a workbook or figures.json, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.document import Notice
from drafter.errors import SourceError
from drafter.form import Form
from drafter.recognition.files import load
from drafter.records import dataclass
from drafter.report import Figures, Note, parse_notes, unknown_headings
from drafter.report import json as filing_codec

if TYPE_CHECKING:
    from drafter.workbook.reader import Contents

_LONGEST_NOTES = 100_000
"""Characters of a notes file, some hundred pages."""
_LOCK_FILES = ("~${}", ".~{}", ".~lock.{}#")
"""What Excel, WPS and LibreOffice lay beside a file while they hold it open."""


@dataclass(frozen=True, slots=True)
class Given:
    """This year's figures and entries as the user gave them, and what to say about it."""

    figures: Figures
    entries: Mapping[str, str | None]
    path: Path
    notices: tuple[Notice, ...] = ()
    heading: str | None = None
    """The title of the report for which the workbook was made."""
    names: Mapping[str, str] = field(default_factory=dict)
    """How the clerk finds each cell in the workbook, by its address."""


def read_figures(path: Path, form: Form) -> Given:
    """Figures from a workbook or a figures.json; SourceError names the file."""
    from drafter.recognition.files import kind_of

    data = load(path)
    try:
        if kind_of(data, path.name) == "json":
            return Given(filing_codec.read(data, form).figures, {}, path)
        contents = _contents(data, form)
    except SourceError as error:
        raise SourceError(error.key, **{"path": path, **error.values}) from error
    return Given(contents.figures, contents.entries, path, tuple(contents.notes), contents.heading, contents.names)


@lru_cache(maxsize=2)
def _contents(data: bytes, form: Form) -> Contents:
    """What a workbook holds, taken apart once as long as its bytes are the same: it is asked for at each pause."""
    from drafter import workbook

    return workbook.read(data, form)


def notes_notices(path: Path, form: Form) -> tuple[Notice, ...]:
    """Headings of a notes file that name no part of the report."""
    found = unknown_headings(notes_text(path), form) if path.is_file() else ()
    return tuple(Notice("notes_heading", (("heading", heading),)) for heading in found)


def read_notes(path: Path, form: Form) -> tuple[Note, ...]:
    """The notes in a file in any encoding."""
    return parse_notes(notes_text(path), form)


def notes_text(path: Path) -> str:
    """A notes file as text; SourceError names the file."""
    from drafter.formats.encoding import decode

    try:
        with path.open("rb") as file:
            data = file.read(4 * _LONGEST_NOTES + 1)
        text = decode(data) if data else ""
        if len(text) > _LONGEST_NOTES:
            raise SourceError("text_too_large", limit=_LONGEST_NOTES)
    except OSError as error:
        raise SourceError("cannot_open", path=path, reason=error.strerror or error) from error
    except SourceError as error:
        raise SourceError(error.key, **{"path": path, **error.values}) from error
    return text


def open_elsewhere(path: Path) -> Iterator[Notice]:
    """A notice where an office program holds the file open: what is not saved yet is not read."""
    for pattern in _LOCK_FILES:
        if (path.parent / pattern.format(path.name)).exists():
            yield Notice("workbook_open", (("path", path.name),))
            return
