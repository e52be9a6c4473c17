"""What a model answers: paragraphs at their places, what became of last year's problems, and what it left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, create_model

from drafter.records import dataclass

_SOME: dict[str, JsonValue] = {"minItems": 1}
"""AnswerBounds of the server and not of the answer: an empty one is told apart here."""

_MOST_NAMES = 150
"""Names that a schema lists: it lists them three times, and the strictest servers take a thousand values in all."""
_MOST_SOURCES = 16
"""Sources of one paragraph; the longest of a city's 25 notes had 9."""

Status = Literal["continuing", "improved", "resolved", "unknown", "dropped"]
"""What became of a problem: nothing yet, something that a note tells, all of it, no material tells, or no more said
of it."""


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


@dataclass(frozen=True, slots=True)
class AnswerBounds:
    """What an answer may name: a server that holds to a schema lets a model write nothing else.

    The answer itself is taken as it comes: a name that is none is judged by the program, and costs no second request.
    """

    places: tuple[str, ...]
    sources: tuple[str, ...]
    problems: int
    """How many problems last year's report told."""

    def report(self) -> type[ReportAnswer]:
        """The schema of the first answer."""
        return create_model(
            "ReportAnswer", __base__=ReportAnswer, paragraphs=_some(self._paragraph, _SOME), **self._accounts()
        )

    def revision(self, numbers: Sequence[int]) -> type[RevisionAnswer]:
        """The schema of the answer to sentences with these numbers that were sent back."""
        listed = Field(json_schema_extra={"enum": list(numbers)}) if numbers else Field()
        replacement = create_model("ReplacementAnswer", __base__=ReplacementAnswer, number=(int, listed))
        return create_model(
            "RevisionAnswer",
            __base__=RevisionAnswer,
            replacements=_some(replacement, {"maxItems": len(numbers)}),
            additions=_some(self._paragraph),
            **self._accounts(),
        )

    @property
    def _paragraph(self) -> type[ParagraphAnswer]:
        place = (str, Field(json_schema_extra={"enum": list(self.places)}))
        sources: dict[str, JsonValue] = {"items": self._source, "maxItems": _MOST_SOURCES}
        named = (tuple[str, ...], Field((), json_schema_extra=sources))
        return create_model("ParagraphAnswer", __base__=ParagraphAnswer, place=place, sources=named)

    @property
    def _source(self) -> dict[str, JsonValue]:
        return {"type": "string"} | ({"enum": list(self.sources)} if 0 < len(self.sources) <= _MOST_NAMES else {})

    def _accounts(self) -> dict[str, Any]:
        """What became of last year's problems, each once, and what was left out."""
        numbers: dict[str, JsonValue] = {"enum": list(range(1, self.problems + 1))} if self.problems else {}
        problem = create_model("ProblemAnswer", __base__=ProblemAnswer, number=(int, Field(json_schema_extra=numbers)))
        omission = create_model(
            "OmissionAnswer", __base__=OmissionAnswer, source=(str, Field(json_schema_extra=self._source))
        )
        return {
            "last_problems": _some(problem, {"maxItems": self.problems}),
            "omitted": _some(omission, {"maxItems": len(self.sources)}),
        }


def _some(kind: type[BaseModel], bounds: dict[str, JsonValue] | None = None) -> tuple[Any, Any]:
    """Some answers of a kind as the field of a model; their bounds are the server's to keep."""
    required = bounds == _SOME
    return tuple[kind, ...], Field(... if required else (), json_schema_extra=bounds or {})  # type: ignore[valid-type]


class PassageAnswer(Closed):
    """One paragraph or sentence revised as it was asked for."""

    text: str
