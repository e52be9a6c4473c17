"""A case of a form that is not built in: everything a case can do, wherever the form's folder is by then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document

from drafter.app.check import check_target
from drafter.app.diff import diff
from drafter.app.draft import draft_case
from drafter.app.options import ReportOptions
from drafter.app.review import export
from drafter.case.create import create
from drafter.case.folder import CaseFolder, open_folder
from drafter.case.results import DraftResult
from drafter.errors import CaseError
from drafter.form import load_form
from drafter.messages import error_text

FORM = Path(__file__).resolve().parents[1] / "forms" / "records-2020"
OPTIONS = ReportOptions("disclosure-2021")
FIGURES = {
    "volume.received.count": 90,
    "volume.processed.count": 95,
    "volume.late.count": 2,
    "volume.pending_end.count": 5,
}


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    """A case whose form's folder is gone, and that was itself moved since."""
    shutil.copytree(FORM, tmp_path / "form of the office")
    form = load_form(str(tmp_path / "form of the office"))
    create(tmp_path / "made", form, last_year=FORM / "last-year.txt", language="en")
    shutil.rmtree(tmp_path / "form of the office")
    return open_folder((tmp_path / "made").rename(tmp_path / "moved"))


def draft(case: CaseFolder) -> DraftResult:
    return draft_case(case, OPTIONS, fresh=False, edited=None, output=None)


def reworded(path: Path, old: str, new: str) -> None:
    """Change words in a Word file as a person would."""
    document = Document(str(path))
    (paragraph,) = (item for item in document.paragraphs if old in item.text)
    paragraph.text = paragraph.text.replace(old, new)
    document.save(str(path))


def test_a_report_goes_from_last_years_to_the_final_text(case: CaseFolder) -> None:
    case.take_figures(FIGURES)
    first = draft(case)
    assert first.drafted.open_marks(first.form) == ("[OPEN: last year 4]",)
    reworded(first.paths[".docx"], "[OPEN: last year 4] workshops", "no workshop")
    second = draft(case)
    assert second.drafted.open_marks(second.form) == ()
    assert not check_target(case.folder, OPTIONS).checked.findings
    final = case.folder / "final.txt"
    assert export(case, final, review=False, language="en").path == final
    assert "received 90 requests and processed 95 of them. It held no workshop." in final.read_text(encoding="utf-8")


def test_drafts_are_compared_by_the_form_of_the_case(case: CaseFolder) -> None:
    draft(case)
    assert diff(case.folder, case.folder, OPTIONS).form.key == "records-2020"


def test_a_note_below_the_heading_of_a_section_without_topics_is_a_note_of_it(case: CaseFolder) -> None:
    notes = case.folder / "notes.md"
    text = notes.read_text(encoding="utf-8")
    notes.write_text(text.replace("## IV. Backlog", "## IV. Backlog\n- Five were carried on.\n"), encoding="utf-8")
    assert [(note.section, note.topic) for note in case.notes()] == [("backlog", None)]
    assert case.notices() == ()


def test_findings_on_an_english_form_name_its_labels(case: CaseFolder) -> None:
    findings = check_target(case.folder, OPTIONS).checked.findings
    sentences = " ".join(finding.message.en for finding in findings)
    assert "Received in the year" in sentences and "volume.received" not in sentences


def test_a_form_that_is_missing_is_named_with_file_key_and_what_to_do(case: CaseFolder) -> None:
    shutil.rmtree(case.folder / "form")
    with pytest.raises(CaseError) as caught:
        open_folder(case.folder)
    sentence = error_text("en", caught.value)
    assert (
        str(case.folder / "drafter.toml") in sentence and 'form = "form"' in sentence and "disclosure-2021" in sentence
    )


def test_a_case_may_share_a_form_by_a_path_from_its_folder(case: CaseFolder) -> None:
    shutil.copytree(FORM, case.folder.parent / "shared")
    settings = case.folder / "drafter.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"form"', '"../shared"'), encoding="utf-8")
    assert open_folder(case.folder).form.folder == (case.folder.parent / "shared").resolve()
