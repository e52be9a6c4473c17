"""Collecting rows: what stands twice, below other columns, or in an older format is not read."""

from __future__ import annotations

import pytest

from drafter.recognition.clues import RowClue
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.collector import RowCollector
from drafter.recognition.tables.found import RowReading, TablesFound, line_place

HEADER = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
SWAPPED = ("信息内容", "本年废止件数", "本年制发件数", "现行有效件数")


@pytest.fixture
def collector(lexicon: Lexicon) -> RowCollector:
    return RowCollector(TablesFound(), lexicon)


@pytest.fixture
def row(lexicon: Lexicon) -> int:
    return lexicon.anchors[plain("规章")][0]


def read(collector: RowCollector, row: int, texts: str = "1 2 3", line: int = 1) -> RowReading:
    collector.assign(row, texts.split(), line_place(line), RowClue.LABEL)
    return collector.readings[row]


def test_a_row_below_its_header_is_read(collector: RowCollector, row: int) -> None:
    collector.labels(HEADER)
    assert read(collector, row).texts == ("1", "2", "3")
    assert collector.found().unheaded == frozenset()


def test_a_row_without_a_header_is_read_and_noted(collector: RowCollector, row: int) -> None:
    assert read(collector, row).texts == ("1", "2", "3")
    assert collector.found().unheaded == {row}


def test_a_row_below_columns_in_another_order_is_not_read(collector: RowCollector, row: int) -> None:
    collector.labels(SWAPPED)
    assert read(collector, row).reason == "columns"


def test_a_label_below_values_begins_another_header(collector: RowCollector, row: int) -> None:
    collector.labels(SWAPPED)
    read(collector, row)
    collector.labels(HEADER)
    assert read(collector, row).texts == ("1", "2", "3")


@pytest.mark.parametrize(("again", "reason"), [("1 2 3", None), ("1 2 4", "twice")])
def test_a_row_that_stands_twice_is_read_if_it_says_the_same(
    again: str, reason: str | None, collector: RowCollector, row: int
) -> None:
    read(collector, row)
    reading = read(collector, row, again, 9)
    assert reading.reason == reason
    assert reading.raw == ("1 2 3" if reason is None else f"1 2 3 / {again}")
    assert collector.found().row_count == 2


def test_a_refused_row_that_is_read_elsewhere_stands_twice(collector: RowCollector, row: int) -> None:
    collector.refuse(row, "1 2", line_place(1), RowClue.LABEL)
    assert read(collector, row).reason == "twice"


def test_a_table_of_other_columns_takes_nothing_from_the_form_s_own(collector: RowCollector, row: int) -> None:
    collector.labels(HEADER)
    read(collector, row)
    collector.labels(SWAPPED)
    assert read(collector, row, "7 8 9").texts == ("1", "2", "3")


def test_rows_below_words_of_an_older_format_are_not_read(collector: RowCollector, row: int) -> None:
    collector.labels(("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"))
    assert read(collector, row).reason == "superseded"
    assert collector.found().superseded == ("2019",)


def test_a_label_without_values_is_named_and_not_read(collector: RowCollector, row: int) -> None:
    collector.labels(["规章"])
    found = collector.found()
    assert found.named == {row} and not found.readings


def test_a_region_goes_on_where_the_one_before_ended(collector: RowCollector, row: int, lexicon: Lexicon) -> None:
    collector.labels(HEADER)
    collector.aside(" 第 3 页 ", line_place(2))
    before = collector.found()
    after = RowCollector(before, lexicon)
    read(after, row)
    after.orphan("其他 3", line_place(4))
    found = after.found()
    assert [stray.text for stray in found.strays] == ["第 3 页", "其他 3"]
    assert (found.last, found.row_count, found.unheaded) == (row, 1, frozenset())
    assert (before.last, before.row_count, len(before.strays)) == (-1, 0, 1)
