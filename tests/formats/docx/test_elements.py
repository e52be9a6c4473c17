"""Values, switches and wrappers of single elements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.formats.docx.elements import (
    WIDEST,
    cell_properties,
    content,
    description,
    is_on,
    is_set,
    number,
    paragraph_properties,
    value,
)
from drafter.formats.docx.package import Element
from drafter.formats.docx.xml import w


def names(element: Element) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in content(element)]


def test_a_value_is_found_along_a_path_and_is_none_where_the_path_breaks_off() -> None:
    style = w("style", w("pPr", w("numPr", w("ilvl", val=2))))
    assert value(style, "pPr/numPr/ilvl") == "2"
    assert value(style, "pPr/numPr/numId") is value(style, "rPr/b") is value(None, "b") is None
    assert value(w("pPr", w("keepNext")), "keepNext") is None


@pytest.mark.parametrize(
    ("val", "on"),
    [(None, True), ("1", True), ("true", True), ("on", True), ("0", False), ("false", False), ("off", False)],
)
def test_a_toggle_is_on_unless_it_says_otherwise(val: str | None, on: bool) -> None:  # noqa: FBT001
    assert is_on(w("b") if val is None else w("b", val=val)) is on


@pytest.mark.parametrize(("val", "on"), [("1", True), ("true", True), ("on", True), ("0", False), ("yes", False)])
def test_an_attribute_is_off_unless_it_says_otherwise(val: str, on: bool) -> None:  # noqa: FBT001
    assert is_set(w("style", default=val), "default") is on
    assert not is_set(w("style"), "default")


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**6))
def test_a_number_is_brought_within_its_bounds(given_number: int, limit: int) -> None:
    assert number(str(given_number), 7, limit=limit) == min(max(given_number, 0), limit)


@given(st.none() | st.text(st.characters(categories=("L", "P")), max_size=5))
def test_what_is_no_number_gives_the_default(text: str | None) -> None:
    assert number(text, 7) == 7


def test_wrappers_are_entered_however_deep_and_deletions_are_not() -> None:
    inner = w("sdt", w("sdtContent", w("ins", w("hyperlink", w("r")))))
    paragraph = w("p", w("pPr"), inner, w("del", w("r")), w("moveFrom", w("r")), w("r"))
    assert names(paragraph) == ["pPr", "r", "del", "moveFrom", "r"]


def test_a_prompt_is_not_content() -> None:
    assert names(w("p", w("sdt", w("sdtPr", w("showingPlcHdr")), w("sdtContent", w("r"))))) == []


@pytest.mark.parametrize("name", ["del", "moveFrom"])
def test_a_paragraph_mark_can_be_deleted_or_moved_away(name: str) -> None:
    assert paragraph_properties(w("pPr", w("rPr", w(name)))).mark_deleted
    assert not paragraph_properties(w("pPr", w("rPr", w("ins")))).mark_deleted
    assert not paragraph_properties(w("pPr")).mark_deleted
    assert not paragraph_properties(None).mark_deleted


@pytest.mark.parametrize(("val", "found"), [(None, "continue"), ("continue", "continue"), ("restart", "restart")])
def test_a_merge_continues_unless_it_restarts(val: str | None, found: str) -> None:
    mark = w("vMerge") if val is None else w("vMerge", val=val)
    assert cell_properties(w("tcPr", mark)) == (1, None, found, False)
    assert cell_properties(None) == (1, None, None, False)


@pytest.mark.parametrize(("val", "span"), [("3", 3), ("0", 1), ("-2", 1), ("9999", WIDEST), ("x", 1)])
def test_a_cell_spans_at_least_one_column_and_no_more_than_a_page_can_hold(val: str, span: int) -> None:
    assert cell_properties(w("tcPr", w("tcW"), w("gridSpan", val=val), w("cellDel"))) == (span, None, None, True)


def test_a_picture_without_alternative_text_has_an_empty_description() -> None:
    assert description(w("drawing")) == ""
