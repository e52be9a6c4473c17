"""Checking many reports at once: what changed is examined, everything is matched to units, the overview is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import monotonic

from drafter.app.batch_folder import alone, tidy_pages, write_view
from drafter.batch import engine
from drafter.batch.collect import Received, collect
from drafter.batch.engine import Answered, Bounds, Trouble
from drafter.batch.examine import PAGES, Known, Setup, page_name, prepare
from drafter.batch.matching import SETTLED, Arrival, Delivery, match, usual_year
from drafter.batch.office import OfficeChoice, read_choice
from drafter.batch.records import NAME, Ending, FileResult, refused
from drafter.batch.results import LAST_RESULTS, RESULTS, Results
from drafter.batch.rounds import read_rounds, write_rounds
from drafter.batch.summary import LastYear, Overview
from drafter.batch.units import UnitList, read_units
from drafter.errors import OutputError, SourceError
from drafter.form import Form, load_form
from drafter.messages import Text, both
from drafter.recognition.spelling import plain
from drafter.records import dataclass

Progress = Callable[[int, int, float], None]
"""Told how many files are done, of how many, after how many seconds."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What an office says of a batch besides the files."""

    form: str = "disclosure-2021"
    units: Path | None = None
    last_year: tuple[Path, ...] = ()
    """Where last year's reports of the units are: folders, archives, files."""
    year: int | None = None
    """The year of the reports; None: that of most of them."""
    language: str = "zh"
    workers: int = 0
    """Processes; 0: as many as there are processors."""
    bounds: Bounds = Bounds()
    cluster: str | None = None
    """The address of a dask scheduler, or "local"; None: processes of this one."""
    rules: Path | None = None
    """The office's choice of rules."""
    fresh: bool = False
    """Examine every file anew."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a batch: its rows, and the results behind them."""

    view: Overview
    folder: Path
    examined: int = 0
    """Files that were examined in this run; the others are as they were."""
    seconds: float = 0.0

    @property
    def rows(self) -> Sequence[Delivery]:
        """Files and units, each with where it stands."""
        return self.view.rows

    @property
    def is_in_order(self) -> bool:
        """True if there is nothing to be done about any row."""
        return all(row.arrival in SETTLED for row in self.rows)


def _quiet(done: int, total: int, seconds: float) -> None:
    """Say nothing."""


def check_batch(
    paths: Sequence[Path],
    out: Path,
    options: BatchOptions | None = None,
    *,
    progress: Progress = _quiet,
    waiting: Callable[[], None] = lambda: None,
) -> Batch:
    """Examine every file of the paths and match it to its unit; what was examined before and is the same is not again.

    `waiting` is called where another run is at work in `out`, whose end is waited for.
    """
    options = options or BatchOptions()
    form = load_form(options.form)
    units = read_units(options.units, form) if options.units else None
    choice = read_choice(options.rules, form) if options.rules else OfficeChoice()
    files = tuple(collect(paths, leave_out=out))
    if not files:
        raise SourceError("batch_empty", paths=" ".join(map(str, paths)))
    with alone(out, waiting):
        started = monotonic()
        last, last_rows = _last_year(options, units, out, form)
        setup = Setup(options.form, options.language, out, _known(units, last, last_rows), last.path if last else None)
        results, examined = _examined(files, setup, out / RESULTS, options, progress)
        year = options.year or _usual_year(files, results)
        rounds = read_rounds(out)
        rows = match(_pairs(files, results), units, year, form, choice, rounds)
        seconds = monotonic() - started
        before = LastYear({row.unit: row.digest for row in last_rows if row.counts}, last) if last else None
        names = {unit.name: unit.aliases for unit in units.units if unit.aliases} if units else {}
        view = Overview(rows, year, results, form, choice, options.language, before, names, units is not None)
        for row in rows:
            if row.arrival is Arrival.ANSWER and (kept := results.get(row.digest)):
                rounds.answer(kept.slip, {int(number): text for number, text in kept.answers.items()})
        if any(rounds):
            write_rounds(out, rounds)
        tidy_pages(out, (row.digest for row in rows))
        write_view(out, view, options.form)
    return Batch(view, out, examined, seconds)


def _last_year(
    options: BatchOptions, units: UnitList | None, out: Path, form: Form
) -> tuple[Results | None, tuple[Delivery, ...]]:
    """Last year's reports of the units, read; None where none were given."""
    if not options.last_year:
        return None, ()
    files = tuple(collect(options.last_year, leave_out=out))
    results, _ = _examined(files, Setup(options.form, options.language), out / LAST_RESULTS, options, _quiet)
    return results, match(_pairs(files, results), units, _usual_year(files, results), form)


def _known(units: UnitList | None, last: Results | None, last_rows: Sequence[Delivery]) -> dict[str, Known]:
    """What is known of every unit, by each of its names."""
    known = {name: Known(unit.kind) for name, unit in (units.by_name.items() if units else ())}
    for row in last_rows:
        kept = last.kept(row.digest) if last and row.counts else None
        unit = units.unit(row.unit) if units else None
        for name in unit.names if unit else (row.unit,):
            if kept:
                kind = unit.kind if unit else None
                known[plain(name)] = Known(kind, row.digest, (kept.start, kept.length))
    return known


def _examined(
    files: Sequence[Received], setup: Setup, path: Path, options: BatchOptions, progress: Progress
) -> tuple[Results, int]:
    """The results of files, those that are due examined now, and how many these were."""
    results = Results(path)
    whole = {file.digest: file for file in reversed(files) if file.fault is None}
    due = [file for file in whole.values() if options.fresh or _is_due(file, results, setup)][::-1]
    started = monotonic()
    answers = _answers(setup, due, options)
    for done, answer in enumerate(answers, 1):
        file = due[answer.number]
        if answer.trouble is Trouble.FULL:
            raise OutputError("cannot_write", path=setup.folder or path, reason=answer.detail)
        results.add(answer.value or _failed(file, answer, options.bounds, setup).line())
        progress(done, len(due), monotonic() - started)
    results.settle(file.digest for file in files if file.digest)
    return results, len(due)


def _answers(setup: Setup, due: Sequence[Received], options: BatchOptions) -> Iterator[Answered]:
    """What comes of files, from this machine's processes or from a cluster; OutputError if none can be started."""
    try:
        if options.cluster:
            from drafter.batch import cluster

            yield from cluster.run(options.cluster, prepare, setup, due, workers=options.workers, bounds=options.bounds)
        else:
            yield from engine.run(prepare, setup, due, workers=options.workers, bounds=options.bounds)
    except ChildProcessError as error:
        raise OutputError("no_workers", reason=error) from error


def _is_due(file: Received, results: Results, setup: Setup) -> bool:
    """True if there is no result of a file, or one that rests on something else, or its page is gone."""
    kept = results.kept(file.digest)
    if kept is None or kept.ending is Ending.FAILED or kept.settings != setup.digest:
        return True
    if kept.ending in (Ending.REFUSED, Ending.ANSWERED):
        return False
    if setup.folder is None:
        return False
    return (
        kept.basis != setup.of(kept.organization).basis or not (setup.folder / PAGES / page_name(file.digest)).is_file()
    )


def _failed(file: Received, answer: Answered, bounds: Bounds, setup: Setup) -> FileResult:
    """The record of a file that ended in trouble, with the sentence that says so."""
    trouble = answer.trouble or Trouble.FAULT
    told: Text = both(
        f"batch.trouble_{trouble.value}",
        path=NAME,
        seconds=f"{bounds.seconds:g}",
        megabytes=bounds.megabytes,
        detail=answer.detail,
    )
    said = {"key": trouble.value, "zh": told.zh, "en": told.en}
    return FileResult(file.digest, Ending.FAILED, setup.digest, error=said)


def _usual_year(files: Sequence[Received], results: Results) -> int | None:
    return usual_year(kept.year for file in files if (kept := results.kept(file.digest)) is not None)


def _pairs(files: Sequence[Received], results: Results) -> Iterator[tuple[Received, FileResult]]:
    """Every file with its result."""
    for file in files:
        if file.fault is not None:
            yield file, refused(file.digest, file.fault)
        elif (result := results.get(file.digest)) is not None:
            yield file, result
