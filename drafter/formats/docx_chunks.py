"""Other files set in among the paragraphs of a .docx file: pages are read, the rest is told."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.document import Document
from drafter.errors import SourceError
from drafter.formats.docx_package import Chunk, Element

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
