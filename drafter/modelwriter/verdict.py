"""What the gate speaks of: a sentence taken apart, what stands before it, and the reasons why it may not stand."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.form.phrases import Phrases
from drafter.messages import say
from drafter.modelwriter.material import Material, Task
from drafter.modelwriter.writing import HOLE, Writing, writing_of
from drafter.references import Reference
from drafter.render import Facts

ENOUGH = 2
"""Least number of common words that tie a sentence to its source."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence may not stand: a message key under `gate.` and what it shows."""

    rule: str
    shown: str = ""

    def text(self, language: str) -> str:
        """The reason in words."""
        return say(language, f"gate.{self.rule}", text=self.shown)


@dataclass(frozen=True, slots=True)
class Judged:
    """Draft text that may stand, or the reasons why it may not."""

    text: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before a sentence in its paragraph: as words, and the figures stated."""

    words: str = ""
    targets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence taken apart; `holed` has one character for each reference."""

    text: str
    parts: tuple[str | Reference, ...]
    sources: tuple[str, ...]
    before: Context
    plan: bool
    """It says what is to be done, not what was."""
    beside: str = ""
    """The other half of a pair: what one half rests on the other may speak of."""

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(part for part in self.parts if isinstance(part, Reference))

    @property
    def holed(self) -> str:
        return "".join(HOLE if isinstance(part, Reference) else part for part in self.parts)

    @property
    def plain(self) -> str:
        return "".join(part for part in self.parts if isinstance(part, str))


class Ground:
    """What every rule may look at."""

    def __init__(self, material: Material, task: Task) -> None:
        self.material, self.task = material, task
        self.facts: Facts = material.facts
        self.writing: Writing = writing_of(material.form)

    @property
    def phrases(self) -> Phrases:
        return self.facts.phrases
