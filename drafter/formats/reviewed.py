"""A document under review: what was inserted and deleted, whole paragraphs and rows too, and comments at their place.

Each record is the plain one with more to it, so that a format that knows nothing of reviews still writes the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drafter.document import Document, Paragraph, Role, Span, Table


@dataclass(frozen=True, slots=True)
class ReviewedSpan(Span):
    """A span that also says what it looks like when its role is INSERTED or DELETED, and which comments are on it."""

    look: Role = Role.PLAIN
    comments: tuple[int, ...] = ()
    """Positions in the document's comments; a comment's spans stand side by side."""


@dataclass(frozen=True, slots=True)
class ReviewedParagraph(Paragraph):
    """A paragraph; `mark` is INSERTED or DELETED where its end was, which joins it to the next when undone."""

    mark: Role | None = None


@dataclass(frozen=True, slots=True)
class ReviewedTable(Table):
    """A table; `marks` holds INSERTED, DELETED or None for each row, or nothing at all."""

    marks: tuple[Role | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewedDocument(Document):
    """A document with who changed it, when, and what is said about it: a comment is a tuple of paragraphs."""

    author: str = "drafter"
    date: datetime | None = None
    comments: tuple[tuple[str, ...], ...] = ()


def comments_on(span: Span) -> tuple[int, ...]:
    """The comments on a span."""
    return span.comments if isinstance(span, ReviewedSpan) else ()


def look_of(span: Span) -> Role:
    """The role that says how a span looks, whether or not it was inserted or deleted."""
    if span.role not in (Role.INSERTED, Role.DELETED):
        return span.role
    return span.look if isinstance(span, ReviewedSpan) else Role.PLAIN
