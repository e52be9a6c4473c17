"""The styles of a .docx file: which style is based on which, and what a paragraph inherits from its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from drafter.formats.docx.elements import ParagraphProperties, is_set, number, paragraph_properties, value
from drafter.formats.docx.package import Element, W
from drafter.records import dataclass

_BODY_TEXT = 9
"""The w:outlineLvl of body text."""
_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)


class StyleSheet:
    """The styles of a file by kind ("paragraph", "character", "table") and identity."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else list(root.iterfind(W + "style"))
        self._styles = {(style.get(W + "type"), style.get(W + "styleId")): style for style in styles}
        defaults = [style for style in styles if is_set(style, "default")]
        self._defaults = {style.get(W + "type"): style.get(W + "styleId") for style in reversed(defaults)}
        self._chains: dict[tuple[str, str | None], Sequence[Element]] = {}
        self.run_defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        """The w:rPr that every style starts from."""

    def chain(self, kind: str, style_id: str | None) -> Sequence[Element]:
        """The style and those that it is based on, nearest first; the default of its kind if there is no such style.

        A chain that leads back into itself ends there.
        """
        key = kind, style_id
        if key not in self._chains:
            at = key if key in self._styles else (kind, self._defaults.get(kind))
            chain: dict[tuple[str, str | None], Element] = {}
            while at in self._styles and at not in chain:
                chain[at] = self._styles[at]
                at = kind, value(chain[at], "basedOn")
            self._chains[key] = tuple(chain.values())
        return self._chains[key]


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a paragraph style sets: heading level (None: left open, -1: body text), list, and level in the list."""

    level: int | None = None
    list_id: str | None = None
    depth: int | None = None


class ParagraphStyles:
    """The paragraph styles of a file with what they inherit."""

    def __init__(self, styles: StyleSheet) -> None:
        self._styles = styles
        self._known: dict[str | None, ParagraphLook] = {}

    def look(self, style_id: str | None) -> ParagraphLook:
        """What the style sets, itself or by inheritance."""
        if style_id not in self._known:
            look = ParagraphLook()
            for style in reversed(self._styles.chain("paragraph", style_id)):
                look = _over(_own_look(style), look)
            self._known[style_id] = look
        return self._known[style_id]

    def level(self, properties: ParagraphProperties) -> int | None:
        """The level of a paragraph: 0 for the title, 1 for a section heading, None for body text."""
        level = self.look(properties.style).level
        if properties.outline is not None and level != 0:
            level = _outline(properties.outline)
        return None if level == -1 else level


def _over(look: ParagraphLook, base: ParagraphLook) -> ParagraphLook:
    """`look`, completed from the style it is based on."""
    if look.level is None:
        look = replace(look, level=base.level)
    if look.list_id is None:
        look = replace(look, list_id=base.list_id, depth=base.depth if look.depth is None else look.depth)
    return look


def _own_look(style: Element) -> ParagraphLook:
    own = paragraph_properties(style.find(W + "pPr"))
    name = value(style, "name") or ""
    heading = _HEADING_NAME.fullmatch(name)
    level = 0 if name.lower() == "title" else int(heading[1]) if heading else None
    if own.outline is not None and level != 0:
        level = _outline(own.outline)
    return ParagraphLook(level, own.list_id, own.depth)


def _outline(text: str) -> int:
    level = number(text, _BODY_TEXT)
    return level + 1 if level < _BODY_TEXT else -1
