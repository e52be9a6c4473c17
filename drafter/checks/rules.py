"""What a rule is, one record beside its check, and what the checks of a report come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from drafter.checks.matter import Matter
from drafter.messages import Text, both
from drafter.records import dataclass
from drafter.report import Finding, Place, ReadBy, Severity


@dataclass(frozen=True, slots=True)
class Outcome:
    """One application of a rule: it held, or failed; neither when it could not be judged.

    One that failed has no finding where the finding of another rule explains it.
    """

    rule: str
    held: bool | None
    finding: Finding | None = None


Check = Callable[[Matter], Iterator[Outcome]]
"""What looks at a report; it may answer for several rules."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, how much it weighs, its check, and for one that data declare its name and source as well.

    Otherwise its name is the message `rules.CODE`, and its source that of the form.
    """

    code: str
    severity: Severity
    check: Check
    title: Text | None = None
    source: str = ""

    @property
    def name(self) -> Text:
        """What the rule is about, in a few words."""
        return self.title or both(f"rules.{self.code}")

    def held(self) -> Outcome:
        """The rule holds."""
        return Outcome(self.code, held=True)

    def not_assessable(self) -> Outcome:
        """There is nothing to hold it against."""
        return Outcome(self.code, held=None)

    def failed(
        self,
        place: Place,
        message: Text,
        *,
        expected: str | None = None,
        found: str | None = None,
        source: str | None = None,
        severity: Severity | None = None,
        related: tuple[Text, ...] = (),
        reader: ReadBy = ReadBy.PROGRAM,
    ) -> Outcome:
        """The rule does not hold; severity and source are the rule's own unless others are given."""
        source = self.source if source is None else source
        weight = severity or self.severity
        finding = Finding(self.code, weight, place, message, expected, found, source, related, reader=reader)
        return Outcome(self.code, False, finding)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rule held, failed, and could not be judged."""

    held: int = 0
    failed: int = 0
    not_assessable: int = 0


@dataclass(frozen=True)
class Outcomes:
    """What rules came to, in the order in which they were asked."""

    all: tuple[Outcome, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What does not hold."""
        return tuple(outcome.finding for outcome in self.all if outcome.finding is not None)

    @property
    def not_assessable(self) -> tuple[str, ...]:
        """Codes of rules that could not be judged."""
        return tuple(outcome.rule for outcome in self.all if outcome.held is None)

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """What each rule came to."""
        counts: dict[str, list[int]] = {}
        for outcome in self.all:
            index = 2 if outcome.held is None else 0 if outcome.held else 1
            counts.setdefault(outcome.rule, [0, 0, 0])[index] += 1
        return {rule: Tally(*count) for rule, count in counts.items()}


def apply(rules: Iterable[Rule], matter: Matter) -> Outcomes:
    """What rules come to; a check that several of them share is asked once."""
    checks = dict.fromkeys(rule.check for rule in rules)
    return Outcomes(tuple(outcome for check in checks for outcome in check(matter)))
