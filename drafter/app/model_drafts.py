"""A draft whose narrative a model writes, in a case: what would be sent, the asking, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drafter.case.files import write_file
from drafter.case.folder import CaseFolder
from drafter.drafting.revise import Brief, Drafted, draft_from
from drafter.errors import CaseError, ModelError
from drafter.llm import AskFailed
from drafter.llm.settings import ModelSettings, model_settings
from drafter.llm.writer import Material, ModelNarrative, Options, Progress, gather, prepare, write_narrative
from drafter.llm.writer.journal import Journal
from drafter.llm.writer.run import opened, options_of, record_of
from drafter.messages import both
from drafter.views.model_run import dry_run_lines

_JOURNAL = "pending.model.jsonl"
_RECORD = ".model.json"


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


def would_send(case: CaseFolder, brief: Brief, asked: Asked, language: str) -> Iterable[str]:
    """Everything that would be sent, to the letter, with an estimate of its tokens; nothing is sent."""
    try:
        options = options_of(asked.settings(case))
    except ModelError:  # nothing is sent, so no key is needed
        options = Options(context=asked.context)
    return dry_run_lines(prepare(material_of(brief), options), language)


def draft_with_model(
    case: CaseFolder, brief: Brief, asked: Asked, *, fresh: bool, progress: Callable[[Progress], None]
) -> tuple[Drafted, ModelNarrative]:
    """A draft by the model; finished blocks of earlier runs are not asked for again unless `fresh`."""
    material, journal = material_of(brief), Journal(case.drafts / _JOURNAL)
    try:
        with opened(asked.settings(case), brief.form.definition.language) as (model, options):
            if fresh:
                journal.path.unlink(missing_ok=True)
            finished = {} if fresh else {**_kept_blocks(case, model.name), **journal.finished()}
            written = write_narrative(
                material, model, options, finished=finished, on_block=journal.add, progress=progress
            )
    except AskFailed:
        raise
    except ModelError as error:
        raise ModelError("model_unavailable", reason=both(f"errors.{error.key}", **error.values)) from error
    drafted = draft_from(brief, written.narrative, material.entries, writer=f"model:{written.model}")
    return drafted, written


def _kept_blocks(case: CaseFolder, model: str) -> Mapping[str, Mapping[str, Any]]:
    """Finished blocks of the last draft by this model, or by any model that left some open."""
    for path in sorted(case.drafts.glob(f"*{_RECORD}"), key=lambda path: int(path.name.split(".")[0]), reverse=True):
        try:
            record = json.loads(path.read_bytes())
            usable = record["model"] == model or record["failed"]
            return {block["key"]: block for block in record["blocks"]} if usable else {}
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


def material_of(brief: Brief) -> Material:
    """What the writer may use of a brief; CaseError when it does not say whose report it is, and of which year."""
    if brief.organization is None:
        raise CaseError("no_organization")
    if brief.year is None:
        raise CaseError("no_year")
    return gather(
        brief.form,
        brief.figures,
        organization=brief.organization,
        year=brief.year,
        last=brief.last,
        notes=brief.notes,
        values=brief.values,
    )
