"""Rates as reports print them: rounded half up, also below zero and at the edge."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.report.rates import percent


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [(1, 3, 1, "33.3"), (1, 8, 1, "12.5"), (1, 8, 0, "13"), (-1, 8, 0, "-13"), (5, 5, 2, "100.00"), (0, 7, 1, "0.0")],
)
def test_a_rate_is_rounded_half_up(part: int, whole: int, places: int, expected: str) -> None:
    assert str(percent(part, whole, places)) == expected


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_a_rate_is_off_by_at_most_half_of_its_last_decimal(part: int, whole: int, places: int) -> None:
    exact = Decimal(part) * 100 / Decimal(whole)
    assert abs(percent(part, whole, places) - exact) <= Decimal(1).scaleb(-places) / 2 + Decimal("1e-12")
