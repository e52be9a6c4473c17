"""Word documents (.docx): `reader` makes a document of the bytes, `writer` bytes in the look of a style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.document import Document
from drafter.formats.sample import Sample

if TYPE_CHECKING:
    from drafter.formats.style import Style


def recognizes(sample: Sample) -> bool:
    """True for Office Open XML other than a workbook, and for a damaged zip, which most likely was that."""
    opened = sample.has_folder("word") or "[Content_Types].xml" in sample.members
    return opened if sample.members else sample.zipped


def read(data: bytes) -> Document:
    """The document in `data`; SourceError if it is not a sound .docx file."""
    from drafter.formats.docx.reader import read

    return read(data)


def write(document: Document, style: Style) -> bytes:
    """The .docx file of `document`; the changes and comments of a reviewed one are tracked."""
    from drafter.formats.docx.writer import write

    return write(document, style)
