"""Files embedded in the text of a .docx file (w:altChunk, w:subDoc)."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.document import Document
from drafter.errors import SourceError
from drafter.formats.docx.package import Chunk, Element

_HEAD = 4096


def chunk_of(element: Element, chunks: Mapping[str, Chunk]) -> Chunk:
    """The file that a w:altChunk or w:subDoc refers to."""
    identities = (str(text) for name, text in element.attrib.items() if name.endswith("}id"))
    return chunks.get(next(identities, ""), Chunk("?"))


def page_in(chunk: Chunk) -> Document | None:
    """The document in an embedded web page; None for any other file and for a page that cannot be read."""
    from drafter.formats import html

    if not (html.is_archive(chunk.data) or b"<html" in chunk.data[:_HEAD].lower()):
        return None
    try:
        return html.read(chunk.data)
    except SourceError:
        return None
