"""The language of statements: what a clause says about the figures, as data, the same for every form.

A statement names cells and named sums by their addresses, never by a form's words, so that a reader that knows the text
and one that knows only this language write the same. Nothing here knows whether a statement is true: see `judge`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from drafter.records import dataclass
from drafter.report.quantities import find_quantities
from drafter.report.quantities.chinese import Quantity


class Relation(StrEnum):
    """How a statement relates its subject to a number, to last year, or to the other side."""

    EQUAL = "equal"
    """The subject is the number."""
    CHANGE = "change"
    """The subject is the number more (down: less) than last year."""
    PERCENT = "percent"
    """The subject is the number in percent more (down: less) than last year."""
    TIMES = "times"
    """The subject is the number times last year's."""
    SHARE = "share"
    """The subject is the number in percent of the other side."""
    POINTS = "points"
    """The share of the subject in the other side is the number in points more (down: less) than last year."""
    DIFFERENCE = "difference"
    """The subject is the number more (down: less) than the other side."""
    LARGEST = "largest"
    """Each cell of the subject is at least as large as every one of the other side."""
    SMALLEST = "smallest"
    """The subject is no larger than any cell of the other side."""
    MAJORITY = "majority"
    """The subject is more than half of the other side."""
    ALL = "all"
    """The subject is all of the other side."""
    ZERO = "zero"
    SETTLED = "settled"
    """Nothing is left: the subject, what is carried on, is zero."""
    MORE = "more"
    FEWER = "fewer"
    """The subject is more, fewer, than last year; than the other side, where there is one."""
    SAME = "same"
    NEARLY = "nearly"
    """The subject is what it was last year (or the other side is), or within a tenth of it."""
    FIRST = "first"
    """There is some, and was none last year."""
    NO_LONGER = "no_longer"
    """There is none, and was some last year."""
    SUM = "sum"
    """The numbers that the text itself breaks a total into come to it."""
    ELSEWHERE = "elsewhere"
    """What is counted is no cell of the form."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: a relation between a subject (the sum of its addresses), a number and perhaps another side."""

    relation: Relation
    subject: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    quantity: Quantity | None = None
    """The number, as the text writes it."""
    is_last: bool = False
    """Whether the subject is last year's."""
    is_down: bool = False
    parts: tuple[Quantity, ...] = ()
    """The numbers that the text adds up; of a share, change or multiple that no cell decides, its two numbers."""
    words: str = ""
    """The words of the text that say it."""
    paragraph: int = 0
    """The number of the paragraph in the text that was read."""


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _list(description: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "description": description}


_FIELDS: Mapping[str, dict[str, Any]] = {
    "paragraph": {"type": "integer", "description": "the number of the paragraph"},
    "words": _text("the words of the text that say it, letter for letter"),
    "relation": {"type": "string", "enum": [relation.value for relation in Relation]},
    "subject": _list("addresses whose sum is spoken of"),
    "year": {"type": "string", "enum": ["this", "last"], "description": "the year of the subject"},
    "other": _list("addresses of the other side: the whole of a share, the rivals of the largest; else empty"),
    "direction": {"type": "string", "enum": ["up", "down", "none"]},
    "number": _text("the number with its unit as the text writes it; empty where there is none"),
    "parts": _list("the numbers that the text adds up, as it writes them; else empty"),
}
STATEMENTS_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": dict(_FIELDS),
                "required": list(_FIELDS),
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}
"""The answer of a reader as JSON Schema: flat, strict, the same for every form."""


def statement_of(item: Mapping[str, Any], language: str) -> Statement | None:
    """A statement from its JSON; None where it names no relation or its number is none."""
    if item.get("relation") not in set(Relation):
        return None
    number = _quantity(str(item.get("number") or ""), language)
    parts = tuple(_quantity(str(text), language) for text in item.get("parts") or ())
    if None in parts or (item.get("number") and number is None):
        return None
    return Statement(
        Relation(item["relation"]),
        tuple(map(str, item.get("subject") or ())),
        tuple(map(str, item.get("other") or ())),
        number,
        item.get("year") == "last",
        item.get("direction") == "down",
        tuple(part for part in parts if part is not None),
        str(item.get("words") or ""),
        int(item.get("paragraph") or 0),
    )


def _quantity(text: str, language: str) -> Quantity | None:
    found = find_quantities(text, language)
    return found[0] if len(found) == 1 else None
