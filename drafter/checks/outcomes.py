"""What a rule came to each time it was applied, and what that adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drafter.binding import Account, Passage
from drafter.checks.figures import Tally
from drafter.filing import Figures
from drafter.findings import Finding, Place
from drafter.form import Form
from drafter.form.phrases import Phrases, phrases_of

_BEFORE, _BEHIND = 12, 8
"""Code points shown around the words of a finding."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One application of a rule: it held, or failed with a finding; neither when it could not be judged."""

    rule: str
    held: bool | None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What rules on text look at: the account of the narrative, and the figures of this year and last."""

    account: Account
    figures: Figures
    last: Figures | None
    form: Form
    year: int | None

    @property
    def phrases(self) -> Phrases:
        """How the form's figures are said."""
        return phrases_of(self.form)


def held(rule: str) -> Outcome:
    """The rule holds."""
    return Outcome(rule, held=True)


def not_assessable(rule: str) -> Outcome:
    """There is nothing to hold it against."""
    return Outcome(rule, held=None)


def failed(finding: Finding) -> Outcome:
    """The rule of a finding does not hold."""
    return Outcome(finding.rule, False, finding)


def tallies_of(outcomes: Iterable[Outcome]) -> Mapping[str, Tally]:
    """How often each rule held, failed, and could not be judged."""
    counts: dict[str, list[int]] = {}
    for outcome in outcomes:
        index = 2 if outcome.held is None else 0 if outcome.held else 1
        counts.setdefault(outcome.rule, [0, 0, 0])[index] += 1
    return {rule: Tally(*count) for rule, count in counts.items()}


def place(passage: Passage, start: int, end: int, cells: tuple[str, ...] = ()) -> Place:
    """Code points `start` to `end` of a paragraph, with the words around them."""
    where = passage.where
    shown = passage.text[max(0, start - _BEFORE) : end + _BEHIND]
    return Place(where.section, where.topic, where.paragraph, start, end, shown, cells)
