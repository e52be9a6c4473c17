"""Binding: every quantity of a narrative to what it states, by the words around it and by its value together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from drafter.entries import Entry
from drafter.filing import Figures, Narrative, Number, paragraphs_of, value_of
from drafter.form import Form
from drafter.form.phrases import Claim, CompiledSaying, Phrases, phrases_of
from drafter.notes import Note
from drafter.numerals import Exactness, Kind, Quantity, find_quantities
from drafter.plain_numbers import find_plain_numbers
from drafter.references import Reference

_FINDERS = {"zh": find_quantities}
"""What finds the quantities of a language; the rest have numbers in digits."""
_CONTEXT = 64
"""Code points before a number in which the words that explain it are looked for."""
_AFTER = 32
_SPACE = re.compile(r"\s+")


class State(StrEnum):
    """What a quantity rests on."""

    BOUND = "bound"
    CONTRADICTED = "contradicted"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Where:
    """A paragraph: its section, topic, and ordinal among the section's paragraphs."""

    section: str
    topic: str | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Binding:
    """A quantity, its state, and the reference that says the same; `start` and `end` are what it would replace."""

    where: Where
    quantity: Quantity
    state: State
    start: int
    end: int
    reference: Reference | None = None
    expected: Number | None = None
    """What the figures say, where they contradict the number."""

    @property
    def target(self) -> str | None:
        """The cell, named sum, note or entry it is bound to."""
        return self.reference.target if self.reference else None


@dataclass(frozen=True, slots=True)
class ClaimFound:
    """Words that state figures without a number."""

    where: Where
    claim: Claim
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """Every quantity of a narrative with its state, in order, and the claims without a number."""

    bindings: tuple[Binding, ...]
    claims: tuple[ClaimFound, ...]

    def count(self, state: State) -> int:
        """How many quantities are in a state."""
        return sum(binding.state is state for binding in self.bindings)


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """What quantities may be bound to."""

    form: Form
    phrases: Phrases
    figures: Figures
    last: Figures | None
    notes: Sequence[Note]
    entries: Sequence[Entry]

    def value(self, address: str) -> Number | None:
        return value_of(address, self.figures, self.form)


def bind(
    narrative: Narrative,
    figures: Figures,
    notes: Sequence[Note],
    form: Form,
    *,
    last: Figures | None = None,
    entries: Sequence[Entry] = (),
) -> Account:
    """The account of a narrative; without `last` a change is bound by its words alone."""
    known = _Knowledge(form, phrases_of(form), figures, last, notes, entries)
    bindings: list[Binding] = []
    claims: list[ClaimFound] = []
    for section, blocks in narrative.items():
        for ordinal, (block, text) in enumerate(paragraphs_of(blocks)):
            where = Where(section, block.topic, ordinal)
            claims += find_claims(text, where, known.phrases)
            bindings += _paragraph(text, where, known)
    return Account(tuple(bindings), tuple(claims))


def find_claims(text: str, where: Where, phrases: Phrases) -> Iterator[ClaimFound]:
    """Claims in a paragraph; of two that overlap, the one declared first."""
    taken: list[tuple[int, int]] = []
    for pattern, claim in phrases.claims:
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                yield ClaimFound(where, claim, match.start(), match.end(), match.group())


def _paragraph(text: str, where: Where, known: _Knowledge) -> list[Binding]:
    found: list[Binding] = []
    scopes = _scopes(text, where, known.phrases)
    verbatim = _verbatim_notes(text, known.notes)
    for quantity in _FINDERS.get(known.form.definition.language, find_plain_numbers)(text):
        note = next((note for start, end, note in verbatim if start <= quantity.start and quantity.end <= end), None)
        if note:
            reference = Reference(note.id, "note")
            found.append(Binding(where, quantity, State.BOUND, quantity.start, quantity.end, reference))
            continue
        met = _Met(text, quantity, where, _scope_at(scopes, quantity.start), found)
        found.append(_quantity(met, known))
    return found


def _scopes(text: str, where: Where, phrases: Phrases) -> list[tuple[int, str]]:
    initial = [(-1, scope.key) for scope in phrases.book.scopes if where.topic in scope.topics]
    return initial + [(match.start(), match.lastgroup or "") for match in phrases.scopes.finditer(text)]


def _scope_at(scopes: Sequence[tuple[int, str]], position: int) -> str | None:
    current = None
    for start, key in scopes:
        if start >= position:
            break
        current = key
    return current


def _verbatim_notes(text: str, notes: Sequence[Note]) -> list[tuple[int, int, Note]]:
    return [(start, start + len(note.text), note) for note in notes if (start := text.find(note.text)) >= 0]


@dataclass(frozen=True, slots=True)
class _Met:
    """A quantity where it was met: its paragraph, the words before and after, the scope, and what was bound so far."""

    text: str
    quantity: Quantity
    where: Where
    scope: str | None
    before: Sequence[Binding]

    @property
    def words_before(self) -> str:
        """The text before the number, of its sentence, without white space."""
        return _SPACE.sub("", self._raw_before)

    @property
    def _raw_before(self) -> str:
        return self.text[max(0, self.quantity.start - _CONTEXT) : self.quantity.start]

    @property
    def words_after(self) -> str:
        return self.text[self.quantity.end : self.quantity.end + _AFTER]

    def bound(self, reference: Reference, start: int | None = None, end: int | None = None) -> Binding:
        """The quantity bound to a reference that replaces its number alone, unless told otherwise."""
        first = self.quantity.number_start if start is None else start
        last = self.quantity.number_end if end is None else end
        return Binding(self.where, self.quantity, State.BOUND, first, last, reference)


def _quantity(met: _Met, known: _Knowledge) -> Binding:
    """The binding of one quantity: a change, a saying, a share, an entry, or nothing (open)."""
    words = met.words_before
    for attempt in (_change, _said, _share, _entry):
        binding = attempt(met, words, known)
        if binding is not None:
            return binding
    return Binding(met.where, met.quantity, State.OPEN, met.quantity.start, met.quantity.end)


def _change(met: _Met, words: str, known: _Knowledge) -> Binding | None:
    """A change against last year of the figure stated before it in the same paragraph."""
    match = known.phrases.growth_before.search(words)
    subject = _subject(met)
    quantity = met.quantity
    if match is None or subject is None or quantity.kind not in (Kind.PERCENT, Kind.COUNT):
        return None
    direction = match.group("direction")
    start = met.text.rfind(direction, 0, quantity.start)
    places = max(0, -int(Decimal(quantity.value).as_tuple().exponent))
    derivation = (
        ("percent", str(places) if places != 1 else None) if quantity.kind is Kind.PERCENT else ("change", None)
    )
    reference = Reference(subject.target, None, *derivation)
    falling = direction in known.phrases.book.words.falling
    state = State.BOUND if _change_agrees(quantity, subject.target, known, falling=falling) else State.CONTRADICTED
    return Binding(met.where, quantity, state, start, quantity.end, reference)


def _change_agrees(quantity: Quantity, target: str, known: _Knowledge, *, falling: bool) -> bool:
    """Whether a change is as recomputed; without last year's figures it cannot be judged and stands."""
    if known.last is None:
        return True
    now, before = known.value(target), value_of(target, known.last, known.form)
    if now is None or before is None or (quantity.kind is Kind.PERCENT and not before):
        return True
    difference = Decimal(now - before)
    real = difference * 100 / Decimal(before) if quantity.kind is Kind.PERCENT else difference
    signed = -Decimal(quantity.value) if falling else Decimal(quantity.value)
    return abs(real - signed) <= (quantity.half_step if quantity.kind is Kind.PERCENT else 0)


def _subject(met: _Met) -> Reference | None:
    """What a change is a change of: the figure bound last before it, in this paragraph."""
    for binding in reversed(met.before):
        reference = binding.reference
        if reference and reference.prefix is None and reference.derivation is None:
            return reference
    return None


def _said(met: _Met, words: str, known: _Knowledge) -> Binding | None:
    """The figure that the words around the number name, if its value agrees; a strict saying else contradicts it."""
    contradicted: tuple[CompiledSaying, str] | None = None
    for saying in known.phrases.sayings:
        if not _fits(saying, met, words):
            continue
        for target in saying.saying.targets:
            if _says(saying, target, met.quantity, known):
                return met.bound(*_restated(saying, target, met, known))
        if saying.saying.strict and contradicted is None and known.value(saying.saying.targets[0]) is not None:
            contradicted = saying, saying.saying.targets[0]
    if contradicted is None:
        return None
    expected = known.value(contradicted[1])
    start, end = met.quantity.number_start, met.quantity.number_end
    return Binding(met.where, met.quantity, State.CONTRADICTED, start, end, Reference(contradicted[1]), expected)


_KINDS = {Kind.COUNT: "count", Kind.AMOUNT: "amount", Kind.PERCENT: "percent"}


def _fits(saying: CompiledSaying, met: _Met, words: str) -> bool:
    rule = saying.saying
    quantity = met.quantity
    if _KINDS.get(quantity.kind) != rule.kind or (rule.scope and met.scope not in rule.scope):
        return False
    if rule.kind == "count" and quantity.unit is not None and quantity.unit not in saying.units:
        return False
    if saying.before.search(words) is None:
        return False
    return saying.after is None or saying.after.match(met.words_after) is not None


def _says(saying: CompiledSaying, target: str, quantity: Quantity, known: _Knowledge) -> bool:
    rule = saying.saying
    if rule.share_of:
        return _is_share(quantity, known.value(target), known.value(rule.share_of))
    return _agrees(quantity, known.value(target), rule.scale)


def _is_share(quantity: Quantity, part: Number | None, whole: Number | None) -> bool:
    if part is None or not whole:
        return False
    return abs(Decimal(part) * 100 / Decimal(whole) - Decimal(quantity.value)) <= quantity.half_step


def _share_reference(part: str, whole: str, quantity: Quantity) -> Reference:
    places = max(0, -int(Decimal(quantity.value).as_tuple().exponent))
    return Reference(part, None, "share", f"{whole}@{places or 1}")


def _restated(saying: CompiledSaying, target: str, met: _Met, known: _Knowledge) -> tuple[Reference, int, int]:
    """The reference that says the same, and the words it stands for: with the unit where that is not the cell's own."""
    quantity, whole = met.quantity, saying.saying.share_of
    if whole:
        return _share_reference(target, whole, quantity), quantity.start, quantity.end
    if quantity.kind is Kind.AMOUNT and quantity.unit != known.phrases.unit(target):
        return Reference(target, None, "unit"), quantity.start, quantity.end
    return Reference(target), quantity.start, quantity.number_end


def _share(met: _Met, words: str, known: _Knowledge) -> Binding | None:
    """A share of the figure stated before in another one stated before it."""
    if met.quantity.kind is not Kind.PERCENT or known.phrases.share_before.search(words) is None:
        return None
    stated = [item.reference.target for item in met.before if item.reference and item.reference.prefix is None]
    for part, whole in ((part, whole) for part in reversed(stated[-1:]) for whole in reversed(stated[:-1])):
        if _is_share(met.quantity, known.value(part), known.value(whole)):
            return met.bound(_share_reference(part, whole, met.quantity), met.quantity.start, met.quantity.end)
    return None


def _entry(met: _Met, words: str, known: _Knowledge) -> Binding | None:
    """An entry of the same place with this number."""
    quantity = met.quantity
    written = met.text[quantity.number_start : quantity.number_end]
    for entry in known.entries:
        if (entry.section, entry.topic) == (met.where.section, met.where.topic) and entry.value == written:
            return met.bound(Reference(entry.id, "entry"))
    return None


def _agrees(quantity: Quantity, value: Number | None, scale: int) -> bool:
    """Whether the number may be said of the value: equal, or within what its approximation allows."""
    if value is None:
        return False
    shown, real = Decimal(quantity.value), Decimal(value) * scale
    step = 2 * quantity.half_step if quantity.half_step > Decimal("0.5") or real != int(real) else _round_step(shown)
    match quantity.exactness:
        case Exactness.EXACT:
            return (
                shown == real
                if quantity.half_step <= Decimal("0.5") and scale == 1
                else abs(shown - real) <= quantity.half_step
            )
        case Exactness.OVER:
            return shown <= real < shown + step
        case Exactness.UNDER:
            return shown - step < real <= shown
        case _:
            return abs(shown - real) <= step


def _round_step(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 5500 is said in hundreds."""
    digits = format(value.to_integral_value(), "f").lstrip("-")
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else Decimal(1)
