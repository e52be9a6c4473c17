"""Word documents (.docx): bytes to documents, and documents to bytes in the look of a style."""

from drafter.formats.docx.reader import read
from drafter.formats.docx.writer import write

__all__ = ["read", "write"]
