"""The figures workbook: the one source of figures, in the shape of the official tables.

`layout` says where everything stands, `live_formulas` and `balances` which formulas stand there; `writer` and the
sheets beside it make the file. `package`, `opened` and `formulas` open any file that comes back, `locate` and `reader`
take the figures out of it, and `update` puts figures into it.
"""

from drafter.workbook.reader import Contents, read
from drafter.workbook.update import with_figures
from drafter.workbook.writer import write

__all__ = ["Contents", "read", "with_figures", "write"]
