"""What is written: the look of the style, tracked changes, and the same bytes every time."""

import io

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from drafter.document import Document, Picture, Role, Span, TextBlock, paragraph
from drafter.formats.docx import read, write
from tests.formats.docx.docx_making import (
    BLANK_FORM,
    REPORT,
    STYLE,
    W,
    found,
    paragraphs,
    parts,
    seen,
    tables,
    xml,
)


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


def test_changes_are_written_as_tracked_changes():
    old = TextBlock((Span("共"), Span("3", Role.DELETED), Span("5", Role.INSERTED), Span("件")))
    document = read(write(Document((old,)), STYLE))
    assert (document.blocks, document.notices[0].key) == ((paragraph("共5件"),), "tracked_changes")


def test_characters_that_xml_cannot_hold_are_dropped():
    assert read(write(Document((paragraph("甲\x00\x0b\ufffe乙\r\n丙"),)), STYLE)).blocks == (paragraph("甲乙\n丙"),)


def test_a_picture_leaves_a_highlighted_line():
    root = xml(Document((Picture("公章"),)))
    assert "公章" in "".join(found(root, "//w:r[w:rPr/w:highlight]")[0].itertext())


def test_an_empty_document_is_a_file():
    assert read(write(Document(()), STYLE)).blocks == ()
