"""Last year's report, the workbook and an edited draft's tables belong to this report."""

from __future__ import annotations

import dataclasses

import pytest

from drafter.checks.matter import Context, Matter
from drafter.checks.rules import apply
from drafter.checks.same_report import RULES
from drafter.form import Form
from drafter.report.facts import facts_for
from drafter.report.filing import Filing
from drafter.report.findings import Finding

_NO_CONTEXT = Context()


def found(filing: Filing, form: Form, context: Context = _NO_CONTEXT, last: Filing | None = None) -> list[Finding]:
    return list(apply(RULES, Matter(facts_for(filing, form, last=last), filing, context=context)).findings)


@pytest.mark.parametrize(
    ("organization", "year", "expected"),
    [
        ("青禾县人民政府", 2023, []),
        ("青禾县水利局", 2023, ["C1"]),
        ("青禾县人民政府", 2022, ["C2"]),
        ("青禾县人民政府", 2024, ["C2"]),
        (None, None, []),
    ],
)
def test_last_years_report_is_this_organisations_of_the_year_before(
    organization: str | None, year: int | None, expected: list[str], example: Filing, form: Form
) -> None:
    now = dataclasses.replace(example, organization="青禾县人民政府", year=2024)
    last = dataclasses.replace(example, organization=organization, year=year)
    assert [item.rule for item in found(now, form, last=last)] == expected
    confirmed = Context(confirmed=("organization", "year"))
    assert found(now, form, confirmed, last) == []


def test_the_workbook_is_this_reports(example: Filing, form: Form) -> None:
    titled = dataclasses.replace(example, title="青禾县人民政府2024年政府信息公开工作年度报告")
    assert found(titled, form, Context(workbook=titled.title)) == []
    (finding,) = found(titled, form, Context(workbook="青禾县水利局2024年政府信息公开工作年度报告"))
    assert (finding.rule, finding.expected) == ("C3", titled.title)


def test_a_cell_edited_in_a_draft_does_not_become_a_figure(example: Filing, form: Form) -> None:
    (finding,) = found(example, form, Context(edited={"requests.new.total": 7}))
    there = str(example.figures["requests.new.total"])
    assert (finding.rule, finding.found, finding.expected) == ("C4", "7", there)
    assert finding.place.cells == ("requests.new.total",)
