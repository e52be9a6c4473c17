"""What a paragraph takes from its style and its list: its heading level, and the number that is not in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from drafter.formats.docx.package import Element, W

_DEEPEST_LEVEL = 8
_BODY_TEXT = 9
"""The w:outlineLvl of a paragraph that is no heading."""
_OFF = ("0", "false", "off")
_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)


def value(element: Element | None, path: str) -> str | None:
    """The w:val of the element at `path`, a chain of local names; None when there is none."""
    for name in path.split("/"):
        element = element.find(W + name) if element is not None else None
    found: str | None = element.get(W + "val") if element is not None else None
    return found


def is_on(item: Element) -> bool:
    """Whether a toggle is on, which it is where no w:val says otherwise."""
    return item.get(W + "val") not in _OFF


def number(text: str | None, default: int, *, limit: int = 10**6) -> int:
    """`text` as a whole number between 0 and `limit`, `default` when it is no number."""
    try:
        return min(max(int(text or ""), 0), limit)
    except ValueError:
        return default


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style: heading level (None: not said, -1: body text), list and level in the list."""

    level: int | None = None
    list_id: str | None = None
    depth: int | None = None


class Styles:
    """The paragraph styles of a file, with what they inherit."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else [s for s in root.iter(W + "style") if s.get(W + "type") == "paragraph"]
        self._elements = {style.get(W + "styleId"): style for style in styles}
        self._default = next((s.get(W + "styleId") for s in styles if s.get(W + "default") in ("1", "true")), None)
        self._known: dict[str | None, Look] = {}

    def look(self, style_id: str | None) -> Look:
        """What the style gives; an unknown style gives nothing."""
        style_id = self._default if style_id is None else style_id
        unknown = list[str | None]()
        while style_id in self._elements and style_id not in self._known:
            unknown.append(style_id)
            self._known[style_id] = Look()
            style_id = value(self._elements[style_id], "basedOn")
        look = self._known.get(style_id, Look())
        for known in reversed(unknown):
            look = _first(_own_look(self._elements[known]), look)
            self._known[known] = look
        return look

    def level(self, properties: Element | None) -> int | None:
        """The level of a paragraph with these w:pPr: 0 the title, 1 a section heading, None body text."""
        own = value(properties, "outlineLvl")
        level = self.look(value(properties, "pStyle")).level
        if own is not None and level != 0:
            level = _outline(own)
        return None if level == -1 else level


def _first(look: Look, base: Look) -> Look:
    """`look`, with what it does not say taken from `base`."""
    if look.level is None:
        look = replace(look, level=base.level)
    if look.list_id is None:
        look = replace(look, list_id=base.list_id, depth=base.depth if look.depth is None else look.depth)
    return look


def _own_look(style: Element) -> Look:
    outline = value(style, "pPr/outlineLvl")
    name = value(style, "name") or ""
    heading = _HEADING_NAME.fullmatch(name)
    level = 0 if name.lower() == "title" else int(heading[1]) if heading else None
    if outline is not None and level != 0:
        level = _outline(outline)
    return Look(level, *numbering(style.find(W + "pPr")))


def _outline(text: str) -> int:
    level = number(text, _BODY_TEXT)
    return level + 1 if level < _BODY_TEXT else -1


def numbering(properties: Element | None) -> tuple[str | None, int | None]:
    """The list and the level in it that a w:pPr names; None for what it does not name."""
    depth = value(properties, "numPr/ilvl")
    return value(properties, "numPr/numId"), None if depth is None else number(depth, 0, limit=_DEEPEST_LEVEL)
