"""What a run would send and how it goes, as lines for a terminal."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import TextIO
from unicodedata import east_asian_width

from drafter.document import Notice
from drafter.llm.writer import ModelNarrative, Prepared, Progress
from drafter.messages import error_text, say
from drafter.report.personal_data import Masked


def dry_run_lines(prepared: Prepared, language: str) -> Iterator[str]:
    """Every message to the letter, the first once, then what was masked and withheld, and about how many tokens."""
    for index, request in enumerate(prepared.requests):
        first, own = request.messages
        if index == 0:
            yield say(language, "writing.dry_prefix", tokens=prepared.prefix_tokens, count=len(prepared.requests))
            yield first.content.rstrip("\n")
        tokens = request.tokens - prepared.prefix_tokens
        yield say(language, "writing.dry_block", key=request.task.key, heading=request.task.heading, tokens=tokens)
        yield own.content.rstrip("\n")
    for notice in hidden_notices(prepared.masked, prepared.withheld):
        yield say(language, f"notices.{notice.key}", **dict(notice.values))
    whole, once = prepared.tokens, prepared.tokens - prepared.prefix_tokens * (len(prepared.requests) - 1)
    yield say(language, "writing.dry_total", count=len(prepared.requests), tokens=whole, cached=once)


def hidden_notices(masked: Iterable[Masked], withheld: Iterable[str]) -> Iterator[Notice]:
    """What was taken out before sending: personal data by kind and place, and text that speaks to a machine."""
    for item in masked:
        yield Notice("masked", (("token", item.token), ("shown", item.shown), ("where", item.where)))
    for text in withheld:
        yield Notice("withheld", (("text", text),))


def used_notice(written: ModelNarrative) -> Notice:
    """What a run came to: sentences, and tokens as the server counted them."""
    kept, usage = written.sentences, written.usage
    counts = {"sentences": kept, "rejected": len(written.rejected), "failed": len(written.failed)}
    return Notice("model_used", (*counts.items(), *asdict(usage).items()))


def progress_line(progress: Progress, language: str) -> str:
    """What happened to a block."""
    reason = error_text(language, progress.error).rstrip("\u3002.") if progress.error else ""
    return say(
        language,
        f"writing.{progress.state}",
        key=progress.key,
        heading=progress.heading,
        count=progress.characters,
        reason=reason,
    )


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
