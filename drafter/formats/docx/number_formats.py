"""Number formats (w:numFmt): Chinese numerals, circled digits, letters and Roman numerals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from drafter.resources import load_toml

_ROMAN = (1000, "M", 900, "CM", 500, "D", 400, "CD", 100, "C", 90, "XC", 50, "L", 40, "XL", 10, "X")
_ROMAN_ONES = (9, "IX", 5, "V", 4, "IV", 1, "I")


class _Formats(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    formats: tuple[str, ...]


class Counting(_Formats):
    """Digits with a unit for each power of ten between them; `short_ten` leaves out the one of 10 to 19."""

    digits: str
    units: tuple[str, ...]
    short_ten: bool

    def write(self, value: int) -> str:
        """`value` in words; empty if there is no unit for its highest digit."""
        digits = [int(digit) for digit in str(value)]
        if len(digits) > len(self.units):
            return ""
        text = self._words(digits)
        return text[1:] if self.short_ten and 10 <= value < 20 else text

    def _words(self, digits: list[int]) -> str:
        text, skipped = "", False
        for digit, unit in zip(digits, reversed(self.units[: len(digits)]), strict=True):
            if digit:
                text += (self.digits[0] if skipped else "") + self.digits[digit] + unit
            skipped = not digit
        return text or self.digits[0]


class Places(_Formats):
    """Decimal numbers in other digits."""

    digits: str

    def write(self, value: int) -> str:
        """`value`, digit by digit."""
        return "".join(self.digits[int(digit)] for digit in str(value))


class Series(_Formats):
    """A character of its own for each number from 1 on."""

    characters: str

    def write(self, value: int) -> str:
        """The character of `value`; empty if there is none."""
        return self.characters[value - 1 : value] if value > 0 else ""


class Numbering(BaseModel):
    """The number formats whose characters are data (`drafter/data/numbering.toml`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    counting: tuple[Counting, ...]
    places: tuple[Places, ...]
    series: tuple[Series, ...]


def number_text(value: int, numbering_format: str) -> str:
    """`value` (0 or more) in `numbering_format` (a w:numFmt); in Arabic digits if it has no such number."""
    return _writers().get(numbering_format, str)(value) or str(value)


@cache
def _writers() -> Mapping[str, Callable[[int], str]]:
    data = load_toml("numbering.toml", Numbering)
    kinds: tuple[Counting | Places | Series, ...] = (*data.counting, *data.places, *data.series)
    own = {name: kind.write for kind in kinds for name in kind.formats}
    return MappingProxyType(
        own
        | {
            "decimalZero": lambda value: f"{value:02}",
            "upperLetter": _letters,
            "lowerLetter": lambda value: _letters(value).lower(),
            "upperRoman": _roman,
            "lowerRoman": lambda value: _roman(value).lower(),
        }
    )


def _letters(value: int) -> str:
    """A to Z, then AA, BB and so on, as word processors count; empty for 0 and above 30 letters."""
    turns, letter = divmod(value - 1, 26)
    return chr(ord("A") + letter) * (turns + 1) if 0 < value <= 26 * 30 else ""


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return ""
    text, pairs = "", iter(_ROMAN + _ROMAN_ONES)
    for worth, sign in zip(pairs, pairs, strict=True):
        times, value = divmod(value, int(worth))
        text += str(sign) * times
    return text
