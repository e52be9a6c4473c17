"""Automatic numbering: lists counted along the text, so that a paragraph gets the number that the page shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from drafter.formats.docx.package import Element, W
from drafter.formats.docx.styles import Styles, number, numbering, value
from drafter.resources import load_toml

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: its first number, its w:numFmt, its text with %1 for the first level's number."""

    start: int
    overridden: bool
    """Whether the list itself sets `start`, and so begins anew where its definition was counted before."""
    format: str
    text: str
    legal: bool
    restarts: bool

    def shown(self, count: int, *, legal: bool) -> str:
        """The number `count` of this level; `legal`: in Arabic digits whatever the format."""
        return "" if self.format == "none" else number_text(count, "decimal" if legal else self.format)


class Lists:
    """The lists of a file and how far each has been counted; ask for the number of each paragraph once, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        parts = root if root is not None else ()
        self._styles = styles
        self._nums = {part.get(W + "numId"): part for part in parts if part.tag == W + "num"}
        self._definitions = _definitions(list(parts), self._nums)
        self._levels: dict[tuple[str, int], ListLevel | None] = {}
        self._depths: dict[tuple[str, str | None], int] = {}
        self._counts: dict[int, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def number(self, properties: Element | None) -> str:
        """The number in front of the paragraph with these w:pPr, as shown on the page; empty when it has none."""
        if not self._definitions:
            return ""
        list_id, depth = numbering(properties)
        style_id = value(properties, "pStyle")
        look = self._styles.look(style_id)
        if list_id is None:
            list_id, depth = look.list_id, look.depth if depth is None else depth
        if list_id is None or list_id not in self._definitions:
            return ""
        return self._next(list_id, self._depth_of_style(list_id, style_id) if depth is None else depth)

    def _next(self, list_id: str, depth: int) -> str:
        level = self._level(list_id, depth)
        if level is None:
            return ""
        self._count(list_id, depth, level)
        if level.format == "bullet":
            return ""
        return _PLACE.sub(lambda place: self._shown(list_id, int(place[1]) - 1, legal=level.legal), level.text)

    def _count(self, list_id: str, depth: int, level: ListLevel) -> None:
        counts = self._counted(list_id)
        anew = level.overridden and (list_id, depth) not in self._started
        self._started.add((list_id, depth))
        counts[depth] = level.start if anew or depth not in counts else counts[depth] + 1
        for deeper in [other for other in counts if other > depth]:
            below = self._level(list_id, deeper)
            if below is None or below.restarts:
                del counts[deeper]

    def _counted(self, list_id: str) -> dict[int, int]:
        """How far each level is counted: lists of one definition are counted together."""
        return self._counts.setdefault(id(self._definitions[list_id]), {})

    def _shown(self, list_id: str, depth: int, *, legal: bool) -> str:
        level = self._level(list_id, depth)
        return "" if level is None else level.shown(self._counted(list_id).get(depth, level.start), legal=legal)

    def _level(self, list_id: str, depth: int) -> ListLevel | None:
        key = (list_id, depth)
        if key not in self._levels:
            override = _at(self._nums[list_id], "lvlOverride", depth)
            own = override.find(W + "lvl") if override is not None else None
            element = own if own is not None else _at(self._definitions[list_id], "lvl", depth)
            self._levels[key] = None if element is None else _list_level(element, value(override, "startOverride"))
        return self._levels[key]

    def _depth_of_style(self, list_id: str, style_id: str | None) -> int:
        """The level that the list's definition ties to the style, else the first."""
        key = (list_id, style_id)
        if key not in self._depths:
            tied = (value(_at(self._definitions[list_id], "lvl", depth), "pStyle") for depth in range(9))
            self._depths[key] = next((depth for depth, style in enumerate(tied) if style and style == style_id), 0)
        return self._depths[key]


def _definitions(parts: list[Element], nums: dict[str, Element]) -> dict[str, Element]:
    """The w:abstractNum of each list; one that points to a list style stands for the one that defines that style."""
    abstract = {part.get(W + "abstractNumId"): part for part in parts if part.tag == W + "abstractNum"}
    styled = {value(part, "styleLink"): part for part in abstract.values()}
    found = {list_id: abstract.get(value(num, "abstractNumId")) for list_id, num in nums.items() if list_id != "0"}
    return {
        list_id: styled.get(value(part, "numStyleLink") or "", part)
        for list_id, part in found.items()
        if part is not None
    }


def _at(parent: Element | None, name: str, depth: int) -> Element | None:
    """The child `name` of `parent` for this level of the list."""
    children = parent.iterfind(W + name) if parent is not None else ()
    return next((child for child in children if child.get(W + "ilvl") == str(depth)), None)


def _list_level(element: Element, override: str | None) -> ListLevel:
    return ListLevel(
        start=number(override or value(element, "start"), 0),
        overridden=override is not None,
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        legal=element.find(W + "isLgl") is not None,
        restarts=value(element, "lvlRestart") != "0",
    )


_ROMAN = (1000, "M", 900, "CM", 500, "D", 400, "CD", 100, "C", 90, "XC", 50, "L", 40, "XL", 10, "X")
_ROMAN_ONES = (9, "IX", 5, "V", 4, "IV", 1, "I")


class _Formats(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    formats: tuple[str, ...]


class Counting(_Formats):
    """Digits with units of ten between them; `short_ten` leaves out the one before ten in 10 to 19."""

    digits: str
    units: tuple[str, ...]
    short_ten: bool

    def write(self, value: int) -> str:
        """`value` in words, empty when it needs more units than there are."""
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
    """Digit by digit."""

    digits: str

    def write(self, value: int) -> str:
        """`value` with each of its decimal digits replaced."""
        return "".join(self.digits[int(digit)] for digit in str(value))


class Series(_Formats):
    """One character for each number from 1 on."""

    characters: str

    def write(self, value: int) -> str:
        """The character of `value`, empty when there is none."""
        return self.characters[value - 1 : value] if value > 0 else ""


class Numbering(BaseModel):
    """The formats of automatic numbers that need characters of their own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    counting: tuple[Counting, ...]
    places: tuple[Places, ...]
    series: tuple[Series, ...]


def number_text(value: int, numbering_format: str) -> str:
    """`value` (0 or more) in `numbering_format`; in Arabic digits where the format is unknown or does not go so far."""
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
    """A to Z, then AA, BB and so on, as word processors count; empty for 0 and where it gets absurd."""
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
