"""What a model is told: the templates in `prompts/`, filled in strictly, and how long the result is.

A template names its variables (a missing one is an error), and line breaks and angle brackets in what they print cannot
end the material. The first message is the same to the byte for every request of a report, and so is the material where
all of it is sent, so that a server's prefix cache serves them; what is asked for comes last.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict

from drafter.records import dataclass
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
class Refused:
    """A sentence that comes back, its number among the sentences, and the reasons."""

    number: int
    text: str
    reasons: Sequence[str]


def filled(language: str, name: str, **variables: Any) -> str:
    """The template `NAME.jinja` of a language, filled in. Whatever a variable prints is one line of data."""
    return _environment().get_template(f"{_known(language)}/{name}.jinja").render(**variables)


def wording(language: str) -> tuple[str, str]:
    """How the schema is spelled out and how a wrong answer is returned: str.format templates."""
    path = folder("prompts") / _known(language) / "wording.toml"
    data = parse_toml(path, keep=True)
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


def _data_in(value: Any) -> Any:
    return as_data(value) if isinstance(value, str) else value


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(folder("prompts")),
        undefined=StrictUndefined,
        finalize=_data_in,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
