"""How a run of text looks on paper, from its own properties, its styles and the file's defaults.

A toggle property (ECMA-376, 17.7.3) set by one style is on; set by both the paragraph's and the character's style it
is off. Of every other property the nearest setting wins. w:webHidden is ignored: it hides text on web pages only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from drafter.formats.docx.backgrounds import WHITE, darkens
from drafter.formats.docx.elements import is_on
from drafter.formats.docx.package import Element, W
from drafter.formats.docx.styles import StyleSheet
from drafter.formats.docx.symbol_fonts import FONTS

_TOGGLES = ("vanish", "strike")
_SMALLEST_SHIFT = 4
"""Half points up or down from which a character is no longer on the line of its neighbours."""
_RAISED = 1000
"""What a superscript is shifted by, more than any w:position."""
_SHIFTS = {"superscript": _RAISED, "subscript": -_RAISED}
_TINY = ("0", "1", "2")
"""Sizes in half points that nobody can see."""
_NO_COLOUR = ("none", "white", None)
_VAL, _ASCII, _ASCII_THEME, _STYLE = W + "val", W + "ascii", W + "asciiTheme", W + "rStyle"

Properties = Mapping[str, object]
"""What one place sets, by the local name of the property; a property that it leaves open is missing."""
OwnProperties = tuple[tuple[str, object], ...]
"""What a w:rPr itself sets, as pairs, so that it can be a key."""
_NOTHING: tuple[OwnProperties, str | None] = ((), None)


class RunLook(NamedTuple):
    """How a run of text looks."""

    hidden: bool = False
    struck: bool = False
    tiny: bool = False
    """Too small to be seen."""
    white: bool = False
    """Visible on a dark background only."""
    shift: int = 0
    """Half points above the line, negative below it."""
    font: str = ""
    """The symbol font of the run, if any."""


PLAIN = RunLook()


class RunLooks:
    """The look of every run of a file."""

    def __init__(self, styles: StyleSheet) -> None:
        self._styles = styles
        self._defaults = _properties(styles.run_defaults)
        self._inherited: dict[tuple[str, str | None], Properties] = {}
        self._known: dict[tuple[OwnProperties, str | None, str | None], RunLook] = {}

    def of(self, properties: Element | None, paragraph_style: str | None) -> RunLook:
        """The look of a run with this w:rPr in a paragraph of this style; `PLAIN` itself where nothing is special."""
        own, style = _NOTHING if properties is None else _read(properties)
        key = own, style, paragraph_style
        look = self._known.get(key)
        if look is None:
            found = self._resolved(dict(own), style, paragraph_style)
            look = self._known[key] = PLAIN if found == PLAIN else found
        return look

    def _resolved(self, own: Properties, character_style: str | None, paragraph_style: str | None) -> RunLook:
        paragraph = self._style("paragraph", paragraph_style)
        character = self._style("character", character_style)
        resolved = {**self._defaults, **paragraph, **character, **own}
        for name in _TOGGLES:
            if name not in own:
                resolved[name] = self._defaults.get(name) or paragraph.get(name, False) != character.get(name, False)
        return _look(resolved)

    def _style(self, kind: str, style_id: str | None) -> Properties:
        """What a style sets, itself or by inheritance."""
        key = kind, style_id
        if key not in self._inherited:
            properties: dict[str, object] = {}
            for style in reversed(self._styles.chain(kind, style_id)):
                properties |= _properties(style.find(W + "rPr"))
            self._inherited[key] = properties
        return self._inherited[key]


def _look(properties: Properties) -> RunLook:
    shift = properties.get("vertAlign") or properties.get("position")
    return RunLook(
        hidden=bool(properties["vanish"]),
        struck=bool(properties["strike"] or properties.get("dstrike")),
        tiny=bool(properties.get("sz")),
        white=bool(properties.get("color")) and not (properties.get("shd") or properties.get("highlight")),
        shift=shift if isinstance(shift, int) else 0,
        font=str(properties.get("rFonts", "")),
    )


def _read(properties: Element) -> tuple[OwnProperties, str | None]:
    """What a w:rPr sets, and the character style that it names."""
    own, style = _NOTHING
    for item in properties:
        reader = _READERS.get(item.tag)
        if reader is not None:
            # A visible size or colour is kept as well: it overrides that of a style.
            found = reader[1](item)
            own += ((reader[0], found),) if found is not None else ()
        elif item.tag == _STYLE:
            style = item.get(_VAL)
    return own, style


def _properties(properties: Element | None) -> Properties:
    return {} if properties is None else dict(_read(properties)[0])


def _symbol_font(item: Element) -> str | None:
    """The symbol font, empty for any other font; None if only fonts for other scripts are named."""
    font = item.get(_ASCII)
    if font is None:
        return "" if item.get(_ASCII_THEME) else None
    return font.lower() if font.lower() in FONTS else ""


def _position(item: Element) -> int:
    """The w:position in half points; small ones only adjust the look of a font."""
    try:
        half_points = int(item.get(_VAL, ""))
    except ValueError:
        return 0
    return half_points if abs(half_points) >= _SMALLEST_SHIFT else 0


_READERS: dict[str, tuple[str, Callable[[Element], object]]] = {
    W + name: (name, reader)
    for name, reader in {
        **dict.fromkeys(("vanish", "strike", "dstrike"), is_on),
        "vertAlign": lambda item: _SHIFTS.get(item.get(_VAL, ""), 0),
        "position": _position,
        "sz": lambda item: item.get(_VAL) in _TINY,
        "color": lambda item: bool(WHITE.fullmatch(item.get(_VAL, ""))),
        "highlight": lambda item: item.get(_VAL) not in _NO_COLOUR,
        "shd": darkens,
        "rFonts": _symbol_font,
    }.items()
}
