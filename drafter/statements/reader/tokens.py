"""A paragraph as tokens: names of the form, words of discourse, years, quantities, punctuation, other words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from drafter.form.concepts import Concepts, WordUse
from drafter.records import dataclass
from drafter.report import Paragraph
from drafter.report.quantities.chinese import Quantity

COMMAS = frozenset("\uff0c,")
COLONS = frozenset("\uff1a:")
LISTERS = frozenset("\u3001")
OPENINGS, CLOSINGS = frozenset("(\uff08[\u3010"), frozenset(")\uff09]\u3011")
_QUIET = frozenset("\u201c\u201d\u300a\u300b\"'\u2018\u2019\u300c\u300d")
_PLAIN = WordUse()


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"
    REST = "rest"
    """Characters that no word of the lexicon covers."""
    QUANTITY = "quantity"
    YEAR = "year"
    YEARS = "years"
    STOP = "stop"
    COMMA = "comma"
    COLON = "colon"
    LIST = "list"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a paragraph; offsets are code points of its text."""

    mark: TokenKind
    start: int
    end: int
    entry: WordUse = _PLAIN
    quantity: Quantity | None = None
    number: int = 0
    """The year that is written, or the ordinal of the quantity in its paragraph."""

    @property
    def is_name(self) -> bool:
        """Whether it names something in the form."""
        return bool(self.entry.senses)

    def has(self, *roles: str) -> bool:
        """Whether the word has one of these roles in a clause."""
        return not self.entry.roles.isdisjoint(roles)


def tokens_of(paragraph: Paragraph, concepts: Concepts) -> tuple[Token, ...]:
    """Every token of a paragraph in order; white space is none, and stands inside no word."""
    text = paragraph.text.casefold() if concepts.spaced else paragraph.text
    if concepts.spaced or not any(map(str.isspace, text)):
        places, flat = list(range(len(text))), text
    else:
        places = [index for index, char in enumerate(text) if not char.isspace()]
        flat = "".join(text[index] for index in places)
    places.append(len(text))
    found = list(_tokens(flat, places, _at(paragraph.quantities, places), concepts))
    return tuple(found)


def _at(quantities: Sequence[Quantity], places: list[int]) -> dict[int, tuple[int, int, Quantity]]:
    """Quantities by where they begin in the flat text: their ordinal, where they end, themselves."""
    found: dict[int, tuple[int, int, Quantity]] = {}
    at = 0
    for ordinal, quantity in enumerate(quantities):
        while places[at] < quantity.start:
            at += 1
        end = at
        while end < len(places) - 1 and places[end] < quantity.end:
            end += 1
        found[at] = (ordinal, end, quantity)
        at = end
    return found


def _tokens(
    flat: str, places: list[int], quantities: dict[int, tuple[int, int, Quantity]], concepts: Concepts
) -> Iterator[Token]:
    index, size, rest = 0, len(flat), -1
    years = {match.start(): match for match in concepts.year.finditer(flat)}
    spans = {match.start(): match for match in concepts.years.finditer(flat)}
    while index < size:
        token, after = _one(flat, index, places, quantities, concepts, years, spans)
        if token is None:
            rest = index if rest < 0 else rest
            index += 1
            continue
        if rest >= 0:
            yield Token(TokenKind.REST, places[rest], places[index - 1] + 1)
            rest = -1
        if token.mark is not TokenKind.WORD or token.entry.roles != {"quiet"}:
            yield token
        index = after
    if rest >= 0:
        yield Token(TokenKind.REST, places[rest], places[size - 1] + 1)


def _one(
    flat: str,
    index: int,
    places: list[int],
    quantities: dict[int, tuple[int, int, Quantity]],
    concepts: Concepts,
    years: Mapping[int, re.Match[str]],
    spans: Mapping[int, re.Match[str]],
) -> tuple[Token | None, int]:
    """The token that begins at a place of the flat text, and where the next may begin."""
    start = places[index]
    if index in quantities:
        ordinal, end, quantity = quantities[index]
        return Token(TokenKind.QUANTITY, quantity.start, quantity.end, _PLAIN, quantity, ordinal), max(end, index + 1)
    for found, mark in ((spans, TokenKind.YEARS), (years, TokenKind.YEAR)):
        match = found.get(index)
        if match is not None:
            number = int(match.group(1)) if mark is TokenKind.YEAR else 0
            end = match.end()
            return Token(mark, start, places[end - 1] + 1, _PLAIN, None, number), end
    for word, entry in concepts.lexicon.get(flat[index : index + 2], ()):
        if flat.startswith(word, index):
            end = index + len(word)
            if concepts.spaced and (flat[index - 1 : index].isalnum() or flat[end : end + 1].isalnum()):
                continue
            if not any(at in quantities for at in range(index + 1, end)):
                return Token(TokenKind.WORD, start, places[end - 1] + 1, entry), end
    return _single(flat[index], index, start, concepts)


def _single(char: str, index: int, start: int, concepts: Concepts) -> tuple[Token | None, int]:
    """A mark of punctuation, or a word of one character."""
    if char in concepts.stops:
        return Token(TokenKind.STOP, start, start + 1), index + 1
    for chars, mark in _MARKS:
        if char in chars:
            entry = next((entry for word, entry in concepts.lexicon.get(char, ()) if word == char), _PLAIN)
            return Token(mark, start, start + 1, entry), index + 1
    if char in _QUIET or char.isspace():
        return Token(TokenKind.WORD, start, start + 1, _QUIET_ENTRY), index + 1
    for _, entry in concepts.lexicon.get(char, ()):
        return Token(TokenKind.WORD, start, start + 1, entry), index + 1
    return None, index + 1


_QUIET_ENTRY = WordUse(frozenset({"quiet"}))
_MARKS = (
    (COMMAS, TokenKind.COMMA), (COLONS, TokenKind.COLON), (LISTERS, TokenKind.LIST),
    (OPENINGS, TokenKind.OPEN), (CLOSINGS, TokenKind.CLOSE),
)  # fmt: skip
