"""Accept new expectations: write the example's last year's .docx and its expected drafts anew. `make accept`.

Look at the difference before committing it.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from drafter.app.draft import draft_case
from drafter.app.options import ReportOptions
from drafter.case.folder import open_folder
from drafter.drafting.merge import merge
from drafter.form import load_form
from drafter.formats import FORMATS
from drafter.formats.style import load_style
from drafter.recognition.files import read_report

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
KEPT = (".md", ".txt", ".html", ".json")
"""Goldens; the .docx is checked by reading it back."""


def last_year_docx() -> bytes:
    """Last year's report of the example as .docx, from its text."""
    form = load_form("disclosure-2021")
    filing = read_report(EXAMPLES / "last-year.txt", form).filing
    return FORMATS["docx"].write(merge(filing, form), load_style(form.definition.style))


def expected() -> dict[str, bytes]:
    """The files of the example's first draft."""
    with tempfile.TemporaryDirectory() as name:
        case = Path(name) / "case"
        shutil.copytree(EXAMPLES, case, ignore=shutil.ignore_patterns("expected", "drafts"))
        result = draft_case(open_folder(case), ReportOptions("disclosure-2021"), fresh=False, edited=None, output=None)
        return {suffix: path.read_bytes() for suffix, path in result.paths.items()}


def main() -> None:
    """Write everything."""
    (EXAMPLES / "last-year.docx").write_bytes(last_year_docx())
    (EXAMPLES / "expected").mkdir(exist_ok=True)
    for suffix, data in expected().items():
        if suffix in KEPT:
            (EXAMPLES / "expected" / f"001{suffix}").write_bytes(data)


if __name__ == "__main__":
    main()
