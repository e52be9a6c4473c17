"""Totals that are broken down in text: items that do not add up, and totals split by channel or by applicant.

A breakdown need not be complete, so one that falls short weighs less than one that exceeds its total, and one that
leaves out much, or says so, is none. Items of items ("A 10, of these a 6 and b 4; B 5") are tried as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.form.concepts import concepts_of
from drafter.messages import both
from drafter.records import dataclass
from drafter.report import Number, Paragraph, Severity, show
from drafter.report.quantities.chinese import Exactness, QuantityKind
from drafter.statements import Binding, ListFound, State

_NEARLY = Decimal("0.85")
"""A breakdown that covers this much of its total is taken to be meant as complete."""
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _List:
    """A list with the bindings of its numbers."""

    found: ListFound
    paragraph: Paragraph
    totals: tuple[Binding, ...]
    items: tuple[Binding, ...]

    @property
    def is_exact(self) -> bool:
        """Whether every number is printed to its last digit."""
        numbers = [one.quantity for one in (*self.totals[:1], *self.items[: self.found.first])]
        return all(
            one.exactness is Exactness.EXACT
            and one.upper is None
            and (one.half_step <= _HALF or one.kind is QuantityKind.AMOUNT)
            for one in numbers
        )


def check_breakdowns(matter: Matter) -> Iterator[Outcome]:
    """What every breakdown and every split came to."""
    for where, lists in matter.account.lists.items():
        own, paragraph = matter.by_paragraph[where], matter.account.paragraphs[where]
        split: set[int] = {at for item in lists if item.rule for at in item.items}
        for item in lists:
            if not item.rule and split & set(item.items):
                continue
            one = _List(item, paragraph, tuple(own[at] for at in item.totals), tuple(own[at] for at in item.items))
            yield from _split(one, matter) if item.rule else _list(one, matter)


def _list(item: _List, matter: Matter) -> Iterator[Outcome]:
    everything = (*item.totals[:1], *item.items)
    if any(binding.state is State.CONTRADICTED for binding in everything) or all(one.figure for one in everything):
        return
    if not item.is_exact:
        yield ITEMS.not_assessable()
        return
    values = [Decimal(one.quantity.value) for one in item.items]
    totals = [Decimal(one.quantity.value) for one in item.totals]
    if any(_adds_up(values, item.found.nested, total) for total in totals):
        yield ITEMS.held()
        return
    first = values[: item.found.first]
    if len(first) < 2 or item.found.nested or any(one.figure for one in item.items[: len(first)]):
        yield ITEMS.not_assessable()
        return
    yield _judged(item, totals[0], sum(first, Decimal(0)), matter)


def _adds_up(values: Sequence[Decimal], nested: frozenset[int], total: Decimal) -> bool:
    """Whether the first items, two or more, are the total; those under an announcement may be of the item before."""
    sums: set[tuple[Decimal, bool]] = {(Decimal(0), False)}
    for number, value in enumerate(values):
        below = number in nested
        sums = {
            (partial if under else partial + value, under)
            for partial, was in sums
            for under in ((True, False) if below or was else (False,))
        }
        if number and any(partial == total for partial, _ in sums):
            return True
    return False


def _judged(item: _List, total: Decimal, found: Decimal, matter: Matter) -> Outcome:
    units = {one.quantity.unit for one in (item.totals[0], *item.items)}
    doubtful = item.found.is_open or len(units) > 1
    if found > total:
        return _finding(item, found, Severity.WARNING if doubtful else Severity.ERROR, matter)
    if item.found.is_open or (found < total * _NEARLY and not item.found.is_complete):
        return ITEMS.held()
    return _finding(
        item, found, Severity.ERROR if item.found.is_complete and not doubtful else Severity.WARNING, matter
    )


def _finding(item: _List, found: Decimal, severity: Severity, matter: Matter) -> Outcome:
    first, last = item.totals[0].quantity, item.items[max(item.found.first, 2) - 1].quantity
    start, end = min(first.start, item.items[0].quantity.start), max(first.end, last.end)
    total, added = show(_plain(Decimal(first.value) / first.scale)), show(_plain(found / first.scale))
    shown = item.paragraph.text[start:end]
    message = both("findings.breakdown", text=shown, total=total, added=added, unit=first.unit or "")
    source = matter.phrases.book.source or matter.form.definition.source
    where = item.paragraph.at(start, end)
    reader = item.found.reader
    return ITEMS.failed(where, message, expected=total, found=added, source=source, severity=severity, reader=reader)


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value


# --- totals of the form, split ---------------------------------------------------------------------------------------


def _split(item: _List, matter: Matter) -> Iterator[Outcome]:
    """Whether the parts come to a total that the text states, or to one of those that it may mean."""
    rule = _SPLIT[item.found.rule]
    split = next(one for one in concepts_of(matter.form).splits if one.rule == rule.code)
    if any(one.state is State.CONTRADICTED for one in item.items):
        return
    stated = [one.quantity for one in item.totals if one.quantity.exactness is Exactness.EXACT]
    values = [matter.facts.value(target) for target in split.targets]
    known = [value for value in values if value is not None]
    flow = [Decimal(one.quantity.value) for one in item.totals if one.figure in split.targets]
    bases = flow or [*(Decimal(one.value) for one in stated if one.kind is QuantityKind.COUNT), *map(Decimal, known)]
    if not (known or item.found.is_complete) or not bases or not item.is_exact:
        yield rule.not_assessable()
        return
    added = sum((Decimal(one.quantity.value) for one in item.items), Decimal(0))
    others = _has_others(item, matter)
    if added in bases or (added < max(bases) and item.found.is_open):
        yield rule.held()
    elif added < max(bases) and others:
        yield rule.not_assessable()
    else:
        words = item.paragraph.text[item.items[0].quantity.start : item.items[-1].quantity.end]
        nested = concepts_of(matter.form).nesting.search(words) is not None
        sure = (added > max(bases) or item.found.is_complete) and not nested
        yield _unsplit(item, added, bases[0], Severity.ERROR if sure else Severity.WARNING, split.targets[0], matter)


def _has_others(item: _List, matter: Matter) -> bool:
    """Whether the sentence holds a number of the same unit that rests on nothing: it may be a part not known."""
    start = item.paragraph.sentence_at(item.items[0].quantity.start)
    unit = item.items[0].quantity.unit
    return any(
        one.state is State.OPEN and one.quantity.unit == unit and one not in item.items and one not in item.totals
        for one in matter.by_paragraph[item.paragraph.place]
        if start.start <= one.quantity.start < start.end
    )


def _unsplit(item: _List, added: Decimal, total: Decimal, severity: Severity, target: str, matter: Matter) -> Outcome:
    start, end = item.items[0].quantity.start, item.items[-1].quantity.end
    where = item.paragraph.at(start, end, matter.form.cells_of(target))
    shown, whole = show(_plain(added)), show(_plain(total))
    message = both("findings.split", text=item.paragraph.text[start:end], total=whole, added=shown)
    source = matter.phrases.book.source
    rule = _SPLIT[item.found.rule]
    reader = item.found.reader
    return rule.failed(where, message, expected=whole, found=shown, source=source, severity=severity, reader=reader)


ITEMS = Rule("T3", Severity.ERROR, check_breakdowns)
CHANNELS = Rule("T7", Severity.ERROR, check_breakdowns)
APPLICANTS = Rule("T8", Severity.ERROR, check_breakdowns)
RULES = (ITEMS, CHANNELS, APPLICANTS)
_SPLIT = {rule.code: rule for rule in RULES}
