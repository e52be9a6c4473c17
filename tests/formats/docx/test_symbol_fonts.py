"""Symbol fonts: a code is never taken for the digit that it would be elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.formats.docx.symbol_fonts import FONTS, UNKNOWN, symbol, typed
from drafter.formats.docx.xml import w

PICTURES = [name for name in FONTS if name != "symbol"]


@given(st.text(max_size=20), st.sampled_from(sorted(FONTS)))
def test_typed_text_keeps_its_length(text: str, font: str) -> None:
    assert len(typed(text, font)) == len(text)


@given(st.text("0123456789", min_size=1), st.sampled_from(PICTURES))
def test_digits_in_a_font_of_pictures_are_no_digits(text: str, font: str) -> None:
    assert not any(char.isdecimal() for char in typed(text, font))


@given(st.text("0123456789 +,./:;=", min_size=1))
def test_the_font_symbol_has_the_usual_digits(text: str) -> None:
    assert typed(text, "symbol") == text


@given(st.integers(0x20, 0xFF), st.sampled_from(sorted(FONTS)))
def test_a_code_in_the_private_area_is_the_same_as_below_it(code: int, font: str) -> None:
    assert typed(chr(0xF000 + code), font) == typed(chr(code), font)


@given(st.integers(0, 0xFFFF), st.sampled_from([*sorted(FONTS), "Arial", ""]))
def test_a_symbol_is_one_character_whatever_its_code(code: int, font: str) -> None:
    assert len(symbol(w("sym", font=font, char=f"{code:04X}"))) == 1


@pytest.mark.parametrize("char", ["", "xyz", "-", "D800", "DFFF"])
def test_a_code_that_is_none_is_unknown(char: str) -> None:
    assert symbol(w("sym", font="Arial", char=char)) == UNKNOWN


@pytest.mark.parametrize(
    ("font", "char", "shown"),
    [("Wingdings", "F0FE", "☑"), ("WINGDINGS", "00FE", "☑"), ("Wingdings 2", "0052", "☑"), ("Symbol", "F0B3", "≥")],
)
def test_common_symbols_are_known(font: str, char: str, shown: str) -> None:
    assert symbol(w("sym", font=font, char=char)) == shown
