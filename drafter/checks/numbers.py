"""Numbers in text that contradict their cell, changes and shares that do not come out, units mistaken."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.figures import cell_text
from drafter.checks.rules import Matter, Outcome, failed, held, not_assessable
from drafter.messages import Text, both
from drafter.report.filing import show
from drafter.report.findings import Finding, Severity
from drafter.report.quantities.chinese import Kind
from drafter.statements import Binding, Sense, State
from drafter.statements.tolerance import agrees

NUMBER, RATE, ZERO, UNIT = "T1", "T4", "T5", "T9"


def check_numbers(matter: Matter) -> Iterator[Outcome]:
    """What every quantity that names a figure, a change or a share came to."""
    for binding in matter.account.bindings:
        match binding.sense:
            case Sense.FIGURE | Sense.UNIT:
                yield from _figure(binding, matter)
            case Sense.CHANGE | Sense.SHARE | Sense.BEFORE:
                yield _rate(binding, matter)
            case _:
                if binding.said and binding.state is State.OPEN:
                    yield not_assessable(NUMBER)
        if binding.figure:
            yield from _trend(binding, binding.figure, matter)


def _figure(binding: Binding, matter: Matter) -> Iterator[Outcome]:
    if binding.state is State.BOUND:
        yield held(NUMBER)
        if binding.quantity.kind is Kind.AMOUNT:
            yield held(UNIT)
        return
    zero = binding.expected == 0 or binding.quantity.value == 0
    rule = UNIT if binding.sense is Sense.UNIT else ZERO if zero else NUMBER
    yield failed(_wrong(rule, "unit_wrong" if rule == UNIT else "contradicted", binding, matter))


def _rate(binding: Binding, matter: Matter) -> Outcome:
    if binding.state is State.CONTRADICTED:
        return failed(_wrong(RATE, f"{binding.sense.value}_wrong", binding, matter))
    return held(RATE) if binding.judged else not_assessable(RATE)


def _wrong(rule: str, key: str, binding: Binding, matter: Matter) -> Finding:
    """A finding on the very words of a quantity."""
    quantity, target, form = binding.quantity, binding.target, matter.form
    cells = form.sums.get(target, (target,)) if target else ()
    where = matter.account.paragraphs[binding.where].at(quantity.start, quantity.end, cells)
    expected = show(binding.expected)
    unit = matter.phrases.unit(target) if target else ""
    cell = cell_text(target, form) if target else Text("", "")
    message = both(f"findings.{key}", text=where.text, found=quantity.text, cell=cell, expected=expected, unit=unit)
    source = matter.phrases.book.source or form.definition.source
    return Finding(rule, Severity.ERROR, where, message, expected or None, quantity.text, source)


def _trend(binding: Binding, target: str, matter: Matter) -> Iterator[Outcome]:
    """A direction without a size, right after a figure."""
    paragraph = matter.account.paragraphs[binding.where]
    match = matter.phrases.patterns.trend.match(paragraph.text, binding.quantity.end)
    if match is None:
        return
    falling = match.group("direction") in matter.phrases.book.words.falling
    bases = [base for base in binding.said if agrees(binding.quantity, matter.facts.value(base))]
    changes = [_difference(base, matter) for base in dict.fromkeys((target, *bases))]
    if None in changes:
        yield not_assessable(RATE)
    elif any(change is not None and (change < 0 if falling else change > 0) for change in changes):
        yield held(RATE)
    else:
        cells = matter.form.sums.get(target, (target,))
        where = paragraph.at(match.start(), match.end() - 1, cells)
        now = show(matter.facts.value(target))
        before = show(matter.facts.before(target))
        cell = cell_text(target, matter.form)
        message = both("findings.trend_wrong", text=where.text, cell=cell, now=now, before=before)
        yield failed(Finding(RATE, Severity.ERROR, where, message, before, now, matter.phrases.book.source))


def _difference(target: str, matter: Matter) -> float | None:
    now, before = matter.facts.value(target), matter.facts.before(target)
    return None if now is None or before is None else float(now - before)
