"""Damage to tables: what is wrong stands nowhere as certain, what is whole is not lost, and something is said."""

from __future__ import annotations

import pytest

from benchmarks.damage import measured
from tests.damage import DAMAGES, FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_no_wrong_number_is_certain_and_no_whole_row_is_lost(name: str) -> None:
    found = measured(name, len(DAMAGES))
    assert found["damages"] >= len(DAMAGES) // 2
    assert (found["wrong"], found["lost"], found["unsaid"]) == (0, 0, 0)
