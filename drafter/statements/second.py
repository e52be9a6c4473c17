"""What a second reader says of a text, as data, so that whoever checks it needs to know no model."""

from __future__ import annotations

from drafter.records import dataclass
from drafter.statements.language import Statement


@dataclass(frozen=True, slots=True)
class SentenceVerdict:
    """What the second reader makes of one sentence beside its material; `start` is where it begins in its paragraph."""

    section: str | None
    paragraph: int | None
    start: int
    state: str
    """ "vouched", "unvouched" or "contradicted"; anything else is nothing."""
    words: str = ""
    """The words that nothing covers, or that are contradicted."""
    sources: tuple[str, ...] = ()
    """What covers it: `note:`, `entry:`, `last:` with an id, "figures" or "form"."""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Everything that a second reader says of a narrative."""

    reader: str
    """What the reader is called."""
    statements: tuple[Statement, ...] = ()
    """Each with the number of its paragraph, from 1 on."""
    sentences: tuple[SentenceVerdict, ...] = ()
    malformed: int = 0
    """Statements that named no relation, or whose number was none."""
