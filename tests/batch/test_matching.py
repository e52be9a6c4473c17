"""Matching: each file has one row that says what is to be done about it, and each silent unit has one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from received import FORM, report

from drafter.batch.collect import Received
from drafter.batch.matching import Arrival, Delivery, match, usual_year
from drafter.batch.records import Ending, FileResult
from drafter.batch.units import Unit, UnitList
from drafter.report import json as filing_codec

UNITS = UnitList((Unit("青禾县水利局", ("县水利局",)), Unit("青禾县教育局"), Unit("云溪镇人民政府", expected=False)))
ERROR = {"severity": "error", "rule": "A3"}


def result(unit: str = "青禾县水利局", year: int = 2024, digest: str = "d", **values: object) -> FileResult:
    read = FileResult(digest, Ending.READ, filing=filing_codec.filing_data(report(unit, year)), tabled=True)
    return replace(read, **values)  # type: ignore[arg-type]


def rows(*pairs: tuple[str, FileResult], units: UnitList | None = UNITS) -> list[Delivery]:
    given = [(Received(path=None, name=name, digest=item.digest), item) for name, item in pairs]  # type: ignore[arg-type]
    return list(match(given, units, 2024, FORM))


@pytest.mark.parametrize(
    ("name", "item", "arrival"),
    [
        ("a.docx", result(), Arrival.CLEAN),
        ("a.docx", result("县水利局"), Arrival.CLEAN),
        ("a.docx", result(findings=(ERROR,)), Arrival.ERRORS),
        ("a.docx", result(year=2023), Arrival.OTHER_YEAR),
        ("青禾县教育局.docx", result(), Arrival.OTHER_UNIT),
        ("a.docx", result("青禾县水务局"), Arrival.NOT_LISTED),
        ("a.docx", result(tabled=False), Arrival.OTHER_FORM),
        ("a.docx", result(year=2019), Arrival.OTHER_FORM),
        ("a.docx", FileResult("d", Ending.REFUSED), Arrival.UNREADABLE),
        ("a.docx", FileResult("d", Ending.FAILED), Arrival.FAILED),
    ],
)
def test_a_file_stands_in_one_row(name: str, item: FileResult, arrival: Arrival) -> None:
    assert rows((name, item))[0].arrival is arrival


def test_units_that_sent_nothing_are_missing_unless_no_report_is_due() -> None:
    found = [(row.arrival, row.unit) for row in rows(("a.docx", result()))[1:]]
    assert found == [(Arrival.MISSING, "青禾县教育局")]


def test_a_file_without_a_name_in_its_title_is_matched_by_its_own_name_and_told_so() -> None:
    nameless = result(filing={**filing_codec.filing_data(report("", 2024)), "organization": None})
    (row, *_) = rows(("收件/青禾县水利局年报.docx", nameless))
    assert (row.unit, row.matched_by) == ("青禾县水利局", "file")


def test_candidates_are_shown_and_never_taken() -> None:
    (row, *_) = rows(("a.docx", result("青禾县水利和水务局")))
    assert row.candidates[0] == "青禾县水利局" and row.unit == ""


def test_another_name_in_the_title_is_not_overruled_by_the_name_of_the_file() -> None:
    (row, *_) = rows(("青禾县教育局.docx", result("青禾县文教卫生服务中心")))
    assert (row.arrival, row.unit, row.candidates[0]) == (Arrival.NOT_LISTED, "", "青禾县教育局")


def test_two_reports_of_a_unit_are_double_and_neither_counts() -> None:
    found = rows(("a.docx", result(digest="1")), ("b.docx", result(digest="2")))
    assert [(row.arrival, row.others) for row in found[:2]] == [
        (Arrival.DOUBLE, ("b.docx",)),
        (Arrival.DOUBLE, ("a.docx",)),
    ]


def test_of_two_copies_of_one_file_the_first_counts() -> None:
    found = rows(("a.docx", result()), ("b.docx", result()))
    assert [row.arrival for row in found[:2]] == [Arrival.CLEAN, Arrival.DOUBLE]


def test_an_unreadable_file_named_after_a_unit_is_that_units() -> None:
    found = rows(("青禾县教育局.pdf", FileResult("d", Ending.REFUSED)), ("a.docx", result(digest="e")))
    assert [row.unit for row in found] == ["青禾县教育局", "青禾县水利局"]


def test_without_a_list_every_name_is_a_unit_and_none_is_missing() -> None:
    found = rows(("a.docx", result("某县林业局")), units=None)
    assert [(row.arrival, row.unit, row.kind) for row in found] == [(Arrival.CLEAN, "某县林业局", "local_department")]


def test_the_usual_year_is_that_of_most_reports() -> None:
    assert usual_year([2024, 2024, 2023, None]) == 2024
    assert usual_year([]) is None
