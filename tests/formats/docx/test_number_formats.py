"""Number formats, beside what they must always be: readable back, different, and never empty."""

from __future__ import annotations

import re

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.formats.docx.number_formats import number_text

ROMAN = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
FORMATS = (
    *("decimal", "decimalZero", "decimalFullWidth", "decimalEnclosedCircle", "upperLetter", "lowerLetter"),
    *("upperRoman", "lowerRoman", "chineseCounting", "chineseCountingThousand", "japaneseCounting"),
    *("chineseLegalSimplified", "ideographDigital", "ideographTraditional", "ideographZodiac", "unknownFormat"),
)


def roman(text: str) -> int:
    """The value of a Roman numeral."""
    values = [ROMAN[char] for char in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


@given(st.integers(1, 3999))
def test_roman_numerals_read_back(value: int) -> None:
    upper = number_text(value, "upperRoman")
    assert roman(upper) == value
    assert number_text(value, "lowerRoman") == upper.lower()
    assert not re.search(r"(.)\1{3}", upper)


@given(st.integers(1, 26 * 30))
def test_letters_are_repeated_after_z(value: int) -> None:
    text = number_text(value, "upperLetter")
    assert len(set(text)) == 1
    assert (len(text) - 1) * 26 + ord(text[0]) - ord("A") + 1 == value
    assert number_text(value, "lowerLetter") == text.lower()


@given(st.integers(1, 9999))
def test_chinese_numerals_read_back(value: int) -> None:
    assert cn2an.cn2an(number_text(value, "chineseCountingThousand"), "smart") == value


@given(st.integers(0, 10**9), st.sampled_from(FORMATS))
def test_every_number_is_written_in_every_format(value: int, form: str) -> None:
    assert number_text(value, form)


@pytest.mark.parametrize("form", FORMATS)
def test_the_first_ten_numbers_of_a_format_differ(form: str) -> None:
    assert len({number_text(value, form) for value in range(1, 11)}) == 10


@given(st.integers(0, 10**6), st.text(max_size=8).filter(lambda name: name not in FORMATS))
def test_an_unknown_format_gives_arabic_digits(value: int, form: str) -> None:
    assert number_text(value, form) == str(value)


@pytest.mark.parametrize("form", ["upperRoman", "upperLetter", "decimalEnclosedCircle", "ideographTraditional"])
@pytest.mark.parametrize("value", [0, 100_000])
def test_beyond_the_end_of_a_format_there_are_arabic_digits(form: str, value: int) -> None:
    assert number_text(value, form) == str(value)
