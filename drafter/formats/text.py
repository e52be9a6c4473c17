"""Plain text: one paragraph per line, a table row per line with a tab between its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from drafter.document import Block, Document, Picture, Span, TableBlock, TextBlock
from drafter.errors import SourceError
from drafter.formats.encoding import decode
from drafter.formats.sample import Sample

if TYPE_CHECKING:
    from drafter.formats.style import Style

_PAGE_END = re.compile(rb"(?m)^([ \t]*)(\d{1,3})(\s*\f)")
LIMIT = 2_000_000
"""The most characters of a text."""


def recognizes(sample: Sample) -> bool:
    """True for whatever is not a zip: text is what no other format recognises."""
    return not sample.zipped


def read(data: bytes) -> Document:
    """Every line as a paragraph, unchanged, including empty lines; SourceError if `data` is not text.

    A number alone at the end of a page is put between dashes, lest it be taken for a figure.
    """
    text = decode(_PAGE_END.sub(rb"\1- \2 -\3", data) if b"\f" in data else data)
    if len(text) > LIMIT:
        raise SourceError("text_too_large", limit=LIMIT)
    return Document(lines(text), by_line=True, cut=not text.endswith("\n"))


def lines(text: str) -> tuple[TextBlock, ...]:
    """One paragraph per line of `text`; equal lines share one record, since the lines of pasted tables repeat."""
    rows = text.removesuffix("\n").split("\n") if text else []
    known = {row: TextBlock((Span(row),) if row else ()) for row in set(rows)}
    return tuple([known[row] for row in rows])


def write(document: Document, style: Style) -> bytes:
    """UTF-8 text without indents and empty lines, in any style."""
    written = [line for block in document.blocks for line in _block_lines(block) if line]
    return "".join(f"{line}\n" for line in written).encode()


def _block_lines(block: Block) -> Iterable[str]:
    if isinstance(block, TableBlock):
        return map("\t".join, slot_texts(block))
    if isinstance(block, Picture):
        return (join_lines(block.description),)
    return (join_lines(block.text),)


def join_lines(text: str) -> str:
    """`text` on one line; a line break becomes a space only between letters or digits of spaced alphabets."""
    if "\n" not in text:
        return text
    joined = ""
    for line in map(str.strip, text.split("\n")):
        joined += f" {line}" if _needs_space(joined[-1:], line[:1]) else line
    return joined


def _needs_space(left: str, right: str) -> bool:
    """True if these characters need a space between them: Chinese is written without spaces."""
    return all(char and char < "\u2e80" and not char.isspace() for char in (left, right))


def slot_texts(table: TableBlock) -> list[list[str]]:
    """The text of every slot of the table's grid on one line, "" if a span covers it; all rows have one length."""
    rows: list[list[str | None]] = [[] for _ in table.rows]
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            column = _free_slot(rows[row], column)
            _fill(rows[row : row + cell.row_span], column, cell.col_span)
            rows[row][column] = join_lines(cell.text).replace("\t", " ")
    width = max(map(len, rows), default=0)
    return [[slot or "" for slot in row] + [""] * (width - len(row)) for row in rows]


def _free_slot(row: list[str | None], column: int) -> int:
    while column < len(row) and row[column] is not None:
        column += 1
    return column


def _fill(rows: list[list[str | None]], column: int, width: int) -> None:
    for row in rows:
        row.extend([None] * (column + width - len(row)))
        row[column : column + width] = [""] * width
