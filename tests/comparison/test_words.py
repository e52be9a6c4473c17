"""Words of two texts: what stayed, what changed, and no number cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.comparison.words import Run, RunKind, tokens, words
from drafter.form import load_form
from drafter.report.quantities.chinese import find_quantities

FORM = load_form("disclosure-2021")
PHRASES = (
    "2024年",
    "2025年",
    "新收",
    "受理",
    "政府信息公开申请",
    "12件",
    "1,234件",
    "约300人次",
    "12.5%",
    "7.4%",
    "1.2万元",
    "三次",
    "，",
    "。",
    "增长",
    "下降",
    "第二十条",
    "〔2021〕30号",
    "【待核：上年26】",
    "件",
)
texts = st.lists(st.sampled_from(PHRASES), max_size=14).map("".join)


@given(texts | st.text(max_size=40), texts | st.text(max_size=40))
def test_the_sides_of_all_runs_are_the_texts(old, new):
    runs = words(old, new, FORM)
    assert ("".join(run.old for run in runs), "".join(run.new for run in runs)) == (old, new)
    assert all((run.old == run.new) == run.same for run in runs)


@given(texts, texts)
def test_no_quantity_of_the_new_text_is_cut(old, new):
    edges, position = set[int](), 0
    for run in words(old, new):
        position += len(run.new)
        edges.add(position)
    for quantity in find_quantities(new):
        assert not {edge for edge in edges if quantity.start < edge < quantity.end}


@given(texts)
def test_words_together_are_the_text(text):
    assert "".join(token.text for token in tokens(text, FORM)) == text


def changes(old: str, new: str) -> list[tuple[str, str, str]]:
    return [(run.kind.value, run.old, run.new) for run in words(old, new, FORM) if not run.same]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("同比上升12.5%。", "同比上升7.4%。", [("number", "12.5%", "7.4%")]),
        ("2024年，新收申请。", "2025年，新收申请。", [("year", "2024", "2025")]),
        ("接待群众约300人次。", "接待群众1.2万人次。", [("number", "约300人次", "1.2万人次")]),
        ("举办培训三次。", "举办培训五次。", [("number", "三次", "五次")]),
        ("召开培训会。", "召开业务培训会。", [("wording", "", "业务")]),
        ("共清理26条。", "共清理【待核：上年26】条。", [("open", "26", "【待核：上年26】")]),
        ("共清理【待核：上年26】条。", "共清理28条。", [("open", "【待核：上年26】", "28")]),
        ("完成【待核：上年的活动】。", "完成开放日。", [("wording", "【待核：上年的活动】", "开放日")]),
        ("受理12件。", "办理15件。", [("wording", "受理", "办理"), ("number", "12件", "15件")]),
        ("申请8件，结转1件，办结。", "申请15件，办结。", [("number", "8件", "15件"), ("wording", "，结转1件", "")]),
    ],
)
def test_a_change_is_told_for_what_it_is(old, new, expected):
    assert changes(old, new) == expected


def test_equal_texts_are_one_run():
    assert words("同样的话。", "同样的话。") == (Run(RunKind.SAME, "同样的话。", "同样的话。"),)
    assert words("", "") == ()


def test_a_lone_character_between_two_replaced_stretches_goes_with_them():
    runs = words("加强宣传的力度", "扩大覆盖的范围")
    assert [run.kind for run in runs] == [RunKind.WORDING]
