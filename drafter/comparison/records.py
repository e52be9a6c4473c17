"""What a difference of two narratives is made of: sections, passages, sentences and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drafter.comparison.words import Run, RunKind
from drafter.report import Place

BREAK = "\N{PARAGRAPH SEPARATOR}"
"""Stands between the paragraphs of a passage that was split or joined."""


class Status(StrEnum):
    """What became of a sentence or a paragraph."""

    KEPT = "kept"
    CHANGED = "changed"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"
    DROPPED = "dropped"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or a heading as it stands in the report."""

    section: str
    topic: str | None
    text: str
    ordinal: int | None = None
    """Among the section's paragraphs; None for a heading."""
    lead: int = 0
    """So many characters at the beginning are a run-in heading, which places in the paragraph do not count."""

    @property
    def place(self) -> Place:
        """The paragraph as places name it."""
        return Place(self.section, self.topic, self.ordinal)


@dataclass(frozen=True, slots=True)
class ComparedSentence:
    """A sentence where it stands: in both texts, or in one of them, the other side being None."""

    status: Status
    old: str | None
    new: str | None
    runs: tuple[Run, ...]
    """What differs; for a moved sentence, as compared with what it was elsewhere."""
    elsewhere: str | None = None
    """The other wording of a moved sentence."""

    @property
    def wording(self) -> bool:
        """Whether more than the year and numbers differ."""
        return any(run.kind is RunKind.WORDING for run in self.runs)

    def here(self) -> tuple[Run, ...]:
        """The runs at this place: a sentence that moved went whole from here or came whole."""
        if self.status is not Status.MOVED:
            return self.runs
        return only(self.old or "", self.new or "")


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """Paragraphs that belong together: mostly one of each text, one and several where one was split or joined."""

    old: tuple[Item, ...]
    new: tuple[Item, ...]
    sentences: tuple[ComparedSentence, ...]
    heading: bool = False

    @property
    def status(self) -> Status:
        """What became of the whole."""
        found = {sentence.status for sentence in self.sentences if _letters(sentence)}
        if not (self.old and self.new):
            return Status.MOVED if found == {Status.MOVED} else Status.NEW if self.new else Status.DROPPED
        if len(self.old) != len(self.new):
            return Status.SPLIT if len(self.old) < len(self.new) else Status.JOINED
        return Status.KEPT if all(run.same for run in self.runs()) else Status.CHANGED

    @property
    def wording(self) -> bool:
        """Whether more than the year and numbers differ."""
        return any(run.kind is RunKind.WORDING for run in self.runs())

    def runs(self) -> tuple[Run, ...]:
        """Both texts whole as runs; `BREAK` stands where a paragraph ends and another begins."""
        return tuple(run for sentence in self.sentences for run in sentence.here())


@dataclass(frozen=True, slots=True)
class Section:
    """The passages of one section in the order of both texts."""

    key: str
    passages: tuple[ComparedPassage, ...]

    @property
    def kept(self) -> int:
        """Characters of the new text, changed numbers apart, that stood in the old one."""
        return sum(len(run.new) for run in self._body() if run.same)

    @property
    def written(self) -> int:
        """Characters of the new text, changed numbers apart."""
        return sum(len(run.new) for run in self._body() if run.kind in (RunKind.SAME, RunKind.WORDING))

    @property
    def reuse(self) -> float | None:
        """The share of the new wording that stood in the old text, 0 to 1; None when there is no new text."""
        return self.kept / self.written if self.written else None

    def sentences(self) -> Iterator[ComparedSentence]:
        """Sentences of the text, headings and white space apart; a moved one where it is now."""
        for passage in self.passages:
            for sentence in () if passage.heading else passage.sentences:
                if _letters(sentence) and not (sentence.status is Status.MOVED and sentence.new is None):
                    yield sentence

    def _body(self) -> Iterator[Run]:
        return (run for sentence in self.sentences() for run in sentence.runs)


def _letters(sentence: ComparedSentence) -> bool:
    return any(map(str.isalnum, (sentence.old or "") + (sentence.new or "")))


def only(old: str, new: str) -> tuple[Run, ...]:
    """The runs of a text that came or went whole."""
    return (Run(RunKind.WORDING, old, new),)
