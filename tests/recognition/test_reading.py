"""Recognition: real reports agree with their golds, and no damage moves a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.document import Aside, Document, SourcePlace, paragraph
from drafter.form import Form
from drafter.formats import FORMATS
from drafter.recognition import Reading, recognize
from drafter.report.filing import Filing, Unplaced
from tests.conftest import gold

WILD = (
    "2019-and-2021-mixed",
    "2019-layout-cells-vanished",
    "cells-concatenated",
    "one-cell-per-line",
    "pipes-trailing-bar",
    "slash-and-blank-cells",
)


def read_text(text: str, form: Form) -> Reading:
    return recognize(document(text), form)


def document(text: str) -> Document:
    return FORMATS["txt"].read(text.encode())


@pytest.fixture(scope="session")
def seed(shared: Path) -> str:
    return (shared / "seed-chongqing-2024.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def seed_gold(shared: Path, form: Form) -> Filing:
    return gold(shared / "seed-chongqing-2024.gold.json", form)


def test_the_seed_report_agrees_with_its_gold(seed: str, seed_gold: Filing, form: Form) -> None:
    filing = read_text(seed, form).filing
    assert filing == seed_gold


def test_what_a_format_sets_aside_is_unplaced(seed: str, seed_gold: Filing, form: Form) -> None:
    filing = recognize(replace(document(seed), asides=(Aside("第 2 页另有说明", "footnote 1"),)), form).filing
    assert filing == replace(
        seed_gold, unplaced=(*seed_gold.unplaced, Unplaced("第 2 页另有说明", SourcePlace("footnote", 1)))
    )


@pytest.mark.parametrize("name", WILD)
def test_tables_from_web_pages_agree_with_their_golds(name: str, shared: Path, form: Form) -> None:
    reading = read_text((shared / "wild" / f"{name}.txt").read_text(encoding="utf-8"), form)
    expected = gold(shared / "wild" / f"{name}.gold.json", form)
    assert reading.filing.figures == expected.figures
    unread = {item.cell for item in reading.filing.unread}
    shown = {cell.cell for cell in reading.cells}
    assert unread | shown == set(form.cells), "every cell is read or said to be unread"


def test_a_block_in_the_2019_format_is_named_and_not_read(shared: Path, form: Form) -> None:
    reading = read_text((shared / "wild" / "2019-and-2021-mixed.txt").read_text(encoding="utf-8"), form)
    assert [notice.key for notice in reading.notices] == ["superseded"]
    reasons = {item.cell: item.reason for item in reading.filing.unread}
    assert reasons["proactive.regulations.issued"] == "superseded"


LABEL = re.compile(r"^\t+(?P<label>.*\S)$")


def rows_of_table_three(text: str, form: Form) -> Iterator[tuple[str, list[int]]]:
    """Row keys of table three and the numbers of the lines on which their seven values stand."""
    lines = text.split("\n")
    labels = {row.label: key for key, row in form.tables["requests"].rows.items()}
    for number, line in enumerate(lines):
        key = labels.get(line.strip())
        if key is None:
            continue
        values = []
        for later in range(number + 1, len(lines)):
            if re.fullmatch(r"\s*\d+\s*", lines[later]):
                values.append(later)
            if len(values) == 7:
                break
        yield key, values


def blank(lines: list[str], at: int) -> None:
    lines[at] = re.sub(r"\d+", "", lines[at])


def slash(lines: list[str], at: int) -> None:
    lines[at] = re.sub(r"\d+", "/", lines[at])


def thousands(lines: list[str], at: int) -> None:
    lines[at] = re.sub(r"\d+", "1,203", lines[at])


def run_together(lines: list[str], at: int) -> None:
    lines[at] = re.sub(r"\d+", "12 5", lines[at])


def two_cells_in_one(lines: list[str], at: int) -> None:
    lines[at] = re.sub(r"(\d+)", r"\g<1>0", lines[at])
    lose(lines, at + 1 if re.fullmatch(r"\s*\d+\s*", lines[at + 1]) else at - 1)


def lose(lines: list[str], at: int) -> None:
    del lines[at]
    if lines[at - 1] == "\t":
        del lines[at - 1]


DAMAGES = (blank, slash, thousands, run_together, two_cells_in_one, lose)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_to_one_cell_stays_in_its_row_and_is_reported(damage, seed: str, seed_gold: Filing, form: Form) -> None:  # type: ignore[no-untyped-def]
    rows = list(rows_of_table_three(seed, form))
    assert len(rows) == 25
    for key, places in rows:
        for column in (0, 3, 6):
            lines = seed.split("\n")
            damage(lines, places[column])
            filing = read_text("\n".join(lines), form).filing
            row = {address for address in form.cells if address.startswith(f"requests.{key}.")}
            unread = {item.cell for item in filing.unread}
            for address in form.cells:
                now, before = filing.figures[address], seed_gold.figures[address]
                if address not in row:
                    assert now == before, (damage.__name__, key, address)
                elif isinstance(now, int) and now != before:
                    assert damage is thousands and now == 1203
            changed = [a for a in row if filing.figures[a] != seed_gold.figures[a] or a in unread]
            assert changed, "the damage is seen"


def test_a_row_with_a_number_too_many_is_unread(form: Form) -> None:
    text = (
        "一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 0 | 3 |\n"
        "二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
    )
    filing = read_text(text, form).filing
    assert filing.figures["requests.new.total"] is None
    assert {item.reason for item in filing.unread if item.cell == "requests.new.total"} == {"damaged"}
    assert filing.figures["requests.carried_in.total"] == 1


def test_a_row_that_stands_twice_with_other_numbers_is_unread(form: Form) -> None:
    row = "一、本年新收政府信息公开申请数量 | {} | 0 | 0 | 0 | 0 | 0 | {} |\n"
    filing = read_text(row.format(3, 3) + row.format(4, 4), form).filing
    assert filing.figures["requests.new.total"] is None
    assert filing.unread[6 + 10].reason == "twice" or any(item.reason == "twice" for item in filing.unread)


def test_full_width_digits_and_thousands_commas_are_numbers_and_said(form: Form) -> None:
    row = "一、本年新收政府信息公开申请数量 | １２ | 1,203 | 0 | 0 | 0 | 0 | 1215 |\n"
    reading = read_text(row, form)
    assert reading.filing.figures["requests.new.natural_person"] == 12
    assert reading.filing.figures["requests.new.business"] == 1203
    assert [cell.cell for cell in reading.cells if not cell.regular] == [
        "requests.new.natural_person",
        "requests.new.business",
    ]


@pytest.mark.parametrize("raw", ["/", "无", "3件", "-3", "3.5", "1,20", "007"])
def test_what_is_no_number_stays_as_it_is_written(raw: str, form: Form) -> None:
    row = f"一、本年新收政府信息公开申请数量 | {raw} | 0 | 0 | 0 | 0 | 0 | 3 |\n"
    assert read_text(row, form).filing.figures["requests.new.natural_person"] == raw


def test_row_labels_of_table_three_are_no_section_headings(seed: str, form: Form) -> None:
    filing = read_text(seed, form).filing
    assert set(filing.narrative) == {"preface", "overview", "problems", "other_matters"}


def test_text_between_a_heading_and_its_table_is_kept(seed: str, form: Form) -> None:
    sentence = "本部分数据统计到年末，没有遗漏。"
    text = seed.replace("二、主动公开政府信息情况\n", f"二、主动公开政府信息情况\n{sentence}\n", 1)
    filing = read_text(text, form).filing
    assert [block.paragraphs for block in filing.narrative["proactive"]] == [(sentence,)]
    assert not filing.unread


def test_a_section_heading_at_the_end_of_a_paragraph_begins_its_section(form: Form) -> None:
    """Pages lose the break after the preface."""
    text = "青禾县2024年政府信息公开工作年度报告\n如有疑问，请与县政府办公室联系。一、总体情况\n本年平稳。\n"
    narrative = read_text(text, form).filing.narrative
    assert [block.paragraphs for block in narrative["preface"]] == [("如有疑问，请与县政府办公室联系。",)]
    assert [block.paragraphs for block in narrative["overview"]] == [("本年平稳。",)]


@pytest.mark.parametrize(
    "text", ["本报告包括：一、总体情况；二、主动公开政府信息情况；六、其他需要报告的事项", "现报告总体情况"]
)
def test_headings_in_a_sentence_begin_no_section(text: str, form: Form) -> None:
    filing = read_text(f"青禾县2024年政府信息公开工作年度报告\n{text}\n一、总体情况\n本年平稳。\n", form).filing
    assert [block.paragraphs for block in filing.narrative["preface"]] == [(text,)]
    assert [block.paragraphs for block in filing.narrative["overview"]] == [("本年平稳。",)]


@pytest.mark.parametrize("text", ["2024年，本年平稳。", "（一）主动公开情况。本年平稳。"])
def test_a_section_heading_that_runs_into_its_text_begins_its_section(text: str, form: Form) -> None:
    filing = read_text(f"青禾县2024年政府信息公开工作年度报告\n一、总体情况{text}\n", form).filing
    (block,) = filing.narrative["overview"]
    assert "".join((block.heading or "", *block.paragraphs)).endswith("本年平稳。")


def test_a_run_in_heading_is_told_from_its_paragraph(form: Form) -> None:
    text = (
        "甲县2024年政府信息公开工作年度报告\n一、总体情况\n（一）主动公开情况。2024年，公开信息5条。\n"
        "六、其他需要报告的事项\n无。\n"
    )
    block = read_text(text, form).filing.narrative["overview"][0]
    assert (block.heading, block.run_in, block.topic) == ("（一）主动公开情况", True, "proactive")
    assert block.paragraphs == ("2024年，公开信息5条。",)


@pytest.mark.parametrize(
    "lines",
    [
        ("甲县", "2024年政府信息公开工作年度报告"),
        ("2024年甲县", "政府信息公开工作年度报告"),
        ("首页 政务公开", "甲县2024年政府信息公开", "工作年度报告"),
        ("# 甲县2024年政府信息公开工作年度报告",),
        ("| 甲县2024年政府信息公开工作年度报告 |",),
    ],
)
def test_a_title_takes_as_many_lines_as_hold_its_organisation(lines: tuple[str, ...], form: Form) -> None:
    filing = read_text("\n".join((*lines, "一、总体情况", "略。", "")), form).filing
    assert (filing.organization, filing.year) == ("甲县", 2024)


def test_a_title_without_an_organisation_has_none(form: Form) -> None:
    filing = read_text("2024年政府信息公开工作年度报告\n一、总体情况\n略。\n", form).filing
    assert (filing.organization, filing.year) == (None, 2024)


@pytest.mark.parametrize(
    "title",
    [
        "甲县2024年政府信息公开工作年度报告",
        "甲县2024年度政府信息公开工作年度报告",
        "2024年甲县政府信息公开工作年度报告",
        "甲县政府信息公开2024年度报告",
        "甲县政府信息公开工作年度报告（2024年）",
    ],
)
def test_organisation_and_year_are_read_from_usual_titles(title: str, form: Form) -> None:
    filing = read_text(f"{title}\n一、总体情况\n略。\n", form).filing
    assert (filing.organization, filing.year, filing.title) == ("甲县", 2024, title)


SECTIONS = ("一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")


@pytest.mark.parametrize("page", ["", "\t1", " 3", "……12", "（4"])
@pytest.mark.parametrize("above", [True, False])
def test_a_list_of_contents_is_no_report(page: str, above: bool, form: Form) -> None:
    title = "青禾县2024年政府信息公开工作年度报告"
    contents = ["目录", *(f"{heading}{page}" for heading in SECTIONS)]
    text = ["本报告由县政府办公室编制。", *(line for heading in SECTIONS for line in (heading, f"{heading[2:]}平稳。"))]
    lines = [*contents, title, *text] if above else [title, *contents, *text]
    filing = read_text("\n".join(lines) + "\n", form).filing
    assert (filing.title, filing.year) == (title, 2024)
    assert filing.narrative["preface"][0].paragraphs == ("本报告由县政府办公室编制。",)
    assert [block.paragraphs for block in filing.narrative["other_matters"]] == [("其他需要报告的事项平稳。",)]
    assert sum(item.where == SourcePlace("list of contents") for item in filing.unplaced) == len(contents)


def test_headings_of_topics_without_numbers_begin_no_section(form: Form) -> None:
    text = "总体情况\n本年平稳。\n主动公开情况\n公开5条。\n依申请公开情况\n收到3件。\n主动公开政府信息情况\n见表。\n"
    narrative = read_text(f"青禾县2024年政府信息公开工作年度报告\n{text}", form).filing.narrative
    assert [block.topic for block in narrative["overview"]] == [None, "proactive", "on_request"]
    assert [block.paragraphs for block in narrative["proactive"]] == [("见表。",)]


def test_lines_of_a_paragraph_that_are_headings_or_sentences_are_paragraphs(form: Form) -> None:
    """As Shift and Enter leave them in a text document."""
    lines = "一、总体情况\n（一）主动公开情况\n公开5条。\n六、其他需要报告的事项\n没有其他事项。"
    title = paragraph("青禾县2024年政府信息\n公开工作年度报告", level=0)
    filing = recognize(Document((title, paragraph(lines))), form).filing
    assert filing.year == 2024
    assert [(block.heading, block.paragraphs) for block in filing.narrative["overview"]] == [
        ("（一）主动公开情况", ("公开5条。",))
    ]
    assert [block.paragraphs for block in filing.narrative["other_matters"]] == [("没有其他事项。",)]
