"""Changes against last year and shares: the figure that they are of, and whether they come out when recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from drafter.report.facts import Facts
from drafter.report.filing import Number
from drafter.report.quantities.chinese import Exactness, Kind, Quantity
from drafter.report.rates import percent
from drafter.report.references import Reference
from drafter.statements.account import Binding, Sense, State
from drafter.statements.context import Met
from drafter.statements.discourse import CLOSING, OPENING
from drafter.statements.tolerance import agrees, decimals, growth, is_growth, is_share


def compared_with(met: Met, facts: Facts) -> Binding | None:
    """Last year's number, named as what the figure before it is compared with."""
    match = facts.phrases.patterns.compared_with.search(met.words) if met.previous else None
    if match is None:
        return None
    subject = next(_subjects(met), None)
    targets = subject.said if subject and subject.state is not State.OPEN else ()
    for target in targets:
        if agrees(met.quantity, facts.before(target)):
            return met.binding(State.BOUND, Reference(target, "last"), sense=Sense.BEFORE)
    before = facts.before(targets[0]) if targets else None
    exact = met.quantity.exactness is Exactness.EXACT and not _other_year(met, match.group())
    if before is None or subject is None or subject.figure is None or not exact:
        return met.binding(State.OPEN, sense=Sense.BEFORE, judged=False)
    reference = Reference(subject.figure, "last")
    expected = facts.before(subject.figure)
    return met.binding(State.CONTRADICTED, reference, sense=Sense.BEFORE, expected=expected)


def change(met: Met, facts: Facts) -> Binding | None:
    """A change against last year of the figure stated right before the comparison."""
    match = facts.phrases.patterns.growth.search(met.words)
    if match is None or met.quantity.kind not in (Kind.PERCENT, Kind.COUNT):
        return None
    subjects = _compared(met, facts)
    if subjects is None:
        return None
    direction = match.group("direction")
    falling = direction in facts.phrases.book.words.falling
    start = met.paragraph.text.rfind(direction, 0, met.quantity.start)
    return _change(met, subjects, (start, met.quantity.end), facts, falling=falling)


def _change(met: Met, subjects: Sequence[Binding], edges: tuple[int, int], facts: Facts, *, falling: bool) -> Binding:
    base, other = _base(met), bool(subjects) and _other_year(met, _between(subjects[0], met))
    if not subjects:
        edges = (met.quantity.start, met.quantity.end)
        return met.binding(State.OPEN, sense=Sense.CHANGE, judged=False, edges=edges)
    if base is not None:
        real = growth(subjects[0].quantity.value, base.quantity.value, met.quantity.kind)
        if not is_growth(met.quantity, real, falling=falling):
            return _wrong(met, subjects[0], edges, real)
        return met.binding(State.OPEN, sense=Sense.CHANGE) if other else _fits(met, subjects[0], edges)
    if other:
        return met.binding(State.OPEN, sense=Sense.CHANGE, judged=False)
    unknown, first = False, None
    for subject in subjects:
        for real in _real(subject, met.quantity, facts):
            if is_growth(met.quantity, real, falling=falling):
                return _fits(met, subject, edges)
            unknown, first = unknown or real is None, real if first is None else first
        unknown = unknown or subject.figure is None
    if unknown or met.quantity.exactness is not Exactness.EXACT:
        return replace(_fits(met, subjects[0], edges), judged=False)
    return _wrong(met, subjects[0], edges, first)


def _between(subject: Binding, met: Met) -> str:
    return met.paragraph.text[subject.quantity.end : met.quantity.start]


def _other_year(met: Met, words: str) -> bool:
    """Whether a comparison names a year that is not the last one."""
    years = {int(match.group("year")) for match in met.paragraph.phrases.year.finditer(words)}
    return met.paragraph.year is not None and bool(years - {met.paragraph.year - 1, met.paragraph.year})


def _fits(met: Met, subject: Binding, edges: tuple[int, int]) -> Binding:
    """A change that comes out right, or that there is nothing to hold against; one of an open figure stays open."""
    reference = _reference(subject, met.quantity)
    if reference is None:
        return met.binding(State.OPEN, sense=Sense.CHANGE, edges=(met.quantity.start, met.quantity.end))
    return met.binding(State.BOUND, reference, sense=Sense.CHANGE, edges=edges)


def _wrong(met: Met, subject: Binding, edges: tuple[int, int], real: Decimal | None) -> Binding:
    step = Decimal(1).scaleb(-decimals(met.quantity))
    expected = None if real is None else real.quantize(step)
    reference = _reference(subject, met.quantity)
    return met.binding(State.CONTRADICTED, reference, sense=Sense.CHANGE, edges=edges, expected=expected)


def _reference(subject: Binding, quantity: Quantity) -> Reference | None:
    if subject.figure is None:
        return None
    if quantity.kind is not Kind.PERCENT:
        return Reference(subject.figure, None, "change")
    places = decimals(quantity)
    return Reference(subject.figure, None, "percent", str(places) if places != 1 else None)


def _real(subject: Binding, quantity: Quantity, facts: Facts) -> Iterator[Decimal | None]:
    """The change of every figure that the subject can mean; None where last year's is not facts."""
    stated = (target for target in subject.said if agrees(subject.quantity, facts.value(target)))
    for target in dict.fromkeys((*filter(None, (subject.figure,)), *stated)):
        now, before = facts.value(target), facts.before(target)
        yield None if now is None or before is None else growth(now, before, quantity.kind)


def _compared(met: Met, facts: Facts) -> Sequence[Binding] | None:
    """What a change can be of: the figure before the comparison, or any of a breakdown; None if none is compared."""
    text, patterns = met.paragraph.text, facts.phrases.patterns
    sentence = met.paragraph.sentence_at(met.quantity.start).start
    subjects: list[Binding] = []
    for subject in _subjects(met):
        inside = subject.quantity.start >= sentence
        if subjects and not inside:
            break
        if not subjects and patterns.compared.match(text, _behind(text, subject.quantity.end)) is None:
            return (
                [] if patterns.compared.search(text, max(sentence, subject.quantity.end), met.quantity.start) else None
            )
        subjects.append(subject)
        if not inside or patterns.opens.search(text, sentence, subject.quantity.start) is None:
            break
    if subjects:
        return subjects
    return [] if patterns.compared.search(text, sentence, met.quantity.start) else None


def _behind(text: str, position: int) -> int:
    """The place behind a parenthesis that opens at a position."""
    if text[position : position + 1] in tuple(OPENING):
        ends = [end for mark in CLOSING if (end := text.find(mark, position)) >= 0]
        inner = text[position : min(ends)] if ends else ""
        return min(ends) + 1 if ends and any(map(str.isdigit, inner)) else position
    return position


def _subjects(met: Met) -> Iterator[Binding]:
    """Quantities before, nearest first, without changes, numbers compared with, and asides in parentheses."""
    own = met.paragraph.depth(met.paragraph.sentence_at(met.quantity.start).start, met.quantity.start)
    for binding in reversed(met.previous):
        if binding.sense in (Sense.CHANGE, Sense.BEFORE, Sense.SHARE):
            continue
        between = met.paragraph.depth(binding.quantity.end, met.quantity.start)
        if between >= 0 or own > 0 or binding.quantity.start < met.paragraph.sentence_at(met.quantity.start).start:
            yield binding


def _base(met: Met) -> Binding | None:
    """The number that the figure is compared with, if one stands between the figure and the change."""
    for binding in reversed(met.previous):
        if binding.sense is Sense.BEFORE:
            return binding if binding.quantity.exactness is Exactness.EXACT else None
        if binding.sense is not Sense.CHANGE:
            return None
    return None


def share(met: Met, facts: Facts) -> Binding | None:
    """The share of the figure stated before in another one, named or stated before."""
    patterns = facts.phrases.patterns
    if met.quantity.kind is not Kind.PERCENT or patterns.share.search(met.words) is None:
        return None
    subjects = list(_subjects(met))
    if not subjects:
        return None
    part, stated = subjects[0], subjects[1:]
    for whole in stated:
        if is_share(met.quantity, part.quantity.value, whole.quantity.value):
            return _shared(met, part, whole.figure)
    for target in sorted(facts.phrases.wholes) if part.figure else ():
        same = target.partition(".")[0] == (part.figure or "").partition(".")[0]
        if same and is_share(met.quantity, part.quantity.value, facts.value(target)):
            return _shared(met, part, target)
    total = _whole(part, stated, met, facts)
    if part.state is State.CONTRADICTED or not total or patterns.share_of_all.search(met.words) is None:
        return met.binding(State.OPEN, sense=Sense.SHARE, judged=False)
    expected = percent(part.quantity.value, total, decimals(met.quantity))
    return met.binding(State.CONTRADICTED, sense=Sense.SHARE, expected=expected)


def _whole(part: Binding, stated: Sequence[Binding], met: Met, facts: Facts) -> Number | None:
    """The whole that a share can only be of: one stated in the sentence, or the total that the part is a term of."""
    larger = [item for item in stated if _is_whole(item, part, met)]
    if larger:
        return larger[-1].quantity.value
    total = _total_of(part.figure, facts) if part.figure else None
    return facts.value(total) if total else None


def _total_of(address: str, facts: Facts) -> str | None:
    """The total in its row that a cell or named sum is a part of; None when there is none."""
    cells = set(facts.form.sums.get(address, (address,)))
    for identity in facts.form.identities:
        sums_up = identity.relation.computes and identity.relation.per == "row"
        if sums_up and cells <= {term.address for term in identity.right}:
            return identity.left[0].address
    return None


def _is_whole(item: Binding, part: Binding, met: Met) -> bool:
    """Whether a quantity of the sentence can be the whole of a part."""
    same = item.quantity.unit == part.quantity.unit and item.quantity.kind is part.quantity.kind
    exact = item.quantity.exactness is part.quantity.exactness is Exactness.EXACT
    inside = item.quantity.start >= met.paragraph.sentence_at(met.quantity.start).start
    return same and exact and inside and item.quantity.value > part.quantity.value


def _shared(met: Met, part: Binding, whole: str | None) -> Binding:
    edges = (met.quantity.start, met.quantity.end)
    if part.figure is None or whole is None:
        return met.binding(State.OPEN, sense=Sense.SHARE, edges=edges)
    reference = Reference(part.figure, None, "share", f"{whole}@{decimals(met.quantity) or 1}")
    return met.binding(State.BOUND, reference, sense=Sense.SHARE, edges=edges)
