"""Adding up the reports of an office's units: summed, compared with what was typed, and put where the user says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drafter.app.batch import Batch
from drafter.app.batch_folder import AGGREGATE, alone, write_index
from drafter.batch.aggregate import Aggregate, Contributor, missing_in
from drafter.batch.aggregate_sheets import AggregateView, aggregate_book, aggregate_data
from drafter.batch.overview import dumps
from drafter.batch.summary import Overview
from drafter.case.files import write_file
from drafter.case.folder import open_folder
from drafter.case.inputs import read_figures
from drafter.form import Form
from drafter.recognition.files import kind_of, load, read_report
from drafter.records import dataclass
from drafter.report import Figures, complete, identities_of

DATA = "aggregate.json"


@dataclass(frozen=True, slots=True)
class AggregateOptions:
    """What an office gives beside its units' reports."""

    own: Path | None = None
    """Its own figures, which no unit reports: a report or a figures workbook."""
    against: Path | None = None
    """The report in which it typed the sums."""
    into: Path | None = None
    """The case of its own report, whose workbook takes the sums."""
    incomplete: bool = False
    """Sums in which somebody's number is wanting are put there as well."""


@dataclass(frozen=True, slots=True)
class Aggregated:
    """What came of it."""

    view: AggregateView
    batch: Batch
    written: int | None = None
    """Cells that were put into the case's workbook; None where it was not asked for."""
    kept: Path | None = None
    """The workbook as it was before."""

    @property
    def is_in_order(self) -> bool:
        """True if nothing is wanting, no relation fails, and the office wrote what the sums are."""
        sums = self.view.sums
        return sums.is_whole and not any((*sums.breaks(), *sums.carried(), *sums.differences()))


def aggregate_batch(
    batch: Batch, options: AggregateOptions | None = None, *, waiting: Callable[[], None] = lambda: None
) -> Aggregated:
    """Add up the reports of a batch that count, and write the workbook and the data of it."""
    options = options or AggregateOptions()
    view = batch.view
    own = _contributor(options.own, view.say("own"), view.form) if options.own else None
    typed = _figures(options.against, view.form)[0] if options.against else None
    sums = Aggregate(view.form, _units(view), own, missing_in(view.rows, is_listed=view.is_listed), typed)
    told = AggregateView(sums, view.year, view.language)
    case = open_folder(options.into) if options.into else None
    with alone(batch.folder, waiting):
        write_file(batch.folder / AGGREGATE, aggregate_book(told))
        write_file(batch.folder / DATA, dumps(aggregate_data(told)).encode())
        write_index(batch.folder, view)
    if case is None:
        return Aggregated(told, batch)
    figures = _to_put(sums, incomplete=options.incomplete)
    kept = case.take_figures(figures) if figures else None
    return Aggregated(told, batch, sum(value is not None for value in figures.values()), kept)


def _units(view: Overview) -> tuple[Contributor, ...]:
    before = dict(view.last_reports())
    return tuple(Contributor.of(row.unit, filing, before.get(row.unit)) for row, filing in view.reports())


def _contributor(path: Path, name: str, form: Form) -> Contributor:
    figures, unread = _figures(path, form)
    return Contributor(name, figures, unread)


def _figures(path: Path, form: Form) -> tuple[Figures, frozenset[str]]:
    """The figures of a report, a workbook (with the totals that it computes) or a filing, and its unread cells."""
    if kind_of(load(path), path.name) == "xlsx":
        return complete(read_figures(path, form).figures, form)[0], frozenset()
    filing = read_report(path, form).filing
    return filing.figures, frozenset(item.cell for item in filing.unread)


def _to_put(sums: Aggregate, *, incomplete: bool) -> Figures:
    """The sums that a workbook takes: no totals, which it computes; those that are not whole only if asked."""
    computed = {item.left[0].address for item in identities_of(sums.figures, sums.form) if item.relation.computes}
    if sums.missing and not incomplete:
        return {}
    return {
        item.cell: item.total
        for item in sums.cells
        if item.cell not in computed and item.total is not None and (item.has_all or incomplete)
    }
