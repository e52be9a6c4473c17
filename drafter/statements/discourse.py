"""A paragraph as rules on text read it: of which time it speaks where."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property

from drafter.form.phrases import Phrases, phrases_of
from drafter.records import dataclass
from drafter.report import Paragraph

OPENING, CLOSING = "(\uff08", ")\uff09"
"""Brackets that hold asides and items of items."""


class Time(StrEnum):
    """The year that a figure in a sentence is of."""

    NOW = "now"
    LAST = "last"
    ELSEWHEN = "elsewhen"
    """A part of the year, or some other year."""


@dataclass(frozen=True, eq=False)
class Discourse(Paragraph):
    """A paragraph of a report on a year (None: not known) of an organisation, by its words for scopes and times."""

    year: int | None = None
    organization: str | None = None

    @cached_property
    def phrases(self) -> Phrases:
        """How the form's figures are said."""
        return phrases_of(self.form)

    def depth(self, start: int, end: int) -> int:
        """Brackets that open from `start` to `end` less those that close: what stands in them is of what is before."""
        part = self.text[start:end]
        return sum(map(part.count, OPENING)) - sum(map(part.count, CLOSING))

    @cached_property
    def times(self) -> tuple[tuple[int, int, Time], ...]:
        """Words that set the time of what follows them in their sentence."""
        found = self.phrases.patterns.time.finditer(self.text)
        return tuple((match.start(), match.end(), _time(match, self.year)) for match in found)

    def time(self, position: int) -> Time:
        """The time that the last word for one before a position, in its sentence, sets."""
        start = self.sentence_at(position).start
        for begin, end, time in reversed(self.times):
            if end <= position:
                return time if begin >= start else Time.NOW
        return Time.NOW


def _time(match: re.Match[str], year: int | None) -> Time:
    if match.lastgroup == "year":
        written = int(match.group()[:4])
        return Time.NOW if year in (None, written) else Time.LAST if year == written + 1 else Time.ELSEWHEN
    return {"now": Time.NOW, "last": Time.LAST}.get(match.lastgroup or "", Time.ELSEWHEN)
