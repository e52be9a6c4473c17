"""The row that the labels of a stream name, and which of the labels are its own."""

from __future__ import annotations

import pytest

from drafter.recognition.clues import RowClue
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.row_names import drawn_row, named_by_label, whole_labels
from drafter.recognition.tables.tokens import Stretch, TableToken


def stretch(labels: str, values: str = "") -> Stretch:
    return Stretch(
        [TableToken(text, False, line) for line, text in enumerate(labels.split())],
        [TableToken(text, True, 50) for text in values.split()],
    )


@pytest.mark.parametrize(
    ("labels", "behind", "label", "clue", "start", "used"),
    [
        ("规章", "", "规章", RowClue.LABEL, 0, 0),
        ("信息内容 规章", "", "规章", RowClue.LABEL, 1, 0),
        ("规 章", "", "规章", RowClue.LABEL, 0, 0),
        ("信息 规 章", "行政许可", "规章", RowClue.LABEL, 1, 0),
        ("2.重复", "申请 3.要求", "2.重复申请", RowClue.PIECES, 0, 1),
        ("予以公开", "", "（一）予以公开", RowClue.UNNUMBERED, 0, 0),
    ],
)
def test_labels_name_the_row_that_they_end_with(
    labels: str, behind: str, label: str, clue: RowClue, start: int, used: int, lexicon: Lexicon
) -> None:
    found = named_by_label(stretch(labels, "1"), stretch(behind), lexicon, -1)
    assert found is not None
    assert found.row in lexicon.anchors[plain(label)]
    assert found[1:] == (clue, start, used)


@pytest.mark.parametrize("labels", ["", "信息", "年 月 日", "本县", "信息内容"])
def test_other_words_name_none(labels: str, lexicon: Lexicon) -> None:
    assert named_by_label(stretch(labels, "1"), stretch(""), lexicon, -1) is None


def test_a_row_of_blanks_takes_no_labels_from_behind(lexicon: Lexicon) -> None:
    blank = Stretch(stretch("2.重复").labels, [TableToken("", True, 3)])
    assert named_by_label(blank, stretch("申请"), lexicon, -1) is None


def test_all_whole_labels_among_pieces_are_seen(lexicon: Lexicon) -> None:
    found = whole_labels(stretch("信息内容 规 章 行政 行政许可 行政强制").labels, lexicon)
    wanted = {row for name in ("规章", "行政许可", "行政强制") for row in lexicon.anchors[plain(name)]}
    assert found == wanted


def test_a_header_that_is_drawn_line_by_line_names_the_row_below_it(lexicon: Lexicon) -> None:
    (number, slots), *_ = lexicon.headers.items()
    row = lexicon.rows[number]
    above = lexicon.form.tables[row.table].grid[: row.line]
    labels = [TableToken(slot.text, False, line) for line, slots in enumerate(above) for slot in slots if slot.text]
    assert drawn_row(labels, lexicon) == number
    assert drawn_row(labels[:-1], lexicon) is None
    assert drawn_row([], lexicon) is None
