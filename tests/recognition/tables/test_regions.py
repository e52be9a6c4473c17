"""The tables under one heading and the paragraphs around them: nothing of a part is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import Block, Picture, TableBlock, cell, paragraph
from drafter.form import load_form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.sections import SectionPart
from drafter.recognition.tables.found import TablesFound
from drafter.recognition.tables.regions import PartRead, read_part

LEXICON = lexicon_of(load_form("disclosure-2021"))


def read(*blocks: Block | str, section: str | None = "proactive") -> PartRead:
    numbered = [(n, paragraph(block) if isinstance(block, str) else block) for n, block in enumerate(blocks, 1)]
    return read_part(SectionPart(section, tuple(numbered)), TablesFound(), LEXICON)


def table(*rows: str) -> TableBlock:
    return TableBlock(tuple(tuple(map(cell, row.split("|"))) for row in rows))


def texts(found: PartRead) -> list[str]:
    return [item.text for item in found.paragraphs]


def test_rows_of_tables_stand_in_the_table_of_their_section() -> None:
    found = read(table("规章|1|2|3"), "一句话。", table("行政许可|5", "行政强制|6"))
    assert [str(one.where) for one in found.found.readings.values()] == [
        "proactive table 1 row 1",
        "proactive table 2 row 1",
        "proactive table 2 row 2",
    ]
    assert texts(found) == ["一句话。"]


def test_a_table_of_something_else_is_text() -> None:
    found = read("前。", table("甲|乙", "|丙"), "后。")
    assert texts(found) == ["前。", "甲\t乙", "丙", "后。"]
    assert not found.found.strays


def test_the_head_of_a_table_that_was_cut_is_no_text() -> None:
    found = read(table("信息内容|本年制发件数"), table("规章|1|2|3"))
    assert not found.paragraphs and len(found.found.readings) == 1


def test_a_picture_is_told_with_its_section() -> None:
    (item,) = read(Picture("图表")).unplaced
    assert (item.text, str(item.where)) == ("图表", "picture in proactive")
    (item,) = read(Picture(), section=None).unplaced
    assert str(item.where) == "picture in preface"


def test_lines_of_a_table_are_read_between_paragraphs() -> None:
    found = read("前。", "规章 1 2 3", "行政许可 5", "结束语。")
    assert [one.texts for one in found.found.readings.values()] == [("1", "2", "3"), ("5",)]
    assert texts(found) == ["前。", "结束语。"]


def test_a_line_inside_of_a_table_that_is_no_part_of_it_is_set_aside() -> None:
    found = read("规章 1 2 3", "（续表）", "行政许可 5")
    assert [(item.text, str(item.where)) for item in found.unplaced] == [("（续表）", "line 2")]


@pytest.mark.parametrize(("section", "read_rows"), [("proactive", 1), (None, 1), ("overview", 0)])
def test_lines_are_a_table_in_its_section_or_before_all_sections(section: str | None, read_rows: int) -> None:
    assert len(read("规章 1 2 3", section=section).found.readings) == read_rows


def test_lines_that_may_be_no_table_are_text() -> None:
    part = SectionPart("proactive", ((1, paragraph("规章 1 2 3")),), has_lines=False)
    found = read_part(part, TablesFound(), LEXICON)
    assert texts(found) == ["规章 1 2 3"] and found.found == TablesFound()


def test_what_was_found_before_stays(lexicon: Lexicon) -> None:
    before = read("规章 1 2 3").found
    part = SectionPart("proactive", ((9, paragraph("行政许可 5")),))
    after = read_part(part, before, lexicon).found
    assert len(before.readings) == 1 and len(after.readings) == 2
    assert after.row_count == 2


@given(
    st.lists(st.sampled_from(["规章 1 2 3", "甲。", "", "7", "- 3 -", "规章", "行政许可 5", "（续表）"]), max_size=12)
)
def test_every_sentence_is_kept_or_set_aside(lines: list[str]) -> None:
    found = read(*lines)
    kept = [*texts(found), *(item.text for item in (*found.unplaced, *found.found.strays))]
    assert sum(text == "甲。" for text in kept) == lines.count("甲。")
