"""Notes: what the user wants said this year, as bullets with stable ids under topics of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.form import Form

_HEADING = re.compile(r"#{1,6}\s+(.*)")
_BULLET = re.compile(r"\s*[-*+\u2022]\s+(.*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Note:
    """One bullet: verbatim text for a section, and a topic of it or None."""

    id: str
    section: str
    topic: str | None
    text: str


def parse_notes(text: str, form: Form) -> tuple[Note, ...]:
    """The bullets of a notes file; ids are `section.topic.ordinal`. A bullet goes on over indented lines."""
    notes: list[Note] = []
    counts: dict[tuple[str, str | None], int] = {}
    for place, bullet in _bullets(_COMMENT.sub("", text), form):
        counts[place] = counts.get(place, 0) + 1
        section, topic = place
        name = f"{section}.{topic}" if topic else section
        notes.append(Note(f"{name}.{counts[place]}", section, topic, bullet))
    return tuple(notes)


def _bullets(text: str, form: Form) -> Iterator[tuple[tuple[str, str | None], str]]:
    place = default_place(form)
    pending: str | None = None
    for line in [*text.splitlines(), ""]:
        bullet, heading = _BULLET.fullmatch(line), _HEADING.fullmatch(line)
        continues = pending is not None and line[:1].isspace() and line.strip() and not bullet
        if continues:
            pending = f"{pending}{line.strip()}"
            continue
        if pending:
            yield place, pending
        pending = bullet.group(1).strip() if bullet else None
        place = place_of_heading(heading.group(1), form) if heading else place


def default_place(form: Form) -> tuple[str, str | None]:
    """Where a bullet without a heading goes: the last narrative section."""
    return [section.key for section in form.sections if section.kind != "tables"][-1], None


def place_of_heading(heading: str, form: Form) -> tuple[str, str | None]:
    """The section and topic whose heading, alias or keyword a notes heading holds; else the default place."""
    plain = re.sub(r"\s", "", heading)
    for section in form.sections:
        if section.kind != "tables" and any(
            name in plain or plain in name for name in (section.heading, *section.aliases) if plain
        ):
            return section.key, None
        for topic in section.topics:
            if plain and (topic.heading in plain or plain in topic.heading):
                return section.key, topic.key
    for section in form.sections:
        for topic in section.topics:
            if any(keyword in plain for keyword in topic.keywords):
                return section.key, topic.key
    return default_place(form)
