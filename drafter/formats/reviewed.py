"""A document under review: insertions and deletions, also of whole paragraphs and rows, and comments.

Each record extends the plain one, so that a format without tracked changes still writes the text.
"""

from __future__ import annotations

from datetime import datetime

from drafter.document import Document, Role, Span, TableBlock, TextBlock
from drafter.records import dataclass


@dataclass(frozen=True, slots=True)
class ReviewedSpan(Span):
    """A span with its comments, and its look if its role is INSERTED or DELETED."""

    look: Role = Role.PLAIN
    comments: tuple[int, ...] = ()
    """Positions in the comments of the document; the spans of a comment are adjacent."""


@dataclass(frozen=True, slots=True)
class ReviewedParagraph(TextBlock):
    """A paragraph; `mark` is INSERTED or DELETED if its end was, so that undoing this joins it to the next."""

    mark: Role | None = None


@dataclass(frozen=True, slots=True)
class ReviewedTable(TableBlock):
    """A table; `marks` has INSERTED, DELETED or None for each row, or is empty."""

    marks: tuple[Role | None, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenComment:
    """A comment as it is written: its paragraphs, and its author and day where they are not those of the changes."""

    paragraphs: tuple[str, ...]
    author: str | None = None
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewedDocument(Document):
    """A document with the author and date of its changes, and its comments."""

    author: str = "drafter"
    date: datetime | None = None
    comments: tuple[WrittenComment, ...] = ()


def comments_on(span: Span) -> tuple[int, ...]:
    """The comments on a span."""
    return span.comments if isinstance(span, ReviewedSpan) else ()


def look_of(span: Span) -> Role:
    """The role that a span looks like, inserted and deleted ones included."""
    if span.role not in (Role.INSERTED, Role.DELETED):
        return span.role
    return span.look if isinstance(span, ReviewedSpan) else Role.PLAIN
