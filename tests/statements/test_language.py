"""Statements as data: a flat, strict schema that every reader answers, and what is none of it is dropped whole."""

from __future__ import annotations

from typing import Any

import pytest

from drafter.statements.language import STATEMENTS_SCHEMA, Relation, Statement, statement_of

ITEM: dict[str, Any] = {
    "paragraph": 2,
    "words": "自然人申请96件，占85.0%",
    "relation": "share",
    "subject": ["requests.new.natural_person"],
    "year": "this",
    "other": ["requests.new.total"],
    "direction": "none",
    "number": "85.0%",
    "parts": [],
}
FIELDS = STATEMENTS_SCHEMA["properties"]["statements"]["items"]


def read(**changes: Any) -> Statement | None:
    return statement_of(ITEM | changes, "zh")


def test_a_statement_is_read_with_its_number_and_place() -> None:
    found = read()
    assert found is not None and found.quantity is not None
    assert (found.relation, found.subject, found.other) == (
        Relation.SHARE, ("requests.new.natural_person",), ("requests.new.total",),
    )  # fmt: skip
    assert found.quantity.text == "85.0%" and (found.words, found.paragraph) == (ITEM["words"], 2)
    assert not found.is_last and not found.is_down


@pytest.mark.parametrize(
    "changes",
    [
        {"relation": "resembles"},
        {"relation": None},
        {"number": "很多"},
        {"number": "85.0%和15.0%"},
        {"parts": ["96件", "若干"]},
    ],
)
def test_without_a_relation_or_with_a_number_that_is_none_it_is_no_statement(changes: dict[str, Any]) -> None:
    assert read(**changes) is None


def test_the_year_and_the_direction_are_told() -> None:
    found = read(year="last", direction="down", relation="change", number="17件", other=[])
    assert found is not None and found.is_last and found.is_down and found.other == ()


def test_a_statement_without_a_number_has_none_and_parts_are_numbers() -> None:
    found = read(relation="sum", number="", parts=["96件", "17件"])
    assert found is not None and found.quantity is None
    assert [part.value for part in found.parts] == [96, 17]


def test_what_is_not_said_is_left_out_and_breaks_nothing() -> None:
    assert statement_of({"relation": "zero"}, "zh") == Statement(Relation.ZERO)


def test_the_schema_is_closed_flat_and_knows_every_relation() -> None:
    assert FIELDS["additionalProperties"] is False and STATEMENTS_SCHEMA["additionalProperties"] is False
    assert set(FIELDS["required"]) == set(FIELDS["properties"]) == set(ITEM)
    assert set(FIELDS["properties"]["relation"]["enum"]) == set(Relation)
    assert all(field["type"] != "object" for field in FIELDS["properties"].values())
