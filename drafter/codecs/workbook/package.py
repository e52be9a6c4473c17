"""Opening a workbook file so that no bytes can do harm: whatever comes in is a workbook or a SourceError."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeVar

from openpyxl import load_workbook

from drafter.errors import SourceError

LARGEST = 100 * 2**20
"""The most bytes that a file may unpack to."""
_SUSPECT, _RATIO = 20 * 2**20, 200
"""From this size on, what was packed more than so many to one is refused."""
_OLE = bytes.fromhex("D0CF11E0")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, LookupError, RuntimeError)

T = TypeVar("T")


def open_package(data: bytes) -> tuple[Any, Any]:
    """The workbook with its formulas, and again with the values that a program cached; both read sheet by sheet."""
    if not data:
        raise SourceError("empty_file")
    if data.startswith(_OLE):
        raise SourceError("encrypted" if _ENCRYPTED in data else "old_workbook")
    _refuse_harm(data)
    return guarded(lambda: _load(data, data_only=False)), guarded(lambda: _load(data, data_only=True))


def _load(data: bytes, *, data_only: bool) -> Any:
    # Sheet by sheet, and without merged cells: a merged area of the whole sheet would fill the memory.
    return load_workbook(BytesIO(data), read_only=True, data_only=data_only, keep_links=False)


def guarded(action: Callable[[], T]) -> T:
    """What an action on the workbook gives; openpyxl lets whatever it meets in a damaged file escape."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return action()
    except SourceError:
        raise
    except Exception as error:
        raise SourceError("workbook_damaged", reason=type(error).__name__) from error


def _refuse_harm(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bomb(members)
            if not any(member.filename.startswith("xl/") for member in members):
                raise SourceError("not_a_workbook")
            for member in members:
                _refuse_part(archive, member)
    except _DAMAGE as error:
        key = "workbook_damaged" if data.startswith(b"PK") else "not_a_workbook"
        raise SourceError(key, reason=type(error).__name__) from error


def _refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    size, packed = sum(item.file_size for item in members), sum(item.compress_size for item in members)
    if size > LARGEST or (size > _SUSPECT and size > _RATIO * packed):
        raise SourceError("zip_bomb", size=size // 2**20, limit=LARGEST // 2**20)


def _refuse_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Parts that are encrypted, or that declare entities of their own, are in no workbook that a program wrote."""
    if member.flag_bits & 1:
        raise SourceError("encrypted")
    if member.filename.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(member):
        raise SourceError("workbook_damaged", reason="DOCTYPE")
