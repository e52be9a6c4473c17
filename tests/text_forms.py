"""The textual forms in which tables are met, written from a document: what web pages and mail leave of them.

A form takes the rows of one table, each a list of (text, row span, column span, is label), and gives lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drafter.document import Cell, Document, TableBlock, TextBlock
from drafter.formats.text import slot_texts

Rows = Sequence[Sequence[Cell]]


def bars_at_the_end(rows: Rows) -> list[str]:
    """F1: cells divided by bars, a bar at the end of the line, merged cells written once."""
    return [" | ".join(cell.text for cell in row) + " |" for row in rows]


def bars_and_empties(rows: Rows) -> list[str]:
    """F2: outer bars, an empty cell for every slot that a merged cell covers."""
    return ["| " + " | ".join(texts) + " |" for texts in slot_texts(TableBlock(tuple(map(tuple, rows))))]


def one_cell_per_line(rows: Rows) -> list[str]:
    """F3: a cell per line and a blank line after each; a blank cell leaves no trace but a blank line."""
    return [line for row in rows for cell in row for line in (*_pieces(cell), "")]


def _pieces(cell: Cell) -> list[str]:
    """A label of four characters comes in two pieces, as in narrow header cells."""
    return [cell.text[:2], "", cell.text[2:]] if cell.label and len(cell.text) == 4 else [cell.text]


def cell_and_bar_per_line(rows: Rows) -> list[str]:
    """F4: a cell and a bar per line."""
    return [f"{cell.text} |".lstrip() for row in rows for cell in row]


def filled_up(rows: Rows) -> list[str]:
    """F1 by a converter that leaves empty cells out and adds bars for the columns that merged cells cover."""
    width = _width(rows)
    return [" | ".join(texts) + f" | {'|' * (width - len(texts))}".rstrip() for texts in _filled(rows)]


def filled_up_by_line(rows: Rows) -> list[str]:
    """F4 by the same converter, from cells that hold paragraphs."""
    width = _width(rows)
    lines = [[*(f"{text} |" for text in texts), "|" * (width - len(texts))] for texts in _filled(rows)]
    return [line for row in lines for line in row if line]


def filled_up_in_frames(rows: Rows) -> list[str]:
    """The same with a bar before each row."""
    width = _width(rows)
    lines = [["|", *(f"{text} |" for text in texts), "|" * (width - len(texts))] for texts in _filled(rows)]
    return [line for row in lines for line in row if line]


def _filled(rows: Rows) -> list[list[str]]:
    return [[cell.text for cell in row if cell.text] for row in rows]


def _width(rows: Rows) -> int:
    return max(sum(cell.col_span for cell in row) for row in rows)


def bars_and_repetitions(rows: Rows) -> list[str]:
    """F2 with the text of a merged cell again in every slot that it covers."""
    texts = [["" for _ in line] for line in slot_texts(TableBlock(tuple(map(tuple, rows))))]
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            for down in range(number, number + cell.row_span):
                for right in range(column, column + cell.col_span):
                    taken.add((down, right))
                    texts[down][right] = cell.text
    return ["| " + " | ".join(line) + " |" for line in texts]


def bars_across(rows: Rows) -> list[str]:
    """F2 with an empty cell for the columns that a merged cell covers, but none for the rows."""
    wide = [[text for cell in row for text in (cell.text, *[""] * (cell.col_span - 1))] for row in rows]
    return ["| " + " | ".join(texts) + " |" for texts in wide]


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


def tabs_and_broken_labels(rows: Rows) -> list[str]:
    """F12 copied from a browser: cells divided by tabs, and the breaks that a page has in its labels."""
    texts = [[_broken(cell) for cell in row] for row in rows]
    return [line for row in texts for line in "\t".join(row).split("\n")]


def _broken(cell: Cell) -> str:
    half = len(cell.text) // 2
    return f"{cell.text[:half]}\n{cell.text[half:]}" if cell.label and half > 1 else cell.text


def run_together(rows: Rows) -> list[str]:
    """F7: a row per line with nothing between its cells."""
    return ["".join(cell.text for cell in row) for row in rows]


@dataclass(frozen=True)
class _Place:
    """Where a cell stands in the grid, and its text in lines."""

    row: int
    column: int
    cell: Cell
    lines: list[str]


def _places(rows: Rows, widths: Sequence[int]) -> list[_Place]:
    taken: set[tuple[int, int]] = set()
    places = []
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            taken |= {
                (number + down, column + right) for down in range(cell.row_span) for right in range(cell.col_span)
            }
            width = max(1, sum(widths[column : column + cell.col_span]) - 1)
            lines = [cell.text]
            if cell.label:
                lines = [cell.text[start : start + width] for start in range(0, len(cell.text), width)]
            places.append(_Place(number, column, cell, lines))
            column += cell.col_span
    return places


def _heights(places: Sequence[_Place], count: int) -> list[int]:
    """Lines of every row: those of its tallest cell; the last row under a spanning cell grows until that has room."""
    heights = [1] * count
    for place in sorted(places, key=lambda place: place.cell.row_span):
        rows = range(place.row, min(place.row + place.cell.row_span, count))
        heights[rows[-1]] += max(0, len(place.lines) - sum(heights[row] for row in rows))
    return heights


def columns_by_spaces(rows: Rows) -> list[str]:
    """F9: what `pdftotext -layout` makes of a page: columns by spaces, every cell in the middle of its height.

    Labels are wrapped around the line of their numbers, labels of groups run down a column of their own, and a page
    number stands between rows.
    """
    count = 1 + max(len(row) for row in slot_texts(TableBlock(tuple(map(tuple, rows)))))
    widths = {5: [8, 8, 8, 8, 8], 11: [3, 4, 13, *[9] * 8]}.get(count, [4] * count)
    places = _places(rows, widths)
    heights = _heights(places, len(rows))
    tops = [sum(heights[:row]) for row in range(len(rows) + 1)]
    canvas: list[dict[int, str]] = [{} for _ in range(tops[-1])]
    for place in places:
        height = tops[min(place.row + place.cell.row_span, len(rows))] - tops[place.row]
        first = tops[place.row] + (height - len(place.lines)) // 2
        for down, text in enumerate(place.lines):
            canvas[first + down][sum(widths[: place.column])] = text
    lines = [_line(texts) for texts in canvas]
    for number, top in reversed(list(enumerate(tops[:-1]))):
        if number % 9 == 8:
            lines[top:top] = ["", f"{' ' * 30}- {number // 9 + 4} -", ""]
    return lines


def _line(texts: dict[int, str]) -> str:
    line = ""
    for start, text in sorted(texts.items()):
        if text:
            line = (f"{line} " if line else "").ljust(start) + text
    return line


def order_of_the_file(rows: Rows) -> list[str]:
    """F10: what `pdftotext -raw` makes of a page: pieces of labels on lines of their own, header words with spaces.

    The values of a row stand on a line, behind a label that is not wrapped; a page number stands between rows.
    """
    lines: list[str] = []
    for number, row in enumerate(rows):
        values = [cell.text for cell in row if not cell.label and cell.text]
        labels = [cell for cell in row if cell.label]
        for cell in labels[:-1] if values else labels:
            lines += [" ".join(cell.text[:3]), cell.text[3:]] if 4 <= len(cell.text) <= 6 else [cell.text]
        label = labels[-1].text if values and labels else ""
        pieces = [label[start : start + 14] for start in range(0, len(label), 14)]
        lines += [*pieces, " ".join(values)] if len(pieces) > 1 else [" ".join([*pieces, *values])]
        if number % 9 == 8:
            lines.append(f"- {number // 9 + 4} -")
    return lines


FORMS: dict[str, Callable[[Rows], list[str]]] = {
    "F1": bars_at_the_end,
    "F2": bars_and_empties,
    "F3": one_cell_per_line,
    "F4": cell_and_bar_per_line,
    "F1 filled up": filled_up,
    "F4 filled up": filled_up_by_line,
    "F4 filled up in frames": filled_up_in_frames,
    "F2 repeated": bars_and_repetitions,
    "F2 across": bars_across,
    "F5": bar_below_each_cell,
    "F6": tab_before_each_cell,
    "F7": run_together,
    "F12 copied": tabs_and_broken_labels,
    "F9": columns_by_spaces,
    "F10": order_of_the_file,
}
TRACELESS = frozenset({"F3", "F7", "F9", "F10"})
"""Forms in which a blank cell cannot be told from none."""
FILLED_UP = frozenset({"F1 filled up", "F4 filled up", "F4 filled up in frames"})
"""Forms in which an empty cell at the end of a row may stand for a blank before it; one that is all blank is told."""


def write(document: Document, form: str) -> str:
    """A document as text with its tables in a form."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            lines.append(block.text)
        elif isinstance(block, TableBlock):
            lines += FORMS[form](block.rows)
    return "\n".join(lines) + "\n"
