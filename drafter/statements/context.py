"""A quantity where it was met: its words before and after, and what its paragraph stated so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from drafter.form.phrases import CueIndex
from drafter.report.filing import Number
from drafter.report.quantities.chinese import Quantity
from drafter.report.references import Reference
from drafter.statements.account import Binding, Sense, State
from drafter.statements.discourse import Discourse

_CONTEXT = 64
"""Code points before a number in which the words that explain it are looked for."""
_AFTER = 32


class Cues(NamedTuple):
    """The sayings that can match in a paragraph, by the words before a number and behind it."""

    before: CueIndex
    after: CueIndex


@dataclass(frozen=True, slots=True)
class Met:
    """A quantity, its paragraph, and the quantities before it in the paragraph with their bindings."""

    paragraph: Discourse
    quantity: Quantity
    previous: Sequence[Binding]
    words: str
    """The text before the number, back to the number before it or the beginning of its sentence."""
    cues: Cues

    @property
    def after(self) -> str:
        """The text after the expression, as far as words that name the number can stand."""
        return self.paragraph.text[self.quantity.end : self.quantity.end + _AFTER]

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
        where = self.paragraph.place
        return Binding(where, self.quantity, state, start, end, reference, expected, sense, judged, said)


def met(paragraph: Discourse, quantity: Quantity, previous: Sequence[Binding], cues: Cues) -> Met:
    """A quantity with the words before it."""
    start = max(paragraph.sentence_at(quantity.start).start, quantity.start - _CONTEXT)
    if previous:
        start = max(start, previous[-1].quantity.end)
    words = paragraph.text[start : quantity.start]
    return Met(paragraph, quantity, previous, words if words.isalnum() else "".join(words.split()), cues)
