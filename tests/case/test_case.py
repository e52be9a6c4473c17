"""Cases: made whole, drafted, re-drafted, never overwritten."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from drafter.app.check import check_target
from drafter.app.draft import draft_case
from drafter.app.options import ReportOptions
from drafter.case.create import create
from drafter.case.folder import open_folder
from drafter.case.results import DraftResult
from drafter.errors import CaseError, DrafterError, OutputError, SourceError
from drafter.form import Form
from drafter.recognition.files import read_report
from drafter.report import json as filing_codec

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
OPTIONS = ReportOptions("disclosure-2021")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "案 卷"
    shutil.copytree(EXAMPLES, folder, ignore=shutil.ignore_patterns("expected", "drafts"))
    return folder


def draft(folder: Path, *, fresh: bool = False, edited: Path | None = None) -> DraftResult:
    return draft_case(open_folder(folder), OPTIONS, fresh=fresh, edited=edited, output=None)


def test_the_example_drafts_as_expected(case: Path) -> None:
    """Run `make accept` to accept a change."""
    result = draft(case)
    for path in sorted((EXAMPLES / "expected").iterdir()):
        assert result.paths[path.suffix].read_text(encoding="utf-8") == path.read_text(encoding="utf-8"), path.name


def test_the_examples_word_file_is_its_text(form: Form) -> None:
    docx, text = (read_report(EXAMPLES / f"last-year{suffix}", form).filing for suffix in (".docx", ".txt"))
    assert docx == text


def test_the_drafts_word_file_reads_back_as_the_draft(case: Path, form: Form) -> None:
    result = draft(case)
    again = read_report(result.paths[".docx"], form).filing
    assert again.figures == result.drafted.filing.figures
    assert again.narrative == result.drafted.filing.narrative


def test_a_new_case_holds_what_the_clerk_fills_in(tmp_path: Path, form: Form) -> None:
    made, reading = create(tmp_path / "新案", form, last_year=EXAMPLES / "last-year.docx")
    assert reading is not None and not reading.filing.unread
    assert {path.name for path in made.folder.iterdir()} == {
        "drafter.toml",
        "drafts",
        "figures.xlsx",
        "last-year.docx",
        "last-year.reading.json",
        "notes.md",
    }
    assert open_folder(made.folder).settings.year == 2025


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, form: Form) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CaseError):
        create(tmp_path, form, last_year=EXAMPLES / "last-year.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_case_without_last_year_needs_a_name_and_a_year(tmp_path: Path, form: Form) -> None:
    with pytest.raises(CaseError):
        create(tmp_path / "a", form)
    assert not (tmp_path / "a").exists()
    made, _ = create(tmp_path / "b", form, organization="甲县人民政府", year=2025)
    assert draft(made.folder).drafted.open_marks(form)


def test_drafts_are_numbered_and_never_overwritten(case: Path) -> None:
    first = draft(case)
    before = {path: path.read_bytes() for path in first.paths.values()}
    second = draft(case, fresh=True)
    assert (first.number, second.number) == (1, 2)
    assert all(path.read_bytes() == data for path, data in before.items())


def test_an_edited_word_file_gives_the_next_draft_its_wording(case: Path, form: Form) -> None:
    path = draft(case).paths[".docx"]
    _replace_in_docx(path, "【待核：种子、水利、养老】", "春耕和防汛")
    _replace_in_docx(path, "等群众关心的事项推进", "推进")
    result = draft(case)
    text = result.paths[".md"].read_text(encoding="utf-8")
    assert "围绕春耕和防汛推进政府信息公开" in text and "新收政府信息公开申请141件" in text
    assert [notice.key for notice in result.notices] == ["edited"]


def test_a_person_vouches_for_what_was_written_into_a_draft(case: Path) -> None:
    path = draft(case).paths[".docx"]
    _replace_in_docx(path, "坚持先审查、后公开，落实", "成立工作专班，落实")
    found = check_target(case, OPTIONS).checked.vouching.sentences
    (mine,) = [item for item in found if "专班" in item.text]
    assert (mine.state, mine.by) == ("vouched", ("person",))
    assert not [item for item in found if item is not mine and "person" in item.by]


def test_fresh_starts_again_from_last_year(case: Path) -> None:
    _replace_in_docx(draft(case).paths[".docx"], "养老", "托育")
    assert "托育" not in draft(case, fresh=True).paths[".md"].read_text(encoding="utf-8")


def test_a_table_cell_edited_in_word_is_not_taken_over(case: Path) -> None:
    path = draft(case).paths[".docx"]
    _replace_in_docx(path, "13215", "99999", count=2)
    result = draft(case)
    assert result.drafted.filing.figures["proactive.licensing.decisions"] == 13215
    (finding,) = [finding for finding in result.checked.findings if finding.rule == "C4"]
    assert (finding.found, finding.expected) == ("99999", "13215")


def test_a_table_cell_edited_in_word_is_taken_over_at_the_users_word(case: Path) -> None:
    path = draft(case).paths[".docx"]
    _replace_in_docx(path, "13215", "14000", count=2)
    draft_case(open_folder(case), OPTIONS, fresh=False, edited=None, output=None, take_figures=True)
    result = draft(case)
    assert result.drafted.filing.figures["proactive.licensing.decisions"] == 14000
    assert not [finding for finding in result.checked.findings if finding.rule == "C4"]


def test_late_figures_do_not_cost_the_clerks_edits(case: Path) -> None:
    from tests.workbook.test_workbook import edit, put

    path = draft(case).paths[".docx"]
    _replace_in_docx(path, "因政府信息公开引起行政复议", "全县因政府信息公开被申请行政复议")
    book = case / "figures.xlsx"
    book.write_bytes(edit(book.read_bytes(), put(disputes__review__upheld=6)))
    text = draft(case).paths[".md"].read_text(encoding="utf-8")
    assert "全县因政府信息公开被申请行政复议11件，其中结果维持6件" in text


def test_a_draft_that_was_not_finished_is_no_draft(case: Path) -> None:
    draft(case)
    (case / "drafts" / "002.docx").write_bytes(b"half")
    result = draft(case, fresh=True)
    assert result.number == 3 and open_folder(case).numbers() == (1, 3)
    assert (case / "drafts" / "002.docx").read_bytes() == b"half"


def test_a_killed_run_leaves_the_previous_draft_whole(case: Path) -> None:
    draft(case)
    code = f"""
import drafter.case.files, drafter.case.folder, os
from drafter.case.folder import open_folder
from pathlib import Path
whole = drafter.case.files.write_whole
def half(path, data):
    if path.name.endswith('.html'):
        os._exit(9)
    whole(path, data)
drafter.case.folder.write_whole = half
from drafter.app.draft import draft_case
from drafter.app.options import ReportOptions
draft_case(open_folder(Path({str(case)!r})), ReportOptions('disclosure-2021'), fresh=True, edited=None, output=None)
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 9
    assert open_folder(case).numbers() == (1,)
    result = draft(case, fresh=True)
    assert result.number == 3 and result.paths[".md"].is_file()


def test_two_runs_at_once_get_two_numbers(case: Path) -> None:
    numbers: list[int | None] = []
    threads = [threading.Thread(target=lambda: numbers.append(draft(case, fresh=True).number)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(n for n in numbers if n) == [1, 2, 3, 4]


def test_figures_json_stands_in_for_the_workbook(case: Path, form: Form) -> None:
    expected = draft(case).drafted.filing
    (case / "figures.json").write_bytes(filing_codec.write(expected))
    (case / "figures.xlsx").unlink()
    assert draft(case).drafted.filing.figures == expected.figures


def test_a_workbook_held_open_is_read_and_said(case: Path) -> None:
    (case / "~$figures.xlsx").write_bytes(b"")
    assert "workbook_open" in [notice.key for notice in draft(case).notices]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_case_that_cannot_be_written_is_said(case: Path) -> None:
    (case / "drafts").mkdir()
    (case / "drafts").chmod(0o500)
    with pytest.raises(OutputError):
        draft(case)


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("drafter.toml", "form = ", CaseError),
        ("drafter.toml", 'form = "disclosure-2021"\nyaer = 3', CaseError),
        ("drafter.toml", 'form = "disclosure-2021"\nyear = "2025"', CaseError),
        ("drafter.toml", 'form = "nothing"', DrafterError),
        ("figures.xlsx", "no workbook", SourceError),
        ("last-year.docx", "", SourceError),
    ],
)
def test_a_spoiled_case_is_named(name: str, text: str, error: type[DrafterError], case: Path) -> None:
    (case / name).write_text(text, encoding="utf-8")
    with pytest.raises(error):
        draft(case)


def test_checking_a_case_checks_its_last_draft(case: Path) -> None:
    assert check_target(case, OPTIONS).checked.account.bindings == ()
    draft(case)
    assert len(check_target(case, OPTIONS).checked.account.bindings) > 40


def _replace_in_docx(path: Path, old: str, new: str, count: int = 1) -> None:
    """Edit a .docx as a person would: the words change, wherever its runs end."""
    import docx

    document = docx.Document(str(path))
    places = list(document.paragraphs)
    places += [p for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs]
    done = 0
    for paragraph in places:
        if old in paragraph.text and done < count:
            text = paragraph.text.replace(old, new)
            for run in paragraph.runs[1:]:
                run.text = ""
            paragraph.runs[0].text = text
            done += 1
    assert done
    document.save(str(path))


@pytest.mark.parametrize("name", ["figures.xlsx", "notes.md", "last-year.docx", "decisions.toml", "drafts/001.docx"])
def test_nothing_is_read_through_a_link_that_leads_out_of_the_case(name: str, case: Path, tmp_path: Path) -> None:
    path, outside = case / name, tmp_path / "elsewhere"
    path.parent.mkdir(exist_ok=True)
    inside = case / f"{path.name}.kept"
    inside.write_bytes(path.read_bytes() if path.exists() else b"")
    outside.write_bytes(inside.read_bytes())
    path.unlink(missing_ok=True)
    path.symlink_to(inside)
    assert open_folder(case).folder == case
    path.unlink()
    path.symlink_to(outside)
    with pytest.raises(CaseError) as caught:
        open_folder(case)
    assert caught.value.key == "leads_out" and caught.value.values["path"] == path
