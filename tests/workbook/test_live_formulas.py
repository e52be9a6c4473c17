"""Formulas that the workbook is written with: ranges hold exactly their cells; nothing shows before all is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from drafter.form import Form
from drafter.report.filing import Figure
from drafter.workbook.formulas import evaluate
from drafter.workbook.layout import SheetPlace, WorkbookLayout, layout_of
from drafter.workbook.live_formulas import areas, balance_formula, knows, text, total_formula
from drafter.workbook.operands import Value

SPOTS = st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8)), min_size=1, max_size=20)


@given(SPOTS)
def test_ranges_hold_exactly_the_cells(spots: set[tuple[int, int]]) -> None:
    found = areas((SheetPlace("T", *spot) for spot in spots), "T")
    held = []
    for area in found:
        left, top, right, bottom = range_boundaries(area)
        held += [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]  # type: ignore[operator, arg-type]
    assert sorted(held) == sorted(spots)


@pytest.mark.parametrize(
    ("spots", "found"),
    [
        ([(1, 1)], ["A1"]),
        ([(1, 1), (1, 2), (2, 1), (2, 2)], ["A1:B2"]),
        ([(1, 1), (3, 1)], ["A1", "A3"]),
        ([(1, 1), (1, 2), (2, 1)], ["A1:B1", "A2"]),
    ],
)
def test_neighbours_are_one_range(spots: list[tuple[int, int]], found: list[str]) -> None:
    assert areas([SheetPlace("T", *spot) for spot in spots], "T") == found


def test_cells_of_another_sheet_are_named_with_it() -> None:
    assert areas([SheetPlace("it's", 2, 2)], "T") == ["'it''s'!B2"]


@pytest.mark.parametrize(("word", "written"), [("ok", '"ok"'), ('say "no"', '"say ""no"""'), ("", '""')])
def test_a_text_is_written_as_formulas_have_it(word: str, written: str) -> None:
    assert text(word) == written


class Sheet:
    """Cells by their places, for `evaluate`."""

    def __init__(self, values: Mapping[tuple[str, int, int], Value]) -> None:
        self.values = values

    def area(self, sheet: str, bounds: tuple[int, int, int, int]) -> Sequence[Value]:
        left, top, right, bottom = bounds
        places = ((sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        return [self.values[place] for place in places if place in self.values]


def sheet(layout: WorkbookLayout, figures: Mapping[str, Figure], *switches: str) -> Sheet:
    values: dict[tuple[str, int, int], Value] = {}
    for address, figure in figures.items():
        place = layout.places[address]
        values[place.sheet, place.row, place.column] = Decimal(figure) if isinstance(figure, int) else figure
    for key in switches:
        place = layout.tables[key].switch
        values[place.sheet, place.row, place.column] = "是"
    return Sheet(values)


@pytest.fixture(scope="module")
def layout(form: Form) -> WorkbookLayout:
    return layout_of(form, {})


TOTAL = "requests.new.total"
PARTS = ["natural_person", "commercial_enterprise"]


def test_a_total_shows_nothing_until_all_parts_are_given(layout: WorkbookLayout) -> None:
    identity = layout.totals[TOTAL]
    parts = [term.address for term in identity.right]
    formula, home = total_formula(identity, layout, "是"), layout.places[TOTAL].sheet
    figures: dict[str, Figure] = dict.fromkeys(parts, 2)
    assert evaluate(formula, home, sheet(layout, figures)) == 2 * len(parts)
    del figures[parts[0]]
    assert evaluate(formula, home, sheet(layout, figures)) == ""
    assert evaluate(formula, home, sheet(layout, figures, "requests")) == 2 * len(parts) - 2
    assert evaluate(formula, home, sheet(layout, {**figures, parts[0]: "/"})) == ""


def test_a_balance_says_by_how_much_a_row_is_off(layout: WorkbookLayout) -> None:
    identity = layout.totals[TOTAL]
    formula, home = balance_formula(identity, layout, {}, ("是", "平", "差")), layout.places[TOTAL].sheet
    figures: dict[str, Figure] = {term.address: 1 for term in identity.right}
    whole = len(figures)
    for total, shown in ((whole, "平"), (whole + 3, "差 3"), (whole - 1, "差 -1")):
        assert evaluate(formula, home, sheet(layout, {**figures, TOTAL: total})) == shown
    assert evaluate(formula, home, sheet(layout, figures)) == ""


def test_an_identity_with_last_year_needs_numbers_of_last_year(layout: WorkbookLayout) -> None:
    crossing = next(item for item in layout.identities if any(term.last for term in item.left + item.right))
    needed = [term.address for term in crossing.left + crossing.right if term.last]
    assert knows(crossing, dict.fromkeys(needed, 3))
    assert not knows(crossing, {}) and not knows(crossing, dict.fromkeys(needed, "/"))
