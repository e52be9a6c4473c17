"""The narrative against the form and the figures: sections and topics there, numbers and claims true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drafter.checks.breakdowns import check_breakdowns
from drafter.checks.claims import check_claims
from drafter.checks.figures import Tally
from drafter.checks.numbers import check_numbers
from drafter.checks.periods import check_periods
from drafter.checks.repeated import check_repeated
from drafter.checks.rules import Matter, tallies_of
from drafter.form import Form
from drafter.messages import both
from drafter.report.facts import Facts
from drafter.report.filing import Filing
from drafter.report.findings import Finding, Place, Severity
from drafter.statements import Account


def check_sections(filing: Filing, form: Form) -> Iterator[Finding]:
    """Sections that are empty and topics that are missing."""
    for section in form.sections:
        if section.kind == "tables":
            continue
        blocks = filing.narrative.get(section.key, ())
        if not any(block.paragraphs for block in blocks):
            message = both(
                "findings.empty_section", heading=section.heading, key=form.english(section.heading, section.key)
            )
            yield Finding("N1", Severity.ERROR, Place(section=section.key), message, source=form.definition.source)
            continue
        present = {block.topic for block in blocks}
        for topic in section.topics:
            if topic.key not in present:
                key = form.english(topic.heading, topic.key)
                message = both("findings.missing_topic", heading=topic.heading, section=section.heading, key=key)
                place = Place(section=section.key, topic=topic.key)
                yield Finding("N2", Severity.WARNING, place, message, source=form.definition.source)


@dataclass(frozen=True, slots=True)
class TextCheck:
    """Findings on what the narrative says, and what each rule came to."""

    findings: tuple[Finding, ...]
    tallies: Mapping[str, Tally]


def check_account(account: Account, facts: Facts) -> TextCheck:
    """Every rule on what the narrative says against the figures, and against itself."""
    matter = Matter(account, facts)
    bindings = account.by_paragraph()
    outcomes = [
        *check_numbers(matter),
        *check_claims(matter, bindings),
        *check_breakdowns(matter, bindings),
        *check_repeated(matter),
        *check_periods(matter),
    ]
    findings = tuple(outcome.finding for outcome in outcomes if outcome.finding is not None)
    return TextCheck(findings, tallies_of(outcomes))
