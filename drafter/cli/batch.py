"""The commands of an office that receives many reports."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from drafter.cli.language import LANGUAGE, SpokenCommand, SpokenGroup, help_text
from drafter.messages import say

_EVERY = 10.0
"""Seconds between two lines of progress where no terminal shows one that moves."""

batch = typer.Typer(
    name="batch",
    cls=SpokenGroup,
    help=help_text("batch"),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Shown(StrEnum):
    """How an overview is printed."""

    TEXT = "text"
    JSON = "json"


PathsArgument = Annotated[list[Path], typer.Argument(metavar="PATHS...", help=help_text("batch_paths"))]
FolderArgument = Annotated[Path, typer.Argument(metavar="OUT", help=help_text("batch_folder"))]
UnitsOption = Annotated[Path | None, typer.Option("--units", help=help_text("batch_units"), metavar="UNITS.xlsx")]
LastYearOption = Annotated[
    list[Path] | None, typer.Option("--last-year", help=help_text("batch_last_year"), metavar="PATH")
]
YearOption = Annotated[
    int | None, typer.Option("--year", help=help_text("batch_year"), metavar="N", min=1990, max=2999)
]
ClusterOption = Annotated[
    str | None, typer.Option("--cluster", help=help_text("batch_cluster"), metavar="ADDRESS|local")
]
RulesOption = Annotated[Path | None, typer.Option("--rules", help=help_text("batch_rules"), metavar="OFFICE.toml")]
WorkersOption = Annotated[int, typer.Option("--workers", help=help_text("batch_workers"), metavar="N", min=0, max=256)]
OutOption = Annotated[Path, typer.Option("-o", "--output", help=help_text("batch_output"), metavar="OUT")]
FormatOption = Annotated[Shown, typer.Option("--format", help=help_text("format"), metavar="text|json")]
FormOption = Annotated[str, typer.Option("--form", help=help_text("form"), metavar="KEY|DIR")]


@batch.callback()
def _batch() -> None:
    pass


@batch.command("check", cls=SpokenCommand, help=help_text("batch_check"))
def check(
    paths: PathsArgument,
    output: OutOption,
    units: UnitsOption = None,
    last_year: LastYearOption = None,
    year: YearOption = None,
    workers: WorkersOption = 0,
    cluster: ClusterOption = None,
    rules: RulesOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help=help_text("batch_fresh"))] = False,
    format: FormatOption = Shown.TEXT,
    form: FormOption = "disclosure-2021",
) -> None:
    """Check many reports and print the overview."""
    from drafter.app.batch import BatchOptions, check_batch
    from drafter.app.batch_folder import INDEX, SUMMARY
    from drafter.batch.overview import dumps, overview_data, overview_lines

    options = BatchOptions(
        form, units, tuple(last_year or ()), year, LANGUAGE, workers, cluster=cluster, rules=rules, fresh=fresh
    )
    found = check_batch(paths, output, options, progress=_Progress(), waiting=_waiting)
    _talk("batch.done", examined=found.examined, files=len(found.rows), seconds=f"{found.seconds:.1f}")
    if year is None and found.view.year is not None:
        _talk("batch.year_taken", year=found.view.year)
    if format is Shown.JSON:
        print(dumps(overview_data(found.rows, found.view.year)), end="")
    else:
        print("\n".join(overview_lines(found.rows, found.view.year, LANGUAGE)))
    _talk("batch.written", index=output / INDEX, summary=output / SUMMARY)
    raise typer.Exit(0 if found.is_in_order else 1)


def aggregate(
    paths: PathsArgument,
    output: OutOption,
    units: UnitsOption = None,
    own: Annotated[Path | None, typer.Option("--own", help=help_text("aggregate_own"), metavar="FILE")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help=help_text("aggregate_against"), metavar="FILE")
    ] = None,
    last_year: LastYearOption = None,
    into: Annotated[Path | None, typer.Option("--into", help=help_text("aggregate_into"), metavar="CASE")] = None,
    incomplete: Annotated[bool, typer.Option("--incomplete", help=help_text("aggregate_incomplete"))] = False,
    year: YearOption = None,
    workers: WorkersOption = 0,
    cluster: ClusterOption = None,
    rules: RulesOption = None,
    format: FormatOption = Shown.TEXT,
    form: FormOption = "disclosure-2021",
) -> None:
    """Add up the tables of many reports and print what is wanting."""
    from drafter.app.aggregate import DATA, AggregateOptions, aggregate_batch
    from drafter.app.batch import BatchOptions, check_batch
    from drafter.app.batch_folder import AGGREGATE
    from drafter.batch.aggregate_sheets import aggregate_data, aggregate_lines
    from drafter.batch.overview import dumps

    options = BatchOptions(form, units, tuple(last_year or ()), year, LANGUAGE, workers, cluster=cluster, rules=rules)
    found = check_batch(paths, output, options, progress=_Progress(), waiting=_waiting)
    done = aggregate_batch(found, AggregateOptions(own, against, into, incomplete), waiting=_waiting)
    if format is Shown.JSON:
        print(dumps(aggregate_data(done.view)), end="")
    else:
        print("\n".join(aggregate_lines(done.view)))
    if into is not None:
        key = "put" if done.kept else "put_none"
        _talk(f"aggregate.{key}", case=into, count=done.written, kept=done.kept)
    _talk("aggregate.written", book=output / AGGREGATE, data=output / DATA)
    raise typer.Exit(0 if done.is_in_order else 1)


@batch.command("return", cls=SpokenCommand, help=help_text("batch_return"))
def give_back(folder: FolderArgument) -> None:
    """Write the slips of what the last check found."""
    from drafter.app.batch_folder import SLIPS
    from drafter.app.batch_return import return_batch
    from drafter.batch.matching import Arrival

    done = return_batch(folder, waiting=_waiting)
    mended = sum(unit.slip is not None and not unit.slip.items for unit in done.units)
    missing = sum(unit.row.arrival is Arrival.MISSING for unit in done.units)
    print(say(LANGUAGE, "batch.returned", slips=len(done.slips), mended=mended, missing=missing))
    _talk("batch.slips_written", folder=done.folder, list=folder / SLIPS)


@batch.command("survey", cls=SpokenCommand, help=help_text("batch_survey"))
def survey(folder: FolderArgument) -> None:
    """Hold the reports of the last check against each other."""
    from drafter.app.batch_folder import ALIKE, OUTLIERS, SURVEY
    from drafter.app.survey import survey_batch
    from drafter.batch.survey_pages import survey_lines

    found = survey_batch(folder, waiting=_waiting)
    print("\n".join(survey_lines(found)))
    _talk("survey.written", alike=folder / ALIKE, outliers=folder / OUTLIERS, book=folder / SURVEY)


class _Progress:
    """How a run goes, on the terminal: a line that moves, or where there is none a line now and then."""

    def __init__(self) -> None:
        self._moves = sys.stderr.isatty()
        self._told = monotonic()

    def __call__(self, done: int, total: int, seconds: float) -> None:
        now = monotonic()
        if now - self._told < (0.2 if self._moves else _EVERY) and not (self._moves and done == total):
            return
        self._told = now
        rate = done / seconds if seconds else 0.0
        left = (total - done) / rate if rate else 0.0
        line = say(LANGUAGE, "batch.progress", done=done, total=total, rate=f"{rate:.0f}", left=f"{left:.0f}")
        end = "\n" if not self._moves or done == total else ""
        print(("\r" if self._moves else "") + line, end=end, file=sys.stderr, flush=True)


def _waiting() -> None:
    _talk("batch.waiting")


def _talk(key: str, /, **values: object) -> None:
    print(say(LANGUAGE, key, **values), file=sys.stderr)
