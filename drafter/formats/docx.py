"""Word documents (.docx): bytes to documents, and documents to bytes in the look of a style."""

from drafter.formats.docx_read import read
from drafter.formats.docx_write import write

__all__ = ["read", "write"]
