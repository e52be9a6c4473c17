"""What a sentence is read beside: short names of notes and entries, last year's text, and what the figures prove."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from drafter.llm.writer.material import names_of
from drafter.records import dataclass
from drafter.report import Edit, Facts, Narrative, splice
from drafter.report.quantities import find_quantities
from drafter.statements import Account, State
from drafter.statements.judge import Verdict
from drafter.vouching import SentenceVouching

_OPEN, _CLOSE = "\u27e8", "\u27e9"
"""Signs around what the figures prove."""
_LEFT_OUT = "\u2026"
"""What stands for a number of last year's text."""


@dataclass(frozen=True, eq=False)
class Ids:
    """Short names of what a sentence may rest on: `n1` a note, `e1` an entry, `last 1` a paragraph of last year."""

    facts: Facts

    @cached_property
    def _last(self) -> dict[str, str]:
        if self.facts.last is None:
            return {}
        paragraphs = Narrative(self.facts.last.narrative, self.facts.form).paragraphs
        places = (paragraph.place for paragraph in paragraphs)
        return {f"last {number}": f"last:{one.section}.{one.paragraph}" for number, one in enumerate(places, 1)}

    def short(self, full: str) -> str:
        """The short name of `note:ID` or `entry:ID`."""
        return names_of(self.facts).short(full)

    def full(self, name: str) -> str | None:
        """The id that a model means by a name; None where there is no such source."""
        plain = name.strip()
        if plain in ("figures", "form"):
            return plain
        digits = plain.removeprefix("last").strip(" :")
        if plain.startswith("last") and digits:
            return self._last.get(f"last {digits}")
        return names_of(self.facts).full.get(plain)


def last_lines(facts: Facts, ids: Ids) -> Iterator[tuple[str, str]]:
    """The paragraphs of last year by short names, without numbers: those say nothing of this year."""
    if facts.last is None:
        return
    for number, paragraph in enumerate(Narrative(facts.last.narrative, facts.form).paragraphs, 1):
        found = find_quantities(paragraph.text, facts.form.definition.language)
        edits = (Edit(item.number_start, item.number_end, _LEFT_OUT) for item in found)
        yield f"last {number}", splice(paragraph.text, edits)


def with_proven(sentence: SentenceVouching, account: Account, narrative: Narrative) -> str:
    """A sentence in which what the figures prove stands between signs."""
    section, paragraph, start = sentence.place.section, sentence.place.paragraph, sentence.place.start or 0
    end = start + len(sentence.text)
    spans = [
        (item.start, max(item.end, item.quantity.end))
        for item in account.bindings
        if item.state is State.BOUND and (item.where.section, item.where.paragraph) == (section, paragraph)
    ]
    spans += [
        (claim.start, claim.end)
        for claim in account.claims
        if claim.verdict is Verdict.TRUE and (claim.where.section, claim.where.paragraph) == (section, paragraph)
    ]
    edits = []
    for begin, stop in spans:
        if start <= begin and stop <= end:
            edits.append(
                Edit(begin - start, stop - start, f"{_OPEN}{sentence.text[begin - start : stop - start]}{_CLOSE}")
            )
    return splice(sentence.text, edits)
