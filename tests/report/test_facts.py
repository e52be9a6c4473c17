"""The facts of a report: complete figures, last year's beside them, notes and entries by id, what was typed."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.report.facts import Entry, facts_for, facts_of
from drafter.report.filing import Filing
from drafter.report.notes import Note

CELL = "requests.granted.total"
NOTE = Note("overview.platform.1", "overview", "platform", "培训讲解员40人次，印发手册2种")


def entry(unit: str | None = "条", value: str | None = None) -> Entry:
    return Entry("overview.proactive.1", "overview", "proactive", "全年公开信息4630条。", "4630", unit, value)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("4905", "条", "4905"),
        (" 4905条 ", "条", "4905"),
        ("1.2万", "条", "1.2万"),
        ("4905", None, "4905"),
        ("", "条", None),
        (None, "条", None),
        ("很多", "条", None),
        ("12和13", "条", None),
        ("约12", "条", "约12"),
    ],
)
def test_an_entry_takes_a_number_and_stays_open_for_anything_else(
    typed: str | None, unit: str | None, value: str | None, form: Form
) -> None:
    facts = facts_of(form, {}, typed={entry().id: typed}).with_entries([entry(unit)])
    assert facts.entries[0].value == value and facts.entry_of[entry().id].value == value


def test_last_years_figures_are_none_without_a_report_of_last_year(form: Form) -> None:
    assert facts_of(form, {CELL: 6}).before(CELL) is None
    facts = facts_of(form, {CELL: 6}, last=Filing(form.key, {CELL: 4}))
    assert (facts.value(CELL), facts.before(CELL)) == (6, 4)


def test_other_figures_are_completed_as_well(form: Form) -> None:
    facts = facts_of(form, {}).with_figures(dict.fromkeys(form.cells, 0) | {"requests.new.total": None})
    assert facts.value("requests.new.total") == 0 and facts.computed == {"requests.new.total"}


def test_an_address_is_known_if_all_that_it_adds_up_is(form: Form) -> None:
    facts = facts_of(form, {CELL: 6})
    assert facts.knows(CELL) and facts.knows(f"{CELL}+{next(iter(form.sums))}")
    assert not facts.knows("requests.nothing.total") and not facts.knows(f"{CELL}+requests.nothing.total")


def test_notes_are_found_by_place_and_id_with_their_numbers(form: Form) -> None:
    facts = facts_of(form, {}, notes=[NOTE])
    assert facts.notes_at("overview", "platform") == (NOTE,) and facts.notes_at("overview", None) == ()
    assert [item.value for item in facts.noted[NOTE.id]] == [40, 2] and facts.note_of[NOTE.id] is NOTE


def test_facts_for_a_report_are_its_own(form: Form) -> None:
    filing = Filing(form.key, {CELL: 6}, organization="青禾县人民政府", year=2025)
    facts = facts_for(filing, form, notes=[NOTE])
    assert (facts.organization, facts.year, facts.value(CELL)) == ("青禾县人民政府", 2025, 6)
