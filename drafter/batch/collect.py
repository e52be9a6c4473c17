"""Collecting: folders, archives and single files to the files in them, each with what it is known by."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from drafter.errors import SourceError
from drafter.recognition.files import LARGEST, load
from drafter.records import dataclass

_PASSED_OVER = re.compile(r"(?:\.|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
"""What systems and office programs lay beside files: names beginning so are no reports, and are not listed."""
_OFFICE = ("[Content_Types].xml", "mimetype", "content.xml")
"""Members by which a zip is a document itself."""
_PACKED = ((b"Rar!", ".rar"), (b"7z\xbc\xaf\x27\x1c", ".7z"))
_DEEPEST = 3
"""Archives inside archives that are opened: an office packs what units packed, and no more was ever seen."""
_MOST_UNPACKED = 4 * 1024**3
"""Bytes that all members of one archive may come to, 60 times the largest file: more is a bomb."""
_MOST_MEMBERS = 100_000


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came in: where it is, in an archive the names of the members that lead to it, and its content."""

    path: Path
    members: tuple[str, ...] = ()
    """As the archives hold them, which may be in the wrong encoding; the outermost first."""
    name: str = ""
    """What people call it: the path from the folder that was given, then the members."""
    digest: str = ""
    """SHA-256 of the content in hexadecimal; empty where it could not be had."""
    fault: SourceError | None = None
    """Why it could not be had."""

    def content(self) -> bytes:
        """The bytes; SourceError if they cannot be had now."""
        data = load(self.path) if not self.members else b""
        if self.members:
            with _opened(self.path, self.name) as archive:
                data = _inner(archive, self.members, self.name)
        return data


def collect(paths: Sequence[Path], leave_out: Path | None = None) -> Iterator[Received]:
    """Every file in the paths, in the order of names, without the folder `leave_out`; SourceError if a path is missing.

    One file given twice is collected once. A file that cannot be opened is collected with its fault.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise SourceError("no_file", path=path)
        above = path if path.is_dir() and len(paths) == 1 else path.resolve().parent
        for file in _files(path, leave_out.resolve() if leave_out else None):
            if (place := file.resolve()) not in seen:
                seen.add(place)
                yield from _received(file, _name(file, above))


def _name(file: Path, above: Path) -> str:
    """What people call a file: its path from the one folder that was given, or from beside what was given."""
    return file.absolute().relative_to(above.absolute()).as_posix()


def _files(path: Path, leave_out: Path | None) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=_refuse):
        here = Path(folder)
        folders[:] = sorted(
            name for name in folders if not _PASSED_OVER.match(name) and (here / name).resolve() != leave_out
        )
        yield from (here / name for name in sorted(names) if not _PASSED_OVER.match(name))


def _refuse(error: OSError) -> None:
    raise SourceError("cannot_open", path=error.filename, reason=error.strerror or error) from error


def _received(path: Path, name: str) -> Iterator[Received]:
    try:
        if _is_archive(path):
            with _opened(path, name) as archive:
                yield from _members(archive, path, (), name)
            return
        data = load(path)
        for sign, suffix in _PACKED:
            if data.startswith(sign):
                raise SourceError("packed", path=path, suffix=suffix)
        yield Received(path, name=name, digest=hashlib.sha256(data).hexdigest())
    except SourceError as error:
        yield Received(path, name=name, fault=error)


def _is_archive(path: Path) -> bool:
    """True for a zip that is no document itself, and for a damaged file that calls itself one."""
    if not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not _is_document(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return path.suffix.lower() == ".zip"


def _is_document(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    return any(name in _OFFICE or name.startswith(("word/", "xl/")) for name in names)


def _opened(source: Path | io.BytesIO, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError("archive_damaged", path=name) from error
    except OSError as error:
        raise SourceError("cannot_open", path=name, reason=error.strerror or error) from error
    size = sum(item.file_size for item in archive.infolist())
    if size > _MOST_UNPACKED or len(archive.infolist()) > _MOST_MEMBERS:
        archive.close()
        raise SourceError("archive_too_large", path=name, files=_MOST_MEMBERS, most=_MOST_UNPACKED // 1024**3)
    return archive


def _members(archive: zipfile.ZipFile, path: Path, above: tuple[str, ...], shown: str) -> Iterator[Received]:
    """The files in an archive; `shown` is what people call it."""
    items = [(readable(item), item) for item in archive.infolist() if not item.is_dir()]
    for name, item in sorted(items, key=lambda pair: pair[0]):
        if any(_PASSED_OVER.match(part) for part in name.split("/")):
            continue
        members, called = (*above, item.filename), f"{shown}/{name}"
        try:
            data = _read(archive, item, called)
            inner = _archive_in(data, name) if len(members) < _DEEPEST else None
            if inner is None:
                yield Received(path, members, called, hashlib.sha256(data).hexdigest())
            else:
                with inner:
                    yield from _members(inner, path, members, called)
        except SourceError as error:
            yield Received(path, members, called, fault=error)


def _archive_in(data: bytes, name: str) -> zipfile.ZipFile | None:
    """The archive that a member is, if it is one and no document."""
    if not data.startswith(b"PK"):
        return None
    try:
        archive = _opened(io.BytesIO(data), name)
    except SourceError:
        return None
    return None if _is_document(archive) else archive


def _inner(archive: zipfile.ZipFile, members: Sequence[str], name: str) -> bytes:
    data = _read(archive, archive.getinfo(members[0]), name)
    if len(members) == 1:
        return data
    with _opened(io.BytesIO(data), name) as inner:
        return _inner(inner, members[1:], name)


def _read(archive: zipfile.ZipFile, item: zipfile.ZipInfo, name: str) -> bytes:
    """The content of a member; SourceError if it is encrypted, damaged, empty or too large to be a report."""
    megabytes = LARGEST // 1024 // 1024
    if item.flag_bits & 1:
        raise SourceError("encrypted", path=name)
    try:
        with archive.open(item) as file:
            data = file.read(LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENOMEM):
            raise
        raise SourceError("archive_damaged", path=name) from error
    if len(data) > LARGEST:
        raise SourceError("file_too_large", path=name, size=item.file_size // 1024 // 1024, most=megabytes)
    if not data.strip():
        raise SourceError("empty_file", path=name)
    return data


def readable(item: zipfile.ZipInfo) -> str:
    """The name of a member as it was given: archives made on Chinese Windows hold GBK and do not say so."""
    if item.flag_bits & 0x800:
        return item.filename
    raw = item.filename.encode("cp437", "replace") if not item.filename.isascii() else b""
    for encoding in ("utf-8", "gb18030") if raw else ():
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return item.filename
