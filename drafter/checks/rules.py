"""The catalogue of rules: those that the form declares, and those of the program, with severity and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from drafter.checks.figures import Tally
from drafter.form import Form
from drafter.form.phrases import Phrases
from drafter.form.wording import wording_of
from drafter.messages import Text, both
from drafter.report.facts import Facts
from drafter.report.findings import Finding, Severity
from drafter.statements import Account

_OWN = {
    "A0": Severity.ERROR,
    "C1": Severity.ERROR,
    "C2": Severity.ERROR,
    "C3": Severity.ERROR,
    "C4": Severity.ERROR,
    "D1": Severity.ERROR,
    "N1": Severity.ERROR,
    "N2": Severity.WARNING,
    "R1": Severity.ERROR,
    "T1": Severity.ERROR,
    "T2": Severity.ERROR,
    "T3": Severity.ERROR,
    "T4": Severity.ERROR,
    "T5": Severity.ERROR,
    "T6": Severity.WARNING,
    "T7": Severity.ERROR,
    "T8": Severity.ERROR,
    "T9": Severity.ERROR,
    "T10": Severity.WARNING,
    "T11": Severity.WARNING,
    "T12": Severity.ERROR,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as `drafter rules` lists it."""

    rule: str
    severity: Severity
    name: Text
    source: str


def rules_of(form: Form) -> tuple[Rule, ...]:
    """Every rule that a report of this form is checked by, by name."""
    return tuple(sorted(_rules(form), key=lambda rule: rule.rule))


def _rules(form: Form) -> Iterator[Rule]:
    definition = form.definition
    for relation in definition.relations:
        name = Text(relation.name.zh, relation.name.en)
        yield Rule(relation.rule, Severity(relation.severity), name, relation.source)
    for comparison in definition.comparisons:
        name = Text(comparison.name.zh, comparison.name.en)
        yield Rule(comparison.rule, Severity(comparison.severity), name, comparison.source)
    for power in definition.powers:
        yield Rule(power.rule, Severity.ERROR, Text(power.name.zh, power.name.en), power.source)
    for word in wording_of(form).rules:
        yield Rule(word.key, Severity(word.severity), Text(word.name.zh, word.name.en), word.source)
    for rule, severity in _OWN.items():
        yield Rule(rule, severity, both(f"rules.{rule}"), definition.source)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One application of a rule: it held, or failed with a finding; neither when it could not be judged."""

    rule: str
    held: bool | None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What rules on text look at: the account of the narrative, and the facts that it is held against."""

    account: Account
    facts: Facts

    @property
    def form(self) -> Form:
        """The form of the report."""
        return self.facts.form

    @property
    def year(self) -> int | None:
        """The year of the report, or else the one that its text names most."""
        return self.facts.year or self.account.year

    @property
    def phrases(self) -> Phrases:
        """How the form's figures are said."""
        return self.facts.phrases


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
