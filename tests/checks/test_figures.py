"""Figures: relations, blanks, raw text, one wrong cell named once, and comparisons with last year."""

from __future__ import annotations

import random

import pytest

from drafter.checks import Context, check, last_year
from drafter.checks import figures as on_figures
from drafter.checks.matter import Matter
from drafter.checks.rules import Outcomes, apply
from drafter.form import Form
from drafter.report.facts import facts_for, facts_of
from drafter.report.filing import Figure, Figures, Filing, complete
from drafter.report.findings import Finding, Severity


def check_figures(figures: Figures, form: Form, last: Figures | None = None) -> Outcomes:
    """What the rules on figures and relations come to."""
    before = Filing(form.key, last) if last else None
    return apply(on_figures.rules_of(form), Matter(facts_of(form, figures, last=before), Filing(form.key, figures)))


def check_years(figures: Figures, last: Figures, form: Form) -> tuple[Finding, ...]:
    """What the comparisons with last year find."""
    facts = facts_of(form, figures, last=Filing(form.key, last))
    return apply(last_year.rules_of(form), Matter(facts, Filing(form.key, figures))).findings


@pytest.fixture
def figures(example: Filing) -> dict[str, Figure]:
    return dict(example.figures)


def test_a_report_that_balances_has_no_finding(figures: dict[str, Figure], form: Form) -> None:
    result = check_figures(figures, form)
    assert result.findings == ()
    assert sum(tally.held for rule, tally in result.tallies.items() if rule[0] == "A") == 42


def test_every_wrong_cell_of_table_three_is_named_alone(figures: dict[str, Figure], form: Form) -> None:
    rng = random.Random(7)
    for cell in form.tables["requests"].addresses():
        wrong = dict(figures)
        right = figures[cell]
        assert isinstance(right, int)
        wrong[cell] = right + rng.choice([1, 2, 9, 30])
        findings = check_figures(wrong, form).findings
        assert [finding.place.cells for finding in findings] == [(cell,)], cell
        assert findings[0].expected == str(right)
        assert len(findings[0].related) >= 2


def test_two_wrong_cells_that_could_be_two_others_are_not_guessed(figures: dict[str, Figure], form: Form) -> None:
    wrong = dict(figures)
    for cell in ("requests.granted.natural_person", "requests.partially_granted.business"):
        value = wrong[cell]
        assert isinstance(value, int)
        wrong[cell] = value + 1
    findings = check_figures(wrong, form).findings
    assert {finding.rule for finding in findings} == {"A2", "A3"}
    assert len(findings) == 4


def test_a_wrong_cell_of_table_four_fails_its_one_relation(figures: dict[str, Figure], form: Form) -> None:
    wrong = figures | {"disputes.review.upheld": 9}
    (finding,) = check_figures(wrong, form).findings
    assert (finding.rule, finding.found, finding.expected) == ("A4", "8", "13")


def test_a_blank_is_a_finding_and_not_zero(figures: dict[str, Figure], form: Form) -> None:
    blank = figures | {"requests.granted.research": None}
    findings = check_figures(blank, form).findings
    assert [(finding.rule, finding.place.cells) for finding in findings] == [("D1", ("requests.granted.research",))]


@pytest.mark.parametrize("raw", ["/", "3件", "-3"])
def test_raw_text_is_a_finding_with_what_was_written(raw: str, figures: dict[str, Figure], form: Form) -> None:
    (finding,) = check_figures(figures | {"proactive.licensing.decisions": raw}, form).findings
    assert (finding.rule, finding.found) == ("D1", raw)


def test_totals_are_computed_where_every_component_is_given(figures: dict[str, Figure], form: Form) -> None:
    totals = {item.left[0].address for item in form.identities if item.relation.computes}
    blank: dict[str, Figure] = {cell: None if cell in totals else value for cell, value in figures.items()}
    full, computed = complete(blank, form)
    assert full == figures and computed == totals


def test_a_total_with_a_blank_component_stays_blank(figures: dict[str, Figure], form: Form) -> None:
    full, computed = complete(figures | {"disputes.review.total": None, "disputes.review.other": None}, form)
    assert full["disputes.review.total"] is None and not computed


def test_last_years_carried_out_must_be_this_years_carried_in(figures: dict[str, Figure], form: Form) -> None:
    findings = check_figures(figures, form, last=figures).findings
    assert {finding.rule for finding in findings} >= {"B1"}
    assert all(f.severity is Severity.ERROR for f in findings if f.rule == "B1")


def test_in_force_that_does_not_follow_from_last_year_is_a_warning(figures: dict[str, Figure], form: Form) -> None:
    last = figures | {"proactive.normative_documents.in_force": 30}
    (finding,) = [f for f in check_figures(figures, form, last=last).findings if f.rule == "B3"]
    assert (finding.severity, finding.found, finding.expected) == (Severity.WARNING, "42", "33")


def test_figures_equal_to_last_years_are_named(figures: dict[str, Figure], form: Form) -> None:
    rules = [finding.rule for finding in check_years(figures, figures, form)]
    assert rules.count("B5") == 4 and rules.count("B5a") == 3


def test_yuan_in_a_cell_of_ten_thousand_yuan_is_a_slip_and_not_a_jump(figures: dict[str, Figure], form: Form) -> None:
    now = figures | {"proactive.fees.amount": 3054200}
    assert [finding.rule for finding in check_years(now, figures, form) if "fees" in finding.place.cells[0]] == ["D2"]


def test_a_jump_of_a_small_number_is_none(figures: dict[str, Figure], form: Form) -> None:
    now = figures | {"requests.carried_out.total": 1, "proactive.penalties.decisions": 90}
    cells = [finding.place.cells for finding in check_years(now, figures, form) if finding.rule == "B6"]
    assert cells == [("proactive.penalties.decisions",)]


@pytest.mark.parametrize(
    ("kind", "organization", "severity"),
    [
        ("county_government", None, Severity.ERROR),
        ("city_government", "甲县人民政府", None),
        (None, "甲县松岭镇人民政府", Severity.WARNING),
        (None, "某某", None),
    ],
)
def test_regulations_need_the_power_to_make_them(
    kind: str | None, organization: str | None, severity: Severity | None, figures: dict[str, Figure], form: Form
) -> None:
    now = figures | {"proactive.regulations.issued": 2}
    facts, filing = facts_of(form, now, organization=organization), Filing(form.key, now)
    found = apply(last_year.rules_of(form), Matter(facts, filing, context=Context(kind=kind))).findings
    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_another_organisation_or_a_gap_is_an_error_until_confirmed(example: Filing, form: Form) -> None:
    from dataclasses import replace

    last = replace(example, organization="青禾县人民政府办公室", year=2021)
    facts = facts_for(example, form, last=last)
    assert {"C1", "C2"} <= {f.rule for f in check(example, facts).findings}
    confirmed = Context(confirmed=("organization", "year"))
    assert not {"C1", "C2"} & {f.rule for f in check(example, facts, confirmed).findings}


def test_findings_say_cells_sides_and_difference_in_both_languages(figures: dict[str, Figure], form: Form) -> None:
    (finding,) = check_figures(figures | {"disputes.review.upheld": 9}, form).findings
    assert "表四“行政复议”行" in finding.message.zh and "相差5" in finding.message.zh
    assert "disputes.review" in finding.message.en and "difference 5" in finding.message.en
    assert finding.source


def test_a_decision_key_outlives_other_values_and_the_basis_does_not(figures: dict[str, Figure], form: Form) -> None:
    (one,) = check_figures(figures | {"disputes.review.upheld": 9}, form).findings
    (two,) = check_figures(figures | {"disputes.review.upheld": 10}, form).findings
    assert one.key == two.key and one.basis != two.basis
