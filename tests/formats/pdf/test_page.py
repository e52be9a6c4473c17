"""The geometry of a page, and characters from codes."""

from __future__ import annotations

import unicodedata
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.formats.pdf.page import Matrix, PageView, character_of

numbers = st.integers(-50, 50).map(float)
matrices = st.builds(Matrix, numbers, numbers, numbers, numbers, numbers, numbers)
SURROGATES = range(0xD800, 0xE000)


@given(matrices, matrices, numbers, numbers)
def test_one_map_followed_by_another_is_both_in_turn(first: Matrix, second: Matrix, x: float, y: float) -> None:
    assert first.then(second).apply(x, y) == second.apply(*first.apply(x, y))


@given(matrices, matrices, matrices)
def test_maps_are_composed_in_any_grouping(a: Matrix, b: Matrix, c: Matrix) -> None:
    assert a.then(b).then(c) == a.then(b.then(c))
    assert a.then(Matrix()) == Matrix().then(a) == a


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 360, -90])
@given(left=numbers, bottom=numbers, wide=st.integers(1, 900), high=st.integers(1, 900))
def test_however_a_page_is_turned_its_corners_are_those_of_the_view(
    turn: int, left: float, bottom: float, wide: int, high: int
) -> None:
    box = (left, bottom, left + wide, bottom + high)
    view = PageView.of(SimpleNamespace(get_cropbox=lambda: box, get_rotation=lambda: turn))
    corners = {view.matrix.apply(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])}
    assert corners == {(x, y) for x in (0, view.width) for y in (0, view.height)}
    assert {view.width, view.height} == {wide, high}
    assert all(view.holds(*corner) for corner in corners)
    assert not view.holds(view.width + 3, 0) and not view.holds(0, -3)


def test_the_upper_left_corner_of_an_upright_page_is_the_origin() -> None:
    view = PageView.of(SimpleNamespace(get_cropbox=lambda: (10, 20, 110, 220), get_rotation=lambda: 0))
    assert view.matrix.apply(10, 220) == (0, 0)
    assert view.matrix.apply(110, 20) == (100, 200)


@given(st.integers(0, 0x10FFFF))
def test_a_code_gives_one_character_or_its_normal_form_and_never_a_lone_surrogate(code: int) -> None:
    text = character_of(code)
    assert text
    assert code in range(0xD800, 0xDC00) or not any(ord(char) in SURROGATES for char in text)


@given(st.integers(33, 0x2E7F).filter(lambda code: code not in (0x7F, 0xA0)))
def test_alphabets_are_left_as_they_are(code: int) -> None:
    assert character_of(code) == chr(code)


@given(st.integers(0x10000, 0x10FFFF))
def test_two_halves_make_one_character(code: int) -> None:
    high, low = divmod(code - 0x10000, 0x400)
    assert character_of(0xDC00 + low, 0xD800 + high) == chr(code)
    assert character_of(0xDC00 + low) == "\ufffd"


@given(st.integers(0x2F00, 0x2FD5))
def test_a_radical_is_the_ideograph_that_it_looks_like(code: int) -> None:
    assert unicodedata.name(character_of(code)).startswith("CJK UNIFIED IDEOGRAPH")


@pytest.mark.parametrize(("code", "shown"), [(2, "-"), (0xA0, " "), (0, "\ufffd"), (31, "\ufffd"), (0xFFFE, "\ufffd")])
def test_codes_that_need_care(code: int, shown: str) -> None:
    assert character_of(code) == shown
