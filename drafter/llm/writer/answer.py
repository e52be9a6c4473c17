"""What a model answers: paragraphs at their places, what became of last year's problems, and what it left out."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

_SOME: dict[str, JsonValue] = {"minItems": 1}
"""Asked of the server and not of the answer: an empty one is told apart here."""

Status = Literal["continuing", "improved", "resolved", "dropped"]
"""What became of a problem: nothing yet, something that a note tells, all of it, or no more said of it."""


class Closed(BaseModel):
    """An object without other keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ParagraphAnswer(Closed):
    """A paragraph of free prose with references in braces, and the notes and entries that it rests on."""

    place: str
    text: str
    sources: tuple[str, ...] = ()


class ProblemAnswer(Closed):
    """What became of one of last year's problems; `source` is the note that tells what was done."""

    number: int
    status: Status
    source: str = ""
    reason: str = ""


class OmissionAnswer(Closed):
    """A note or entry that the text does not say, and why."""

    source: str
    reason: str


class ReportAnswer(Closed):
    """The whole text, or the part of it that was asked for."""

    paragraphs: tuple[ParagraphAnswer, ...] = Field(json_schema_extra=_SOME)
    last_problems: tuple[ProblemAnswer, ...] = ()
    omitted: tuple[OmissionAnswer, ...] = ()


class ReplacementAnswer(Closed):
    """A sentence that was sent back, as it shall read now; an empty text withdraws it."""

    number: int
    text: str


class RevisionAnswer(Closed):
    """The answer to sentences that were sent back and to what was not said."""

    replacements: tuple[ReplacementAnswer, ...] = ()
    additions: tuple[ParagraphAnswer, ...] = ()
    last_problems: tuple[ProblemAnswer, ...] = ()
    omitted: tuple[OmissionAnswer, ...] = ()


class PassageAnswer(Closed):
    """One paragraph or sentence revised as it was asked for."""

    text: str
