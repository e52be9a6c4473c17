"""Streams of labels and values, and the stretches that they form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import SourcePlace
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.tables.tokens import Stretch, TableToken, stretches


def tokens(words: str) -> list[TableToken]:
    """Words in a row, a line each; digits are values and a dot is an empty cell."""
    return [
        TableToken("" if word == "." else word, word == "." or word.isdigit(), n)
        for n, word in enumerate(words.split(), 1)
    ]


def shown(found: list[Stretch]) -> list[tuple[str, str]]:
    return [(" ".join(t.text for t in one.labels), " ".join(t.text or "." for t in one.values)) for one in found]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("a 1 2 b 3", [("a", "1 2"), ("b", "3")]),
        ("a b 1", [("a b", "1")]),
        ("1 a 2", [("", "1"), ("a", "2")]),
        ("a", [("a", "")]),
        ("", [("", "")]),
        ("a . . b", [("a", ". ."), ("b", "")]),
    ],
)
def test_labels_and_the_values_behind_them_are_a_stretch(words: str, found: list[tuple[str, str]]) -> None:
    assert shown([*stretches(tokens(words))]) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (". a 1 2 . b 3 .", [("", ""), ("a", "1 2"), ("b", "3 .")]),
        ("a 1 b", [("a", ""), ("b", "")]),
    ],
)
def test_the_border_that_begins_a_framed_row_is_no_cell_of_the_row_before(
    words: str, found: list[tuple[str, str]]
) -> None:
    assert shown([*stretches(tokens(words), framed=True)]) == found


@given(st.lists(st.sampled_from(["a", "b", "1", "22", "."]), max_size=30))
def test_no_token_is_lost_and_their_order_stays(words: list[str]) -> None:
    given_tokens = tokens(" ".join(words))
    found = [*stretches(given_tokens)]
    assert [token for one in found for token in (*one.labels, *one.values)] == given_tokens
    assert all(one.values for one in found[:-1])


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12", True), (" 12 ", True), ("", True), ("  ", True), ("/", True), ("规章", False), ("1 2", False)],
)
def test_a_cell_is_a_value_if_it_is_blank_or_reads_as_one(cell: str, value: bool, lexicon: Lexicon) -> None:
    token = TableToken.of_cell(cell, 7, lexicon)
    assert (token.value, token.text, token.line) == (value, cell.strip(), 7)


def test_a_stretch_stands_on_the_line_of_its_first_value() -> None:
    (one,) = stretches(tokens("a b 5 6"))
    assert one.where == SourcePlace("line", 3)
    assert one.raw == "5 6"
    assert not one.blank and Stretch([], tokens(". .")).blank
