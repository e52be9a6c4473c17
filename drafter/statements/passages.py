"""A paragraph as binding sees it: its sentences, open marks, what it is about where, and of which time it speaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drafter.form.phrases import Phrases


class Time(StrEnum):
    """The year that a figure in a sentence is of."""

    NOW = "now"
    LAST = "last"
    ELSEWHEN = "elsewhen"
    """A part of the year, or some other year."""


@dataclass(frozen=True, slots=True)
class Where:
    """A paragraph: its section, topic, and ordinal among the section's paragraphs."""

    section: str
    topic: str | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with what was found in it once: offsets are code points of `text`."""

    text: str
    where: Where
    phrases: Phrases
    year: int | None
    starts: tuple[int, ...]
    """Where its sentences begin."""
    marks: tuple[tuple[int, int], ...]
    """Open marks, in which nothing is stated."""
    scopes: tuple[tuple[int, str], ...]
    """Where it begins to be about what."""
    times: tuple[tuple[int, int, Time], ...]
    """Words that set the time of what follows them in their sentence."""
    narrowed: tuple[tuple[int, int], ...]
    """Words that speak of a part of the organisation; a body that is the organisation is none."""

    def sentence_start(self, position: int) -> int:
        """Where the sentence around a position begins."""
        return self.starts[bisect_right(self.starts, position) - 1]

    def sentence_end(self, position: int) -> int:
        """Where the sentence around a position ends, its full stop included."""
        index = bisect_right(self.starts, position)
        return self.starts[index] if index < len(self.starts) else len(self.text)

    def sentence(self, position: int) -> tuple[int, int]:
        """The edges of the sentence around a position."""
        return self.sentence_start(position), self.sentence_end(position)

    def is_narrowed(self, start: int, end: int) -> bool:
        """Whether a stretch speaks of a part of the organisation only."""
        return any(start <= begin and stop <= end for begin, stop in self.narrowed)

    def in_mark(self, position: int) -> bool:
        """Whether a position is inside an open mark."""
        return any(start <= position < end for start, end in self.marks)

    def scope(self, position: int) -> str | None:
        """What the words before a position are about; a local scope ends with its sentence."""
        start = self.sentence_start(position)
        for at, key in reversed(self.scopes):
            if at < position and not (at < start and self.phrases.scope_of[key].local):
                return key
        return None

    def is_sure(self, scope: str | None) -> bool:
        """Whether the paragraph says that it is about what the form counts, where the scope's words alone do not."""
        about = self.phrases.about.get(scope or "")
        return about is None or self._has_topic() or about.search(self.text) is not None

    def _has_topic(self) -> bool:
        return any(self.where.topic in scope.topics for scope in self.phrases.book.scopes)

    def time(self, position: int) -> Time:
        """The time that the last word for one before a position, in its sentence, sets."""
        start = self.sentence_start(position)
        for begin, end, time in reversed(self.times):
            if end <= position:
                return time if begin >= start else Time.NOW
        return Time.NOW


def passage(
    text: str, where: Where, phrases: Phrases, year: int | None = None, organization: str | None = None
) -> Passage:
    """A paragraph, looked through once."""
    ends = [match.end() for match in phrases.patterns.sentence_end.finditer(text)]
    return Passage(
        text,
        where,
        phrases,
        year,
        (0, *(end for end in ends if end < len(text))),
        tuple(_marks(text, phrases)),
        tuple(_scopes(text, where, phrases)),
        tuple(_times(text, phrases, year)),
        tuple(_narrowed(text, phrases, organization or "")),
    )


def _marks(text: str, phrases: Phrases) -> Iterator[tuple[int, int]]:
    mark = phrases.form.definition.open_mark
    position = 0
    while (start := text.find(mark.prefix, position)) >= 0:
        end = text.find(mark.suffix, start)
        position = len(text) if end < 0 else end + len(mark.suffix)
        yield start, position


def _scopes(text: str, where: Where, phrases: Phrases) -> Sequence[tuple[int, str]]:
    initial = [(-1, scope.key) for scope in phrases.book.scopes if where.topic in scope.topics]
    return initial + [(match.start(), match.lastgroup or "") for match in phrases.scopes.finditer(text)]


def _times(text: str, phrases: Phrases, year: int | None) -> Iterator[tuple[int, int, Time]]:
    for match in phrases.patterns.time.finditer(text):
        yield match.start(), match.end(), _time(match, year)


def _time(match: re.Match[str], year: int | None) -> Time:
    if match.lastgroup == "year":
        written = int(match.group()[:4])
        return Time.NOW if year in (None, written) else Time.LAST if year == written + 1 else Time.ELSEWHEN
    return {"now": Time.NOW, "last": Time.LAST}.get(match.lastgroup or "", Time.ELSEWHEN)


def _narrowed(text: str, phrases: Phrases, organization: str) -> Iterator[tuple[int, int]]:
    for match in phrases.patterns.narrower.finditer(text):
        body = match.groupdict().get("body")
        if not body or not organization.endswith(body):
            yield match.span()
