"""What the elements of a .docx file say of themselves: which of them count, and how cells and rows go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.document import Document
from drafter.errors import SourceError
from drafter.formats.docx.package import Chunk, Element, W
from drafter.formats.docx.styles import value

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# A deletion or the source of a move is none of these: its content is passed over.
_WRAPPERS = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
)


def content(element: Element | tuple[()]) -> Iterator[Element]:
    """The children, with content controls, insertions and the like opened, and one of several alternatives taken."""
    for child in element:
        if child.tag == _ALTERNATE:
            chosen = next(child.iterfind("{*}Choice"), child.find("{*}Fallback"))
            yield from content(chosen if chosen is not None else ())
        elif child.tag not in _WRAPPERS:
            yield child
        elif child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            yield from content(child)


def mark_deleted(properties: Element | None) -> bool:
    """Whether the end of a paragraph with these w:pPr is deleted, so that it runs into the next."""
    mark = properties.find(W + "rPr") if properties is not None else None
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


def row_deleted(row: Element) -> bool:
    """Whether a row is gone once all changes are accepted."""
    return row.find(f"{W}trPr/{W}del") is not None


def merge(properties: Element | None, name: str) -> str | None:
    """ "restart" or "continue" for a cell that is part of a merge, else None."""
    if properties is None or properties.find(W + name) is None:
        return None
    return "restart" if value(properties, name) == "restart" else "continue"


def description(graphic: Element) -> str:
    """What a picture is said to show, or the program whose object it stands for."""
    for element in graphic.iter("{*}docPr", "{*}shape", "{*}OLEObject"):
        for name in ("descr", "title", "alt", "ProgID"):
            if element.get(name):
                return str(element.get(name))
    return ""


_HEAD = 4096


def chunk_of(element: Element, chunks: Mapping[str, Chunk]) -> Chunk:
    """What a w:altChunk or w:subDoc stands for."""
    identities = (str(text) for name, text in element.attrib.items() if name.endswith("}id"))
    return chunks.get(next(identities, ""), Chunk("?"))


def page_in(chunk: Chunk) -> Document | None:
    """The page that the file is; None when it is none, or none that can be read."""
    from drafter.formats import html

    if not (html.is_archive(chunk.data) or b"<html" in chunk.data[:_HEAD].lower()):
        return None
    try:
        return html.read(chunk.data)
    except SourceError:
        return None
