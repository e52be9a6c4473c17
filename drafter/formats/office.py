"""Old .doc and .wps files, .rtf, .odt and Word's XML, made into .docx by LibreOffice in a folder of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from drafter.document import Document
from drafter.errors import SourceError

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = "Workbook".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")


def read(data: bytes) -> Document:
    """The document in an old Office file; SourceError when it is encrypted, no text, or there is no LibreOffice."""
    if _ENCRYPTED in data:
        raise SourceError("encrypted")
    if _WORKBOOK in data and _WORD not in data:
        raise SourceError("old_workbook")
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise SourceError("old_office")
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
