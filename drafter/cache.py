"""What takes time to make and depends on its source alone, kept between commands in the user's cache folder.

An entry stands under the whole of what it was made from, in a file that says which Python and which version of the
program wrote it. A file that is damaged, of another version, or that others may write is not read: a cache changes
nothing but the time. `DRAFTER_CACHE` names another folder; where it is empty, nothing is kept.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
import zlib
from pathlib import Path
from typing import Any

_VERSION = f"report-drafter 1 {sys.version} {marshal.version}\n".encode()
"""What a file begins with; the number goes up when an entry changes its shape."""
_MOST_BYTES = 16_000_000
"""Bytes of a file; one of all built-in forms and messages has 0.5 million."""
_MOST_ENTRIES = 2_000
"""Entries in a file; beyond that only those stay that were asked for since the program started."""


def folder() -> Path | None:
    """Where the user's caches are; None where nothing is to be kept."""
    told = os.environ.get("DRAFTER_CACHE")
    if told is not None:
        return Path(told) if told else None
    try:
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # a user without a home
        return None
    return base / "drafter" if base.is_absolute() else None


class Shelf:
    """The entries of one kind, in one file, by a key that holds all they were made from, or a digest of it.

    A value is what `marshal` can write: numbers, texts, bytes, lists, tuples, tables. Each `get` gives a fresh one.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._kept: dict[str, bytes] | None = None
        self._asked: dict[str, bytes] = {}
        self._is_changed = False

    def get(self, key: str) -> Any:
        """The value under a key; None if there is none."""
        if self._kept is None:
            self._kept = _read(self.name)
        entry = self._kept.get(key)
        if entry is None:
            return None
        self._asked[key] = entry
        try:
            return marshal.loads(entry)
        except (EOFError, TypeError, ValueError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value under a key, where `marshal` can write it."""
        try:
            entry = marshal.dumps(value)
        except ValueError:
            return
        self._kept = (_read(self.name) if self._kept is None else self._kept) | {key: entry}
        self._asked[key] = entry
        self._is_changed = True

    def save(self) -> None:
        """Write the file, if there is anything new; where it cannot be written, there is none."""
        if self._is_changed and self._kept is not None:
            _write(self.name, self._kept if len(self._kept) <= _MOST_ENTRIES else self._asked)
            self._is_changed = False

    def forget(self) -> None:
        """Leave what was read and not yet written, and read the file again when next asked."""
        self.__init__(self.name)  # type: ignore[misc]


TABLES = Shelf("tables")
"""TOML files by the digest of their bytes."""
PATTERNS = Shelf("patterns")
"""Regular expressions by their flags and source."""


def save() -> None:
    """Write what is new: the command line does so when a command is done."""
    TABLES.save()
    PATTERNS.save()


def _read(name: str) -> dict[str, bytes]:
    """The entries of a file; none where it is not the user's own, not whole, or of another version."""
    where = folder()
    try:
        if where is None or not _is_own(os.lstat(where)):
            return {}
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(where / name, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or not _is_own(status) or status.st_size > _MOST_BYTES:
                return {}
            data = file.read()
    except OSError:
        return {}
    start = len(_VERSION) + 4
    whole = data.startswith(_VERSION) and zlib.crc32(data[start:]) == int.from_bytes(data[start - 4 : start], "big")
    entries = marshal.loads(data[start:]) if whole else {}
    return entries if isinstance(entries, dict) else {}


def _write(name: str, entries: dict[str, bytes]) -> None:
    import tempfile

    data = marshal.dumps(entries)
    where = folder()
    if where is None or len(data) > _MOST_BYTES // 2:
        return
    try:
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(os.lstat(where)):
            return
        with tempfile.NamedTemporaryFile(dir=where, prefix=f"{name}-", delete=False) as file:
            file.write(_VERSION + zlib.crc32(data).to_bytes(4, "big") + data)
        os.replace(file.name, where / name)
    except OSError:
        pass


def _is_own(status: os.stat_result) -> bool:
    """True if nobody but this user can write it; on Windows a user's folder is closed to others as it is."""
    return sys.platform == "win32" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)
