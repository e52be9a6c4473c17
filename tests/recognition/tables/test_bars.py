"""Lines with bars: a row per line, a cell per line, and rows that a converter filled up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.form import load_form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.bars import joined, read_bars
from drafter.recognition.tables.found import RowReading, TablesFound
from drafter.recognition.tables.line_kinds import TextLine

LEXICON = lexicon_of(load_form("disclosure-2021"))


def read(text: str) -> TablesFound:
    return read_bars([TextLine(n, line) for n, line in enumerate(text.split("\n"), 1)], TablesFound(), LEXICON)


def row(found: TablesFound, label: str) -> RowReading:
    return found.readings[LEXICON.anchors[plain(label)][0]]


@pytest.mark.parametrize(
    "text",
    [
        "规章 | 1 | 2 | 3 |",
        "| 规章 | 1 | 2 | 3 |",
        "| 规章 | 1 | 2 | 3",
        "|---|:--:|---|---|\n| 规章 | 1 | 2 | 3 |",
        "| **规章** | 1 | 2 | 3 |",
        "规\n章 | 1 | 2 | 3 |",
        "规章 |\n1 |\n2 |\n3 |",
        "规章\n|\n1\n|\n2\n|\n3\n|",
        "|\n规章 |\n1 |\n2 |\n3 |",
        "规章 |\n- 12 - |\n1 |\n2 |\n3 |",
    ],
)
def test_a_row_is_read_however_its_bars_stand(text: str) -> None:
    assert row(read(text), "规章").texts == ("1", "2", "3")


@pytest.mark.parametrize(
    "text", ["规章 | 1 | 2 |", "规章 | 1 | 2 | 3 | 4 |", "规章 |\n1 |\n2 |", "规章 |\n1 |\n2 |\n3 |\n4 |"]
)
def test_a_row_with_another_number_of_cells_is_damaged(text: str) -> None:
    assert row(read(text), "规章").reason == "damaged"


def test_blank_cells_stay_blank_between_bars() -> None:
    assert row(read("规章 | 1 | | 3 |"), "规章").texts == ("1", "", "3")
    assert row(read("规章 |\n1 |\n|\n3 |"), "规章").texts == ("1", "", "3")


def test_a_page_mark_between_cells_is_set_aside() -> None:
    found = read("规章 |\n第 12 页 |\n1 |\n2 |\n3 |")
    assert [(stray.text, str(stray.where)) for stray in found.strays] == [("第 12 页 |", "line 2")]


def test_a_label_on_a_line_of_its_own_above_a_row_has_lost_its_values() -> None:
    found = read("规章\n行政规范性文件 | 4 | 5 | 6 |")
    assert row(found, "行政规范性文件").texts == ("4", "5", "6")
    assert row(found, "规章").reason == "vanished"


@pytest.mark.parametrize("text", ["规章 | 1 | 2 | 4\n5 |\n行政规范性文件 | 1 | 2 | 3 |", "规章 | 1 | 2 | 4\n5"])
def test_a_number_that_a_line_breaks_makes_no_other_number(text: str) -> None:
    reading = row(read(text), "规章")
    assert reading.texts is None or reading.texts == ("1", "2", "4 5")


@pytest.mark.parametrize(
    ("before", "text", "whole"), [("规", "章", "规章"), ("1", "2", "1 2"), ("规1", "章", "规1章"), ("", "2", "2")]
)
def test_lines_of_a_cell_run_on_but_numbers_never_do(before: str, text: str, whole: str) -> None:
    assert joined(before, text) == whole


@given(
    st.lists(
        st.sampled_from(["规章", "|", "1", "", " ", "||", "|---|", "行政许可 | 3 |", "- 2 - |"]),
        min_size=1,
        max_size=25,
    )
)
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    found = read("\n".join(lines))
    for number, reading in found.readings.items():
        assert reading.texts is None or len(reading.texts) == len(LEXICON.rows[number].cells)


def test_rows_that_are_filled_up_are_told_by_their_header(lexicon: Lexicon) -> None:
    """A blank left out moves what is behind it to the left, which only the last cell shows."""
    header = "信息内容 |\n本年制发件数 |\n本年废止件数 |\n现行有效件数 |\n|\n"
    found = read(header + "规章 |\n1 |\n2 |\n3 |\n|\n行政规范性文件 |\n4 |\n5 |\n||")
    assert row(found, "规章").texts == ("1", "2", "3")
    assert row(found, "行政规范性文件").texts is None
