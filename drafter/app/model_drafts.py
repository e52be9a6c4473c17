"""A draft whose narrative a model writes, in a case: what would be sent, the asking, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from drafter.app.draft import entries_left_open, keep
from drafter.app.options import ReaderChoice, ReportOptions
from drafter.case.current import inputs_of
from drafter.case.files import write_file
from drafter.case.folder import CaseFolder
from drafter.case.results import DraftResult
from drafter.checks import Context
from drafter.document import Notice
from drafter.drafting.revise import WrittenDraft, draft_from
from drafter.errors import CaseError, ModelError
from drafter.llm import AskFailed
from drafter.llm.settings import ModelSettings, model_settings
from drafter.llm.writer import Material, ModelNarrative, Options, Progress, gather, prepare, write_narrative
from drafter.llm.writer.journal import Journal
from drafter.llm.writer.result import record_of
from drafter.llm.writer.run import opened, options_of
from drafter.llm.writer.style import style_of
from drafter.messages import both
from drafter.records import dataclass
from drafter.report import Facts
from drafter.views.model_run import dry_run_lines, explained, run_notices, run_table

_JOURNAL = "pending.model.jsonl"
_RECORD = ".model.json"
_STYLE = "style.md"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which model, and how: what the command line says (None: not told)."""

    model: str | None = None
    context: int | None = None
    concurrency: int | None = None

    def settings(self, case: CaseFolder) -> ModelSettings:
        """These over the environment over the case's own settings; ModelError when there is no model or key."""
        told = {"model": self.model, "context": self.context, "concurrency": self.concurrency}
        return model_settings(told, case.settings.model)


def dry_run(case: CaseFolder, asked: Asked, language: str) -> Iterable[str]:
    """Everything that would be sent, to the letter, with an estimate of its tokens; nothing is sent."""
    try:
        options = options_of(asked.settings(case))
    except ModelError:  # nothing is sent, so no key is needed
        options = Options(context=asked.context)
    return dry_run_lines(prepare(material_of(case, inputs_of(case).facts), options), language)


def draft_by_model(
    case: CaseFolder,
    options: ReportOptions,
    asked: Asked,
    *,
    fresh: bool,
    output: Path | None,
    language: str,
    progress: Callable[[Progress], None],
    explain: bool = False,
    reader: ReaderChoice | None = None,
) -> DraftResult:
    """The next draft of a case, its narrative written by a model; `reader` reads the whole of it once, at the end."""
    now = inputs_of(case)
    run = draft_with_model(case, now.facts, asked, fresh=fresh, progress=progress)
    notices = [*now.given.notices, *case.notices(), *entries_left_open(run.drafted.kept.entries, now.facts.typed)]
    notices += [*_edits_left_aside(case), *run_notices(run.written, run.material, language)]
    result = keep(replace(now, drafted=run.drafted), options, notices, output, reader)
    assert result.number is not None
    record = keep_record(case, result.number, run.written, language)
    lines = [*explained(run.written, run.material, language), ""] if explain else []
    lines += run_table(run.written, run.settings, language)
    return replace(result, paths={**result.paths, ".model.json": record}, lines=(*lines, *result.lines))


def _edits_left_aside(case: CaseFolder) -> Iterator[Notice]:
    """A model writes from last year's report: what a person has changed in the last draft is not in the new one."""
    numbers = case.numbers()
    with suppress(CaseError):
        changed = case.edited(numbers[-1], case.draft(numbers[-1])) if numbers else None
        if changed is not None:
            yield Notice("edits_left_aside", (("path", changed),))


@dataclass(frozen=True, slots=True)
class ModelRun:
    """A draft that a model wrote, with what it was written from and how."""

    drafted: WrittenDraft
    written: ModelNarrative
    material: Material
    settings: ModelSettings


def draft_with_model(
    case: CaseFolder, facts: Facts, asked: Asked, *, fresh: bool, progress: Callable[[Progress], None]
) -> ModelRun:
    """A draft by the model; what earlier runs have answered is not asked for again unless `fresh`."""
    keep_style(case, facts)
    material, journal = material_of(case, facts), Journal(case.drafts / _JOURNAL)
    try:
        settings = asked.settings(case)
        with opened(settings, facts.form.definition.language) as (model, options):
            if fresh:
                journal.path.unlink(missing_ok=True)
            finished = {} if fresh else {**_kept_replies(case, model.name), **journal.finished()}
            written = write_narrative(
                material, model, options, finished=finished, on_reply=journal.add, progress=progress
            )
    except AskFailed:
        raise
    except ModelError as error:
        raise ModelError("model_unavailable", reason=both(f"errors.{error.key}", **error.values)) from error
    drafted = draft_from(facts, written.narrative, material.facts.entries, writer=f"model:{written.model}")
    return ModelRun(drafted, written, material, settings)


def _kept_replies(case: CaseFolder, model: str) -> Mapping[str, Mapping[str, Any]]:
    """Answers of the last draft by this model, or by any model that left places open."""
    for path in sorted(case.drafts.glob(f"*{_RECORD}"), key=lambda path: int(path.name.split(".")[0]), reverse=True):
        try:
            record = json.loads(path.read_bytes())
            usable = record["model"] == model or record["failed"]
            return {reply["key"]: reply for reply in record["replies"]} if usable else {}
        except (OSError, ValueError, LookupError, TypeError):
            continue
    return {}


def keep_record(case: CaseFolder, number: int, written: ModelNarrative, language: str) -> Path:
    """Keep every exchange with the draft, and close the journal of the run."""
    path = case.drafts / f"{number:03}{_RECORD}"
    journal = Journal(case.drafts / _JOURNAL)
    failed = [entry for entry in journal.entries() if "failed" in entry]
    record: Mapping[str, object] = record_of(written, language) | {"attempts": failed}
    write_file(path, (json.dumps(record, ensure_ascii=False, indent=1, default=str) + "\n").encode())
    with suppress(OSError):
        journal.path.unlink()
    return path


def keep_style(case: CaseFolder, facts: Facts) -> None:
    """Put the style of last year's text into the case where it has none, to be read and changed."""
    path = case.folder / _STYLE
    if not path.exists() and (text := style_of(facts)):
        write_file(path, text.encode())


def material_of(case: CaseFolder, facts: Facts) -> Material:
    """What the writer may use; CaseError when it is not said whose report it is, and of which year."""
    if facts.organization is None:
        raise CaseError("no_organization")
    if facts.year is None:
        raise CaseError("no_year")
    path = case.folder / _STYLE
    style = path.read_text(encoding="utf-8") if path.is_file() else ""
    settings = case.settings
    wording = case.folder / settings.wording if settings.wording else None
    context = Context(settings.kind, notices=settings.notices, wording=wording)
    return gather(facts, formulas=settings.formulas, style=style, context=context)
