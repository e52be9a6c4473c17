"""Operators and functions of formulas, with blanks, text and truth values as in Excel."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.workbook.operands import FUNCTIONS, Area, Node, NotComputable, Operand, Value, apply, number, scalar

D = Decimal
VALUES = st.one_of(st.none(), st.booleans(), st.text("aB1", max_size=3), st.integers(-99, 99).map(Decimal))


def call(name: str, *operands: Operand) -> Operand:
    nodes: Sequence[Node] = [lambda operand=operand: operand for operand in operands]  # type: ignore[misc]
    return FUNCTIONS[name](nodes)


@pytest.mark.parametrize(
    ("left", "operator", "right", "value"),
    [
        (D(1), "+", D(2), D(3)),
        (D(1), "-", None, D(1)),
        (True, "+", True, D(2)),
        (D("0.1"), "*", D(3), D("0.3")),
        (D(1), "/", D(4), D("0.25")),
        ("a", "&", D(1), "a1"),
        (None, "&", True, "TRUE"),
        (D("1.50"), "&", "", "1.5"),
        ("ABC", "=", "abc", True),
        ("a", "<>", D(1), True),
        (None, "=", "", True),
        (None, "=", D(0), True),
        (D(2), ">=", D(2), True),
        ("a", "<", "B", True),
    ],
)
def test_an_operator_gives_what_excel_gives(left: Value, operator: str, right: Value, value: Value) -> None:
    assert apply(operator, left, right) == value


@pytest.mark.parametrize(
    ("left", "operator", "right"), [("a", "+", D(1)), (D(1), "<", "a"), ("1", "*", D(2)), (D(1), ">=", "b")]
)
def test_text_in_arithmetic_or_against_a_number_has_no_value(left: Value, operator: str, right: Value) -> None:
    with pytest.raises(NotComputable):
        apply(operator, left, right)


@given(VALUES, VALUES, st.sampled_from(["=", "<>", "<", ">", "<=", ">="]))
def test_comparisons_agree_with_one_another(left: Value, right: Value, operator: str) -> None:
    opposite = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}[operator]
    try:
        assert apply(operator, left, right) is not apply(opposite, left, right)
    except NotComputable:
        with pytest.raises(NotComputable):
            apply(opposite, left, right)


def area(*values: Value) -> Area:
    return Area(values, single=False)


@pytest.mark.parametrize(
    ("name", "operands", "value"),
    [
        ("SUM", [area(D(1), "a", True, D(2)), D(3)], D(6)),
        ("SUM", [], D(0)),
        ("COUNT", [area(D(1), "a", True)], D(1)),
        ("COUNTA", [area(D(1), "a", True), None], D(3)),
        ("MAX", [area("a")], D(0)),
        ("MAX", [area(D(-3), D(-1))], D(-1)),
        ("MIN", [area(D(3), D(1))], D(1)),
        ("ABS", [D(-2)], D(2)),
        ("N", ["text"], D(0)),
        ("N", [D(4)], D(4)),
        ("AND", [True, D(1)], True),
        ("AND", [True, None], False),
        ("OR", [None, D(1)], True),
        ("IF", [True, D(1), D(2)], D(1)),
        ("IF", [False, D(1)], False),
        ("ROUND", [D("2.345"), D(2)], D("2.35")),
        ("ROUND", [D("-2.5"), D(0)], D(-3)),
    ],
)
def test_a_function_gives_what_excel_gives(name: str, operands: list[Operand], value: Value) -> None:
    assert call(name, *operands) == value


@pytest.mark.parametrize(
    ("name", "operands"), [("IF", [True]), ("ABS", []), ("ROUND", [D(1)]), ("ROUND", [D(1), D(99)]), ("ABS", ["a"])]
)
def test_other_arguments_have_no_value(name: str, operands: list[Operand]) -> None:
    with pytest.raises(NotComputable):
        call(name, *operands)


def test_a_branch_that_is_not_taken_is_not_evaluated() -> None:
    def forbidden() -> Operand:
        raise AssertionError

    assert FUNCTIONS["IF"]([lambda: True, lambda: D(1), forbidden]) == D(1)


def test_an_area_of_one_cell_is_its_value_and_a_range_is_none() -> None:
    assert scalar(Area((D(3),), single=True)) == D(3)
    assert scalar(Area((), single=True)) is None
    assert number(Area((), single=True)) == 0
    with pytest.raises(NotComputable):
        scalar(area(D(1)))
