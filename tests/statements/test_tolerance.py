"""Whether a number may be said of a value: equal, or within what its approximation and its digits allow."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.report.quantities.chinese import Quantity, QuantityKind, find_quantities
from drafter.statements.tolerance import agrees, decimals, growth, is_far, is_growth, is_share, is_slip


def number(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("141件", [141], [140, 142, 0]),
        ("近150件", [145, 150, 151], [120, 180]),
        ("不足150件", [148, 150], [151, 100]),
        ("150余件", [150, 155], [149, 200]),
        ("约150件", [141, 159], [120, 180]),
        ("120至130件", [120, 125, 130], [119, 131]),
        ("1.2万条", [12000, 12049], [11000, 13000]),
        ("1.2万余条", [12000, 12900], [11999, 14000]),
    ],
)
def test_what_a_number_may_be_said_of(text: str, true: list[int], false: list[int]) -> None:
    assert [agrees(number(text), value) for value in true] == [True] * len(true)
    assert [agrees(number(text), value) for value in false] == [False] * len(false)


def test_of_what_is_not_known_nothing_may_be_said_and_nothing_is_far() -> None:
    one = number("141件")
    assert not agrees(one, None) and not is_far(one, None) and is_share(number("40%"), None, 5) is False


@pytest.mark.parametrize(
    ("text", "far", "near"),
    [
        ("141件", [140], [141]),
        ("不足150件", [151, 50], [148]),
        ("150余件", [149, 400], [150]),
        ("约150件", [300], [170]),
    ],
)
def test_an_approximation_is_given_room_before_it_is_called_wrong(text: str, far: list[int], near: list[int]) -> None:
    assert all(is_far(number(text), value) for value in far)
    assert not any(is_far(number(text), value) for value in near)


@given(st.integers(1, 10**6))
def test_what_agrees_is_never_far(value: int) -> None:
    for text in (f"{value}件", f"约{value}件", f"{value}余件", f"近{value}件"):
        for real in (value - 1, value, value + 1):
            one = number(text)
            assert not (agrees(one, real) and is_far(one, real))


@pytest.mark.parametrize(
    ("text", "part", "whole", "verdict"),
    [
        ("40%", 2, 5, True),
        ("66.7%", 2, 3, True),
        ("66.6%", 2, 3, False),
        ("67%", 2, 3, True),
        ("超过60%", 2, 3, None),
        ("超过66%", 2, 3, True),
        ("超过70%", 2, 3, False),
        ("九成以上", 95, 100, True),
        ("九成以上", 89, 100, False),
        ("40%", 2, 0, False),
    ],
)
def test_a_share_is_right_to_half_of_its_last_digit(text: str, part: int, whole: int, verdict: bool | None) -> None:
    assert is_share(number(text), part, whole) is verdict


@pytest.mark.parametrize(
    ("text", "now", "before", "falling", "verdict"),
    [
        ("25%", 150, 120, False, True),
        ("25%", 90, 120, True, True),
        ("25%", 90, 120, False, False),
        ("24.9%", 150, 120, False, False),
        ("30件", 150, 120, False, True),
        ("29件", 150, 120, False, False),
        ("约30件", 148, 120, False, True),
        ("25%", 5, 0, False, False),
    ],
)
def test_a_change_has_its_size_and_its_direction(
    text: str, now: int, before: int, falling: bool, verdict: bool
) -> None:
    one = number(text)
    assert is_growth(one, growth(now, before, one.kind), falling=falling) is verdict


def test_an_amount_in_the_wrong_unit_is_a_slip_and_no_other_number_is() -> None:
    wrong, right = number("350元"), number("350万元")
    assert is_slip(wrong, Decimal(350), 10000) and not is_slip(right, Decimal(350), 10000)
    assert not is_slip(number("350件"), Decimal(350), 10000) and not is_slip(wrong, None, 10000)


def test_growth_from_nothing_has_no_rate_and_decimals_are_those_printed() -> None:
    assert growth(5, 0, QuantityKind.PERCENT) is None and growth(5, 0, QuantityKind.COUNT) == 5
    assert [decimals(number(text)) for text in ("25%", "25.0%", "25.25%")] == [0, 1, 2]
