"""What readings come to in an account: a reference for every quantity that states what the facts have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafter.report import Facts, Paragraph, ReadBy
from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.report.references import Reference
from drafter.statements.account import Binding, Sense, State
from drafter.statements.judge import ENTRY, Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.tolerance import decimals

_STATES = {Verdict.TRUE: State.BOUND, Verdict.FALSE: State.CONTRADICTED, Verdict.UNKNOWN: State.OPEN}
_SINGLE = frozenset({Relation.CHANGE, Relation.PERCENT})


def bindings_of(paragraph: Paragraph, readings: Sequence[ClauseReading], facts: Facts) -> list[Binding]:
    """The binding of every quantity of a paragraph, in order."""
    by_ordinal = {item.ordinal: item for item in readings if item.ordinal is not None}
    noted = list(_verbatim_notes(paragraph.text, facts))
    found: list[Binding] = []
    for ordinal, quantity in enumerate(paragraph.quantities):
        reading = by_ordinal.get(ordinal)
        binding = _binding(paragraph, quantity, reading, facts)
        if reading is not None and reading.reader is not binding.reader:
            binding = replace(binding, reader=reading.reader)
        note = next((key for start, end, key in noted if start <= quantity.start and quantity.end <= end), None)
        if note is not None and binding.state is not State.CONTRADICTED:
            binding = _of_note(binding, note)
        elif binding.state is State.OPEN and not paragraph.in_mark(quantity.start):
            binding = _noted(binding, paragraph, facts)
        found.append(binding)
    return _parallel(found, paragraph)


def _binding(paragraph: Paragraph, quantity: Quantity, reading: ClauseReading | None, facts: Facts) -> Binding:
    where, edges = paragraph.place, (quantity.start, quantity.end)
    if reading is None or reading.statement is None:
        sense = Sense.OTHER if reading is None else reading.sense
        return Binding(where, quantity, State.OPEN, *edges, sense=sense, judged=False)
    state, statement = _STATES[reading.verdict], reading.statement
    if not statement.subject and state is State.BOUND:
        return Binding(where, quantity, State.OPEN, *edges, sense=reading.sense)
    sense, judgement = reading.sense, reading.judgement
    if state is State.CONTRADICTED and judgement.is_unit_slip:
        sense = Sense.UNIT
    unread = judgement.verdict is Verdict.UNKNOWN and judgement.expected is None
    told = reading.is_sure and reading.reader is not ReadBy.MODEL
    if unread and statement.relation in _SINGLE and len(statement.subject) == 1 and told:
        state = State.BOUND  # last year is not known: the words alone say what it is
    reference = reference_of(statement, quantity, facts) if state is not State.OPEN else None
    said = tuple(target for one in reading.alternatives if (target := _target(one.subject)))
    if state is State.OPEN:
        sense = Sense.OTHER if sense in (Sense.FIGURE, Sense.UNIT) else sense
        return Binding(where, quantity, state, *edges, sense=sense, judged=False, said=_figures(said, reading))
    start, end = _edges(statement, quantity, state, reading)
    expected = judgement.expected if state is State.CONTRADICTED else None
    shown = said if state is State.CONTRADICTED else _figures(said, reading)
    return Binding(where, quantity, state, start, end, reference, expected, sense, not unread, shown)


def _figures(said: tuple[str, ...], reading: ClauseReading) -> tuple[str, ...]:
    return said if reading.sense in (Sense.FIGURE, Sense.UNIT) else ()


def _target(subject: Sequence[str]) -> str:
    return "+".join(subject)


def _edges(statement: Statement, quantity: Quantity, state: State, reading: ClauseReading) -> tuple[int, int]:
    """What a reference to the same would take the place of."""
    if statement.relation is Relation.EQUAL:
        if statement.subject[0].startswith(ENTRY):
            return quantity.number_start, quantity.number_end
        if quantity.kind is QuantityKind.AMOUNT and state is State.BOUND:
            return quantity.start, quantity.end if reading.sense is Sense.FIGURE else quantity.number_end
        return (quantity.start if state is State.BOUND else quantity.number_start), quantity.number_end
    return reading.edges or (quantity.start, quantity.end)


def reference_of(statement: Statement, quantity: Quantity, facts: Facts) -> Reference | None:
    """The reference that says the same; None where the grammar of references has none for it."""
    if not statement.subject:
        return None
    target, places = _target(statement.subject), decimals(quantity)
    if any(one.startswith(ENTRY) for one in statement.subject):
        alone = len(statement.subject) == 1
        return _of_entry(target.removeprefix(ENTRY), statement, quantity) if alone else None
    if statement.relation is Relation.EQUAL:
        if statement.is_last:
            return Reference(target, "last")
        other_unit = quantity.kind is QuantityKind.AMOUNT and quantity.unit != facts.phrases.unit(statement.subject[0])
        return Reference(target, None, "unit" if other_unit else None)
    if len(statement.subject) > 1:
        return None
    if statement.relation is Relation.CHANGE and quantity.kind is QuantityKind.COUNT:
        return Reference(target, None, "change")
    if statement.relation is Relation.PERCENT and quantity.kind is QuantityKind.PERCENT:
        return Reference(target, None, "percent", str(places) if places != 1 else None)
    if statement.relation is Relation.POINTS and len(statement.other) == 1:
        return Reference(target, None, "points", f"{statement.other[0]}@{places or 1}")
    if statement.relation is Relation.SHARE and quantity.kind is QuantityKind.PERCENT and len(statement.other) == 1:
        return Reference(target, None, "share", f"{statement.other[0]}@{places or 1}")
    return None


def _of_entry(name: str, statement: Statement, quantity: Quantity) -> Reference | None:
    if statement.relation is Relation.EQUAL:
        return Reference(name, "entry", "last" if statement.is_last else None)
    if statement.relation is Relation.CHANGE:
        return Reference(name, "entry", "change")
    if statement.relation is Relation.PERCENT:
        places = decimals(quantity)
        return Reference(name, "entry", "percent", str(places) if places != 1 else None)
    whole = statement.other[0] if statement.other else ""
    return Reference(name, "entry", "share", f"{whole}@{decimals(quantity) or 1}") if whole else None


def _verbatim_notes(text: str, facts: Facts) -> Iterator[tuple[int, int, str]]:
    for note in facts.notes:
        start = text.find(note.text)
        if start >= 0:
            yield start, start + len(note.text), note.id


def _of_note(binding: Binding, note: str) -> Binding:
    """A quantity of a note that stands as it was written."""
    quantity = binding.quantity
    reference = Reference(note, "note")
    return replace(
        binding, state=State.BOUND, reference=reference, start=quantity.start, end=quantity.end, sense=Sense.OTHER,
        judged=True,
    )  # fmt: skip


def _noted(binding: Binding, paragraph: Paragraph, facts: Facts) -> Binding:
    """A quantity that a note of the same topic holds."""
    quantity, where = binding.quantity, paragraph.place
    bound = replace(binding, state=State.BOUND, judged=True, start=quantity.number_start, end=quantity.number_end)
    same = (quantity.value, quantity.unit, quantity.exactness)
    for note in facts.notes_at(where.section, where.topic):
        if any((noted.value, noted.unit, noted.exactness) == same for noted in facts.noted[note.id]):
            return replace(bound, reference=Reference(note.id, "note"))
    return binding


def _parallel(found: list[Binding], paragraph: Paragraph) -> list[Binding]:
    """What one sentence says several times of different bodies is said of none of them as a whole."""
    doubtful = [
        item for item in found
        if item.state is State.CONTRADICTED and item.sense is Sense.FIGURE
        and item.quantity.exactness is Exactness.EXACT
    ]  # fmt: skip
    if not doubtful:
        return found
    times = Counter(
        (paragraph.sentence_at(item.quantity.start).start, item.said)
        for item in found
        if item.said and item.sense in (Sense.FIGURE, Sense.OTHER)
    )
    places = {item.quantity.start for item in doubtful}
    return [
        _opened(item)
        if item.quantity.start in places and times[paragraph.sentence_at(item.quantity.start).start, item.said] > 1
        else item
        for item in found
    ]


def _opened(item: Binding) -> Binding:
    opened = replace(item, state=State.OPEN, reference=None, expected=None, sense=Sense.OTHER)
    return replace(opened, start=item.quantity.start, end=item.quantity.end)
