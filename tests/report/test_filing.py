"""Figures as data: number, blank and raw text are never taken for one another, and totals are told from parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.form import ColumnDefinition, Form
from drafter.report.filing import (
    Block,
    Filing,
    as_number,
    blank_figures,
    complete,
    figure_of,
    paragraphs_of,
    parse_figure,
    rows_of,
    show,
    value_of,
)

COUNT, AMOUNT, RATIO = (ColumnDefinition(key=kind, label=kind, kind=kind) for kind in ("count", "amount", "ratio"))
SIGNED = ColumnDefinition(key="signed", label="signed", kind="amount", signed=True)
TEXT = ColumnDefinition(key="text", label="text", kind="text")


@pytest.mark.parametrize(
    ("text", "column", "figure", "regular"),
    [
        ("141", COUNT, 141, True),
        (" 141\u3000", COUNT, 141, True),
        ("１４１", COUNT, 141, False),
        ("1,410", COUNT, 1410, False),
        ("0", COUNT, 0, True),
        ("", COUNT, None, True),
        (" \u00a0\u200b", COUNT, None, True),
        ("141.0", COUNT, 141, True),
        ("141.5", COUNT, "141.5", True),
        ("141.5", AMOUNT, Decimal("141.5"), True),
        ("0141", COUNT, "0141", True),
        ("1,41", COUNT, "1,41", True),
        ("12①", COUNT, "12①", True),
        ("-3", COUNT, "-3", True),
        ("-3", SIGNED, -3, False),
        ("46.4%", RATIO, Decimal("46.4"), False),
        ("1234567890123456", COUNT, "1234567890123456", True),
        ("见  附件", COUNT, "见 附件", True),
        ("007  号", TEXT, "007 号", True),
    ],
)
def test_a_number_is_one_only_where_nothing_else_can_be_meant(
    text: str, column: ColumnDefinition, figure: object, regular: bool
) -> None:
    assert parse_figure(text, column) == (figure, regular)
    assert figure_of(text, column) == figure


@given(st.text(max_size=8) | st.integers(0, 10**18).map(str))
def test_the_quick_way_to_a_figure_is_the_long_way(text: str) -> None:
    for column in (COUNT, AMOUNT, RATIO, SIGNED, TEXT):
        assert figure_of(text, column) == parse_figure(text, column).figure


@given(st.integers(0, 10**15 - 1) | st.decimals(0, 10**9, places=2).map(lambda value: value.normalize()))
def test_a_number_is_written_as_it_is_read(number: int | Decimal) -> None:
    read = figure_of(show(number), AMOUNT)
    assert as_number(read) == number


def test_a_sum_with_a_blank_or_words_in_it_is_unknown(form: Form) -> None:
    cells = ("requests.new.natural_person", "requests.new.total")
    joined = "+".join(cells)
    assert value_of(joined, dict.fromkeys(cells, 3), form) == 6
    assert value_of(joined, {cells[0]: 3, cells[1]: None}, form) is None
    assert value_of(joined, {cells[0]: 3, cells[1]: "无"}, form) is None


def test_a_blank_total_is_filled_in_from_its_parts_and_only_then(form: Form) -> None:
    total = "requests.new.total"
    (identity,) = [item for item in form.identities if item.relation.computes and item.left[0].address == total]
    parts = {term.address: 2 for term in identity.right}
    filled, computed = complete({**blank_figures(form), **parts}, form)
    assert filled[total] == 2 * len(parts) and total in computed
    less = {**blank_figures(form), **parts, next(iter(parts)): None}
    assert complete(less, form)[0][total] is None
    given_total, told = complete({**blank_figures(form), **parts, total: 99}, form)
    assert given_total[total] == 99 and total not in told, "what was given is never written over"


def test_totals_of_totals_are_filled_in_as_well(form: Form) -> None:
    filled, computed = complete(dict.fromkeys(form.cells, 0) | {"requests.handled_total.total": None}, form)
    assert filled["requests.handled_total.total"] == 0 and computed == {"requests.handled_total.total"}


def test_rows_come_in_the_order_of_the_figures() -> None:
    figures = {"bodies.二.name": "a", "bodies.一.name": "b", "bodies.二.count": 1, "other.x.y": None}
    assert rows_of(figures) == {"bodies": ("二", "一"), "other": ("x",)}
    assert Filing("f", figures).rows() == rows_of(figures)


def test_paragraphs_are_numbered_through_the_blocks_of_a_section() -> None:
    one, two = Block(("甲", "乙"), "一"), Block(("丙",))
    assert list(paragraphs_of((one, Block(), two))) == [(one, "甲"), (one, "乙"), (two, "丙")]
