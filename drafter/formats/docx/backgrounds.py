"""What is behind the text of a .docx file: white text can be read only where something dark is."""

from __future__ import annotations

import re

from drafter.formats.docx.elements import value
from drafter.formats.docx.package import Element, W
from drafter.formats.docx.styles import StyleSheet

WHITE = re.compile("(?:[Ff][5-9A-Fa-f]){3}")
"""Colours that cannot be told from white."""
_VAL, _FILL = W + "val", W + "fill"
_VML = "{urn:schemas-microsoft-com:vml}*"
_TEXT_BOX, _PAGE = W + "txbxContent", W + "document"
_SHADED = {
    W + "p": ("pPr", "paragraph", "pStyle"),
    W + "tc": ("tcPr", "cell", "none"),
    W + "tbl": ("tblPr", "table", "tblStyle"),
}
"""Elements that can have a background: the name of their properties, the kind of their style and how it is named."""


class Backgrounds:
    """The backgrounds of the runs of a file with these styles."""

    def __init__(self, styles: StyleSheet) -> None:
        self._styles = styles
        self._page_is_dark: bool | None = None

    def dark(self, run: Element) -> bool:
        """True if something dark is, or may be, behind the text of a run."""
        for around in run.iterancestors():
            if around.tag == _TEXT_BOX:
                return True
            dark = self._dark(around)
            if dark is not None:
                return dark
        return False

    def _dark(self, around: Element) -> bool | None:
        """True if this paragraph, cell, table or page has a dark background; None if it has none of its own."""
        if around.tag == _PAGE:
            if self._page_is_dark is None:
                self._page_is_dark = _page_is_dark(around)
            return self._page_is_dark
        if around.tag not in _SHADED:
            return None
        name, kind, style = _SHADED[around.tag]
        properties = around.find(W + name)
        own = None if properties is None else properties.find(W + "shd")
        dark = None if own is None else darkens(own)
        # A style may darken some cells only; which ones is not worked out.
        chain = self._styles.chain(kind, value(properties, style)) if dark is None else ()
        return True if any(darkens(item) for element in chain for item in element.iter(W + "shd")) else dark


def _page_is_dark(document: Element) -> bool:
    """True if the page has a colour, or something is drawn behind its text."""
    page = document.find(W + "background")
    coloured = page is not None and not WHITE.fullmatch(page.get(W + "color", ""))
    behind = any(item.get("behindDoc") in ("1", "true") for item in document.iter("{*}anchor"))
    return coloured or behind or any("z-index:-" in item.get("style", "") for item in document.iter(_VML))


def darkens(shading: Element) -> bool | None:
    """True if a w:shd is darker than white; None if it leaves the background as it is."""
    pattern, fill = shading.get(_VAL, "clear"), shading.get(_FILL, "auto")
    if pattern not in ("clear", "nil"):
        return True
    if fill == "auto" or pattern == "nil":
        return True if shading.get(W + "themeFill") else None
    return not WHITE.fullmatch(fill)
