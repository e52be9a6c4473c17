"""Old .doc and .wps files, .rtf, .odt and Word's XML: LibreOffice converts them to .docx."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from drafter.document import Document
from drafter.errors import SourceError
from drafter.formats import FORMATS, READABLE
from drafter.formats.sample import Sample

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_XML = (b"<w:worddocument", b"<pkg:package")
"""Word's files that are one piece of XML."""
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = "Workbook".encode("utf-16-le")
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_HEAD = 200
"""Bytes in which an OpenDocument file says what it is."""
_WORD = "WordDocument".encode("utf-16-le")


def recognizes(sample: Sample) -> bool:
    """True for Microsoft's old container, rich text, OpenDocument and Word's XML."""
    signed = sample.head.startswith((_OLE, b"{\\rtf")) or any(sign in sample.head for sign in _WORD_XML)
    return signed or "content.xml" in sample.members


def read(data: bytes) -> Document:
    """The document in such a file; SourceError if it is encrypted, a workbook, or there is no LibreOffice."""
    if _ENCRYPTED in data:
        raise SourceError("encrypted")
    if (_WORKBOOK in data and _WORD not in data) or _SPREADSHEET in data[:_HEAD]:
        raise SourceError("old_workbook", known=READABLE)
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise SourceError("old_office", suffixes=" ".join(FORMATS["doc"].suffixes))
    from drafter.formats import docx

    return docx.read(_converted(data, program))


def _converted(data: bytes, program: str) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.doc"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", name, str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)
            return (folder / "source.docx").read_bytes()
        except (subprocess.TimeoutExpired, OSError) as error:
            raise SourceError("not_converted") from error
