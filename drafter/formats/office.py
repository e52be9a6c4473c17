"""Old .doc and .wps files, .rtf, .odt and Word's XML: LibreOffice converts them to .docx."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from drafter.document import Document
from drafter.errors import SourceError
from drafter.formats import FORMATS, READABLE
from drafter.formats.sample import Sample
from drafter.formats.undated import UndatedZip
from drafter.resources import folder as resource

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_XML = (b"<w:worddocument", b"<pkg:package")
"""Word's files that are one piece of XML."""
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60
_SETTINGS = resource("data") / "libreoffice.xcu"
_OUTSIDE = re.compile(rb"""(\bhref=)(["'])\s*(?:[A-Za-z][A-Za-z0-9+.-]{1,20}:|/|\.\./|\\\\)[^"']*\2""")
"""A link out of an OpenDocument file, by a scheme or a path; those into it are plain names."""
_START = 4096
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
        source.write_bytes(_without_links(data))
        (folder / "profile" / "user").mkdir(parents=True)
        shutil.copyfile(_SETTINGS, folder / "profile" / "user" / "registrymodifications.xcu")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            *_offline(),
            program,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            name,
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)
            return (folder / "source.docx").read_bytes()
        except (subprocess.TimeoutExpired, OSError) as error:
            raise SourceError("not_converted") from error


@cache
def _offline() -> tuple[str, ...]:
    """What a command begins with to run without a network, where the system can do that for anybody."""
    unshare = shutil.which("unshare")
    alone = (unshare, "--net", "--map-root-user") if unshare else ()
    if not alone:
        return ()
    tried = subprocess.run([*alone, "true"], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return alone if tried.returncode == 0 else ()


def _without_links(data: bytes) -> bytes:
    """An OpenDocument file without what it links to outside itself, pictures and whole sections; others as they are.

    The settings of the profile forbid LibreOffice to follow links, but not every version heeds them for each kind.
    """
    from drafter.formats.docx.package import DAMAGE, refuse_bomb

    if not data.startswith(b"PK"):
        return _OUTSIDE.sub(rb"\1\2\2", data) if b"office:document" in data[:_START] else data
    stripped = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as source,
            UndatedZip(stripped, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            refuse_bomb(source.infolist())
            for member in source.infolist():
                content = source.read(member)
                is_xml = member.filename.lower().endswith((".xml", ".rdf"))
                target.writestr(member.filename, _OUTSIDE.sub(rb"\1\2\2", content) if is_xml else content)
    except DAMAGE as error:
        raise SourceError("not_converted") from error
    return stripped.getvalue()
