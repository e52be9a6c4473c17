"""The narrative against the form and the figures: sections and topics there, numbers and claims true."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.binding import Account, Binding, ClaimFound, State
from drafter.checks.figures import cell_text
from drafter.filing import Figures, Filing, Narrative, paragraphs_of, show, value_of
from drafter.findings import Finding, Place, Severity
from drafter.form import Form
from drafter.messages import both


def check_sections(filing: Filing, form: Form) -> Iterator[Finding]:
    """Sections that are empty and topics that are missing."""
    for section in form.sections:
        if section.kind == "tables":
            continue
        blocks = filing.narrative.get(section.key, ())
        if not any(block.paragraphs for block in blocks):
            message = both("findings.empty_section", heading=section.heading, key=section.key)
            yield Finding("N1", Severity.ERROR, Place(section=section.key), message, source=form.definition.source)
            continue
        present = {block.topic for block in blocks}
        for topic in section.topics:
            if topic.key not in present:
                message = both("findings.missing_topic", heading=topic.heading, section=section.heading, key=topic.key)
                place = Place(section=section.key, topic=topic.key)
                yield Finding("N2", Severity.WARNING, place, message, source=form.definition.source)


def check_account(account: Account, filing: Filing, form: Form) -> Iterator[Finding]:
    """Numbers that contradict their cell, and claims without a number that the figures refute."""
    for binding in account.bindings:
        if binding.state is State.CONTRADICTED:
            yield _contradicted(binding, filing.narrative, filing.figures, form)
    for found in account.claims:
        yield from _refuted(found, filing, form)


def place_of(where: Binding | ClaimFound, start: int, end: int, narrative: Narrative) -> Place:
    """The place of code points `start` to `end` in a paragraph, with the sentence around them."""
    place = where.where
    texts = [text for _, text in paragraphs_of(narrative.get(place.section, ()))]
    shown = texts[place.paragraph][max(0, start - 12) : end + 8]
    return Place(place.section, place.topic, place.paragraph, start, end, shown)


def _contradicted(binding: Binding, narrative: Narrative, figures: Figures, form: Form) -> Finding:
    quantity, target = binding.quantity, binding.target or ""
    place = place_of(binding, quantity.start, quantity.end, narrative)
    expected = show(binding.expected)
    derived = binding.reference is not None and binding.reference.derivation is not None
    key = "findings.change_wrong" if derived else "findings.contradicted"
    message = both(key, text=place.text, found=quantity.text, cell=cell_text(target, form), expected=expected)
    cells = form.sums.get(target, (target,))
    whole = Place(place.section, place.topic, place.paragraph, place.start, place.end, place.text, cells)
    return Finding("T1", Severity.ERROR, whole, message, expected or None, quantity.text, form.definition.source)


def _refuted(found: ClaimFound, filing: Filing, form: Form) -> Iterator[Finding]:
    for cell in found.claim.cells:
        value = value_of(cell, filing.figures, form)
        if value:
            place = place_of(found, found.start, found.end, filing.narrative)
            key = f"findings.claim_{found.claim.kind}"
            message = both(key, text=found.text, cell=cell_text(cell, form), value=show(value))
            severity = Severity(found.claim.severity)
            cells = form.sums.get(cell, (cell,))
            whole = Place(place.section, place.topic, place.paragraph, place.start, place.end, place.text, cells)
            yield Finding("T2", severity, whole, message, "0", show(value), found.claim.source)
