"""The records of a reading: what is asked about, what is sent for it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from drafter.llm import AskFailed, Message, Usage
from drafter.report.personal_data import Masked
from drafter.statements.second import SecondReading

Subject = Literal["statements", "sentences"]


@dataclass(frozen=True, slots=True)
class NumberedText:
    """A paragraph or a sentence as it is sent, and the digest under which its answer is kept."""

    number: int
    heading: str
    text: str
    digest: str
    answer: int
    """About how many tokens the answer about it takes."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One of the two things that are asked about a narrative: what it states, and what stands behind its sentences."""

    subject: Subject
    head: str
    """The rules and the material; the same for all of its requests."""
    items: Sequence[NumberedText]
    ask: Callable[[Sequence[NumberedText]], str]
    """The message that asks about some of the items."""
    schema: type[BaseModel]


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """What is sent about some items, and about how many tokens that is and its answer takes."""

    inquiry: Inquiry
    items: Sequence[NumberedText]
    messages: tuple[Message, ...]
    tokens: int
    answer: int

    @property
    def key(self) -> str:
        """What the request goes by in the journal: its subject and the first and last number."""
        return f"{self.inquiry.subject} {self.items[0].number}-{self.items[-1].number}"


@dataclass(frozen=True, slots=True)
class ModelReading:
    """What a model read, and what that took; `failure` is why some of it is missing."""

    second: SecondReading
    requests: int = 0
    """How many were sent; none where everything was kept."""
    usage: Usage = field(default=Usage())
    seconds: float = 0.0
    masked: tuple[Masked, ...] = ()
    unread: int = 0
    """Paragraphs and sentences about which nothing was answered."""
    failure: AskFailed | None = None
