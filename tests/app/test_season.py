"""A clerk's weeks with a case: late figures, edited files, crashes, answers, signatures, outputs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document

import drafter
from drafter.case.decisions import Answer, Review
from drafter.errors import CaseError, OutputError
from drafter.report.filing import Figure

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
CELL = "disputes.review.upheld"


@pytest.fixture
def case(tmp_path: Path) -> drafter.Case:
    shutil.copytree(EXAMPLES, tmp_path / "案卷", ignore=shutil.ignore_patterns("expected", "drafts"))
    return drafter.Case.open(tmp_path / "案卷")


def reworded(path: Path, old: str, new: str) -> None:
    """Change words in a Word file as a person would, in its paragraphs and tables."""
    document = Document(str(path))
    places = [*document.paragraphs]
    places += [
        item for table in document.tables for row in table.rows for cell in row.cells for item in cell.paragraphs
    ]
    item = next(place for place in places if old in place.text)
    text = item.text.replace(old, new, 1)
    for run in item.runs[1:]:
        run.text = ""
    item.runs[0].text = text
    document.save(str(path))


def said(result: object) -> set[str]:
    return {notice.key for notice in result.notices}  # type: ignore[attr-defined]


def test_an_edit_that_was_adopted_is_not_told_again(case: drafter.Case) -> None:
    first = case.draft()
    reworded(first.paths[".docx"], "新闻发布会", "新闻通气会")
    assert "edited" in said(case.draft())
    again = case.draft()
    assert "older_edited" not in said(again) and "新闻通气会" in first_text(again)
    reworded(first.paths[".docx"], "新闻通气会", "新闻吹风会")
    later = case.draft()
    assert "older_edited" in said(later) and "新闻吹风会" not in first_text(later)


def first_text(result: object) -> str:
    filing = result.drafted.filing  # type: ignore[attr-defined]
    return "".join(text for blocks in filing.narrative.values() for block in blocks for text in block.paragraphs)


def test_starting_from_an_older_file_says_what_is_left_aside(case: drafter.Case) -> None:
    first = case.draft()
    case.draft(fresh=True)
    reworded(first.paths[".docx"], "新闻发布会", "新闻通气会")
    result = case.draft(edited=first.paths[".docx"])
    assert {"edited", "later_left_aside"} <= said(result)


def test_a_draft_that_a_crash_left_unfinished_is_told_and_its_wording_can_be_taken(case: drafter.Case) -> None:
    case.draft()
    second = case.draft(fresh=True)
    (case.path / "drafts" / "002.draft.json").unlink()
    reworded(second.paths[".docx"], "新闻发布会", "新闻通气会")
    assert "orphan" in said(case.draft()) and "orphan" in said(case.check())
    rescued = case.draft(edited=second.paths[".docx"])
    assert "新闻通气会" in first_text(rescued)


def with_cell_changed(case: drafter.Case) -> tuple[str, Figure]:
    """A draft in whose table three somebody typed another number; the cell and what the workbook holds."""
    path = case.draft().paths[".docx"]
    document = Document(str(path))
    row = document.tables[1].rows[3]
    row.cells[3].paragraphs[0].runs[0].text = "77"
    document.save(str(path))
    (cell,) = case.current().changed
    return cell, case.current().given.figures[cell]


def test_a_cell_typed_into_a_draft_stays_an_error_until_somebody_takes_it(case: drafter.Case) -> None:
    cell, before = with_cell_changed(case)
    for _ in range(2):
        case.draft()
        assert [item.rule for item in case.check().findings if cell in item.place.cells and item.rule == "C4"] == ["C4"]
    result = case.draft(take_figures=True)
    assert "figures_taken" in said(result)
    assert case.current().given.figures[cell] == 77 and not case.current().changed
    kept = drafter.check(case.path / "figures.before-001.xlsx").filing.figures
    assert kept[cell] == before


def test_a_finding_is_answered_by_its_number_and_counts_no_more(case: drafter.Case) -> None:
    with_cell_changed(case)
    held = case.check()
    errors = [item for item in held.judged if item.holds_back]
    assert errors and held.undecided_errors == len(errors)
    for item in errors:
        case.decide(str(item.number), Answer.ACCEPT, reason="已与法规科核对", by="李明")
    assert case.check().undecided_errors == 0
    with pytest.raises(CaseError, check=lambda error: error.key == "no_such_number"):
        case.decide("99", Answer.ACCEPT, reason="是", by="李明")


def test_nobody_decides_without_a_name(case: drafter.Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.draft()
    with pytest.raises(CaseError, check=lambda error: error.key == "no_name"):
        case.sign(Review.FIRST)
    monkeypatch.setenv("DRAFTER_BY", "王芳")
    assert case.sign(Review.FIRST).by == "王芳"


def test_the_final_review_signs_last(case: drafter.Case) -> None:
    case.draft()
    with pytest.raises(CaseError, check=lambda error: error.key == "unsigned_reviews"):
        case.sign(Review.FINAL, by="赵")
    for review in Review:
        case.sign(review, by="赵")
    assert not case.export(case.path / "送审.docx", review=True).gate.unsigned


def test_a_case_is_compared_with_its_draft_before_a_number_or_what_was_signed(case: drafter.Case) -> None:
    case.draft()
    with pytest.raises(CaseError, check=lambda error: error.key == "no_earlier_draft"):
        drafter.diff(case.path)
    with pytest.raises(CaseError, check=lambda error: error.key == "nothing_signed"):
        drafter.diff(case.path, since="signed")
    case.sign(Review.FIRST, by="赵")
    second = case.draft(fresh=True)
    reworded(second.paths[".docx"], "新闻发布会", "新闻通气会")
    for since in (None, "1", "2", "signed"):
        changed = [
            sentence.new
            for section in drafter.diff(case.path, since=since).comparison.sections
            for passage in section.passages
            for sentence in passage.sentences
            if sentence.old != sentence.new
        ]
        assert len(changed) == 1 and "新闻通气会" in str(changed[0])


@pytest.mark.parametrize("name", ["drafter.toml", "figures.xlsx", "notes.md", "last-year.docx", "drafts/001.docx"])
def test_no_output_is_written_over_a_file_of_a_case(case: drafter.Case, name: str) -> None:
    case.draft()
    before = (case.path / name).read_bytes()
    with pytest.raises(OutputError, check=lambda error: error.key in ("over_case", "no_diff_writer", "no_writer")):
        case.export(case.path / name, review=True, force=True)
    assert (case.path / name).read_bytes() == before


def test_other_files_are_written_over_only_by_force(case: drafter.Case, tmp_path: Path) -> None:
    case.draft()
    target = tmp_path / "稿.docx"
    target.write_bytes(b"mine")
    with pytest.raises(OutputError, check=lambda error: error.key == "file_exists"):
        case.export(target, review=True)
    assert target.read_bytes() == b"mine"
    assert case.export(target, review=True, force=True).path == target


def test_a_comparison_is_not_written_over_what_it_compares(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "last-year.docx", tmp_path / "old.docx")
    shutil.copy(EXAMPLES / "last-year.docx", tmp_path / "new.docx")
    result = drafter.diff(tmp_path / "old.docx", tmp_path / "new.docx")
    with pytest.raises(OutputError, check=lambda error: error.key == "over_source"):
        result.write(tmp_path / "new.docx", force=True)
