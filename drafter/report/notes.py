"""Notes: what the user wants said this year, as bullets with stable ids under topics of the form."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from drafter.form import Form
from drafter.records import dataclass

_HEADING = re.compile(r"#{1,6}\s+(.*)")
_BULLET = re.compile(r"\s*(?:[-*+\u2022\u00b7\uff0d\u2014]|\d{1,2}[.\uff0e\u3001](?!\d))\s*(.*)")
_ID_LENGTH = 8
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Note:
    """One bullet: verbatim text for a section, and a topic of it or None."""

    id: str
    section: str
    topic: str | None
    text: str


def parse_notes(text: str, form: Form) -> tuple[Note, ...]:
    """What a notes file says, a note per bullet or line; an indented line goes on with the one before.

    An id is `section.topic.digest`: the same words keep their id wherever their line moves.
    """
    notes: dict[str, Note] = {}
    for (section, topic), bullet in _bullets(_COMMENT.sub("", text), form):
        name = f"{section}.{topic}" if topic else section
        digest = hashlib.sha256(bullet.encode()).hexdigest()[:_ID_LENGTH]
        notes[f"{name}.{digest}"] = Note(f"{name}.{digest}", section, topic, bullet)
    return tuple(notes.values())


def unknown_headings(text: str, form: Form) -> tuple[str, ...]:
    """Headings of a notes file that name no section or topic: what stands under them goes to the last section."""
    headings = (match.group(1) for line in _COMMENT.sub("", text).splitlines() if (match := _HEADING.fullmatch(line)))
    return tuple(heading for heading in list(headings)[1:] if known_place(heading, form) is None)


def _bullets(text: str, form: Form) -> Iterator[tuple[tuple[str, str | None], str]]:
    place = default_place(form)
    pending: str | None = None
    for line in [*text.splitlines(), ""]:
        bullet, heading = _BULLET.fullmatch(line), _HEADING.fullmatch(line)
        if pending is not None and line[:1].isspace() and line.strip() and not bullet:
            pending = f"{pending}{line.strip()}"
            continue
        if pending:
            yield place, pending
        plain = None if heading else line.strip() or None
        pending = bullet.group(1).strip() if bullet else plain
        place = place_of_heading(heading.group(1), form) if heading else place


def default_place(form: Form) -> tuple[str, str | None]:
    """Where a bullet without a heading goes: the last narrative section."""
    return [section.key for section in form.sections if section.kind != "tables"][-1], None


def place_of_heading(heading: str, form: Form) -> tuple[str, str | None]:
    """The section and topic that a notes heading names; else the default place."""
    return known_place(heading, form) or default_place(form)


def known_place(heading: str, form: Form) -> tuple[str, str | None] | None:
    """The section and topic whose heading, alias or keyword a notes heading holds."""
    said = _plain(heading)
    if not said:
        return None
    for section in form.sections:
        if section.kind != "tables" and any(_alike(name, said) for name in (section.heading, *section.aliases)):
            return section.key, None
        for topic in section.topics:
            if _alike(topic.heading, said):
                return section.key, topic.key
    keyed = (
        (s.key, t.key) for s in form.sections for t in s.topics if any(_plain(word) in said for word in t.keywords)
    )
    return next(keyed, None)


def _plain(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s", "", text)


def _alike(name: str, said: str) -> bool:
    """True if one of a name of the form and a heading without white space holds the other."""
    plain = _plain(name)
    return plain in said or said in plain


# --- the notes of one place, as they are edited apart ----------------------------------------------------------------

_HEADING_LINE = re.compile(r"^#{1,6}[ \t]+(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a notes file under one heading: where it begins and ends behind the heading, and what it is on."""

    start: int
    end: int
    place: tuple[str, str | None]
    named: bool
    """Whether the heading names the place, rather than being none of the form's."""


def _parts(text: str, form: Form) -> Iterator[_Part]:
    hidden = [match.span() for match in _COMMENT.finditer(text)]
    found = [match for match in _HEADING_LINE.finditer(text) if not any(a <= match.start() < b for a, b in hidden)]
    bounds = [*(match.start() for match in found), len(text)]
    yield _Part(0, bounds[0], default_place(form), named=False)
    for match, end in zip(found, bounds[1:], strict=True):
        known = known_place(match.group(1), form)
        yield _Part(match.end(), end, known or default_place(form), named=known is not None)


def notes_text_at(text: str, place: tuple[str, str | None], form: Form) -> str:
    """What a notes file holds on a section and topic, as it was written, without comments."""
    own = (text[part.start : part.end] for part in _parts(text, form) if part.place == place)
    bodies = (_COMMENT.sub("", stretch).strip() for stretch in own)
    return "\n".join(body for body in bodies if body)


def with_notes_text(text: str, place: tuple[str, str | None], body: str, form: Form) -> str:
    """The notes file with other notes on a section and topic; headings, comments and all other notes stay."""
    own = [part for part in _parts(text, form) if part.place == place]
    home = next((part for part in own if part.named), None)
    written, position = "", 0
    for part in own:
        kept = "\n".join(_COMMENT.findall(text[part.start : part.end]))
        words = body.strip() if part is home else ""
        inner = "\n\n".join(piece for piece in (kept, words) if piece)
        written += text[position : part.start] + (f"\n{inner}\n\n" if part.start else f"{inner}\n\n" if inner else "")
        position = part.end
    written += text[position:]
    if home is None and body.strip():
        written = f"{written.rstrip()}\n\n## {_heading_of(place, form)}\n\n{body.strip()}\n"
    return written


def _heading_of(place: tuple[str, str | None], form: Form) -> str:
    section = form.section(place[0])
    return next((topic.heading for topic in section.topics if topic.key == place[1]), section.heading)
