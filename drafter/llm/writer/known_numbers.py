"""Which number of the material a typed one is: of a note, or one typed for this year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.form.writing import Writing
from drafter.report import Facts
from drafter.report.quantities.chinese import Quantity
from drafter.report.references import Reference


class KnownNumber(NamedTuple):
    """A number of the material that has the value of a typed one."""

    reference: Reference
    in_unit: bool
    """Whether it is counted in the very same unit, and not only in a measure word like it."""
    shared: int
    """How many words its note, or last year's sentence, has in common with the sentence that the number is typed in."""


def reference_of(quantity: Quantity, sentence: str, facts: Facts, writing: Writing) -> Reference | None:
    """The one number of the material in the same unit that a typed one can be, or else of all those in a unit alike the
    one that stands among most words of the sentence; None where there is no such number."""
    found = [*_of_notes(quantity, sentence, facts, writing), *_of_entries(quantity, sentence, facts, writing)]
    same = [item for item in found if item.in_unit]
    if len(same) == 1:
        return same[0].reference
    near = [item for item in found if item.shared]
    return max(near, key=lambda item: (item.shared, item.in_unit)).reference if near else None


def _of_notes(quantity: Quantity, sentence: str, facts: Facts, writing: Writing) -> Iterator[KnownNumber]:
    said = writing.words(sentence)
    for note in facts.notes:
        for number, other in enumerate(facts.noted[note.id], 1):
            same = (other.value, other.exactness) == (quantity.value, quantity.exactness)
            if same and (other.unit is None or writing.alike(other.unit, quantity.unit)):
                reference = Reference(note.id, "note", "number", str(number))
                yield KnownNumber(reference, other.unit == quantity.unit, len(said & writing.words(note.text)))


def _of_entries(quantity: Quantity, sentence: str, facts: Facts, writing: Writing) -> Iterator[KnownNumber]:
    said = writing.words(sentence)
    for entry in facts.entries:
        if entry.value and entry.unit == quantity.unit and f"{entry.value}{entry.unit or ''}" == quantity.text:
            yield KnownNumber(Reference(entry.id, "entry"), True, len(said & writing.words(entry.sentence)))
