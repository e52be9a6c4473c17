"""Reading, checking and comparing reports without a case, for programs."""

from __future__ import annotations

from pathlib import Path

from drafter.app.check import check_target
from drafter.app.diff import DiffResult
from drafter.app.diff import diff as compare
from drafter.app.options import ReaderChoice, ReportOptions
from drafter.case.results import CheckResult
from drafter.form import load_form
from drafter.recognition import Reading
from drafter.recognition.files import read_report

_FORM = "disclosure-2021"


def read(path: str | Path, *, form: str = _FORM) -> Reading:
    """What is recognised in a report in any format that is read: its filing, and how each cell was found.

    `form` is the key of a built-in form or the folder of one. SourceError says what the file is instead.
    """
    return read_report(Path(path), load_form(form))


def check(
    path: str | Path,
    *,
    last_year: str | Path | None = None,
    notes: str | Path | None = None,
    organization: str | None = None,
    year: int | None = None,
    kind: str | None = None,
    form: str = _FORM,
    reader: str | None = None,
) -> CheckResult:
    """Every rule on a report in a file, a workbook of figures, or a case; the rest is what its file does not say.

    `reader` names a model that reads the text as well; without it nothing is sent anywhere.
    """
    options = ReportOptions(form, _path(last_year), _path(notes), organization, year, kind)
    return check_target(Path(path), options, None if reader is None else ReaderChoice(reader))


def diff(old: str | Path, new: str | Path | None = None, *, since: str | None = None, form: str = _FORM) -> DiffResult:
    """The differences between two reports or cases, the newer one checked; `write` makes a page or a redline of it.

    A case alone is compared with its draft before, or with the draft `since` says (a number, or "signed").
    """
    return compare(Path(old), _path(new), ReportOptions(form), since=since)


def _path(path: str | Path | None) -> Path | None:
    return None if path is None else Path(path)
