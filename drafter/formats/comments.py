"""A comment that a person wrote in a file: by whom, when, what, and on which words."""

from __future__ import annotations

from collections.abc import Iterable

from drafter.records import dataclass


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on words of a paragraph, or on a cell, whose paragraph is then the labels of its row."""

    author: str
    date: str | None
    """The day as the file has it: YYYY-MM-DD."""
    text: str
    """Its paragraphs, divided by line breaks."""
    quote: str
    """The words that it is on; empty where it stands at a place."""
    around: str
    """The whole paragraph, or the labels of the row."""
    column: int | None = None
    """Of a comment in a table, the number of its cell in the row, from 0."""


def labels_of(texts: Iterable[str]) -> str:
    """The cells of a row that are words rather than numbers, which tell it from other rows."""
    return " ".join(text for text in texts if any(character.isalpha() for character in text))
