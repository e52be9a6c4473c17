"""Files of a case: written whole or not at all, known again by their digest."""

from __future__ import annotations

import hashlib
import os
import platform
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from drafter.errors import OutputError

_UNFINISHED = ".writing-"
_LONG = 3600
"""Seconds after which nothing is being written any more."""


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; OutputError when it cannot be written."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise OutputError("cannot_write", path=path, reason=error.strerror or error) from error


def write_whole(path: Path, data: bytes) -> None:
    """As `write_file`, but OSError when it cannot be written; what runs that were killed left there is taken away."""
    clear_leftovers(path.parent)
    place = path.parent / leftover_name()
    try:
        with place.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(place, path)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def leftover_name() -> str:
    """A name beside a file that is being written, by which a later run knows whose it was."""
    return f"{_UNFINISHED}{_machine()}-{os.getpid()}-{secrets.token_hex(4)}"


def _machine() -> str:
    """A name of this machine: on a shared folder a process of another one has a number that means nothing here."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def clear_leftovers(folder: Path) -> None:
    """Take away what runs on this machine that were killed left half written in a folder."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        if _is_being_written(path):
            continue
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _is_being_written(path: Path) -> bool:
    """Whether the run that began a file may still go on; where that cannot be asked, whether it began this hour."""
    with suppress(OSError):
        if time.time() - path.lstat().st_mtime > _LONG:
            return False
    machine, _, rest = path.name.removeprefix(_UNFINISHED).partition("-")
    process = rest.partition("-")[0]
    if os.name == "nt" or machine != _machine() or not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
