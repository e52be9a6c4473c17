"""A text read by a model besides the program: who reads it, what is kept of it in a case, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from drafter.app.options import ReaderChoice
from drafter.case.current import Current
from drafter.case.folder import READER_JOURNAL, CaseFolder
from drafter.case.results import SecondRead
from drafter.document import Notice
from drafter.errors import ModelError
from drafter.llm.reader import ModelReading, kept_reading, read_narrative
from drafter.llm.settings import ModelSettings, model_settings
from drafter.llm.writer import Progress
from drafter.llm.writer.journal import Journal
from drafter.llm.writer.run import opened
from drafter.messages import both
from drafter.report import Facts, Filing, Narrative, Place
from drafter.views.model_run import ProgressLines, masked_notices, reading_table

Kept = dict[str, Sequence[Mapping[str, Any]]]


def read_again(now: Current, choice: ReaderChoice | None) -> SecondRead:
    """A case as it stands by a second reader; without a choice only what is kept counts, and nothing is sent."""
    case, filing = now.case, now.filing
    facts = now.drafted.facts if now.drafted else now.facts
    name = None if choice is None else choice.model or _writer(now)
    if choice is None or name is None:
        return _kept_only(case, filing, facts, now.own)
    try:
        settings = model_settings({"model": name, "context": choice.context}, case.settings.model)
        return _asked(filing, facts, settings, choice, now.own, Journal(case.drafts / READER_JOURNAL))
    except ModelError as error:
        return _failed(error, _kept_only(case, filing, facts, now.own))


def read_filing(filing: Filing, facts: Facts, choice: ReaderChoice) -> SecondRead:
    """A report in a file by the model that was asked for by name; nothing is kept of it."""
    try:
        settings = model_settings({"model": choice.model, "context": choice.context})
        return _asked(filing, facts, settings, choice, (), None)
    except ModelError as error:
        return _failed(error, SecondRead())


def _writer(now: Current) -> str | None:
    """The model that wrote the draft, as the settings of the case name it where it is a file."""
    name, told = now.model_writer, (now.case.settings.model or {}).get("model")
    return told if name and isinstance(told, str) and Path(told).stem == name else name


def _asked(
    filing: Filing,
    facts: Facts,
    settings: ModelSettings,
    choice: ReaderChoice,
    own: Collection[Place],
    journal: Journal | None,
) -> SecondRead:
    """The text read by a model, what is kept of it not asked for again."""
    narrative, kept = Narrative(filing.narrative, facts.form), _kept(journal)[1] if journal else {}
    with opened(settings, facts.form.definition.language) as (model, options):
        reading = read_narrative(
            narrative, facts, model, options, own=own, kept=kept, on_reply=journal.add if journal else None,
            progress=_shown(choice),
        )  # fmt: skip
    sent = (*masked_notices(reading.masked),) if reading.requests else ()
    lines = tuple(reading_table(reading, settings, choice.language)) if reading.requests else ()
    if reading.failure is None:
        return SecondRead(reading.second, sent, lines)
    found = reading.second if _says_something(reading) else None
    return _failed(reading.failure, SecondRead(found, sent, lines))


def _shown(choice: ReaderChoice) -> Callable[[Progress], None] | None:
    return None if choice.stream is None else ProgressLines(choice.stream, choice.language, "reading_model")


def _says_something(reading: ModelReading) -> bool:
    return bool(reading.second.statements or reading.second.sentences)


def _failed(error: ModelError, read: SecondRead) -> SecondRead:
    """What there is all the same, with the one sentence that says why there is no more."""
    reason = both(f"errors.{error.key}", **error.values)
    return SecondRead(read.second, (*read.notices, Notice("reader_failed", (("reason", reason),))), read.lines)


def _kept_only(case: CaseFolder, filing: Filing, facts: Facts, own: Collection[Place]) -> SecondRead:
    """What the last model that read the case said of this text."""
    name, kept = _kept(Journal(case.drafts / READER_JOURNAL))
    if name is None:
        return SecondRead()
    reading = kept_reading(Narrative(filing.narrative, facts.form), facts, name, kept, own=own)
    if not _says_something(reading):
        return SecondRead()
    unread = (Notice("reader_unread", (("count", reading.unread), ("reader", name))),) if reading.unread else ()
    return SecondRead(reading.second, unread)


def _kept(journal: Journal) -> tuple[str | None, Kept]:
    """The model that read last, and all that was read, by the digest of what it was said about."""
    name, kept = None, Kept()
    for entry in journal.entries():
        if isinstance(entry.get("items"), dict):
            kept |= {key: said for key, said in entry["items"].items() if isinstance(said, list)}
            name = str(entry.get("model"))
    return name, kept
