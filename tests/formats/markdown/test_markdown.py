"""Markdown: what is written reads back, and what people paste into a file is not lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafter.document import Block, Document, Picture, TableBlock, TextBlock, cell, paragraph
from drafter.errors import SourceError
from drafter.formats.markdown import LIMIT, read, write
from drafter.formats.style import load_style
from drafter.formats.text import slot_texts

STYLE = load_style("gbt-9704")
STARTS = [
    "#",
    "# ",
    "## a #",
    "|",
    "- ",
    "-",
    "---",
    "===",
    "+ ",
    "* ",
    "> ",
    "1. ",
    "1.",
    "12) ",
    "    ",
    "一是",
    "```",
    "~~~",
    "***",
    "<b>",
    "&amp;",
    "[a]: b",
    "![x](y)",
    "\\",
    "|-|",
    "<table>",
    "</table>",
    "\u3000",
]

plain = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff\ufeff")
marks = st.sampled_from("#*_`<>&[]()|\\~-+=!.;1 a规。:/\"'")
# One line, without control characters; tables have at least one row and no spans that overlap.
line = st.builds(str.__add__, st.one_of(st.just(""), st.sampled_from(STARTS)), st.text(marks | plain, max_size=12))
stripped = line.map(str.strip)
paragraphs = st.builds(
    lambda text, level: paragraph(text, level=level), stripped.filter(bool), st.sampled_from([None, None, 0, 1, 2])
)
tables = (
    st.integers(1, 4)
    .flatmap(
        lambda width: st.lists(
            st.lists(stripped.map(cell), min_size=width, max_size=width).map(tuple), min_size=1, max_size=4
        )
    )
    .map(lambda rows: TableBlock(tuple(rows)))
)


def read_text(text: str) -> list[Block]:
    return list(read(text.encode()).blocks)


def texts(text: str) -> list[str]:
    return [block.text for block in read_text(text) if isinstance(block, TextBlock)]


def content(document: Document) -> list[object]:
    return [
        slot_texts(b) if isinstance(b, TableBlock) else (b.text, b.level)
        for b in document.blocks
        if not isinstance(b, Picture)
    ]


@given(st.lists(paragraphs | tables, max_size=5))
@example([paragraph(start.strip()) for start in STARTS if start.strip()])
def test_what_is_written_reads_back(blocks: list[TextBlock | TableBlock]) -> None:
    document = Document(tuple(blocks))
    assert content(read(write(document, STYLE))) == content(document)


@pytest.mark.parametrize("text", ["    四格", "\t制表", "\u3000\u3000缩进", "尾 ", "尾\u3000"])
def test_white_space_at_the_ends_is_kept(text: str) -> None:
    assert content(read(write(Document((paragraph(text),)), STYLE))) == [(text, None)]


def test_headings_paragraphs_and_tables_look_as_a_person_writes_them() -> None:
    table = TableBlock(
        (
            (cell("项目", col_span=2), cell("数量")),
            (cell("许可", row_span=2), cell("a|b"), cell("1")),
            (cell("c"), cell("")),
        )
    )
    blocks = (paragraph("报告", level=0), paragraph("一、总体情况", level=1), paragraph("1. 公开 1.5 万条"), table)
    assert write(Document(blocks), STYLE).decode() == (
        "# 报告\n\n## 一、总体情况\n\n1\\. 公开 1.5 万条\n\n"
        "| 项目 |  | 数量 |\n| --- | --- | --- |\n| 许可 | a\\|b | 1 |\n|  | c |  |\n"
    )


def test_an_empty_document_is_an_empty_file() -> None:
    assert write(Document(()), STYLE) == b""


def test_headings_have_levels_down_to_topics() -> None:
    assert content(read("# 甲\n\n乙\n==\n\n## 丙\n\n### 丁\n\n#### 戊\n".encode()))[:1] == [("甲", 0)]
    assert content(read("丙\n---\n\n### 丁\n\n#### 戊\n".encode())) == [("丙", 1), ("丁", 2), ("戊", None)]


def test_a_dash_under_a_word_is_a_cell_and_not_a_heading() -> None:
    assert content(read("# 报告\n\n规章\n-\n".encode())) == [("报告", 0), ("规章", None), ("-", None)]


def test_only_the_last_of_several_underlined_lines_is_the_heading() -> None:
    assert content(read("上文。\n一、总体情况\n-----\n".encode())) == [("上文。", None), ("一、总体情况", 1)]


def test_lines_broken_by_an_editor_are_joined() -> None:
    long = "本年度共受理政府信息公开申请若干件全部按期答复没有收取费用" * 3
    broken = "\n".join(long[i : i + 30] for i in range(0, len(long), 30))
    assert texts(f"# 报告\n\n{broken}\n") == ["报告", long]


def test_words_of_spaced_alphabets_keep_their_space_when_joined() -> None:
    first, second = "the agency received twelve requests during the year", "and answered all of them within the period."
    assert texts(f"# Report\n\n{first}\n{second}\n")[1] == f"{first} {second}"


def test_short_lines_stay_apart_so_that_no_figure_joins_another() -> None:
    assert texts("# 报告\n\n规章\n0\n12\n3\n") == ["报告", "规章", "0", "12", "3"]


def test_lines_of_a_table_without_its_dashes_stay_apart() -> None:
    rows = ["规章 | 0 | 0 | 0 |", "行政规范性文件 | 5 | 1 | 25 |"]
    assert texts("# 报告\n\n" + "\n".join(rows)) == ["报告", *rows]


def test_text_pasted_into_a_file_without_markup_is_read_line_by_line() -> None:
    assert texts("一、总体情况\n正文。\n\n\t规章\n\t　 0\n\n尾") == [
        "一、总体情况",
        "正文。",
        "",
        "\t规章",
        "\t　 0",
        "",
        "尾",
    ]


def table_of(text: str) -> list[list[str]]:
    (table,) = (block for block in read_text(text) if isinstance(block, TableBlock))
    return [[item.text for item in row] for row in table.rows]


def test_a_row_has_the_cells_it_shows_no_more_and_no_fewer() -> None:
    source = "规章 | 甲 | 乙\n---|---|---\n许可 | 1\n| 处罚 | 1 | ||\n强制 | 1 | 2 | 3 | 4 |\n收费\n"
    assert table_of(source) == [
        ["规章", "甲", "乙"],
        ["许可", "1"],
        ["处罚", "1", "", ""][:4],
        ["强制", "1", "2", "3", "4"],
        ["收费"],
    ]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("a |  |  | ", [["a", "", "", ""], ["b", "1", "", ""]]),
        (" | a |  | b", [["", "a", "", "b"], ["b", "1", "", ""]]),
        ("a | b | c | d", [["a", "b", "c", "d"], ["b", "1", "", ""]]),
    ],
)
def test_lines_without_bars_at_their_ends_may_begin_and_end_in_blank_cells(head: str, rows: list[list[str]]) -> None:
    assert table_of(f"{head}\n--- | --- | --- | ---\nb | 1 |  | \n") == rows
    framed = f"| {head} |\n| --- | --- | --- | --- |\n| b | 1 |  |  |\n"
    assert table_of(framed) == rows
    assert table_of(f"{head} |\n--- | --- | --- | --- |\nb | 1 |  |  |\n")[1] == rows[1]


def test_a_row_without_bars_at_its_ends_that_lost_a_cell_is_short() -> None:
    assert [len(row) for row in table_of("a | b | c\n--- | --- | ---\nd | 1\n | 1 | 2\ne | 1 | 2 | 3\n")] == [
        3,
        2,
        3,
        4,
    ]


def test_markup_in_cells_is_undone() -> None:
    assert table_of("| **甲** | `乙` |\n|--|--|\n| a\\|b | &lt;c<br>d |\n") == [["甲", "乙"], ["a|b", "<c d"]]


def test_a_table_in_a_quotation_keeps_its_cells() -> None:
    assert table_of("> | 甲 | 乙 |\n> |--|--|\n> | 1 | 2 |\n") == [["甲", "乙"], ["1", "2"]]


def test_numbers_of_lists_stay_and_bullets_go() -> None:
    assert texts("3. 属于国家秘密\n4. 重复申请\n\n- 规章\n- 12 件\n") == [
        "3.属于国家秘密",
        "4.重复申请",
        "规章",
        "12 件",
    ]


def test_a_number_keeps_its_distance_from_a_figure() -> None:
    assert texts("1. 2025年\n") == ["1. 2025年"]


def test_dashes_that_may_be_figures_or_signs_are_kept() -> None:
    assert texts("# 报告\n\n- 4 -\n\n-\n") == ["报告", "- 4 -", "-"]


def test_an_empty_list_item_is_kept() -> None:
    assert texts("# 报告\n\n1.\n2. 乙\n")[1:] == ["1.", "2.乙"]


def test_quotations_and_code_are_text() -> None:
    assert texts("> 引文\n\n```\n规章\n  0\n```\n") == ["引文", "规章", "  0"]


def test_emphasis_links_and_tags_leave_their_words() -> None:
    assert texts("**（一）主动公开。** 见[公报](http://x.cn)<u>全文</u>`码`\n") == ["（一）主动公开。 见公报全文码"]


def test_a_hard_line_break_ends_a_paragraph() -> None:
    assert texts("甲  \n乙\\\n丙<br>丁\n") == ["甲", "乙", "丙", "丁"]


def test_a_picture_is_a_block() -> None:
    assert read_text("前![流程 \\[图\\]](a.png)后") == [paragraph("前"), Picture("流程 [图]"), paragraph("后")]


def test_a_picture_reads_back() -> None:
    document = Document((paragraph("前"), Picture("流程 [图] *一*"), Picture()))
    assert read(write(document, STYLE)).blocks == document.blocks


def test_a_raw_table_is_read_with_its_spans_though_blank_lines_are_in_it() -> None:
    source = "# 报告\n\n前文<table>\n<tr><td rowspan=2>规章</td><td>1</td></tr>\n\n<tr><td>2</td></tr></table>后文\n"
    _, before, table, after = read_text(source)
    assert (before, after) == (paragraph("前文"), paragraph("后文"))
    assert isinstance(table, TableBlock)
    assert table.rows[0][0] == cell("规章", row_span=2)


def test_a_file_far_larger_than_any_report_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        read(b"a" * (LIMIT + 1))
    assert caught.value.key == "text_too_large"


@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from([*STARTS, "\n", "\n\n", "a", "| a |\n|--|\n"])).map(lambda p: "".join(p).encode()),
    )
)
def test_any_bytes_give_a_document_or_a_source_error(data: bytes) -> None:
    try:
        assert isinstance(read(data), Document)
    except SourceError:
        return
