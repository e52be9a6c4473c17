"""PDF files, read by `reader`; `writer` prints pages of HTML."""

from drafter.document import Document
from drafter.formats.sample import Sample


def recognizes(sample: Sample) -> bool:
    """True if the signature of PDF stands in the first KiB."""
    return b"%pdf-" in sample.head


def read(data: bytes) -> Document:
    """The document in `data`; SourceError if it is damaged, locked, too long, or only pictures of text."""
    from drafter.formats.pdf.reader import read

    return read(data)
