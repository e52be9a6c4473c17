"""What a model is told: the templates in `prompts/`, filled in strictly, and how long the result is.

The first message is the same to the byte for every request of a report, and so is the material where all of it is sent,
so that a server's prefix cache serves them; what is asked for comes last.
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
class PromptPlace:
    """A place to be written, as the model is told of it."""

    key: str
    label: str
    asks: str
    last: Sequence[str]


@dataclass(frozen=True, slots=True)
class PromptMaterial:
    """All material of a request; every line is data."""

    year: int | None
    places: Sequence[PromptPlace]
    figures: Sequence[str] = ()
    entries: Sequence[str] = ()
    notes: Sequence[str] = ()
    formulas: Sequence[str] = ()
    style: str = ""
    complete: bool = False
    """Whether every figure is known, so that those not told are zero."""
    required: Sequence[str] = ()
    """What a review will miss, in its own words."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that comes back, its number among the sentences, and the reasons."""

    number: int
    text: str
    reasons: Sequence[str]


def system(language: str, *, organization: str, year: int | None, form: str) -> str:
    """The message that all requests of a report begin with."""
    return _rendered(language, "system", organization=organization, year=year, form=form)


def material(language: str, told: PromptMaterial) -> str:
    """The material; line breaks and angle brackets in it cannot end it."""
    places = [PromptPlace(item.key, as_data(item.label), item.asks, _lines(item.last)) for item in told.places]
    return _rendered(
        language,
        "material",
        year=told.year,
        parts=places,
        figures=told.figures,
        entries=_lines(told.entries),
        notes=_lines(told.notes),
        formulas=_lines(told.formulas),
        style="\n".join(_lines(told.style.splitlines())),
        complete=told.complete,
        required=_lines(told.required),
    )


def ask(language: str, keys: Sequence[str], *, whole: bool) -> str:
    """What is asked for: all places, or some."""
    return _rendered(language, "ask", keys=keys, whole=whole)


def again(language: str, refused: Sequence[Refused], missing: Sequence[str], problems: Sequence[str]) -> str:
    """The message with which sentences come back, and what was not said."""
    return _rendered(language, "again", refused=refused, missing=missing, problems=problems)


def revise(language: str, *, place: str, text: str, instruction: str, keep: Sequence[str], sentence: bool) -> str:
    """The message that asks for one passage to be changed."""
    return _rendered(
        language, "revise", place=place, text=text, instruction=as_data(instruction), keep=keep, sentence=sentence
    )


def _lines(texts: Sequence[str]) -> list[str]:
    return [as_data(text) for text in texts]


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
