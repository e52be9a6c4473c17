"""What a run would send and how it goes, as lines for a terminal."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from threading import Lock
from typing import TextIO
from unicodedata import east_asian_width

from drafter.document import Notice, text_of
from drafter.drafting.render import paragraph_spans
from drafter.llm import Usage
from drafter.llm.prompts import tokens_of
from drafter.llm.reader import ModelReading
from drafter.llm.settings import ModelSettings
from drafter.llm.writer import Material, ModelNarrative, Prepared, Progress
from drafter.messages import error_text, listed, say
from drafter.records import dataclass
from drafter.report.personal_data import Masked


def dry_run_lines(prepared: Prepared, language: str) -> Iterator[str]:
    """Every message to the letter, the first once, then what was masked, and about how many tokens."""
    for index, request in enumerate(prepared.requests):
        first, own = request.messages
        if index == 0:
            tokens = tokens_of([first.content])
            yield say(language, "writing.dry_prefix", tokens=tokens, count=len(prepared.requests))
            yield first.content.rstrip("\n")
        heading = listed((part.label for part in request.parts), language)
        yield say(language, "writing.dry_request", heading=heading, tokens=request.tokens, answer=request.answer)
        yield own.content.rstrip("\n")
    for notice in masked_notices(prepared.masked):
        yield say(language, f"notices.{notice.key}", **dict(notice.values))
    yield say(language, "writing.dry_total", count=len(prepared.requests), tokens=prepared.tokens)


def masked_notices(masked: Iterable[Masked]) -> Iterator[Notice]:
    """What was taken out before sending: personal data by kind and place."""
    for item in masked:
        yield Notice("masked", (("token", item.token), ("shown", item.shown), ("where", item.where)))


def run_notices(written: ModelNarrative, material: Material, language: str) -> Iterator[Notice]:
    """What a person must know of a run: what was hidden, what was not used and why, what was left out or put in."""
    facts = material.facts
    yield from masked_notices(written.masked)
    for item in written.out:
        why = "; ".join(reason.text(language) for reason in item.reasons if not reason.soft)
        yield Notice("model_out", (("place", item.part.label), ("text", item.raw), ("reasons", why)))
    for item in written.sentences:
        if item.vouched is False and item.backing and not item.by_program:
            words = listed(item.backing.words, language)
            yield Notice("model_unvouched", (("place", item.part.label), ("text", item.backing.text), ("words", words)))
        elif item.by_program:
            words = text_of(paragraph_spans(item.text, facts))
            yield Notice("model_filled", (("text", words),))
    for omission in written.omitted:
        yield Notice("model_omitted", (("source", omission.source), ("reason", omission.reason)))
    for name in written.unsaid:
        entry = facts.entry_of[name]
        value = f"{entry.value}{entry.unit or ''}"
        yield Notice("model_unsaid", (("value", value), ("sentence", entry.sentence)))
    for name in written.untold:
        entry = facts.entry_of[name]
        yield Notice("model_untold", (("value", f"{entry.last}{entry.unit or ''}"), ("sentence", entry.sentence)))
    for problem in written.problems:
        if problem.status == "dropped" and 0 < problem.number <= len(material.last_problems):
            text = material.last_problems[problem.number - 1]
            yield Notice("model_problem", (("problem", text), ("reason", problem.reason)))


def run_table(written: ModelNarrative, settings: ModelSettings, language: str) -> Iterator[str]:
    """What a run came to, a line for each figure; the cost only where prices are set."""
    usage, program = written.usage, len(written.sentences) - written.by_model
    rows: list[tuple[str, object]] = [("sentences", len(written.sentences)), ("program", program)]
    if written.vouched(None) < len(written.sentences):
        rows += [("vouched", written.vouched(True)), ("unvouched", written.vouched(False))]
    said = written.notes - len(written.gaps.notes)
    rows += [("returned", written.returned), ("out", len(written.out)), ("notes", f"{said}/{written.notes}")]
    rows += [("requests", sum(len(item.get("exchanges", ())) for item in written.replies))]
    rows += [("prompt", f"{usage.prompt} ({usage.cached})"), ("completion", usage.completion)]
    if cost := cost_of(usage, settings):
        rows.append(("cost", f"{cost:.4f}"))
    rows.append(("seconds", f"{written.seconds:.1f}"))
    labels = [say(language, f"writing.table_{name}") for name, _ in rows]
    width = max(map(_width, labels))
    for label, (_, value) in zip(labels, rows, strict=True):
        yield f"{label}{' ' * (width - _width(label))}  {value}"


def reading_table(reading: ModelReading, settings: ModelSettings, language: str) -> Iterator[str]:
    """What a second reading took: requests, tokens, cost where prices are set, seconds."""
    usage = reading.usage
    rows: list[tuple[str, object]] = [("requests", reading.requests), ("prompt", f"{usage.prompt} ({usage.cached})")]
    rows.append(("completion", usage.completion))
    if cost := cost_of(usage, settings):
        rows.append(("cost", f"{cost:.4f}"))
    rows.append(("seconds", f"{reading.seconds:.1f}"))
    shown = [f"{say(language, f'writing.table_{name}')} {value}" for name, value in rows]
    yield say(language, "reading_model.table", reader=reading.second.reader, rows=", ".join(shown))


def cost_of(usage: Usage, settings: ModelSettings) -> float:
    """What tokens cost at the prices of the settings; 0 where there are none."""
    cached = settings.price_in if settings.price_cached is None else settings.price_cached
    fresh = max(0, usage.prompt - usage.cached)
    return (fresh * settings.price_in + usage.cached * cached + usage.completion * settings.price_out) / 1e6


def explained(written: ModelNarrative, material: Material, language: str) -> Iterator[str]:
    """Every sentence as it reads, with who wrote it and what it names as its sources."""
    for item in written.sentences:
        who = say(language, "writing.explain_program" if item.by_program else "writing.explain_model")
        yield f"[{item.part.key}] {text_of(paragraph_spans(item.text, material.facts))}"
        yield f"    {who}: {'; '.join(str(reference)[1:-1] for reference in item.references) or '-'}"
        if item.backing is not None:
            state = say(language, f"writing.table_{'vouched' if item.vouched else 'unvouched'}")
            yield f"    {state}: {getattr(item.backing.why, 'zh' if language == 'zh' else 'en')}"


def proposal_lines(before: str, after: str, lost: Sequence[str], gained: Sequence[str], language: str) -> Iterator[str]:
    """A passage before and after its revision, and the facts that went and came."""
    yield f"- {before}"
    yield f"+ {after}"
    for key, facts in (("lost", lost), ("gained", gained)):
        if facts:
            yield say(language, f"summary.revise_{key}", facts=listed(facts, language))


def progress_line(progress: Progress, language: str, room: str = "writing") -> str:
    """What happened to a request; `room` says in which messages: of writing or of reading."""
    reason = error_text(language, progress.error).rstrip("\u3002.") if progress.error else ""
    return say(
        language,
        f"{room}.{progress.state}",
        key=progress.key,
        heading=progress.heading or say(language, "writing.whole"),
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
    room: str = "writing"
    """Which messages: of writing or of reading."""
    heard: dict[str, Progress] = field(default_factory=dict)
    """What came last of the answers under way, by request."""
    shown: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def __call__(self, progress: Progress) -> None:
        with self.lock:
            if progress.state == "heard":
                self.heard[progress.key] = progress
                self._count()
                return
            if progress.state != "again":
                self.heard.pop(progress.key, None)
            self._clear()
            if progress.error and progress.error.fatal:  # the same for every request, and told at the end
                return
            print(progress_line(progress, self.language, self.room), file=self.stream, flush=True)

    def _count(self) -> None:
        now = time.monotonic()
        if not self.stream.isatty() or now - self.shown < _PAUSE:
            return
        self.shown = now
        places = ", ".join(
            item.place or item.heading or say(self.language, "writing.whole") for item in self.heard.values()
        )
        count = sum(item.characters for item in self.heard.values())
        line = say(self.language, f"{self.room}.hearing", place=places, count=count)
        print(f"\r{_cut(line, shutil.get_terminal_size().columns - 1)}\x1b[K", end="", file=self.stream, flush=True)

    def _clear(self) -> None:
        if self.stream.isatty():
            print("\r\x1b[K", end="", file=self.stream)


def _width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str, width: int) -> str:
    """The text as far as it fits; a wide character takes two columns."""
    for at, char in enumerate(text):
        width -= 2 if east_asian_width(char) in "WF" else 1
        if width < 0:
            return text[:at]
    return text
