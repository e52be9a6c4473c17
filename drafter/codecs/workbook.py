"""The figures workbook: the one source of figures, in the shape of the official tables."""

from drafter.codecs.workbook_edit import with_figures
from drafter.codecs.workbook_read import Contents, read
from drafter.codecs.workbook_write import write

__all__ = ["Contents", "read", "with_figures", "write"]
