"""Placed characters to lines of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.formats.pdf.lines import GlyphLine, first_word, lines_of, same_size, spaced
from drafter.formats.pdf.page import Glyph


def typed(words: str, x: float = 50.0, base: float = 100.0, size: float = 12.0, first: int = 0) -> list[Glyph]:
    """The characters of a line: ideographs as wide as they are high, ASCII half as wide."""
    glyphs = []
    for order, char in enumerate(words, first):
        width = size * (0.5 if char.isascii() else 1.0)
        glyphs.append(Glyph(char, x, x + width, base, size, order))
        x += width
    return glyphs


def one(glyphs: list[Glyph]) -> GlyphLine:
    (line,) = lines_of(glyphs)
    return line


words = st.text("甲乙丙，。12345", min_size=1, max_size=20)


@given(st.lists(words, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_lines_are_found_whatever_the_order_of_drawing(texts: list[str], random) -> None:
    glyphs = [
        glyph for number, text in enumerate(texts) for glyph in typed(text, base=100 + 20 * number, first=100 * number)
    ]
    random.shuffle(glyphs)
    assert [line.text for line in lines_of(glyphs)] == texts


@given(words, st.floats(-100, 100))
def test_a_line_that_is_moved_keeps_its_text_and_its_width(text: str, shift: float) -> None:
    line = one(typed(text))
    moved = line.moved(shift)
    assert moved.text == line.text
    assert moved.x0 == pytest.approx(line.x0 + shift)
    assert moved.width == pytest.approx(line.width)


@given(words)
def test_bold_made_by_printing_twice_is_read_once(text: str) -> None:
    second = [glyph._replace(x0=glyph.x0 + 0.3, x1=glyph.x1 + 0.3, order=glyph.order + 500) for glyph in typed(text)]
    assert one(typed(text) + second).text == text


def test_a_digit_twice_in_a_row_is_two_digits() -> None:
    assert one(typed("1122")).text == "1122"


@pytest.mark.parametrize(
    ("left", "right", "gap", "text"),
    [
        ("甲", "乙", 5.0, "甲乙"),
        ("ab", "cd", 5.0, "ab cd"),
        ("12", "34", 5.0, "12 34"),
        ("12", "34", 0.0, "1234"),
        ("12", "件", 5.0, "12件"),
        ("12", "34", 30.0, "12 34"),
    ],
)
def test_a_gap_is_a_space_except_beside_an_ideograph(left: str, right: str, gap: float, text: str) -> None:
    first = typed(left)
    assert one(first + typed(right, x=first[-1].x1 + gap, first=50)).text == text


def test_white_space_at_the_ends_is_dropped_and_a_blank_line_is_none() -> None:
    assert one(typed("  甲  ")).text == "甲"
    assert lines_of(typed("   ")) == []
    assert lines_of([]) == []


def test_a_wide_gap_is_a_column_gap_and_becomes_a_tab() -> None:
    line = one(typed("规章") + typed("12", x=200, first=50) + typed("0", x=300, first=90))
    assert [place for place, _ in line.gaps] == [2, 4]
    assert line.tabbed == "规章\t12\t0"


def test_letters_set_apart_throughout_have_no_gaps() -> None:
    glyphs = [typed(char, x=50 + 20 * number, first=number)[0] for number, char in enumerate("年度报告")]
    assert (one(glyphs).text, one(glyphs).gaps) == ("年度报告", ())


@pytest.mark.parametrize(("size", "rise"), [(6.0, 4.0), (12.0, 4.0), (7.0, 0.0)])
def test_a_raised_or_small_digit_is_apart_from_the_number(size: float, rise: float) -> None:
    number = typed("12")
    assert one(number + typed("3", x=number[-1].x1, base=100 - rise, size=size, first=9)).text == "12 3"


@given(st.text(min_size=1, max_size=3), st.text(min_size=1, max_size=3))
def test_no_space_stands_beside_an_ideograph(left: str, right: str) -> None:
    assert not spaced(left + "甲", right)
    assert not spaced(left, "，" + right)


@pytest.mark.parametrize(
    ("text", "size"),
    [("12345件", 5.5), ("甲乙", 1.0), ("（一）甲", 2.0), ("abc def", 3.5), ("件，甲", 2.0)],
)
def test_the_first_word_is_what_no_line_break_may_cut(text: str, size: float) -> None:
    assert first_word(one(typed(text))) <= one(typed(text)).width
    assert first_word(one(typed(text)), loose=True) >= first_word(one(typed(text)))
    assert first_word(one(typed(text))) >= 12 * min(size, 1.0) * 0.5


def test_sizes_within_a_sixth_are_the_same() -> None:
    assert same_size(one(typed("甲", size=12)), one(typed("甲", size=13)))
    assert not same_size(one(typed("甲", size=12)), one(typed("甲", size=16)))
