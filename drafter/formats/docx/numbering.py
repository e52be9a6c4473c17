"""Automatic numbering: counts the lists of a file along its text to get the number that the page shows."""

from __future__ import annotations

import re

from drafter.formats.docx.elements import ParagraphProperties, number, value
from drafter.formats.docx.number_formats import number_text
from drafter.formats.docx.package import Element, W
from drafter.formats.docx.styles import ParagraphStyles
from drafter.records import dataclass

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: its first number, its w:numFmt, its text with %1 for the first level's number."""

    start: int
    overridden: bool
    """True if the list itself sets `start`: it then restarts, even where its definition was counted before."""
    format: str
    text: str
    legal: bool
    restarts: bool

    def shown(self, count: int, *, legal: bool) -> str:
        """The number `count` as this level writes it; with `legal` in Arabic digits whatever its format."""
        return "" if self.format == "none" else number_text(count, "decimal" if legal else self.format)


class NumberedLists:
    """The lists of a file and their counters; `number` is called once for each paragraph, in order."""

    def __init__(self, root: Element | None, styles: ParagraphStyles) -> None:
        parts = root if root is not None else ()
        self._styles = styles
        self._nums = {part.get(W + "numId"): part for part in parts if part.tag == W + "num"}
        self._definitions = _definitions(list(parts), self._nums)
        self._levels: dict[tuple[str, int], ListLevel | None] = {}
        self._depths: dict[tuple[str, str | None], int] = {}
        self._counts: dict[int, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def number(self, properties: ParagraphProperties) -> str:
        """The number shown in front of the paragraph with these properties; empty if it has none."""
        if not self._definitions:
            return ""
        list_id, depth, style_id = properties.list_id, properties.depth, properties.style
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
        """The last number of each level; lists of one definition share their counters."""
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
        """The level that the definition of the list links to the style, else the first."""
        key = (list_id, style_id)
        if key not in self._depths:
            linked = (value(_at(self._definitions[list_id], "lvl", depth), "pStyle") for depth in range(9))
            self._depths[key] = next((depth for depth, style in enumerate(linked) if style and style == style_id), 0)
        return self._depths[key]


def _definitions(parts: list[Element], nums: dict[str, Element]) -> dict[str, Element]:
    """The w:abstractNum of each list; one that refers to a list style is replaced by the one that defines the style."""
    abstract = {part.get(W + "abstractNumId"): part for part in parts if part.tag == W + "abstractNum"}
    styled = {value(part, "styleLink"): part for part in abstract.values()}
    found = {list_id: abstract.get(value(num, "abstractNumId")) for list_id, num in nums.items() if list_id != "0"}
    return {
        list_id: styled.get(value(part, "numStyleLink") or "", part)
        for list_id, part in found.items()
        if part is not None
    }


def _at(parent: Element | None, name: str, depth: int) -> Element | None:
    """The child `name` of `parent` that is for this level of the list."""
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
