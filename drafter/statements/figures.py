"""A quantity by the words around it: the figure that they name, if its value agrees, else a contradiction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drafter.form.phrases import CompiledSaying
from drafter.report.facts import Facts
from drafter.report.filing import Number
from drafter.report.quantities.chinese import Kind, Quantity
from drafter.report.rates import percent
from drafter.report.references import Reference
from drafter.statements.account import Binding, Sense, State
from drafter.statements.context import Met
from drafter.statements.discourse import Time
from drafter.statements.tolerance import agrees, decimals, is_far, is_share, is_slip

_KINDS = {Kind.COUNT: "count", Kind.AMOUNT: "amount", Kind.PERCENT: "percent"}
_JOINED_FROM = 2
"""Code points that a name joined to the next one has at least."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """A saying whose words are there; `sure` where they leave no other reading."""

    saying: CompiledSaying
    sure: bool


def said(met: Met, facts: Facts) -> Binding | None:
    """The figure that the words around the number name, if its value agrees; a strict saying else contradicts it."""
    fits = tuple(_fits(met, facts))
    if not fits:
        return None
    time = met.paragraph.time(met.quantity.start)
    targets = tuple(dict.fromkeys(target for fit in fits for target in fit.saying.saying.targets))
    if time is Time.NOW:
        return _now(met, fits, targets, facts)
    return _last(met, targets, facts) if time is Time.LAST else None


def _now(met: Met, fits: tuple[_Fit, ...], targets: tuple[str, ...], facts: Facts) -> Binding | None:
    for fit in fits:
        for target in fit.saying.saying.targets:
            if _says(fit.saying, target, met.quantity, facts):
                return _bound(fit.saying, target, targets, met, facts)
    first = fits[0]
    if not first.sure or not _contradicts(first.saying, met.quantity, facts):
        return met.binding(State.OPEN, said=targets, edges=(met.quantity.start, met.quantity.end))
    return _contradicted(first.saying, targets, met, facts)


def _last(met: Met, targets: tuple[str, ...], facts: Facts) -> Binding | None:
    """A figure of last year, named as one: bound where it agrees, left open where it does not."""
    for target in targets:
        if agrees(met.quantity, facts.before(target)):
            return met.binding(State.BOUND, Reference(target, "last"), sense=Sense.BEFORE)
    return None


def _fits(met: Met, facts: Facts) -> Iterator[_Fit]:
    phrases = facts.phrases
    kind = _KINDS.get(met.quantity.kind)
    if kind is None:
        return
    after = met.after
    scope = met.paragraph.scope(met.quantity.start)
    numbers = met.cues.before.candidates(met.words) | met.cues.after.candidates(after)
    for number in sorted(numbers):
        saying = phrases.sayings[number]
        rule = saying.saying
        if rule.kind != kind or (rule.scope and scope not in rule.scope) or not _unit_fits(saying, met, after):
            continue
        match = saying.before.search(met.words)
        if match and (saying.after is None or saying.after.match(after)):
            yield _Fit(saying, rule.strict and _is_sure(saying, match.start(), scope, met))


def _unit_fits(saying: CompiledSaying, met: Met, after: str) -> bool:
    """Whether the unit can count the figure; a vague one only where no noun follows that would be counted instead."""
    unit, rule = met.quantity.unit, saying.saying
    if rule.kind != "count" or unit is None:
        return True
    words = met.paragraph.phrases.book.words
    vague = unit in words.vague_units and not rule.units
    return unit in saying.units and not (vague and after[:1].isalnum() and saying.after is None)


def _is_sure(saying: CompiledSaying, start: int, scope: str | None, met: Met) -> bool:
    """Whether nothing in the sentence speaks of a part, or joins the name to another one."""
    paragraph, position = met.paragraph, met.quantity.start
    sentence = paragraph.sentence_at(position).start
    if saying.unless and saying.unless.search(paragraph.text, sentence, position):
        return False
    after = paragraph.sentence_at(position).end if saying.after else position
    if _is_joined(met.words[:start], paragraph.phrases.book.words.joining) or paragraph.is_narrowed(sentence, after):
        return False
    return not saying.saying.scope or met.paragraph.is_sure(scope)


def _is_joined(head: str, joining: str) -> bool:
    return bool(head) and head[-1] in joining and sum(map(str.isalnum, head)) >= _JOINED_FROM


def _says(saying: CompiledSaying, target: str, quantity: Quantity, facts: Facts) -> bool:
    rule = saying.saying
    if rule.share_of:
        wholes = (rule.share_of, rule.or_share_of)
        return any(is_share(quantity, facts.value(target), facts.value(whole)) for whole in wholes if whole)
    return agrees(quantity, facts.value(target), rule.scale)


def _contradicts(saying: CompiledSaying, quantity: Quantity, facts: Facts) -> bool:
    """Whether every figure that can be meant is facts, and none can be said so."""
    rule = saying.saying
    values = [facts.value(target) for target in rule.targets]
    if any(value is None for value in values):
        return False
    if rule.share_of:
        return quantity.value != 100 and bool(facts.value(rule.share_of))
    return all(is_far(quantity, value, rule.scale) for value in values)


def _bound(saying: CompiledSaying, target: str, targets: tuple[str, ...], met: Met, facts: Facts) -> Binding:
    """Bound to the reference that says the same, with the unit where that is not the cell's own."""
    quantity, rule = met.quantity, saying.saying
    edges = (quantity.start, quantity.end)
    if rule.share_of:
        whole = rule.share_of
        if not is_share(quantity, facts.value(target), facts.value(whole)):
            whole = rule.or_share_of or whole
        reference = Reference(target, None, "share", f"{whole}@{decimals(quantity) or 1}")
        return met.binding(State.BOUND, reference, sense=Sense.SHARE, edges=edges)
    if quantity.kind is Kind.AMOUNT and quantity.unit != facts.phrases.unit(target):
        reference = Reference(target, None, "unit")
        return met.binding(State.BOUND, reference, sense=Sense.FIGURE, edges=edges, said=targets)
    edges = (quantity.start, quantity.number_end)
    return met.binding(State.BOUND, Reference(target), sense=Sense.FIGURE, edges=edges, said=targets)


def _contradicted(saying: CompiledSaying, targets: tuple[str, ...], met: Met, facts: Facts) -> Binding:
    rule = saying.saying
    target = rule.targets[0]
    expected: Number | None = facts.value(target)
    if rule.share_of:
        whole = facts.value(rule.share_of)
        reference = Reference(target, None, "share", f"{rule.share_of}@{decimals(met.quantity) or 1}")
        rate = None if expected is None or not whole else percent(expected, whole, decimals(met.quantity))
        return met.binding(State.CONTRADICTED, reference, sense=Sense.SHARE, expected=rate, said=targets)
    slip = next((item for item in rule.targets if is_slip(met.quantity, facts.value(item), rule.scale)), None)
    if slip:
        return met.binding(
            State.CONTRADICTED, Reference(slip), sense=Sense.UNIT, expected=facts.value(slip), said=targets
        )
    return met.binding(State.CONTRADICTED, Reference(target), sense=Sense.FIGURE, expected=expected, said=targets)
