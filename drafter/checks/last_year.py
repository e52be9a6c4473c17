"""This year's figures beside last year's, and against what the organisation may have at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drafter.checks.figures import cell_text
from drafter.form import Form
from drafter.form.schema.form import ComparisonDefinition, PowerDefinition
from drafter.messages import Text, both
from drafter.report.filing import Figures, Number, as_number, show
from drafter.report.findings import Finding, Place, Severity

_SLACK = 5
"""A slip of a power of ten is still one when the figure itself changed up to this many times."""


def check_years(figures: Figures, last: Figures, form: Form) -> Iterator[Finding]:
    """Copied figures, jumps and slips of the unit, as the form declares them."""
    for comparison in form.definition.comparisons:
        yield from _KINDS[comparison.kind](comparison, figures, last, form)


def _pairs(comparison: ComparisonDefinition, figures: Figures, last: Figures) -> Iterator[tuple[str, Number, Number]]:
    for cell in comparison.cells:
        now, before = as_number(figures.get(cell)), as_number(last.get(cell))
        if now is not None and before is not None:
            yield cell, now, before


def _copied(comparison: ComparisonDefinition, figures: Figures, last: Figures, form: Form) -> Iterator[Finding]:
    for cell, now, before in _pairs(comparison, figures, last):
        if now == before and now >= comparison.minimum and now:
            yield _finding(comparison, cell, now, before, form)


def _copied_table(comparison: ComparisonDefinition, figures: Figures, last: Figures, form: Form) -> Iterator[Finding]:
    for key in comparison.tables:
        table = form.tables[key]
        pairs = [(figures.get(cell), last.get(cell)) for cell in table.addresses()]
        if all(now == before for now, before in pairs) and any(as_number(now) for now, _ in pairs):
            name = table.definition.name
            message = both("findings.copied_table", table=name, key=form.english(name, key))
            place = Place(cells=tuple(table.addresses()))
            yield Finding(comparison.rule, Severity(comparison.severity), place, message, source=comparison.source)


def _jump(comparison: ComparisonDefinition, figures: Figures, last: Figures, form: Form) -> Iterator[Finding]:
    for cell, now, before in _pairs(comparison, figures, last):
        low, high = min(now, before), max(now, before)
        if (
            high >= comparison.minimum
            and float(high) > comparison.ratio * float(low)
            and not _slips(cell, form, now, before)
        ):
            yield _finding(comparison, cell, now, before, form)


def _unit_slip(comparison: ComparisonDefinition, figures: Figures, last: Figures, form: Form) -> Iterator[Finding]:
    for cell, now, before in _pairs(comparison, figures, last):
        if _is_slip(comparison.ratio, now, before):
            yield _finding(comparison, cell, now, before, form)


def _slips(cell: str, form: Form, now: Number, before: Number) -> bool:
    """Whether another comparison of the form already takes the jump of this cell for a slip of the unit."""
    slips = (item for item in form.definition.comparisons if item.kind == "unit_slip" and cell in item.cells)
    return any(_is_slip(item.ratio, now, before) for item in slips)


def _is_slip(ratio: float, now: Number, before: Number) -> bool:
    low, high = sorted((float(now), float(before)))
    return low > 0 and ratio / _SLACK <= high / low <= ratio * _SLACK


def _finding(comparison: ComparisonDefinition, cell: str, now: Number, before: Number, form: Form) -> Finding:
    message = both(f"findings.{comparison.kind}", cell=cell_text(cell, form), now=show(now), before=show(before))
    severity, place = Severity(comparison.severity), Place(cells=(cell,))
    return Finding(comparison.rule, severity, place, message, show(before), show(now), comparison.source)


_KINDS: dict[str, Callable[[ComparisonDefinition, Figures, Figures, Form], Iterator[Finding]]] = {
    "copied": _copied,
    "copied_table": _copied_table,
    "jump": _jump,
    "unit_slip": _unit_slip,
}


def check_powers(figures: Figures, form: Form, *, kind: str | None, organization: str | None) -> Iterator[Finding]:
    """Cells that only some kinds of organisation may fill: an error where the kind is declared, else a warning."""
    suggested = form.suggested_kind(organization)
    traits = form.traits_of(kind) if kind else suggested.traits if suggested else None
    for power in form.definition.powers if traits is not None else ():
        cells = tuple(cell for cell in power.cells if as_number(figures.get(cell)))
        if power.trait not in (traits or ()) and cells:
            yield _without_power(power, cells, figures, form, kind or (suggested.key if suggested else ""), bool(kind))


def _without_power(
    power: PowerDefinition, cells: tuple[str, ...], figures: Figures, form: Form, kind: str, declared: bool, /
) -> Finding:
    name = next(item.name for item in form.definition.kinds if item.key == kind)
    key = "findings.power" if declared else "findings.power_inferred"
    shown = show(figures[cells[0]])
    message = both(key, cell=cell_text(cells[0], form), found=shown, kind=Text(name.zh, name.en))
    severity = Severity.ERROR if declared else Severity.WARNING
    return Finding(power.rule, severity, Place(cells=cells), message, "0", shown, power.source)
