"""What a model is told: the templates in `prompts/`, filled in strictly, and how long the result is.

The first message is the same to the byte for every block of a report, so that a server's prefix cache serves it; the
second holds what one block needs and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict

from drafter.resources import folder, parse_toml, validate

_WIDE = 0x2E80
"""From here on a character is a token of its own, or nearly so."""
_NARROW = 3
"""Characters of other text per token."""
_PER_MESSAGE = 6


class WordingText(BaseModel):
    """A whole `wording.toml`: what the client itself says to a model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: str
    invalid: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a block's own message says."""

    heading: str
    asks: str
    kind: str
    """Either prose or pairs."""
    paragraphs: int
    figures: Sequence[str]
    last: Sequence[str]
    problems: int
    """How many of `last` are problems; the rest are measures."""
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that comes back, with the reasons."""

    text: str
    reasons: Sequence[str]


def prefix(language: str, *, organization: str, year: int | None, form: str, example: str) -> str:
    """The message that all blocks of a report share."""
    return _rendered(language, "system", organization=organization, year=year, form=form, example=example)


def part(language: str, told: Part) -> str:
    """The message of one block; line breaks and angle brackets in the material cannot end it."""
    return _rendered(
        language,
        "block",
        heading=told.heading,
        asks=told.asks,
        kind=told.kind,
        paragraphs=told.paragraphs,
        figures=[as_data(line) for line in told.figures],
        last=[as_data(line) for line in told.last],
        problems=told.problems,
        notes=[as_data(text) for text in told.notes],
    )


def again(language: str, refused: Sequence[Refused], kind: str) -> str:
    """The message with which refused sentences come back."""
    return _rendered(language, "again", rejected=refused, kind=kind)


def wording(language: str) -> tuple[str, str]:
    """How the schema is spelled out and how a wrong answer is returned: str.format templates."""
    path = folder("prompts") / _known(language) / "wording.toml"
    data = parse_toml(path)
    text = validate({"schema_" if name == "schema" else name: value for name, value in data.items()}, WordingText, path)
    return text.schema_, text.invalid


def as_data(text: str) -> str:
    """Text from a file as one line that cannot pass for the end of the material."""
    return " ".join(text.split()).replace("<", "\u2039").replace(">", "\u203a")


def tokens(text: str) -> int:
    """About how many tokens a text is, rather too many than too few."""
    wide = sum(ord(char) >= _WIDE for char in text)
    return wide + -(-(len(text) - wide) // _NARROW)


def tokens_of(texts: Sequence[str]) -> int:
    """About how many tokens messages are together."""
    return sum(tokens(text) + _PER_MESSAGE for text in texts)


def _known(language: str) -> str:
    return "zh" if language == "zh" else "en"


def _rendered(language: str, name: str, **values: Any) -> str:
    return _environment().get_template(f"{_known(language)}/{name}.jinja").render(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(folder("prompts")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
