"""What a page shows of an element."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from drafter.formats.html.visibility import is_content, mark_looks, number, one_line, shown_option, shown_value


def tag_after(style: str, tag: str = "span") -> str:
    """The tag of an element with this style once looks are marked."""
    root = etree.fromstring(f"<body><{tag}>1</{tag}></body>")
    root[0].set("style", style)
    mark_looks(root)
    return str(root[0].tag)


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : NONE",
        "visibility: hidden",
        "mso-hide:all",
        "opacity:0",
        "opacity: 0.0",
        "font-size:0",
        "font-size:0px",
        "text-indent:-9999px",
        "position:absolute;left:-5000px",
        "clip:rect(0 0 0 0)",
        "clip-path:inset(50%)",
        "overflow:hidden;height:0",
        "color:transparent",
    ],
)
def test_what_a_style_hides_is_hidden(style: str) -> None:
    assert tag_after(style) == "template"


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "visibility:visible",
        "opacity:0.5",
        "opacity:1",
        "font-size:0.9em",
        "text-indent:2em",
        "text-indent:-2em",
        "overflow:hidden;height:100px",
        "overflow:hidden",
        "max-width:0",
        "",
    ],
)
def test_what_a_style_only_adorns_is_shown(style: str) -> None:
    assert tag_after(style) == "span"


@pytest.mark.parametrize(
    ("style", "tag", "after"),
    [
        ("text-decoration:line-through", "span", "s"),
        ("text-decoration:line-through", "td", "s"),
        ("vertical-align:super", "span", "sup"),
        ("vertical-align:sub", "font", "sup"),
        ("vertical-align:super", "td", "td"),
        ("vertical-align:middle", "span", "span"),
        ("white-space:pre-wrap", "p", "pre"),
        ("white-space:pre-wrap", "span", "span"),
        ("white-space:nowrap", "p", "p"),
    ],
)
def test_a_style_gives_the_tag_that_means_the_same(style: str, tag: str, after: str) -> None:
    assert tag_after(style, tag) == after


def test_a_whole_page_is_never_hidden_and_an_attribute_hides() -> None:
    root = etree.fromstring("<html style='display:none'><body hidden=''><p hidden=''>1</p></body></html>")
    mark_looks(root)
    assert [element.tag for element in root.iter()] == ["html", "body", "template"]


def test_a_size_of_nothing_is_undone_by_a_size_inside() -> None:
    root = etree.fromstring("<body><td style='font-size:0'><span style='font-size:9pt'>1</span></td></body>")
    mark_looks(root)
    assert root[0].tag == "td"


@given(st.text(max_size=40))
def test_one_line_has_no_line_ends_and_no_double_spaces(text: str) -> None:
    found = one_line(text)
    assert "\n" not in found and "  " not in found and found == found.strip()
    assert one_line(found) == found


@given(st.integers(0, 999_999))
def test_a_number_is_read_with_or_without_its_unit(value: int) -> None:
    assert all(number(f"{value}{unit}", -1) == value for unit in ("", "px", " px ", ".5", ".0px;"))


@pytest.mark.parametrize("text", [None, "", "auto", "50%", "-3", "3em", "1e3", "٣", "1234567"])
def test_what_is_no_number_gives_the_default(text: str | None) -> None:
    assert number(text, 7) == 7


@pytest.mark.parametrize(
    ("markup", "content"),
    [
        ("<img width='300' height='200' src='chart.png'/>", True),
        ("<img src='chart.png'/>", True),
        ("<img width='16' height='16' src='x.png'/>", False),
        ("<img width='300' height='1' src='x.png'/>", False),
        ("<img src='site-logo.png'/>", False),
        ("<img class='share-button' src='x.png'/>", False),
        ("<svg/>", False),
        ("<svg width='300' height='300'/>", True),
    ],
)
def test_pictures_are_told_from_decoration(markup: str, content: bool) -> None:  # noqa: FBT001
    assert is_content(etree.fromstring(markup)) is content


@pytest.mark.parametrize("kind", ["hidden", "checkbox", "RADIO", " password ", "submit"])
def test_inputs_that_show_no_text_are_empty(kind: str) -> None:
    assert shown_value(etree.Element("input", type=kind, value="12")) == ""


@pytest.mark.parametrize("kind", ["text", "number", "unknown"])
def test_inputs_show_their_value(kind: str) -> None:
    assert shown_value(etree.Element("input", type=kind, value="12")) == "12"
    assert shown_value(etree.Element("input")) == ""


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ("<option>甲</option><option>乙</option>", "甲"),
        ("<option>甲</option><option selected=''>乙</option>", "乙"),
        ("<option selected=''>甲</option><option selected=''>乙</option>", "乙"),
        ("<optgroup><option>甲</option></optgroup>", "甲"),
        ("", ""),
    ],
)
def test_a_list_shows_its_last_selected_option_or_the_first(options: str, shown: str) -> None:
    assert shown_option(etree.fromstring(f"<select>{options}</select>")) == shown
