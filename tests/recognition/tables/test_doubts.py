"""Doubts: each takes what was found and takes back only the rows that the rest of the source speaks against."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.document import Document, SourcePlace, TableBlock, paragraph
from drafter.recognition.clues import RowClue
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.doubts import doubt_rows
from drafter.recognition.tables.found import BorderlessSigns, RowReading, TablesFound, ValueLine, line_place

NOTHING = Document(())


def at(lexicon: Lexicon, label: str) -> int:
    return lexicon.anchors[plain(label)][0]


def reading(texts: str, line: int = 5, reason: str | None = None) -> RowReading:
    cells = tuple(texts.split(","))
    return RowReading(None if reason else cells, " ".join(cells), line_place(line), RowClue.LABEL, reason, line)


@pytest.fixture
def found(lexicon: Lexicon) -> TablesFound:
    rows = {
        at(lexicon, "规章"): reading("1,2,3"),
        at(lexicon, "行政许可"): reading("7", 6),
        at(lexicon, "行政强制"): reading("8", 7),
    }
    return TablesFound(readings=rows, last=at(lexicon, "行政强制"))


def doubted(found: TablesFound, lexicon: Lexicon, document: Document = NOTHING, **values: object) -> dict[str, str]:
    """Labels of the rows that are taken back, and the reasons."""
    after = doubt_rows(found, document, values.get("pages", {}), values.get("year", 2024), lexicon)  # type: ignore[arg-type]
    names = {at(lexicon, label): label for label in ("规章", "行政许可", "行政强制")}
    return {names[row]: one.reason for row, one in after.readings.items() if one != found.readings[row] and one.reason}


def test_nothing_is_doubted_without_a_sign(found: TablesFound, lexicon: Lexicon) -> None:
    assert doubt_rows(found, NOTHING, {}, 2024, lexicon) == found


def test_rows_below_their_label_are_doubted_where_the_order_is_not_the_form_s(
    found: TablesFound, lexicon: Lexicon
) -> None:
    signs = BorderlessSigns(out_of_order=True, below_label=frozenset({at(lexicon, "行政许可")}))
    assert doubted(replace(found, signs=signs), lexicon) == {"行政许可": "order"}


@pytest.mark.parametrize(("unread", "reasons"), [(True, {"行政许可": "order"}), (False, {})])
def test_values_first_are_doubted_where_the_last_label_has_none(
    unread: bool, reasons: dict[str, str], found: TablesFound, lexicon: Lexicon
) -> None:
    signs = BorderlessSigns(below_label=frozenset({at(lexicon, "行政许可")}), values_first=frozenset({"proactive"}))
    last = max(row for row, one in enumerate(lexicon.rows) if one.table == "proactive")
    found = replace(found, signs=signs, named=frozenset({last} if unread else ()))
    assert doubted(found, lexicon) == reasons


@pytest.mark.parametrize(
    ("pages", "reasons"),
    [
        ({1: 6, 9: 8}, {"行政许可": "page"}),
        ({1: 6}, {"行政许可": "page"}),
        ({1: 7, 9: 8}, {}),
        ({1: 20, 9: 21}, {}),
        ({1: 6, 9: 6}, {}),
        ({1: 9, 9: 3}, {}),
        ({}, {}),
    ],
)
def test_a_lone_number_that_continues_the_page_numbers_is_doubted(
    pages: dict[int, int], reasons: dict[str, str], found: TablesFound, lexicon: Lexicon
) -> None:
    signs = BorderlessSigns(lone={at(lexicon, "行政许可"): (ValueLine(6, "7"),)})
    assert doubted(replace(found, signs=signs), lexicon, pages=pages) == reasons


def test_a_lone_number_is_doubted_where_most_labels_of_one_cell_have_none(found: TablesFound, lexicon: Lexicon) -> None:
    signs = BorderlessSigns(lone={at(lexicon, "行政许可"): (ValueLine(6, "7"),)})
    single = [n for n, row in enumerate(lexicon.rows) if row.table == "proactive" and len(row.cells) == 1]
    bare = frozenset(single) - found.readings.keys()
    found = replace(found, signs=signs)
    assert doubted(replace(found, named=bare), lexicon) == ({"行政许可": "page"} if len(bare) > 2 else {})
    few = {row: one for row, one in found.readings.items() if row == at(lexicon, "行政许可")}
    assert doubted(replace(found, readings=few, named=frozenset(single)), lexicon) == {"行政许可": "page"}


@pytest.mark.parametrize(
    ("year", "superseded", "reason"), [(2020, (), True), (2024, ("2019",), True), (2024, (), False), (None, (), False)]
)
def test_rows_without_a_header_are_doubted_in_an_older_report(
    year: int | None, superseded: tuple[str, ...], reason: bool, found: TablesFound, lexicon: Lexicon
) -> None:
    rows = frozenset({at(lexicon, "行政许可")})
    found = replace(found, unheaded=rows, superseded=superseded)
    assert doubted(found, lexicon, year=year) == ({"行政许可": "superseded"} if reason else {})


def test_a_row_whose_total_says_otherwise_is_to_be_checked(lexicon: Lexicon) -> None:
    row = at(lexicon, "一、本年新收政府信息公开申请数量")
    wrong = ("1,,0,0,0,0,3", "1,2,0,0,0,0,2", "0 2,,0,1,1,1,65", "1,2,0,0,0,0,x")
    for texts, clue in (*((one, RowClue.SUM_DIFFERS) for one in wrong), ("1,,0,0,0,0,1", RowClue.LABEL)):
        found = TablesFound(readings={row: reading(texts)})
        assert doubt_rows(found, NOTHING, {}, 2024, lexicon).readings[row].how is clue


def test_a_row_with_numbers_and_a_blank_total_is_unread_where_others_have_theirs(lexicon: Lexicon) -> None:
    rows = [number for number, row in enumerate(lexicon.rows) if row.table == "requests"][:3]
    whole = {row: reading("1,0,0,0,0,0,1") for row in rows}
    lacking = {**whole, rows[0]: reading("1,0,0,0,0,0,")}
    after = doubt_rows(TablesFound(readings=lacking), NOTHING, {}, 2024, lexicon)
    assert [after.readings[row].reason for row in rows] == ["no_total", None, None]
    few = TablesFound(readings=dict.fromkeys(rows, lacking[rows[0]]))
    assert {one.how for one in doubt_rows(few, NOTHING, {}, 2024, lexicon).readings.values()} == {RowClue.NO_TOTAL}
    empty = {**whole, rows[0]: reading(",,,,,,")}
    assert doubt_rows(TablesFound(readings=empty), NOTHING, {}, 2024, lexicon).readings[rows[0]].how is RowClue.LABEL


LINES = tuple(paragraph(text) for text in ("a", "b", "c", "d", "e", "f", "行政强制 8"))


@pytest.mark.parametrize(
    ("document", "reasons"),
    [
        (Document(LINES, cut=True), {"行政强制": "cut"}),
        (Document((*LINES, paragraph("")), cut=True), {"行政强制": "cut"}),
        (Document(LINES, cut=False), {}),
        (Document((*LINES, paragraph("更多")), cut=True), {}),
        (Document((*LINES[:-1], paragraph("行政强制 8 |")), cut=True), {}),
        (Document((*LINES, TableBlock(())), cut=True), {"行政强制": "cut"}),
        (Document((), cut=True), {}),
    ],
)
def test_the_last_row_is_doubted_where_the_source_breaks_off_in_it(
    document: Document, reasons: dict[str, str], found: TablesFound, lexicon: Lexicon
) -> None:
    assert doubted(found, lexicon, document) == reasons


def test_a_row_of_a_table_is_not_at_the_end_of_a_line(found: TablesFound, lexicon: Lexicon) -> None:
    row = found.last
    in_table = replace(found.readings[row], where=SourcePlace("row", 7, "proactive", 1), end=None)
    found = replace(found, readings={**found.readings, row: in_table})
    assert doubted(found, lexicon, Document(LINES, cut=True)) == {}
