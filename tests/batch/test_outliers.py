"""Outliers: one figure among its like stands out with its reason, and what is usual does not."""

from __future__ import annotations

from random import Random

from received import FORM

from drafter.batch.charts import chart
from drafter.batch.outliers import OutlierReason, UnitFigures, charted_cells, outliers, sums_by_kind
from drafter.report import Figure

CELL = "proactive.penalties.decisions"


def units(*values: Figure, kind: str = "local_department", last: int | None = None) -> list[UnitFigures]:
    before = None if last is None else {CELL: last}
    return [UnitFigures(f"{kind}{number}", kind, {CELL: value}, before) for number, value in enumerate(values)]


def usual(count: int = 20, most: int = 60) -> list[int]:
    dice = Random(3)
    return [dice.randint(20, most) for _ in range(count)]


def test_a_figure_a_hundred_times_the_others_stands_out_with_what_is_usual() -> None:
    (found,) = outliers(units(*usual(), 5000), FORM)
    assert (found.unit, found.cell, found.reason) == ("local_department20", CELL, OutlierReason.PEERS)
    assert found.low <= found.usual <= found.high < 61 and found.count == 21


def test_what_is_usual_and_what_is_blank_does_not_stand_out() -> None:
    assert outliers(units(*usual(), None, "若干"), FORM) == []
    assert outliers(units(*[0] * 20, 3), FORM) == []


def test_a_figure_is_held_against_its_own_kind_where_that_has_enough_units() -> None:
    large = [900 + number for number in usual()]
    groups = [*units(*usual()), *units(*large, 40, kind="township_government")]
    (found,) = outliers(groups, FORM)
    assert (found.unit, found.kind) == ("township_government20", "township_government")


def test_a_change_that_no_other_unit_had_stands_out() -> None:
    before = [unit for value in usual() for unit in [(value, value + 2)]]
    groups = [UnitFigures(f"第{at}局", "", {CELL: now}, {CELL: last}) for at, (last, now) in enumerate(before)]
    groups.append(UnitFigures("甲局", "", {CELL: 50}, {CELL: 2}))
    assert [(item.unit, item.reason) for item in outliers(groups, FORM)] == [("甲局", OutlierReason.CHANGE)]


def test_few_units_tell_nothing() -> None:
    assert outliers(units(1, 2, 3, 5000), FORM) == []


def test_sums_are_told_for_each_kind_with_last_years() -> None:
    groups = [*units(1, 2, None, last=4), *units(7, kind="township_government")]
    first, second = sums_by_kind(groups, FORM)
    assert (first.kind, first.units, first.sums[CELL], first.last[CELL]) == ("local_department", 3, 3, 12)
    assert (second.sums[CELL], dict(second.last)) == (7, {})


def test_a_total_stands_for_its_parts() -> None:
    cells = set(charted_cells(FORM))
    assert "requests.new.total" in cells and "requests.new.natural_person" not in cells


def test_dots_stand_in_the_order_of_their_figures_and_within_the_chart() -> None:
    made = chart(CELL, "x", units(0, 3, 40, 500, last=9), {"local_department3"})
    assert made is not None and made.has_last and made.most == "500"
    places = {dot.text: dot.x for dot in made.dots if not dot.is_last}
    order = [places[f"local_department{number} {value}"] for number, value in enumerate((0, 3, 40, 500))]
    assert order == sorted(order) and (order[0], order[-1]) == (8, 312)
    assert [dot.text for dot in made.dots if dot.is_out] == ["local_department3 500"]
    assert chart(CELL, "x", units(0, 0), set()) is None
