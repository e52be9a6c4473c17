"""Sections: a document is cut at its headings, and everything in it stands in one part or is set aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import Document, Picture, cell, paragraph
from drafter.document import TableBlock as SourceTable
from drafter.form import load_form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.sections import Divided, SectionPart, missing_parts, page_numbers, parts_of, text_width

LEXICON = lexicon_of(load_form("disclosure-2021"))
HEADINGS = [section.heading for section in LEXICON.form.sections]


def divided(*lines: str, by_line: bool = True) -> Divided:
    return parts_of(Document(tuple(map(paragraph, lines)), by_line=by_line), LEXICON)


def texts(found: Divided) -> list[tuple[str | None, list[str]]]:
    return [
        (part.section, [block.text for _, block in part.blocks if not isinstance(block, SourceTable | Picture)])
        for part in found.parts
    ]


def test_a_heading_begins_a_part() -> None:
    found = divided("前言。", HEADINGS[0], "甲。", "乙。", HEADINGS[5], "无。")
    assert texts(found) == [
        (None, ["前言。"]),
        ("overview", ["甲。", "乙。"]),
        (LEXICON.form.sections[5].key, ["无。"]),
    ]
    assert not found.variants and not found.marks


def test_a_heading_in_other_words_is_told() -> None:
    variant = next(alias for section in LEXICON.form.sections for alias in section.aliases)
    assert divided(variant, "甲。").variants == [variant]


def test_a_heading_at_the_end_of_a_paragraph_and_one_with_text_behind_it_begin_parts() -> None:
    found = divided("前言。一、总体情况", "甲。")
    assert texts(found) == [(None, ["前言。"]), ("overview", ["甲。"])]
    assert texts(divided("一、总体情况 2024年，甲。")) == [(None, []), ("overview", ["2024年，甲。"])]


def test_a_page_mark_is_in_no_part() -> None:
    found = divided("甲。", "- 3 -", "乙。")
    assert [(mark.text, str(mark.where)) for mark in found.marks] == [("- 3 -", "line 2")]
    assert texts(found) == [(None, ["甲。", "乙。"])]


def test_blocks_keep_their_numbers_in_the_document() -> None:
    (part,) = divided("甲。", "- 3 -", "乙。").parts
    assert [number for number, _ in part.blocks] == [1, 3]


def test_lines_of_a_paragraph_that_are_sentences_are_as_many_paragraphs() -> None:
    assert texts(divided("甲。\n一、总体情况\n乙。", by_line=False)) == [(None, ["甲。"]), ("overview", ["乙。"])]
    assert texts(divided("甲\n乙。", by_line=False)) == [(None, ["甲\n乙。"])]


@pytest.mark.parametrize("count", [2, 3, 6])
def test_headings_that_come_again_below_are_a_list_of_contents_from_three_on(count: int) -> None:
    found = divided("目录", *HEADINGS[:count], *(line for heading in HEADINGS for line in (heading, "甲。")))
    assert len(found.parts) == 1 + len(HEADINGS) + (count if count < 3 else 0)
    assert len(found.marks) == (0 if count < 3 else count + 1)


@given(st.lists(st.sampled_from(["甲。", "", *HEADINGS[:3], "- 2 -", "目录", "3", "前言。一、总体情况"]), max_size=16))
def test_no_line_is_lost_and_no_page_mark_stays(lines: list[str]) -> None:
    found = divided(*lines)
    inside = "".join(text for _, own in texts(found) for text in own)
    assert [mark.text for mark in found.marks].count("- 2 -") == lines.count("- 2 -")
    assert inside.count("甲") == "".join(lines).count("甲")
    assert inside.count("前言") == "".join(lines).count("前言")


@pytest.mark.parametrize(
    ("text", "entry"), [("", True), ("12", True), ("……12", True), ("（4）", True), ("甲", False), ("12345", False)]
)
def test_below_an_entry_of_contents_stands_a_page_number_or_nothing(text: str, entry: bool) -> None:
    assert SectionPart("overview", ((1, paragraph(text)),)).is_entry is entry


def test_a_table_is_no_entry() -> None:
    assert not SectionPart("overview", ((1, SourceTable(((cell("1"),),))),)).is_entry


def test_sections_that_are_missing_or_empty_are_told(lexicon: Lexicon) -> None:
    keys = [notice.key for notice in missing_parts(divided(HEADINGS[0], "甲。", HEADINGS[1]).parts, lexicon)]
    assert keys == ["section_absent"] * (len(HEADINGS) - 2) + ["section_empty"]
    assert not list(missing_parts(divided("甲").parts, lexicon))


@pytest.mark.parametrize(
    ("last", "told"),
    [("本年工作平稳推", True), ("本年平稳。", False), ("无", False), ("2025年1月10日", False), ("甲：", False)],
)
def test_an_end_within_a_sentence_is_told(last: str, told: bool, lexicon: Lexicon) -> None:
    whole = [line for heading in HEADINGS for line in (heading, "甲。")]
    found = [notice.key for notice in missing_parts(divided(*whole, last).parts, lexicon)]
    assert found == ["ends_abruptly"] * told


def test_numbers_alone_on_lines_of_the_prose_may_be_page_numbers(lexicon: Lexicon) -> None:
    parts = divided("甲。", "3", HEADINGS[1], "4", HEADINGS[4], "2024", " 5 ", "6件").parts
    assert page_numbers(parts, lexicon) == {2: 3, 7: 5}


def test_the_width_is_that_of_broken_lines_of_the_prose(lexicon: Lexicon) -> None:
    line = "全县各级各部门坚持以公开促落实强监管"
    assert text_width(divided(*[line] * 6).parts, lexicon) == 2 * len(line)
    assert text_width(divided(*[line + "。"] * 6).parts, lexicon) is None
