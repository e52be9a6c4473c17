"""Lines through text strike it out; borders, underlines and long rules do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.formats.pdf.page import Edge, Glyph, PdfPage
from drafter.formats.pdf.strikeouts import without_struck

SIZE, BASE = 12.0, 100.0
MIDDLE = BASE - 4.0


def typed(words: str, x: float = 50.0) -> tuple[Glyph, ...]:
    """Characters 6 points wide on the baseline."""
    return tuple(Glyph(char, x + 6 * order, x + 6 * order + 6, BASE, SIZE, order) for order, char in enumerate(words))


def page(words: str, *across: Edge, down: tuple[Edge, ...] = (), strikes: tuple[Edge, ...] = ()) -> PdfPage:
    return PdfPage(595, 842, typed(words), across, down, (), strikes=strikes)


def shown(found: PdfPage) -> str:
    return "".join(glyph.text for glyph in found.glyphs)


@given(st.text("0123456789", min_size=1, max_size=12), st.data())
def test_a_line_through_a_stretch_of_digits_strikes_these_and_no_others(words: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(first + 1, len(words)))
    line = Edge(MIDDLE, 50.0 + 6 * first, 50.0 + 6 * end)
    found = without_struck(page(words, line))
    assert shown(found) == words[:first] + " " * (end - first) + words[end:]
    assert (found.struck, found.across) == ((words[first:end],), ())


@given(st.floats(-20, 20).filter(lambda rise: not 1 < rise < 8))
def test_a_line_below_the_foot_or_above_the_middle_strikes_nothing(rise: float) -> None:
    plain = page("1234", Edge(BASE - rise, 50, 74))
    assert without_struck(plain) == plain


@pytest.mark.parametrize(("start", "end"), [(20, 74), (50, 110), (0, 500)])
def test_a_line_longer_than_the_text_strikes_nothing(start: float, end: float) -> None:
    plain = page("1234", Edge(MIDDLE, start, end))
    assert without_struck(plain) == plain


def test_a_border_between_two_lines_down_strikes_nothing() -> None:
    down = Edge(48.0, 50, 150), Edge(76.0, 50, 150)
    plain = page("1234", Edge(MIDDLE, 48, 76), down=down)
    assert without_struck(plain) == plain


@given(st.integers(2, 6))
def test_a_line_drawn_in_pieces_is_one_line(pieces: int) -> None:
    width = 24 / pieces
    lines = [Edge(MIDDLE, 50 + width * number, 50 + width * (number + 1)) for number in range(pieces)]
    found = without_struck(page("1234", *lines))
    assert (found.struck, found.across) == (("1234",), ())


def test_an_annotation_strikes_whatever_its_length() -> None:
    found = without_struck(page("1234", strikes=(Edge(MIDDLE, 0, 500),)))
    assert found.struck == ("1234",)


def test_other_lines_are_kept() -> None:
    rule = Edge(300.0, 50, 400)
    assert without_struck(page("1234", Edge(MIDDLE, 50, 74), rule)).across == (rule,)


def test_a_page_without_lines_or_without_text_is_left_as_it_is() -> None:
    for plain in (page("1234"), page("", Edge(MIDDLE, 50, 74))):
        assert without_struck(plain) is plain
