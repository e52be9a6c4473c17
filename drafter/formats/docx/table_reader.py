"""Rows of cells with merge marks, as a .docx file gives them, to a table with spans."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.document import Block, Cell, TableBlock, TextBlock, cell
from drafter.records import dataclass


@dataclass(slots=True)
class RowCell:
    """A cell of a row: its blocks, the columns it covers, and "restart" or "continue" if it is merged vertically."""

    blocks: list[Block]
    col_span: int
    merge: str | None = None
    row_span: int = 1

    def cell(self) -> Cell:
        """The cell, one line per paragraph."""
        text = "\n".join(block.text for block in self.blocks if isinstance(block, TextBlock))
        return cell(text, row_span=self.row_span, col_span=self.col_span)


def is_layout(blocks: Sequence[Block]) -> bool:
    """True if a table with this content is only layout: it holds other tables."""
    return any(isinstance(block, TableBlock) for block in blocks)


def table_of(rows: Sequence[Sequence[RowCell]], widths: tuple[float, ...]) -> list[TableBlock]:
    """The table, or nothing if no row has a cell; `widths` are dropped unless there is one per column."""
    merged = tuple(tuple(slot.cell() for slot in row) for row in _merged(rows))
    if not any(merged):
        return []
    columns = max(sum(slot.col_span for slot in row) for row in rows)
    fitting = len(widths) == columns and all(width > 0 for width in widths)
    return [TableBlock(merged, widths if fitting else ())]


def _merged(rows: Sequence[Sequence[RowCell]]) -> list[list[RowCell]]:
    """The slots that begin in each row, their row spans counted from the slots below that continue them."""
    result: list[list[RowCell]] = []
    above: dict[int, RowCell] = {}
    for row in rows:
        begun, merging, column = list[RowCell](), dict[int, RowCell](), 0
        for slot in row:
            if slot.merge == "continue" and column in above:
                merging[column] = above[column]
                merging[column].row_span += 1
            else:
                begun.append(slot)
                if slot.merge:
                    merging[column] = slot
            column += slot.col_span
        result.append(begun)
        above = merging
    return result
