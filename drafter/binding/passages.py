"""A paragraph as binding sees it: its sentences, open marks, what it is about where, and of which time it speaks."""

from __future__ import annotations

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
    organization: str | None
    starts: tuple[int, ...]
    """Where its sentences begin."""
    marks: tuple[tuple[int, int], ...]
    """Open marks, in which nothing is stated."""
    scopes: tuple[tuple[int, str], ...]
    """Where it begins to be about what."""

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
        """Whether a stretch speaks of a part of the organisation only; a body that is the organisation is none."""
        for match in self.phrases.patterns.narrower.finditer(self.text, start, end):
            body = match.groupdict().get("body")
            if not body or not (self.organization or "").endswith(body):
                return True
        return False

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
        time = Time.NOW
        for match in self.phrases.patterns.time.finditer(self.text, self.sentence_start(position), position):
            time = self._time(match.lastgroup, match.group())
        return time

    def _time(self, kind: str | None, words: str) -> Time:
        if kind == "now":
            return Time.NOW
        if kind == "last":
            return Time.LAST
        if kind != "year" or self.year is None:
            return Time.NOW if kind == "year" else Time.ELSEWHEN
        written = int(words[:4])
        return {self.year: Time.NOW, self.year - 1: Time.LAST}.get(written, Time.ELSEWHEN)


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
        organization,
        (0, *(end for end in ends if end < len(text))),
        tuple(_marks(text, phrases)),
        tuple(_scopes(text, where, phrases)),
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
