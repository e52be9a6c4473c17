"""Whole pages as government sites make them, every sentence invented: no number wrong, none shifted, all said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from drafter.document import Cell, TableBlock, TextBlock
from drafter.drafting.merge import merge
from drafter.errors import SourceError
from drafter.form import Form
from drafter.formats import FORMATS
from drafter.recognition import Reading, recognize
from drafter.recognition.files import read_report
from drafter.report.filing import Filing

EXAMPLE = Path(__file__).parents[3] / "examples" / "last-year.txt"
Markup = Callable[[TableBlock], str]


@pytest.fixture(scope="module")
def filing(form: Form) -> Filing:
    """The example's, every cell with a number of its own, so that none can stand in another's place unseen."""
    source = read_report(EXAMPLE, form).filing
    return replace(source, figures={cell: 1000 + number for number, cell in enumerate(form.cells)})


def tag(cell: Cell, inner: str, name: str = "td", more: str = "") -> str:
    return f'<{name} rowspan="{cell.row_span}" colspan="{cell.col_span}"{more}>{inner}</{name}>'


def table(source: TableBlock, inner: Callable[[str], str] = escape, name: str = "td", row: str = "<tr>{}</tr>") -> str:
    rows = (row.format("".join(tag(cell, inner(cell.text), name) for cell in cells)) for cells in source.rows)
    return "<table border=1>" + "\n".join(rows) + "</table>"


def word(source: TableBlock) -> str:
    """Pasted from Word: a paragraph and two spans about every word, empty elements of its own."""

    def inner(text: str) -> str:
        spans = f"<span lang=EN-US style='font-size:9.0pt;mso-hansi-font-family:仿宋'>{escape(text)}<o:p></o:p></span>"
        return f'<p class=MsoNormal align=center style="text-align:center;mso-pagination:none"><b>{spans}</b></p>'

    return "<div class=Section1>" + table(source, inner) + "</div><!--[if !supportMisalignedColumns]--><!--[endif]-->"


def letters(source: TableBlock) -> str:
    """Every character in a span, and every line of a label in a div."""
    return table(source, lambda text: "".join(f"<font><span>{escape(c)}</span></font>" for c in text) or "&nbsp;")


def broken_labels(source: TableBlock) -> str:
    """Labels cut in two by `<br>`; numbers between spaces of every kind."""

    def inner(text: str) -> str:
        half = len(text) // 2
        return f"&nbsp;\u3000{text}&#8203; " if text.isdigit() else f"{escape(text[:half])}<br/>\n{escape(text[half:])}"

    return table(source, inner)


def headers(source: TableBlock) -> str:
    """Every label a `<th>`, rows in thead and tbody, no tag closed that need not be."""
    rows = ["".join(tag(cell, escape(cell.text), "th" if cell.label else "td") for cell in row) for row in source.rows]
    rows = [row.replace("</td>", "").replace("</th>", "") for row in rows]
    return f"<table><thead><tr>{rows[0]}<tbody><tr>{'<tr>'.join(rows[1:])}</table>"


def in_two(source: TableBlock) -> str:
    """Cut in two where a page ended, when nothing spans the cut, and the part below set inside another table."""
    for cut in range(len(source.rows) // 2, len(source.rows)):
        if all(cell.row_span + number <= cut for number, row in enumerate(source.rows[:cut]) for cell in row):
            above, below = TableBlock(source.rows[:cut]), TableBlock(source.rows[cut:])
            return f"{table(above)}<p>&nbsp;</p><table><tr><td>{table(below)}</td></tr></table>"
    return table(source)


def fields(source: TableBlock) -> str:
    """Numbers in boxes to fill in, as an editing page shows them."""
    return table(
        source, lambda text: f'<input type="text" readonly value="{text}">' if text.isdigit() else escape(text)
    )


def loose_spans(source: TableBlock) -> str:
    """Spans that reach below the table, and `colspan="0"` for the only column there is."""
    last = len(source.rows) - 1
    markup = table(source)
    rows = markup.split("\n")
    rows[last] = rows[last].replace('rowspan="1"', 'rowspan="30"').replace('colspan="1"', 'colspan="0"')
    return "\n".join(rows)


def in_a_form(source: TableBlock) -> str:
    """A form between the table and its rows; hidden cells and rows that a script would fill."""
    hidden = "<tr style='display:none'><td>0</td><td>0</td></tr>"
    row = "<form><tr>{}<td hidden>9</td></tr></form>"
    return table(source, row=row).replace("</table>", f"{hidden}</table>")


def never_closed(source: TableBlock) -> str:
    return table(source).replace("</table>", "")


TABLES: dict[str, Markup] = {
    "word": word,
    "letters": letters,
    "broken labels": broken_labels,
    "headers": headers,
    "in two": in_two,
    "fields": fields,
    "loose spans": loose_spans,
    "in a form": in_a_form,
}

CHROME = """<div class="top"><a href="/">首页</a> | <a href="/zwgk">政务公开</a></div>
<script>var year = 2019; document.write('<table><tr><td>规章</td><td>7</td></tr></table>');</script>
<table width=100%><tr><td class=left><ul><li><a>机构职能</a><li><a>通知公告</a></ul></td><td valign=top>
<table><tr><td height=30>{title}</td></tr>
<tr><td>发布时间：2025-01-20 浏览次数：<span id=hits>358</span></td></tr></table>
<div id=zoom>{body}</div></td></tr></table><style>.x{{color:red}}</style>"""


def body(filing: Filing, form: Form, markup: Markup) -> str:
    """The report without its title."""
    blocks = (block for block in merge(filing, form).blocks if isinstance(block, TableBlock | TextBlock))
    marked = [
        markup(block) if isinstance(block, TableBlock) else f"<p><span>{escape(block.text)}</span></p>"
        for block in blocks
    ]
    return "".join(marked[1:])


def page(filing: Filing, form: Form, markup: Markup) -> str:
    """The report in a layout of tables, behind navigation."""
    inside = CHROME.format(title=filing.title, body=body(filing, form, markup))
    return f"<html><head><title>政府网站</title></head><body>{inside}</body></html>"


def read(markup: str | bytes, form: Form) -> Reading:
    data = markup if isinstance(markup, bytes) else markup.encode()
    return recognize(FORMATS["html"].read(data), form)


@pytest.mark.parametrize("name", TABLES)
def test_every_number_is_read_in_its_place_from_every_kind_of_markup(name: str, filing: Filing, form: Form) -> None:
    reading = read(page(filing, form, TABLES[name]), form)
    assert reading.filing.figures == filing.figures
    assert not reading.filing.unread
    assert reading.filing.narrative == filing.narrative
    assert ("发布时间：2025-01-20 浏览次数：358", "below the title") in [
        (item.text, str(item.where)) for item in reading.filing.unplaced
    ]
    assert (reading.filing.organization, reading.filing.year) == (filing.organization, filing.year)
    assert [notice.key for notice in reading.notices] == ["form_fields"] * (name == "fields")


INFORMATION = """<table><tr><th>索引号</th><td>QH-2025-0007</td><th>发布机构</th><td>县政府办公室</td></tr>
<tr><th>发文日期</th><td>2025-01-20</td><th>有效性</th><td>有效</td></tr></table>"""
HEADS = {
    "a date": "<p>2025-01-20 09:30</p>",
    "a line": "<p>日期：2025-01-20&nbsp;来源：县政府办公室&nbsp;【字号：<a>大</a> <a>中</a> <a>小</a>】</p>",
    "lines": "<div>文章来源：县政府办公室</div><div>点击数： 12</div><div>分享到：</div><div>打印本页</div>",
    "a table": INFORMATION,
    "an unknown line": "<p>青禾县人民政府</p><p>页面朗读</p><p>发布时间：2025-01-23 浏览次数：326</p>",
    "a time": "<p>2025年1月23日 10:15 来源：县政府办公室 [大][中][小]</p>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_what_a_site_says_of_the_page_is_no_part_of_the_report(head: str, filing: Filing, form: Form) -> None:
    links = "".join(f"<li><a>栏目{n}</a><span>2024-01-{n % 28 + 1:02d}</span></li>" for n in range(200))
    title = filing.title.replace("2024", "<br>2024", 1)
    text = body(filing, form, table)
    reading = read(f"<ul>{links}</ul>{INFORMATION}<h1>{title}</h1>{head}{text}<p>打印本页</p>", form)
    assert (reading.filing.title, reading.filing.year) == (filing.title, 2024)
    assert reading.filing.narrative == filing.narrative
    assert reading.filing.figures == filing.figures
    counts = Counter(str(item.where) for item in reading.filing.unplaced)
    assert counts["before the title"] == 202
    assert counts["below the title"] >= 1


def test_a_page_s_title_stands_for_one_that_the_text_has_not(filing: Filing, form: Form) -> None:
    page = f"<html><head><title>{filing.title}_青禾县人民政府网站</title></head>{body(filing, form, table)}</html>"
    reading = read(page, form)
    assert (reading.filing.organization, reading.filing.year) == (filing.organization, filing.year)
    assert [notice.key for notice in reading.notices] == ["title_of_page"]


def test_a_first_paragraph_is_kept_though_it_begins_like_the_head_of_a_page(form: Form) -> None:
    text = "来源：本报告的数据由县政府办公室汇总。"
    reading = read(f"<p>青禾县2024年政府信息公开工作年度报告</p><p>{text}</p><p>一、总体情况</p><p>略。</p>", form)
    assert reading.filing.narrative["preface"][0].paragraphs == (text,)


def test_a_table_that_stands_twice_with_the_same_figures_is_no_text(filing: Filing, form: Form) -> None:
    """Pages have one for screens and one for telephones."""
    reading = read(body(filing, form, lambda source: table(source) * 2), form)
    assert reading.filing.figures == filing.figures
    assert not reading.filing.unread
    assert reading.filing.narrative == filing.narrative


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1"])
def test_a_page_that_declares_a_wrong_encoding_is_read(
    encoding: str, declared: str, filing: Filing, form: Form
) -> None:
    markup = page(filing, form, word).replace("<head>", f"<head><meta charset={declared}>")
    assert read(markup.encode(encoding), form).filing.figures == filing.figures


@pytest.mark.parametrize("name", [*TABLES, "never closed"])
@pytest.mark.parametrize("place", range(40, 1000, 97))
def test_a_page_cut_off_anywhere_gives_no_wrong_number(name: str, place: int, filing: Filing, form: Form) -> None:
    markup = page(filing, form, TABLES.get(name, never_closed))
    found = read(markup[: len(markup) * place // 1000], form).filing
    unread = {item.cell for item in found.unread}
    for cell, value in found.figures.items():
        assert value == filing.figures[cell] or (value is None and cell in unread)


@pytest.mark.parametrize(
    "damage",
    [
        ('rowspan="1" colspan="1">1039</td>', 'rowspan="2" colspan="1">1039</td>'),
        (">1040</td>", ">1040</td><td>1</td>"),
        (">1041</td>", "><table><tr><td>10</td><td>41</td></tr></table></td>"),
        (">1042</td>", ">1042<sup>2</sup></td>"),
        (">1043</td>", "><s>9</s>1043<s>1</s></td>"),
        (">1044</td>", ">10<br>44</td>"),
        (">1045</td>", "><img src=1045.png></td>"),
        (">1046</td>", ">10<!-- -->46</td>"),
        (">1047</td>", ">10<sub>4</sub>7</td>"),
        (">1048</td>", " style='display:none'>1048</td>"),
        (">1049</td>", "><select><option>1049<option>7</select></td>"),
        (">1050</td>", "><svg width=90 height=30><text>1050</text></svg></td>"),
        (">1051</td>", "></td>"),
    ],
)
def test_a_spoiled_cell_gives_no_wrong_number_and_is_said(damage: tuple[str, str], filing: Filing, form: Form) -> None:
    whole = page(filing, form, table)
    assert damage[0] in whole
    reading = read(whole.replace(*damage, 1), form)
    unread = {item.cell for item in reading.filing.unread}
    for cell, value in reading.filing.figures.items():
        assert not isinstance(value, int) or value == filing.figures[cell]
    odd = [cell for cell, value in reading.filing.figures.items() if value != filing.figures[cell]]
    assert len(odd) <= 8, "only the row of the damage"
    assert unread <= set(odd)


def test_two_reports_in_one_page_are_said_in_one_sentence(filing: Filing, form: Form) -> None:
    other = replace(filing, figures={cell: 5000 + number for number, cell in enumerate(form.cells)})
    first = page(filing, form, table)
    for second in (page(other, form, word), body(other, form, letters), body(filing, form, table)):
        with pytest.raises(SourceError, check=lambda error: error.key == "two_reports"):
            read(first + second, form)


def test_a_list_of_reports_is_said_in_one_sentence(form: Form) -> None:
    links = [f"<a href={year}.html>青禾县{year}年政府信息公开工作年度报告</a>" for year in range(2015, 2025)]
    items = "".join(f"<li>{link}<span>2020-01-30</span></li>" for link in links)
    rows = "".join(f"<tr><td>{number}</td><td>{link}</td><td>2020-01-30</td></tr>" for number, link in enumerate(links))
    for markup in (f"<ul>{items}</ul>", f"<table><tr><td>序号<td>标题<td>日期</tr>{rows}</table>"):
        with pytest.raises(SourceError, check=lambda error: error.key == "report_list"):
            read(markup, form)


def test_a_list_of_contents_and_links_to_other_years_are_no_second_report(filing: Filing, form: Form) -> None:
    contents = "".join(f"<p>{section.heading}</p>" for section in form.sections)
    other = f"<p>相关链接</p><p>{str(filing.title).replace('2024', '2023')}</p>"
    whole = page(filing, form, table)
    for markup in (whole.replace("<div id=zoom>", f"<div id=zoom>{contents}"), whole.replace("<ul>", f"{other}<ul>")):
        assert read(markup, form).filing.figures == filing.figures


@pytest.mark.parametrize(
    "title",
    ["<title>{}-县政府网</title>", "<title>县政府网_政务公开_{}</title>", "<meta name=ArticleTitle content='{}'>"],
)
def test_a_page_whose_report_is_another_bodys_is_told(title: str, filing: Filing, form: Form) -> None:
    markup = page(filing, form, table).replace("<title>政府网站</title>", title)
    same, other = (
        read(markup.replace("{}", name), form) for name in (filing.title or "", "临江县2024年政府信息公开工作年度报告")
    )
    assert [notice.key for notice in same.notices] == []
    assert [notice.key for notice in other.notices] == ["title_differs"]
