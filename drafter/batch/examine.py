"""Examining one file, in a process of its own kind: read, checked, and its page written; the task of an engine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path

from drafter import __version__
from drafter.batch.collect import Received
from drafter.batch.records import Ending, FileResult, parse, refused
from drafter.batch.slip_document import answers_in
from drafter.case.decisions import Ledger, judge_all
from drafter.case.results import CheckResult
from drafter.checks import Context, check, coverage
from drafter.errors import SourceError
from drafter.form import Form, load_form
from drafter.form.files import FORM_FILES
from drafter.recognition.files import reading_of
from drafter.recognition.spelling import plain
from drafter.records import dataclass
from drafter.report import Filing, facts_for
from drafter.report import json as filing_codec

PAGES = "pages"
"""The folder of the pages, one for each file that was read, named by its digest."""
_NAMED_BY = 20
"""Characters of the digest in the name of a page."""


def page_name(digest: str) -> str:
    """The name of the page of a file."""
    return f"{digest[:_NAMED_BY]}.html"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a unit before its report is read: its kind, and where last year's report stands in a file."""

    kind: str | None = None
    last: str = ""
    """The digest of last year's report; empty where there is none."""
    at: tuple[int, int] = (0, 0)
    """Where its line begins in the file of last year's results, and how many bytes it has."""

    @property
    def basis(self) -> str:
        """Digest of what findings rest on."""
        return hashlib.sha256(f"{self.kind}\n{self.last}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Setup:
    """What every worker is told once: the form, the language of pages, and what is known of the units."""

    form: str
    language: str = "zh"
    folder: Path | None = None
    """Where pages are written; None: nowhere, and nothing is checked."""
    known: Mapping[str, Known] = field(default_factory=dict)
    """By every name of a unit, without spaces and signs."""
    last_results: Path | None = None

    def of(self, organization: str | None) -> Known:
        """What is known of an organisation."""
        return self.known.get(plain(organization), _UNKNOWN) if organization else _UNKNOWN

    @cached_property
    def digest(self) -> str:
        """Digest of all that a result rests on besides the file and its unit."""
        form = load_form(self.form)
        parts = [__version__.encode(), self.language.encode(), b"checked" if self.folder else b"read"]
        parts += [(form.folder / name).read_bytes() for name in FORM_FILES if (form.folder / name).is_file()]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


_UNKNOWN = Known()


def prepare(setup: Setup) -> Callable[[Received], bytes]:
    """The task of a worker: a file to the line that is kept of it. What is built once is built here."""
    form = load_form(setup.form)

    def task(received: Received) -> bytes:
        return examine(received, setup, form).line()

    return task


def examine(received: Received, setup: Setup, form: Form) -> FileResult:
    """What comes of one file; SourceErrors are results, whatever else is raised is the engine's to tell."""
    content = b""
    try:
        if received.fault is not None:
            raise received.fault
        content = received.content()
        reading = reading_of(content, Path(received.name), form)
    except SourceError as error:
        return _answered(received, content, setup) or replace(refused(received.digest, error), settings=setup.digest)
    filing = reading.filing
    known = setup.of(filing.organization)
    tabled = any(cell.raw.strip() for cell in reading.cells) or not reading.rows and any(filing.figures.values())
    if not tabled and (answered := _answered(received, content, setup)):
        return answered
    data = filing_codec.filing_data(filing)
    result = FileResult(received.digest, Ending.READ, setup.digest, known.basis, data, tabled)
    if setup.folder is None:
        return result
    facts = facts_for(filing, form, last=_last(known, setup, form))
    checked = check(filing, facts, Context(known.kind))
    shown = CheckResult(form, filing, checked, reading.notices, judge_all(checked, Ledger()))
    _write_page(shown, setup.folder, received.digest, setup.language)
    findings = tuple(item.as_json() for item in checked.findings)
    return replace(result, findings=findings, coverage=coverage(checked.account))


def _answered(received: Received, content: bytes, setup: Setup) -> FileResult | None:
    """The record of a file that is a slip which came back; None if it is none."""
    found = answers_in(content, received.name) if content else None
    if found is None:
        return None
    answers = {str(number): text for number, text in found.answers.items()}
    return FileResult(received.digest, Ending.ANSWERED, setup.digest, slip=found.reference, answers=answers)


def _last(known: Known, setup: Setup, form: Form) -> Filing | None:
    """Last year's report of a unit, from the line that is kept of it."""
    if not known.last or setup.last_results is None:
        return None
    with setup.last_results.open("rb") as file:
        file.seek(known.at[0])
        kept = parse(file.read(known.at[1]))
    return kept.report(form) if kept else None


def _write_page(shown: CheckResult, folder: Path, digest: str, language: str) -> None:
    from drafter.views.findings_page import findings_page

    place = folder / PAGES / page_name(digest)
    draft = place.with_suffix(f".{os.getpid()}.writing")
    draft.write_bytes(findings_page(shown, language).encode())
    os.replace(draft, place)
