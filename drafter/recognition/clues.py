"""By what a row of a source table was identified as a row of the form."""

from __future__ import annotations

from enum import StrEnum


class RowClue(StrEnum):
    """What names a row; the values are those of `read --explain`, their words stand in the messages under `hows.`."""

    LABEL = "label"
    """Its official label, to the letter."""
    HEADER = "header"
    """The header above it: the form prints the row without a label."""
    PIECES = "label in pieces"
    """Its label in several pieces, before or around its values."""
    UNNUMBERED = "label without number"
    SIMILAR = "similar label"
    """A label with a character or two wrong."""
    RUN_TOGETHER = "run together"
    """Its label, but nothing stands between its values."""
    SUM_DIFFERS = "sum differs"
    """Its label, but its values do not add up; one of them may be lost or shifted."""
    NO_TOTAL = "no total"
    """Its label, but its total is blank though other cells hold numbers, as in most rows of the source."""

    @property
    def is_certain(self) -> bool:
        """False if a person is to check the row."""
        return self in (RowClue.LABEL, RowClue.HEADER)

    @property
    def is_contradicted(self) -> bool:
        """True if the values of the row contradict one another, so that some of them must be wrong or lost."""
        return self in (RowClue.SUM_DIFFERS, RowClue.NO_TOTAL)
