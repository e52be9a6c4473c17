"""What is read of a .docx file: text, levels, tables, symbols, tracked changes and notes."""

import pytest

from drafter.document import Aside, Notice, Picture, TableBlock, cell, paragraph
from drafter.formats.docx import read
from tests.formats.docx.docx_making import (
    LOOKS,
    STYLES,
    TEXT_BOX,
    blocks,
    note,
    note_mark,
    p,
    package,
    r,
    rp,
    style,
    tbl,
    tc,
    texts,
    tr,
)


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


def test_an_object_without_a_picture_and_word_art_are_pictures():
    sheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12" xmlns:o="o"/></w:object></w:r>'
    art = '<w:r><w:pict><v:shape><v:textpath string="2024年"/></v:shape></w:pict></w:r>'
    assert blocks(p(sheet, art)) == (Picture("Excel.Sheet.12"), Picture("2024年"))


def test_spans_are_computed_from_merge_marks():
    restart, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tr(tc(p(r("组")), properties=restart), tc(p(r("甲")), properties='<w:gridSpan w:val="2"/>')),
        tr(tc(properties=below), tc(p(r("1"))), tc(p(r("2")))),
        tr(tc(properties=below), tc(p(r("3"))), tc(p(r("4")))),
        columns=3,
    )
    assert blocks(body) == (
        TableBlock(
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
    assert document.blocks == (TableBlock(((cell("1", row_span=2),), ())),)
    assert document.asides == (Aside("2", "hidden"),)


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
