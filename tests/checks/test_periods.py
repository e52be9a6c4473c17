"""Years and periods: what belongs to the year of the report, and what does not."""

from __future__ import annotations

import pytest

from drafter.form import Form
from tests.text_cases import judge, raised

CASES = {
    "统计期限从2024年1月1日到2024年12月31日。": [],
    "统计期限自2024年1月1日起至12月31日止。": [],
    "统计期限自2023年1月1日至2023年12月31日。": ["T11 error"],
    "统计期限自2024年1月10日至2024年12月31日。": ["T11 error"],
    "截至12月31日，公开信息754条。": [],
    "截止11月30日，公开信息754条。": ["T11 warning"],
    "【待核：截至11月30日，公开信息754条】": [],
    "20245月，县政府公开信息754条。": ["T11 warning"],
    "2025年，将继续做好公开工作。": [],
    "2023年，公开工作有序推进，与2024年相比仍有差距。": [],
    "2022年，公开工作有序推进。": ["T11 warning"],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_a_year_or_period_belongs_to_the_report(text: str, expected: list[str], form: Form) -> None:
    assert raised(judge(form, text)) == expected


def test_without_a_year_no_period_can_be_judged(form: Form) -> None:
    found = judge(form, "统计期限自1月1日至12月31日。", year=None)
    assert raised(found) == []


def test_a_period_names_the_year_that_it_should_be_of(form: Form) -> None:
    (finding,) = judge(form, "2022年，公开工作有序推进。").findings
    assert (finding.found, finding.expected) == ("2022", "2024")
