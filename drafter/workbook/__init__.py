"""The figures workbook: the one source of figures, in the shape of the official tables.

`layout` says where everything stands, `live` and `balances` which formulas stand there, `write` and the pages beside it
make the file; `package`, `book` and `formulas` open any file that comes back, `find` and `read` take the figures out of
it, and `edit` puts figures into it.
"""

from drafter.workbook.reader import Contents, read
from drafter.workbook.update import with_figures
from drafter.workbook.writer import write

__all__ = ["Contents", "read", "with_figures", "write"]
