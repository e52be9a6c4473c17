"""How tables write merged cells: a row's values are found in every style, or in none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.form import load_form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.tables.found import SourceRow
from drafter.recognition.tables.merged_cells import MergeStyle, RowLabel, merge_style, shifted_rows

LEXICON = lexicon_of(load_form("disclosure-2021"))
NEW = LEXICON.anchors["一本年新收政府信息公开申请数量"][0]
ROW = LEXICON.rows[NEW]
WIDTH = LEXICON.widths["requests"]
LABEL = "一、本年新收政府信息公开申请数量"
SEVEN = ["1", "2", "3", "4", "5", "6", "21"]


def rows(*cells: list[str]) -> list[SourceRow]:
    return [SourceRow.of_line(texts, number) for number, texts in enumerate(cells, 1)]


def labels(found: list[SourceRow]) -> list[RowLabel]:
    return [(row.cells.index(LABEL), NEW) if LABEL in row.cells else None for row in found]


@pytest.mark.parametrize(
    ("style", "cells", "index"),
    [
        (MergeStyle.SPANS, [LABEL, *SEVEN], 0),
        (MergeStyle.SPANS, ["三、本年度", LABEL, *SEVEN], 1),
        (MergeStyle.FLAT, [LABEL, "", "", *SEVEN], 0),
        (MergeStyle.FLAT, [LABEL, LABEL, LABEL, *SEVEN], 2),
        (MergeStyle.ACROSS, [LABEL, "", "", *SEVEN], 0),
        (MergeStyle.PADDED, [LABEL, *SEVEN, "", ""], 0),
        (MergeStyle.PADDED, [LABEL, *[""] * 9], 0),
    ],
)
def test_values_are_found_behind_the_label(style: MergeStyle, cells: list[str], index: int) -> None:
    assert [text for text in style.values(cells, index, ROW, WIDTH) or () if text] in (SEVEN, [])


@pytest.mark.parametrize(
    ("style", "cells"),
    [
        (MergeStyle.SPANS, [LABEL, *SEVEN[1:]]),
        (MergeStyle.SPANS, [LABEL, *SEVEN, "7"]),
        (MergeStyle.FLAT, [LABEL, "", *SEVEN]),
        (MergeStyle.FLAT, [LABEL, "", "", *SEVEN, ""]),
        (MergeStyle.FLAT, [LABEL, "9", "", *SEVEN]),
        (MergeStyle.ACROSS, [LABEL, "", *SEVEN]),
        (MergeStyle.PADDED, [LABEL, *SEVEN[1:], "", ""]),
        (MergeStyle.PADDED, [LABEL, *SEVEN, "", "3"]),
    ],
)
def test_a_row_with_another_number_of_cells_has_no_values(style: MergeStyle, cells: list[str]) -> None:
    assert style.values(cells, 0, ROW, WIDTH) is None


@given(st.sampled_from([*MergeStyle]), st.lists(st.sampled_from(["", "1", LABEL, "x"]), min_size=1, max_size=14))
def test_no_style_finds_another_number_of_values_than_the_row_has(style: MergeStyle, cells: list[str]) -> None:
    texts = style.values(cells, 0, ROW, WIDTH)
    assert texts is None or len(texts) == len(ROW.cells)


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        ([[LABEL, *SEVEN], [LABEL, *SEVEN]], MergeStyle.SPANS),
        ([[LABEL, "", "", *SEVEN], [LABEL, "", "", *SEVEN]], MergeStyle.FLAT),
        ([[LABEL, *SEVEN, "", ""], [LABEL, *SEVEN, "", ""]], MergeStyle.PADDED),
        ([[LABEL, "", "", *SEVEN], [LABEL, *SEVEN], [LABEL, *SEVEN]], MergeStyle.SPANS),
        ([["一句话"]], MergeStyle.SPANS),
        ([], MergeStyle.SPANS),
    ],
)
def test_the_style_of_a_table_is_that_of_most_rows(cells: list[list[str]], style: MergeStyle) -> None:
    found = rows(*cells)
    assert merge_style(found, labels(found), LEXICON) is style


def test_a_row_wider_than_the_others_is_shifted() -> None:
    found = [
        SourceRow((LABEL, *SEVEN), row.where, width) for row, width in zip(rows([], [], []), (10, 10, 11), strict=True)
    ]
    assert shifted_rows(found, [(0, NEW)] * 3, LEXICON, MergeStyle.SPANS) == {2}


def test_a_row_is_shifted_where_most_rows_have_another_number_of_values() -> None:
    found = rows([LABEL, *SEVEN], [LABEL, *SEVEN, "0"], [LABEL, *SEVEN, "0"])
    assert shifted_rows(found, labels(found), LEXICON, MergeStyle.SPANS) == {0}
    assert not shifted_rows(found[:2], labels(found[:2]), LEXICON, MergeStyle.SPANS)
