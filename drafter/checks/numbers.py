"""Numbers in text that contradict their cell, changes and shares that do not come out, units mistaken."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.certainty import weight_of
from drafter.checks.claims import NONE, RATE
from drafter.checks.figures import cells_in, subject_text
from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.messages import both
from drafter.report import Severity, show
from drafter.report.quantities.chinese import QuantityKind
from drafter.statements import Binding, Sense, State
from drafter.statements.judge import ENTRY


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
                    yield NUMBER.not_assessable()


def _figure(binding: Binding, matter: Matter) -> Iterator[Outcome]:
    if binding.state is State.BOUND:
        yield NUMBER.held()
        if binding.quantity.kind is QuantityKind.AMOUNT:
            yield UNIT.held()
        return
    zero = binding.expected == 0 or binding.quantity.value == 0
    rule = UNIT if binding.sense is Sense.UNIT else NONE if zero else NUMBER
    yield _wrong(rule, "unit_wrong" if rule is UNIT else "contradicted", binding, matter)


def _rate(binding: Binding, matter: Matter) -> Outcome:
    if binding.state is State.CONTRADICTED and _is_of_its_kind(binding, matter):
        return _wrong(RATE, f"{binding.sense.value}_wrong", binding, matter)
    return RATE.held() if binding.judged and binding.state is not State.CONTRADICTED else RATE.not_assessable()


def _is_of_its_kind(binding: Binding, matter: Matter) -> bool:
    """Whether a sum of money is compared with one: money that a sentence counts beside cases is none of them."""
    subject = _held_against(binding)
    if not subject:
        return True
    cells = cells_in(subject, matter.form)
    counted = not cells or matter.form.column_of(cells[0]).kind != "amount"
    return not (counted and binding.quantity.kind is QuantityKind.AMOUNT)


def _wrong(rule: Rule, key: str, binding: Binding, matter: Matter) -> Outcome:
    """A rule that the very words of a quantity break."""
    quantity, form = binding.quantity, matter.form
    subject = _held_against(binding)
    cells = cells_in(subject, form)
    where = matter.account.paragraphs[binding.where].at(quantity.start, quantity.end, cells)
    expected = show(binding.expected)
    unit = next((matter.phrases.unit(name) for name in subject.split("+") if not name.startswith(ENTRY) and name), "")
    cell = subject_text(subject, matter.facts)
    key = key if subject else "own_wrong"
    message = both(f"findings.{key}", text=where.text, found=quantity.text, cell=cell, expected=expected, unit=unit)
    source = matter.phrases.book.source or form.definition.source
    weight = weight_of(binding, matter.by_paragraph[binding.where], matter)
    found, reader = quantity.text, binding.reader
    return rule.failed(
        where, message, expected=expected or None, found=found, source=source, severity=weight, reader=reader
    )


def _held_against(binding: Binding) -> str:
    """The cell, named sum or entry (with its prefix) that a quantity is compared with, or several joined by "+"."""
    reference = binding.reference
    if reference is None:
        return binding.said[0] if binding.said else ""
    return f"{ENTRY}{reference.target}" if reference.prefix == "entry" else reference.target


NUMBER = Rule("T1", Severity.ERROR, check_numbers)
UNIT = Rule("T9", Severity.ERROR, check_numbers)
RULES = (NUMBER, UNIT)
