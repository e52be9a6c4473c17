"""Quantities that no table holds: what was typed for this year stands in the text, and nothing else in its place."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.figures import subject_text
from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.messages import both
from drafter.report import Entry, Place, Severity
from drafter.statements import Binding, State
from drafter.statements.judge import ENTRY


def check_stated(matter: Matter) -> Iterator[Outcome]:
    """Every number of the text that states an entry."""
    for binding in matter.account.bindings:
        if is_of_entry(binding) and binding.state is State.BOUND:
            yield CONTRADICTED.held()
        elif is_of_entry(binding) and binding.reference is not None:
            entry = matter.facts.entry_of[binding.reference.target]
            yield _other(binding, entry, matter, CONTRADICTED, "entry_contradicted")


def check_said(matter: Matter) -> Iterator[Outcome]:
    """Every entry with a number, in the whole text: stated, or an error where an unproved number may stand for it."""
    stated = {item.reference.target for item in matter.account.bindings if item.reference and is_of_entry(item)}
    for entry in matter.facts.entries:
        if not entry.value:
            continue
        other = next((item for item in matter.account.bindings if _may_be(item, entry, matter)), None)
        if entry.id in stated:
            yield UNSAID.held()
        elif other is not None:
            yield _other(other, entry, matter, UNSAID, "entry_replaced")
        else:
            yield _unsaid(entry, matter)


def is_of_entry(binding: Binding) -> bool:
    """Whether a quantity states this year's number of an entry, rightly or wrongly."""
    reference = binding.reference
    return reference is not None and reference.prefix == "entry" and reference.derivation is None


def _unsaid(entry: Entry, matter: Matter) -> Outcome:
    label, number = subject_text(f"{ENTRY}{entry.id}", matter.facts), f"{entry.value}{entry.unit or ''}"
    message = both("findings.entry_unsaid", entry=label, expected=number)
    place = Place(entry.section, entry.topic, text=entry.sentence)
    return UNSAID.failed(place, message, expected=number, severity=Severity.WARNING)


def _may_be(binding: Binding, entry: Entry, matter: Matter) -> bool:
    paragraph, quantity = matter.account.paragraphs[binding.where], binding.quantity
    if binding.state is not State.OPEN or paragraph.in_mark(quantity.start):
        return False
    return binding.where.section == entry.section and quantity.unit == entry.unit


def _other(binding: Binding, entry: Entry, matter: Matter, rule: Rule, key: str) -> Outcome:
    """Another number than the one that was typed."""
    quantity, number = binding.quantity, f"{entry.value}{entry.unit or ''}"
    where = matter.account.paragraphs[binding.where].at(quantity.start, quantity.end)
    label = subject_text(f"{ENTRY}{entry.id}", matter.facts)
    message = both(f"findings.{key}", text=where.text, found=quantity.text, entry=label, expected=number)
    return rule.failed(where, message, expected=number, found=quantity.text)


CONTRADICTED = Rule("T13", Severity.ERROR, check_stated)
UNSAID = Rule("T14", Severity.ERROR, check_said)
RULES = (CONTRADICTED,)
WHOLE_TEXT_RULES = (UNSAID,)
"""Rules that only a whole text can break."""
