"""What binding yields: every quantity with its state, and the claims without a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from drafter.filing import Number
from drafter.form.phrases import Claim
from drafter.numerals import Quantity
from drafter.references import Reference


class State(StrEnum):
    """What a quantity rests on."""

    BOUND = "bound"
    CONTRADICTED = "contradicted"
    OPEN = "open"


class Sense(StrEnum):
    """How a quantity states what it states."""

    FIGURE = "figure"
    UNIT = "unit"
    """A figure in the wrong unit: ten thousand times too much or too little."""
    BEFORE = "before"
    """Last year's figure, named to compare with."""
    CHANGE = "change"
    SHARE = "share"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Where:
    """A paragraph: its section, topic, and ordinal among the section's paragraphs."""

    section: str
    topic: str | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Binding:
    """A quantity, its state, and the reference that says the same; `start` and `end` are what it would replace."""

    where: Where
    quantity: Quantity
    state: State
    start: int
    end: int
    reference: Reference | None = None
    expected: Number | None = None
    """What the figures say, where they contradict the number."""
    sense: Sense = Sense.OTHER
    judged: bool = True
    """Whether there was something to hold it against; a change without last year's figures is bound by its words."""
    said: tuple[str, ...] = ()
    """Every target that its words can mean, whether or not a value agrees."""

    @property
    def target(self) -> str | None:
        """The cell, named sum, note or entry it is bound to."""
        return self.reference.target if self.reference else None

    @property
    def figure(self) -> str | None:
        """The cell or named sum of this year whose value it states; None for anything else."""
        reference = self.reference
        plain = reference is not None and reference.prefix is None and reference.derivation in (None, "unit")
        return reference.target if reference and plain and self.state is State.BOUND else None


@dataclass(frozen=True, slots=True)
class ClaimFound:
    """Words that state figures without a number."""

    where: Where
    claim: Claim
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """Every quantity of a narrative with its state, in order, and the claims without a number."""

    bindings: tuple[Binding, ...]
    claims: tuple[ClaimFound, ...]
    year: int | None = None
    """The year that the narrative was taken to be about."""

    def count(self, state: State) -> int:
        """How many quantities are in a state."""
        return sum(binding.state is state for binding in self.bindings)

    def in_paragraph(self, section: str, paragraph: int) -> Sequence[Binding]:
        """The quantities of a paragraph."""
        return [item for item in self.bindings if (item.where.section, item.where.paragraph) == (section, paragraph)]
