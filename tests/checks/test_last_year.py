"""This year's figures beside last year's."""

from __future__ import annotations

import pytest

from drafter.checks.last_year import rules_of
from drafter.checks.matter import Matter
from drafter.checks.rules import apply
from drafter.form import Form
from drafter.report.facts import facts_of
from drafter.report.filing import Filing, blank_figures

PENALTIES, FEES = "proactive.penalties.decisions", "proactive.fees.amount"


def found(form: Form, cell: str, now: int | None, before: int | None) -> list[str]:
    figures = {**blank_figures(form), cell: now}
    facts = facts_of(form, figures, last=Filing(form.key, {**blank_figures(form), cell: before}))
    return [finding.rule for finding in apply(rules_of(form), Matter(facts, Filing(form.key, figures))).findings]


@pytest.mark.parametrize(
    ("cell", "now", "before", "expected"),
    [
        (PENALTIES, 40, 40, ["B5"]),
        (PENALTIES, 19, 19, []),
        (PENALTIES, 0, 0, []),
        (PENALTIES, 41, 40, []),
        (PENALTIES, 900, 100, ["B6"]),
        (PENALTIES, 100, 900, ["B6"]),
        (PENALTIES, None, 900, []),
        (FEES, 3180000, 318, ["D2"]),
        (FEES, 318, 3180000, ["D2"]),
        (FEES, 400, 318, []),
    ],
)
def test_copies_jumps_and_slips(
    cell: str, now: int | None, before: int | None, expected: list[str], form: Form
) -> None:
    assert [rule for rule in found(form, cell, now, before) if rule != "B5a"] == expected


def test_a_whole_table_that_is_last_years_is_one_finding(form: Form) -> None:
    assert found(form, PENALTIES, 40, 40).count("B5a") == 1
    assert found(form, PENALTIES, 41, 40).count("B5a") == 0


def test_without_last_year_nothing_is_compared(form: Form) -> None:
    figures = {**blank_figures(form), PENALTIES: 900}
    assert apply(rules_of(form), Matter(facts_of(form, figures), Filing(form.key, figures))).findings == ()
