"""What the commands of review do: differences, decisions, signatures, and the gate before the final text."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from drafter.app.drafts import Options, bytes_of, check_target
from drafter.case import SETTINGS, Case, decisions, open_case, write_file
from drafter.case.decisions import Answer, Gate, Ledger, Review
from drafter.case.results import CheckResult
from drafter.checks import Checked, Context, check
from drafter.diff import Comparison, compare
from drafter.errors import CaseError, OutputError
from drafter.form import Form, load_form
from drafter.recognition.files import load, read_report
from drafter.report.filing import Filing
from drafter.views.compare import compare_page
from drafter.views.redline import redline

DECISIONS = "decisions.toml"


@dataclass(frozen=True, slots=True)
class DiffResult:
    """Two reports compared, and the newer one checked."""

    form: Form
    comparison: Comparison
    checked: Checked


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export came to: the file, or what holds it back."""

    gate: Gate
    path: Path | None


def diff(old: Path, new: Path, options: Options) -> DiffResult:
    """Compare two reports; a case stands for its last draft."""
    cases = [path for path in (new, old) if (path / SETTINGS).is_file()]
    form = open_case(cases[0]).form if cases else load_form(options.form)
    before, after = _report(old, options, form), _report(new, options, form)
    last = before if before.year != after.year else None
    checked = check(after, form, Context(last=last, kind=options.kind, confirmed=("organization", "year")))
    return DiffResult(form, compare(before, after, form, checked.account), checked)


def _report(path: Path, options: Options, form: Form) -> Filing:
    return check_target(path, options).filing if (path / SETTINGS).is_file() else read_report(path, form).filing


def write_diff(result: DiffResult, output: Path, language: str) -> None:
    """Write a comparison as a page (.html) or as a document with tracked changes (.docx)."""
    if output.suffix.lower() in (".html", ".htm"):
        page = compare_page(result.comparison, result.checked, result.form, language)
        write_file(output, page.encode())
    elif output.suffix.lower() == ".docx":
        write_file(output, _redlined(result.comparison, result.checked, result.form, language))
    else:
        raise OutputError("no_diff_writer", suffix=output.suffix)


def _redlined(comparison: Comparison, checked: Checked, form: Form, language: str) -> bytes:
    return redline(comparison, form, checked.findings, language=language, date=datetime.now().replace(microsecond=0))


def decide(folder: Path, key: str, answer: Answer, *, reason: str, by: str | None) -> decisions.Decision:
    """Keep an answer to a finding of a case; the key may be shortened while it stays the only one."""
    case = open_case(folder)
    result = check_target(folder, Options(case.form.key))
    finding = decisions.find(result.checked.findings, key)
    with case.locked():
        ledger = decisions.decide(
            ledger_of(case), finding, answer, reason=reason, by=by or getpass.getuser(), when=date.today()
        )
        _keep(case, ledger)
    decision = ledger.decision(finding.key)
    assert decision is not None
    return decision


def sign(folder: Path, review: Review, *, by: str) -> str:
    """Sign the last draft of a case as one of the three reviews; returns the digest that was signed."""
    case = open_case(folder)
    digest = decisions.digest_of(_checked_draft(case, folder).filing)
    with case.locked():
        _keep(case, decisions.sign(ledger_of(case), review, by=by, digest=digest, when=date.today()))
    return digest


def ledger_of(case: Case) -> Ledger:
    """The decisions and signatures of a case; none when nothing was decided yet."""
    path = case.folder / DECISIONS
    return decisions.read(load(path), path.name) if path.is_file() else Ledger()


def judged(case: Case, checked: Checked) -> Sequence[decisions.Judged]:
    """Findings with the decisions that stand."""
    earlier = ledger_of(open_case(case.folder / case.settings.last_case)) if case.settings.last_case else None
    return decisions.judge(checked.findings, ledger_of(case), earlier)


def export(folder: Path, output: Path, *, review: bool, language: str) -> ExportResult:
    """Write the final text when nothing holds it back; for review, the copy with marks and comments at once."""
    case = open_case(folder)
    result = _checked_draft(case, folder)
    found = decisions.gate(judged(case, result.checked), result.filing, case.form, ledger_of(case))
    if not (found.open or review):
        return ExportResult(found, None)
    write_file(output, _review_copy(case, result, output, language) if review else _final(case, result, output))
    return ExportResult(found, output)


def _final(case: Case, result: CheckResult, output: Path) -> bytes:
    if output.suffix.lower() == ".pdf":
        from drafter.formats.pdf.writer import pdf_of

        return pdf_of(bytes_of(result.filing, case.form, ".html"))
    return bytes_of(result.filing, case.form, output.suffix.lower())


def _review_copy(case: Case, result: CheckResult, output: Path, language: str) -> bytes:
    last = case.last_filing() or result.filing
    if output.suffix.lower() == ".docx":
        unchanged = compare(result.filing, result.filing, case.form, result.checked.account)
        return _redlined(unchanged, result.checked, case.form, language)
    if output.suffix.lower() in (".html", ".htm"):
        comparison = compare(last, result.filing, case.form, result.checked.account)
        return compare_page(comparison, result.checked, case.form, language, judged(case, result.checked)).encode()
    return bytes_of(result.filing, case.form, output.suffix.lower())


def _checked_draft(case: Case, folder: Path) -> CheckResult:
    if not case.numbers():
        raise CaseError("no_draft", folder=folder)
    return check_target(folder, Options(case.form.key))


def _keep(case: Case, ledger: Ledger) -> None:
    write_file(case.folder / DECISIONS, decisions.write(ledger))
