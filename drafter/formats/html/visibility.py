"""What a page shows of an element: whether it is visible, and the value of form fields."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree

from drafter.formats.encoding import visible

Element = Any
"""An lxml element."""

_ICON = 50
"""The pixels below which a picture is decoration."""

_OUT_OF_SIGHT = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|color\s*:\s*transparent"
    r"|(?:opacity|font-size)\s*:\s*0(?![.\d]*[1-9])|(?:text-indent|left|top)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(\s*[01]|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.I,
)
_CLIPPED = re.compile(r"overflow\s*:\s*hidden", re.I)
_NO_ROOM = re.compile(r"(?<![-\w])(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)", re.I)
_STRUCK = re.compile(r"line-through", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.I)
_LINES_KEPT = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_PARAGRAPHS = frozenset(("div", "p", "section", "article", "main", "pre"))
_INLINE = frozenset(("span", "font", "b", "strong", "i", "em", "u", "a"))
_TAGGED = {"sup": _INLINE, "pre": _PARAGRAPHS}
"""The elements that may be given a tag; tags not listed here may be given to any."""
_WHOLE_PAGE = ("html", "body")
TELLING = re.compile("|".join(pattern.pattern for pattern in (_OUT_OF_SIGHT, _STRUCK, _RAISED)), re.I)
"""Declarations that decide how the text of an element is shown."""

_DECORATION = re.compile(r"logo|icon|banner|qr_?code|button|arrow|share|search", re.I)
_NO_TEXT_SHOWN = frozenset(
    ("hidden", "checkbox", "radio", "password", "file", "image", "submit", "reset", "button", "range", "color")
)
_NUMBER = re.compile(r"\s*\+?([0-9]{1,6})(?:\.[0-9]*)?\s*(?:px)?\s*;?\s*$", re.ASCII)

_looks = etree.XPath("//@style | //@hidden")
_sized_inside = etree.XPath("boolean(.//*[contains(@style, 'font-size')])")


def mark_looks(root: Element) -> None:
    """Replace the tags of hidden, struck, raised and preformatted elements by tags that mean the same.

    A whole page that is hidden until a script runs counts as visible.
    """
    for attribute in _looks(root):
        tag = "template" if attribute.attrname == "hidden" else _tag_of(str(attribute))
        if not tag:
            continue
        element = attribute.getparent()
        shown = element.tag in _WHOLE_PAGE or ("font-size" in attribute.lower() and _sized_inside(element))
        if not shown and element.tag in _TAGGED.get(tag, (element.tag,)):
            element.tag = tag


@lru_cache(maxsize=4096)
def _tag_of(style: str) -> str | None:
    """The tag that means the same as `style`; cached, since Word gives thousands of elements the same few styles."""
    if _OUT_OF_SIGHT.search(style) or (_CLIPPED.search(style) and _NO_ROOM.search(style)):
        return "template"
    if _STRUCK.search(style):
        return "s"
    if _RAISED.search(style):
        return "sup"
    return "pre" if _LINES_KEPT.search(style) else None


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """`text` as a page shows it on one line; cached, since most cells of a report have the same few."""
    return " ".join(visible(text).split())


def number(value: str | None, default: int) -> int:
    """The whole number in an attribute (a size in pixels, a span), `default` if there is none."""
    found = _NUMBER.match(value) if value else None
    return int(found[1]) if found else default


def is_content(element: Element) -> bool:
    """True if an image or a frame may be part of a report, not an icon, a logo or a spacer."""
    usual = 0 if element.tag == "svg" else _ICON
    if any(number(element.get(side), usual) < _ICON for side in ("width", "height")):
        return False
    return not any(_DECORATION.search(element.get(name, "")[:300]) for name in ("src", "class", "id"))


def shown_value(field: Element) -> str:
    """The value that an input shows; empty for buttons, hidden inputs and ticks."""
    return "" if field.get("type", "text").strip().lower() in _NO_TEXT_SHOWN else str(field.get("value", ""))


def shown_option(choice: Element) -> str:
    """The option that a closed list shows: the last selected one, else the first."""
    options = list(choice.iter("option"))
    marked = [option for option in options if option.get("selected") is not None]
    shown = (marked or options[:1])[-1:]
    return "".join("".join(option.itertext()) for option in shown)
