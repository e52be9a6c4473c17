"""What was found of tables: values that doubts change into other values."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from drafter.document import SourcePlace
from drafter.recognition.clues import RowClue
from drafter.recognition.tables.found import BorderlessSigns, RowReading, SourceRow, TablesFound, ValueLine, line_place
from drafter.report.filing import Unplaced

READ = RowReading(("1", "2"), "1 2", line_place(3), RowClue.LABEL)
REFUSED = RowReading(None, "1", line_place(4), RowClue.LABEL, "damaged")
FOUND = TablesFound(readings={0: READ, 1: REFUSED})


def test_a_doubted_row_is_unread_and_keeps_its_text_and_place() -> None:
    doubted = FOUND.doubting([0], "order")
    assert doubted.readings[0] == RowReading(None, "1 2", line_place(3), RowClue.LABEL, "order")
    assert FOUND.readings[0] == READ


def test_a_row_that_was_not_read_keeps_its_first_reason() -> None:
    assert FOUND.doubting([1], "order") == FOUND


def test_no_doubt_changes_nothing() -> None:
    assert FOUND.doubting([], "order") is FOUND and FOUND.suspecting({}) is FOUND and FOUND.with_strays([]) is FOUND


def test_a_suspected_row_is_read_and_to_be_checked() -> None:
    reading = FOUND.suspecting({0: RowClue.SUM_DIFFERS}).readings[0]
    assert reading.texts == ("1", "2") and not reading.how.is_certain


def test_strays_are_added_behind_those_before() -> None:
    one, two = (Unplaced(text, SourcePlace("line", 1)) for text in "ab")
    assert FOUND.with_strays([one]).with_strays([two]).strays == (one, two)


def test_what_was_found_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        FOUND.last = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        TablesFound().readings[0] = READ  # type: ignore[index]


def test_signs_of_several_regions_are_taken_together() -> None:
    one = BorderlessSigns(False, frozenset({1}), frozenset(), {1: (ValueLine(5, "2"),)})
    other = BorderlessSigns(True, frozenset({2}), frozenset({"requests"}), {1: (ValueLine(9, "4"),)})
    both = one | other
    assert (both.out_of_order, both.below_label, both.values_first) == (True, {1, 2}, {"requests"})
    assert both.lone == {1: (ValueLine(9, "4"),)}
    assert BorderlessSigns() | one == one


def test_a_row_of_a_line_stands_on_it() -> None:
    row = SourceRow.of_line(["规章", "1", ""], 12)
    assert row.where == SourcePlace("line", 12) and row.width == 0
    assert row.text == "规章\t1"


@pytest.mark.parametrize("clue", RowClue)
def test_only_the_official_label_and_the_header_are_certain(clue: RowClue) -> None:
    assert clue.is_certain is (clue in (RowClue.LABEL, RowClue.HEADER))
