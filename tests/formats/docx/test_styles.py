"""Styles: the chain that a style is based on, and what a paragraph inherits along it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.formats.docx.elements import paragraph_properties, value
from drafter.formats.docx.package import Element, W
from drafter.formats.docx.styles import ParagraphLook, ParagraphStyles, StyleSheet
from drafter.formats.docx.xml import w


def style(identity: str, *parts: Element, based_on: str = "", kind: str = "paragraph", **more: object) -> Element:
    base = w("basedOn", val=based_on) if based_on else None
    return w("style", base, *parts, type=kind, styleId=identity, **more)


def sheet(*styles: Element) -> StyleSheet:
    return StyleSheet(w("styles", *styles))


def chain(of: StyleSheet, identity: str | None, kind: str = "paragraph") -> list[str]:
    return [item.get(W + "styleId") for item in of.chain(kind, identity)]


def test_a_chain_goes_from_the_style_to_its_root() -> None:
    found = sheet(style("A"), style("B", based_on="A"), style("C", based_on="B"))
    assert chain(found, "C") == ["C", "B", "A"]


def test_a_chain_stays_within_its_kind() -> None:
    found = sheet(style("A", kind="character"), style("B", based_on="A"))
    assert chain(found, "B") == ["B"]
    assert chain(found, "A", "character") == ["A"]


def test_a_base_that_does_not_exist_ends_the_chain() -> None:
    assert chain(sheet(style("A", based_on="Gone")), "A") == ["A"]


@pytest.mark.parametrize("default", ["1", "true", "on"])
@pytest.mark.parametrize("identity", [None, "Unknown"])
def test_the_default_of_the_kind_holds_where_no_style_is_named_or_none_has_the_name(
    default: str, identity: str | None
) -> None:
    found = sheet(style("A"), style("N", default=default), style("T", kind="table", default="1"))
    assert chain(found, identity) == ["N"]
    assert chain(found, identity, "table") == ["T"]
    assert chain(found, identity, "character") == []


@pytest.mark.parametrize("default", ["0", "false", "off"])
def test_a_default_can_be_switched_off(default: str) -> None:
    assert chain(sheet(style("N", default=default)), None) == []


def test_a_file_without_styles_has_no_chains_and_no_defaults() -> None:
    assert chain(StyleSheet(None), "A") == []
    assert StyleSheet(None).run_defaults is None


def test_the_defaults_of_runs_are_found() -> None:
    defaults = w("docDefaults", w("rPrDefault", w("rPr", w("vanish"))))
    assert sheet(defaults).run_defaults.find(W + "vanish") is not None


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10), st.integers(0, 9))
def test_a_chain_ends_however_styles_refer_to_each_other(bases: list[int], start: int) -> None:
    found = sheet(*(style(str(number), based_on=str(base)) for number, base in enumerate(bases)))
    names = chain(found, str(start))
    assert names[0] == str(start)
    assert len(set(names)) == len(names)
    assert all(str(bases[int(a)]) == b for a, b in zip(names, names[1:], strict=False))
    assert str(bases[int(names[-1])]) in names


def outline(level: int) -> Element:
    return w("pPr", w("outlineLvl", val=level))


@pytest.mark.parametrize(
    ("styles", "level"),
    [
        ([style("S")], None),
        ([style("S", outline(0))], 1),
        ([style("S", outline(8))], 9),
        ([style("S", outline(9))], None),
        ([style("S", w("name", val="heading 2"))], 2),
        ([style("S", w("name", val="Heading 3"))], 3),
        ([style("S", w("name", val="Title"))], 0),
        ([style("S", w("name", val="title"), outline(9))], 0),
        ([style("S", w("name", val="heading 2"), outline(9))], None),
        ([style("S", w("name", val="heading 10"))], None),
        ([style("S", based_on="B"), style("B", outline(1))], 2),
        ([style("S", outline(9), based_on="B"), style("B", outline(1))], None),
        ([style("S", outline(3), based_on="B"), style("B", w("name", val="Title"))], 4),
    ],
)
def test_the_level_of_a_style(styles: list[Element], level: int | None) -> None:
    found = ParagraphStyles(sheet(*styles))
    assert found.level(paragraph_properties(w("pPr", w("pStyle", val="S")))) == level


@pytest.mark.parametrize(("own", "level"), [(0, 1), (4, 5), (9, None)])
def test_a_paragraph_overrides_its_style_but_not_that_it_is_the_title(own: int, level: int | None) -> None:
    heading, title = style("S", outline(1)), style("T", w("name", val="Title"))
    found = ParagraphStyles(sheet(heading, title))
    mark = w("outlineLvl", val=own)
    assert found.level(paragraph_properties(w("pPr", w("pStyle", val="S"), mark))) == level
    title_too = w("pPr", w("pStyle", val="T"), w("outlineLvl", val=own))
    assert found.level(paragraph_properties(title_too)) == 0


def in_list(identity: str | None, depth: str | None) -> Element:
    parts = [w("ilvl", val=depth) if depth else None, w("numId", val=identity) if identity else None]
    return w("pPr", w("numPr", *parts))


@pytest.mark.parametrize(
    ("identity", "depth", "place"),
    [
        ("3", "1", ("3", 1)),
        ("3", None, ("3", None)),
        (None, "2", (None, 2)),
        ("3", "99", ("3", 8)),
        ("3", "-1", ("3", 0)),
        ("3", "x", ("3", 0)),
    ],
)
def test_the_place_in_a_list(identity: str | None, depth: str | None, place: tuple[str | None, int | None]) -> None:
    found = paragraph_properties(in_list(identity, depth))
    assert (found.list_id, found.depth) == place


def test_a_style_inherits_the_list_and_may_set_its_level_alone() -> None:
    found = ParagraphStyles(
        sheet(
            style("Base", in_list("3", "1")),
            style("Same", based_on="Base"),
            style("Deeper", in_list(None, "4"), based_on="Base"),
            style("Other", in_list("5", None), based_on="Base"),
        )
    )
    assert found.look("Same") == ParagraphLook(None, "3", 1)
    assert found.look("Deeper") == ParagraphLook(None, "3", 4)
    assert found.look("Other") == ParagraphLook(None, "5", None)


@given(st.lists(st.tuples(st.integers(0, 7), st.none() | st.integers(0, 9)), min_size=8, max_size=8))
def test_a_level_is_that_of_the_nearest_style_that_sets_one(styles: list[tuple[int, int | None]]) -> None:
    elements = [
        style(str(number), outline(level) if level is not None else w("pPr"), based_on=str(base))
        for number, (base, level) in enumerate(styles)
    ]
    found = sheet(*elements)
    for number in range(8):
        set_levels = [value(item, "pPr/outlineLvl") for item in found.chain("paragraph", str(number))]
        nearest = next((int(level) for level in set_levels if level is not None), 9)
        properties = paragraph_properties(w("pPr", w("pStyle", val=str(number))))
        assert ParagraphStyles(found).level(properties) == (None if nearest == 9 else nearest + 1)
