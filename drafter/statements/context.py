"""A quantity where it was met: its words before and after, and what its paragraph stated so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from drafter.form import Form
from drafter.form.phrases import CueIndex, Phrases
from drafter.report.entries import Entry
from drafter.report.filing import Figures, Number, value_of
from drafter.report.notes import Note
from drafter.report.quantities.chinese import Quantity
from drafter.report.references import Reference
from drafter.statements.account import Binding, Sense, State
from drafter.statements.passages import Passage

_CONTEXT = 64
"""Code points before a number in which the words that explain it are looked for."""
_AFTER = 32


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What quantities may be bound to."""

    form: Form
    phrases: Phrases
    figures: Figures
    last: Figures | None
    notes: Sequence[Note]
    entries: Sequence[Entry]
    noted: Mapping[tuple[str, str | None], tuple[tuple[Note, Quantity], ...]]
    """The quantities of notes, by section and topic."""

    def value(self, address: str) -> Number | None:
        """This year's number of a cell or named sum."""
        return value_of(address, self.figures, self.form)

    def total_of(self, address: str) -> str | None:
        """The total in its row that a cell or named sum is a part of; None when there is none."""
        cells = set(self.form.sums.get(address, (address,)))
        for identity in self.form.identities:
            sums_up = identity.relation.computes and identity.relation.per == "row"
            if sums_up and cells <= {term.address for term in identity.right}:
                return identity.left[0].address
        return None

    def before(self, address: str) -> Number | None:
        """Last year's number of a cell or named sum; None where last year's figures are not there."""
        return None if self.last is None else value_of(address, self.last, self.form)


class Cues(NamedTuple):
    """The sayings that can match in a paragraph, by the words before a number and behind it."""

    before: CueIndex
    after: CueIndex


@dataclass(frozen=True, slots=True)
class Met:
    """A quantity, its passage, and the quantities before it in the passage with their bindings."""

    passage: Passage
    quantity: Quantity
    previous: Sequence[Binding]
    words: str
    """The text before the number, back to the number before it or the beginning of its sentence."""
    cues: Cues

    @property
    def after(self) -> str:
        """The text after the expression, as far as words that name the number can stand."""
        return self.passage.text[self.quantity.end : self.quantity.end + _AFTER]

    def binding(
        self,
        state: State,
        reference: Reference | None = None,
        *,
        sense: Sense = Sense.OTHER,
        edges: tuple[int, int] | None = None,
        expected: Number | None = None,
        judged: bool = True,
        said: tuple[str, ...] = (),
    ) -> Binding:
        """The binding of the quantity; it would replace its number alone, unless `edges` says otherwise."""
        start, end = edges or (self.quantity.number_start, self.quantity.number_end)
        where = self.passage.where
        return Binding(where, self.quantity, state, start, end, reference, expected, sense, judged, said)


def met(passage: Passage, quantity: Quantity, previous: Sequence[Binding], cues: Cues) -> Met:
    """A quantity with the words before it."""
    start = max(passage.sentence_start(quantity.start), quantity.start - _CONTEXT)
    if previous:
        start = max(start, previous[-1].quantity.end)
    words = passage.text[start : quantity.start]
    return Met(passage, quantity, previous, words if words.isalnum() else "".join(words.split()), cues)
