"""The file of results: a line for each examined file, added as it comes, so that a run that was cut off goes on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from drafter.batch.records import Ending, FileResult, parse
from drafter.errors import OutputError

RESULTS = "results.jsonl"
LAST_RESULTS = "last-year.jsonl"


class Kept(NamedTuple):
    """Where the line of a file stands, and what decides whether it still holds."""

    start: int
    length: int
    ending: Ending
    settings: str
    basis: str
    organization: str | None
    year: int | None


class Results:
    """The results in a file; only where each line stands is kept in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: dict[str, Kept] = {}
        self._end = 0
        self._cut = False
        """Whether the last line was left unfinished."""
        if path.is_file():
            with path.open("rb") as file:
                for line in file:
                    self._note(line)

    def _note(self, line: bytes) -> None:
        self._cut = not line.endswith(b"\n")
        result = None if self._cut else parse(line)
        if result is not None:
            self._kept[result.digest] = Kept(
                self._end,
                len(line),
                result.ending,
                result.settings,
                result.basis,
                result.organization,
                result.year,
            )
        self._end += len(line)

    def kept(self, digest: str) -> Kept | None:
        """Where the result of a file stands; None where there is none."""
        return self._kept.get(digest)

    def add(self, line: bytes) -> None:
        """Add a line; OutputError if it cannot be written, and what was added before is kept."""
        try:
            with self.path.open("ab") as file:
                if self._cut:
                    self._end += file.write(b"\n")
                file.write(line)
        except OSError as error:
            raise OutputError("cannot_write", path=self.path, reason=error.strerror or error) from error
        self._note(line)

    def get(self, digest: str) -> FileResult | None:
        """The result of a file; None where there is none."""
        return next(self.each([digest]), None)

    def each(self, digests: Iterable[str]) -> Iterator[FileResult]:
        """The results of these files, those that there are."""
        for line in self._lines(digests):
            if (result := parse(line)) is not None:
                yield result

    def _lines(self, digests: Iterable[str]) -> Iterator[bytes]:
        found = [kept for digest in digests if (kept := self._kept.get(digest))]
        if not found:
            return
        with self.path.open("rb") as file:
            for kept in found:
                file.seek(kept.start)
                yield file.read(kept.length)

    def settle(self, digests: Iterable[str]) -> None:
        """Leave only these results in the file, in this order, so that runs in any order end in the same bytes."""
        wanted = [digest for digest in dict.fromkeys(digests) if digest in self._kept]
        draft = self.path.with_suffix(".writing")
        try:
            with draft.open("wb") as file:
                file.writelines(self._lines(wanted))
            os.replace(draft, self.path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise OutputError("cannot_write", path=self.path, reason=error.strerror or error) from error
        kept, self._kept, self._end, self._cut = self._kept, {}, 0, False
        for digest in wanted:
            self._kept[digest] = kept[digest]._replace(start=self._end)
            self._end += kept[digest].length
