"""A table is its model and, apart from it, a printed grid; the two must hold the same cells."""

from __future__ import annotations

from typing import Any

import pytest

from drafter.form.schema.form import TableDefinition
from drafter.form.tables import Slot, Table, build_table
from tests.form.cases_of import cases_of


def built(given: dict[str, Any]) -> Table:
    return build_table(TableDefinition.model_validate({"key": "t", "section": "s", "name": "T", **given}))


def shown(slot: Slot) -> str:
    span = f" {slot.row_span}x{slot.col_span}" if (slot.row_span, slot.col_span) != (1, 1) else ""
    return (slot.text if slot.address is None else slot.address.removeprefix("t.")) + span


@pytest.mark.parametrize("case", cases_of("tables"), ids=lambda case: case["name"])
def test_a_table_is_printed_as_its_grid_says(case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(ValueError, match=case["refused"]):
            built(case["table"])
        return
    table = built(case["table"])
    assert ["|".join(map(shown, line)) for line in table.grid] == case["printed"]
    columns = case.get("columns", [list(range(len(line))) for line in table.grid])
    assert [[slot.column for slot in line] for line in table.grid] == columns


def test_a_printed_row_knows_its_label_its_group_and_its_header() -> None:
    grid = [
        ["", "#a"],
        [{"label": "Group", "rows": 2}, "#one", "@one.a"],
        ["#two", "@two.a"],
        ["", "#a"],
        ["#three", "@three.a"],
    ]
    rows = [{"key": key, "label": key.title(), "aliases": [f"old {key}"]} for key in ("one", "two", "three")]
    table = built({"columns": [{"key": "a", "label": "A"}], "rows": rows, "grid": grid})
    assert [row.names for row in table.printed] == [("One", "old one"), ("Two", "old two"), ("Three", "old three")]
    assert [row.groups for row in table.printed] == [("Group",), (), ()]
    assert [row.block for row in table.printed] == [0, 0, 1]
    assert [row.addresses for row in table.printed] == [("t.one.a",), ("t.two.a",), ("t.three.a",)]


def test_the_row_of_an_open_table_stands_for_any_number() -> None:
    table = built({"open_rows": True, "columns": [{"key": "a", "label": "A"}]})
    (row,) = table.printed
    assert row.is_open and row.addresses == ("t.*.a",)
    assert list(table.addresses()) == []
