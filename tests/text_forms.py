"""The textual forms in which tables are met, written from a document: what web pages and mail leave of them.

A form takes the rows of one table, each a list of (text, row span, column span, is label), and gives lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drafter.document import Cell, Document, Paragraph, Table
from drafter.formats.text import slot_texts

Rows = Sequence[Sequence[Cell]]


def bars_at_the_end(rows: Rows) -> list[str]:
    """F1: cells divided by bars, a bar at the end of the line, merged cells written once."""
    return [" | ".join(cell.text for cell in row) + " |" for row in rows]


def bars_and_empties(rows: Rows) -> list[str]:
    """F2: outer bars, an empty cell for every slot that a merged cell covers."""
    return ["| " + " | ".join(texts) + " |" for texts in slot_texts(Table(tuple(map(tuple, rows))))]


def one_cell_per_line(rows: Rows) -> list[str]:
    """F3: a cell per line and a blank line after each; a blank cell leaves no trace but a blank line."""
    return [line for row in rows for cell in row for line in (*_pieces(cell), "")]


def _pieces(cell: Cell) -> list[str]:
    """A label of four characters comes in two pieces, as in narrow header cells."""
    return [cell.text[:2], "", cell.text[2:]] if cell.label and len(cell.text) == 4 else [cell.text]


def cell_and_bar_per_line(rows: Rows) -> list[str]:
    """F4: a cell and a bar per line."""
    return [f"{cell.text} |".lstrip() for row in rows for cell in row]


def bar_below_each_cell(rows: Rows) -> list[str]:
    """F5: a cell, and a bar on the next line."""
    return [line for row in rows for cell in row for line in (cell.text, "|")]


def tab_before_each_cell(rows: Rows) -> list[str]:
    """F6: a tab before each cell, a cell for every slot that a cell above covers, an empty line after the row."""
    lines = []
    covered: dict[int, int] = {}
    for row in rows:
        column = 0
        for cell in row:
            while covered.get(column, 0):
                lines.append("\t")
                covered[column] -= 1
                column += 1
            lines.append(f"\t\u3000 {cell.text}" if not cell.label else f"\t{cell.text}")
            for place in range(column, column + cell.col_span):
                covered[place] = cell.row_span - 1
            column += cell.col_span
        while covered.get(column, 0):
            lines.append("\t")
            covered[column] -= 1
            column += 1
        lines.append("")
    return lines


FORMS: dict[str, Callable[[Rows], list[str]]] = {
    "F1": bars_at_the_end,
    "F2": bars_and_empties,
    "F3": one_cell_per_line,
    "F4": cell_and_bar_per_line,
    "F5": bar_below_each_cell,
    "F6": tab_before_each_cell,
}
TRACELESS = frozenset({"F3"})
"""Forms in which a blank cell cannot be told from none."""


def write(document: Document, form: str) -> str:
    """A document as text with its tables in a form."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines += FORMS[form](block.rows)
    return "\n".join(lines) + "\n"
