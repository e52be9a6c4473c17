"""Rendering: the only place where a reference in a draft becomes words, and is bound to what it states."""

from __future__ import annotations

from drafter.document import Role, Span, text_of
from drafter.drafting.derivations import derived, entry_of
from drafter.drafting.merge import Spans, spans_of
from drafter.form import Form
from drafter.records import dataclass
from drafter.report import Block, Facts, Filing, Place, Sections
from drafter.report.references import Reference, parse


@dataclass(frozen=True, slots=True)
class Draft:
    """A narrative with references, for one organisation and year."""

    form: str
    organization: str | None
    year: int | None
    narrative: Sections
    writer: str = "rollforward"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A draft's filing, and the spans that say which words rest on what."""

    filing: Filing
    spans: Spans


def render(draft: Draft, facts: Facts) -> Rendered:
    """A draft's filing, every reference written out, blanks as open marks; UnknownReference for what is not there."""
    spans: dict[Place, tuple[Span, ...]] = {}
    narrative: dict[str, tuple[Block, ...]] = {}
    for section, blocks in draft.narrative.items():
        ordinal = 0
        written = []
        for block in blocks:
            texts = []
            for text in block.paragraphs:
                found = spans[Place(section, block.topic, ordinal)] = paragraph_spans(text, facts)
                texts.append(text_of(found))
                ordinal += 1
            written.append(Block(tuple(texts), block.heading, block.topic, block.run_in))
        narrative[section] = tuple(written)
    title = None
    if draft.organization and draft.year:
        title = facts.form.definition.title.template.format(organization=draft.organization, year=draft.year)
    filing = Filing(draft.form, facts.figures, narrative, draft.organization, draft.year, title)
    return Rendered(filing, spans)


def paragraph_spans(text: str, facts: Facts) -> tuple[Span, ...]:
    """A paragraph of a draft written out: plain text, open marks and figures with their targets."""
    spans: list[Span] = []
    plain = ""
    for part in parse(text):
        if isinstance(part, str):
            plain += part
            continue
        spans += spans_of(plain, facts.form)
        plain = ""
        spans += _written(part, facts)
    return tuple(spans + list(spans_of(plain, facts.form)))


def _written(reference: Reference, facts: Facts) -> tuple[Span, ...]:
    text, target = derived(reference, facts), str(reference)[1:-1]
    if text is not None:
        return (Span(text, Role.FIGURE, target),)
    if reference.prefix == "entry":
        text = facts.form.open_mark.last.format(text=entry_of(reference.target, facts).last)
    else:
        text = _missing(reference, facts)
    return (Span(open_mark(text, facts.form), Role.OPEN, target),)


def _missing(reference: Reference, facts: Facts) -> str:
    """Which figure is not filled in, by its labels."""
    form, names = facts.form, (*reference.targets, *reference.others)
    name = next((name for name in names if facts.value(name) is None), names[0])
    row, column = form.row_label(name), form.column_label(name)
    typed = next((text for cell in form.cells_of(name) if isinstance(text := facts.figures.get(cell), str)), None)
    if typed is not None:
        return form.open_mark.unusable.format(row=row, column=column, text=typed)
    return form.open_mark.missing.format(row=row, column=column)


def open_mark(text: str, form: Form) -> str:
    """`text` inside an open mark; what would close the mark early is replaced."""
    mark = form.open_mark
    inner = text.replace(mark.prefix, "").replace(mark.suffix, ")")
    return f"{mark.prefix}{inner}{mark.suffix}"
