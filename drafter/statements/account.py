"""What binding yields: every quantity with its state, and the claims without a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from drafter.records import dataclass
from drafter.report import Number, Place, ReadBy
from drafter.report.quantities.chinese import Quantity
from drafter.report.references import Reference
from drafter.statements.discourse import Discourse
from drafter.statements.judge import Verdict
from drafter.statements.language import Statement

if TYPE_CHECKING:
    from drafter.statements.reader.lists import ListFound


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
class Binding:
    """A quantity, its state, and the reference that says the same; `start` and `end` are what it would replace."""

    where: Place
    """The paragraph that it stands in."""
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
    reader: ReadBy = ReadBy.PROGRAM

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
    """Words that state figures without a number, and what came of them."""

    where: Place
    start: int
    end: int
    text: str
    statement: Statement
    verdict: Verdict
    expected: Number | None = None
    """What the figures say."""
    grade: str = ""
    """Of a claim that all is done: "rate", "timely" or "all"."""
    writes: str = ""
    """Draft text with references that says it for any figures; none: it is opened where it is not true."""
    reader: ReadBy = ReadBy.PROGRAM

    @property
    def cells(self) -> tuple[str, ...]:
        """Cells and named sums that it is about."""
        return self.statement.subject


@dataclass(frozen=True, slots=True)
class Account:
    """Every quantity of a narrative with its state, in order, and the claims without a number."""

    bindings: tuple[Binding, ...]
    claims: tuple[ClaimFound, ...]
    year: int | None = None
    """The year that the narrative was taken to be about."""
    paragraphs: Mapping[Place, Discourse] = field(default_factory=lambda: MappingProxyType({}))
    """Every paragraph as it was looked through."""
    lists: Mapping[Place, Sequence[ListFound]] = field(default_factory=lambda: MappingProxyType({}))
    """The lists of each paragraph that break a total down."""
    dropped: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How many statements of another reader were dropped, by the reason."""

    def count(self, state: State) -> int:
        """How many quantities are in a state."""
        return sum(binding.state is state for binding in self.bindings)

    def by_paragraph(self) -> Mapping[Place, Sequence[Binding]]:
        """The quantities of each paragraph, in order."""
        found: dict[Place, list[Binding]] = {where: [] for where in self.paragraphs}
        for binding in self.bindings:
            found.setdefault(binding.where, []).append(binding)
        return found
