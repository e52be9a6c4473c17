"""Revising one passage of the last draft with a model: asked, shown as a difference, and kept as the next draft."""

from __future__ import annotations

import json
from dataclasses import replace

from drafter.app.draft import keep
from drafter.app.model_drafts import Asked, material_of
from drafter.app.options import ReportOptions
from drafter.case.current import Current, current
from drafter.case.files import write_file
from drafter.case.folder import CaseFolder
from drafter.case.results import DraftResult
from drafter.document import text_of
from drafter.drafting.render import paragraph_spans
from drafter.drafting.revise import draft_again
from drafter.errors import CaseError
from drafter.llm.writer.material import Material
from drafter.llm.writer.revision import Revision, passage_at, revise
from drafter.llm.writer.run import opened
from drafter.records import dataclass

_RECORD = ".revision.json"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A revision that waits to be taken or left."""

    now: Current
    material: Material
    revision: Revision

    @property
    def before(self) -> str:
        """The passage as it reads."""
        return text_of(paragraph_spans(self.revision.passage.text, self.material.facts))

    @property
    def after(self) -> str:
        """The passage as it would read."""
        return text_of(paragraph_spans(self.revision.text, self.material.facts))


def propose(case: CaseFolder, place: str, instruction: str, asked: Asked) -> Proposal:
    """What a model makes of a passage of the draft as it stands; CaseError without a draft or such a passage."""
    now = current(case)
    if now.drafted is None:
        raise CaseError("nothing_drafted", folder=case.folder)
    material = material_of(case, now.facts)
    kept = now.drafted.kept
    facts = replace(material.facts, notes=kept.notes, entries=kept.entries)
    material = replace(material, facts=facts)
    passage = passage_at(place, kept.draft.narrative, material)
    with opened(asked.settings(case), case.form.definition.language) as (model, _):
        return Proposal(now, material, revise(passage, instruction, material, model))


def take(proposal: Proposal, options: ReportOptions) -> DraftResult:
    """The next draft of the case, with the revised passage; nothing else of its text is touched."""
    now, revision = proposal.now, proposal.revision
    assert now.drafted is not None
    kept = now.drafted.kept
    sections = revision.passage.put_back(kept.draft.narrative, revision.text)
    changed = replace(kept, draft=replace(kept.draft, narrative=sections))
    drafted = draft_again(now.facts, changed, edited=None, number=now.number or 0)
    result = keep(replace(now, drafted=drafted), options, now.notices, None)
    record = now.case.drafts / f"{result.number:03}{_RECORD}"
    write_file(record, (json.dumps(revision.exchanges, ensure_ascii=False, indent=1) + "\n").encode())
    return replace(result, paths={**result.paths, _RECORD: record})
