"""Review: decisions about findings, signatures, and the gate before the final text."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drafter.app.check import check_current
from drafter.app.diff import redlined
from drafter.app.options import ReportOptions
from drafter.app.output import bytes_of
from drafter.case import decisions
from drafter.case.current import Current, current
from drafter.case.decisions import Answer, Decision, Gate, Judged, Review
from drafter.case.files import write_file
from drafter.case.folder import CaseFolder, open_folder
from drafter.case.results import CheckResult
from drafter.checks import Checked
from drafter.comparison import compare
from drafter.errors import CaseError
from drafter.views.compare import compare_page


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export came to: the file, or what holds it back."""

    gate: Gate
    path: Path | None


def decide(case: CaseFolder, key: str, answer: Answer, *, reason: str, by: str | None) -> Decision:
    """Keep an answer to a finding of a case; the key may be shortened while it stays the only one."""
    finding = decisions.find(_check(current(case)).checked.findings, key)
    with case.locked():
        ledger = decisions.decide(
            case.ledger(), finding, answer, reason=reason, by=by or getpass.getuser(), when=date.today()
        )
        case.keep_ledger(ledger)
    decision = ledger.decision(finding.key)
    assert decision is not None
    return decision


def sign(case: CaseFolder, review: Review, *, by: str) -> str:
    """Sign the last draft of a case as one of the three reviews; returns the digest that was signed."""
    digest = decisions.digest_of(_drafted(case).filing)
    with case.locked():
        case.keep_ledger(decisions.sign(case.ledger(), review, by=by, digest=digest, when=date.today()))
    return digest


def judged(case: CaseFolder, checked: Checked) -> Sequence[Judged]:
    """Findings with the decisions that stand."""
    earlier = open_folder(case.folder / case.settings.last_case).ledger() if case.settings.last_case else None
    return decisions.judge(checked.findings, case.ledger(), earlier)


def export(case: CaseFolder, output: Path, *, review: bool, language: str) -> ExportResult:
    """Write the final text when nothing holds it back; for review, the copy with marks and comments at once."""
    now = _drafted(case)
    result = _check(now)
    found = decisions.gate(judged(case, result.checked), result.filing, case.form, case.ledger())
    if not (found.open or review):
        return ExportResult(found, None)
    suffix = output.suffix.lower()
    data = _review_copy(now, result, suffix, language) if review else bytes_of(result.filing, case.form, suffix)
    write_file(output, data)
    return ExportResult(found, output)


def _review_copy(now: Current, result: CheckResult, suffix: str, language: str) -> bytes:
    form, filing, checked = now.case.form, result.filing, result.checked
    if suffix == ".docx":
        return redlined(compare(filing, filing, form, checked.account), checked, form, language)
    if suffix in (".html", ".htm"):
        comparison = compare(now.brief.last or filing, filing, form, checked.account)
        return compare_page(comparison, checked, form, language, judged(now.case, checked)).encode()
    return bytes_of(filing, form, suffix)


def _drafted(case: CaseFolder) -> Current:
    now = current(case)
    if now.drafted is None:
        raise CaseError("no_draft", folder=case.folder)
    return now


def _check(now: Current) -> CheckResult:
    return check_current(now, ReportOptions(now.case.form.key))
