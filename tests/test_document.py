"""Documents: places in a source, and the width of rows whose cells span others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import SourcePlace, TableBlock, cell, paragraph

NUMBERS = st.integers(1, 99_999)
KEYS = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
KINDS = ["line", "footnote", "hidden on page", "before the title", "header", "below the report"]
PLACES = st.one_of(
    st.tuples(NUMBERS, KEYS, NUMBERS).map(lambda item: SourcePlace("row", *item)),
    KEYS.map(lambda key: SourcePlace("picture", section=key)),
    st.tuples(st.sampled_from(KINDS), st.one_of(st.none(), NUMBERS)).map(lambda item: SourcePlace(*item)),
)


@given(PLACES)
def test_a_place_is_read_back_from_its_text(place: SourcePlace) -> None:
    assert SourcePlace.parse(str(place)) == place


@given(
    st.one_of(st.text(), st.from_regex(r"[a-z]+ table [0-9]+ row [0-9]+|picture in .*|[a-z]+ [0-9]+", fullmatch=True))
)
def test_any_text_is_a_place_that_is_written_as_it_was(text: str) -> None:
    assert str(SourcePlace.parse(text)) == text


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (SourcePlace("line", 12), "line 12"),
        (SourcePlace("row", 3, "requests", 1), "requests table 1 row 3"),
        (SourcePlace("picture", section="overview"), "picture in overview"),
        (SourcePlace("before the title"), "before the title"),
        (SourcePlace("struck out on page", 2), "struck out on page 2"),
    ],
)
def test_places_are_written_as_the_json_of_the_contract_has_them(place: SourcePlace, text: str) -> None:
    assert str(place) == text


@pytest.mark.parametrize(
    ("rows", "widths"),
    [
        ((), []),
        (((cell("a"), cell("b")),), [2]),
        (((cell("a", col_span=3), cell("b")), (cell("c"),)), [4, 1]),
        (((cell("a", row_span=2, col_span=2), cell("b")), (cell("c"),), (cell("d"),)), [3, 3, 1]),
        (((cell("a", row_span=9),), (cell("b"),)), [1, 2]),
    ],
)
def test_a_row_takes_up_its_own_cells_and_those_that_reach_down_into_it(rows: tuple, widths: list[int]) -> None:  # type: ignore[type-arg]
    assert TableBlock(rows).row_widths() == widths


def test_a_paragraph_without_text_has_no_spans() -> None:
    assert paragraph("").spans == () and paragraph("").text == ""
    assert cell("").text == ""
