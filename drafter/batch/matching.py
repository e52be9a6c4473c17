"""Matching: files to the units of an office, a row for each file and for each unit that has sent none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from drafter.batch.collect import Received
from drafter.batch.office import OfficeChoice
from drafter.batch.records import NAME, Ending, FileResult
from drafter.batch.rounds import Rounds
from drafter.batch.units import Unit, UnitList
from drafter.form import Form
from drafter.recognition.spelling import plain
from drafter.records import dataclass


class Arrival(StrEnum):
    """How it stands with a file, or with a unit that sent none."""

    CLEAN = "clean"
    """The report of a unit, no rule broken by an error."""
    REPLACED = "replaced"
    """It was returned, and a newer one of the unit came."""
    ANSWER = "answer"
    """A slip that a unit sent back."""
    ERRORS = "errors"
    MISSING = "missing"
    DOUBLE = "double"
    """Another file is of the same unit; a person says which holds."""
    OTHER_YEAR = "other_year"
    OTHER_UNIT = "other_unit"
    """The name of the file is one unit's, the title another's."""
    NOT_LISTED = "not_listed"
    """It names no unit of the list, or none at all."""
    OTHER_FORM = "other_form"
    """A report, but without the tables of the form."""
    UNREADABLE = "unreadable"
    FAILED = "failed"


IN_ORDER = (Arrival.CLEAN, Arrival.ERRORS)
"""Files that are the one report of a unit for the year: what sums and slips are made of."""
SETTLED = (Arrival.CLEAN, Arrival.REPLACED, Arrival.ANSWER)
"""Files with which nothing is to be done."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the overview: a file with the unit it belongs to, or a unit without a file."""

    arrival: Arrival
    file: str = ""
    digest: str = ""
    unit: str = ""
    """The name in the list; without a list, the organisation of the title."""
    kind: str = ""
    parent: str = ""
    matched_by: str = ""
    """"name", "alias" or "file": what led to the unit."""
    organization: str = ""
    """As the title has it."""
    year: int | None = None
    errors: int = 0
    warnings: int = 0
    rules: tuple[str, ...] = ()
    """Codes of the rules that its errors and warnings are of, those with most first."""
    unread: int = 0
    """Cells that could not be read."""
    candidates: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Files of the same unit."""
    said: Mapping[str, str] | None = None
    """Why there is no report, in each language."""

    @property
    def counts(self) -> bool:
        """True for the one report of a unit for the year."""
        return self.arrival in IN_ORDER


def problems_first(rows: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """The rows, those that a person has to settle first, then errors, then what is in order."""
    order = list(Arrival)[::-1]
    return tuple(sorted(rows, key=lambda row: order.index(row.arrival)))


def usual_year(years: Iterable[int | None]) -> int | None:
    """The year that most reports name; of equally many, the later one."""
    counts = Counter(year for year in years if year is not None)
    return max(counts, key=lambda year: (counts[year], year), default=None)


def match(
    pairs: Iterable[tuple[Received, FileResult]],
    units: UnitList | None,
    year: int | None,
    form: Form,
    choice: OfficeChoice | None = None,
    rounds: Rounds | None = None,
) -> tuple[Delivery, ...]:
    """The rows: files in their order, then units that sent nothing in the order of the list."""
    office = _Office(units, year, form, choice or OfficeChoice(), rounds or Rounds())
    rows = [office.row(received, result) for received, result in pairs]
    rows = list(_with_doubles(list(_without_replaced(rows, office.rounds))))
    sent = {row.unit for row in rows if row.unit and row.arrival is not Arrival.ANSWER}
    missing = (_of(unit) for unit in (units.units if units else ()) if unit.expected and unit.name not in sent)
    return (*rows, *(Delivery(Arrival.MISSING, **values) for values in missing))


def _of(unit: Unit) -> dict[str, Any]:
    return {"unit": unit.name, "kind": unit.kind or "", "parent": unit.parent}


@dataclass(frozen=True)
class _Office:
    """What an office knows when it looks at a file."""

    units: UnitList | None
    year: int | None
    form: Form
    choice: OfficeChoice
    rounds: Rounds

    def row(self, received: Received, result: FileResult) -> Delivery:
        """The row of a file."""
        said = {key: text.replace(NAME, received.name) for key, text in result.error.items()} if result.error else None
        row = Delivery(Arrival.CLEAN, received.name, received.digest, said=said)
        named = _unit_of_file(received, self.units)
        if result.ending is Ending.ANSWERED:
            slip = self.rounds.slip(result.slip)
            return replace(row, arrival=Arrival.ANSWER, unit=slip.unit if slip else named.name if named else "")
        if result.ending is not Ending.READ:
            arrival = Arrival.FAILED if result.ending is Ending.FAILED else Arrival.UNREADABLE
            return replace(row, arrival=arrival, **(_of(named) | {"matched_by": "file"} if named else {}))
        return self._read(received, result, row, named)

    def _read(self, received: Received, result: FileResult, row: Delivery, named: Unit | None) -> Delivery:
        """The row of a report that was read; `named` is the unit that the file's name tells."""
        title = result.organization or ""
        unit = _unit_of(title, self.units, self.form)
        found = unit or (None if title else named)
        result = replace(result, findings=self.choice.chosen(result.findings, found.name if found else ""))
        row = replace(row, organization=title, year=result.year, **_counts(result))
        if unit and named and unit != named:
            return replace(row, arrival=Arrival.OTHER_UNIT, candidates=(unit.name, named.name))
        if found is None:
            near = self.units.candidates(title or PurePath(received.name).stem) if self.units else ()
            told = dict.fromkeys((*([named.name] if named else []), *near))
            return replace(row, arrival=Arrival.NOT_LISTED, candidates=tuple(told))
        by = "file" if unit is None else "name" if plain(title) == plain(unit.name) else "alias"
        return replace(row, arrival=_arrival(result, self.year, self.form), matched_by=by, **_of(found))


def _counts(result: FileResult) -> dict[str, Any]:
    unread = len(result.filing["unread"]) if result.filing else 0
    rules = Counter(item["rule"] for item in result.findings if item["severity"] != "info")
    told = tuple(code for code, _ in rules.most_common())
    return {"errors": result.count("error"), "warnings": result.count("warning"), "rules": told, "unread": unread}


def _unit_of(title: str, units: UnitList | None, form: Form) -> Unit | None:
    """The unit that a title names; without a list, every name is a unit."""
    if units is not None:
        return units.unit(title)
    kind = form.suggested_kind(title)
    return Unit(title, kind=kind.key if kind else None) if title else None


def _unit_of_file(received: Received, units: UnitList | None) -> Unit | None:
    """The one unit whose name stands in the name of a file; of names within names the longest."""
    if units is None:
        return None
    stem = plain(PurePath(received.name).stem)
    inside = [name for name in units.by_name if name in stem]
    longest = [name for name in inside if not any(name != other and name in other for other in inside)]
    found = {units.by_name[name].name: units.by_name[name] for name in longest}
    return next(iter(found.values())) if len(found) == 1 else None


def _arrival(result: FileResult, year: int | None, form: Form) -> Arrival:
    first = form.definition.first_year
    if not result.tabled or (first and result.year is not None and result.year < first):
        return Arrival.OTHER_FORM
    if year is not None and result.year is not None and result.year != year:
        return Arrival.OTHER_YEAR
    return Arrival.ERRORS if result.count("error") else Arrival.CLEAN


def _without_replaced(rows: Sequence[Delivery], rounds: Rounds) -> Iterator[Delivery]:
    """The rows, those marked that were returned and of whose unit a newer one is there."""
    own: dict[str, set[str]] = {}
    for row in rows:
        if row.counts:
            own.setdefault(row.unit, set()).add(row.digest)
    for row in rows:
        told = [slip.digest for slip in rounds.of(row.unit)] if row.counts else []
        here = own.get(row.unit, set())
        newest = here - set(told) or set([digest for digest in told if digest in here][-1:])
        yield replace(row, arrival=Arrival.REPLACED) if told and row.digest not in newest else row


def _with_doubles(rows: Sequence[Delivery]) -> Iterator[Delivery]:
    """The rows, those of a unit with several reports of the year marked; of copies of one file the first counts."""
    own: dict[str, list[Delivery]] = {}
    for row in rows:
        if row.counts:
            own.setdefault(row.unit, []).append(row)
    for row in rows:
        all_of_unit = own.get(row.unit, [row]) if row.counts else [row]
        copies = len({item.digest for item in all_of_unit}) == 1
        if len(all_of_unit) == 1 or (copies and row is all_of_unit[0]):
            yield row
        else:
            others = tuple(item.file for item in all_of_unit if item is not row)
            yield replace(row, arrival=Arrival.DOUBLE, others=others)
