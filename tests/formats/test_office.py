"""What only LibreOffice opens: told by its content whatever its name, and read as the .docx that it is made into."""

from __future__ import annotations

import shutil
import socket
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


_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"


def _linked(address: str) -> bytes:
    """An .odt with a picture and a section that stand somewhere else."""
    text = (
        f'<office:document-content xmlns:office="{_SPACE}office:1.0" xmlns:text="{_SPACE}text:1.0" '
        f'xmlns:draw="{_SPACE}drawing:1.0" xmlns:svg="{_SPACE}svg-compatible:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>正文'
        '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{address}/x.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
        f'<text:section text:name="s"><text:section-source xlink:href="{address}/s.html"/><text:p>节</text:p>'
        "</text:section></office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_SPACE}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (("mimetype", kind), ("content.xml", text), ("META-INF/manifest.xml", manifest)):
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("fence", ["links", "network", "settings"])
def test_nothing_is_fetched_by_any_of_three_fences_alone(fence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if fence != "links":
        monkeypatch.setattr(office, "_without_links", lambda data: data)
    if fence != "network":
        monkeypatch.setattr(office, "_offline", tuple)
    elif not office._offline():
        pytest.skip("this system runs nothing without a network for anybody")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(1)
        document = office.read(_linked(f"http://127.0.0.1:{listener.getsockname()[1]}"))
        assert "正文" in "".join(block.text for block in document.paragraphs())
        with pytest.raises(TimeoutError):
            listener.accept()
