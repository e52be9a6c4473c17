"""Style sheets of a page: what they say of cells goes into the cells, by weight, and nothing else is touched."""

from __future__ import annotations

import lxml.html
import pytest

from drafter.formats.html.stylesheets import apply_sheets


def styles(sheet: str, body: str) -> dict[str, str]:
    """The style attribute of every element with an identity, once the sheet is applied."""
    page = f"<html><head><style>{sheet}</style></head><body>{body}</body></html>"
    root = lxml.html.document_fromstring(page)
    apply_sheets(root)
    return {element.get("id"): element.get("style", "") for element in root.iter() if element.get("id")}


CELL = '<table><tr><td id=a class="x">5</td><td id=b>6</td></tr></table>'


@pytest.mark.parametrize(
    "declaration",
    [
        "display:none",
        "visibility:hidden",
        "opacity:0",
        "font-size:0",
        "text-decoration:line-through",
        "color:transparent",
    ],
)
def test_what_hides_or_strikes_a_cell_is_written_into_it(declaration: str) -> None:
    found = styles(f".x {{ {declaration} }}", CELL)
    assert found["a"].replace(" ", "") == declaration and found["b"] == ""


def test_the_more_specific_rule_the_later_rule_and_what_is_important_win() -> None:
    assert styles("#a { display: none } .x { display: block }", CELL)["a"] == "display:none"
    assert styles(".x { display: none } .x { display: block }", CELL)["a"] == "display:block"
    assert styles(".x { display: none !important } #a { display: block }", CELL)["a"] == "display:none"


def test_a_style_attribute_stands_above_any_selector() -> None:
    body = CELL.replace("id=a", 'id=a style="display:block"')
    assert styles("#a { display: none }", body)["a"] == "display:block"
    assert styles("#a { display: none !important }", body)["a"] == "display:none"


def test_rules_for_paper_do_not_count_and_those_for_screens_do() -> None:
    assert styles("@media print { .x { display: none } }", CELL)["a"] == ""
    assert styles("@media screen { .x { display: none } }", CELL)["a"] == "display:none"


def test_only_cells_are_touched_and_no_parts_of_a_page() -> None:
    assert styles(".x { display: none }", '<p id=a class="x">5</p>')["a"] == ""
    assert styles(".x { display: none }", CELL.replace(">5<", f">{'五' * 80}<"))["a"] == "", "a script may show it"


@pytest.mark.parametrize(
    "sheet", [".x { display: ", "{{{", ".x::before { display: none }", ".x:: { display: none }", "@"]
)
def test_a_broken_sheet_and_what_is_no_element_do_nothing(sheet: str) -> None:
    assert styles(f"{sheet} .y {{ display: none }}", CELL)["b"] == ""


def test_the_sheet_of_a_framework_is_left_alone() -> None:
    long = "".join(f".c{number} {{ color: red }}\n" for number in range(20_000))
    assert styles(f"{long} .x {{ display: none }}", CELL)["a"] == ""
