"""Tables as a stream of labels and values: whole rows are read, and what is missing costs no other row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.form import load_form
from drafter.recognition.clues import RowClue
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.spelling import plain
from drafter.recognition.tables.found import RowReading, TablesFound
from drafter.recognition.tables.stream import read_stream
from drafter.recognition.tables.tokens import TableToken, stretches

LEXICON = lexicon_of(load_form("disclosure-2021"))


def read(text: str, *, bare: bool = False) -> TablesFound:
    """A cell per word; a dot is an empty one; a line per line."""
    tokens = [
        TableToken.of_cell("" if word == "." else word, number, LEXICON)
        for number, line in enumerate(text.split("\n"), 1)
        for word in line.split()
    ]
    return read_stream(stretches(tokens), TablesFound(), LEXICON, bare=bare)


def row(found: TablesFound, label: str) -> RowReading:
    return found.readings[LEXICON.anchors[plain(label)][0]]


def test_a_label_and_exactly_its_values_are_a_row() -> None:
    found = read("规章 1 2 3\n行政规范性文件 4 5 6\n行政许可 7")
    assert [reading.texts for reading in found.readings.values()] == [("1", "2", "3"), ("4", "5", "6"), ("7",)]
    assert [str(reading.where) for reading in found.readings.values()] == ["line 1", "line 2", "line 3"]


@pytest.mark.parametrize("text", ["规章 1 2\n行政许可 7", "规章 1 2 3 4\n行政许可 7"])
def test_a_value_too_few_or_too_many_costs_its_own_row(text: str) -> None:
    found = read(text)
    assert row(found, "规章").reason == "damaged"
    assert row(found, "行政许可").texts == ("7",)


def test_values_behind_a_row_whose_label_is_lost_are_unread() -> None:
    found = read("规章 1 2 3 . 4 5 6\n行政许可 7")
    assert row(found, "规章").texts == ("1", "2", "3")
    assert row(found, "行政规范性文件").reason == "unlabelled"


def test_values_before_any_label_have_no_row() -> None:
    found = read("5 6\n规章 1 2 3")
    assert [(stray.text, str(stray.where)) for stray in found.strays] == [("5 6", "line 1")]


def test_words_that_are_no_label_are_set_aside() -> None:
    found = read("注：本表含上年结转的申请数量\n规章 1 2 3")
    assert [stray.text for stray in found.strays] == ["注：本表含上年结转的申请数量"]


def test_a_label_around_its_values_takes_its_pieces_from_behind() -> None:
    found = read("2.重复 1 0 0 0 0 0 1 申请\n3.要求提供公开出版物 0 0 0 0 0 0 0")
    reading = row(found, "2.重复申请")
    assert reading.how is RowClue.PIECES and reading.texts == ("1", "0", "0", "0", "0", "0", "1")


def test_without_borders_a_row_that_adds_up_is_sure_and_one_that_does_not_is_checked() -> None:
    label = "一、本年新收政府信息公开申请数量"
    assert row(read(f"{label} 1 2 0 0 0 0 3", bare=True), label).how is RowClue.LABEL
    assert row(read(f"{label} 1 2 0 0 0 0 4", bare=True), label).how is RowClue.SUM_DIFFERS


def test_without_borders_a_number_on_another_line_is_set_aside_where_the_row_adds_up() -> None:
    label = "一、本年新收政府信息公开申请数量"
    found = read(f"{label} 1 2 0 0 0 0 3\n17", bare=True)
    assert row(found, label).texts == ("1", "2", "0", "0", "0", "0", "3")
    assert [(stray.text, str(stray.where)) for stray in found.strays] == [("17", "line 2")]


@pytest.mark.parametrize(
    ("text", "out_of_order", "first"),
    [
        ("规章\n1\n行政许可\n7", False, set()),
        ("行政许可\n7\n规章\n1", False, set()),
        ("行政许可\n7\n行政处罚\n2\n规章\n1", True, set()),
        ("1 2\n规章", False, {"proactive"}),
    ],
)
def test_lines_tell_whether_their_order_is_the_form_s(text: str, out_of_order: bool, first: set[str]) -> None:
    signs = read(text, bare=True).signs
    assert (signs.out_of_order, signs.values_first) == (out_of_order, first)


def test_two_rows_in_each_other_s_place_are_told() -> None:
    swapped = read("行政许可\n7\n规章\n1", bare=True).signs.swapped
    assert {LEXICON.rows[row].addresses[0] for row in swapped} == {
        "proactive.licensing.decisions",
        "proactive.regulations.issued",
    }


def test_a_stream_with_borders_says_nothing_of_lines() -> None:
    signs = read("行政许可 7\n规章\n1 2 3").signs
    assert not (signs.out_of_order or signs.below_label or signs.values_first or signs.lone)


@given(
    st.lists(st.sampled_from(["规章", "行政许可", "行政强制", "1", "2", ".", "12", "信息内容", "\n"]), max_size=40),
    st.booleans(),
)
def test_no_row_is_read_with_another_number_of_values(words: list[str], bare: bool) -> None:
    found = read(" ".join(words), bare=bare)
    values = sum(word.isdigit() for word in words)
    read_rows = [(number, reading) for number, reading in found.readings.items() if reading.texts is not None]
    assert all(len(reading.texts or ()) == len(LEXICON.rows[number].cells) for number, reading in read_rows)
    assert sum(text != "" for _, reading in read_rows for text in reading.texts or ()) <= values
