"""Findings: what a decision is about stays the same while values change, and what it rests on does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.messages import Text
from drafter.report.findings import Finding, Place, Severity, in_order

SAYS = Text("不对", "wrong")


def finding(rule: str = "T1", severity: Severity = Severity.ERROR, place: Place | None = None) -> Finding:
    return Finding(rule, severity, place or Place("overview", "on_request", 0, 2, 6, "141件"), SAYS, "140", "141件")


def test_a_key_stays_the_same_while_numbers_change_and_the_basis_does_not() -> None:
    one = finding()
    other = replace(one, place=replace(one.place, text="152件"), found="152件")
    assert one.key == other.key == "T1:overview/on_request/#件"
    assert one.basis != other.basis and len(one.basis) == 16


def test_full_width_and_grouped_digits_are_one_number_of_a_key() -> None:
    places = [Place("overview", text=text) for text in ("共１，２００件", "共1,200.5件", "共3件")]
    assert {place.anchor for place in places} == {"overview//共#件"}


def test_a_finding_on_cells_is_known_by_them() -> None:
    place = Place(cells=("requests.new.total", "requests.granted.total"))
    assert finding("A1", place=place).key == "A1:requests.new.total,requests.granted.total"


@pytest.mark.parametrize("change", [{"found": "1件"}, {"expected": "7"}, {"place": Place("overview", text="另一处")}])
def test_whatever_a_decision_rests_on_changes_the_basis(change: dict[str, object]) -> None:
    assert replace(finding(), **change).basis != finding().basis


def test_errors_come_first_and_equals_are_numbered() -> None:
    hint, warning, error = (finding(f"X{n}", severity) for n, severity in enumerate(reversed(Severity)))
    found = in_order([hint, warning, error, error, warning])
    assert [(item.rule, item.ordinal) for item in found] == [("X2", 0), ("X2", 1), ("X1", 0), ("X1", 1), ("X0", 0)]
    assert len({item.key for item in found}) == 5


def test_as_json_leaves_out_what_a_place_does_not_have() -> None:
    data = finding(place=Place("overview", cells=("a.b",))).as_json()
    assert data["place"] == {"section": "overview", "cells": ["a.b"]}
    assert data["message"] == {"zh": "不对", "en": "wrong"} and data["severity"] == "error"
    assert {"rule", "key", "basis", "expected", "found", "related", "source"} <= data.keys()
