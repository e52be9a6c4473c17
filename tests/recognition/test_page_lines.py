"""What a page puts around a report is set aside with its place, and what belongs to the report stays."""

from __future__ import annotations

import pytest

from drafter.document import TableBlock, cell, paragraph
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.page_lines import take_foot, take_head, take_title
from drafter.recognition.sections import SectionPart

TITLE = "青禾县人民政府2024年政府信息公开工作年度报告"


def part(*lines: str, section: str | None = None) -> SectionPart:
    return SectionPart(section, tuple(enumerate(map(paragraph, lines), 1)))


def texts(found: SectionPart) -> list[str]:
    return [block.text for _, block in found.blocks if not isinstance(block, TableBlock)]  # type: ignore[union-attr]


def test_a_title_parts_what_stands_above_it_from_the_report(lexicon: Lexicon) -> None:
    title, above, below = take_title(part("首页", TITLE, "前言。"), lexicon, whole=False)
    assert title is not None and (title.organization, title.year) == ("青禾县人民政府", 2024)
    assert (texts(above), texts(below)) == (["首页"], ["前言。"])
    assert not above.has_lines


BARE = "2024年政府信息公开工作年度报告"
PUBLISHER = "发布机构：乙县财政局　索引号：1-2025-1"


@pytest.mark.parametrize(
    ("above", "organization"),
    [
        ([PUBLISHER], "乙县财政局"),
        (["发布机构：乙县财政局", "索引号：1-2025-1"], "乙县财政局"),
        (["索引号：1 | 公开单位: 乙县财政局 | 发布时间：2025-01-20"], "乙县财政局"),
        (["发布机构：乙县财政局", "发文机关：丙县人民政府"], None),
        (["索引号：1-2025-1"], None),
        (["乙县财政局"], "乙县财政局"),
    ],
)
def test_a_page_names_the_body_of_a_title_that_names_none(
    above: list[str], organization: str | None, lexicon: Lexicon
) -> None:
    title, *_ = take_title(part(*above, BARE, "前言。"), lexicon, whole=False)
    assert title is not None and (title.organization, title.year) == (organization, 2024)
    own, *_ = take_title(part(*above, TITLE, "前言。"), lexicon, whole=False)
    assert own is not None and own.organization == "青禾县人民政府"


def test_without_a_title_all_is_report(lexicon: Lexicon) -> None:
    title, above, below = take_title(part("首页", "前言。"), lexicon, whole=True)
    assert title is None and not above.blocks and texts(below) == ["首页", "前言。"]


def test_without_sections_a_title_is_looked_for_near_the_top_only(lexicon: Lexicon) -> None:
    late = part(*["一句。"] * 70, TITLE)
    assert take_title(late, lexicon, whole=True).title is None
    assert take_title(late, lexicon, whole=False).title is not None


@pytest.mark.parametrize("line", ["发布时间：2025-01-20", "来源：县政府办", "字体：大 中 小", "浏览次数：358"])
def test_a_page_s_own_lines_below_the_title_are_set_aside(line: str, lexicon: Lexicon) -> None:
    aside, kept = take_head([paragraph(line), paragraph("前言。")], lexicon)
    assert [(item.text, str(item.where)) for item in aside] == [(line, "below the title")]
    assert [item.text for item in kept] == ["前言。"]


def test_an_unknown_line_between_two_of_them_is_the_page_s_too(lexicon: Lexicon) -> None:
    lines = ["来源：县政府办", "某某", "发布时间：2025-01-20", "前言。"]
    aside, kept = take_head([*map(paragraph, lines)], lexicon)
    assert [item.text for item in aside] == lines[:3] and [item.text for item in kept] == lines[3:]


def test_a_sentence_ends_the_head(lexicon: Lexicon) -> None:
    lines = [*map(paragraph, ["前言。", "发布时间：2025-01-20"])]
    assert take_head(lines, lexicon) == ([], lines)


@pytest.mark.parametrize("foot", ["【打印本页】", "关闭窗口", "上一篇：略", "附件："])
def test_from_the_first_line_of_a_foot_on_all_is_below_the_report(foot: str, lexicon: Lexicon) -> None:
    kept, aside = take_foot(part("没有其他事项。", foot, "相关链接", section="other_matters"), lexicon)
    assert texts(kept) == ["没有其他事项。"]
    assert [(item.text, str(item.where)) for item in aside] == [
        (foot, "below the report"),
        ("相关链接", "below the report"),
    ]


@pytest.mark.parametrize("last", ["附件中的数据由县政府办公室汇总。", "没有其他事项。", "青禾县人民政府"])
def test_a_last_line_that_is_no_foot_stays(last: str, lexicon: Lexicon) -> None:
    given = part("甲。", last, section="other_matters")
    assert take_foot(given, lexicon) == (given, [])


def test_a_long_sentence_below_a_line_like_a_foot_keeps_it_in_the_report(lexicon: Lexicon) -> None:
    given = part("甲。", "打印本页", "全县" * 40 + "。", section="other_matters")
    assert take_foot(given, lexicon) == (given, [])


def test_a_table_below_a_section_of_tables_is_no_foot(lexicon: Lexicon) -> None:
    table = TableBlock(((cell("规章"), cell("1")),))
    given = SectionPart("proactive", ((1, paragraph("打印本页")), (2, table)))
    assert take_foot(given, lexicon) == (given, [])
