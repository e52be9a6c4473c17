"""What single elements of a .docx file say: their values and switches, and which of their children count."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.formats.docx.package import Element, W

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Deletions and the source of a move are not among these, so their content is skipped.
_WRAPPERS = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
)
_VAL = W + "val"
_OFF, _ON = ("0", "false", "off"), ("1", "true", "on")


def value(element: Element | None, path: str) -> str | None:
    """The w:val of the element at `path`, local names separated by slashes; None if there is no such element."""
    for name in path.split("/"):
        element = element.find(W + name) if element is not None else None
    found: str | None = element.get(_VAL) if element is not None else None
    return found


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
        if child.tag == _ALTERNATE:
            chosen = next(child.iterfind("{*}Choice"), child.find("{*}Fallback"))
            yield from content(chosen if chosen is not None else ())
        elif child.tag not in _WRAPPERS:
            yield child
        elif child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            yield from content(child)


def mark_deleted(properties: Element | None) -> bool:
    """True if the paragraph mark of these w:pPr is deleted, so that the paragraph continues in the next one."""
    mark = properties.find(W + "rPr") if properties is not None else None
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


def row_deleted(row: Element) -> bool:
    """True if a table row disappears when all changes are accepted."""
    return row.find(f"{W}trPr/{W}del") is not None


def merge(properties: Element | None, name: str) -> str | None:
    """ "restart" or "continue" for a cell in a merge (`name`: vMerge or hMerge), else None."""
    if properties is None or properties.find(W + name) is None:
        return None
    return "restart" if value(properties, name) == "restart" else "continue"


def description(graphic: Element) -> str:
    """The alternative text of a picture, or the program that an embedded object belongs to."""
    for element in graphic.iter("{*}docPr", "{*}shape", "{*}OLEObject"):
        for name in ("descr", "title", "alt", "ProgID"):
            if element.get(name):
                return str(element.get(name))
    return ""
