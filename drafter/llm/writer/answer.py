"""What a model answers: paragraphs of sentences, or problems with their measures; flat, closed, all required."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

_SOME: dict[str, JsonValue] = {"minItems": 1}
"""Asked of the server and not of the answer: an empty one is told apart here, and may be right when asked again."""


class Closed(BaseModel):
    """An object without other keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SentenceAnswer(Closed):
    """One sentence with references in braces, and what it rests on."""

    text: str
    sources: list[str]


class ParagraphAnswer(Closed):
    """Sentences that belong together."""

    sentences: list[SentenceAnswer] = Field(json_schema_extra=_SOME)


class ProseAnswer(Closed):
    """The answer for a block of prose."""

    paragraphs: list[ParagraphAnswer] = Field(json_schema_extra=_SOME)


class PairAnswer(Closed):
    """A problem with its measure; `status` against last year's problems."""

    problem: str
    measure: str
    status: Literal["new", "continuing", "resolved"]
    sources: list[str]


class PairsAnswer(Closed):
    """The answer for a section on problems."""

    pairs: list[PairAnswer] = Field(json_schema_extra=_SOME)


Answer = ProseAnswer | PairsAnswer
