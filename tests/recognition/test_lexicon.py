"""What recognition looks up of a form: rows by their labels, values, page marks, words that are broken."""

from __future__ import annotations

import shutil
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from drafter.form import load_form
from drafter.recognition.clues import RowClue
from drafter.recognition.files import read_report
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.lexicon import Lexicon, order_in, spelled_over
from drafter.recognition.spelling import plain
from drafter.views.readings import reading_lines

FORM = Path(__file__).resolve().parents[1] / "forms" / "records-2020"


@pytest.mark.parametrize("words", ['["N/A", "-"]', '["N/A"]', "[]"])
def test_words_that_stand_for_no_number_need_hold_no_sign(words: str, tmp_path: Path) -> None:
    folder = tmp_path / "form"
    shutil.copytree(FORM, folder)
    path = folder / "form.toml"
    text = path.read_text(encoding="utf-8")
    assert '["N/A", "-"]' in text
    path.write_text(text.replace('not_numbers = ["N/A", "-"]', f"not_numbers = {words}"), encoding="utf-8")
    form = load_form(str(folder))
    reading = read_report(FORM / "last-year.txt", form)
    assert reading.filing.figures["components.South quay.granted"] == "N/A"
    assert reading.filing.figures["volume.received.count"] == 120
    assert not any("N/A" in line or "moved in May" in line for line in reading_lines(reading, form, "en"))


LABEL = RowClue.LABEL


@pytest.mark.parametrize(
    ("label", "row", "clue"),
    [
        ("一、本年新收政府信息公开申请数量", "requests.new", LABEL),
        ("二、上年结转政府信息公开申请数量", "requests.carried_in", LABEL),
        ("（一）予以公开", "requests.granted", LABEL),
        ("予以公开", "requests.granted", RowClue.UNNUMBERED),
        ("一、本年新收政府信急公开申请数量", "requests.new", RowClue.SIMILAR),
        ("本年新收政府信息公开申请数量", "requests.new", RowClue.UNNUMBERED),
    ],
)
def test_a_label_names_a_row_by_the_best_clue_there_is(label: str, row: str, clue: RowClue, lexicon: Lexicon) -> None:
    found = lexicon.row_of(plain(label), -1)
    assert found is not None
    assert lexicon.rows[found[0]].addresses[0].startswith(f"{row}.")
    assert found[1] is clue


@pytest.mark.parametrize(
    "label", ["", "公开", "申请数量", "本年新收", "一本年", "完全不同的一个行名称在这里", "0", "合计情况说明"]
)
def test_words_that_are_no_label_name_no_row(label: str, lexicon: Lexicon) -> None:
    assert lexicon.row_of(plain(label), -1) is None


def test_no_two_labels_are_taken_for_one_another(lexicon: Lexicon) -> None:
    """The threshold of similarity lies above the two labels that are most alike."""
    names = [name for name in lexicon.anchors if len(name) >= 4]
    alike = [(one, other) for one, other in combinations(names, 2) if fuzz.ratio(one, other) >= 84]
    assert alike == []


@given(data=st.data())
def test_a_wrong_character_in_a_long_label_names_its_row_or_none(data: st.DataObject) -> None:
    lexicon = lexicon_of(load_form("disclosure-2021"))
    name = data.draw(st.sampled_from([name for name in lexicon.anchors if len(name) >= 9]))
    place = data.draw(st.integers(1, len(name) - 1))
    found = lexicon.row_of(name[:place] + data.draw(st.sampled_from("某年件申开")) + name[place + 1 :], -1)
    assert found is None or found[0] in lexicon.anchors[name]


def test_of_rows_with_the_same_label_the_next_in_the_table_is_meant(lexicon: Lexicon) -> None:
    several = {name: rows for name, rows in lexicon.anchors.items() if len(rows) > 1}
    for name, rows in several.items():
        assert lexicon.row_named(name, -1) == rows[0]
        for before, after in pairwise(rows):
            same = lexicon.rows[before].table == lexicon.rows[after].table
            assert lexicon.row_named(name, before) == (after if same else before)


@pytest.mark.parametrize("text", ["0", "12", "1,203", "３", "/", "-", "3.5", "-4", "无", "3件"])
def test_a_number_or_a_word_for_none_is_a_value(text: str, lexicon: Lexicon) -> None:
    assert lexicon.value.fullmatch(text)


@pytest.mark.parametrize("text", ["", "规章", "3规", "a3", "1 2", "第3页", "（一）"])
def test_words_are_no_value(text: str, lexicon: Lexicon) -> None:
    assert not lexicon.value.fullmatch(text)


@pytest.mark.parametrize(
    ("text", "divided"),
    [
        ("规章123", ("规章", "123")),
        ("行政许可45", ("行政许可", "45")),
        ("规章", None),
        ("123", None),
        ("全年公开信息5", None),
    ],
)
def test_values_that_follow_a_label_without_a_space_are_divided_from_it(
    text: str, divided: tuple[str, str] | None, lexicon: Lexicon
) -> None:
    assert lexicon.divided(text) == divided


@given(st.text(max_size=40))
def test_whatever_is_divided_is_the_whole_text(text: str) -> None:
    divided = lexicon_of(load_form("disclosure-2021")).divided(text)
    assert divided is None or "".join("".join(divided).split()) == "".join(text.split())


@pytest.mark.parametrize("mark", ["- 3 -", "第 3 页", "第3页 共6页", "— 12 —"])
def test_a_number_with_signs_around_it_is_a_page_mark(mark: str, lexicon: Lexicon) -> None:
    assert lexicon.is_page_mark(mark)


@pytest.mark.parametrize("text", ["3", "-3", "0", "规章", "", "第二十条"])
def test_a_value_or_a_word_is_no_page_mark(text: str, lexicon: Lexicon) -> None:
    assert not lexicon.is_page_mark(text)


@pytest.mark.parametrize(
    ("word", "pieces", "spelled"),
    [
        ("本年新公开", ["本年", "新公开"], True),
        ("本年新公开", ["本年新", "项目", "公开"], True),
        ("本年新公开", ["a本年", "x", "新", "y", "公开"], True),
        ("本年新公开", ["新公开", "本年"], False),
        ("本年新公开", ["本年", "公开"], False),
        ("本年新公开", [], False),
        ("本年新公开", ["", ""], False),
    ],
)
def test_a_word_may_be_broken_over_pieces_that_follow_one_another(word: str, pieces: list[str], spelled: bool) -> None:
    assert spelled_over(word, pieces) is spelled


@given(st.text("甲乙丙丁", min_size=2, max_size=8), st.data())
def test_a_word_is_found_wherever_it_is_broken(word: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(word) - 1), min_size=1)))
    pieces = [word[start:end] for start, end in pairwise([0, *cuts, len(word)])]
    assert spelled_over(word, pieces)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("本年制发件数本年废止件数现行有效件数", ("本年制发件数", "本年废止件数", "现行有效件数")),
        ("现行有效件数本年制发件数", ("现行有效件数", "本年制发件数")),
        ("", ()),
    ],
)
def test_names_are_found_in_the_order_of_the_text(text: str, order: tuple[str, ...]) -> None:
    assert order_in(text, ["本年制发件数", "本年废止件数", "现行有效件数"]) == order


def test_a_total_of_a_row_is_a_sum_of_its_other_cells(lexicon: Lexicon) -> None:
    """Where the form has no sum within a row, the last of several cells stands for it."""
    for row, totals, sums in zip(lexicon.rows, lexicon.totals, lexicon.sums, strict=True):
        assert (totals == ()) is (len(row.cells) < 2)
        assert all(place < len(row.cells) for place in totals)
        assert not sums or len(totals) == len(sums)


def test_a_form_in_english_divides_words_by_spaces(english_lexicon: Lexicon, lexicon: Lexicon) -> None:
    assert english_lexicon.word_spaces and not lexicon.word_spaces
    assert english_lexicon.open_headers and not lexicon.open_headers
