"""The registry: every format recognises its own files, and its suffixes stand in the messages."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter import formats
from drafter.document import Document, TableBlock, cell, paragraph
from drafter.drafting.merge import merge
from drafter.errors import DrafterError, OutputError, SourceError
from drafter.form import Form
from drafter.formats import FORMATS, READABLE, WRITABLE, Format, format_for, writer_for
from drafter.formats.sample import Sample
from drafter.formats.style import load_style
from drafter.formats.text import slot_texts
from drafter.messages import error_text, say
from drafter.recognition import files
from drafter.recognition.files import kind_of, read_report
from drafter.report.filing import Filing

DOCUMENT = Document((paragraph("年度报告", level=0), paragraph("正文"), TableBlock(((cell("规章"), cell("1")),))))
STYLE = load_style("gbt-9704")
WRITTEN = sorted(name for name, item in FORMATS.items() if item.writes)


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize("name", WRITTEN)
def test_what_a_format_writes_is_recognised_as_its_own(name: str) -> None:
    item = FORMATS[name]
    assert kind_of(item.write(DOCUMENT, STYLE), f"report{item.suffixes[0]}") == name


@pytest.mark.parametrize("name", WRITTEN)
def test_what_a_format_writes_reads_back(name: str) -> None:
    found = FORMATS[name].read(FORMATS[name].write(DOCUMENT, STYLE))
    assert [block.text for block in found.paragraphs()][:2] == ["年度报告", "正文"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "docx"),
        (zipped("mimetype", "content.xml"), "doc"),
        (zipped("pictures/1.png"), "unknown"),
        (zipped("word/document.xml")[:40], "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "doc"),
        (b"{\\rtf1\\ansi}", "doc"),
        (b"\n\n%PDF-1.7\n", "pdf"),
        (b"junk before it\n%PDF-1.4\n", "pdf"),
        (b'{"form": "x"}', "json"),
        (b'\xef\xbb\xbf {"form": "x"}', "json"),
        (b'[{"form": "x"}]', "json"),
        (b"[12] is no JSON", "txt"),
        (b"  <!DOCTYPE html><p>1</p>", "html"),
        ("<html><body>正文".encode("utf-16-le"), "html"),
        (b"text first, then <TABLE><tr><td>1", "html"),
        (b"a sentence with 1 < 2 in it", "txt"),
        ("政府信息公开工作年度报告".encode(), "txt"),
        ("政府信息公开工作年度报告".encode("gb18030"), "txt"),
        (b"\0" * 300, "txt"),
    ],
)
def test_a_file_is_recognised_by_its_content_whatever_its_name(data: bytes, kind: str) -> None:
    assert kind_of(data, "report.dat") == kind_of(data, "report.docx") == kind


@pytest.mark.parametrize("name", ["notes.md", "NOTES.MD", "notes.markdown"])
def test_only_markdown_goes_by_its_name(name: str) -> None:
    assert kind_of(b"# report", name) == "md"
    assert kind_of(b"<html>", name) == "html"


@given(st.binary(max_size=200), st.sampled_from(["", ".docx", ".pdf", ".html", ".md", ".txt", ".xyz"]))
def test_any_bytes_are_of_one_kind(data: bytes, suffix: str) -> None:
    assert kind_of(data, f"x{suffix}") in {*FORMATS, "json", "xlsx", "unknown"}


@given(st.binary(max_size=5000))
def test_a_sample_is_the_beginning_in_small_letters(data: bytes) -> None:
    sample = Sample.of(data, ".TXT")
    assert sample.suffix == ".txt"
    assert sample.head == sample.head.lower() and len(sample.head) <= 1024
    assert len(sample.start) <= 4096 and b"\0" not in sample.start


@given(st.binary(max_size=400))
def test_a_damaged_zip_has_no_members_and_is_taken_for_a_word_document(tail: bytes) -> None:
    sample = Sample.of(b"PK\x03\x04" + tail, "")
    assert sample.zipped
    assert sample.members or FORMATS["docx"].recognizes(sample)


def test_every_suffix_belongs_to_one_format_in_any_case() -> None:
    suffixes = [suffix for item in FORMATS.values() for suffix in item.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    for item in FORMATS.values():
        assert all(format_for(suffix) is format_for(suffix.upper()) is item for suffix in item.suffixes)
    assert format_for(".xyz") is format_for("") is None


@pytest.mark.parametrize("suffix", WRITABLE.split())
def test_a_writer_is_found_by_its_suffix(suffix: str) -> None:
    assert suffix in writer_for(suffix.upper()).suffixes


@pytest.mark.parametrize("suffix", [".pdf", ".doc", ".xyz", ""])
def test_what_cannot_be_written_is_refused_with_the_list_of_what_can(suffix: str) -> None:
    with pytest.raises(OutputError) as caught:
        writer_for(suffix)
    assert all(known in error_text("en", caught.value) for known in WRITABLE.split())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", ["last_year", "export_output", "draft"])
def test_help_lists_the_suffixes_of_the_formats(language: str, key: str) -> None:
    text = say(language, f"cli.{key}", read=READABLE, written=WRITABLE)
    assert (READABLE if key == "last_year" else WRITABLE) in text


PAGE_NOT_FOUND = "<html><body><h1>404</h1><p>页面不存在</p></body></html>".encode()


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".doc", ".wps"])
@pytest.mark.parametrize("data", [b"\0" * 900, "下载失败".encode(), PAGE_NOT_FOUND, b"\xff\xfa" * 60, zipped("a.png")])
def test_a_file_that_is_not_what_its_suffix_says_is_a_broken_file(
    suffix: str, data: bytes, form: Form, tmp_path: Path
) -> None:
    path = tmp_path / f"report{suffix}"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_report(path, form)
    assert (caught.value.key, caught.value.values["suffix"]) == ("not_its_format", suffix)
    assert all(path.name in error_text(language, caught.value) for language in ("zh", "en"))


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("report.txt", "今天天气很好。".encode(), "not_recognized"),
        ("report.html", PAGE_NOT_FOUND, "not_recognized"),
        ("report", PAGE_NOT_FOUND, "not_recognized"),
        ("report.txt", bytes(range(256)), "not_text"),
        ("report.docx", zipped("xl/workbook.xml"), "is_workbook"),
        ("report.docx", zipped("[Content_Types].xml", "ppt/presentation.xml"), "not_a_docx"),
        ("report.zip", zipped("a.png"), "unknown_format"),
    ],
)
def test_a_file_that_is_what_it_says_gets_the_error_of_its_own(
    name: str, data: bytes, key: str, form: Form, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DrafterError) as caught:
        read_report(path, form)
    assert caught.value.key == key


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".doc"])
def test_a_report_under_a_wrong_suffix_is_read_all_the_same(suffix: str, form: Form, tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "examples" / "last-year.txt"
    path = tmp_path / f"report{suffix}"
    path.write_bytes(source.read_bytes())
    assert read_report(path, form).filing == read_report(source, form).filing


def as_csv(document: Document) -> str:
    """A paragraph per line, a row per line."""
    buffer = io.StringIO()
    lines = csv.writer(buffer)
    for block in document.blocks:
        if isinstance(block, TableBlock):
            lines.writerows(slot_texts(block))
        elif text := getattr(block, "text", ""):
            lines.writerow([text])
    return buffer.getvalue()


def test_the_format_in_the_contributing_guide_reads_a_report(
    form: Form, example: Filing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    module = ModuleType("drafter.formats.csv")
    exec(code, vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    (entry,) = re.findall(r'`"csv": (Format.*?)`', guide)
    known = {"csv": eval(entry, {"Format": Format}), **FORMATS}
    monkeypatch.setattr(files, "FORMATS", known)
    monkeypatch.setattr(formats, "FORMATS", known)
    path = tmp_path / "report.csv"
    path.write_text(as_csv(merge(example, form)), encoding="utf-8")
    assert read_report(path, form).filing == example
