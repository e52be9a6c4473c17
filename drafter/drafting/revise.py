"""Drafting: facts to a draft, by rolling last year forward or by keeping an earlier draft's wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from drafter.document import Role, Span
from drafter.drafting.draft import KeptDraft
from drafter.drafting.outline import complete_narrative, with_notes, without_notes
from drafter.drafting.past import notes_for_events
from drafter.drafting.render import Draft, Rendered, render
from drafter.drafting.rollforward import roll_forward
from drafter.form import Form
from drafter.report import (
    Block,
    Edit,
    Entry,
    Facts,
    Filing,
    Narrative,
    Note,
    Place,
    Sections,
    facts_of,
    paragraphs_of,
    splice,
)
from drafter.report.references import escape
from drafter.statements import State, bind

_SPEAKS_FOR_ITSELF = 16
_WORDS_AROUND = 12
_JOINS = re.compile(r"[0-9\uff10-\uff19.,\uff0e]")
_ALIKE = 50
"""Least similarity (0-100) at which an edited paragraph is taken for a new wording of an old one."""


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
        found = [
            _with_words(spans, index)
            for spans in self.rendered.spans.values()
            for index, span in enumerate(spans)
            if span.role is Role.OPEN
        ]
        passages = Narrative(self.filing.narrative, form).passages
        return (*found, *(item.text for item in passages if item.is_heading and item.marks))


def _with_words(spans: Sequence[Span], index: int) -> str:
    """An open span with the words just before and after it; a long one speaks for itself."""
    text = spans[index].text
    if len(text) > _SPEAKS_FOR_ITSELF:
        return text
    before = "".join("\u2026" if span.role is Role.OPEN else span.text for span in spans[:index])[-_WORDS_AROUND:]
    after = spans[index + 1].text[: _WORDS_AROUND // 3] if index + 1 < len(spans) else ""
    return f"{before}{text}{after}"


def entries_of(last: Filing | None, form: Form, year: int | None) -> tuple[Entry, ...]:
    """The quantities of last year's text that no cell decides."""
    return roll_forward(facts_of(form, {}, year=year, last=last)).entries


def draft_anew(facts: Facts) -> WrittenDraft:
    """A draft from last year's report, or from the form's skeleton where there is none."""
    plan = roll_forward(facts)
    narrative = complete_narrative(plan.narrative, facts.form, facts.notes)
    narrative = notes_for_events(narrative, facts.notes, facts.form)
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
    return _drafted(narrative, earlier.entries, facts, based_on=number, kept_notes=earlier.notes, writer=writer)


def _drafted(
    narrative: Sections,
    entries: Sequence[Entry],
    facts: Facts,
    *,
    based_on: int | None,
    kept_notes: Sequence[Note] = (),
    writer: str = "rollforward",
) -> WrittenDraft:
    current = {note.id for note in facts.notes}
    notes = (*facts.notes, *(note for note in kept_notes if note.id not in current))
    draft = Draft(facts.form.key, facts.organization, facts.year, narrative, writer)
    facts = facts.with_entries(entries)
    return WrittenDraft(
        KeptDraft(draft, facts.figures, facts.entries, notes, based_on),
        render(draft, replace(facts, notes=notes)),
        facts,
    )


def take_wording(earlier: KeptDraft, edited: Sections, facts: Facts) -> Sections:
    """The edited text as a draft: references that still stand are kept, numbers that the person wrote are bound.

    A reference stands where its words are untouched. What a person wrote in an open mark's place is theirs.
    """
    draft = earlier.draft
    then = replace(
        facts,
        organization=draft.organization,
        year=draft.year,
        figures=earlier.figures,
        notes=earlier.notes,
        entries=earlier.entries,
    )
    old = _paragraphs(draft.narrative, render(draft, then))
    bound = _bound(Narrative(edited, facts.form), then)
    result: dict[str, tuple[Block, ...]] = {}
    for section, blocks in edited.items():
        ordinal = 0
        written = []
        for block in blocks:
            texts = []
            for text in block.paragraphs:
                texts.append(_worded(text, old.get(section, []), bound.get(Place(section, block.topic, ordinal), [])))
                ordinal += 1
            written.append(replace(block, paragraphs=tuple(texts)))
        result[section] = tuple(written)
    return result


@dataclass(frozen=True, slots=True)
class _Old:
    text: str
    draft: str
    spans: tuple[Span, ...]


def _paragraphs(narrative: Sections, rendered: Rendered) -> dict[str, list[_Old]]:
    found: dict[str, list[_Old]] = {}
    for section, blocks in narrative.items():
        for ordinal, (block, draft) in enumerate(paragraphs_of(blocks)):
            spans = rendered.spans[Place(section, block.topic, ordinal)]
            found.setdefault(section, []).append(_Old("".join(span.text for span in spans), draft, spans))
    return found


def _bound(edited: Narrative, facts: Facts) -> dict[Place, list[Edit]]:
    found: dict[Place, list[Edit]] = {}
    for item in bind(edited, facts).bindings:
        if item.state is State.BOUND and item.reference and item.reference.prefix != "note":
            found.setdefault(item.where, []).append(Edit(item.start, item.end, str(item.reference)))
    return found


def _worded(text: str, old: Sequence[_Old], bound: Sequence[Edit]) -> str:
    for item in old:
        if item.text == text:
            return item.draft
    best = process.extractOne(text, [item.text for item in old], scorer=fuzz.ratio, score_cutoff=_ALIKE)
    standing = _standing(old[best[2]], text) if best else ()
    return splice(text, (*standing, *bound), rest=escape)


def _standing(old: _Old, text: str) -> Iterator[Edit]:
    """Where the references of an old paragraph stand untouched in its new wording."""
    equal = [code for code in Indel.opcodes(old.text, text) if code.tag == "equal"]
    position = 0
    for span in old.spans:
        start, end = position, position + len(span.text)
        position = end
        if span.target is None:
            continue
        for code in equal:
            shift = code.dest_start - code.src_start
            if code.src_start <= start and end <= code.src_end and _untouched(text, start + shift, end + shift):
                yield Edit(start + shift, end + shift, f"{{{span.target}}}")


def _untouched(text: str, start: int, end: int) -> bool:
    """Whether nothing was typed onto a number: no digit stands against it on either side."""
    return not any(_JOINS.match(near) for near in (text[max(0, start - 1) : start], text[end : end + 1]) if near)
