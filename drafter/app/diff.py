"""Differences between two reports, as a page or as tracked changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from drafter.app.options import ReportOptions
from drafter.case.current import current
from drafter.case.files import write_file
from drafter.case.folder import CaseFolder, open_folder
from drafter.case.settings import SETTINGS
from drafter.checks import Checked, Context, check
from drafter.comparison import Comparison, compare
from drafter.errors import OutputError
from drafter.form import Form, load_form
from drafter.recognition.files import read_report
from drafter.report.filing import Filing
from drafter.views.compare import compare_page
from drafter.views.redline import redline


@dataclass(frozen=True, slots=True)
class DiffResult:
    """Two reports compared, and the newer one checked."""

    form: Form
    comparison: Comparison
    checked: Checked

    def write(self, path: str | Path, language: str = "zh") -> Path:
        """Write the comparison as a page (.html) or as a document with tracked changes (.docx)."""
        output = Path(path)
        if output.suffix.lower() in (".html", ".htm"):
            page = compare_page(self.comparison, self.checked, self.form, language)
            write_file(output, page.encode())
        elif output.suffix.lower() == ".docx":
            write_file(output, redlined(self.comparison, self.checked, self.form, language))
        else:
            raise OutputError("no_diff_writer", suffix=output.suffix)
        return output


def diff(old: Path, new: Path, options: ReportOptions) -> DiffResult:
    """Compare two reports; a case stands for its report as it is now, and says which form they are of."""
    cases = {path: open_folder(path) for path in (old, new) if (path / SETTINGS).is_file()}
    form = next((case.form for case in cases.values()), None) or load_form(options.form)
    before, after = (_report(path, cases.get(path), form) for path in (old, new))
    last = before if before.year != after.year else None
    checked = check(after, form, Context(last=last, kind=options.kind, confirmed=("organization", "year")))
    return DiffResult(form, compare(before, after, form, checked.account), checked)


def _report(path: Path, case: CaseFolder | None, form: Form) -> Filing:
    return current(case).filing if case else read_report(path, form).filing


def redlined(comparison: Comparison, checked: Checked, form: Form, language: str) -> bytes:
    """The newer report as a .docx, what changed as tracked changes and findings as comments, dated now."""
    return redline(comparison, form, checked.findings, language=language, date=datetime.now().replace(microsecond=0))
