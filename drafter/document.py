"""What a file format can hold: headings, paragraphs, tables with spans, and pictures, in order.

A document knows no form. Formats turn bytes into documents and documents into bytes; recognition and merging turn
documents into filings and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from drafter.records import dataclass

_ROW_PLACE = re.compile(r"(\w+) table ([1-9]\d{0,8}) row ([1-9]\d{0,8})")
_PICTURE_PLACE = re.compile(r"picture in (\w+)")
_NUMBERED_PLACE = re.compile(r"(.+) ([1-9]\d{0,8})")


class Role(StrEnum):
    """What a span of text is, so that a format can show it."""

    PLAIN = "plain"
    FIGURE = "figure"
    """A number written by the program; the target is its cell, note or entry."""
    OPEN = "open"
    """An open mark: highlighted where the format can."""
    HEADING = "heading"
    """A heading that its own paragraph continues (a run-in heading)."""
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one role."""

    text: str
    role: Role = Role.PLAIN
    target: str | None = None


def text_of(spans: tuple[Span, ...]) -> str:
    """The text of spans."""
    return "".join([span.text for span in spans])


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph; level 0 is the title, 1 a section heading, 2 a heading below it, None body text."""

    spans: tuple[Span, ...]
    level: int | None = None

    @property
    def text(self) -> str:
        return self.spans[0].text if len(self.spans) == 1 else text_of(self.spans)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at its upper left corner; the slots that its spans cover hold no cell of their own."""

    spans: tuple[Span, ...]
    row_span: int = 1
    col_span: int = 1
    label: bool = False
    """A label of the form, as against a value."""

    @property
    def text(self) -> str:
        return self.spans[0].text if len(self.spans) == 1 else text_of(self.spans)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Rows of cells in reading order; a row holds only the cells that begin in it."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    """Relative column widths, one per grid column; empty when the source does not say."""

    def row_widths(self) -> list[int]:
        """For each row the slots of the grid that its cells and those reaching down into it take up."""
        widths = [0] * len(self.rows)
        for number, row in enumerate(self.rows):
            widths[number] += sum([cell.col_span for cell in row])
            for cell in [cell for cell in row if cell.row_span > 1]:
                for reached in range(number + 1, min(number + cell.row_span, len(widths))):
                    widths[reached] += cell.col_span
        return widths


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: nothing in it is read, but it is never lost without a word."""

    description: str = ""


Block = TextBlock | TableBlock | Picture


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the source that a person should hear: a message key under `notices.` and its values."""

    key: str
    values: tuple[tuple[str, object], ...] = ()


class SourcePlace(NamedTuple):
    """Where something stands in a source; `str` gives it as JSON has it, views say it in the reader's language."""

    kind: str
    """"line", "row", "picture", "footnote", "before the title" …; its words are in the messages, under `places.`."""
    number: int | None = None
    """Of the line, the row of a table, the page or the note, from 1."""
    section: str | None = None
    """Key of the section in which a table or a picture stands."""
    table: int | None = None
    """Of the tables in its section, from 1."""

    def __str__(self) -> str:
        if self.kind == "row":
            return f"{self.section} table {self.table} row {self.number}"
        if self.kind == "picture":
            return f"picture in {self.section}"
        return self.kind if self.number is None else f"{self.kind} {self.number}"

    @classmethod
    def parse(cls, text: str) -> SourcePlace:
        """The place that `str` gave this text; other text is a kind of its own."""
        if found := _ROW_PLACE.fullmatch(text):
            return cls("row", int(found[3]), found[1], int(found[2]))
        if found := _PICTURE_PLACE.fullmatch(text):
            return cls("picture", section=found[1])
        found = _NUMBERED_PLACE.fullmatch(text)
        return cls(found[1], int(found[2])) if found else cls(text)


@dataclass(frozen=True, slots=True)
class Aside:
    """Text of the source that does not belong to what is read on the page, and what it is: "hidden", "footnote 3"."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in reading order."""

    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...] = ()
    asides: tuple[Aside, ...] = ()
    """What would else be lost: hidden text, struck text, notes."""
    language: str = "zh"
    title: str | None = None
    """The title the container gives (an HTML <title>), which may differ from the text's own."""
    title_shown: bool = False
    """A reader of the source sees that title, as a browser shows it; a file's properties may be of another time."""
    by_line: bool = False
    """Paragraphs are lines as a text has them, and a line may be a piece of a paragraph."""
    cut: bool = False
    """The source ends in the middle of a line or of a table, so its last word may be half a word."""

    def paragraphs(self) -> Iterator[TextBlock]:
        return (block for block in self.blocks if isinstance(block, TextBlock))

    def tables(self) -> Iterator[TableBlock]:
        return (block for block in self.blocks if isinstance(block, TableBlock))


def paragraph(text: str, *, level: int | None = None) -> TextBlock:
    """A paragraph of plain text."""
    return TextBlock((Span(text),) if text else (), level)


def cell(text: str, *, row_span: int = 1, col_span: int = 1, label: bool = False) -> Cell:
    """A cell of plain text."""
    return Cell((Span(text),) if text else (), row_span, col_span, label)
