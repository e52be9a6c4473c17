"""The notes of a case, written place by place: what else stands in the file, and what others wrote, stays."""

from __future__ import annotations

from drafter.case.files import write_file
from drafter.case.folder import NOTES, CaseFolder
from drafter.case.inputs import notes_text
from drafter.errors import CaseError
from drafter.report.notes import notes_text_at, with_notes_text

Place = tuple[str, str | None]


def notes_at(case: CaseFolder, place: Place) -> str:
    """What the notes hold on a section and topic, as it was written."""
    return notes_text_at(_text(case), place, case.form)


def write_notes(case: CaseFolder, place: Place, before: str, body: str) -> None:
    """Put other notes at a place.

    CaseError when they are not any more what the person saw (`before`), or would be read as something else.
    """
    body = "\n".join(line.rstrip() for line in body.strip().splitlines())
    with case.locked():
        text = _text(case)
        if notes_text_at(text, place, case.form) not in (before, body):
            raise CaseError("notes_elsewhere")
        written = with_notes_text(text, place, body, case.form)
        for other in places_of(case):
            wanted = body if other == place else notes_text_at(text, other, case.form)
            if notes_text_at(written, other, case.form) != wanted:
                raise CaseError("edit_misread")
        write_file(case.folder / NOTES, written.encode())


def places_of(case: CaseFolder) -> tuple[Place, ...]:
    """Every section or topic that notes can be on, in the order of the form."""
    return tuple(
        (section.key, topic)
        for section in case.form.sections
        if section.kind != "tables"
        for topic in [*(item.key for item in section.topics), *([] if section.topics else [None])]
    )


def _text(case: CaseFolder) -> str:
    path = case.folder / NOTES
    return notes_text(path) if path.is_file() else ""
