"""What the page of two filings is made of: its sections, lines, pieces of text, cells and notes."""

from __future__ import annotations

from typing import NamedTuple

from drafter.document import Cell, TableBlock
from drafter.records import dataclass
from drafter.report import Finding


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: its identity on the page, its state, the cells it rests on, and that in words."""

    id: str
    state: str
    cells: tuple[str, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that looks the same throughout; `kind` is the kind of its run or "moved"."""

    text: str
    kind: str
    role: str = ""
    """"open" or "heading"."""
    findings: tuple[int, ...] = ()
    number: Number | None = None
    begins: bool = False
    """Whether the number begins here: a change may have cut the words that belong to it."""


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A finding in the margin, with the answer that was given."""

    number: int
    finding: Finding
    label: str
    message: str
    related: tuple[str, ...]
    answer: str
    decided: bool


Line = tuple[tuple[str, tuple[Piece, ...]], ...]
"""A paragraph: stretches of one kind of change, each with its kind."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: the same passage in both texts, each as paragraphs of stretches of pieces of one kind."""

    id: str
    status: str
    old: tuple[Line, ...]
    new: tuple[Line, ...]
    heading: bool
    flags: tuple[str, ...]
    """What filters ask for: "changed", "wording", "open", "findings"."""
    notes: tuple[MarginNote, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Where sentences that were moved went or came from: in words, and the identity of that line."""


class Change(NamedTuple):
    """One line of the list of changes: the identity of its place, the section, what happened, and how it begins."""

    id: str
    heading: str
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class TableSlot:
    """A cell of a printed table; a label has no address."""

    cell: Cell
    address: str | None
    old: str = ""
    new: str = ""
    hint: str = ""
    numbers: tuple[str, ...] = ()
    """Identities of the numbers in the text that rest on it."""
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table with its changes as a list and its findings."""

    id: str
    table: TableBlock
    head: int
    rows: tuple[tuple[TableSlot, ...], ...]
    marks: tuple[str, ...]
    """"inserted", "deleted" or "" for each row."""
    changes: tuple[tuple[str, ...], ...]
    flags: tuple[str, ...]
    notes: tuple[MarginNote, ...]


@dataclass(frozen=True, slots=True)
class TextPart:
    """A section of the page; its notes are about the section as a whole."""

    key: str
    heading: str
    reuse: str
    rows: tuple[Row, ...]
    grids: tuple[Grid, ...]
    notes: tuple[MarginNote, ...]
