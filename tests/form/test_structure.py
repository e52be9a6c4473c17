"""What a form names must be there: each fault is told with its place, and all of them at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from drafter.form import Form
from drafter.form.files import FORM_FILE
from drafter.form.schema.form import FormDefinition
from drafter.form.structure import faults

Change = Callable[[dict[str, Any]], Any]


def table(data: dict[str, Any], key: str) -> dict[str, Any]:
    return next(item for item in data["tables"] if item["key"] == key)


def told(form: Form, *changes: Change) -> tuple[str, ...]:
    """The faults of a form with something changed in it."""
    data = tomllib.loads((form.folder / FORM_FILE).read_text(encoding="utf-8"))
    for change in changes:
        change(data)
    return faults(FormDefinition.model_validate(data))


def test_the_forms_here_have_no_fault(form: Form, english: Form) -> None:
    assert told(form) == told(english) == ()


FAULTS: list[tuple[Change, str]] = [
    (lambda data: data["sections"].append(dict(data["sections"][0])), "sections: the key 'summary' is given twice"),
    (lambda data: table(data, "volume")["rows"].append({"key": "late", "label": "x"}), "rows: the key 'late'"),
    (lambda data: table(data, "volume").update(section="nowhere"), "table volume: no section 'nowhere'"),
    (lambda data: data.update(style="baroque"), "style: no style 'baroque'"),
    (
        lambda data: data["sections"][0]["topics"][0].update(skeleton=["The office got {volume.gifts.count}."]),
        "skeleton of handling: no cell 'volume.gifts.count'",
    ),
    (
        lambda data: [section.update(kind="tables") for section in data["sections"]],
        "sections: one at least must be of kind prose, topics or problems",
    ),
    (
        lambda data: table(data, "volume").update(row_sums=[{"key": "received", "label": "x", "rows": ["late"]}]),
        "table volume: the name 'received' is given twice",
    ),
    (
        lambda data: table(data, "volume").update(row_sums=[{"key": "all", "label": "x", "rows": ["gifts"]}]),
        "table volume: row sum all: no row 'gifts'",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_a_fault_is_told_with_its_place(change: Change, fault: str, english: Form) -> None:
    assert any(fault in one for one in told(english, change)), told(english, change)


def test_faults_are_told_all_at_once_and_each_once(english: Form) -> None:
    changes = [FAULTS[number][0] for number in (2, 3, 4)]
    found = told(english, *changes)
    assert len(found) == len(set(found)) == 3
