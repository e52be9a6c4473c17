"""Totals of the form split in text: by channel, by kind of applicant. The parts come to one of the bases in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.form.expression import Expression
from drafter.form.phrases import Split
from drafter.messages import both
from drafter.report.filing import Number, show
from drafter.report.findings import Severity
from drafter.report.quantities.chinese import Exactness, Kind
from drafter.statements import Binding, Discourse, State, Time


@dataclass(frozen=True, slots=True)
class SplitFound:
    """The parts of a total that stand in one sentence."""

    split: Split
    paragraph: Discourse
    items: tuple[Binding, ...]
    every: bool
    """Whether every part that there is was named."""
    others: bool
    """Whether the sentence holds a quantity of the same unit that rests on nothing: it may be a part not known."""


def splits_of(paragraph: Discourse, found: Sequence[Binding], matter: Matter) -> Iterator[SplitFound]:
    """The splits of a paragraph, one per sentence and rule."""
    for split, parts, unless in matter.phrases.splits:
        sentences: dict[int, list[tuple[Binding, set[int]]]] = {}
        for before, binding in zip((None, *found), found, strict=False):
            named = _named(before, binding, split, parts, paragraph)
            if named:
                start = paragraph.sentence_at(binding.quantity.start).start
                sentences.setdefault(start, []).append((binding, named))
        for start, items in sentences.items():
            if len(items) < 2 or unless.search(paragraph.text, start, items[-1][0].quantity.start):
                continue
            every = split.complete and {number for _, named in items for number in named} == set(range(len(parts)))
            if every or not split.complete:
                parts_found = tuple(binding for binding, _ in items)
                yield SplitFound(
                    split, paragraph, parts_found, every, _has_others(parts_found, start, found, paragraph)
                )


def _has_others(items: Sequence[Binding], start: int, found: Sequence[Binding], paragraph: Discourse) -> bool:
    unit, end = items[0].quantity.unit, paragraph.sentence_at(start).end
    return any(
        one.state is State.OPEN and one.quantity.unit == unit and one not in items
        for one in found
        if start <= one.quantity.start < end
    )


def _named(
    before: Binding | None, binding: Binding, split: Split, parts: Sequence[Expression], paragraph: Discourse
) -> set[int]:
    """Which parts the words between the number before and this one name."""
    quantity = binding.quantity
    if quantity.kind is not Kind.COUNT or paragraph.in_mark(quantity.start):
        return set()
    if split.scope and paragraph.scope(quantity.start) not in split.scope:
        return set()
    start = paragraph.sentence_at(quantity.start).start
    if before is not None:
        start = max(start, before.quantity.end)
    words = "".join(paragraph.text[start : quantity.start].split())
    return {number for number, part in enumerate(parts) if part.search(words)}


def judged_split(found: SplitFound, rule: Rule, matter: Matter) -> Iterator[Outcome]:
    """Whether the parts come to the total that the text states, or to one of those that it may mean."""
    items = found.items
    if any(item.state is State.CONTRADICTED for item in items):
        return
    bases = _bases(found, matter)
    exact = all(item.quantity.exactness is Exactness.EXACT and item.quantity.upper is None for item in items)
    if not bases or not exact or found.paragraph.time(items[0].quantity.start) is not Time.NOW:
        yield rule.not_assessable()
        return
    added = sum(Decimal(item.quantity.value) for item in items)
    patterns = matter.phrases.patterns
    words = found.paragraph.text[items[0].quantity.start : items[-1].quantity.end + 8]
    if added in bases or (added < max(bases) and patterns.open_ended.search(words)):
        yield rule.held()
    elif added < max(bases) and found.others:
        yield rule.not_assessable()
    elif added > max(bases) or found.every or patterns.complete.search(found.paragraph.text, *_lead(found)):
        yield _failed(found, added, bases[0], rule, matter)
    else:
        yield _failed(found, added, bases[0], replace(rule, severity=Severity.WARNING), matter)


def _lead(found: SplitFound) -> tuple[int, int]:
    return found.paragraph.sentence_at(found.items[0].quantity.start).start, found.items[0].quantity.start


def _bases(found: SplitFound, matter: Matter) -> list[Number]:
    """The values that the parts may come to: those stated before them in the sentence, then every base in use."""
    start = found.items[0].quantity.start
    sentence = found.paragraph.sentence_at(start).start
    stated = [
        binding.quantity.value
        for binding in reversed(matter.account.bindings)
        if binding.where == found.paragraph.place and binding.quantity.kind is Kind.COUNT
        if sentence <= binding.quantity.start < start and binding.quantity.exactness is Exactness.EXACT
    ]
    values = [matter.facts.value(target) for target in found.split.targets]
    known = [value for value in values if value is not None]
    return [*stated, *known] if known or found.every else []


def _failed(found: SplitFound, added: Decimal | int, total: Number, rule: Rule, matter: Matter) -> Outcome:
    start, end = found.items[0].quantity.start, found.items[-1].quantity.end
    cells = matter.form.sums.get(found.split.targets[0], (found.split.targets[0],))
    where = found.paragraph.at(start, end, cells)
    added_text = format(Decimal(added), "f")
    message = both("findings.split", text=found.paragraph.text[start:end], total=show(total), added=added_text)
    return rule.failed(where, message, expected=show(total), found=added_text, source=found.split.source)
