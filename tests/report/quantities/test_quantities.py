"""Numbers of a text in a language without a finder of its own: digits alone, years apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.report.quantities import find_plain_numbers, find_quantities
from drafter.report.quantities.chinese import QuantityKind


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The office received 1,204 requests.", [1204]),
        ("Up 3.5% to 96 cases", [Decimal("3.5"), 96]),
        ("In 2024, 12 were left open.", [12]),
        ("2024 requests", []),
        ("form B-12, page 3/4, 1.2.3, 05/12", []),
        ("half of 1,20 and 12,3456", []),
        ("7", [7]),
        ("", []),
    ],
)
def test_numbers_in_digits_are_found_and_years_and_names_are_not(text: str, values: list[object]) -> None:
    assert [item.value for item in find_plain_numbers(text)] == values


def test_a_percent_sign_belongs_to_the_number_and_its_digits_do_not_reach_into_it() -> None:
    (one,) = find_plain_numbers("grew 3.50 % in all")
    assert (one.text, one.kind, one.unit) == ("3.50 %", QuantityKind.PERCENT, "%")
    assert "grew 3.50 % in all"[one.number_start : one.number_end] == "3.50" and one.half_step == Decimal("0.005")


@given(st.text("0123456789,.% ab/-", max_size=30))
def test_what_is_found_stands_where_it_says_in_order_without_overlap(text: str) -> None:
    position = 0
    for item in find_plain_numbers(text):
        assert position <= item.start <= item.number_start < item.number_end <= item.end <= len(text)
        assert text[item.start : item.end] == item.text
        position = item.end


def test_chinese_has_a_finder_of_its_own() -> None:
    assert [item.value for item in find_quantities("收到申请一百零三件", "zh")] == [103]
    assert find_quantities("收到申请一百零三件", "en") == ()
