"""Finished blocks on disk, a line each, so that a run that was cut off goes on and pays for nothing twice."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drafter.errors import OutputError


@dataclass(frozen=True, slots=True)
class Journal:
    """A file of JSON lines: one for every block that was finished, and for every one that failed."""

    path: Path

    def add(self, key: str, data: Mapping[str, Any]) -> None:
        """Write a block down at once; OutputError when that cannot be done."""
        line = json.dumps({"key": key} | dict(data), ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write((b"" if self._is_whole() else b"\n") + line.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError("cannot_write", path=self.path, reason=error.strerror or error) from error

    def _is_whole(self) -> bool:
        """Whether the file ends with its last line; one that was cut off is closed and never read."""
        if not self.path.exists() or not self.path.stat().st_size:
            return True
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def entries(self) -> tuple[dict[str, Any], ...]:
        """Every line that is whole, in order."""
        if not self.path.is_file():
            return ()
        found = []
        for line in self.path.read_bytes().splitlines():
            try:
                data = json.loads(line)
            except ValueError:
                continue
            if isinstance(data, dict) and "key" in data:
                found.append(data)
        return tuple(found)

    def finished(self) -> dict[str, dict[str, Any]]:
        """Finished blocks by key, the last of each."""
        return {data["key"]: data for data in self.entries() if "items" in data}
