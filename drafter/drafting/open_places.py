"""What a text still leaves open: every open mark, in order, with a few of the words around it."""

from __future__ import annotations

from drafter.records import dataclass
from drafter.report import Narrative, Paragraph

_SPEAKS_FOR_ITSELF = 16
"""Code points of a mark that needs no words around it."""
_BEFORE, _BEHIND = 12, 4
_MARK = "\u2026"


@dataclass(frozen=True, slots=True)
class OpenMark:
    """An open mark: the section that it stands in, its text, and that as people are shown it."""

    section: str
    text: str
    shown: str


def open_places(narrative: Narrative) -> tuple[OpenMark, ...]:
    """Every open mark of a text, headings included."""
    return tuple(
        OpenMark(passage.place.section or "", passage.text[start:end], _shown(passage, number))
        for passage in narrative.passages
        for number, (start, end) in enumerate(passage.marks)
    )


def _shown(passage: Paragraph, number: int) -> str:
    """A mark with the words just before and after it; a long one, and one in a heading, without."""
    start, end = passage.marks[number]
    text = passage.text[start:end]
    if passage.is_heading:
        return passage.text
    if len(text) > _SPEAKS_FOR_ITSELF:
        return text
    before, position = "", 0
    for other_start, other_end in passage.marks[:number]:
        before += passage.text[position:other_start] + _MARK
        position = other_end
    before += passage.text[position:start]
    following = passage.marks[number + 1][0] if number + 1 < len(passage.marks) else len(passage.text)
    return f"{before[-_BEFORE:]}{text}{passage.text[end : min(following, end + _BEHIND)]}"
