"""A paragraph as statements are read in it: what it is about where, of which time it speaks, and of which body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from drafter.form.phrases import Phrases, phrases_of
from drafter.report.narrative import Paragraph

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
    def scopes(self) -> tuple[tuple[int, str], ...]:
        """Where it begins to be about what."""
        initial = [(-1, scope.key) for scope in self.phrases.book.scopes if self.place.topic in scope.topics]
        return (
            *initial,
            *((match.start(), match.lastgroup or "") for match in self.phrases.scopes.finditer(self.text)),
        )

    @cached_property
    def times(self) -> tuple[tuple[int, int, Time], ...]:
        """Words that set the time of what follows them in their sentence."""
        found = self.phrases.patterns.time.finditer(self.text)
        return tuple((match.start(), match.end(), _time(match, self.year)) for match in found)

    @cached_property
    def narrowed(self) -> tuple[tuple[int, int], ...]:
        """Words that speak of a part of the organisation; a body that is the organisation is none."""
        return tuple(self._narrowed())

    def _narrowed(self) -> Iterator[tuple[int, int]]:
        for match in self.phrases.patterns.narrower.finditer(self.text):
            body = match.groupdict().get("body")
            if not body or not (self.organization or "").endswith(body):
                yield match.span()

    def is_narrowed(self, start: int, end: int) -> bool:
        """Whether a stretch speaks of a part of the organisation only."""
        return any(start <= begin and stop <= end for begin, stop in self.narrowed)

    def scope(self, position: int) -> str | None:
        """What the words before a position are about; a local scope ends with its sentence."""
        start = self.sentence_at(position).start
        for at, key in reversed(self.scopes):
            if at < position and not (at < start and self.phrases.scope_of[key].local):
                return key
        return None

    def is_sure(self, scope: str | None) -> bool:
        """Whether the paragraph says that it is about what the form counts, where the scope's words alone do not."""
        about = self.phrases.about.get(scope or "")
        return about is None or self._has_topic() or about.search(self.text) is not None

    def _has_topic(self) -> bool:
        return any(self.place.topic in scope.topics for scope in self.phrases.book.scopes)

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
