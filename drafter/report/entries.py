"""Entries: quantities of last year's text that no cell decides, each waiting for this year's value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One quantity: where it stood, its sentence, last year's number as written, and this year's as typed."""

    id: str
    """`section.topic.ordinal`, or `section.ordinal` outside topics; stable while last year's report is the same."""
    section: str
    topic: str | None
    sentence: str
    last: str
    """The number as it stood in the text, with its approximation and without its unit."""
    unit: str | None
    value: str | None = None
    """This year's number as typed; None while it is open."""
