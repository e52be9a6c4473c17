"""Balances stand where they take no cell's place, each once, and with a caption."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.report.filing import Figures
from drafter.workbook.balances import Balances, balances_of
from drafter.workbook.labels import words_of
from drafter.workbook.layout import TOP, TableLayout, WorkbookLayout, layout_of


@pytest.fixture(scope="module")
def layout(form: Form) -> WorkbookLayout:
    return layout_of(form, {})


def balances(table: TableLayout, layout: WorkbookLayout, last: Figures) -> Balances:
    return balances_of(table, layout, last, words_of("zh").balance, "zh")


def last_year(form: Form) -> Figures:
    return dict.fromkeys(form.cells, 1)


def test_every_identity_stands_on_one_sheet_once(layout: WorkbookLayout, form: Form) -> None:
    items = [item for table in layout.tables.values() for _, item in balances(table, layout, last_year(form)).items]
    assert len(items) == len(layout.identities)
    assert {id(item) for item in items} == {id(item) for item in layout.identities}


def test_without_last_year_those_that_need_it_are_left_out(layout: WorkbookLayout) -> None:
    items = [item for table in layout.tables.values() for _, item in balances(table, layout, {}).items]
    assert items and not any(term.last for item in items for term in item.left + item.right)


@pytest.mark.parametrize("key", ["proactive", "requests", "disputes"])
def test_no_balance_stands_on_a_cell_a_label_or_another_one(key: str, layout: WorkbookLayout, form: Form) -> None:
    table = layout.tables[key]
    found = balances(table, layout, last_year(form))
    places = [place for place, _ in (*found.captions, *found.items)] + ([found.title] if found.title else [])
    taken = [
        (row, column)
        for place in (*places, *table.cells.values(), *(place for place, _ in table.labels), table.switch)
        for row in range(place.row, place.row + place.row_span)
        for column in range(place.column, place.column + place.col_span)
    ]
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize("key", ["proactive", "requests", "disputes"])
def test_a_balance_beside_a_row_is_about_that_row(key: str, layout: WorkbookLayout, form: Form) -> None:
    table = layout.tables[key]
    for place, item in balances(table, layout, last_year(form)).items:
        if place.column > table.width:
            assert {layout.places[address].row for address in item.cells} == {place.row}
        else:
            assert place.row > table.bottom + 1


def test_every_relation_has_a_caption_with_its_name(layout: WorkbookLayout, form: Form) -> None:
    for table in layout.tables.values():
        found = balances(table, layout, last_year(form))
        captions = [caption for _, caption in found.captions]
        for relation in {item.rule: item.relation for _, item in found.items}.values():
            assert any(relation.name.zh in caption for caption in captions)
        assert all(place.row >= TOP - 1 for place, _ in found.captions)


def test_every_name_of_a_table_is_one_cell(layout: WorkbookLayout) -> None:
    for table in layout.tables.values():
        places = [(place.row, place.column) for place in table.names.values()]
        assert len(places) == len(set(places)) == len(table.cells) + len(table.keys) + 1
