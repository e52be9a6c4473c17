"""Drafting: facts to a draft, by rolling last year forward or by keeping an earlier draft's wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.drafting.adopt import entries_as_references, take_wording
from drafter.drafting.draft import KeptDraft
from drafter.drafting.open_places import open_places
from drafter.drafting.outline import complete_narrative, with_notes, without_notes
from drafter.drafting.past import notes_for_events
from drafter.drafting.render import Draft, Rendered, render
from drafter.drafting.rollforward import roll_forward
from drafter.form import Form
from drafter.records import dataclass
from drafter.report import (
    Entry,
    Facts,
    Filing,
    Narrative,
    Note,
    Sections,
    facts_of,
)


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A draft, written out, with everything that it was written from."""

    kept: KeptDraft
    rendered: Rendered
    facts: Facts

    @property
    def filing(self) -> Filing:
        return self.rendered.filing

    def open_marks(self, form: Form) -> tuple[str, ...]:
        """Everything that is still open, in order of the text, each with a few of the words around it."""
        return tuple(mark.shown for mark in open_places(Narrative(self.filing.narrative, form)))


def entries_of(last: Filing | None, form: Form, year: int | None) -> tuple[Entry, ...]:
    """The quantities of last year's text that no cell decides."""
    return roll_forward(facts_of(form, {}, year=year, last=last)).entries


def draft_anew(facts: Facts) -> WrittenDraft:
    """A draft from last year's report, or from the form's skeleton where there is none."""
    plan = roll_forward(facts)
    narrative = complete_narrative(plan.narrative, facts.form, facts.notes)
    narrative = notes_for_events(narrative, facts.with_entries(plan.entries))
    return _drafted(with_notes(narrative, facts.notes, facts.form), plan.entries, facts, based_on=None)


def draft_from(facts: Facts, narrative: Sections, entries: Sequence[Entry], *, writer: str) -> WrittenDraft:
    """A draft of a narrative that another writer wrote, notes and all."""
    whole = complete_narrative(narrative, facts.form, facts.notes)
    return _drafted(whole, entries, facts, based_on=None, writer=writer)


def draft_again(facts: Facts, earlier: KeptDraft, *, edited: Filing | None, number: int) -> WrittenDraft:
    """A draft with the wording of an earlier one (or of that one as edited) and the figures of now."""
    narrative = earlier.draft.narrative
    if edited is not None:
        narrative = take_wording(earlier, edited.narrative, facts)
    gone = [note for note in earlier.notes if note not in facts.notes]
    narrative = without_notes(narrative, gone, facts.form)
    fresh = [note for note in facts.notes if note not in earlier.notes]
    narrative = with_notes(narrative, fresh, facts.form)
    writer = earlier.draft.writer
    entered = replace(facts.with_entries(earlier.entries), notes=_all_notes(facts, earlier.notes))
    narrative = entries_as_references(replace(earlier.draft, narrative=narrative), entered)
    drafted = _drafted(narrative, earlier.entries, facts, based_on=number, kept_notes=earlier.notes, writer=writer)
    kept = replace(drafted.kept, adopted=earlier.adopted, pending=earlier.pending, own=earlier.own)
    return replace(drafted, kept=replace(kept, comments=earlier.comments))


def _drafted(
    narrative: Sections,
    entries: Sequence[Entry],
    facts: Facts,
    *,
    based_on: int | None,
    kept_notes: Sequence[Note] = (),
    writer: str = "rollforward",
) -> WrittenDraft:
    notes = _all_notes(facts, kept_notes)
    draft = Draft(facts.form.key, facts.organization, facts.year, narrative, writer)
    facts = facts.with_entries(entries)
    return WrittenDraft(
        KeptDraft(draft, facts.figures, facts.entries, notes, based_on),
        render(draft, replace(facts, notes=notes)),
        facts,
    )


def _all_notes(facts: Facts, kept: Sequence[Note]) -> tuple[Note, ...]:
    """The notes of now, and those of an earlier draft that are no longer there."""
    current = {note.id for note in facts.notes}
    return (*facts.notes, *(note for note in kept if note.id not in current))
