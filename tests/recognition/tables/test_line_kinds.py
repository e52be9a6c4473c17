"""Lines of text: which may belong to a table, and where their label ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.form import load_form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.tables.line_kinds import (
    TextLine,
    hold_rows,
    label_and_values,
    looks_tabular,
    names_row,
    without_page_marks,
)

LEXICON = lexicon_of(load_form("disclosure-2021"))


@pytest.mark.parametrize(
    "text",
    [
        "a | b",
        "\t",
        "a\tb",
        "1 2 3",
        "7",
        "规章",
        "规章 1 2 3",
        "信息内容",
        "本年制发件数 本年废止件数",
        "本年新公开数量",
        "规章123",
        "自然人",
    ],
)
def test_lines_of_borders_values_and_labels_look_tabular(text: str, lexicon: Lexicon) -> None:
    assert looks_tabular(text, lexicon)


@pytest.mark.parametrize(
    "text", ["", "   ", "。。。", "全年公开信息5条。", "（续表）", "2024年", "联系电话：0000", "见附件 3"]
)
def test_prose_does_not(text: str, lexicon: Lexicon) -> None:
    assert not looks_tabular(text, lexicon)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("规章", True),
        ("规章 1 2 3", True),
        ("| 规章 | 1 | 2 | 3 |", True),
        ("规章\t1", True),
        ("规章123", True),
        ("第二十条第（一）项 规章 5", True),
        ("信息内容", False),
        ("1 2 3", False),
        ("| 章 | 1 |", False),
        ("本县规章1件", False),
        ("", False),
    ],
)
def test_a_line_names_a_row_by_its_whole_label(text: str, named: bool, lexicon: Lexicon) -> None:
    assert names_row(text, lexicon) is named


@pytest.mark.parametrize(
    ("text", "label", "values"),
    [
        ("规章 1 2 3", "规章", ["1", "2", "3"]),
        ("  规 章   1", "  规 章", ["1"]),
        ("规章", "规章", []),
        ("1 2", "", ["1", "2"]),
        ("1 规章 2", "1 规章", ["2"]),
        ("规章 123/0", "规章", ["123/0"]),
        ("", "", []),
    ],
)
def test_values_at_the_end_of_a_line_are_taken_from_its_label(
    text: str, label: str, values: list[str], lexicon: Lexicon
) -> None:
    assert label_and_values(text, lexicon) == (label, values)


@given(st.text(alphabet="规章 12/\t,.申请", max_size=30))
def test_label_and_values_are_all_of_a_line(text: str) -> None:
    label, values = label_and_values(text, LEXICON)
    assert [*label.split(), *values] == text.split()


@pytest.mark.parametrize(
    ("texts", "held"),
    [
        (["1 2 3"], True),
        (["1", "规章 2"], False),
        (["a b c d e f g h"], True),
        (["一句", "话"], False),
        ([], False),
    ],
)
def test_lines_of_bare_values_or_many_words_hold_rows(texts: list[str], held: bool, lexicon: Lexicon) -> None:
    assert hold_rows([TextLine(n, text) for n, text in enumerate(texts, 1)], lexicon) is held


def test_a_header_whose_row_has_no_label_holds_a_row(lexicon: Lexicon) -> None:
    assert hold_rows([TextLine(1, lexicon.signatures[0][0])], lexicon)


def test_page_marks_are_taken_out_and_everything_else_stays(lexicon: Lexicon) -> None:
    lines = [TextLine(n, text) for n, text in enumerate(["规章 1", "- 3 -", "| 第 4 页 |", "5"], 1)]
    rest, marks = without_page_marks(lines, lexicon)
    assert ([line.number for line in rest], [line.number for line in marks]) == ([1, 3, 4], [2])
    rest, marks = without_page_marks(lines, lexicon, " |")
    assert ([line.number for line in rest], [line.number for line in marks]) == ([1, 4], [2, 3])
