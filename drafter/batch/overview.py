"""The overview of a batch as lines for a terminal and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from drafter.batch.matching import IN_ORDER, SETTLED, Arrival, Delivery, problems_first
from drafter.messages import listed, say

_TOLD = (Arrival.FAILED, Arrival.UNREADABLE)
"""Rows whose sentence says what is wrong."""

_LINES = 500
"""Rows that a terminal shows; all of them are in the files."""
_RULES = 6
"""Codes of rules that are named of a report."""


def counts_of(rows: Sequence[Delivery]) -> dict[str, int]:
    """How many rows there are of each sort, those that there are."""
    found = Counter(row.arrival.value for row in rows)
    return {arrival.value: found[arrival.value] for arrival in Arrival if found[arrival.value]}


def overview_lines(rows: Sequence[Delivery], year: int | None, language: str) -> Iterator[str]:
    """A line for each row that wants something done, then how many there are of each sort."""
    told_rows = [row for row in problems_first(rows) if row.arrival not in SETTLED]
    for row in told_rows[:_LINES]:
        yield "  ".join(filter(None, (state(row, language), named(row), remark(row, year, language))))
    if len(told_rows) > _LINES:
        yield say(language, "batch.more", count=len(told_rows) - _LINES)
    told = [
        say(language, "batch.count", name=say(language, f"batch.arrival_{key}"), count=count)
        for key, count in counts_of(rows).items()
    ]
    yield say(language, "batch.counts", year=year or "-", counts=listed(told, language))


def state(row: Delivery, language: str) -> str:
    """How it stands with a row, and how many errors there are."""
    count = f" {row.errors}" if row.arrival is Arrival.ERRORS else ""
    return say(language, f"batch.arrival_{row.arrival.value}") + count


def named(row: Delivery) -> str:
    """A row by its unit and its file."""
    return "  ".join(part for part in (row.unit or row.organization, row.file) if part)


def remark(row: Delivery, year: int | None, language: str) -> str:
    """What a row wants: a sentence, or counts."""
    if row.arrival in _TOLD:
        return (row.said or {}).get(language, "")
    if row.arrival in IN_ORDER:
        unread = [say(language, "batch.unread", count=row.unread)] if row.unread else []
        return " ".join([*row.rules[:_RULES], *unread])
    if row.arrival is Arrival.NOT_LISTED and row.candidates:
        return say(language, "batch.candidates", names=listed(row.candidates, language))
    values = {
        "title": row.organization or "-",
        "year": row.year or "-",
        "expected": year or "-",
        "files": listed(row.others, language),
        "names": listed(row.candidates, language),
    }
    return say(language, f"batch.remark_{row.arrival.value}", **values)


def overview_data(rows: Sequence[Delivery], year: int | None) -> dict[str, Any]:
    """The overview as plain data."""
    return {"year": year, "counts": counts_of(rows), "rows": [row_data(row) for row in rows]}


def row_data(row: Delivery) -> dict[str, Any]:
    """A row as plain data."""
    return asdict(row) | {"arrival": row.arrival.value}


def dumps(data: Mapping[str, Any]) -> str:
    """Plain data as indented JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
