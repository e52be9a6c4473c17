"""Section headings in other words: each is found at its place, and no text goes to a section that is not its own."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from drafter.document import Document, paragraph
from drafter.form import load_form
from drafter.recognition import Reading, recognize
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.sections import parts_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "headings.toml").read_text("utf-8"))
FORM = load_form("disclosure-2021")
KEYS = [section.key for section in FORM.sections]
OFFICIAL = {section.key: section.heading for section in FORM.sections}
NUMERALS = "一二三四五六七八"
ENDS = ("", "。", "：")
TITLE = "青禾县人民政府2025年政府信息公开工作年度报告"


def body(key: str) -> str:
    """A sentence that says of which section it is."""
    return f"此处是{key}的话。"


def read(lines: list[str]) -> Reading:
    return recognize(Document(tuple(map(paragraph, [TITLE, *lines]))), FORM)


def told(reading: Reading, notice: str) -> list[str]:
    return [dict(found.values)["heading"] for found in reading.notices if found.key == notice]


def section_texts(lines: list[str]) -> dict[str | None, str]:
    parts = parts_of(Document(tuple(map(paragraph, lines))), lexicon_of(FORM)).parts
    return {part.section: "".join(getattr(block, "text", "") for _, block in part.blocks) for part in parts}


VARIANTS = [(key, words) for key, own in CASES["sections"].items() for words in own]


@pytest.mark.parametrize(("key", "words"), VARIANTS)
@pytest.mark.parametrize("end", ENDS)
def test_a_heading_in_other_words_is_known_at_its_place(key: str, words: str, end: str) -> None:
    lines = []
    for numeral, section in zip(NUMERALS, KEYS, strict=False):
        lines += [f"{numeral}、{words}{end}" if section == key else OFFICIAL[section], body(section)]
    assert section_texts(lines) == {None: ""} | {section: body(section) for section in KEYS}


@pytest.mark.parametrize("seed", range(60))
def test_a_report_all_of_whose_headings_are_in_other_words_is_divided_as_it_is(seed: int) -> None:
    choose = random.Random(seed)
    lines = []
    for numeral, key in zip(NUMERALS, KEYS, strict=False):
        words = choose.choice(CASES["sections"][key])
        lines += [f"{numeral}{choose.choice('、．.')}{words}{choose.choice(ENDS)}", body(key)]
    assert section_texts(lines) == {None: ""} | {key: body(key) for key in KEYS}


@pytest.mark.parametrize("key", ["overview", "problems", "other_matters"])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_heading_needs_no_number_where_nothing_else_stands_in_it(key: str, place: int) -> None:
    lines = [line for section in KEYS for line in (OFFICIAL[section], body(section))]
    lines[2 * KEYS.index(key)] = CASES["sections"][key][place]
    assert section_texts(lines) == {None: ""} | {section: body(section) for section in KEYS}


@pytest.mark.parametrize("strange", CASES["strange"]["headings"])
@pytest.mark.parametrize("before", ["problems", "other_matters", None])
def test_text_below_a_heading_that_stands_for_no_section_is_in_none(strange: str, before: str | None) -> None:
    order: list[str | None] = [*KEYS]
    order.insert(KEYS.index(before) if before else len(KEYS), None)
    lines = []
    for numeral, key in zip(NUMERALS, order, strict=False):
        words = OFFICIAL[key].partition("、")[2] if key else strange
        lines += [f"{numeral}、{words}", body(key or "其外")]
    reading = read(lines)
    said = {
        key: "".join(t for block in blocks for t in block.paragraphs)
        for key, blocks in reading.filing.narrative.items()
    }
    assert {key: text for key, text in said.items() if text} == {key: body(key) for key in KEYS}
    assert [item.text for item in reading.filing.unplaced][-1] == body("其外")
    assert [words[2:] for words in told(reading, "heading_unknown")] == [strange]


@pytest.mark.parametrize("key", ["overview", "problems", "other_matters"])
@pytest.mark.parametrize(
    "items",
    [
        ["一、公开不够及时。", "二、主动公开的问题。", "三、其他事项。"],
        ["一、组织领导", "二、依申请公开", "三、特色做法"],
    ],
)
def test_a_list_within_a_section_stays_in_it(key: str, items: list[str]) -> None:
    lines = [line for section in KEYS for line in (OFFICIAL[section], body(section))]
    lines[2 * KEYS.index(key) + 2 : 2 * KEYS.index(key) + 2] = items
    found = section_texts(lines)
    assert found[key] == body(key) + "".join(items)
    assert {other: text for other, text in found.items() if other and other != key} == {
        other: body(other) for other in KEYS if other != key
    }


def test_what_a_report_goes_on_with_under_a_second_heading_is_of_the_same_section() -> None:
    lines = [
        "四、政府信息公开行政复议、行政诉讼情况",
        "甲。",
        "五、存在的主要问题",
        "乙。",
        "六、下一步改进措施",
        "丙。",
        "七、其他事项",
        "丁。",
    ]
    narrative = read(lines).filing.narrative
    assert [text for block in narrative["problems"] for text in block.paragraphs] == ["乙。", "丙。"]
    assert [text for block in narrative["other_matters"] for text in block.paragraphs] == ["丁。"]


def test_the_entries_of_a_list_of_contents_are_no_headings_of_the_report_s_own() -> None:
    order = ["一、概述", *list(OFFICIAL.values())[1:4], "五、特色做法", "六、问题与改进"]
    lines = ["目录", *order, *(line for heading in order for line in (heading, "甲。"))]
    reading = read(lines)
    assert told(reading, "heading_unknown") == ["五、特色做法"]
    assert [block.paragraphs for block in reading.filing.narrative["overview"]] == [("甲。",)]
