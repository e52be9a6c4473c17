"""How text is seen on paper: what a run says of itself, its styles and the defaults say, by the rules of the format.

A toggle (ECMA-376, 17.7.3) that is set in one style alone is on, in a paragraph's style and a character's at once off;
of every other property the nearest word holds. w:webHidden is not looked at: it hides text on web pages only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from drafter.formats.docx.package import Element, W
from drafter.formats.docx.styles import is_on, value
from drafter.formats.docx.symbol_fonts import FONTS

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


WHITE = re.compile("(?:[Ff][5-9A-Fa-f]){3}")
"""A colour that cannot be told from white."""
_VAL, _FILL = W + "val", W + "fill"
_OLD_DRAWING = "{urn:schemas-microsoft-com:vml}*"
_TEXT_BOX, _PAGE = W + "txbxContent", W + "document"
_GROUNDS = {
    W + "p": ("pPr", "paragraph", "pStyle"),
    W + "tc": ("tcPr", "cell", "none"),
    W + "tbl": ("tblPr", "table", "tblStyle"),
}


class Grounds:
    """The grounds of a file with these styles by kind and identity, and with the usual style of each kind."""

    def __init__(self, styles: Mapping[tuple[str, str | None], Element], usual: Mapping[str, str | None]) -> None:
        self._styles, self._usual = styles, usual
        self._page_is_dark: bool | None = None

    def dark(self, run: Element) -> bool:
        """Whether something dark is, or may be, behind the text of a run."""
        for around in run.iterancestors():
            if around.tag == _TEXT_BOX:
                return True
            dark = self._dark(around)
            if dark is not None:
                return dark
        return False

    def _dark(self, around: Element) -> bool | None:
        """Whether the ground of this paragraph, cell, table or page is dark; None when it has none of its own."""
        if around.tag == _PAGE:
            if self._page_is_dark is None:
                self._page_is_dark = _page_is_dark(around)
            return self._page_is_dark
        if around.tag not in _GROUNDS:
            return None
        name, kind, style = _GROUNDS[around.tag]
        properties = around.find(W + name)
        own = None if properties is None else properties.find(W + "shd")
        dark = None if own is None else shades(own)
        if dark is None and self._shades_anything(kind, value(properties, style)):
            dark = True
        return dark

    def _shades_anything(self, kind: str, style_id: str | None) -> bool:
        """Whether a style or one that it is based on has any dark ground: which cells get it is not worked out."""
        at, seen = (kind, style_id or self._usual.get(kind)), set[object]()
        while at in self._styles and at not in seen:
            seen.add(at)
            if any(shades(item) for item in self._styles[at].iter(W + "shd")):
                return True
            at = kind, value(self._styles[at], "basedOn")
        return False


def _page_is_dark(document: Element) -> bool:
    """Whether the page has a colour, or something is drawn behind its text."""
    page = document.find(W + "background")
    coloured = page is not None and not WHITE.fullmatch(page.get(W + "color", ""))
    behind = any(item.get("behindDoc") in ("1", "true") for item in document.iter("{*}anchor"))
    return coloured or behind or any("z-index:-" in item.get("style", "") for item in document.iter(_OLD_DRAWING))


def shades(item: Element) -> bool | None:
    """Whether a w:shd is darker than white; None when it leaves the ground as it is."""
    pattern, fill = item.get(_VAL, "clear"), item.get(_FILL, "auto")
    if pattern not in ("clear", "nil"):
        return True
    if fill == "auto" or pattern == "nil":
        return True if item.get(W + "themeFill") else None
    return not WHITE.fullmatch(fill)


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
