"""Differences between two reports, as a page or as tracked changes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from drafter.app.options import ReportOptions
from drafter.app.output import write_output
from drafter.case.current import Current, current
from drafter.case.folder import CaseFolder, open_folder
from drafter.case.settings import SETTINGS
from drafter.checks import Checked, Context, check
from drafter.comparison import Comparison, compare
from drafter.errors import CaseError, OutputError
from drafter.form import Form, load_form
from drafter.recognition.files import load, read_report
from drafter.records import dataclass
from drafter.report import Filing, facts_for
from drafter.report import json as filing_codec
from drafter.views.compare import compare_page
from drafter.views.redline import redline


@dataclass(frozen=True, slots=True)
class DiffResult:
    """Two reports compared, and the newer one checked."""

    form: Form
    comparison: Comparison
    checked: Checked
    sources: tuple[Path, ...] = ()
    """The files that were read."""

    def write(self, path: str | Path, language: str = "zh", *, force: bool = False) -> Path:
        """Write the comparison as a page (.html) or a document with tracked changes (.docx); `force`: over a file."""
        output = Path(path)
        if output.suffix.lower() in (".html", ".htm"):
            page = compare_page(self.comparison, self.checked, self.form, language)
            data = page.encode()
        elif output.suffix.lower() == ".docx":
            data = redlined(self.comparison, self.checked, self.form, language)
        else:
            raise OutputError("no_diff_writer", suffix=output.suffix)
        write_output(output, data, force=force, sources=self.sources)
        return output


def diff(old: Path, new: Path | None, options: ReportOptions, *, since: str | None = None) -> DiffResult:
    """Compare two reports; a case stands for its report as it is now, and says which form they are of.

    A case alone is compared with its draft before: the one that the last comes from, or `since` says (a number, or
    "signed" for what was signed last).
    """
    if new is None:
        case = open_folder(old)
        now = current(case)
        return _result(_since(case, now, since), now.filing, case.form, options, ())
    cases = {path: open_folder(path) for path in (old, new) if (path / SETTINGS).is_file()}
    form = next((case.form for case in cases.values()), None) or load_form(options.form)
    before, after = (_report(path, cases.get(path), form) for path in (old, new))
    return _result(before, after, form, options, tuple(path for path in (old, new) if path not in cases))


def _result(before: Filing, after: Filing, form: Form, options: ReportOptions, sources: tuple[Path, ...]) -> DiffResult:
    last = before if before.year != after.year else None
    context = Context(options.kind, confirmed=("organization", "year"))
    checked = check(after, facts_for(after, form, last=last), context)
    return DiffResult(form, compare(before, after, form, checked.account), checked, sources)


def _since(case: CaseFolder, now: Current, since: str | None) -> Filing:
    """The earlier state of a case to compare with; CaseError when there is none."""
    if since == "signed":
        signatures = case.ledger().signatures
        path = case.signed(signatures[-1].digest) if signatures else None
        if path is None or not path.is_file():
            raise CaseError("nothing_signed", folder=case.folder)
        return filing_codec.read(load(path), case.form)
    numbers = case.numbers()
    if since is None:
        edited = now.source is not None
        number = numbers[-1] if edited and numbers else numbers[-2] if len(numbers) > 1 else None
    else:
        number = int(since) if since.isdecimal() and int(since) in numbers else None
    if number is None:
        raise CaseError("no_earlier_draft", folder=case.folder, known=" ".join(map(str, numbers)) or "-")
    return case.filing(number)


def _report(path: Path, case: CaseFolder | None, form: Form) -> Filing:
    return current(case).filing if case else read_report(path, form).filing


def redlined(comparison: Comparison, checked: Checked, form: Form, language: str) -> bytes:
    """The newer report as a .docx, what changed as tracked changes and findings as comments, dated now."""
    return redline(comparison, form, checked.findings, language=language, date=datetime.now().replace(microsecond=0))
