"""How a text is cut into words, and lists of words that are found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from drafter.form.schema.vouching import ClaimWords
from drafter.records import dataclass

Span = tuple[int, int]
_WORD = re.compile(r"\w+")
_NOTHING = ("c", "d", "f", "m", "p", "q", "r", "t", "u", "y")
"""First letters of the segmentation's word classes that state nothing: conjunctions, adverbs, places, numerals,
prepositions, measure words, pronouns, times, particles."""
_LITTLE = ("v", "a", "z", "b", "i")
"""Verbs, adjectives and set phrases: a rephrased sentence has others, so without a source they weigh half."""


class Word(NamedTuple):
    """A word that needs a source; `claim` is the group that it belongs to when it claims more than a fact."""

    start: int
    end: int
    text: str
    weight: float = 1
    """1 for a name of something, less for what tells of doing or being so."""
    claim: ClaimWords | None = None


@dataclass(frozen=True, eq=False)
class WordList:
    """Words, found in a text wherever they stand; whole words where the language divides them by spaces."""

    words: frozenset[str]
    spaced: bool

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        """The lengths of the words that begin with a character, the longest first."""
        found: dict[str, set[int]] = {}
        for word in self.words:
            found.setdefault(word[:1], set()).add(len(word))
        return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}

    def find(self, text: str) -> Iterator[Span]:
        """The longest word at every place of a text in small letters; they may overlap."""
        lengths, words = self._lengths, self.words
        for start, char in enumerate(text):
            for length in lengths.get(char, ()):
                end = start + length
                word = text[start:end]  # shorter at the end of the text
                if len(word) == length and word in words and (not self.spaced or _stands_alone(text, start, end)):
                    yield start, end
                    break


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


def segments(text: str, *, spaced: bool) -> Iterator[tuple[int, int, float]]:
    """The words of a text with their weight, 0 for those that state nothing."""
    if spaced:
        yield from ((*match.span(), 0 if match.group().isdecimal() else 1) for match in _WORD.finditer(text))
        return
    import rjieba

    position = 0
    for piece, tag in rjieba.tag(text):
        end = position + len(piece)
        if _WORD.fullmatch(piece):
            nothing = len(piece) < 2 or piece.isdecimal() or tag[0] in _NOTHING
            yield position, end, 0 if nothing else 0.5 if tag in _LITTLE else 1
        position = end
