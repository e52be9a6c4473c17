"""The records of a run: how it goes, and what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from drafter.llm import AskFailed, Usage
from drafter.llm.writer.answer import OmissionAnswer, ProblemAnswer
from drafter.llm.writer.coverage import Gaps
from drafter.llm.writer.sentences import WrittenSentence
from drafter.report import Sections
from drafter.report.personal_data import Masked

State = Literal["asked", "heard", "again", "done", "kept", "failed"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Something that happened to a request; `place` is being written, `error` says why it failed."""

    key: str
    heading: str
    """Of the place, or empty for the whole report."""
    state: State
    characters: int = 0
    place: str = ""
    error: AskFailed | None = None


@dataclass(frozen=True, slots=True)
class ModelNarrative:
    """What a model wrote: draft text with references, and the whole record of how it came about."""

    narrative: Sections
    model: str
    replies: tuple[Mapping[str, Any], ...]
    """The record of each request: sentences, exchanges, rung, usage, attempts, seconds, time."""
    sentences: tuple[WrittenSentence, ...]
    """Every sentence that stands, also the program's own."""
    out: tuple[WrittenSentence, ...] = ()
    """Sentences kept out of the text, with the reasons."""
    returned: int = 0
    """How many sentences were sent back."""
    gaps: Gaps = field(default=Gaps())
    """What the model did not say; notes and typed numbers of it the program said, as far as it could."""
    unsaid: tuple[str, ...] = ()
    """Ids of typed entries that stand nowhere."""
    untold: tuple[str, ...] = ()
    """Ids of entries that were told last year, are not typed yet, and stand nowhere."""
    omitted: tuple[OmissionAnswer, ...] = ()
    problems: tuple[ProblemAnswer, ...] = ()
    masked: tuple[Masked, ...] = ()
    failed: tuple[Mapping[str, Any], ...] = ()
    """Each request that the model did not manage: key, reason, attempts."""
    usage: Usage = field(default=Usage())
    seconds: float = 0.0
    notes: int = 0
    """How many notes there are."""

    @property
    def by_model(self) -> int:
        """How many of the sentences are the model's."""
        return sum(not item.by_program for item in self.sentences)

    def vouched(self, state: bool | None) -> int:
        """How many sentences are vouched for (True), not (False), or were not looked at (None)."""
        return sum(item.vouched is state for item in self.sentences)
