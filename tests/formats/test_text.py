"""Plain text: lines as they stand, and tables with one line per row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.document import Cell, Document, Picture, Role, Span, TableBlock, cell, paragraph
from drafter.formats.style import load_style
from drafter.formats.text import join_lines, read, slot_texts, write

STYLE = load_style("gbt-9704")
line = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf"), exclude_characters="\ufffe\uffff"), min_size=1
)


def texts(document: Document) -> list[str]:
    return [item.text for item in document.paragraphs()]


def test_every_line_is_a_paragraph_just_as_it_stands() -> None:
    assert texts(read("一、总体情况\r\n\t规章\r\n\t　　 0\r\n\r\n　　说明 ".encode())) == [
        "一、总体情况",
        "\t规章",
        "\t　　 0",
        "",
        "　　说明 ",
    ]


def test_a_final_newline_makes_no_line_of_its_own_but_an_empty_line_does() -> None:
    assert texts(read("规章\n".encode())) == ["规章"]
    assert texts(read("规章\n\n".encode())) == ["规章", ""]
    assert texts(read(b"")) == []


@given(st.lists(st.one_of(st.just(""), line)))
def test_lines_are_read_one_to_one(lines: list[str]) -> None:
    assert texts(read("".join(f"{item}\n" for item in lines).encode())) == lines


@given(st.lists(line))
def test_written_paragraphs_read_back(lines: list[str]) -> None:
    assert texts(read(write(Document(tuple(map(paragraph, lines))), STYLE))) == lines


def test_no_indent_and_no_blank_line_is_written() -> None:
    document = Document(
        (paragraph("报告", level=0), paragraph(""), paragraph("一、总体情况", level=1), paragraph("正文"))
    )
    assert write(document, STYLE).decode() == "报告\n一、总体情况\n正文\n"


def test_an_empty_document_is_an_empty_file() -> None:
    assert write(Document(()), STYLE) == b""


def test_every_line_of_a_table_has_the_same_number_of_tabs() -> None:
    table = TableBlock(
        (
            (cell("项目", row_span=2, col_span=2), cell("申请人情况", col_span=2)),
            (cell("自然人"), cell("总\n计")),
            (cell("结果", row_span=2), cell("予以\t公开"), cell("1"), cell("2")),
            (cell("部分公开"), cell(""), cell("3")),
        )
    )
    assert write(Document((table,)), STYLE).decode().splitlines() == [
        "项目\t\t申请人情况\t",
        "\t\t自然人\t总计",
        "结果\t予以 公开\t1\t2",
        "\t部分公开\t\t3",
    ]


def test_short_rows_are_filled_up() -> None:
    assert slot_texts(TableBlock(((cell("a"),), (cell("b"), cell("c"))))) == [["a", ""], ["b", "c"]]


def test_a_span_beyond_the_last_row_covers_nothing() -> None:
    assert slot_texts(TableBlock(((cell("a", row_span=9), cell("b")),))) == [["a", "b"]]


def test_roles_leave_the_text_as_it_is() -> None:
    marked = Cell((Span("3", Role.FIGURE, "requests.new.total"), Span("【待核：4】", Role.OPEN)))
    assert slot_texts(TableBlock(((marked, cell("x")),))) == [["3【待核：4】", "x"]]


def test_broken_lines_join_without_a_space_in_chinese_and_never_make_one_number_of_two() -> None:
    assert join_lines("商业\n企业") == "商业企业"
    assert join_lines("12\n34") == "12 34"
    assert join_lines("fiscal\nyear") == "fiscal year"
    assert join_lines("共\n3\n件\n") == "共3件"


def test_the_description_of_a_picture_is_a_line() -> None:
    assert write(Document((paragraph("见图"), Picture("流程图"), Picture())), STYLE).decode() == "见图\n流程图\n"
