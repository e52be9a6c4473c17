"""The JSON of a check and of a reading: the keys of the contract, every quantity, every cell."""

from __future__ import annotations

import json
from decimal import Decimal

from drafter.checks import check
from drafter.document import Notice
from drafter.form import Form
from drafter.recognition import Reading
from drafter.recognition.files import read_report
from drafter.report.facts import facts_for
from drafter.report.filing import Block, Filing
from drafter.report.json import dumps
from drafter.views.json import checked_data, explained_data
from tests.conftest import ROOT

TEXT = "收到申请141件，其中自然人140件，另有宣传册9种。"


def checked(form: Form) -> dict[str, object]:
    figures = dict.fromkeys(form.cells, 0) | {"requests.new.total": 141, "requests.new.natural_person": 96}
    filing = Filing(form.key, figures, {"overview": (Block((TEXT,), None, "on_request"),)}, "青禾县人民政府", 2025)
    return checked_data(check(filing, facts_for(filing, form)), form)


def test_every_quantity_is_told_with_its_place_state_and_cells(form: Form) -> None:
    account = checked(form)["account"]
    assert isinstance(account, list)
    found = {item["text"]: item for item in account}
    assert found["141件"]["state"] == "bound" and found["141件"]["cells"] == ["requests.new.total"]
    assert found["140件"]["state"] == "contradicted" and found["9种"]["state"] == "open"
    assert found["9种"]["cells"] == [] and found["9种"]["base"] is None
    for item in account:
        place = item["place"]
        assert TEXT[place["start"] : place["end"]] == item["text"] and place["section"] == "overview"


def test_the_data_of_a_check_is_json_and_counts_what_it_lists(form: Form) -> None:
    data = json.loads(dumps(checked(form)))
    assert {"findings", "coverage", "account", "vouching", "not_assessable", "relations", "text_rules"} <= data.keys()
    assert data["coverage"]["quantities"] == len(data["account"])
    assert data["coverage"]["contradicted"] == sum(item["state"] == "contradicted" for item in data["account"])
    assert [item for item in data["findings"] if item["rule"] == "T1"]


def test_every_cell_of_a_reading_is_explained(form: Form) -> None:
    reading = read_report(ROOT / "examples" / "last-year.txt", form)
    cells = explained_data(reading)["cells"]
    assert isinstance(cells, list) and {item["cell"] for item in cells} == set(form.cells)
    assert all(item.keys() == {"cell", "raw", "where", "how", "certain", "regular"} for item in cells)


def test_notices_are_told_by_their_key_and_values(form: Form) -> None:
    reading = Reading(Filing(form.key, {}), notices=(Notice("comments", (("count", Decimal(2)),)),))
    assert explained_data(reading) == {"cells": [], "notices": [{"key": "comments", "count": Decimal(2)}]}
