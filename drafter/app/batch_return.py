"""Returning reports: a slip for each unit that has something to mend, and the list of all slips."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from drafter.app.batch_folder import SLIPS, alone, read_view, write_index
from drafter.batch.matching import Arrival, Delivery
from drafter.batch.overview import remark
from drafter.batch.rounds import Rounds, Slip, SlipItem, read_rounds, write_rounds
from drafter.batch.slip_document import Letter, slip_docx, slip_name
from drafter.batch.slip_list import ToldUnit, slip_list
from drafter.batch.summary import Overview
from drafter.batch.told import message_of, place_of, suspects_of, wanted, words_of
from drafter.case.files import write_file
from drafter.records import dataclass

FOLDER = "slips"
_RETURNED = (Arrival.OTHER_YEAR, Arrival.OTHER_FORM, Arrival.UNREADABLE, Arrival.DOUBLE)
"""Rows of a known unit that say by themselves what it has to mend."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What was written: the folder of slips, and each unit with its slip."""

    folder: Path
    units: tuple[ToldUnit, ...]

    @property
    def slips(self) -> tuple[Slip, ...]:
        """The slips that units get."""
        return tuple(unit.slip for unit in self.units if unit.slip and unit.slip.items)


def return_batch(out: Path, *, day: date | None = None, waiting: Callable[[], None] = lambda: None) -> Returned:
    """Write the slips of what the last check of a folder found.

    A unit's file that was returned before is told again in its round, a new one begins the next.
    """
    view = read_view(out)
    with alone(out, waiting):
        rounds = read_rounds(out)
        today = day or date.today()
        told = view.say("day", year=today.year, month=today.month, day=today.day)
        units = tuple(_told(view, rounds, told))
        write_rounds(out, rounds)
        _write(out, view, units)
    return Returned(out / FOLDER, units)


def _told(view: Overview, rounds: Rounds, day: str) -> Iterator[ToldUnit]:
    """Each unit with its slip; none for units that sent nothing, or of which there was never anything to say."""
    for unit, rows in _by_unit(view.rows).items():
        counted = next((row for row in rows if row.counts), None)
        if counted is None and all(row.arrival is Arrival.MISSING for row in rows):
            yield ToldUnit(unit, rows[0])
            continue
        items = tuple(_items(counted, view)) if counted else tuple(_troubles(rows, view))
        digest = counted.digest if counted else " ".join(sorted(row.digest for row in rows))
        name = counted.file if counted else ", ".join(row.file for row in rows)
        if items or rounds.of(unit):
            slip = rounds.tell(Slip(unit, 1, digest, name.rpartition("/")[2], day, items), _found(counted, view))
            yield ToldUnit(unit, counted or rows[0], slip)
        else:
            yield ToldUnit(unit, counted or rows[0])


def _found(row: Delivery | None, view: Overview) -> frozenset[str]:
    """Keys of all that was found in a report, whether the office returns it or not."""
    result = view.results.get(row.digest) if row else None
    return frozenset(item["key"] for item in result.findings) if result else frozenset()


def _by_unit(rows: Sequence[Delivery]) -> Mapping[str, list[Delivery]]:
    """The rows of each unit that say something of its report, in the order of the rows."""
    found: dict[str, list[Delivery]] = {}
    for row in rows:
        if row.unit and (row.counts or row.arrival in (*_RETURNED, Arrival.MISSING)):
            found.setdefault(row.unit, []).append(row)
    return found


def _items(row: Delivery, view: Overview) -> Iterator[SlipItem]:
    result = view.results.get(row.digest)
    returned = list(view.choice.to_return(result.findings, row.unit)) if result else []
    suspects = suspects_of(returned)
    for finding in returned:
        yield SlipItem(
            key=finding["key"],
            basis=finding["basis"],
            severity=finding["severity"],
            rule=finding["rule"],
            place=place_of(finding, view.form, view.language),
            words=words_of(finding),
            wanted=wanted(finding, view.form, suspects),
            message=message_of({**finding, "related": ()}, view.language),
            source=finding["source"],
        )


def _troubles(rows: Sequence[Delivery], view: Overview) -> Iterator[SlipItem]:
    """What is to be mended where no file is the one report of the unit."""
    for row in rows:
        values: dict[str, Any] = {"place": row.file, "words": row.organization, "wanted": "", "rule": "-"}
        said = remark(row, view.year, view.language)
        key = f"arrival:{row.arrival.value}"
        yield SlipItem(key, row.digest, "error", message=said, source=view.form.definition.source, **values)


def _write(out: Path, view: Overview, units: Sequence[ToldUnit]) -> None:
    """Write the letters anew, so that no slip stays of a round that is over, and the list."""
    letter = Letter(view.form, view.choice, view.year, view.language)
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    (out / FOLDER).mkdir()
    names: dict[str, str] = {}
    for place, unit in enumerate(units, 1):
        if unit.slip and unit.slip.items:
            names[unit.name] = f"{FOLDER}/{slip_name(unit.slip, place)}"
            write_file(out / names[unit.name], slip_docx(unit.slip, letter))
    write_file(out / SLIPS, slip_list(units, names, view))
    write_index(out, view)
