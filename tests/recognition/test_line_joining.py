"""Paragraphs that a page broke into lines are whole again, and lines that are paragraphs stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import paragraph
from drafter.form import load_form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.line_joining import columns, page_width, rejoined

LEXICON = lexicon_of(load_form("disclosure-2021"))
FULL = "全县各级各部门坚持以公开促落实强监管稳步推"
WIDTH = columns(FULL)


def joined(*lines: str) -> list[str]:
    return [one.text for one in rejoined([*map(paragraph, lines)], WIDTH, LEXICON)]


@pytest.mark.parametrize(("text", "width"), [("", 0), ("公开", 4), ("ab1", 3), ("，。", 4), ("（a）", 5)])
def test_a_chinese_character_takes_two_columns(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ([FULL, "进各项工作。"], [FULL + "进各项工作。"]),
        ([FULL, FULL, "进。"], [FULL + FULL + "进。"]),
        ([FULL, "进。", "二是公开。"], [FULL + "进。", "二是公开。"]),
        (["（一）主动公开情况", FULL, "进。"], ["（一）主动公开情况", FULL + "进。"]),
        ([FULL, "", "进。"], [FULL + "进。"]),
        (["青禾县人民政府", "2025年1月10日"], ["青禾县人民政府", "2025年1月10日"]),
        ([], []),
    ],
)
def test_a_line_as_wide_as_the_page_goes_on_in_the_next(lines: list[str], whole: list[str]) -> None:
    assert joined(*lines) == whole


@given(st.lists(st.text(alphabet="公开。，1 （一）", max_size=30), max_size=8))
def test_joining_loses_no_character_and_adds_none(lines: list[str]) -> None:
    assert "".join("".join(joined(*lines)).split()) == "".join("".join(lines).split())


@pytest.mark.parametrize(
    ("lines", "width"),
    [
        ([FULL] * 4, WIDTH),
        ([FULL] * 3, None),
        ([FULL] * 4 + [FULL + "。"] * 6, WIDTH + 2),
        ([FULL] * 4 + [FULL + "。"] * 7, None),
        (["短行"] * 20, None),
        ([FULL * 8] * 9, None),
        ([], None),
    ],
)
def test_lines_are_broken_where_enough_of_them_end_within_a_sentence(lines: list[str], width: int | None) -> None:
    assert page_width(lines, LEXICON) == width


@pytest.mark.parametrize("end", ["。", "；", "：", ":", "。”", "。）"])
def test_a_line_may_end_with_a_sentence_inside_of_signs(end: str) -> None:
    assert page_width([FULL + end] * 10, LEXICON) is None
