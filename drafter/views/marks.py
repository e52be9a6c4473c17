"""What stands on a stretch of text besides its changes: headings, open marks, findings, bound numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from drafter.comparison import BREAK, Comparison, Item
from drafter.document import Role
from drafter.drafting.merge import spans_of
from drafter.form import Form
from drafter.records import dataclass
from drafter.report import Finding, Place
from drafter.statements import Binding

Meaning = Role | Binding | int
"""A role, a bound or open number, or the position of a finding in its list."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points `start` to `end` of a passage, whose paragraphs are joined by `BREAK`, and what they are."""

    start: int
    end: int
    meaning: Meaning


def offsets(items: Sequence[Item]) -> Iterator[tuple[Item, int]]:
    """Every paragraph of a passage with the place where it begins."""
    position = 0
    for item in items:
        yield item, position
        position += len(item.text) + len(BREAK)


def text_marks(items: Sequence[Item], form: Form) -> Iterator[Mark]:
    """Run-in headings and open marks."""
    for item, position in offsets(items):
        if item.lead:
            yield Mark(position, position + item.lead, Role.HEADING)
        start = position
        for span in spans_of(item.text, form):
            if span.role is Role.OPEN:
                yield Mark(start, start + len(span.text), Role.OPEN)
            start += len(span.text)


Numbered = Mapping[tuple[str | None, int | None], Sequence[tuple[int, Place]]]
"""The place of each finding with its position in the list, by section and paragraph."""


def numbered(findings: Sequence[Finding]) -> Numbered:
    """Findings by the paragraph that they are about."""
    found: dict[tuple[str | None, int | None], list[tuple[int, Place]]] = {}
    for number, finding in enumerate(findings):
        found.setdefault((finding.place.section, finding.place.paragraph), []).append((number, finding.place))
    return found


def finding_marks(items: Sequence[Item], findings: Numbered) -> Iterator[Mark]:
    """Findings about these paragraphs; one that names no words is about the whole paragraph."""
    for item, position in offsets(items):
        for number, place in findings.get((item.section, item.ordinal), ()) if item.ordinal is not None else ():
            yield _finding_mark(item, position, number, place)


def _finding_mark(item: Item, position: int, number: int, place: Place) -> Mark:
    if place.start is None or place.end is None or place.end <= place.start:
        return Mark(position, position + len(item.text), number)
    shift = position + item.lead
    return Mark(shift + place.start, min(shift + place.end, position + len(item.text)), number)


def binding_marks(items: Sequence[Item], bindings: Mapping[Place, Sequence[Binding]]) -> Iterator[Mark]:
    """The numbers of these paragraphs with what they rest on; `bindings` are those of each paragraph."""
    for item, position in offsets(items):
        for binding in bindings.get(item.place, ()):
            start, end = min(binding.start, binding.quantity.start), max(binding.end, binding.quantity.end)
            yield Mark(position + item.lead + start, position + item.lead + end, binding)


def parts(text: str, start: int, marks: Sequence[Mark]) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """`text`, which begins at `start`, cut wherever a mark begins or ends, each piece with the marks on it."""
    end = start + len(text)
    near = [mark for mark in marks if mark.start < end and start < mark.end]
    edges = {start, end} | {edge for mark in near for edge in (mark.start, mark.end) if start < edge < end}
    ordered = sorted(edges)
    for a, b in zip(ordered, ordered[1:], strict=False):
        yield text[a - start : b - start], tuple(mark for mark in near if mark.start <= a and b <= mark.end)


def anchors_of(
    comparison: Comparison, form: Form, findings: Sequence[Finding]
) -> dict[tuple[str, str], tuple[int, ...]]:
    """The findings that are about no paragraph that is shown, by where they are shown instead."""
    items = (item for section in comparison.sections for passage in section.passages for item in passage.new)
    shown = {(item.section, item.ordinal) for item in items if item.ordinal is not None}
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, finding in enumerate(findings):
        if (finding.place.section, finding.place.paragraph) not in shown:
            found[_anchor(finding, form)].append(number)
    return {anchor: tuple(numbers) for anchor, numbers in found.items()}


def _anchor(finding: Finding, form: Form) -> tuple[str, str]:
    """Where a finding is shown that is about no paragraph: ("cell", address), ("section", key) or ("title", "")."""
    place = finding.place
    if place.section is not None:
        return "section", place.section
    for cell in place.cells:
        for address in form.cells_of(cell):
            if address.partition(".")[0] in form.tables:
                return "cell", address
    return "title", ""
