"""What the clerk gives a case: notes in any encoding, figures as JSON, and a file that another program holds open."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.case.inputs import notes_notices, open_elsewhere, read_figures, read_notes
from drafter.errors import SourceError
from drafter.form import Form
from drafter.report import json as filing_codec
from drafter.report.filing import Filing

NOTES = "# 备注\n## 平台建设\n- 印发手册2种\n## 天气\n- 晴\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_notes_are_read_in_any_encoding(encoding: str, form: Form, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(NOTES.encode(encoding))
    assert [note.text for note in read_notes(path, form)] == ["印发手册2种", "晴"]


def test_an_empty_file_has_no_notes_and_one_that_is_not_there_nothing_to_hear(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    assert notes_notices(path, form) == ()
    path.touch()
    assert read_notes(path, form) == () and notes_notices(path, form) == ()


def test_a_heading_that_names_no_part_of_the_report_is_told(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text(NOTES, encoding="utf-8")
    (notice,) = notes_notices(path, form)
    assert (notice.key, dict(notice.values)) == ("notes_heading", {"heading": "天气"})


@pytest.mark.parametrize("data", [None, bytes(range(256)) * 3])
def test_notes_that_cannot_be_read_are_named(data: bytes | None, form: Form, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.mkdir() if data is None else path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_notes(path, form)
    assert caught.value.values["path"] == path


def test_figures_may_be_given_as_json(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_bytes(filing_codec.write(Filing(form.key, dict.fromkeys(form.cells, 3))))
    given = read_figures(path, form)
    assert set(given.figures.values()) == {3} and given.path == path and given.entries == {}


@pytest.mark.parametrize("data", [b"{}", b"PK\x03\x04 no workbook", "不是表格".encode()])
def test_figures_that_cannot_be_read_are_named(data: bytes, form: Form, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_figures(path, form)
    assert caught.value.values["path"] == path


@pytest.mark.parametrize("name", ["~$figures.xlsx", ".~figures.xlsx", ".~lock.figures.xlsx#"])
def test_a_workbook_that_another_program_holds_open_is_told_once(name: str, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    assert list(open_elsewhere(path)) == []
    (tmp_path / name).touch()
    (notice,) = open_elsewhere(path)
    assert dict(notice.values) == {"path": "figures.xlsx"}


def test_notes_far_longer_than_any_are_refused_in_a_sentence(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    for text in ("- " + "培训5次，" * 25_000, "a" * 10**7):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(SourceError, match="text_too_large|100000 characters"):
            read_notes(path, form)
