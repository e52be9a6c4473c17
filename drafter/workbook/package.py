"""Opens the package of a workbook, and refuses what no program wrote or what would do harm."""

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
"""A file that unpacks to more bytes than the first, and to more than so many times its size, is refused."""
_OLE = bytes.fromhex("D0CF11E0")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, LookupError, RuntimeError)

T = TypeVar("T")


def open_package(data: bytes) -> tuple[Any, Any]:
    """The workbook with its formulas, and the same with the values that a program cached for them."""
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
    """The result of an action on the workbook; whatever openpyxl raises on a damaged file becomes a SourceError."""
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
    """Refuse a part that is encrypted, or that declares entities: no program writes a workbook so."""
    if member.flag_bits & 1:
        raise SourceError("encrypted")
    if member.filename.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(member):
        raise SourceError("workbook_damaged", reason="DOCTYPE")
