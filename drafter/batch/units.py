"""The list of units that report to an office: a sheet with names, other names, kinds, and whether a report is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, process

from drafter.errors import SourceError
from drafter.form import Form
from drafter.recognition.files import load
from drafter.recognition.spelling import plain
from drafter.records import dataclass
from drafter.resources import load_toml

_NEAR = 60
"""How alike a name must be to one of the list to be shown as a candidate, of 100: lower ones share only a word."""
_CANDIDATES = 3
_HEAD_LINES = 10
"""Lines above the head of the sheet in which a title may stand."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation that reports: its name, other names, what kind it is, and whose part it is."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    """A key of the form's kinds."""
    parent: str = ""
    expected: bool = True
    """Whether a report is due."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which it is known."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class UnitList:
    """The units of an office, in the order of its list; a name belongs to one of them."""

    units: tuple[Unit, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Unit]:
        """Units by every name, without spaces and signs."""
        return {plain(name): unit for unit in self.units for name in unit.names}

    def unit(self, name: str | None) -> Unit | None:
        """The unit with exactly this name, apart from spaces, brackets and spellings of a character."""
        return self.by_name.get(plain(name)) if name else None

    def candidates(self, name: str) -> tuple[str, ...]:
        """The units whose names are nearest, best first; a person decides."""
        found = process.extract(plain(name), list(self.by_name), scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=10)
        names = dict.fromkeys(self.by_name[key].name for key, _, _ in found)
        return tuple(names)[:_CANDIDATES]


class _Heads(BaseModel):
    """The file `drafter/data/batch/units.toml`: what the columns of a list may be called, and what its words mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: tuple[str, ...]
    aliases: tuple[str, ...]
    kind: tuple[str, ...]
    parent: tuple[str, ...]
    expected: tuple[str, ...]
    separators: str
    no: tuple[str, ...]
    """Words in the column `expected` by which no report is due."""


def _heads() -> _Heads:
    return load_toml("batch/units.toml", _Heads)


def read_units(path: Path, form: Form) -> UnitList:
    """The list in the first sheet of a workbook; SourceError names the row that is wrong."""
    rows = [(number, values) for number, values in _sheet_rows(path) if any(values)]
    head = next((index for index, (_, values) in enumerate(rows[:_HEAD_LINES]) if _columns(values)), None)
    if head is None:
        raise SourceError("units_head", path=path, names=" ".join(_heads().name))
    columns = _columns(rows[head][1])
    units = tuple(_unit(path, number, columns, values, form) for number, values in rows[head + 1 :])
    numbers = [number for number, _ in rows[head + 1 :]]
    if not units:
        raise SourceError("units_none", path=path)
    for problem in _doubles(units, numbers):
        raise SourceError("units_double", path=path, **problem)
    return UnitList(units)


def _sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their numbers, as texts."""
    from io import BytesIO

    from openpyxl import load_workbook

    from drafter.workbook.package import guarded

    try:
        book = guarded(lambda: load_workbook(BytesIO(load(path)), read_only=True, data_only=True))
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield number, ["" if value is None else str(value).strip() for value in row]
    except SourceError as error:
        raise SourceError(error.key, **{"path": path, **error.values}) from error


def _columns(values: Sequence[str]) -> dict[str, int]:
    """The columns of the list by what they hold; none where the line does not name one for the units."""
    heads = _heads()
    told = {plain(value): index for index, value in reversed(list(enumerate(values))) if value}
    found = {
        key: told[plain(word)]
        for key in ("name", "aliases", "kind", "parent", "expected")
        for word in reversed(getattr(heads, key))
        if plain(word) in told
    }
    return found if "name" in found else {}


def _unit(path: Path, number: int, columns: Mapping[str, int], values: Sequence[str], form: Form) -> Unit:
    heads = _heads()
    told = {key: values[index] if index < len(values) else "" for key, index in columns.items()}
    if not told["name"]:
        raise SourceError("units_no_name", path=path, row=number)
    aliases = told.get("aliases", "")
    for sign in heads.separators[1:]:
        aliases = aliases.replace(sign, heads.separators[0])
    return Unit(
        told["name"],
        tuple(name.strip() for name in aliases.split(heads.separators[0]) if name.strip()),
        _kind(path, number, told.get("kind", ""), form),
        told.get("parent", ""),
        told.get("expected", "").lower() not in heads.no,
    )


def _kind(path: Path, number: int, word: str, form: Form) -> str | None:
    """The key of a kind that is named by its key or by its name; SourceError lists those that there are."""
    if not word:
        return None
    for kind in form.definition.kinds:
        if word in (kind.key, kind.name.zh, kind.name.en):
            return kind.key
    known = "; ".join(f"{kind.name.zh} ({kind.key})" for kind in form.definition.kinds)
    raise SourceError("units_kind", path=path, row=number, kind=word, known=known)


def _doubles(units: Sequence[Unit], numbers: Sequence[int]) -> Iterator[dict[str, object]]:
    """Names that two rows have."""
    rows: dict[str, int] = {}
    for unit, number in zip(units, numbers, strict=True):
        for name in dict.fromkeys(map(plain, unit.names)):
            if name in rows:
                shown = next(item for item in unit.names if plain(item) == name)
                yield {"name": shown, "first": rows[name], "second": number}
            rows[name] = number
