"""The rules of a form: the list of their records, those of the program and those that the form's data declare."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache

from drafter.checks import (
    breakdowns,
    claims,
    comments,
    entries,
    figures,
    last_year,
    numbers,
    periods,
    repeated,
    same_report,
    sections,
    vouched,
)
from drafter.checks import wording as words
from drafter.checks.rules import Rule
from drafter.form import Form
from drafter.form.wording import Wording, wording_of

STATEMENT_RULES = (*numbers.RULES, *claims.RULES, *breakdowns.RULES, *repeated.RULES, *periods.RULES, *entries.RULES)
"""Rules on what the text states against the figures, and against itself."""


@cache
def figure_rules(form: Form) -> tuple[Rule, ...]:
    """Rules on the tables, in the order in which their findings are told."""
    return (*figures.rules_of(form), *same_report.RULES, *last_year.rules_of(form))


@lru_cache(maxsize=16)
def text_rules(wording: Wording) -> tuple[tuple[Rule, ...], ...]:
    """Rules on the text, in the order in which their findings are told: its parts, its statements, its words."""
    return sections.RULES, (*STATEMENT_RULES, *entries.WHOLE_TEXT_RULES), words.rules_of(wording)


def rules_of(form: Form) -> tuple[Rule, ...]:
    """Every rule that a report of this form is checked by, by code; each with a source."""
    texts = (rule for group in text_rules(wording_of(form)) for rule in group)
    rules = (*figure_rules(form), *texts, *vouched.RULES, *comments.RULES)
    known = (rule if rule.source else replace(rule, source=form.definition.source) for rule in rules)
    return tuple(sorted(known, key=lambda rule: rule.code))
