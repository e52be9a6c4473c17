"""What is behind the text of a .docx file: white text is seen on dark ground alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drafter.formats.docx_package import Element, W
from drafter.formats.docx_styles import value

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
