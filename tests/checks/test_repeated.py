"""One thing has one value, wherever it is said."""

from __future__ import annotations

import pytest

from drafter.form import Form
from tests.text_cases import judge, raised

CASES = {
    "召开新闻发布会5场。全年举办新闻发布会5场。": [],
    "召开新闻发布会5场。全年举办新闻发布会6场。": ["T10 warning"],
    "召开新闻发布会5场。其中县公安局举办新闻发布会2场。": [],
    "编印政府公报6期。编印政府公报12期。": ["T10 warning"],
    "收取信息处理费120元。": [],
    "收取信息处理费125元。": ["T12 warning"],
    "未收取信息处理费。收取信息处理费120元。": ["T12 error"],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_what_is_said_twice_is_said_alike(text: str, expected: list[str], form: Form) -> None:
    assert raised(judge(form, text)) == expected


def test_a_part_is_not_more_than_the_amount_in_the_table(form: Form) -> None:
    text = "收取信息处理费30000元。"
    assert raised(judge(form, text, proactive__fees__amount=3)) == []
    assert raised(judge(form, text, proactive__fees__amount=2)) == ["T9 warning"]


def test_a_figure_whose_cell_is_blank_is_still_said_alike(form: Form) -> None:
    texts = "新收政府信息公开申请113件。新收政府信息公开申请{}件。"
    blank = {"requests__new__total": None, "requests__new__natural_person": None}
    assert raised(judge(form, texts.format(113), **blank)) == []
    assert raised(judge(form, texts.format(131), **blank)) == ["T10 warning"]
