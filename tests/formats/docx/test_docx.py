"""Rules of reading and writing .docx files."""

import io
import re
import zipfile
from pathlib import Path
from time import perf_counter

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from drafter.document import Aside, Cell, Document, Notice, Paragraph, Picture, Role, Span, Table, cell, paragraph
from drafter.errors import SourceError
from drafter.formats.docx import read, write
from drafter.formats.docx.number_formats import number_text
from drafter.formats.style import load_style

STYLE = load_style("gbt-9704")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BLANK_FORM = Path(__file__).parents[4] / "shared/reports/blank-2021-format.docx"


def relations(**targets: str) -> str:
    items = (f'<Relationship Id="{k}" Type="{OFFICE}/{k}" Target="{target}"/>' for k, target in targets.items())
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(items)}</Relationships>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def package(body: str, **parts: str) -> bytes:
    """A .docx file made by hand; `parts` are the content of styles, numbering and comments."""
    inner = {name: f"<w:{name} {NAMESPACES}>{xml}</w:{name}>" for name, xml in parts.items()}
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/_rels/document.xml.rels": relations(**{name: f"{name}.xml" for name in parts}),
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            **{f"word/{name}.xml": xml for name, xml in inner.items()},
        }
    )


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def tc(*content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content) or p()}</w:tc>"


def tbl(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="1000"/>' * columns
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def texts(body: str, **parts: str) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else type(block).__name__ for block in blocks(body, **parts)]


def blocks(body: str, **parts: str) -> tuple[Paragraph | Table | Picture, ...]:
    return read(package(body, **parts)).blocks


# Reading text


def test_empty_paragraphs_are_dropped_and_the_rest_keeps_its_order():
    assert texts(p(r("甲")) + p() + p(r("　")) + tbl(tr(tc(p(r("1"))))) + p(r("乙"))) == ["甲", "Table", "乙"]


def test_tabs_breaks_and_hyphens_are_text_but_page_breaks_are_not():
    signs = '<w:tab/><w:t>乙</w:t><w:br/><w:t>3</w:t><w:noBreakHyphen/><w:t>4</w:t><w:br w:type="page"/>'
    assert texts(p(f"<w:r><w:t>甲</w:t>{signs}</w:r>")) == ["甲\t乙\n3-4"]


def test_a_field_gives_its_result_and_not_its_instruction():
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = mark("begin") + r("7") + mark("separate") + r("8") + mark("end")
    field = mark("begin") + r(" = 1 ", "instrText") + nested + mark("separate") + r("12") + mark("end")
    simple = f'<w:fldSimple w:instr=" DATE ">{r("5月")}</w:fldSimple>'
    assert texts(p(r("共"), field, r("件"), simple)) == ["共12件5月"]


def test_a_field_left_open_hides_nothing_in_later_paragraphs():
    assert texts(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p(r("后文"))) == ["后文"]


def test_content_controls_hold_text_numbers_and_paragraphs():
    inline = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('31')}</w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtContent>{p(r('段落'))}</w:sdtContent></w:sdt>"
    assert texts(p(r("共"), inline, r("件")) + block) == ["共31件", "段落"]


def test_the_prompt_of_an_unfilled_content_control_is_no_text():
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击输入')}</w:sdtContent></w:sdt>"
    assert texts(p(r("共"), control, r("件"))) == ["共件"]


def test_hyperlinks_formulas_and_ruby_show_their_text():
    link = f"<w:hyperlink>{r('网站')}</w:hyperlink>"
    formula = "<m:oMath><m:r><m:t>1+2</m:t></m:r></m:oMath>"
    ruby = f"<w:r><w:ruby><w:rt>{r('pin')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby></w:r>"
    assert texts(p(link, formula, ruby)) == ["网站1+2拼"]


TEXT_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
    f"<wps:txbx><w:txbxContent>{p(r('框内'))}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{p(r('框内'))}</w:txbxContent></v:textbox>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once_and_is_no_picture():
    assert texts(p(TEXT_BOX, r("正文"))) == ["框内", "正文"]
    assert texts(p(r("正文"), TEXT_BOX)) == ["正文", "框内"]


def test_alternatives_without_a_choice_are_no_error():
    assert texts(p(f"<mc:AlternateContent/>{r('正文')}")) == ["正文"]


def test_a_text_box_may_hold_a_table():
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{tbl(tr(tc(p(r('1')))))}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert texts(p(box)) == ["Table"]


def test_pictures_are_blocks_in_order():
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr descr="公章"/><a:blip/></wp:inline></w:drawing></w:r>'
    old = "<w:r><w:pict><v:shape alt='旧图'><v:imagedata/></v:shape></w:pict></w:r>"
    assert blocks(p(r("前"), drawing) + p(old) + p(r("后"))) == (
        paragraph("前"),
        Picture("公章"),
        Picture("旧图"),
        paragraph("后"),
    )


def test_a_line_drawn_under_a_letterhead_is_no_picture():
    assert texts(p("<w:r><w:drawing><wp:anchor><wps:wsp/></wp:anchor></w:drawing></w:r>") + p(r("后"))) == ["后"]


def test_a_picture_in_a_table_follows_the_table():
    drawing = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    assert texts(tbl(tr(tc(p(r("1"), drawing))))) == ["Table", "Picture"]


# Tracked changes and comments


def test_tracked_changes_read_as_accepted_and_are_told():
    body = p(r("共"), f"<w:del>{r('12', 'delText')}</w:del>", f"<w:ins>{r('15')}</w:ins>", r("件"))
    document = read(package(body))
    assert [item.text for item in document.paragraphs()] == ["共15件"]
    assert document.notices == (Notice("tracked_changes", (("count", "2"),)),)


def test_moved_text_stands_where_it_was_moved_to():
    body = p(f"<w:moveFrom>{r('甲')}</w:moveFrom>", r("乙")) + p(f"<w:moveTo>{r('甲')}</w:moveTo>")
    assert texts(body) == ["乙", "甲"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = p(r("前半"), properties=deleted) + p(r("，后半"), properties='<w:outlineLvl w:val="0"/>')
    assert blocks(body) == (paragraph("前半，后半", level=1),)
    assert texts(p(r("末"), properties=deleted) + tbl(tr(tc(p(r("1")))))) == ["末", "Table"]


def test_deleted_rows_and_cells_are_gone():
    body = tbl(
        tr(tc(p(r("甲"))), tc(p(r("1")))),
        tr(tc(p(r("乙"))), tc(p(r("2"))), properties="<w:del/>"),
        tr(tc(p(r("丙"))), tc(p(r("3"))), tc(p(r("4")), properties="<w:cellDel/>")),
    )
    (table,) = blocks(body)
    assert [[item.text for item in row] for row in table.rows] == [["甲", "1"], ["丙", "3"]]


def test_comments_are_not_text_and_are_told():
    body = p('<w:commentRangeStart w:id="0"/>', r("正文"), '<w:r><w:commentReference w:id="0"/></w:r>')
    document = read(package(body, comments=f'<w:comment w:id="0">{p(r("请核对"))}</w:comment>'))
    assert document.blocks == (paragraph("正文"),)
    assert document.notices == (Notice("comments", (("count", "1"),)),)


def rp(text: str, look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (rp("12", "<w:strike/>") + r("15"), "15"),
        (r("1") + rp("2", "<w:dstrike/>") + r("5"), "1 5"),
        (rp("12", '<w:strike w:val="0"/>') + r("15"), "1215"),
        (r("12") + rp("3", '<w:vertAlign w:val="superscript"/>') + r("4"), "12 3 4"),
        (rp("1", '<w:vertAlign w:val="superscript"/>') + r("12"), "1 12"),
        (rp("1", '<w:vertAlign w:val="baseline"/>') + r("2"), "12"),
        (r("1") + rp("2", "<w:vanish/>") + r("3"), "13"),
        (r("1") + rp("2", '<w:vanish w:val="false"/>') + r("3"), "123"),
        (r("1") + rp("2", '<w:rStyle w:val="H"/>') + r("3"), "13"),
        (r("1") + '<w:r><w:sym w:font="Symbol" w:char="F032"/></w:r>', "12"),
        (r("1") + '<w:r><w:sym w:font="Wingdings" w:char="F032"/></w:r>' + r("2"), "1\ufffd2"),
    ],
)
def test_a_number_is_what_is_seen_of_it_and_never_runs_into_a_mark(runs, shown):
    hidden = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    (text,) = texts(p(runs), styles=hidden)
    assert text.strip() == shown


def style(kind: str, name: str, look: str = "", based_on: str = "", more: str = "", default: str = "") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    usual = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{usual} w:styleId="{name}">{based}{more}<w:rPr>{look}</w:rPr></w:style>'


WHITE, TINY = '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'
BLUE = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
LOOKS = (
    style("character", "Gone", "<w:vanish/>")
    + style("character", "GoneToo", based_on="Gone")
    + style("character", "Back", '<w:vanish w:val="0"/>', based_on="Gone")
    + style("character", "Struck", "<w:strike/>")
    + style("character", "Double", "<w:dstrike/>")
    + style("character", "Mark", '<w:vertAlign w:val="superscript"/>')
    + style("character", "White", WHITE)
    + style("character", "Web", "<w:webHidden/>")
    + style("paragraph", "PGone", "<w:vanish/>")
    + style("paragraph", "PGoneToo", based_on="PGone")
    + style("paragraph", "PStruck", "<w:strike/>")
    + style("paragraph", "PWhite", WHITE)
    + style("paragraph", "PTiny", TINY)
    + style("paragraph", "PLoop", based_on="PLoop")
)


def as_style(name: str) -> str:
    return f'<w:rStyle w:val="{name}"/>'


@pytest.mark.parametrize(
    ("styled", "look", "shown"),
    [
        ("", as_style("GoneToo"), "13"),
        ("", as_style("Back"), "123"),
        ("", as_style("Gone") + '<w:vanish w:val="0"/>', "123"),
        ("", as_style("Struck"), "1 3"),
        ("", as_style("Double"), "1 3"),
        ("", as_style("Struck") + '<w:strike w:val="0"/>', "123"),
        ("", as_style("Mark"), "1 2 3"),
        ("", as_style("Mark") + '<w:vertAlign w:val="baseline"/>', "123"),
        ("", '<w:position w:val="8"/>', "1 2 3"),
        ("", '<w:position w:val="-8"/>', "1 2 3"),
        ("", '<w:position w:val="2"/>', "123"),
        ("", WHITE, "1 3"),
        ("", '<w:color w:val="FEFEFE"/>', "1 3"),
        ("", '<w:color w:val="CCCCCC"/>', "123"),
        ("", as_style("White"), "1 3"),
        ("", as_style("White") + '<w:color w:val="auto"/>', "123"),
        ("", WHITE + BLUE, "123"),
        ("", WHITE + '<w:highlight w:val="red"/>', "123"),
        ("", TINY, "1 3"),
        ("", "<w:webHidden/>", "123"),
        ("", as_style("Web"), "123"),
        ("PGone", "", ""),
        ("PGoneToo", "", ""),
        ("PGone", '<w:vanish w:val="0"/>', "2"),
        ("PGone", as_style("Gone"), "2"),
        ("PGone", as_style("Back"), ""),
        ("PStruck", as_style("Struck"), "2"),
        ("PStruck", '<w:strike w:val="0"/>', "2"),
        ("PWhite", '<w:color w:val="000000"/>', "2"),
        ("PTiny", '<w:sz w:val="24"/>', "2"),
        ("PLoop", "", "123"),
        ("Unknown", as_style("Unknown"), "123"),
    ],
)
def test_text_is_seen_as_its_styles_and_it_itself_say_together(styled, look, shown):
    body = p(r("1"), rp("2", look), r("3"), properties=f'<w:pStyle w:val="{styled}"/>')
    assert [text.strip() for text in texts(body, styles=LOOKS)] == ([shown] if shown else [])


def test_the_defaults_of_a_file_may_hide_and_a_style_of_the_file_shows():
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{WHITE}</w:rPr></w:rPrDefault></w:docDefaults>"
    black = style("paragraph", "Black", '<w:color w:val="000000"/>')
    body = p(r("1")) + p(r("2"), properties='<w:pStyle w:val="Black"/>')
    assert texts(body, styles=defaults + black) == ["2"]
    toggle = "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    gone = style("paragraph", "Gone", "<w:vanish/>")
    body = p(r("1"), rp("2", '<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="Gone"/>')
    assert texts(body, styles=toggle + gone) == ["2"]


def test_the_usual_style_holds_where_none_is_named():
    assert texts(p(r("1")), styles=style("paragraph", "Normal", "<w:vanish/>", default="1")) == []


@pytest.mark.parametrize(
    "body",
    [
        tbl(tr(tc(p(rp("12", WHITE)), properties=BLUE))),
        tbl(tr(tc(p(rp("12", WHITE), properties=BLUE)))),
        tbl(tr(tc(p(rp("12", WHITE))))).replace("<w:tbl>", f"<w:tbl><w:tblPr>{BLUE}</w:tblPr>"),
        tbl(tr(tc(p(rp("12", WHITE))))).replace("<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr>'),
        tbl(tr(tc(p(rp("12", WHITE))))) + p('<w:r><w:drawing><wp:anchor behindDoc="1"/></w:drawing></w:r>'),
    ],
)
def test_white_text_is_seen_where_something_dark_is_behind_it(body):
    head = f'<w:tblStylePr w:type="firstRow"><w:tcPr>{BLUE}</w:tcPr></w:tblStylePr>'
    (table,) = blocks(body, styles=style("table", "Dark", more=head))
    assert table.rows == ((cell("12"),),)


def test_white_text_is_not_seen_in_a_white_cell_of_a_dark_table():
    white = BLUE.replace("1F4E79", "FFFFFF")
    body = tbl(tr(tc(p(rp("12", WHITE)), properties=white))).replace("<w:tbl>", f"<w:tbl><w:tblPr>{BLUE}</w:tblPr>")
    (table,) = blocks(body)
    assert table.rows == ((cell(""),),)


def test_a_text_box_that_hangs_in_hidden_text_is_hidden():
    hidden = TEXT_BOX.replace("<w:r><mc:", "<w:r><w:rPr><w:vanish/></w:rPr><mc:")
    document = read(package(p(hidden, r("正文"))))
    assert document.blocks == (paragraph("正文"),)
    assert document.asides == (Aside("框内", "hidden"),)


def test_an_instruction_that_is_hidden_is_no_hidden_text():
    def mark(kind: str) -> str:
        return f'<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="{kind}"/></w:r>'

    document = read(package(p(r("前"), mark("begin"), r(' XE "x" ', "instrText"), mark("end"), r("后"))))
    assert document == Document((paragraph("前后"),))


def test_digits_of_one_number_that_are_raised_alike_stay_together():
    raised = '<w:position w:val="8"/>'
    assert texts(p(rp("20", raised), rp("24", raised))) == ["2024"]


def test_hidden_and_struck_text_is_set_aside_and_told():
    body = p(rp("甲", "<w:vanish/>"), rp("乙", "<w:vanish/>"), r("丙"), rp("1", "<w:strike/>"), r("2"))
    document = read(package(body + p(r("丁"), properties='<w:pStyle w:val="PGone"/>'), styles=LOOKS))
    assert document.blocks == (paragraph("丙 2"),)
    assert document.asides == (Aside("甲乙", "hidden"), Aside("1", "struck out"), Aside("丁", "hidden"))
    assert document.notices == (Notice("struck", (("count", "1"),)), Notice("hidden_text", (("count", "2"),)))


def note_mark(kind: str, identity: int, more: str = "", look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:{kind}Reference{more} w:id="{identity}"/></w:r>'


def note(kind: str, identity: int, *paragraphs: str) -> str:
    return f'<w:{kind} w:id="{identity}">{"".join(paragraphs)}</w:{kind}>'


def test_the_text_of_notes_is_kept_in_the_order_of_their_marks():
    feet = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    feet += note("footnote", 3, p("<w:r><w:footnoteRef/></w:r>", r(" 含结转3件"))) + note("footnote", 7, p(r("另注")))
    ends = note("endnote", 1, p(r("一行")), tbl(tr(tc(p(r("甲"))), tc(p(r("5"))))))
    body = p(r("共12"), note_mark("footnote", 7), r("件"), note_mark("footnote", 3)) + p(
        note_mark("endnote", 1), r("后")
    )
    document = read(package(body, footnotes=feet, endnotes=ends))
    assert document.asides == (
        Aside("另注", "footnote 1"),
        Aside("含结转3件", "footnote 2"),
        Aside("一行\n甲\t5", "endnote 1"),
    )
    assert document.notices == (Notice("footnotes", (("count", "3"),)),)


@pytest.mark.parametrize("look", ["", '<w:vertAlign w:val="superscript"/>', '<w:rStyle w:val="Mark"/>'])
def test_the_mark_of_a_note_is_no_digit_and_keeps_those_beside_it_apart(look):
    own = note_mark("footnote", 2, ' w:customMarkFollows="1"', look).replace("</w:r>", "<w:t>1</w:t></w:r>")
    for mark in (note_mark("footnote", 2, look=look), own):
        assert texts(p(r("12"), mark, r("4")), styles=LOOKS) == ["12 4"]
        (table,) = blocks(tbl(tr(tc(p(r("12"), mark)))), styles=LOOKS)
        assert table.rows[0][0].text.strip() == "12"


def test_what_stands_at_the_head_and_foot_of_pages_is_kept_but_for_page_numbers():
    head, page_number, foot = p(r("内部资料")), p(r("— 1 —")), p(r("联系电话见网站"))
    parts = {"header": head, "footer": page_number}
    assert read(package(p(r("正文")), **parts)).asides == (Aside("内部资料", "header"),)
    assert read(package(p(r("正文")), footer=foot, header=foot)).asides == (Aside("联系电话见网站", "footer"),)


# Symbols, boxes to fill in, and other files


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F02E", "."),
        ("Symbol", "F0B7", "•"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "00FE", "☑"),
        ("Wingdings", "F081", "①"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings", "0032", "\ufffd"),
        ("Webdings", "F032", "\ufffd"),
        ("Unknown", "F032", "\ufffd"),
        ("宋体", "2460", "①"),
        ("宋体", "none", "\ufffd"),
    ],
)
def test_a_symbol_is_what_it_looks_like_or_said_to_be_unknown(font, code, shown):
    document = read(package(p(r("1"), f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>', r("5"))))
    assert document.blocks == (paragraph(f"1{shown}5"),)
    assert document.notices == ((Notice("symbols", (("count", "1"),)),) if shown == "\ufffd" else ())


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ('<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>', "☑\ufffd年"),
        ('<w:rStyle w:val="Ticks"/>', "☑\ufffd年"),
        ('<w:rStyle w:val="Ticks"/><w:rFonts w:ascii="Arial"/>', "R2年"),
        ('<w:rStyle w:val="Ticks"/><w:rFonts w:eastAsia="宋体"/>', "☑\ufffd年"),
        ('<w:rFonts w:ascii="Symbol"/>', "\ufffd2年"),
    ],
)
def test_digits_typed_in_a_symbol_font_are_no_digits(look, shown):
    ticks = style("character", "Ticks", '<w:rFonts w:ascii="Wingdings 2"/>')
    assert texts(p(rp("R2年", look)), styles=ticks) == [shown]


def box(data: str, result: str | None = None) -> str:
    def mark(kind: str, more: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{more}</w:fldChar></w:r>'

    shown = "" if result is None else mark("separate") + r(result)
    return mark("begin", f"<w:ffData>{data}</w:ffData>") + r(" FORM ", "instrText") + shown + mark("end")


CHOICES = '<w:listEntry w:val="3"/><w:listEntry w:val="12"/>'


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (box(f'<w:ddList><w:result w:val="1"/>{CHOICES}</w:ddList>'), "共12件"),
        (box(f'<w:ddList><w:default w:val="1"/>{CHOICES}</w:ddList>', "\u2002"), "共\u200212件"),
        (box(f"<w:ddList>{CHOICES}</w:ddList>"), "共3件"),
        (box(f'<w:ddList><w:result w:val="9"/>{CHOICES}</w:ddList>'), "共件"),
        (box(f'<w:ddList><w:result w:val="1"/>{CHOICES}</w:ddList>', "3"), "共3件"),
        (box("<w:checkBox><w:default w:val='1'/></w:checkBox>"), "共☒件"),
        (box("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>"), "共☐件"),
        (box("<w:textInput><w:default w:val='7'/></w:textInput>", "5"), "共5件"),
        (box("<w:textInput><w:default w:val='7'/></w:textInput>"), "共件"),
    ],
)
def test_a_box_of_a_form_is_what_it_shows(field, shown):
    assert texts(p(r("共"), field, r("件"))) == [shown]


def test_a_default_that_is_not_shown_is_set_aside():
    field = box("<w:textInput><w:default w:val='7'/></w:textInput>")
    assert read(package(p(field, r("件")))).asides == (Aside("7", "form field"),)


def with_file(name: str, data: bytes) -> bytes:
    """A .docx file that takes in another one."""
    with zipfile.ZipFile(io.BytesIO(package(p(r("前")) + f"{TAKEN_IN}" + p(r("后"))))) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    parts["word/_rels/document.xml.rels"] = relations(aFChunk=name)
    return zipped({**parts, f"word/{name}": data})


TAKEN_IN = f'<w:altChunk r:id="aFChunk" xmlns:r="{OFFICE}"/>'
PAGE = "<html><body><p>网页</p><table><tr><td>规章</td><td>1</td></tr></table></body></html>".encode()
ARCHIVE = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"


@pytest.mark.parametrize("data", [PAGE, ARCHIVE + PAGE + b"\n--x--\n"])
def test_a_page_set_into_the_text_is_read(data):
    document = read(with_file("a.htm", data))
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph, Table, Paragraph]
    assert document.notices == ()


@pytest.mark.parametrize("data", [b"{\\rtf1 12}", package(p(r("12"))), b"12"])
def test_another_file_set_into_the_text_is_a_picture_and_is_told(data):
    document = read(with_file("a.bin", data))
    assert document.blocks == (paragraph("前"), Picture("a.bin"), paragraph("后"))
    assert document.notices == (Notice("file_taken_in", (("name", "a.bin"),)),)


def test_a_file_that_is_not_there_is_told():
    body = TAKEN_IN + '<w:subDoc r:id="none" xmlns:r="r"/>'
    assert read(package(body)).notices == (Notice("file_taken_in", (("name", "?"),)),) * 2


def test_a_file_set_into_the_text_is_weighed():
    with pytest.raises(SourceError) as caught:
        read(with_file("a.htm", b" " * (25 * 2**20)))
    assert caught.value.key == "zip_bomb"


def test_an_object_without_a_picture_and_word_art_are_pictures():
    sheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12" xmlns:o="o"/></w:object></w:r>'
    art = '<w:r><w:pict><v:shape><v:textpath string="2024年"/></v:shape></w:pict></w:r>'
    assert blocks(p(sheet, art)) == (Picture("Excel.Sheet.12"), Picture("2024年"))


# Tables


def test_spans_are_computed_from_merge_marks():
    restart, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tr(tc(p(r("组")), properties=restart), tc(p(r("甲")), properties='<w:gridSpan w:val="2"/>')),
        tr(tc(properties=below), tc(p(r("1"))), tc(p(r("2")))),
        tr(tc(properties=below), tc(p(r("3"))), tc(p(r("4")))),
        columns=3,
    )
    assert blocks(body) == (
        Table(
            (
                (cell("组", row_span=3), cell("甲", col_span=2)),
                (cell("1"), cell("2")),
                (cell("3"), cell("4")),
            ),
            (1000.0, 1000.0, 1000.0),
        ),
    )


def test_a_merge_that_lost_its_first_row_begins_in_the_next():
    restart, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tr(tc(p(r("组")), properties=restart), tc(), properties="<w:del/>"),
        tr(tc(properties=below), tc(p(r("1")))),
        tr(tc(properties=below), tc(p(r("2")))),
    )
    (table,) = blocks(body)
    assert table.rows == ((cell("", row_span=2), cell("1")), (cell("2"),))


def test_columns_left_out_before_a_row_are_an_empty_cell():
    (table,) = blocks(tbl(tr(tc(p(r("甲"))), tc(p(r("1")))), tr(tc(p(r("2"))), properties='<w:gridBefore w:val="1"/>')))
    assert table.rows[1] == (cell(""), cell("2"))


def test_the_old_horizontal_merge_is_a_column_span():
    merged = tc(p(r("甲")), properties='<w:hMerge w:val="restart"/>') + tc(properties="<w:hMerge/>")
    (table,) = blocks(tbl(tr(merged), tr(tc(p(r("1"))), tc(p(r("2"))))))
    assert table.rows[0] == (cell("甲", col_span=2),)


def test_paragraphs_of_a_cell_are_its_lines_and_rows_may_stand_in_content_controls():
    row = f"<w:sdt><w:sdtContent>{tr(tc(p(r('商业')), p(), p(r('企业'))))}</w:sdtContent></w:sdt>"
    (table,) = blocks(tbl(row))
    assert table.rows == ((cell("商业\n企业"),),)


def test_widths_that_do_not_fit_the_columns_are_not_passed_on():
    (table,) = blocks(tbl(tr(tc(p(r("1"))), tc(p(r("2")))), columns=5))
    assert table.widths == ()


def test_a_table_that_holds_tables_only_places_them():
    inner = tbl(tr(tc(p(r("1")))), columns=1)
    body = tbl(tr(tc(p(r("标题")), inner, p(r("说明"))), tc(p(r("旁注")))))
    assert texts(body) == ["标题", "Table", "说明", "旁注"]


def test_text_in_a_cell_that_another_covers_is_set_aside():
    restart, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = read(package(tbl(tr(tc(p(r("1")), properties=restart)), tr(tc(p(r("2")), properties=below)))))
    assert document.blocks == (Table(((cell("1", row_span=2),), ())),)
    assert document.asides == (Aside("2", "hidden"),)


# Levels and automatic numbers

STYLES = """
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Mine"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Y"><w:name w:val="Own"/><w:basedOn w:val="X"/></w:style>
<w:style w:type="paragraph" w:styleId="L"><w:name w:val="Loop"/><w:basedOn w:val="L"/></w:style>
<w:style w:type="paragraph" w:styleId="N"><w:name w:val="Listed"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ("", None),
        ('<w:pStyle w:val="T"/>', 0),
        ('<w:pStyle w:val="1"/>', 1),
        ('<w:pStyle w:val="Y"/>', 2),
        ('<w:pStyle w:val="L"/>', None),
        ('<w:pStyle w:val="missing"/>', None),
        ('<w:outlineLvl w:val="2"/>', 3),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', None),
        ('<w:outlineLvl w:val="one"/>', None),
    ],
)
def test_a_level_comes_from_the_outline_or_the_style(properties, level):
    assert blocks(p(r("甲"), properties=properties), styles=STYLES) == (paragraph("甲", level=level),)


def numbered(text: str, list_id: int, depth: int = 0) -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(depth: int, form: str, text: str, more: str = "") -> str:
    content = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{content}</w:lvl>'


NUMBERING = f"""
<w:abstractNum w:abstractNumId="7">
{level(0, "chineseCountingThousand", "%1、", '<w:pStyle w:val="N"/>')}{level(1, "chineseCounting", "（%2）")}
{level(2, "decimal", "%3.")}{level(3, "decimal", "%1.%4", "<w:isLgl/>")}{level(4, "bullet", "•")}
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def test_automatic_numbers_stand_in_front_of_the_text():
    body = (
        numbered("总体", 1)
        + numbered("主动公开", 1, 1)
        + numbered("依申请公开", 1, 1)
        + numbered("收到", 1, 2)
        + numbered("2024年答复", 1, 2)
        + numbered("情况", 1)
        + numbered("主动公开", 1, 1)
        + numbered("备注", 1, 3)
        + numbered("圆点", 1, 4)
    )
    assert texts(body, numbering=NUMBERING) == [
        "一、总体",
        "（一）主动公开",
        "（二）依申请公开",
        "1.收到",
        "2. 2024年答复",
        "二、情况",
        "（一）主动公开",
        "2.1 备注",
        "圆点",
    ]


def test_a_list_may_start_elsewhere_and_lists_of_one_definition_count_on():
    body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 2) + numbered("丁", 1) + numbered("无", 0)
    assert texts(body, numbering=NUMBERING) == ["一、甲", "五、乙", "六、丙", "七、丁", "无"]


def test_a_style_may_bring_a_number():
    body = p(r("甲"), properties='<w:pStyle w:val="N"/>') + p(r("乙"), properties='<w:pStyle w:val="N"/>')
    assert texts(body, numbering=NUMBERING, styles=STYLES) == ["一、甲", "二、乙"]


def test_an_unknown_list_gives_no_number():
    assert texts(numbered("甲", 9) + numbered("乙", 1, 8), numbering=NUMBERING) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "japaneseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (2005, "chineseCountingThousand", "二千零五"),
        (10000, "chineseCounting", "10000"),
        (11, "chineseLegalSimplified", "壹拾壹"),
        (10, "ideographDigital", "一〇"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (28, "lowerLetter", "bb"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (0, "chineseCounting", "零"),
        (0, "upperRoman", "0"),
        (5, "decimalZero", "05"),
        (5, "somethingNew", "5"),
    ],
)
def test_numbers_are_written_as_the_format_says(value, form, text):
    assert number_text(value, form) == text


# Files that are not what they should be


def key_of(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read(data)
    return caught.value.key


def test_what_is_no_zip_file_is_refused():
    assert key_of(b"") == "empty_file"
    assert key_of("政府信息公开".encode()) == "not_its_format"
    assert key_of(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)) == "encrypted_or_old"


def test_a_truncated_file_is_refused():
    data = package(p(r("甲")))
    assert {key_of(data[:length]) for length in (4, 100, len(data) - 30)} == {"damaged_docx"}


def test_a_zip_of_an_unknown_version_or_cipher_is_refused():
    data = bytearray(package(p(r("甲"))))
    entry = data.rindex(b"PK\x01\x02")
    unknown, locked = data.copy(), data.copy()
    unknown[entry + 6] = 84
    for place in [match.start() for match in re.finditer(b"PK\x01\x02", data)]:
        locked[place + 8] |= 1
    assert (key_of(bytes(unknown)), key_of(bytes(locked))) == ("damaged_docx", "encrypted_or_old")


@pytest.mark.parametrize(
    ("part", "kind"), [("xl/workbook.xml", ".xlsx"), ("ppt/presentation.xml", ".pptx"), ("readme.txt", ".zip")]
)
def test_another_kind_of_file_is_refused_and_named(part, kind):
    data = zipped({"_rels/.rels": relations(officeDocument=part), part: "<workbook/>"})
    with pytest.raises(SourceError) as caught:
        read(data)
    assert (caught.value.key, caught.value.values) == ("not_a_docx", {"found": kind})


def test_a_docx_file_without_its_text_is_refused():
    assert key_of(zipped({"_rels/.rels": relations(), "word/styles.xml": "<x/>"})) == "not_a_docx"


def test_a_zip_bomb_is_refused_before_it_unpacks():
    body = p(r("0" * 2**20)) * 25
    data = package(body)
    start = perf_counter()
    assert key_of(data) == "zip_bomb"
    assert perf_counter() - start < 1
    assert len(data) < 2**18


@pytest.mark.parametrize("body", ["<w:p/>" * 1_000_001, '<w:p w:a=""/>' * 500_001])
def test_more_tags_than_any_report_has_are_refused(body):
    assert key_of(package(body)) == "docx_too_large"


def test_a_bomb_under_another_name_is_not_opened():
    parts = {"_rels/.rels": relations(officeDocument="word/document.bin"), "word/document.bin": "<a>" + "0" * 2**25}
    assert key_of(zipped(parts)) == "not_a_docx"


def test_an_entity_is_refused():
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    xml = f"{bomb}<w:document {NAMESPACES}><w:body>{p(r('&b;'))}</w:body></w:document>"
    assert key_of(zipped({"word/document.xml": xml})) == "damaged_docx"


def test_an_external_entity_reads_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("密")
    bomb = f'<!DOCTYPE w [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    xml = f"{bomb}<w:document {NAMESPACES}><w:body>{p(r('&a;'))}</w:body></w:document>"
    assert key_of(zipped({"word/document.xml": xml})) == "damaged_docx"


def test_nesting_without_end_is_refused():
    body = p(r("1"))
    for _ in range(200):
        body = tbl(tr(tc(body)))
    assert key_of(package(body)) == "damaged_docx"


def test_deep_nesting_is_read():
    body = p(r("1"))
    for _ in range(20):
        body = tbl(tr(tc(body)))
    assert texts(f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>") == ["Table"]


def test_the_strict_kind_of_docx_is_read():
    transitional = f"<w:document {NAMESPACES}><w:body>{p(r('甲'))}</w:body></w:document>"
    strict = transitional.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read(zipped({"word/document.xml": strict})).blocks == (paragraph("甲"),)


SAMPLE_BODY = (
    p(r("总体"), properties='<w:pStyle w:val="1"/>')
    + numbered("甲", 1, 1)
    + p(TEXT_BOX, f"<w:del>{r('1')}</w:del>", f"<w:ins>{r('2')}</w:ins>")
    + tbl(tr(tc(p(r("甲")), properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')), tr(tc(), tc()))
)
SAMPLE = package(SAMPLE_BODY, styles=STYLES, numbering=NUMBERING, comments="<w:comment/>")


def reads_or_refuses(data: bytes) -> None:
    try:
        read(data)
    except SourceError:
        return


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, len(SAMPLE)), st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(1, 255)), max_size=4)
)
def test_a_damaged_file_is_read_or_refused(length, flips):
    damaged = bytearray(SAMPLE)
    for place, bits in flips:
        damaged[place] ^= bits
    reads_or_refuses(bytes(damaged[:length] if length % 3 else damaged))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_file_with_damaged_content_is_read_or_refused(data):
    """Attributes and empty elements are put where they do not belong: the XML stays well-formed, its sense is lost."""

    def damaged(xml: str) -> str:
        attributes = re.findall(r'w:\w+="[^"]*"', xml)
        for attribute in data.draw(st.lists(st.sampled_from(attributes), max_size=4)):
            other = data.draw(st.sampled_from(['w:val=""', 'w:val="-1"', 'w:val="99999999"', 'w:val="x"', 'w:q="1"']))
            xml = xml.replace(attribute, other, data.draw(st.integers(1, 3)))
        empty = re.findall(r"<w:\w+/>", xml)
        for element in data.draw(st.lists(st.sampled_from(empty), max_size=3)) if empty else ():
            xml = xml.replace(
                element, data.draw(st.sampled_from(["", "<w:vMerge/>", "<w:tbl/>", "<w:p/>", "<w:num/>"]))
            )
        return xml

    reads_or_refuses(package(damaged(SAMPLE_BODY), styles=damaged(STYLES), numbering=damaged(NUMBERING)))


# Writing

# Domain of the round trip: no control characters or surrogates, no text that is only white space, complete grids.
words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12).filter(str.strip)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)
roles = st.sampled_from([Role.PLAIN, Role.FIGURE, Role.OPEN, Role.HEADING, Role.INSERTED])
paragraphs = st.builds(
    Paragraph,
    st.lists(st.builds(Span, lines, roles), min_size=1, max_size=3).map(tuple),
    st.sampled_from([None, 0, 1, 2, 3, 9]),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    grid: list[tuple[Cell, ...]] = []
    for row in range(rows):
        begun: list[Cell] = []
        for column in range(columns):
            if (row, column) not in free:
                continue
            across = next(n for n in range(1, columns - column + 2) if (row, column + n) not in free)
            col_span, row_span = draw(st.integers(1, across)), draw(st.integers(1, rows - row))
            free -= {(row + down, column + right) for down in range(row_span) for right in range(col_span)}
            begun.append(
                cell(draw(st.just("") | lines), row_span=row_span, col_span=col_span, label=draw(st.booleans()))
            )
        grid.append(tuple(begun))
    return Table(tuple(grid), draw(st.sampled_from([(), tuple(float(n + 1) for n in range(columns))])))


def seen(document: Document) -> list[object]:
    """What must come back: texts, levels and spans."""
    return [
        (block.text, block.level)
        if isinstance(block, Paragraph)
        else [[(item.text, item.row_span, item.col_span) for item in row] for row in block.rows]
        for block in document.blocks
        if not isinstance(block, Picture)
    ]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(paragraphs | tables(), max_size=4))
def test_what_is_written_reads_back(content):
    document = Document(tuple(content))
    assert seen(read(write(document, STYLE))) == seen(document)


def test_the_blank_form_reads_back():
    if not BLANK_FORM.exists():
        pytest.skip("the official blank form is not here")
    form = read(BLANK_FORM.read_bytes())
    assert [sum(not item.text for row in table.rows for item in row) for table in form.tables()] == [10, 175, 15]
    assert seen(read(write(form, STYLE))) == seen(form)


REPORT = Document(
    (
        paragraph("清河市档案局2025年政府信息公开工作年度报告", level=0),
        paragraph("一、总体情况", level=1),
        Paragraph(
            (
                Span("（一）主动公开。", Role.HEADING),
                Span("共"),
                Span("12", Role.FIGURE),
                Span("【待核：3】", Role.OPEN),
            )
        ),
        Table(
            (
                (cell("项目", label=True), cell("数量", label=True)),
                (cell("规章", label=True), cell("96171.6")),
            ),
            (14.0, 1.0),
        ),
    )
)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xml(document: Document, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts(write(document, STYLE))[part])


def found(root: etree._Element, path: str) -> list[etree._Element]:
    # python-docx's own elements have another xpath.
    return etree.ElementBase.xpath(root, path, namespaces={"w": W})


def test_the_same_document_gives_the_same_bytes():
    assert write(REPORT, STYLE) == write(REPORT, STYLE)


def test_the_file_names_its_title_and_no_author_or_program():
    data = write(REPORT, STYLE)
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.author, properties.comments) == (REPORT.blocks[0].text, "", "")
    assert not any(b"python-docx" in content for content in parts(data).values())
    assert read(data).title == REPORT.blocks[0].text


def test_the_page_is_a4_with_the_margins_of_the_style():
    section = docx.Document(io.BytesIO(write(REPORT, STYLE))).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(length.mm) for length in lengths] == [210, 297, 37, 35]
    assert [round(length.mm) for length in (section.left_margin, section.right_margin)] == [28, 26]


def test_every_style_names_a_font_for_every_script():
    fonts = found(xml(REPORT, "word/styles.xml"), "//w:rFonts")
    assert len(fonts) > 10
    assert all(
        {f"{{{W}}}{kind}" for kind in ("ascii", "hAnsi", "eastAsia", "cs")} <= set(item.keys()) for item in fonts
    )


def test_headings_have_outline_levels_and_the_faces_of_the_style():
    package = docx.Document(io.BytesIO(write(REPORT, STYLE)))
    assert [item.style.name for item in package.paragraphs[:3]] == ["Title", "Heading 1", "Body Text"]
    first = found(package.styles.element, "w:style[@w:styleId='Heading1']")[0]
    assert found(first, "w:pPr/w:outlineLvl/@w:val") == ["0"]
    assert found(first, "w:rPr/w:rFonts/@w:eastAsia") == ["黑体"]
    assert found(package.styles.element, "w:style[@w:styleId='RunInHeading']/w:rPr/w:rFonts/@w:eastAsia") == [
        "楷体_GB2312"
    ]


def test_open_marks_are_highlighted_and_nothing_else_is():
    assert ["".join(run.itertext()) for run in found(xml(REPORT), "//w:r[w:rPr/w:highlight]")] == ["【待核：3】"]


def test_page_numbers_stand_at_the_outer_edge_of_odd_and_even_pages():
    content = parts(write(REPORT, STYLE))
    footers = {name: etree.fromstring(part) for name, part in content.items() if "footer" in name}
    assert sorted(found(footer, "string(//w:jc/@w:val)") for footer in footers.values()) == ["left", "right"]
    assert all(found(footer, "string(//w:instrText)") == " PAGE " for footer in footers.values())
    assert b"evenAndOddHeaders" in content["word/settings.xml"]


def test_a_table_is_as_wide_as_the_text_and_its_columns_keep_their_proportions():
    widths = [int(item) for item in found(xml(REPORT), "//w:gridCol/@w:w")]
    assert sum(widths) == pytest.approx((210 - 28 - 26) / 25.4 * 1440, abs=2)
    assert widths[0] == pytest.approx(14 * widths[1], rel=0.02)


def test_a_number_is_made_smaller_where_its_column_is_narrow():
    assert found(xml(REPORT), "//w:tc[contains(., '96171')]//w:sz/@w:val") == ["16"]
    assert not found(xml(REPORT), "//w:tc[contains(., '项目')]//w:sz")


def long_table(labelled_rows: set[int], rows: int = 20) -> Table:
    return Table(
        tuple((cell("项目", label=True), cell("数量", label=row in labelled_rows)) for row in range(rows)),
    )


@pytest.mark.parametrize(
    ("table", "repeated"),
    [(long_table({0, 1}), 2), (long_table({0}, rows=12), 0), (long_table({0, 9}), 0), (long_table(set(range(20))), 0)],
)
def test_header_rows_of_a_long_table_repeat(table, repeated):
    assert len(found(xml(Document((table,))), "//w:tblHeader")) == repeated


def test_rows_stay_whole_and_merged_cells_are_real():
    table = Table(((cell("甲", row_span=2), cell("乙", col_span=2)), (cell("1"), cell("2"))))
    root = xml(Document((table,)))
    assert len(found(root, "//w:tr[w:trPr/w:cantSplit]")) == 2
    assert found(root, "//w:vMerge/@w:val") == ["restart", "continue"]
    assert found(root, "//w:gridSpan/@w:val") == ["2"]


def test_two_tables_in_a_row_stay_two():
    table = Table(((cell("1"),),))
    assert len(read(write(Document((table, table)), STYLE)).blocks) == 2


def test_changes_are_written_as_tracked_changes():
    old = Paragraph((Span("共"), Span("3", Role.DELETED), Span("5", Role.INSERTED), Span("件")))
    document = read(write(Document((old,)), STYLE))
    assert (document.blocks, document.notices[0].key) == ((paragraph("共5件"),), "tracked_changes")


def test_characters_that_xml_cannot_hold_are_dropped():
    assert read(write(Document((paragraph("甲\x00\x0b\ufffe乙\r\n丙"),)), STYLE)).blocks == (paragraph("甲乙\n丙"),)


def test_a_picture_leaves_a_highlighted_line():
    root = xml(Document((Picture("公章"),)))
    assert "公章" in "".join(found(root, "//w:r[w:rPr/w:highlight]")[0].itertext())


def test_an_empty_document_is_a_file():
    assert read(write(Document(()), STYLE)).blocks == ()


def test_uneven_tables_are_written_without_a_fault():
    uneven = Table(((cell("甲", row_span=9), cell("乙")), (), (cell("丙"), cell("丁", col_span=3)), ()))
    assert [item.text for row in next(read(write(Document((uneven,)), STYLE)).tables()).rows for item in row] == [
        "甲",
        "乙",
        "丙",
        "丁",
    ]
