"""What was found of a form's tables, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import NamedTuple

from drafter.document import SourcePlace
from drafter.recognition.clues import RowClue
from drafter.recognition.tables.header import HeaderAbove
from drafter.records import dataclass
from drafter.report import Unplaced


def line_place(number: int) -> SourcePlace:
    """The place of a line of text, numbered from 1."""
    return SourcePlace("line", number)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Cells of one row as the source has them, and where they stand."""

    cells: tuple[str, ...]
    where: SourcePlace
    width: int = 0
    """Columns of the grid that the row takes up, with the cells above that reach down into it; 0 if not known."""

    @classmethod
    def of_line(cls, cells: Sequence[str], number: int) -> SourceRow:
        """The row that a line of text is, or that ends on it."""
        return cls(tuple(cells), line_place(number))

    @property
    def text(self) -> str:
        """Its cells with tabs between them."""
        return "\t".join(self.cells).strip()


@dataclass(frozen=True, slots=True)
class RowReading:
    """What was found for one printed row: its texts in the form's order, or why there are none."""

    texts: tuple[str, ...] | None
    raw: str
    where: SourcePlace
    how: RowClue
    reason: str | None = None
    end: int | None = None
    """The line on which its last value stands, in text without borders."""

    def doubted(self, reason: str) -> RowReading:
        """The same with its texts taken back, if it has any."""
        return self if self.texts is None else replace(self, texts=None, reason=reason)


class ValueLine(NamedTuple):
    """A value that stands on a line of its own."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class BorderlessSigns:
    """What the lines of tables without borders say of how far their order can be trusted."""

    out_of_order: bool = False
    """Labels and values came in an order that the form does not have: values may belong to other labels."""
    below_label: frozenset[int] = frozenset()
    """Rows whose values stand on other lines than the label."""
    values_first: frozenset[str] = frozenset()
    """Tables that begin with values instead of a label."""
    lone: Mapping[int, tuple[ValueLine, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """By row, values on lines of their own that no sum of the row confirms."""
    swapped: frozenset[int] = frozenset()
    """Two rows that stand in each other's place, where all others are in the form's order."""

    def __or__(self, other: BorderlessSigns) -> BorderlessSigns:
        return BorderlessSigns(
            self.out_of_order or other.out_of_order,
            self.below_label | other.below_label,
            self.values_first | other.values_first,
            {**self.lone, **other.lone},
            self.swapped | other.swapped,
        )


@dataclass(frozen=True, slots=True)
class TablesFound:
    """What was found of all tables in the part of a source that was read so far."""

    readings: Mapping[int, RowReading] = field(default_factory=lambda: MappingProxyType({}))
    """By printed row."""
    named: frozenset[int] = frozenset()
    """Printed rows whose label stood somewhere without values beside it."""
    unheaded: frozenset[int] = frozenset()
    """Printed rows above which no header names all of their columns."""
    superseded: tuple[str, ...] = ()
    """Older formats of which a word or a row was met, in order."""
    open_rows: Mapping[str, tuple[SourceRow, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """By table, rows whose keys the filing gives; a table is there once its header was met."""
    strays: tuple[Unplaced, ...] = ()
    """Rows with values that no label claims, notes, page numbers."""
    signs: BorderlessSigns = BorderlessSigns()
    header: HeaderAbove = HeaderAbove()
    """The header lines since the last row with values."""
    last: int = -1
    """The printed row read last; -1: none so far."""
    row_count: int = 0
    """Rows that were met, repeated ones included."""

    def with_strays(self, strays: Sequence[Unplaced]) -> TablesFound:
        """The same with more text that no row claims."""
        return replace(self, strays=(*self.strays, *strays)) if strays else self

    def doubting(self, rows: Iterable[int], reason: str) -> TablesFound:
        """The same with what was read for these rows taken back; rows that were not read stay as they are."""
        doubted = {row: self.readings[row].doubted(reason) for row in rows}
        return replace(self, readings={**self.readings, **doubted}) if doubted else self

    def suspecting(self, clues: Mapping[int, RowClue]) -> TablesFound:
        """The same with these rows marked to be checked."""
        marked = {row: replace(self.readings[row], how=how) for row, how in clues.items()}
        return replace(self, readings={**self.readings, **marked}) if marked else self
