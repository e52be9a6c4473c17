"""Totals that are broken down in text: items that do not add up, and totals split by channel or by applicant.

A breakdown need not be complete, so one that falls short weighs less than one that exceeds its total, and one that
leaves out much, or says so, is none. Items of items ("A 10, of these a 6 and b 4; B 5") are tried as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.checks.splits import judged_split, splits_of
from drafter.form.phrases import Phrases
from drafter.messages import both
from drafter.report.filing import Number, show
from drafter.report.findings import Severity
from drafter.report.quantities.chinese import Exactness, Kind
from drafter.statements import Binding, Discourse, Sense, State
from drafter.statements.discourse import CLOSING, OPENING

_NEARLY = Decimal("0.85")
"""A breakdown that covers this much of its total is taken to be meant as complete."""
_HALF = Decimal("0.5")
_LEAD = 24
"""Code points between a total and the words that announce its breakdown."""
_TAIL = 8
"""Code points behind the last item in which it may be said that there are more."""
_DIVIDED = (Sense.CHANGE, Sense.SHARE, Sense.BEFORE)


@dataclass(frozen=True, slots=True)
class _List:
    """A total and the items that are said of it; `nested` where an item announces items of its own."""

    paragraph: Discourse
    total: Binding
    items: tuple[Binding, ...]
    words: str
    """The text from the announcement to behind the last item."""
    nested: frozenset[int]
    """Items before which a breakdown is announced."""


def check_breakdowns(matter: Matter) -> Iterator[Outcome]:
    """What every breakdown and every split came to."""
    for where, found in matter.by_paragraph.items():
        paragraph = matter.account.paragraphs[where]
        if len(found) < 2:
            continue
        split = set()
        for one in splits_of(paragraph, found, matter):
            split |= {binding.quantity.start for binding in one.items}
            yield from judged_split(one, replace(CHANNELS, code=one.split.rule), matter)
        for item in _lists(paragraph, found, matter.phrases):
            if not split & {binding.quantity.start for binding in item.items}:
                yield from _list(item, matter)


# --- lists -----------------------------------------------------------------------------------------------------------


def _lists(paragraph: Discourse, found: Sequence[Binding], phrases: Phrases) -> Iterator[_List]:
    found_opens = phrases.patterns.opens.finditer(paragraph.text)
    opens = [match for match in found_opens if not paragraph.in_mark(match.start())]
    for match in opens:
        before = [item for item in found if item.quantity.end <= match.start()]
        total = _total(paragraph, before, match.start(), phrases)
        if total is None:
            continue
        items = tuple(_items(paragraph, found, match.end(), total, phrases))
        if len(items) > 1:
            end = items[-1].quantity.end
            words = paragraph.text[total.quantity.end : end + _TAIL]
            inner = {
                next((number for number, item in enumerate(items) if item.quantity.start >= other.end()), -1)
                for other in opens
                if match.end() <= other.start() < end
            }
            yield _List(paragraph, total, items, words, frozenset(inner))


def _total(paragraph: Discourse, before: Sequence[Binding], opened: int, phrases: Phrases) -> Binding | None:
    """The quantity right before the announcement, in its sentence, or in the one before that it goes on from."""
    start = paragraph.sentence_at(opened).start
    if phrases.patterns.sentence_opens.match(paragraph.text, start) and start:
        start = paragraph.sentence_at(start - 1).start
    for binding in reversed(before):
        if binding.quantity.start < start or opened - binding.quantity.end > _LEAD:
            return None
        if binding.sense not in _DIVIDED and binding.quantity.kind in (Kind.COUNT, Kind.AMOUNT):
            return binding
    return None


def _items(
    paragraph: Discourse, found: Sequence[Binding], start: int, total: Binding, phrases: Phrases
) -> Iterator[Binding]:
    """Quantities of the total's kind that follow, as far as its sentence, its parenthesis, or the next total."""
    sentence, end = paragraph.sentence_at(start)[:2]
    if not phrases.patterns.sentence_opens.match(paragraph.text, sentence):
        end = _closing(paragraph.text, start, end)
    else:
        end = paragraph.text.find(phrases.form.definition.reading.sentence_end[0], start) % (len(paragraph.text) + 1)
    for binding in found:
        quantity = binding.quantity
        if not start <= quantity.start < end or paragraph.depth(start, quantity.start):
            continue
        if binding.figure in phrases.wholes or quantity.unit is None:
            return
        if quantity.kind is total.quantity.kind and binding.sense not in _DIVIDED:
            yield binding


def _closing(text: str, start: int, end: int) -> int:
    """Where a parenthesis closes that was open at `start`; `end` when none was."""
    depth = 0
    for index in range(start, end):
        depth += text[index] in OPENING
        depth -= text[index] in CLOSING
        if depth < 0:
            return index
    return end


def _list(item: _List, matter: Matter) -> Iterator[Outcome]:
    everything = (item.total, *item.items)
    if any(binding.state is State.CONTRADICTED for binding in everything) or all(one.figure for one in everything):
        return
    exact = all(
        binding.quantity.exactness is Exactness.EXACT and binding.quantity.upper is None for binding in everything
    )
    counted = item.total.quantity.kind is not Kind.COUNT or len({one.quantity.unit for one in everything}) == 1
    if not exact or not counted or any(one.quantity.half_step > _HALF for one in everything if one.figure is None):
        yield ITEMS.not_assessable()
        return
    values = [Decimal(one.quantity.value) for one in item.items]
    total = Decimal(item.total.quantity.value)
    if _adds_up(values, item.nested, total):
        yield ITEMS.held()
        return
    yield _judged(item, total, sum(values, Decimal(0)), matter)


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
    patterns = matter.phrases.patterns
    open_ended = patterns.open_ended.search(item.words) is not None
    if item.nested:
        return ITEMS.not_assessable()
    if found > total:
        return _finding(item, found, Severity.WARNING if open_ended else Severity.ERROR, matter)
    if open_ended or found < total * _NEARLY:
        return ITEMS.held()
    complete = patterns.complete.search(item.words) is not None
    return _finding(item, found, Severity.ERROR if complete else Severity.WARNING, matter)


def _finding(item: _List, found: Decimal, severity: Severity, matter: Matter) -> Outcome:
    start, end = item.total.quantity.start, item.items[-1].quantity.end
    scale = item.total.quantity.scale
    total, added = show(item.total.quantity.value), show(_plain(found / scale))
    unit = item.total.quantity.unit or ""
    if scale != 1:
        total = show(_plain(Decimal(item.total.quantity.value) / scale))
    shown = item.paragraph.text[start:end]
    message = both("findings.breakdown", text=shown, total=total, added=added, unit=unit)
    source = matter.phrases.book.source or matter.form.definition.source
    where = item.paragraph.at(start, end)
    return ITEMS.failed(where, message, expected=total, found=added, source=source, severity=severity)


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value


ITEMS = Rule("T3", Severity.ERROR, check_breakdowns)
CHANNELS = Rule("T7", Severity.ERROR, check_breakdowns)
APPLICANTS = Rule("T8", Severity.ERROR, check_breakdowns)
RULES = (ITEMS, CHANNELS, APPLICANTS)
