"""Figures and entries that a person types outside the workbook: put into it cell by cell, beside what Excel changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drafter.case.files import write_file
from drafter.case.folder import WORKBOOK, CaseFolder
from drafter.case.inputs import Given
from drafter.errors import CaseError
from drafter.form import Form
from drafter.recognition.files import load
from drafter.records import dataclass
from drafter.report import Figure, Figures, complete, figure_of, show

ENTRY = "entry:"
"""Stands before the id of an entry where cells are named."""


@dataclass(frozen=True, slots=True)
class TypedCell:
    """New text for a cell or, by `entry:` and its id, an entry; `before` is what the person saw there."""

    cell: str
    before: str
    text: str


@dataclass(frozen=True, slots=True)
class TypingConflict:
    """A cell that somebody else has changed since the person saw it, what stands there now, and what was typed."""

    cell: str
    now: str
    typed: str


@dataclass(frozen=True, slots=True)
class Typing:
    """What came of typing: cells with what they held before and hold now, and cells that wait for an answer."""

    written: Mapping[str, tuple[str, str]]
    conflicts: tuple[TypingConflict, ...]


def texts_of(given: Given) -> Mapping[str, str]:
    """What stands in each cell, and in each entry by `entry:` and its id, as a person types it."""
    figures = {cell: show(figure) for cell, figure in given.figures.items()}
    return figures | {f"{ENTRY}{name}": value or "" for name, value in given.entries.items()}


def type_cells(case: CaseFolder, typed: Iterable[TypedCell], *, whole: bool = False) -> Typing:
    """Put what was typed into the workbook, but for cells that hold by now what the person had not seen.

    With `whole`, nothing is written when there is such a cell. CaseError for a case without a workbook and for a cell
    that it does not have; nothing is written then.
    """
    from drafter import workbook

    path = case.folder / WORKBOOK
    if not path.is_file():
        raise CaseError("no_workbook", folder=case.folder, workbook=WORKBOOK)
    with case.locked():
        now = texts_of(case.given())
        written: dict[str, tuple[str, str]] = {}
        conflicts = []
        for item in typed:
            if item.cell not in now:
                raise CaseError("no_such_cell", cell=item.cell)
            text = _as_kept(item, case.form)
            if now[item.cell] not in (item.before, text):
                conflicts.append(TypingConflict(item.cell, now[item.cell], text))
            elif now[item.cell] != text:
                written[item.cell] = (now[item.cell], text)
        if written and not (whole and conflicts):
            cells = {cell: _figure(cell, new, case.form) for cell, (_, new) in written.items() if not _is_entry(cell)}
            entries = {cell.removeprefix(ENTRY): new or None for cell, (_, new) in written.items() if _is_entry(cell)}
            write_file(path, workbook.with_figures(load(path), cells, case.form, entries))
    return Typing(written, tuple(conflicts))


def zeros_for(given: Given, table: str, form: Form) -> Iterator[TypedCell]:
    """0 for every blank cell of a table that is counted and does not compute itself."""
    totals = {item.left[0].address for item in form.identities if item.relation.computes}
    for cell, figure in given.figures.items():
        own = cell.partition(".")[0] == table and cell not in totals
        if own and figure is None and form.column_of(cell).kind in ("count", "amount"):
            yield TypedCell(cell, "", "0")


def without_equal_totals(texts: Mapping[str, str], given: Given, form: Form) -> Mapping[str, str]:
    """The same texts, but totals that come to what their parts add up to are left to compute themselves."""
    totals = {item.left[0].address for item in form.identities if item.relation.computes}
    figures: Figures = {**given.figures, **{cell: _figure(cell, text, form) for cell, text in texts.items()}}
    sums, _ = complete({cell: None if cell in totals else figure for cell, figure in figures.items()}, form)
    return {
        cell: "" if cell in totals and sums[cell] is not None and sums[cell] == figures[cell] else text
        for cell, text in texts.items()
    }


def _is_entry(cell: str) -> bool:
    return cell.startswith(ENTRY)


def _as_kept(item: TypedCell, form: Form) -> str:
    """A text as the workbook gives it back."""
    return item.text.strip() if _is_entry(item.cell) else show(_figure(item.cell, item.text, form))


def _figure(cell: str, text: str, form: Form) -> Figure:
    return figure_of(text, form.column_of(cell))
