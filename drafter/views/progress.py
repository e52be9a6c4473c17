"""How a run goes, as it goes: a line for what happened, and in a terminal one that counts what comes in."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TextIO
from unicodedata import east_asian_width

from drafter.messages import say
from drafter.modelwriter import Progress
from drafter.modelwriter.shown import progress_line

_PAUSE = 0.1
"""Seconds between two looks of the counting line."""


@dataclass(slots=True)
class ProgressLines:
    """Shows progress on a stream; thread-safe."""

    stream: TextIO
    language: str
    heard: dict[str, int] = field(default_factory=dict)
    """Characters of the answers under way, by block."""
    shown: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def __call__(self, progress: Progress) -> None:
        with self.lock:
            if progress.state == "heard":
                self.heard[progress.key] = progress.characters
                self._count()
                return
            if progress.state != "again":
                self.heard.pop(progress.key, None)
            self._clear()
            if progress.error and progress.error.fatal:  # the same for every part, and told at the end
                return
            print(progress_line(progress, self.language), file=self.stream, flush=True)

    def _count(self) -> None:
        now = time.monotonic()
        if not self.stream.isatty() or now - self.shown < _PAUSE:
            return
        self.shown = now
        line = say(self.language, "writing.hearing", parts=len(self.heard), count=sum(self.heard.values()))
        print(f"\r{_cut(line, shutil.get_terminal_size().columns - 1)}\x1b[K", end="", file=self.stream, flush=True)

    def _clear(self) -> None:
        if self.stream.isatty():
            print("\r\x1b[K", end="", file=self.stream)


def _cut(text: str, width: int) -> str:
    """The text as far as it fits; a wide character takes two columns."""
    for at, char in enumerate(text):
        width -= 2 if east_asian_width(char) in "WF" else 1
        if width < 0:
            return text[:at]
    return text
