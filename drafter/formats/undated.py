"""Zips in which nothing has a time: a clock before 1980 or after 2107, which zips cannot tell, hinders no writing."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


class UndatedZip(zipfile.ZipFile):
    """A zip that gives every member the same time, whoever writes it."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *arguments: Any, **options: Any) -> None:
        """Add a member with its content."""
        member = zipfile.ZipInfo(getattr(zinfo_or_arcname, "filename", zinfo_or_arcname), _LONG_AGO)
        member.compress_type = self.compression
        super().writestr(member, data, *arguments, **options)

    def write(self, filename: Any, arcname: Any = None, *arguments: Any, **options: Any) -> None:
        """Add a file."""
        self.writestr(str(arcname or filename), Path(filename).read_bytes())


def book_bytes(book: Any) -> bytes:
    """An openpyxl workbook as a file."""
    from openpyxl.writer.excel import ExcelWriter

    stream = BytesIO()
    ExcelWriter(book, UndatedZip(stream, "w", zipfile.ZIP_DEFLATED)).save()
    return stream.getvalue()


def docx_bytes(package: Any) -> bytes:
    """A python-docx document as a file."""
    from docx.opc import phys_pkg, pkgwriter

    parts: Any = pkgwriter.PackageWriter
    place: Any = phys_pkg.PhysPkgWriter
    whole = package.part.package
    for part in whole.parts:
        part.before_marshal()
    stream = BytesIO()
    writer = place(BytesIO())
    writer._zipf = UndatedZip(stream, "w", zipfile.ZIP_DEFLATED)
    parts._write_content_types_stream(writer, whole.parts)
    parts._write_pkg_rels(writer, whole.rels)
    parts._write_parts(writer, whole.parts)
    writer.close()
    return stream.getvalue()
