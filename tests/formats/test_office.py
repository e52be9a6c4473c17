"""What only LibreOffice opens: told by its content whatever its name, and read as the .docx that it is made into."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from drafter.errors import SourceError
from drafter.form import Form
from drafter.formats import office
from drafter.recognition.files import kind_of, read_report

EXAMPLE = Path(__file__).parents[2] / "examples" / "last-year.docx"
PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"{\\rtf1\\ansi", "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
        (b'<?xml version="1.0"?><?mso-application?><w:wordDocument xmlns:w="w">', "doc"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="p">', "doc"),
        (b'<html xmlns:w="w"><body>', "html"),
        (b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;", "html"),
    ],
)
def test_a_file_is_told_by_its_content(head: bytes, kind: str) -> None:
    assert kind_of(head, "report.docx") == kind


def test_without_libreoffice_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda name: None)
    with pytest.raises(SourceError, check=lambda error: error.key == "old_office"):
        office.read(b"{\\rtf1}")


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt", "docx", "html"])
def test_what_libreoffice_writes_is_read_like_its_source(suffix: str, tmp_path: Path, form: Form) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(PROGRAM), profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(EXAMPLE)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    misnamed = (tmp_path / EXAMPLE.name).with_suffix(f".{suffix}").rename(tmp_path / "report.txt")
    reading, source = read_report(misnamed, form), read_report(EXAMPLE, form).filing
    assert reading.filing.figures == source.figures
    assert not reading.filing.unread
    if suffix != "html":  # there the page number at the end is text like any other
        assert reading.filing.narrative == source.narrative


def test_an_opendocument_workbook_is_told_to_be_saved_as_a_workbook() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(SourceError) as caught:
        office.read(buffer.getvalue())
    assert caught.value.key == "old_workbook"
