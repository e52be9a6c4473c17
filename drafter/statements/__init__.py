"""Binding: every quantity of a narrative to what it states, by the words around it and by its value together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from drafter.report.facts import Facts
from drafter.report.narrative import Narrative
from drafter.report.notes import Note
from drafter.report.references import Reference
from drafter.statements.account import Account, Binding, ClaimFound, Sense, State
from drafter.statements.changes import change, compared_with, share
from drafter.statements.claims import claims_of, find_claims
from drafter.statements.context import Cues, Met, met
from drafter.statements.discourse import Discourse, Time
from drafter.statements.figures import said

__all__ = ["Account", "Binding", "ClaimFound", "Discourse", "Sense", "State", "Time", "bind", "find_claims"]


def bind(narrative: Narrative, facts: Facts) -> Account:
    """The account of a narrative; without last year's report a change is bound by its words alone.

    Where the facts do not say of which year they are, the narrative is taken to be about the one that it names most.
    """
    year = facts.year or _year(narrative, facts)
    paragraphs = [
        Discourse(item.text, item.place, item.form, year, facts.organization) for item in narrative.paragraphs
    ]
    claims = tuple(claim for paragraph in paragraphs for claim in claims_of(paragraph))
    bindings = tuple(binding for paragraph in paragraphs for binding in _bindings(paragraph, facts))
    return Account(bindings, claims, year, {paragraph.place: paragraph for paragraph in paragraphs})


def _year(narrative: Narrative, facts: Facts) -> int | None:
    """The year that a narrative names most; None when it names none."""
    texts = (paragraph.text for paragraph in narrative.paragraphs)
    years = Counter(match.group("year") for text in texts for match in facts.phrases.year.finditer(text))
    return int(years.most_common(1)[0][0]) if years else None


def _bindings(paragraph: Discourse, facts: Facts) -> Sequence[Binding]:
    if not paragraph.quantities:
        return ()
    found: list[Binding] = []
    text, phrases = paragraph.text, facts.phrases
    cues = Cues(phrases.before_cues.within(text), phrases.after_cues.within(text))
    verbatim = _verbatim_notes(text, facts.notes)
    for quantity in paragraph.quantities:
        item = met(paragraph, quantity, found, cues)
        note = next((note for start, end, note in verbatim if start <= quantity.start and quantity.end <= end), None)
        found.append(_of_note(item, note, facts) if note else _quantity(item, facts))
    return _parallel(found, paragraph)


def _parallel(found: list[Binding], paragraph: Discourse) -> list[Binding]:
    """What one sentence says several times of different bodies is said of none of them as a whole."""
    doubtful = [item for item in found if item.state is State.CONTRADICTED and item.sense is Sense.FIGURE]
    if not doubtful:
        return found
    times = Counter(
        (paragraph.sentence_at(item.quantity.start).start, item.said)
        for item in found
        if item.said and item.sense in (Sense.FIGURE, Sense.OTHER)
    )
    return [
        _opened(item)
        if item in doubtful and times[paragraph.sentence_at(item.quantity.start).start, item.said] > 1
        else item
        for item in found
    ]


def _opened(item: Binding) -> Binding:
    opened = replace(item, state=State.OPEN, reference=None, expected=None, sense=Sense.OTHER)
    return replace(opened, start=item.quantity.start, end=item.quantity.end)


def _verbatim_notes(text: str, notes: Sequence[Note]) -> list[tuple[int, int, Note]]:
    return [(start, start + len(note.text), note) for note in notes if (start := text.find(note.text)) >= 0]


def _of_note(item: Met, note: Note, facts: Facts) -> Binding:
    """A quantity of a note that stands as it was written: the note's, unless the figures contradict it."""
    binding = said(item, facts)
    if binding and binding.state is State.CONTRADICTED:
        return binding
    edges = (item.quantity.start, item.quantity.end)
    return item.binding(State.BOUND, Reference(note.id, "note"), edges=edges, said=binding.said if binding else ())


def _quantity(item: Met, facts: Facts) -> Binding:
    """The binding of one quantity, by the first way that accounts for it; open when none does."""
    edges = (item.quantity.start, item.quantity.end)
    opened = item.binding(State.OPEN, edges=edges)
    if item.paragraph.in_mark(item.quantity.start):
        return opened
    for attempt in (compared_with, change, said, share, _entry, _note):
        binding = attempt(item, facts)
        if binding is None:
            continue
        if binding.state is not State.OPEN:
            return binding
        opened = opened if opened.said else binding
    return opened


def _entry(item: Met, facts: Facts) -> Binding | None:
    """An entry of the same place with this number and unit, each used once."""
    quantity, where = item.quantity, item.paragraph.place
    written = item.paragraph.text[quantity.number_start : quantity.number_end]
    used = {binding.target for binding in item.previous}
    for entry in facts.entries:
        same = (entry.section, entry.topic) == (where.section, where.topic) and entry.value == written
        if same and entry.unit in (None, quantity.unit) and entry.id not in used:
            return item.binding(State.BOUND, Reference(entry.id, "entry"))
    return None


def _note(item: Met, facts: Facts) -> Binding | None:
    """A note under the same topic that holds the same quantity."""
    quantity, where = item.quantity, item.paragraph.place
    same = (quantity.value, quantity.unit, quantity.exactness)
    for note in facts.notes_at(where.section, where.topic):
        if same in ((item.value, item.unit, item.exactness) for item in facts.noted[note.id]):
            return item.binding(State.BOUND, Reference(note.id, "note"))
    return None
