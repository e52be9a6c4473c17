"""Personal data in a text: identity numbers, cards, telephones, e-mail, names of people who apply, complain or sue.

One set of patterns, `data/personal_data.toml`, for the rules on what must not be published and for what is hidden from
a model. A number is found however it is typed: full-width, in groups, in Chinese digits, with characters without width.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from drafter.patterns import compiled
from drafter.records import dataclass
from drafter.resources import load_toml

_LEAST_DIGITS = 11
"""Chinese digits in a row that are a number read out: the length of a mobile telephone number. Years have four."""
_BEFORE = 20
"""Characters before a match in which `unless_before` may match."""
_MASK = "*"
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_OPEN, _CLOSE = "\u27e6", "\u27e7"
_TOKEN = re.compile(rf"{_OPEN}[A-Z]+-[A-Z]+{_CLOSE}")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Pattern(BaseModel):
    """How personal data of a kind looks; the group `it` is the data, or the whole match."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    pattern: str
    checksum: Literal["identity", "luhn"] | None = None
    certain: bool = False
    """False: hidden from a model, but no finding."""
    near: tuple[str, ...] = ()
    """Words of which one must stand in the text; empty: none need to."""
    unless_before: str | None = None
    """Not where this matches right before."""
    shown: int = 1
    """Characters at the beginning that a masked text shows."""


class _Book(BaseModel):
    """A whole `personal_data.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    digits: Mapping[str, str]
    shown: Mapping[str, int]
    pieces: Mapping[str, str]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Personal data found: what it looks like, and its code points in the text."""

    pattern: Pattern
    start: int
    end: int

    @property
    def kind(self) -> str:
        """What it is: "identity", "card", "phone", "landline", "email" or "name"."""
        return self.pattern.kind


def find_personal_data(text: str, patterns: Iterable[Pattern] | None = None) -> tuple[Hit, ...]:
    """Everything personal in `text` by `patterns` (all that are built in), in their order; no part is found twice."""
    plain, places = _plain(text)
    spoken = _spoken(plain)
    hits: list[Hit] = []
    for pattern in known_patterns() if patterns is None else patterns:
        for typed in dict.fromkeys((plain, spoken)):
            for first, last in _matches(pattern, typed):
                start, end = places[first], places[last - 1] + 1
                if not any(hit.start < end and start < hit.end for hit in hits):
                    hits.append(Hit(pattern, start, end))
    return tuple(hits)


def mask(text: str, hits: Iterable[Hit]) -> str:
    """The text, as long as before, with all but the first characters of everything found masked."""
    for hit in hits:
        shown = min(hit.start + hit.pattern.shown, hit.end)
        text = text[:shown] + _MASK * (hit.end - shown) + text[hit.end :]
    return text


@cache
def known_patterns() -> tuple[Pattern, ...]:
    """The patterns that are built in, in the order in which they are tried."""
    book = _book()
    return tuple(
        rule.model_copy(update={"pattern": _filled(rule.pattern, book.pieces), "shown": book.shown[rule.kind]})
        for rule in book.patterns
    )


def is_identity_number(text: str) -> bool:
    """Whether 18 characters, hyphens and spaces aside, are a resident identity number (GB 11643).

    It has a region, a date of birth and a check digit.
    """
    text = re.sub("[ -]", "", text)
    digits = text[:17]
    if len(text) != 18 or not digits.isdigit() or not 11 <= int(digits[:2]) <= 91:
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, digits, strict=True))
    return 1900 <= born.year <= 2100 and _IDENTITY_CHECKS[total % 11] == text[17].upper()


def passes_luhn(text: str) -> bool:
    """Whether the digits of a card number agree with its last one (ISO/IEC 7812)."""
    digits = [int(character) for character in text if character.isdigit()]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[-2::-2]]
    return bool(digits) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


@dataclass(frozen=True, slots=True)
class Masked:
    """One thing hidden from a model: where it stood, its token, what may be shown of it, and the thing itself."""

    kind: str
    where: str
    token: str
    shown: str
    original: str = field(repr=False)


class Masker:
    """Hides the same thing behind the same token, and knows what it hid."""

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}
        self._found: list[Masked] = []

    @property
    def masked(self) -> tuple[Masked, ...]:
        """Everything hidden, in the order in which it was met."""
        return tuple(self._found)

    def mask(self, text: str, where: str) -> str:
        """The text with personal data replaced by tokens such as \u27e6PHONE-A\u27e7."""
        hits = find_personal_data(text)
        shown = mask(text, hits)
        for hit in hits:
            original = text[hit.start : hit.end]
            token = self._token(hit.kind, original)
            self._found.append(Masked(hit.kind, where, token, shown[hit.start : hit.end], original))
        for hit in sorted(hits, key=lambda hit: -hit.start):
            text = text[: hit.start] + self._tokens[text[hit.start : hit.end]] + text[hit.end :]
        return text

    def _token(self, kind: str, original: str) -> str:
        if original not in self._tokens:
            head = f"{_OPEN}{kind.upper()}-"
            number = sum(known.startswith(head) for known in self._tokens.values())
            self._tokens[original] = f"{head}{_letters(number)}{_CLOSE}"
        return self._tokens[original]

    def restore(self, text: str) -> str:
        """The text with every token of ours replaced by what it stood for; other tokens stay."""
        originals = {token: original for original, token in self._tokens.items()}
        return _TOKEN.sub(lambda match: originals.get(match.group(), match.group()), text)

    def knows(self, text: str) -> bool:
        """Whether every token in the text is ours."""
        known = set(self._tokens.values())
        return all(match.group() in known for match in _TOKEN.finditer(text))


def _letters(number: int) -> str:
    return _LETTERS[number] if number < 26 else _letters(number // 26 - 1) + _LETTERS[number % 26]


def _matches(rule: Pattern, text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern matches; what fails the checksum may still hold data that begins later."""
    if rule.near and not any(word in text for word in rule.near):
        return
    pattern, start = compiled(rule.pattern), 0
    while match := pattern.search(text, start):
        first, last = match.span("it" if "it" in pattern.groupindex else 0)
        found = last > first and _is_valid(rule, text[first:last]) and not _excepted(rule, text[:first])
        if found:
            yield first, last
        start = max(match.end(), match.start() + 1) if found else match.start() + 1


def _is_valid(rule: Pattern, text: str) -> bool:
    if rule.checksum is None:
        return True
    return is_identity_number(text) if rule.checksum == "identity" else passes_luhn(text)


def _excepted(rule: Pattern, before: str) -> bool:
    if rule.unless_before is None:
        return False
    return compiled(f"(?:{rule.unless_before})$").search(before[-_BEFORE:]) is not None


def _plain(text: str) -> tuple[str, range | list[int]]:
    """The text in plain letters, digits, spaces and hyphens, and where each of its characters stands in `text`."""
    plain = text.translate(_PLAIN)
    if len(plain) == len(text):
        return plain, range(len(text))
    return plain, [place for place, character in enumerate(text) if character.translate(_PLAIN)]


def _spoken(plain: str) -> str:
    """The text with every long run of Chinese digits in plain ones."""
    digits = {ord(word): digit for digit, words in _book().digits.items() for word in words}
    words = "".join(map(chr, digits))
    run = compiled(rf"[0-9{words}](?:[ -]?[0-9{words}]){{{_LEAST_DIGITS - 1},}}")
    return run.sub(lambda match: match.group().translate(digits), plain)


class _PlainCharacters(dict[int, str | None]):
    """What `str.translate` makes of a character; None where it has no width."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        plain: str | None = character
        if category == "Nd":
            plain = str(unicodedata.digit(character))
        elif category in ("Zs", "Pd"):
            plain = " " if category == "Zs" else "-"
        elif category == "Cf":
            plain = None
        elif 0xFF01 <= code <= 0xFF5E and (category in ("Lu", "Ll") or character in "\uff0b\uff0e\uff20\uff3f"):
            plain = unicodedata.normalize("NFKC", character)
        self[code] = plain
        return plain


_PLAIN = _PlainCharacters()


def _filled(pattern: str, pieces: Mapping[str, str]) -> str:
    """A pattern with its `{pieces}` in place; pieces may hold others."""
    while pieces and (found := re.search(r"\{([a-z_]+)\}", pattern)):
        pattern = pattern.replace(found.group(), pieces[found[1]])
    return pattern


@cache
def _book() -> _Book:
    return load_toml("personal_data.toml", _Book)
