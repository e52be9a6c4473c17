"""Pages: saved ones are read whatever surrounds the text, written ones stand alone and read back."""

from __future__ import annotations

import re
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import (
    Aside,
    Block,
    Cell,
    Document,
    Notice,
    Picture,
    Role,
    Span,
    TableBlock,
    TextBlock,
    cell,
    paragraph,
)
from drafter.errors import SourceError
from drafter.formats.html import LIMIT, head_rows, read, write
from drafter.formats.html import reader as html_reader
from drafter.formats.style import load_style

STYLE = load_style("gbt-9704")


def blocks(markup: str) -> list[Block]:
    return list(read(markup.encode()).blocks)


def texts(markup: str) -> list[str]:
    return [block.text for block in blocks(markup) if isinstance(block, TextBlock)]


def grid(table: Block) -> list[list[tuple[str, int, int]]]:
    assert isinstance(table, TableBlock)
    return [[(item.text, item.row_span, item.col_span) for item in row] for row in table.rows]


# Reading: encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "declared", ["", '<meta charset="gb2312">', "<meta http-equiv=x content='text/html; charset=utf-8'>"]
)
def test_a_page_is_read_in_its_encoding_whatever_it_declares(encoding: str, declared: str) -> None:
    markup = (
        f"<html><head>{declared}<title>年报</title></head><body><p>行政规范性文件制发三件，废止一件</p></body></html>"
    )
    document = read(markup.encode(encoding))
    assert (document.title, *document.blocks) == ("年报", paragraph("行政规范性文件制发三件，废止一件"))


def test_an_xml_declaration_does_no_harm() -> None:
    assert texts('<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html><html><body><p>正文</p></body></html>') == [
        "正文"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_saved_with_its_pictures_in_one_file_is_read(encoding: str) -> None:
    archive = MIMEMultipart("related")
    page = MIMEText("", "html", encoding)
    page.set_payload("<html><body><p>行政规范性文件制发三件，废止一件</p></body></html>".encode(encoding), encoding)
    for part in (MIMEText("p {}", "css"), page, MIMEText("<p>框架</p>", "html", "utf-8")):
        archive.attach(part)
    assert read(archive.as_bytes()).blocks == (paragraph("行政规范性文件制发三件，废止一件"),)


def test_an_archive_without_a_page_is_refused() -> None:
    archive = MIMEMultipart("related")
    archive.attach(MIMEText("p {}", "css"))
    with pytest.raises(SourceError, check=lambda error: error.key == "unknown_format"):
        read(archive.as_bytes())


# Reading: text


def test_blocks_and_line_breaks_end_a_paragraph_and_inline_elements_join() -> None:
    inline = "<div>甲<span>乙</span><b>丙</b><br>丁<p>戊<font>己</font></p>庚"
    markup = inline + "<ul><li>辛</li><li>壬</ul><dl><dt>癸<dd>子</dl></div>"
    assert texts(markup) == ["甲乙丙", "丁", "戊己", "庚", "辛", "壬", "癸", "子"]


def test_white_space_collapses_and_what_no_reader_sees_is_dropped() -> None:
    assert texts("<p>&nbsp;\n　本&#8203;年&zwnj;度&nbsp;&nbsp; 12\n 件\ufeff&shy;</p><p>&nbsp;</p>") == ["本年度 12 件"]


def test_what_a_browser_does_not_show_is_dropped() -> None:
    markup = (
        "<p>甲</p><script>var a = '<p>乙</p>';</script><style>p{}</style><noscript>丙</noscript><!-- 丁 -->"
        "<template><p>戊</p></template><div style='color:red; DISPLAY : none'><div>己</div>庚</div><p hidden>辛</p>"
        "<input type=hidden value='壬'><input type=radio value='癸'><datalist><option>子</datalist>"
        "<svg><title>丑</title></svg>寅"
    )
    assert texts(markup) == ["甲", "寅"]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("1<span style='display:none'>2</span>3", "13"),
        ("1<span style='mso-hide:all'>2</span>3", "13"),
        ("1<span style='visibility:hidden'>2</span>3", "13"),
        ("1<span style='opacity:0'>2</span>3", "13"),
        ("1<span style='width:0;overflow:hidden'>2</span>3", "13"),
        ("1<span style='width:10px;overflow:hidden'>2</span>3", "123"),
        ("1<span style='opacity:0.5'>2</span>3", "123"),
        ("1<span style='font-size:0'>2</span>3", "13"),
        ("<div style='font-size:0'><span style='font-size:16px'>2</span></div>", "2"),
        ("12<sup>3</sup>4", "12 3 4"),
        ("<span style='vertical-align:super'>1</span>12", "1 12"),
        ("<s>12</s>15", "15"),
        ("1<strike>2</strike>5", "1 5"),
        ("1<span style='text-decoration: line-through'>2</span>5", "1 5"),
        ("<del>12</del><ins>15</ins>", "15"),
    ],
)
def test_a_number_is_what_is_seen_of_it_and_never_runs_into_a_mark(markup: str, shown: str) -> None:
    assert texts(f"<p>{markup}</p>") == [shown]


SHEETS = {
    "a class": (".gone { display: none }", "<b class=gone>2</b>", "13"),
    "an id": ("#gone{visibility:hidden}", "<b id=gone>2</b>", "13"),
    "in comment signs": ("<!-- td .gone, .other { mso-hide:all } -->", "<b class='x gone'>2</b>", "13"),
    "for print": ("@media print { .gone { display:none } }", "<b class=gone>2</b>", "123"),
    "for screens": ("@media screen { .gone { display:none } }", "<b class=gone>2</b>", "13"),
    "struck": (".old{text-decoration:line-through}", "<font class=old>2</font>", "1 3"),
    "raised": (".font7{vertical-align:super}", "<font class=font7>2</font>", "1 2 3"),
    "a later rule": (".gone{display:none} .gone{display:inline}", "<b class=gone>2</b>", "123"),
    "a rule that says more": ("td .gone{display:inline} .gone{display:none}", "<b class=gone>2</b>", "123"),
    "an important rule": (".gone{display:none!important} td .gone{display:inline}", "<b class=gone>2</b>", "13"),
    "the element itself": (".gone{display:none}", "<b class=gone style='display:inline'>2</b>", "123"),
    "under a pointer": (".gone:hover{display:none}", "<b class=gone>2</b>", "123"),
    "before it": (".gone::before{display:none}", "<b class=gone>2</b>", "123"),
    "out of the page": (".gone{position:absolute;left:-9999px}", "<b class=gone>2</b>", "13"),
    "for readers aloud": (
        ".sr{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}",
        "<b class=sr>2</b>",
        "13",
    ),
    "behind many others": (
        "".join(f".c{n}{{color:red}}" for n in range(300)) + ".gone{display:none}",
        "<b class=gone>2</b>",
        "13",
    ),
    "no sheet": ("display:none .gone }}{{", "<b class=gone>2</b>", "123"),
}


@pytest.mark.parametrize(("sheet", "digit", "shown"), SHEETS.values(), ids=SHEETS)
def test_a_page_s_own_sheet_says_which_digits_of_a_cell_are_seen(sheet: str, digit: str, shown: str) -> None:
    (table,) = blocks(f"<style>{sheet}</style><table><tr><td>甲<td>1{digit}3</table>")
    assert grid(table) == [[("甲", 1, 1), (shown, 1, 1)]]


def test_a_sheet_hides_a_cell_but_no_part_of_a_page_which_a_script_may_show() -> None:
    text = "正文" * 40
    sheet = "<style>.gone{display:none}</style>"
    page = f"{sheet}<p class=gone>{text}</p><table><tr><td>甲<td class=gone>1<td>2</table>"
    assert texts(page) == [text]
    assert grid(blocks(page)[1]) == [[("甲", 1, 1), ("2", 1, 1)]]


@pytest.mark.parametrize("look", ["pre-wrap", "pre-line", "break-spaces"])
def test_line_ends_that_a_style_keeps_end_paragraphs(look: str) -> None:
    assert texts(f"<div style='white-space: {look}'>前言。\n一、总体情况\n<b>正</b>文。</div>") == [
        "前言。",
        "一、总体情况",
        "正文。",
    ]


def test_struck_text_is_told() -> None:
    document = read(b"<p><s>1</s>2<s> </s></p>")
    assert document.notices == (Notice("struck", (("count", "1"),)),)
    assert document.asides == (Aside("1", "struck out"),)


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("<input value=3>", "3"),
        ("<input type=text value=' 3 '>件", "3 件"),
        ("<input type=HIDDEN value=3>", ""),
        ("<input type=checkbox value=3>", ""),
        ("<textarea>3\n</textarea>", "3"),
        ("<select><option>1<option selected>2<option>3</select>", "2"),
        ("<select><optgroup><option>1<option>2</optgroup></select>", "1"),
        ("<select></select>", ""),
    ],
)
def test_a_box_to_fill_in_is_read_as_it_is_shown_and_told(field: str, shown: str) -> None:
    document = read(f"<table><tr><td>规章<td>{field}<td>0</table>".encode())
    assert [grid(block)[0][1][0] for block in document.blocks] == [shown]
    assert [notice.key for notice in document.notices] == ["form_fields"] * bool(shown)


def test_boxes_outside_tables_are_text() -> None:
    assert texts("<p>共收到<input value=3>件</p>") == ["共收到3件"]


def test_a_page_hidden_until_a_script_runs_is_read() -> None:
    assert texts("<body style='display:none'><p>正文</p></body>") == ["正文"]


def test_headings_have_levels_down_to_topics() -> None:
    found = [
        (b.text, b.level)
        for b in blocks("<h1>甲</h1><h2>乙<br>丙</h2><h3>丁</h3><h4>戊</h4>己")
        if isinstance(b, TextBlock)
    ]
    assert found == [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", None), ("己", None)]


def test_only_the_first_title_is_the_title_of_the_page() -> None:
    assert read("<title>年\n报 - 网站</title><svg><title>图标</title></svg>".encode()).title == "年 报 - 网站"
    assert read(b"<p>1</p>").title is None


def test_the_title_of_the_article_outranks_that_of_the_page() -> None:
    named = "<meta name=ArticleTitle content='甲县报告'>"
    assert read(f"<title>首页</title>{named}".encode()).title == "甲县报告"
    assert read("<title>首页</title><meta name=articletitle><meta name=author content=乙>".encode()).title == "首页"


def test_preformatted_lines_stay_as_they_are() -> None:
    assert texts("<pre>\t规章\n\t　 0\n\n完</pre>后  文") == ["\t规章", "\t　 0", "", "完", "后 文"]


def test_what_follows_the_end_of_the_page_is_read() -> None:
    second = "<html><body><p style='display:none'>乙</p>丙</body></html>丁<table><tr><td>1<td>2</table>"
    found = blocks("<html><body><p>甲</p></body></html>" + second)
    assert [block.text for block in found if isinstance(block, TextBlock)] == ["甲", "丙", "丁"]
    assert isinstance(found[-1], TableBlock)


def test_an_empty_page_is_an_empty_document() -> None:
    assert read(b" \n") == Document(())


# Reading: tables


def test_a_table_keeps_its_spans_and_labels() -> None:
    (table,) = blocks("<table><tr><th rowspan=2>规章<td colspan='2'>1<tr><td>2</td><td>3</td></tr></table>")
    assert grid(table) == [[("规章", 2, 1), ("1", 1, 2)], [("2", 1, 1), ("3", 1, 1)]]
    assert isinstance(table, TableBlock)
    assert [item.label for row in table.rows for item in row] == [True, False, False, False]


def test_paragraphs_and_breaks_divide_lines_in_a_cell_and_spans_do_not() -> None:
    (table,) = blocks(
        "<table><tr><td><p>商业</p><p>&nbsp;</p><p>企<span>业</span></p>"
        "<td>三<br>本<div>年</div><td>&nbsp;<td><p> 1 </p></table>"
    )
    assert grid(table) == [[("商业\n企业", 1, 1), ("三\n本\n年", 1, 1), ("", 1, 1), ("1", 1, 1)]]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ("rowspan=0", (2, 1)),
        ("rowspan=9", (2, 1)),
        ("rowspan=-3 colspan=0", (1, 1)),
        ("rowspan=x colspan=''", (1, 1)),
        ("rowspan='2;' colspan='3.0'", (2, 3)),
        ("colspan=99999999", (1, 1)),
        ("colspan=5000", (1, 100)),
    ],
)
def test_spans_are_brought_to_sane_values(spans: str, expected: tuple[int, int]) -> None:
    (table,) = blocks(f"<table><tr><td {spans}>甲<td>乙<tr><td>丙</table>")
    assert grid(table)[0][0] == ("甲", *expected)


def test_spans_do_not_overlap() -> None:
    (table,) = blocks("<table><tr><td>甲<td rowspan=2>乙<tr><td colspan=3>丙<td>丁</table>")
    assert grid(table) == [[("甲", 1, 1), ("乙", 2, 1)], [("丙", 1, 1), ("丁", 1, 1)]]


def test_a_row_without_cells_counts_only_where_a_span_covers_it() -> None:
    (table,) = blocks("<table><tr><td>甲<td>乙</tr><tr></tr><tr><td rowspan=2>丙<td rowspan=2>丁</tr><tr></tr></table>")
    assert grid(table) == [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 2, 1), ("丁", 2, 1)], []]


def test_cells_after_a_closed_row_begin_another() -> None:
    (table,) = blocks("<table><tr><td>甲<td>乙</tr><td>丙<td>丁</table>")
    assert grid(table) == [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("丁", 1, 1)]]


def test_cells_and_rows_inside_a_cell_that_was_never_closed_stand_beside_and_below_it() -> None:
    (table,) = blocks("<table><tr><td><div>甲<td>乙<tr><td>丙<td>丁</table>")
    assert grid(table) == [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("丁", 1, 1)]]


def test_rows_in_a_form_belong_to_the_table_around_it() -> None:
    (table,) = blocks("<table><form><tr><td>甲<td>乙</form><tbody><form><tr><td>丙<td>丁</form></table>")
    assert grid(table) == [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("丁", 1, 1)]]


def test_a_cell_that_is_not_shown_holds_no_place() -> None:
    (table,) = blocks("<table><tr><td>甲<td style='display:none'>1<td>2</table>")
    assert grid(table) == [[("甲", 1, 1), ("2", 1, 1)]]


def test_a_caption_stands_before_its_table() -> None:
    before, table = blocks("<table><caption>单位：件</caption><tr><td>1<td>2</table>")
    assert before == paragraph("单位：件")
    assert isinstance(table, TableBlock)


def test_tables_split_in_two_stay_two() -> None:
    assert [grid(b) for b in blocks("<table><tr><td>1<td>2</table><table><tr><td>3<td>4</table>")] == [
        [[("1", 1, 1), ("2", 1, 1)]],
        [[("3", 1, 1), ("4", 1, 1)]],
    ]


def test_an_unclosed_table_is_read() -> None:
    assert [grid(b) for b in blocks("<table><tr><td>1<td>2")] == [[[("1", 1, 1), ("2", 1, 1)]]]


def test_tables_that_arrange_a_page_dissolve_in_order() -> None:
    inner = "<table border=1><tr><td>规章<td>1</table>"
    found = blocks(f"<table><tr><td>甲</td><td><table><tr><td>乙{inner}丙</table></td></tr><tr><td>丁</table>")
    assert [b.text if isinstance(b, TextBlock) else grid(b) for b in found] == [
        "甲",
        "乙",
        [[("规章", 1, 1), ("1", 1, 1)]],
        "丙",
        "丁",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>甲</table>",
        "<table><tr><td>甲<p>乙</p><tr><td>丙</table>",
        f"<table><tr><td>来源<td>日期<tr><td colspan=2>{'文' * 201}</table>",
        "<table><tr><td><h2>甲</h2><td>乙</table>",
        "<table role=presentation><tr><td>甲<td>乙</table>",
    ],
)
def test_a_table_around_text_is_no_table(table: str) -> None:
    assert {type(block) for block in blocks(table)} == {TextBlock}


def test_a_long_note_does_not_dissolve_a_table_of_figures() -> None:
    rows = "".join(f"<tr><td>第{n}项政府信息公开申请处理结果<td>{n}" for n in range(30))
    found = blocks(f"<table>{rows}<tr><td colspan=2>{'注' * 250}</table>")
    assert [type(block) for block in found] == [TableBlock]


# Reading: pictures


def test_pictures_in_the_text_are_kept_in_their_place() -> None:
    found = blocks("<p>甲<img src='t.png' alt=' 表\n三 '>乙</p><table><tr><td>1<td>2<img src=x.jpg></table>")
    assert found[:3] == [paragraph("甲"), Picture("表 三"), paragraph("乙")]
    assert [type(block) for block in found[3:]] == [TableBlock, Picture]


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe src=report.pdf title=报告></iframe>",
        "<object data=report.swf title=报告>要装插件</object>",
        "<embed src=report.pdf width=800 title=报告>",
        "<canvas title=报告></canvas>",
        "<svg width=600 height=400 title=报告><text>3</text></svg>",
        "<math title=报告><mn>3</mn></math>",
    ],
)
def test_what_is_shown_in_a_frame_is_a_picture(frame: str) -> None:
    assert blocks(f"<p>甲</p>{frame}") == [paragraph("甲"), Picture("报告")]


@pytest.mark.parametrize(
    "markup",
    [
        "<svg><path/></svg>",
        "<iframe src=count.html height=0></iframe>",
        "<nav><img src=a.jpg></nav>",
        "<header><div><img src=a.jpg></div></header>",
        "<a href=/><img src=a.jpg></a>",
        "<img src=a.jpg width=16>",
        "<img src=a.jpg height='20px'>",
        "<img src=/images/logo_new.png>",
        "<img src=a.jpg class=share-icon>",
        "<div style='display:none'><img src=a.jpg></div>",
    ],
)
def test_decoration_is_no_picture(markup: str) -> None:
    assert blocks(f"{markup}<p>文</p>") == [paragraph("文")]


# Reading: hostile pages


@pytest.mark.parametrize("depth", [200, 600])
def test_deeply_nested_tables_keep_their_text(depth: int) -> None:
    assert texts("<table><tr><td>甲<script>乙</script>" * depth) == ["甲"] * depth


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(SourceError, check=lambda error: error.key == "page_too_deep"):
        read(b"<table><tr><td>1" * 5000)
    assert texts("<p>甲") == ["甲"]


def test_embedded_files_and_scripts_do_not_count() -> None:
    heavy = (
        "<script>"
        + "var a='<p>';" * 200_000
        + "</SCRIPT x>"
        + f"<img src='data:image/png;base64,{'A' * (LIMIT * 1_000_000)}'>"
    )
    assert blocks(f"<p>甲</p>{heavy}<p>乙</p>") == [paragraph("甲"), Picture(), paragraph("乙")]


def test_a_script_that_never_ends_is_looked_at_once() -> None:
    assert texts("<p>甲</p>" + "<script>" * 200_000) == ["甲"]


@pytest.mark.parametrize("markup", ["<p>" * html_reader.TAG_LIMIT + "<", "甲" * 4_000_000])
def test_a_page_far_larger_than_any_report_is_refused(markup: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(markup.encode())
    assert caught.value.key in ("markup_too_large", "page_too_large")


def test_more_lines_than_any_report_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_reader, "LINE_LIMIT", 50)
    assert len(texts("<pre>" + "甲\n" * 50)) == 50
    with pytest.raises(SourceError, check=lambda error: error.key == "page_too_large"):
        read(b"<pre>" + b"1\n" * 51)


def test_entities_do_not_expand() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "甲甲"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><p>乙&b;&c;</p>'
    assert "甲甲" not in "".join(texts(bomb)).split("乙")[1]


TAGS = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "<td rowspan=0 colspan=9>",
    "</td>",
    "<th>",
    "<p>",
    "</p>",
    "<div hidden>",
    "</div>",
    "<pre>",
    "</pre>",
    "\n",
    "a",
    "&nbsp;",
    "<h1>",
    "</h1>",
    "<br>",
    "<img>",
    "<a>",
    "</a>",
    "<nav>",
    "<title>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "&#0;",
    "&#xD800;",
    "<svg>",
    "</svg>",
    "<caption>",
    "<select>",
    "<body>",
    "</body>",
    "<![if x]>",
    "<",
    ">",
]


@given(st.binary(max_size=300) | st.lists(st.sampled_from(TAGS), max_size=60).map(lambda tags: "".join(tags).encode()))
def test_any_bytes_give_a_document_or_a_source_error(data: bytes) -> None:
    try:
        document = read(data)
    except SourceError:
        return
    for table in document.tables():
        occupied: set[tuple[int, int]] = set()
        for row, cells in enumerate(table.rows):
            for item in cells:
                column = next(c for c in range(10_000) if (row, c) not in occupied)
                slots = {(r, c) for r in range(row, row + item.row_span) for c in range(column, column + item.col_span)}
                assert not slots & occupied
                assert row + item.row_span <= len(table.rows)
                occupied |= slots


@given(st.lists(st.sampled_from(TAGS), max_size=60))
def test_visible_text_is_never_lost(tags: list[str]) -> None:
    unseen = {
        "<div hidden>",
        "<title>",
        "<!--",
        "<script>",
        "<svg>",
        "<select>",
        "<![if x]>",
        "<",
        ">",
        "&#0;",
        "&#xD800;",
    }
    shown = [tag for tag in tags if tag not in unseen]
    found = "".join(
        b.text if isinstance(b, TextBlock) else "".join(c.text for row in b.rows for c in row)
        for b in read("".join(shown).encode()).blocks
        if not isinstance(b, Picture)
    )
    assert found.count("a") == shown.count("a")


# Writing

letters = st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"))
special = st.sampled_from("<>&\"'{}%#|-1 a规。 ")
# One line, white space collapsed to single spaces, nothing invisible.
line = st.text(special | letters, max_size=20).map(lambda text: " ".join(text.split()))
roles = st.sampled_from([Role.PLAIN, Role.OPEN, Role.FIGURE, Role.HEADING])


@st.composite
def paragraphs(draw: st.DrawFn) -> TextBlock:
    words = draw(line.filter(bool))
    cut = draw(st.integers(0, len(words)))
    spans = (Span(words[:cut], draw(roles), draw(st.none() | line)), Span(words[cut:], draw(roles)))
    return TextBlock(spans, draw(st.sampled_from([None, None, 0, 1, 2])))


@st.composite
def tables(draw: st.DrawFn) -> TableBlock:
    """A grid tiled with cells of random spans; text of up to three lines, also long text, also in single cells."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    rows = []
    for row in range(height):
        cells = []
        for column in range(width):
            if (row, column) in taken:
                continue
            down, right = draw(st.integers(1, height - row)), draw(st.integers(1, width - column))
            right = next((n for n in range(1, right) if (row, column + n) in taken), right)
            taken |= {(row + r, column + c) for r in range(down) for c in range(right)}
            text = "\n".join(draw(st.lists(line.filter(bool), max_size=3))) * draw(st.sampled_from([1, 1, 30]))
            span = Span(text, draw(roles), draw(st.none() | st.just("requests.new.total")))
            cells.append(Cell((span,) if text else (), down, right, draw(st.booleans())))
        rows.append(tuple(cells))
    return TableBlock(tuple(rows), draw(st.just(()) | st.just((1.0,) * width)))


def content(document: Document) -> list[object]:
    return [
        [[(c.text, c.row_span, c.col_span, c.label) for c in row] for row in b.rows]
        if isinstance(b, TableBlock)
        else (b.text, b.level)
        if isinstance(b, TextBlock)
        else b
        for b in document.blocks
    ]


@given(st.lists(paragraphs() | tables() | st.builds(Picture, line), max_size=6))
def test_what_is_written_reads_back(found: list[Block]) -> None:
    document = Document(tuple(found))
    assert content(read(write(document, STYLE))) == content(document)


REPORT = Document(
    (
        paragraph("青川市测绘档案馆报告", level=0),
        TextBlock(
            (Span("（一）主动公开。", Role.HEADING), Span("公开"), Span("36", Role.FIGURE, "note:1"), Span("条"))
        ),
        TextBlock(
            (
                Span("【待核：4件】", Role.OPEN),
                Span("旧", Role.DELETED),
                Span("新", Role.INSERTED),
                Span("7", Role.FIGURE),
            )
        ),
        TableBlock(
            (
                (cell("项目", row_span=2, label=True), cell("申请人", col_span=2, label=True)),
                (cell("自然人", label=True), cell("总计", label=True)),
                (cell("新收", label=True), Cell((Span("3", Role.FIGURE, "requests.new.natural_person"),)), cell("3")),
            ),
            (2, 1, 1),
        ),
    )
)


def markup(document: Document) -> str:
    return write(document, STYLE).decode()


def test_roles_and_addresses_are_in_the_markup() -> None:
    page = markup(REPORT)
    for piece in (
        '<b class="run-in">（一）主动公开。</b>公开<span class="figure" data-target="note:1">36</span>条</p>',
        '<mark class="open">【待核：4件】</mark><del>旧</del><ins>新</ins>7</p>',
        '<td data-cell="requests.new.natural_person">3</td>',
        '<th scope="col" rowspan="2">项目</th>',
        '<th scope="colgroup" colspan="2">申请人</th>',
        '<th scope="row">新收</th>',
        "<td>3</td>",
        '<col style="width:50.00%">',
        '<html lang="zh">',
        "<title>青川市测绘档案馆报告</title>",
    ):
        assert piece in page


def test_an_open_mark_in_a_cell_is_marked() -> None:
    table = TableBlock(((cell("甲"), Cell((Span("【待核】", Role.OPEN),))),))
    assert '<td><mark class="open">【待核】</mark></td>' in markup(Document((table,)))


def test_the_page_needs_nothing_else() -> None:
    page = markup(REPORT)
    assert not re.search(r"<script|<link|<iframe|\bsrc=|\bhref=|url\(|@import|https?:", page)


def test_the_page_is_the_same_every_time() -> None:
    assert write(REPORT, STYLE) == write(REPORT, STYLE)


def test_the_page_is_made_for_paper_phones_and_the_dark() -> None:
    page = markup(REPORT)
    assert "size: 210.0mm 297.0mm" in page
    assert "@bottom-center" in page
    assert "overflow-x: auto" in page
    assert "prefers-color-scheme: dark" in page
    assert 'name="viewport"' in page


def test_a_font_name_cannot_end_its_style_sheet() -> None:
    style = STYLE.model_copy(update={"body": STYLE.body.model_copy(update={"latin": '</style><b>"x'})})
    assert write(REPORT, style).decode().count("</style>") == 1


def test_the_head_ends_where_no_label_reaches_below_it() -> None:
    label = cell("甲", label=True)
    tall = cell("乙", row_span=3, label=True)
    assert head_rows(TableBlock(((label,), (cell("1"),)))) == 1
    assert head_rows(TableBlock(((tall, label), (label,), (label,), (cell("1"), cell("2"))))) == 3
    assert head_rows(TableBlock(((tall, label), (cell("1"),), (cell("2"),)))) == 0
    assert head_rows(TableBlock(((label,),))) == 0
