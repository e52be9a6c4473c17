"""The folder of a batch: one run at a time in it, what is written for people, and what later commands read of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from drafter.batch.examine import PAGES, page_name
from drafter.batch.index_page import index_page
from drafter.batch.matching import Arrival, Delivery
from drafter.batch.office import OfficeChoice
from drafter.batch.overview import dumps, overview_data
from drafter.batch.results import LAST_RESULTS, RESULTS, Results
from drafter.batch.summary import LastYear, Overview, summary
from drafter.case.files import write_file
from drafter.errors import OutputError, SourceError
from drafter.form import load_form
from drafter.messages import say

ROWS, INDEX = "rows.json", "index.html"
SUMMARY, SLIPS, AGGREGATE = "summary.xlsx", "slips.xlsx", "aggregate.xlsx"
ALIKE, OUTLIERS, SURVEY = "alike.html", "outliers.html", "survey.xlsx"
_LINKED = {SUMMARY: "summary", SLIPS: "slips", AGGREGATE: "aggregate"}
_LINKED |= {ALIKE: "alike", OUTLIERS: "outliers", SURVEY: "survey"}
"""What the page links to where it is there, and the messages that name it."""
MADE = frozenset(_LINKED)
"""Files for people, beside the page."""


@contextmanager
def alone(out: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """One run at a time in a folder; the lock goes with the process that holds it."""
    try:
        (out / PAGES).mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / ".drafter.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire()
    except OSError as error:
        raise OutputError("cannot_write", path=out, reason=error.strerror or error) from error
    try:
        yield
    finally:
        lock.release()


def tidy_pages(out: Path, digests: Iterable[str]) -> None:
    """Take away pages of files that are no longer there, and halves of pages that a killed worker left."""
    wanted = {page_name(digest) for digest in digests}
    try:
        for path in (out / PAGES).iterdir():
            if path.name not in wanted:
                path.unlink()
    except OSError as error:
        raise OutputError("cannot_write", path=out / PAGES, reason=error.strerror or error) from error


def write_view(out: Path, view: Overview, form: str) -> None:
    """Write what an office looks at, and the rows with what they were made by, for what comes later."""
    told: dict[str, Any] = {"form": form, "language": view.language, "choice": view.choice.model_dump()}
    told |= {"last_year": view.last.digests if view.last else None, "names": view.names, "is_listed": view.is_listed}
    write_file(out / ROWS, dumps(overview_data(view.rows, view.year) | told).encode())
    write_file(out / SUMMARY, summary(view))
    write_index(out, view)


def write_index(out: Path, view: Overview) -> None:
    """Write the page, with links to what there is."""
    write_file(out / INDEX, index_page(view, made_files(out, view.language)).encode())


def made_files(out: Path, language: str) -> list[tuple[str, str]]:
    """What lies beside the page for people: names and places."""
    return [(say(language, f"batch.{name}"), file) for file, name in _LINKED.items() if (out / file).is_file()]


def is_batch(place: Path) -> bool:
    """True for a folder of results."""
    return (place / ROWS).is_file()


def read_view(out: Path) -> Overview:
    """The overview of the last check in a folder; SourceError if there was none."""
    path = out / ROWS
    if not path.is_file():
        raise SourceError("no_batch", path=out)
    try:
        return _view(out, json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise SourceError("batch_damaged", path=path) from error


def _view(out: Path, data: Mapping[str, Any]) -> Overview:
    before = data["last_year"]
    return Overview(
        tuple(map(_delivery, data["rows"])),
        data["year"],
        Results(out / RESULTS),
        load_form(data["form"]),
        OfficeChoice.model_validate(data["choice"]),
        data["language"],
        LastYear(before, Results(out / LAST_RESULTS)) if before is not None else None,
        {unit: tuple(found) for unit, found in data["names"].items()},
        data["is_listed"],
    )


def _delivery(data: Mapping[str, Any]) -> Delivery:
    lists = {name: tuple(data[name]) for name in ("rules", "candidates", "others")}
    return Delivery(**{**data, **lists, "arrival": Arrival(data["arrival"])})
