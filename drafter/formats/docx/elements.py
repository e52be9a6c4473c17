"""What single elements of a .docx file say: their values and switches, and which of their children count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.formats.docx.package import Element, W

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Deletions and the source of a move are not among these, so their content is skipped.
_ENTERED = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
) | {_ALTERNATE}
_PARAGRAPH_STYLE, _MARK, _OUTLINE, _LIST = (W + name for name in ("pStyle", "rPr", "outlineLvl", "numPr"))
_SPAN, _ACROSS, _DOWN, _CELL_DELETED = (W + name for name in ("gridSpan", "hMerge", "vMerge", "cellDel"))
_GONE, _MERGES = frozenset((W + "del", W + "moveFrom")), frozenset((_ACROSS, _DOWN))
_DEEPEST_LEVEL = 8
WIDEST = 256
"""The most grid columns that a cell may span; word processors stop at 63."""
_VAL = W + "val"
_OFF, _ON = ("0", "false", "off"), ("1", "true", "on")


def value(element: Element | None, path: str) -> str | None:
    """The w:val of the element at `path`, local names separated by slashes; None if there is no such element."""
    for name in path.split("/"):
        element = element.find(W + name) if element is not None else None
    found: str | None = element.get(_VAL) if element is not None else None
    return found


def child_of(element: Element, tag: str) -> Element | None:
    """The first child with a tag: looking through the few that there are takes a quarter of the time of `find`."""
    for item in element:
        if item.tag == tag:
            return item
    return None


def is_on(item: Element) -> bool:
    """True if a toggle element (such as w:b) is on; without a w:val it is."""
    return item.get(_VAL) not in _OFF


def is_set(element: Element, name: str) -> bool:
    """True if the on/off attribute `w:name` is on; without the attribute it is not."""
    return element.get(W + name) in _ON


def number(text: str | None, default: int, *, limit: int = 10**6) -> int:
    """`text` as a whole number, clamped to 0..`limit`; `default` if it is not a number."""
    try:
        return min(max(int(text or ""), 0), limit)
    except ValueError:
        return default


def content(element: Element | tuple[()]) -> Iterator[Element]:
    """The children that are shown: wrappers such as insertions are entered, of alternatives the first is used."""
    for child in element:
        tag = child.tag
        if tag not in _ENTERED:
            yield child
        elif tag == _ALTERNATE:
            chosen = next(child.iterfind("{*}Choice"), child.find("{*}Fallback"))
            yield from content(chosen if chosen is not None else ())
        elif child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            yield from content(child)


class ParagraphProperties(NamedTuple):
    """What a w:pPr says of its paragraph."""

    style: str | None = None
    outline: str | None = None
    list_id: str | None = None
    depth: int | None = None
    """The level in the list, from 0."""
    mark_deleted: bool = False
    """The paragraph mark is deleted, so that the paragraph continues in the next one."""


NO_PROPERTIES = ParagraphProperties()


def paragraph_properties(element: Element | None) -> ParagraphProperties:
    """What a w:pPr says, found in one pass over it."""
    if element is None:
        return NO_PROPERTIES
    style = outline = list_id = depth = None
    deleted = False
    for item in element:
        tag = item.tag
        if tag == _PARAGRAPH_STYLE:
            style = item.get(_VAL)
        elif tag == _MARK:
            deleted = any(sign.tag in _GONE for sign in item)
        elif tag == _OUTLINE:
            outline = item.get(_VAL)
        elif tag == _LIST:
            list_id, depth = value(item, "numId"), value(item, "ilvl")
    level = None if depth is None else number(depth, 0, limit=_DEEPEST_LEVEL)
    return ParagraphProperties(style, outline, list_id, level, deleted)


class CellProperties(NamedTuple):
    """What a w:tcPr says of its cell; a merge is "restart" or "continue"."""

    span: int = 1
    across: str | None = None
    down: str | None = None
    deleted: bool = False


def cell_properties(element: Element | None) -> CellProperties:
    """What a w:tcPr says, found in one pass over it."""
    span, across, down, deleted = 1, None, None, False
    for item in element if element is not None else ():
        tag = item.tag
        if tag == _SPAN:
            span = max(number(item.get(_VAL), 1, limit=WIDEST), 1)
        elif tag in _MERGES:
            merge = "restart" if item.get(_VAL) == "restart" else "continue"
            across, down = (merge, down) if tag == _ACROSS else (across, merge)
        elif tag == _CELL_DELETED:
            deleted = True
    return CellProperties(span, across, down, deleted)


def row_deleted(properties: Element | None) -> bool:
    """True if a table row with this w:trPr disappears when all changes are accepted."""
    return properties is not None and child_of(properties, W + "del") is not None


def description(graphic: Element) -> str:
    """The alternative text of a picture, or the program that an embedded object belongs to."""
    for element in graphic.iter("{*}docPr", "{*}shape", "{*}OLEObject"):
        for name in ("descr", "title", "alt", "ProgID"):
            if element.get(name):
                return str(element.get(name))
    return ""
