"""A relation stands for identities between cells: per row, per column, or once; named sums are written out."""

from __future__ import annotations

from typing import Any

import pytest

from drafter.form.relations import Identity, Term, identities, named_sums, open_row_identities
from drafter.form.schema.form import RelationDefinition, TableDefinition
from drafter.form.tables import build_table
from tests.form.cases_of import cases_of, data_of

TABLE = build_table(TableDefinition.model_validate(data_of("relations")["table"]))
SUMS = named_sums(TABLE)


def relation(given: dict[str, Any]) -> RelationDefinition:
    return RelationDefinition.model_validate({"rule": "R", "name": {"en": "a relation"}, **given})


def shown(identity: Identity) -> str:
    left, right = (" + ".join(map(term_shown, side)) for side in (identity.left, identity.right))
    return f"{left} {identity.relation.is_} {right}"


def term_shown(term: Term) -> str:
    weight = "" if term.weight == 1 else f"{term.weight}*"
    return f"{weight}{'last:' if term.last else ''}{term.address}"


@pytest.mark.parametrize("case", cases_of("relations"), ids=lambda case: case["name"])
def test_a_relation_stands_for_identities(case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(ValueError, match=case["refused"]):
            list(identities(relation(case["relation"]), {"cases": TABLE}, SUMS))
        return
    found = list(identities(relation(case["relation"]), {"cases": TABLE}, SUMS))
    assert [shown(identity) for identity in found] == case["written"]


def test_a_named_sum_is_there_for_what_all_its_parts_have() -> None:
    assert SUMS["cases.all.people"] == ("cases.closed.people", "cases.open.people")
    assert SUMS["cases.all.both"][:2] == ("cases.closed.people", "cases.closed.firms")
    assert "cases.fees.both" not in SUMS and "cases.new.people" not in SUMS


def test_rows_that_the_filing_gives_have_identities_of_their_own() -> None:
    table = build_table(
        TableDefinition.model_validate(
            {**data_of("relations")["table"], "open_rows": True, "rows": [], "row_sums": [], "column_sums": []}
        )
    )
    given = relation({"per": "row", "table": "cases", "left": ["total"], "right": ["people", "firms"]})
    assert list(identities(given, {"cases": table}, {})) == []
    (identity,) = open_row_identities(given, table, "North quay")
    assert shown(identity) == "cases.North quay.total = cases.North quay.people + cases.North quay.firms"


def test_cells_of_last_year_are_none_of_this_year() -> None:
    (identity,) = identities(
        relation({"left": ["cases.new.total"], "right": ["last:cases.open.total"]}), {"cases": TABLE}, SUMS
    )
    assert identity.cells == ("cases.new.total",)
