"""The covering list of slips as a workbook: a line for each unit, and one for each item with what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.batch.matching import Delivery
from drafter.batch.overview import remark
from drafter.batch.rounds import ItemState, Slip, SlipItem
from drafter.batch.sheets import PlainSheet, Value, book_of
from drafter.batch.summary import Overview
from drafter.messages import say
from drafter.records import dataclass

_UNITS = {"number": 6, "unit": 26, "state": 12, "round": 6, "items": 8, "stands": 8, "changed": 10, "new": 8}
_UNITS |= {"mended": 8, "answers": 8, "day": 14, "remark": 40, "slip": 36}
_ITEMS = {"unit": 24, "round": 6, "number": 6, "standing": 12, "severity": 7, "rule": 7, "place": 32, "words": 30}
_ITEMS |= {"wanted": 14, "message": 56, "source": 30, "answer": 40}


@dataclass(frozen=True, slots=True)
class ToldUnit:
    """A unit, the row by which it stands in the overview, and its slip; none where nothing is to be said to it."""

    name: str
    row: Delivery
    slip: Slip | None = None


def slip_list(units: Sequence[ToldUnit], files: Mapping[str, str], view: Overview) -> bytes:
    """The workbook; `files` are the places of the letters by units."""
    rows = (_unit_row(number, unit, files.get(unit.name, ""), view) for number, unit in enumerate(units, 1))
    items = (row for unit in units if unit.slip for row in _item_rows(unit.slip, view))
    return book_of(
        (
            PlainSheet(view.say("sheet_slips"), _head(_UNITS, view), rows),
            PlainSheet(view.say("sheet_items"), _head(_ITEMS, view), items),
        )
    )


def _head(columns: Mapping[str, float], view: Overview) -> list[tuple[str, float]]:
    return [(view.say(f"column_{name}"), width) for name, width in columns.items()]


def _unit_row(number: int, unit: ToldUnit, file: str, view: Overview) -> list[Value]:
    slip = unit.slip
    said = "" if unit.row.counts else remark(unit.row, view.year, view.language)
    row: list[Value] = [number, unit.name, _state(unit, view)]
    if slip is None:
        return [*row, *[None] * 7, "", said, ""]
    counts = [len(slip.standing(part)) for part in (ItemState.STANDS, ItemState.CHANGED, ItemState.NEW)]
    answers = sum(bool(item.answer or item.answered) for item in slip.items)
    return [*row, slip.round, len(slip.items), *counts, len(slip.mended), answers, slip.day, said, file]


def _state(unit: ToldUnit, view: Overview) -> str:
    if unit.slip and unit.slip.items:
        return view.say("slip_returned")
    if unit.slip:
        return view.say("slip_mended")
    return view.say(f"arrival_{unit.row.arrival.value}" if not unit.row.counts else "slip_none")


def _item_rows(slip: Slip, view: Overview) -> Iterator[list[Value]]:
    for number, item in enumerate(slip.items, 1):
        yield _item_row(slip, number, view.say(f"standing_{item.state.value}"), item, view)
    for item in slip.mended:
        yield _item_row(slip, None, view.say("standing_mended"), item, view)


def _item_row(slip: Slip, number: int | None, standing: str, item: SlipItem, view: Overview) -> list[Value]:
    severity = say(view.language, f"severity.{item.severity}")
    told: list[Value] = [slip.unit, slip.round, number, standing, severity, item.rule]
    return [*told, item.place, item.words, item.wanted, item.message, item.source, item.answer or item.answered]
