"""How text is seen on paper: what a run says of itself, its styles and the defaults say, by the rules of the format.

A toggle (ECMA-376, 17.7.3) that is set in one style alone is on, in a paragraph's style and a character's at once off;
of every other property the nearest word holds. w:webHidden is not looked at: it hides text on web pages only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from drafter.formats.docx_ground import WHITE, Grounds, shades
from drafter.formats.docx_package import Element, W
from drafter.formats.docx_styles import is_on, value
from drafter.formats.docx_symbols import FONTS

_TOGGLES = ("vanish", "strike")
_SMALLEST_SHIFT = 4
"""Half points up or down from which a character is no longer on the line of its neighbours."""
_RAISED = 1000
"""What a superscript is shifted by, more than any w:position."""
_SHIFTS = {"superscript": _RAISED, "subscript": -_RAISED}
_NO_COLOUR = ("none", "white", None)
_VAL, _ASCII, _ASCII_THEME = W + "val", W + "ascii", W + "asciiTheme"

Said = Mapping[str, object]
"""What one place says about how text is seen, by the local name of the property; what it does not say is not in it."""
Own = tuple[tuple[str, object], ...]
"""What a w:rPr itself says, as pairs: a key to look up how it is seen."""


class Sight(NamedTuple):
    """How text is seen."""

    vanished: bool = False
    struck: bool = False
    tiny: bool = False
    """Too small to be seen."""
    white: bool = False
    """Seen only where something dark is behind it."""
    shift: int = 0
    """Off the line: half points up, or down when negative."""
    font: str = ""
    """The symbol font that it is in, if it is in one."""


PLAIN = Sight()


class Sights:
    """The sight of every run of a file."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else list(root.iterfind(W + "style"))
        self._styles = {(style.get(W + "type"), style.get(W + "styleId")): style for style in styles}
        usual = [style for style in styles if style.get(W + "default") in ("1", "true", "on")]
        self._usual = {style.get(W + "type"): style.get(W + "styleId") for style in usual}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._defaults = _said(defaults)
        self._inherited: dict[tuple[str, str | None], Said] = {}
        self._sights: dict[tuple[Own, str | None, str | None], Sight] = {}
        self.grounds = Grounds(self._styles, self._usual)

    def of(self, look: Element | None, paragraph_style: str | None) -> Sight:
        """How text with this w:rPr is seen in a paragraph of this style."""
        own, style = _NOTHING if look is None else _read(look)
        key = own, style, paragraph_style
        sight = self._sights.get(key)
        if sight is None:
            sight = self._sights[key] = self._seen(dict(own), style, paragraph_style)
        return sight

    def _seen(self, own: Said, character_style: str | None, paragraph_style: str | None) -> Sight:
        paragraph = self._style("paragraph", paragraph_style)
        character = self._style("character", character_style)
        said = {**self._defaults, **paragraph, **character, **own}
        for name in _TOGGLES:
            if name not in own:
                said[name] = self._defaults.get(name) or paragraph.get(name, False) != character.get(name, False)
        return _sight(said)

    def _style(self, kind: str, style_id: str | None) -> Said:
        """What a style says, with what it inherits; an unknown one says what the usual style of its kind does."""
        style_id = style_id if (kind, style_id) in self._styles else self._usual.get(kind)
        chain = list[tuple[str, str | None]]()
        at: tuple[str, str | None] = (kind, style_id)
        while at in self._styles and at not in self._inherited:
            chain.append(at)
            self._inherited[at] = {}
            at = kind, value(self._styles[at], "basedOn")
        said = self._inherited.get(at, {})
        for at in reversed(chain):
            said = {**said, **_said(self._styles[at].find(W + "rPr"))}
            self._inherited[at] = said
        return said


def _sight(said: Said) -> Sight:
    shift = said.get("vertAlign") or said.get("position")
    return Sight(
        vanished=bool(said["vanish"]),
        struck=bool(said["strike"] or said.get("dstrike")),
        tiny=bool(said.get("sz")),
        white=bool(said.get("color")) and not (said.get("shd") or said.get("highlight")),
        shift=shift if isinstance(shift, int) else 0,
        font=str(said.get("rFonts", "")),
    )


def _read(look: Element) -> tuple[Own, str | None]:
    """What a w:rPr says, and the character style that it names."""
    own, style = _NOTHING
    for item in look:
        reader = _READERS.get(item.tag)
        if reader is not None:
            # A size or a colour that can be seen is said too: it outdoes that of a style.
            said = reader[1](item)
            own += ((reader[0], said),) if said is not None else ()
        elif item.tag == _STYLE:
            style = item.get(_VAL)
    return own, style


def _said(look: Element | None) -> Said:
    return {} if look is None else dict(_read(look)[0])


def _is_tiny(item: Element) -> bool:
    return item.get(_VAL) in ("0", "1", "2")


def _is_white(item: Element) -> bool:
    return bool(WHITE.fullmatch(item.get(_VAL, "")))


def _is_coloured(item: Element) -> bool:
    return item.get(_VAL) not in _NO_COLOUR


def _symbol_font(item: Element) -> str | None:
    """The symbol font, empty for another; None when only fonts of other scripts are named."""
    font = item.get(_ASCII)
    if font is None:
        return "" if item.get(_ASCII_THEME) else None
    font = font.lower()
    return font if font in FONTS else ""


def _shift(item: Element) -> int:
    return _SHIFTS.get(item.get(_VAL, ""), 0)


def _position(item: Element) -> int:
    """The w:position in half points; a little is for the looks of fonts."""
    try:
        half_points = int(item.get(_VAL, ""))
    except ValueError:
        return 0
    return half_points if abs(half_points) >= _SMALLEST_SHIFT else 0


_NOTHING: tuple[Own, str | None] = ((), None)
_STYLE = W + "rStyle"
_READERS: dict[str, tuple[str, Callable[[Element], object]]] = {
    W + name: (name, reader)
    for name, reader in {
        **dict.fromkeys(("vanish", "strike", "dstrike"), is_on),
        "vertAlign": _shift,
        "position": _position,
        "sz": _is_tiny,
        "color": _is_white,
        "highlight": _is_coloured,
        "shd": shades,
        "rFonts": _symbol_font,
    }.items()
}
