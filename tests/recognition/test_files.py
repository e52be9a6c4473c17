"""Files: their kind is known by content, and what is no report is refused with a reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import SourceError
from drafter.form import Form
from drafter.formats import FORMATS
from drafter.recognition.files import kind_of, load, read_report
from drafter.report import json as filing_codec
from drafter.report.filing import Filing
from tests.hostile_files import text


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7", "a.docx", "pdf"),
        (b"\n\n%PDF-1.4", "a", "pdf"),
        (zipped("word/document.xml"), "a.pdf", "docx"),
        (zipped("[Content_Types].xml"), "a", "docx"),
        (zipped("xl/workbook.xml"), "a.docx", "xlsx"),
        (zipped("content.xml"), "a.odt", "doc"),
        (zipped("a.txt"), "a.zip", "unknown"),
        (b"PK\x03\x04 broken", "a.docx", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "a.docx", "doc"),
        (b"{\\rtf1", "a.txt", "doc"),
        (b"<?xml version='1.0'?><pkg:package>", "a.xml", "doc"),
        (b' {"form": 1}', "a.txt", "json"),
        (b"<!DOCTYPE html><p>", "a.txt", "html"),
        (b"\xef\xbb\xbf<html>", "a.docx", "html"),
        ("说明 <table><tr>".encode(), "a.txt", "html"),
        ("<html>".encode("utf-16"), "a", "html"),
        (b"# a", "a.MD", "md"),
        ("# 说明\n\n<table><tr>".encode(), "a.md", "md"),
        (b"<table><tr><td>1</table>\n\n# a", "a.md", "md"),
        (b"<!-- a -->\n# a", "a.markdown", "md"),
        (b"<html><body><table>", "a.md", "html"),
        (b"# a", "a.markdown", "md"),
        (b"# a", "a.txt", "txt"),
        (b"", "a", "txt"),
    ],
)
def test_a_file_is_what_its_content_says(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.docx", ""]))
def test_any_bytes_have_a_kind(data: bytes, name: str) -> None:
    assert kind_of(data, name) in {*FORMATS, "json", "xlsx", "doc", "unknown"}


@pytest.mark.parametrize(("content", "key"), [(b"", "empty_file"), (b" \n\t", "empty_file")])
def test_an_empty_file_is_refused(content: bytes, key: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        load(path)
    assert caught.value.key == key


def test_a_folder_and_a_missing_file_are_refused_by_name(tmp_path: Path) -> None:
    for path, key in ((tmp_path, "is_folder"), (tmp_path / "nowhere.txt", "no_file")):
        with pytest.raises(SourceError) as caught:
            load(path)
        assert (caught.value.key, caught.value.values["path"]) == (key, path)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (zipped("xl/workbook.xml"), "is_workbook"),
        (zipped("a.txt"), "unknown_format"),
        ("今天天气很好。".encode(), "not_recognized"),
    ],
)
def test_what_is_no_report_is_refused_with_its_path(data: bytes, key: str, tmp_path: Path, form: Form) -> None:
    path = tmp_path / "report"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_report(path, form)
    assert caught.value.key == key
    assert caught.value.values["path"] == path


def test_a_filing_as_data_is_read_as_it_was_written(tmp_path: Path, form: Form, example: Filing) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(filing_codec.write(example))
    reading = read_report(path, form)
    assert reading.filing == example
    assert reading.recognized and not reading.rows


@pytest.mark.parametrize("body", ["公开5件，" * 20_000, "公开5件。\n" * 4_000])
def test_a_text_far_longer_than_any_report_is_refused_in_any_format(body: str, form: Form, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(text(body))
    with pytest.raises(SourceError, match="report_too_long|hardly one report"):
        read_report(path, form)
    path.write_bytes(text(body[: len(body) // 4]))
    assert read_report(path, form).filing.year == 2024
