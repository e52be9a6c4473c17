"""Spelling: what is compared without punctuation, width or traditional forms, and what stays as it is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.recognition.spelling import any_spelling, folded, plain, unmarked


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("（一）予以公开", "一予以公开"),
        ("１．规章", "1规章"),
        ("行政规范性文件 ", "行政规范性文件"),
        ("信息公開", "信息公开"),
        ("“其他”、《法人》", "其他法人"),
        ("Received, 2023", "Received2023"),
        ("\u3000\t ", ""),
        ("……——", ""),
    ],
)
def test_labels_are_compared_by_letters_and_digits_alone(text: str, letters: str) -> None:
    assert plain(text) == letters


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(), st.text(alphabet=" \t\u3000、。（）《》|-—…"))
def test_signs_between_letters_change_nothing(text: str, signs: str) -> None:
    assert plain(signs.join(text)) == plain(text) or not text.isascii()


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# 一、总体情况", "一、总体情况"),
        ("### 规章", "规章"),
        ("**规章**", "规章"),
        ("__规章__", "规章"),
        ("**规章", "**规章"),
        ("****", ""),
        ("**", "**"),
        ("规章", "规章"),
        ("", ""),
    ],
)
def test_signs_of_markdown_around_a_line_are_taken_off(text: str, shown: str) -> None:
    assert unmarked(text) == shown


@pytest.mark.parametrize("text", ["公开", "公開"])
def test_a_pattern_takes_every_spelling_of_its_characters(text: str) -> None:
    assert re.fullmatch(any_spelling("公开"), text)


@pytest.mark.parametrize(("pattern", "text"), [("[开关]", "開"), (r"\[开", "[開"), ("开{2}", "开開")])
def test_a_pattern_takes_them_inside_and_outside_of_brackets(pattern: str, text: str) -> None:
    assert re.fullmatch(any_spelling(pattern), text)
    assert not re.fullmatch(any_spelling(pattern), "开闭开")
