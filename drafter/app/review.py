"""Review: decisions about findings, signatures, and the gate before the final text."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path

from drafter.app.check import check_current
from drafter.app.diff import redlined
from drafter.app.options import ReportOptions
from drafter.app.output import bytes_of, write_output
from drafter.case import decisions
from drafter.case.current import Current, current
from drafter.case.decisions import Answer, Decision, Gate, Review, Signature
from drafter.case.files import write_file
from drafter.case.folder import CaseFolder
from drafter.case.results import CheckResult
from drafter.comparison import compare
from drafter.errors import CaseError
from drafter.records import dataclass
from drafter.report import json as filing_codec
from drafter.views.compare import compare_page


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export came to: the file, or what holds it back."""

    gate: Gate
    path: Path | None
    names: Mapping[str, str] = field(default_factory=dict)
    """How a clerk finds each cell in the workbook, by its address."""


def decide(case: CaseFolder, key: str, answer: Answer, *, reason: str, by: str | None) -> tuple[Decision, ...]:
    """Keep an answer to the findings of a case, and to sentences that wait, that numbers, a rule or a key name."""
    findings = decisions.find((item.finding for item in _check(current(case)).judged), key)
    name = _name(by, case)
    with case.locked():
        ledger = case.ledger()
        for finding in findings:
            ledger = decisions.decide(ledger, finding, answer, reason=reason, by=name, when=date.today())
        case.keep_ledger(ledger)
    return ledger.decisions[-len(findings) :]


def sign(case: CaseFolder, review: Review, *, by: str | None) -> Signature:
    """Sign the report as it stands as one of the three reviews; what was signed is kept beside the drafts."""
    filing = _drafted(case).filing
    digest, name = decisions.digest_of(filing), _name(by, case)
    with case.locked():
        case.keep_ledger(decisions.sign(case.ledger(), review, by=name, digest=digest, when=date.today()))
        write_file(case.signed(digest), filing_codec.write(filing))
    return Signature(review, name, digest, date.today())


def export(case: CaseFolder, output: Path, *, review: bool, language: str, force: bool = False) -> ExportResult:
    """Write the final text when nothing holds it back; for review, the copy with marks and comments at once."""
    now = _drafted(case)
    result = _check(now)
    found = decisions.gate(result.judged, result.filing, case.form, case.ledger())
    if not (found.open or review):
        return ExportResult(found, None, now.given.names)
    suffix = output.suffix.lower()
    data = _review_copy(now, result, suffix, language) if review else bytes_of(result.filing, case.form, suffix)
    write_output(output, data, force=force)
    return ExportResult(found, output, now.given.names)


def _review_copy(now: Current, result: CheckResult, suffix: str, language: str) -> bytes:
    form, filing, checked = now.case.form, result.filing, result.checked
    if suffix == ".docx":
        return redlined(compare(filing, filing, form, checked.account), checked, form, language)
    if suffix in (".html", ".htm"):
        comparison = compare(now.facts.last or filing, filing, form, checked.account)
        return compare_page(comparison, checked, form, language, result.judged).encode()
    return bytes_of(filing, form, suffix)


def _drafted(case: CaseFolder) -> Current:
    now = current(case)
    if now.drafted is None:
        raise CaseError("no_draft", folder=case.folder)
    return now


def _name(by: str | None, case: CaseFolder) -> str:
    """Who decides or signs; CaseError where nobody says so: the name of a computer's account is no name."""
    name = by or os.environ.get("DRAFTER_BY") or case.settings.clerk
    if not name or not name.strip():
        raise CaseError("no_name")
    return name


def _check(now: Current) -> CheckResult:
    return check_current(now, ReportOptions(now.case.form.key))
