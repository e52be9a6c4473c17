"""Which number of a text states which entry."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.report.facts import Entry, facts_of
from drafter.report.filing import Block
from drafter.report.narrative import Narrative
from drafter.statements import State, bind

LAST = "组织乡镇业务培训3场，更新公开目录26个领域，约谈2次。"
ENTRIES = (
    Entry("overview.management.1", "overview", "management", LAST, "3", "场", "5"),
    Entry("overview.management.2", "overview", "management", LAST, "26", "个", "29"),
    Entry("overview.management.3", "overview", "management", LAST, "2", "次", "约4"),
)
STATED = {
    "组织乡镇业务培训5场，更新公开目录29个领域，约谈约4次。": ["1 bound", "2 bound", "3 bound"],
    "更新公开目录29个领域。组织乡镇业务培训5场。": ["2 bound", "1 bound"],
    "更新公开目录27个领域。": ["2 contradicted"],
    "更新主动公开目录27个领域。": ["2 contradicted"],
    "更新公开目录近30个领域。": ["2 bound"],
    "更新公开目录二十九个领域。": ["2 bound"],
    "更新公开目录29类领域。": ["2 bound"],
    "约谈4次。": ["- open"],
    "走访企业5场。": ["1 bound"],
    "走访企业5家。": ["- open"],
    "走访企业7场。": ["- open"],
    "组织乡镇业务培训5场，另办讲座5场。": ["1 bound", "- open"],
    "组织乡镇业务培训5场。县里组织乡镇业务培训6场。": ["1 bound", "1 contradicted"],
    "更新公开目录【待核：上年26】个领域，晒出清单27个。": ["- open", "- open"],
}


@pytest.mark.parametrize(("text", "expected"), STATED.items())
def test_a_number_states_an_entry_by_the_words_around_it_or_once_by_itself(
    text: str, expected: list[str], form: Form
) -> None:
    facts = facts_of(form, {}, year=2025, entries=ENTRIES)
    narrative = Narrative({"overview": (Block((text,), None, "management"),)}, form)
    found = [
        f"{item.target.rpartition('.')[2] if item.target else '-'} {item.state.value}"
        for item in bind(narrative, facts).bindings
    ]
    assert found == expected


def test_words_tell_an_entry_in_another_part_of_the_report(form: Form) -> None:
    facts = facts_of(form, {}, year=2025, entries=ENTRIES)
    narrative = Narrative({"overview": (Block(("更新公开目录27个领域。",), None, "platform"),)}, form)
    assert [item.state for item in bind(narrative, facts).bindings] == [State.CONTRADICTED]


def test_a_long_text_with_many_entries_is_bound_by_numbers_alone(form: Form) -> None:
    entries = [Entry(f"overview.{n}", "overview", None, f"培训{n}场。", str(n), "场", str(n)) for n in range(1, 1100)]
    facts = facts_of(form, {}, year=2025, entries=entries)
    narrative = Narrative({"overview": (Block(("培训7场。" * 1000,)),)}, form)
    assert sum(item.state is State.BOUND for item in bind(narrative, facts).bindings) == 1
