"""This year's figures beside last year's, and against what the organisation may have at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from drafter.checks.figures import cell_text
from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.form import Form
from drafter.form.schema.form import ComparisonDefinition, PowerDefinition
from drafter.messages import Text, both
from drafter.report import Number, Place, Severity, as_number, show

_SLACK = 5
"""A slip of a power of ten is still one when the figure itself changed up to this many times."""


def rules_of(form: Form) -> tuple[Rule, ...]:
    """The comparisons with last year's figures and the limits of powers that the form declares."""
    return (*map(_rule, form.definition.comparisons), *map(_power_rule, form.definition.powers))


def _rule(comparison: ComparisonDefinition) -> Rule:
    name, check = Text(comparison.name.zh, comparison.name.en), partial(_KINDS[comparison.kind], comparison)
    return Rule(comparison.rule, Severity(comparison.severity), check, name, comparison.source)


def _power_rule(power: PowerDefinition) -> Rule:
    name = Text(power.name.zh, power.name.en)
    return Rule(power.rule, Severity.ERROR, partial(_power, power), name, power.source)


def _pairs(comparison: ComparisonDefinition, matter: Matter) -> Iterator[tuple[str, Number, Number]]:
    figures, last = matter.facts.figures, matter.facts.last_figures
    for cell in comparison.cells:
        now, before = as_number(figures.get(cell)), as_number(last.get(cell))
        if now is not None and before is not None:
            yield cell, now, before


def _copied(comparison: ComparisonDefinition, matter: Matter) -> Iterator[Outcome]:
    for cell, now, before in _pairs(comparison, matter):
        if now == before and now >= comparison.minimum and now:
            yield _failed(comparison, cell, now, before, matter.form)


def _copied_table(comparison: ComparisonDefinition, matter: Matter) -> Iterator[Outcome]:
    form, figures, last = matter.form, matter.facts.figures, matter.facts.last_figures
    for key in comparison.tables:
        table = form.tables[key]
        pairs = [(figures.get(cell), last.get(cell)) for cell in table.addresses()]
        if all(now == before for now, before in pairs) and any(as_number(now) for now, _ in pairs):
            name = table.definition.name
            message = both("findings.copied_table", table=name, key=form.english(name, key))
            place = Place(cells=tuple(table.addresses()))
            yield _rule(comparison).failed(place, message)


def _jump(comparison: ComparisonDefinition, matter: Matter) -> Iterator[Outcome]:
    for cell, now, before in _pairs(comparison, matter):
        low, high = min(now, before), max(now, before)
        if (
            high >= comparison.minimum
            and float(high) > comparison.ratio * float(low)
            and not _slips(cell, matter.form, now, before)
        ):
            yield _failed(comparison, cell, now, before, matter.form)


def _unit_slip(comparison: ComparisonDefinition, matter: Matter) -> Iterator[Outcome]:
    for cell, now, before in _pairs(comparison, matter):
        if _is_slip(comparison.ratio, now, before):
            yield _failed(comparison, cell, now, before, matter.form)


def _slips(cell: str, form: Form, now: Number, before: Number) -> bool:
    """Whether another comparison of the form already takes the jump of this cell for a slip of the unit."""
    slips = (item for item in form.definition.comparisons if item.kind == "unit_slip" and cell in item.cells)
    return any(_is_slip(item.ratio, now, before) for item in slips)


def _is_slip(ratio: float, now: Number, before: Number) -> bool:
    low, high = sorted((float(now), float(before)))
    return low > 0 and ratio / _SLACK <= high / low <= ratio * _SLACK


def _failed(comparison: ComparisonDefinition, cell: str, now: Number, before: Number, form: Form) -> Outcome:
    message = both(f"findings.{comparison.kind}", cell=cell_text(cell, form), now=show(now), before=show(before))
    return _rule(comparison).failed(Place(cells=(cell,)), message, expected=show(before), found=show(now))


_KINDS: dict[str, Callable[[ComparisonDefinition, Matter], Iterator[Outcome]]] = {
    "copied": _copied,
    "copied_table": _copied_table,
    "jump": _jump,
    "unit_slip": _unit_slip,
}


def _power(power: PowerDefinition, matter: Matter) -> Iterator[Outcome]:
    """Cells that only some kinds of organisation may fill: an error where the kind is declared, else a warning."""
    form, declared, figures = matter.form, matter.context.kind, matter.facts.figures
    suggested = form.suggested_kind(matter.facts.organization)
    traits = form.traits_of(declared) if declared else suggested.traits if suggested else None
    cells = tuple(cell for cell in power.cells if as_number(figures.get(cell)))
    if traits is None or power.trait in traits or not cells:
        return
    kind = declared or (suggested.key if suggested else "")
    name = next(item.name for item in form.definition.kinds if item.key == kind)
    key = "findings.power" if declared else "findings.power_inferred"
    shown = show(figures[cells[0]])
    message = both(key, cell=cell_text(cells[0], form), found=shown, kind=Text(name.zh, name.en))
    severity = Severity.ERROR if declared else Severity.WARNING
    yield _power_rule(power).failed(Place(cells=cells), message, expected="0", found=shown, severity=severity)
