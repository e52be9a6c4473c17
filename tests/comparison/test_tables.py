"""Tables cell by cell: what differs, by how much, and what the source of a side does not say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from drafter.comparison.tables import cell_changes
from drafter.form import Form
from drafter.report.filing import Figure, Filing, Unread

NEW, GRANTED = "requests.new.total", "requests.granted.total"


def filing(form: Form, figures: dict[str, Figure], *unread: str) -> Filing:
    return Filing(form.key, figures, unread=tuple(Unread(cell, "", "absent") for cell in unread))


@pytest.mark.parametrize(
    ("old", "new", "change", "percent"),
    [
        (120, 150, 30, Decimal("25.0")),
        (120, 90, -30, Decimal("-25.0")),
        (0, 5, 5, None),
        (3, 0, -3, Decimal("-100.0")),
        (None, 5, None, None),
        (5, "无", None, None),
        (Decimal("1.5"), 3, Decimal("1.5"), Decimal("100.0")),
    ],
)
def test_a_change_has_its_size_where_both_are_numbers(
    old: Figure, new: Figure, change: object, percent: Decimal | None, form: Form
) -> None:
    (found,) = cell_changes(filing(form, {NEW: old}), filing(form, {NEW: new}), form)
    assert (found.cell, found.old, found.new, found.change, found.percent) == (NEW, old, new, change, percent)
    assert found.row == form.row_label(NEW) and found.column == form.column_label(NEW)


def test_what_is_the_same_is_no_change(form: Form) -> None:
    same = filing(form, {NEW: 5, GRANTED: None})
    assert cell_changes(same, same, form) == ()


def test_a_cell_that_one_source_does_not_show_is_told_even_where_both_are_blank(form: Form) -> None:
    (found,) = cell_changes(filing(form, {NEW: None}), filing(form, {NEW: None}, NEW), form)
    assert found.unread == ("new",)
    assert cell_changes(filing(form, {NEW: None}, NEW), filing(form, {NEW: None}, NEW), form) == ()


def test_changes_come_in_the_order_of_the_form(form: Form) -> None:
    order = list(form.cells)
    old, new = (filing(form, dict.fromkeys(reversed(order), value)) for value in (1, 2))
    assert [item.cell for item in cell_changes(old, new, form)] == order
