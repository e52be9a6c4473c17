"""Claims without a number against the figures: that there was nothing, that nothing remains, that all are alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.checks.figures import cell_text
from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.messages import both
from drafter.report.filing import show
from drafter.report.findings import Severity
from drafter.statements import Binding, ClaimFound


def check_claims(matter: Matter) -> Iterator[Outcome]:
    """What every claim came to."""
    for found in matter.account.claims:
        if found.claim.kind == "settled":
            yield _settled(found, matter.by_paragraph[found.where], matter)
        else:
            yield from _nothing(found, matter)


def _nothing(found: ClaimFound, matter: Matter) -> Iterator[Outcome]:
    """Cells that the claim says are zero."""
    rule = _BY_KIND[found.claim.kind]
    for cell in found.claim.cells:
        value = matter.facts.value(cell)
        if value:
            yield _refuted(found, f"claim_{found.claim.kind}", Severity(found.claim.severity), cell, matter)
        else:
            yield rule.not_assessable() if value is None else rule.held()


def _refuted(found: ClaimFound, key: str, severity: Severity, cell: str, matter: Matter) -> Outcome:
    value = show(matter.facts.value(cell))
    cells = matter.form.sums.get(cell, (cell,))
    where = matter.account.paragraphs[found.where].at(found.start, found.end, cells)
    message = both(f"findings.{key}", text=found.text, cell=cell_text(cell, matter.form), value=value)
    rule = _BY_KIND[found.claim.kind]
    return rule.failed(where, message, expected="0", found=value, source=found.claim.source, severity=severity)


def _settled(found: ClaimFound, near: Sequence[Binding], matter: Matter) -> Outcome:
    """All is done: graded by what remains, by what came from last year, and by what the text says of it."""
    cell = found.claim.cells[0]
    remaining = matter.facts.value(cell)
    if remaining is None:
        return SETTLED.not_assessable()
    severity = _severity(found, near, matter) if remaining else None
    if severity is None:
        return SETTLED.held()
    key = "claim_settled" if found.claim.grade == "all" else f"claim_{found.claim.grade}"
    return _refuted(found, key, severity, cell, matter)


def _severity(found: ClaimFound, near: Sequence[Binding], matter: Matter) -> Severity | None:
    """How much the claim weighs where something remains; None where the text excepts it or speaks of what is done."""
    claim = found.claim
    paragraph = matter.account.paragraphs[found.where]
    start, end = paragraph.sentence_at(found.start)[:2]
    inside = [item for item in near if start <= item.quantity.start < found.start]
    if matter.phrases.qualified[claim.qualified].search(paragraph.text, start, end) or _about_done(found, inside):
        return None
    stated = any(item.figure == claim.cells[0] for item in near)
    if claim.grade != "timely" and (claim.grade == "rate" or _includes_this_year(found, inside, matter)):
        return Severity.WARNING if stated else Severity.ERROR
    return None if stated else Severity(claim.severity)


def _includes_this_year(found: ClaimFound, inside: Sequence[Binding], matter: Matter) -> bool:
    """Whether some of what remains must be this year's, or the sentence counts what came from last year too."""
    claim = found.claim
    remaining = matter.facts.value(claim.cells[0]) or 0
    carried = matter.facts.value(claim.carried) if claim.carried else None
    return any(item.figure in claim.counting for item in inside) or (carried is not None and remaining > carried)


def _about_done(found: ClaimFound, inside: Sequence[Binding]) -> bool:
    """Whether the claim is about cases that are done, or from last year alone: what remains need not be of them."""
    subjects = [item.figure for item in inside if item.figure in found.claim.subjects]
    return bool(subjects) and (subjects[-1] in found.claim.done or set(subjects) == {found.claim.carried})


ONLY = Rule("T2", Severity.ERROR, check_claims)
NONE = Rule("T5", Severity.ERROR, check_claims)
SETTLED = Rule("T6", Severity.WARNING, check_claims)
RULES = (ONLY, NONE, SETTLED)
_BY_KIND = {"only": ONLY, "zero": NONE, "settled": SETTLED}
