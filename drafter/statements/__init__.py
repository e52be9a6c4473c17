"""Binding: every quantity of a narrative to what it states, by the words around it and by its value together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from drafter.form import Form
from drafter.form.phrases import Phrases, phrases_of
from drafter.report.entries import Entry
from drafter.report.filing import Figures, Narrative, paragraphs_of
from drafter.report.notes import Note
from drafter.report.quantities import find_quantities
from drafter.report.quantities.chinese import Quantity
from drafter.report.references import Reference
from drafter.statements.account import Account, Binding, ClaimFound, Sense, State
from drafter.statements.changes import change, compared_with, share
from drafter.statements.claims import claims_of, find_claims
from drafter.statements.context import Cues, Knowledge, Met, met
from drafter.statements.figures import said
from drafter.statements.passages import Passage, Time, Where, passage

__all__ = [
    "Account",
    "Binding",
    "ClaimFound",
    "Passage",
    "Sense",
    "State",
    "Time",
    "Where",
    "bind",
    "find_claims",
    "passage",
]


def bind(
    narrative: Narrative,
    figures: Figures,
    notes: Sequence[Note],
    form: Form,
    *,
    last: Figures | None = None,
    entries: Sequence[Entry] = (),
    year: int | None = None,
    organization: str | None = None,
) -> Account:
    """The account of a narrative; without `last` a change is bound by its words alone.

    Without `year`, the narrative is taken to be about the year that it names most; `organization` is whose it is.
    """
    phrases = phrases_of(form)
    known = Knowledge(form, phrases, figures, last, notes, entries, _noted(notes, form.definition.language))
    about = year or _year(narrative, phrases)
    bindings: list[Binding] = []
    claims: list[ClaimFound] = []
    passages: dict[Where, Passage] = {}
    for section, blocks in narrative.items():
        for ordinal, (block, text) in enumerate(paragraphs_of(blocks)):
            paragraph = passage(text, Where(section, block.topic, ordinal), phrases, about, organization)
            passages[paragraph.where] = paragraph
            claims += claims_of(paragraph)
            bindings += _bindings(paragraph, known)
    return Account(tuple(bindings), tuple(claims), about, passages)


def _noted(notes: Sequence[Note], language: str) -> Mapping[tuple[str, str | None], tuple[tuple[Note, Quantity], ...]]:
    found: dict[tuple[str, str | None], list[tuple[Note, Quantity]]] = {}
    for note in notes:
        quantities = find_quantities(note.text, language)
        found.setdefault((note.section, note.topic), []).extend((note, item) for item in quantities)
    return {place: tuple(items) for place, items in found.items()}


def _year(narrative: Narrative, phrases: Phrases) -> int | None:
    """The year that a narrative names most; None when it names none."""
    texts = (text for blocks in narrative.values() for block in blocks for text in block.paragraphs)
    years = Counter(match.group("year") for text in texts for match in phrases.year.finditer(text))
    return int(years.most_common(1)[0][0]) if years else None


def _bindings(paragraph: Passage, known: Knowledge) -> list[Binding]:
    found: list[Binding] = []
    quantities = find_quantities(paragraph.text, known.form.definition.language)
    if not quantities:
        return found
    text, phrases = paragraph.text, known.phrases
    cues = Cues(phrases.before_cues.within(text), phrases.after_cues.within(text))
    verbatim = _verbatim_notes(text, known.notes)
    for quantity in quantities:
        item = met(paragraph, quantity, found, cues)
        note = next((note for start, end, note in verbatim if start <= quantity.start and quantity.end <= end), None)
        found.append(_of_note(item, note, known) if note else _quantity(item, known))
    return _parallel(found, paragraph)


def _parallel(found: list[Binding], paragraph: Passage) -> list[Binding]:
    """What one sentence says several times of different bodies is said of none of them as a whole."""
    doubtful = [item for item in found if item.state is State.CONTRADICTED and item.sense is Sense.FIGURE]
    if not doubtful:
        return found
    times = Counter(
        (paragraph.sentence_start(item.quantity.start), item.said)
        for item in found
        if item.said and item.sense in (Sense.FIGURE, Sense.OTHER)
    )
    return [
        _opened(item)
        if item in doubtful and times[paragraph.sentence_start(item.quantity.start), item.said] > 1
        else item
        for item in found
    ]


def _opened(item: Binding) -> Binding:
    opened = replace(item, state=State.OPEN, reference=None, expected=None, sense=Sense.OTHER)
    return replace(opened, start=item.quantity.start, end=item.quantity.end)


def _verbatim_notes(text: str, notes: Sequence[Note]) -> list[tuple[int, int, Note]]:
    return [(start, start + len(note.text), note) for note in notes if (start := text.find(note.text)) >= 0]


def _of_note(item: Met, note: Note, known: Knowledge) -> Binding:
    """A quantity of a note that stands as it was written: the note's, unless the figures contradict it."""
    binding = said(item, known)
    if binding and binding.state is State.CONTRADICTED:
        return binding
    edges = (item.quantity.start, item.quantity.end)
    return item.binding(State.BOUND, Reference(note.id, "note"), edges=edges, said=binding.said if binding else ())


def _quantity(item: Met, known: Knowledge) -> Binding:
    """The binding of one quantity, by the first way that accounts for it; open when none does."""
    edges = (item.quantity.start, item.quantity.end)
    opened = item.binding(State.OPEN, edges=edges)
    if item.passage.in_mark(item.quantity.start):
        return opened
    for attempt in (compared_with, change, said, share, _entry, _note):
        binding = attempt(item, known)
        if binding is None:
            continue
        if binding.state is not State.OPEN:
            return binding
        opened = opened if opened.said else binding
    return opened


def _entry(item: Met, known: Knowledge) -> Binding | None:
    """An entry of the same place with this number and unit, each used once."""
    quantity, where = item.quantity, item.passage.where
    written = item.passage.text[quantity.number_start : quantity.number_end]
    used = {binding.target for binding in item.previous}
    for entry in known.entries:
        same = (entry.section, entry.topic) == (where.section, where.topic) and entry.value == written
        if same and entry.unit in (None, quantity.unit) and entry.id not in used:
            return item.binding(State.BOUND, Reference(entry.id, "entry"))
    return None


def _note(item: Met, known: Knowledge) -> Binding | None:
    """A note under the same topic that holds the same quantity."""
    quantity, where = item.quantity, item.passage.where
    for note, noted in known.noted.get((where.section, where.topic), ()):
        if (noted.value, noted.unit, noted.exactness) == (quantity.value, quantity.unit, quantity.exactness):
            return item.binding(State.BOUND, Reference(note.id, "note"))
    return None
