"""Text is read as it is seen: hidden, struck, raised, tiny and white text."""

import pytest

from drafter.document import Aside, Document, Notice, paragraph
from drafter.formats.docx import read
from tests.formats.docx.docx_making import BLUE, LOOKS, TEXT_BOX, TINY, WHITE, as_style, p, package, r, rp, style, texts


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
