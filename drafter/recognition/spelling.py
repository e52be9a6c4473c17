"""Makes texts comparable: no punctuation, full-width forms and traditional characters folded."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from drafter.resources import load_toml

_STRONG = ("**", "__")


class Characters(BaseModel):
    """The file `drafter/data/characters.toml`: groups of spellings of one character, that of the forms first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    spellings: str


@cache
def _groups() -> tuple[str, ...]:
    return tuple(load_toml("characters.toml", Characters).spellings.split())


@cache
def _folding() -> dict[int, str]:
    return {ord(other): group[0] for group in _groups() for other in group[1:]}


def folded(text: str) -> str:
    """The text in the spelling of the forms, character for character."""
    return text.translate(_folding())


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Letters and digits only, folded: no two labels differ in brackets, quotes, spaces or dots alone."""
    return folded("".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))))


def unmarked(text: str) -> str:
    """A line or a cell without the signs that Markdown puts around a heading or a strong word."""
    if text[:1] == "#":
        text = text.lstrip("#").strip()
    return text[2:-2].strip() if len(text) >= 4 and text[:2] == text[-2:] in _STRONG else text


def any_spelling(pattern: str) -> str:
    """The regular expression, matching every spelling of its characters."""
    others = {group[0]: group for group in _groups()}
    written, inside = "", False
    for position, char in enumerate(pattern):
        group = others.get(char, char)
        written += group if inside or len(group) == 1 else f"[{group}]"
        if char in "[]" and pattern[position - 1 : position] != "\\":
            inside = char == "["
    return written
