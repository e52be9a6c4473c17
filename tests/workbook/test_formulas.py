"""The value of formulas that no program has computed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.workbook.formulas import evaluate
from drafter.workbook.operands import NotComputable, Value


class Grid:
    """Cells A1 = 1, A2 = 2.5, A3 = "text", A4 blank, A5 = "", and B1 = 10 on another sheet."""

    values = {
        ("S", 1, 1): Decimal(1),
        ("S", 1, 2): Decimal("2.5"),
        ("S", 1, 3): "text",
        ("S", 1, 5): "",
        ("台 账", 2, 1): Decimal(10),
    }

    def area(self, sheet: str, bounds: tuple[int, int, int, int]) -> Sequence[Value]:
        left, top, right, bottom = bounds
        spots = ((sheet, column, row) for row in range(top, bottom + 1) for column in range(left, right + 1))
        return [self.values[spot] for spot in spots if spot in self.values]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3", 9),
        ("=-2*-3", 6),
        ("=10%", "0.1"),
        ("=7-2-1", 4),
        ("=8/2/2", 2),
        ("=A1+A2", "3.5"),
        ("=$A$1+a4", 1),
        ("=SUM(A1:A5)", "3.5"),
        ("=SUM(A2:A1,'台 账'!B1,1)", "14.5"),
        ("=COUNT(A1:A5)+COUNTA(A1:A5)", 6),
        ("=ROUND(2.5,0)", 3),
        ("=ROUND(-2.345,2)", "-2.35"),
        ('=IF(A3="TEXT",1,2)', 1),
        ('=IF(A4="",1,2)', 1),
        ("=IF(A1>2,A3+1,5)", 5),
        ("=IF(AND(A1=1,A2<>1),MAX(A1:A2),0)", "2.5"),
        ("=1.5E3", 1500),
        ('=IF("差 "&ROUND(3,4)="差 3",1,0)', 1),
    ],
)
def test_a_formula_has_the_value_that_excel_gives(formula: str, value: object) -> None:
    assert evaluate(formula, "S", Grid()) == Decimal(str(value))


BEYOND = """
    = | =1+ | =(1 | =1) | =A3+1 | =A1:A2+1 | =SUM( | =1/0 | =VLOOKUP(A1,A1:A2,1) | =[1]S!A1 | =A1:A | =SUM(A:A) | =#REF!
    | ={1} | =1 2 | =A1 A2 | =9E999*9E999999
"""


@pytest.mark.parametrize("formula", [formula.strip() for formula in BEYOND.split("|")])
def test_anything_else_has_no_value_here(formula: str) -> None:
    with pytest.raises(NotComputable):
        evaluate(formula, "S", Grid())


@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(1, 99), st.sampled_from("+-*"))
def test_arithmetic_agrees_with_decimal_arithmetic(a: int, b: int, c: int, operator: str) -> None:
    expected = {"+": a + b * c, "-": a - b * c, "*": a * b * c}[operator]
    assert evaluate(f"=({a}){operator}{b}*{c}", "S", Grid()) == expected


@given(st.text("=()+-*/%&<>,.\"'!$:A1SUMIF0 ", max_size=40))
def test_no_formula_does_anything_but_have_a_value_or_none(text: str) -> None:
    with suppress(NotComputable):
        evaluate("=" + text, "S", Grid())


def test_deep_nesting_is_refused_and_not_followed() -> None:
    with pytest.raises(NotComputable):
        evaluate("=" + "(" * 4000 + "1" + ")" * 4000, "S", Grid())
