"""The beginning of a file, by which the formats recognise their own."""

from __future__ import annotations

import io
import zipfile

from drafter.records import dataclass

_HEAD, _START = 1024, 4096


@dataclass(frozen=True, slots=True)
class Sample:
    """What a file is recognised by: its suffix and how its content begins, all in small letters."""

    suffix: str
    head: bytes = b""
    """The first KiB after byte order marks and white space; empty for a zip."""
    start: bytes = b""
    """The first 4 KiB without NULs; empty for a zip."""
    zipped: bool = False
    members: frozenset[str] = frozenset()
    """The names in a zip; none if it is damaged."""

    @classmethod
    def of(cls, data: bytes, suffix: str) -> Sample:
        """The sample of a file with this content."""
        if not data.startswith(b"PK"):
            head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
            return cls(suffix.lower(), head, data[:_START].replace(b"\x00", b"").lower())
        try:
            members = frozenset(zipfile.ZipFile(io.BytesIO(data)).namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
            members = frozenset()
        return cls(suffix.lower(), zipped=True, members=members)

    def has_folder(self, name: str) -> bool:
        """True if this is a zip with something in the folder `name`."""
        return any(member.startswith(f"{name}/") for member in self.members)
