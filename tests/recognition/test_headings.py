"""Headings and titles: what opens a section, what opens a block, and what a title names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import paragraph
from drafter.form import load_form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.headings import (
    blocks_of,
    clean,
    heading_behind,
    match_title,
    names_topic,
    organization_of,
    section_heading,
    title_of,
    topic_of,
)
from drafter.recognition.lexicon import Lexicon
from drafter.report.filing import Block

LEXICON = lexicon_of(load_form("disclosure-2021"))
TITLE = "青禾县人民政府2024年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("text", "section", "rest", "official"),
    [
        ("一、总体情况", "overview", "", True),
        ("一.总体情况", "overview", "", True),
        ("# 一、总体情况", "overview", "", True),
        ("总体情况", "overview", "", False),
        ("一、总体情况 2024年，本年平稳。", "overview", "2024年，本年平稳。", True),
        ("一、总体情况：本年平稳。", "overview", "本年平稳。", True),
    ],
)
def test_a_line_that_is_a_section_s_title_opens_it(
    text: str, section: str, rest: str, official: bool, lexicon: Lexicon
) -> None:
    heading = section_heading(text, lexicon)
    assert heading is not None
    assert (heading.section, heading.rest) == (section, rest)
    assert heading.official is official


@pytest.mark.parametrize(
    "text", ["总体情况良好。", "一、总体情况良好", "一、新情况", "本年总体情况", "第一，总体情况", "、"]
)
def test_a_line_that_only_begins_like_a_title_opens_none(text: str, lexicon: Lexicon) -> None:
    assert section_heading(text, lexicon) is None


def test_every_section_is_opened_by_its_title_and_its_aliases(lexicon: Lexicon) -> None:
    for section in lexicon.form.sections:
        for title in (section.heading, *section.aliases):
            heading = section_heading(title, lexicon)
            assert heading is not None and heading.section == section.key


@pytest.mark.parametrize(
    ("text", "before", "section"),
    [
        ("本报告由县政府编制。一、总体情况", "本报告由县政府编制。", "overview"),
        ("略。二、主动公开政府信息情况", "略。", "proactive"),
    ],
)
def test_a_paragraph_may_end_with_a_heading(text: str, before: str, section: str, lexicon: Lexicon) -> None:
    found = heading_behind(text, lexicon)
    assert found is not None and (found[0], found[1].section) == (before, section)


@pytest.mark.parametrize("text", ["本报告见总体情况", "一、总体情况", "见下。总体情况", "", "情况"])
def test_other_paragraphs_do_not(text: str, lexicon: Lexicon) -> None:
    assert heading_behind(text, lexicon) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [("  规\n 章 ", "规章"), ("规章", "规章"), ("\n", ""), ("甲 \n\n 乙", "甲乙"), ("甲 乙", "甲 乙")],
)
def test_a_paragraph_has_no_line_ends_inside(text: str, shown: str, lexicon: Lexicon) -> None:
    assert clean(text, lexicon) == shown


def test_lines_of_a_language_with_spaces_are_joined_by_one(english_lexicon: Lexicon) -> None:
    assert clean("the \n office", english_lexicon) == "the office"


@pytest.mark.parametrize(
    ("lines", "start", "count"),
    [
        ([TITLE], 0, 1),
        (["链接", TITLE], 1, 1),
        (["青禾县人民政府", "2024年政府信息公开工作年度报告"], 0, 2),
        (["青禾县人民政府", "2024年政府信息公开", "工作年度报告"], 0, 3),
        ([TITLE, "白河镇人民政府2023年政府信息公开工作年度报告"], 1, 1),
        ([TITLE, "一句话"], 0, 1),
    ],
)
def test_the_title_nearest_to_the_text_is_taken(lines: list[str], start: int, count: int, lexicon: Lexicon) -> None:
    found = title_of(lines, lexicon)
    assert found is not None and found[:2] == (start, count)


@pytest.mark.parametrize(
    "lines", [[], ["年度报告"], ["政府信息公开工作年度报告"], ["2024年"], [TITLE + "。"], ["甲" * 130 + TITLE]]
)
def test_other_lines_hold_no_title(lines: list[str], lexicon: Lexicon) -> None:
    assert title_of(lines, lexicon) is None


def test_a_title_without_an_organisation_names_none(lexicon: Lexicon) -> None:
    match = match_title("2024年政府信息公开工作年度报告", lexicon)
    assert match is not None and organization_of(match, lexicon) is None
    match = match_title(TITLE, lexicon)
    assert match is not None and organization_of(match, lexicon) == "青禾县人民政府"


@pytest.mark.parametrize(("whole", "found"), [(True, False), (False, True)])
def test_a_line_may_begin_with_a_title(whole: bool, found: bool, lexicon: Lexicon) -> None:
    assert (match_title(TITLE + "2025-01-20", lexicon, whole=whole) is not None) is found


def blocks(*texts: str) -> tuple[Block, ...]:
    return blocks_of(map(paragraph, texts), LEXICON.form.section("overview"), LEXICON)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["甲。", "乙。"], (Block(("甲。", "乙。")),)),
        (["（一）主动公开情况", "甲。"], (Block(("甲。",), "（一）主动公开情况", "proactive"),)),
        (["（一）主动公开情况。甲。"], (Block(("甲。",), "（一）主动公开情况", "proactive", True),)),
        (["（一）主动公开情况：甲。"], (Block(("甲。",), "（一）主动公开情况：", "proactive", True),)),
        (["主动公开情况", "甲。"], (Block(("甲。",), "主动公开情况", "proactive"),)),
        (["甲。", "（二）依申请公开情况"], (Block(("甲。",)), Block((), "（二）依申请公开情况", "on_request"))),
        (["", "  "], ()),
    ],
)
def test_paragraphs_become_blocks_by_their_headings(texts: list[str], found: tuple[Block, ...]) -> None:
    assert [(b.paragraphs, b.heading, b.run_in) for b in blocks(*texts)] == [
        (b.paragraphs, b.heading, b.run_in) for b in found
    ]


def test_before_the_first_section_there_are_no_headings() -> None:
    assert blocks_of([paragraph("（一）主动公开情况")], None, LEXICON) == (Block(("（一）主动公开情况",)),)


@given(st.lists(st.text(alphabet="（一）二、主动公开。：甲\n 1", max_size=20), max_size=6))
def test_no_text_of_a_section_is_lost(texts: list[str]) -> None:
    found = "".join(f"{block.heading or ''}{''.join(block.paragraphs)}" for block in blocks(*texts))
    letters = [char for char in "".join(texts) if char.isalnum()]
    assert [char for char in found if char.isalnum()] == letters


def test_every_topic_is_known_by_its_own_heading(lexicon: Lexicon) -> None:
    section = lexicon.form.section("overview")
    for topic in section.topics:
        assert topic_of(topic.heading, section) == topic.key
        assert names_topic(topic.heading.partition("）")[2], section)
    assert topic_of("（六）其他", section) is None and not names_topic("其他", section)


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("（一）主动公开。", "proactive"),
        ("2. 依申请公开。", "on_request"),
        ("3、政府信息管理情况", "management"),
        ("（4）平台建设", "platform"),
        ("（五）监督保障：", "supervision"),
        ("五是监督保障情况。", "supervision"),
    ],
)
def test_a_topic_heading_that_ends_as_a_sentence_opens_its_topic(heading: str, topic: str) -> None:
    section = LEXICON.form.section("overview")
    found = blocks_of([paragraph(heading), paragraph("规范办理。")], section, LEXICON)
    assert [(block.heading, block.topic, block.paragraphs) for block in found] == [(heading, topic, ("规范办理。",))]


@pytest.mark.parametrize(
    "text",
    [
        "（一）加强培训。",
        "（一）主动公开，成效明显。",
        "1.主动公开，成效明显。",
        "一是做好主动公开。全年公开4条。",
        "2024年主动公开4条。",
    ],
)
def test_a_numbered_sentence_is_no_heading(text: str) -> None:
    found = blocks_of([paragraph(text)], LEXICON.form.section("overview"), LEXICON)
    assert [block.paragraphs for block in found] == [(text,)]


def test_a_heading_numbered_otherwise_is_run_in_where_it_is_a_topic_s_own() -> None:
    found = blocks_of([paragraph("1.主动公开情况：全年公开4条。")], LEXICON.form.section("overview"), LEXICON)
    assert [(block.topic, block.run_in, block.paragraphs) for block in found] == [
        ("proactive", True, ("全年公开4条。",))
    ]
