"""The sums of an office as a workbook and as plain data: what a cell comes to, who gave what, what is wanting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from drafter.batch.aggregate import Aggregate, Break, CellSum, Share
from drafter.batch.overview import remark
from drafter.batch.sheets import PlainSheet, Value, book_of
from drafter.checks.figures import cell_text
from drafter.messages import listed, say
from drafter.records import dataclass
from drafter.report import show

_SUMS = {"table": 12, "row": 34, "cell": 16, "total": 10, "own": 10, "of_units": 10, "blank": 8, "unread": 8}
_SUMS |= {"typed": 10, "difference": 10, "wanting": 60}
_WANTING = {"unit": 26, "table": 12, "row": 34, "cell": 16, "reason": 16, "written": 30}
_BREAKS = {"unit": 26, "rule": 7, "name": 44, "place": 44, "left": 12, "right": 12, "difference": 12}
_NAMED = 5
"""Units that are named in the line of a cell; all of them stand in a sheet of their own."""
_TOLD = 8
"""Relations, and differences, that a terminal shows."""


@dataclass(frozen=True, slots=True)
class AggregateView:
    """Sums with the year and the language in which they are told."""

    sums: Aggregate
    year: int | None
    language: str = "zh"

    def say(self, key: str, **values: object) -> str:
        """A message on sums."""
        return say(self.language, f"aggregate.{key}", **values)

    def names(self, cell: str) -> tuple[str, str, str]:
        """Table, row and column of a cell as the form prints them."""
        form = self.sums.form
        table = form.tables[cell.partition(".")[0]].definition.name
        return table, form.row_label(cell), form.column_label(cell)

    @property
    def everybody(self) -> str:
        """What all together are called."""
        return self.say("everybody")


def aggregate_book(view: AggregateView) -> bytes:
    """The workbook: sums, contributions, what is wanting, relations that fail, and those with last year."""
    sums = view.sums
    sheets = [
        PlainSheet(view.say("sheet_sums"), _head(_SUMS, view), (_sum_row(item, view) for item in sums.cells)),
        _contributions(view),
        PlainSheet(view.say("sheet_wanting"), _head(_WANTING, view), _wanting(view)),
        PlainSheet(view.say("sheet_breaks"), _head(_BREAKS, view), _break_rows(sums.breaks(), view)),
    ]
    if any(item.last is not None for item in sums.contributors):
        sheets.append(PlainSheet(view.say("sheet_carried"), _head(_BREAKS, view), _break_rows(sums.carried(), view)))
    return book_of(sheets)


def _head(columns: Mapping[str, float], view: AggregateView) -> list[tuple[str, float]]:
    return [(view.say(f"column_{name}"), width) for name, width in columns.items()]


def _sum_row(item: CellSum, view: AggregateView) -> list[Value]:
    wanting = []
    for key, names in (("blank_of", item.blank), ("unread_of", item.unread)):
        if names:
            shown = listed([*names[:_NAMED], *(["\u2026"] if len(names) > _NAMED else [])], view.language)
            wanting.append(view.say(key, names=shown))
    counts = [len(item.blank) or None, len(item.unread) or None]
    typed = [item.typed, item.difference]
    return [*view.names(item.cell), item.total, item.own, item.units, *counts, *typed, " ".join(wanting)]


def _contributions(view: AggregateView) -> PlainSheet:
    """A line for each cell and a column for everybody."""
    contributors = view.sums.contributors
    head = [(view.say(f"column_{name}"), width) for name, width in (("table", 12.0), ("row", 34.0), ("cell", 16.0))]
    head += [(view.say("column_total"), 10.0), *((item.name, 10.0) for item in contributors)]
    rows = (
        [
            *view.names(item.cell),
            item.total,
            *(_given(other.share(item.cell, view.sums.form), other, item, view) for other in contributors),
        ]
        for item in view.sums.cells
    )
    return PlainSheet(view.say("sheet_contributions"), head, rows)


def _given(share: Share, contributor: Any, item: CellSum, view: AggregateView) -> Value:
    """What stands in a line of contributions: the number, nothing for a blank, words for what was not read."""
    figure: Value = contributor.figures.get(item.cell)
    return view.say("share_unread") if share is Share.UNREAD else figure


def _wanting(view: AggregateView) -> Iterator[list[Value]]:
    """Units that are missing altogether first, then each cell that somebody left blank or that was not read."""
    for row in view.sums.missing:
        state = say(view.language, f"batch.arrival_{row.arrival.value}")
        yield [row.unit or row.file, "", "", "", state, remark(row, view.year, view.language)]
    for contributor in view.sums.contributors:
        for item in view.sums.cells:
            share = contributor.share(item.cell, view.sums.form)
            if share in (Share.BLANK, Share.UNREAD):
                figure = contributor.figures.get(item.cell)
                yield [contributor.name, *view.names(item.cell), view.say(f"share_{share.value}"), show(figure)]


def _break_rows(breaks: Iterable[Break], view: AggregateView) -> Iterator[list[Value]]:
    form = view.sums.form
    for item in breaks:
        relation = item.identity.relation
        place = cell_text(item.identity.left[0].address, form).in_language(view.language)
        name = relation.name.in_language(view.language)
        sides = (item.left, item.right, item.left - item.right)
        yield [item.name or view.everybody, relation.rule, name, place, *sides]


def aggregate_data(view: AggregateView) -> dict[str, Any]:
    """The sums as plain data; amounts with decimals as texts, so that no reader rounds them."""
    sums = view.sums
    return {
        "year": view.year,
        "whole": sums.is_whole,
        "units": [item.name for item in sums.units],
        "own": sums.own.name if sums.own else None,
        "missing": [{"name": row.unit or row.file, "state": row.arrival.value} for row in sums.missing],
        "cells": {item.cell: _cell_data(item) for item in sums.cells},
        "breaks": [_break_data(item) for item in sums.breaks()],
        "carried": [_break_data(item) for item in sums.carried()],
    }


def _cell_data(item: CellSum) -> dict[str, Any]:
    numbers = {"total": item.total, "own": item.own, "units": item.units, "typed": item.typed}
    shown = {key: value if isinstance(value, int) or value is None else show(value) for key, value in numbers.items()}
    return shown | {"blank": list(item.blank), "unread": list(item.unread)}


def _break_data(item: Break) -> dict[str, Any]:
    sides = {"left": show(item.left), "right": show(item.right)}
    return {"name": item.name or None, "rule": item.identity.rule, "cells": list(item.identity.cells), **sides}


def aggregate_lines(view: AggregateView) -> Iterator[str]:
    """What a terminal shows: who is in, what is wanting, and where the office wrote something else."""
    sums = view.sums
    yield view.say("counted", year=view.year or "-", units=len(sums.units), cells=len(sums.cells))
    if sums.own is None:
        yield view.say("no_own")
    for row in sums.missing:
        state = say(view.language, f"batch.arrival_{row.arrival.value}")
        yield view.say("missing", name=row.unit or row.file, state=state)
    for key, names in (
        ("blank", [item.blank for item in sums.cells]),
        ("unread", [item.unread for item in sums.cells]),
    ):
        if cells := sum(bool(item) for item in names):
            everybody = dict.fromkeys(name for item in names for name in item)
            yield view.say(f"{key}_cells", cells=cells, units=len(everybody))
    failing = [item for item in (*sums.breaks(), *sums.carried()) if not item.name]
    yield from _first([_broken_line(item, view) for item in failing], view)
    yield from _first([_differing_line(item, view) for item in sums.differences()], view)


def _first(lines: Sequence[str], view: AggregateView) -> Iterator[str]:
    """The first lines, and how many more there are."""
    yield from lines[:_TOLD]
    if len(lines) > _TOLD:
        yield view.say("more", count=len(lines) - _TOLD)


def _broken_line(item: Break, view: AggregateView) -> str:
    place = cell_text(item.identity.left[0].address, view.sums.form).in_language(view.language)
    return view.say("broken", rule=item.identity.rule, place=place, left=show(item.left), right=show(item.right))


def _differing_line(item: CellSum, view: AggregateView) -> str:
    place = cell_text(item.cell, view.sums.form).in_language(view.language)
    return view.say("differs", place=place, typed=show(item.typed), total=show(item.total))
