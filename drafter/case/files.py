"""Files of a case: written whole or not at all, known again by their digest."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from drafter.errors import OutputError


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
    """As `write_file`, but OSError when it cannot be written."""
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
