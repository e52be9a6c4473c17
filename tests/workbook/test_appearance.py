"""How cells are written: room for text, characters that a workbook cannot hold, merged cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from drafter.workbook.appearance import COLORS, LINE_HEIGHT, CellLook, SheetPage, clean, fill, lines_of
from drafter.workbook.labels import WorkbookWords, words_of
from drafter.workbook.layout import SheetPlace


@pytest.fixture
def page() -> SheetPage:
    return SheetPage(Workbook().create_sheet("T"), words_of("zh"))


@pytest.mark.parametrize(
    ("text", "characters", "lines"),
    [
        ("", 10, 1),
        ("abcd", 10, 1),
        ("公开公开", 10, 1),
        ("公开公开公", 10, 2),
        ("a\nb", 10, 2),
        ("a\n\nb", 10, 3),
        ("abcdef", 0, 3),
    ],
)
def test_a_text_takes_lines_by_its_columns(text: str, characters: float, lines: int) -> None:
    assert lines_of(text, characters) == lines


@given(st.text(max_size=60), st.integers(3, 80))
def test_a_wider_cell_needs_no_more_lines(text: str, width: int) -> None:
    assert 1 <= lines_of(text, width + 1) <= lines_of(text, width)


@given(st.text())
def test_cleaned_text_can_be_held_by_a_workbook(text: str) -> None:
    assert not ILLEGAL_CHARACTERS_RE.search(clean(text))
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["规章", "a\nb", "=1+1", "30%"])
def test_usual_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


def test_text_that_looks_like_a_formula_is_written_as_text(page: SheetPage) -> None:
    cell = page.put(SheetPlace("T", 1, 1), "=1+1", CellLook())
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert page.formula(SheetPlace("T", 2, 1), "=1+1", CellLook()).data_type == "f"


def test_a_cell_with_spans_is_merged_and_bordered_all_over(page: SheetPage) -> None:
    page.put(SheetPlace("T", 2, 1, 2, 3), "a", CellLook(fill="total"))
    assert [str(area) for area in page.sheet.merged_cells.ranges] == ["A2:C3"]
    for place in ("A2", "C2", "A3", "C3"):
        assert page.sheet[place].border.left.style == "thin"
        assert page.sheet[place].fill.start_color.rgb.endswith(COLORS["total"])


def test_a_row_grows_and_never_shrinks(page: SheetPage) -> None:
    for lines, height in ((2, 2), (1, 2), (3, 3)):
        page.height(4, lines)
        assert page.sheet.row_dimensions[4].height == height * LINE_HEIGHT + 6


def test_the_page_is_as_wide_as_the_sheet_and_repeats_its_head(page: SheetPage) -> None:
    page.print_on_a4(3)
    setup = page.sheet.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
    assert page.sheet.print_title_rows in ("1:3", "$1:$3")


@pytest.mark.parametrize("name", COLORS)
def test_every_colour_has_words_in_every_language(name: str) -> None:
    assert fill(name).start_color.rgb.endswith(COLORS[name])
    for language in ("zh", "en"):
        assert getattr(words_of(language).guide.legend, name)


@pytest.mark.parametrize("language", ["zh", "en", "de"])
def test_any_language_but_chinese_has_the_english_words(language: str) -> None:
    words = words_of(language)
    assert isinstance(words, WorkbookWords)
    assert (words is words_of("en")) is (language != "zh") or language == "de"
    assert len(words.entries.columns) == 6
