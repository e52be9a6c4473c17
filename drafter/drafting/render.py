"""Rendering: the only place where a reference in a draft becomes words, and is bound to what it states."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.document import Role, Span, text_of
from drafter.drafting.merge import Spans, spans_of
from drafter.errors import UnknownReference
from drafter.form import Form
from drafter.report.facts import Facts
from drafter.report.filing import Block, Filing, Sections, show
from drafter.report.findings import Place
from drafter.report.rates import percent
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
    if reference.prefix == "note":
        return _note(reference, facts)
    if reference.prefix == "entry":
        return _entry(reference, facts)
    target = reference.target
    if not facts.knows(target):
        raise UnknownReference("unknown_cell", target=target)
    text = _derived(reference, facts)
    if text is None:
        return (Span(open_mark(_missing(target, facts.form), facts.form), Role.OPEN, str(reference)[1:-1]),)
    return (Span(text, Role.FIGURE, str(reference)[1:-1]),)


def _missing(target: str, form: Form) -> str:
    mark = form.open_mark
    return mark.missing.format(row=form.row_label(target), column=form.column_label(target))


def open_mark(text: str, form: Form) -> str:
    """`text` inside an open mark; what would close the mark early is replaced."""
    mark = form.open_mark
    inner = text.replace(mark.prefix, "").replace(mark.suffix, ")")
    return f"{mark.prefix}{inner}{mark.suffix}"


def _note(reference: Reference, facts: Facts) -> tuple[Span, ...]:
    note = facts.note_of.get(reference.target)
    if note is None:
        raise UnknownReference("unknown_note", target=reference.target)
    return (Span(note.text, Role.FIGURE, f"note:{note.id}"),)


def _entry(reference: Reference, facts: Facts) -> tuple[Span, ...]:
    entry = facts.entry_of.get(reference.target)
    if entry is None:
        raise UnknownReference("unknown_entry", target=reference.target)
    if entry.value:
        return (Span(entry.value, Role.FIGURE, f"entry:{entry.id}"),)
    text = facts.form.open_mark.last.format(text=entry.last)
    return (Span(open_mark(text, facts.form), Role.OPEN, f"entry:{entry.id}"),)


def _derived(reference: Reference, facts: Facts) -> str | None:
    """The words of a reference to figures; None when a figure that it needs is not there."""
    now = facts.value(reference.target)
    before = facts.before(reference.target)
    match reference.derivation:
        case None:
            value = before if reference.prefix == "last" else now
            return None if value is None else show(value)
        case "unit":
            return None if now is None else f"{show(now)}{facts.phrases.unit(reference.target)}"
        case "change":
            return None if now is None or before is None else facts.phrases.change(now - before, reference.target)
        case "percent":
            places = int(reference.argument or 1)
            growth = None if now is None or not before else percent(now - before, before, places)
            return None if growth is None else facts.phrases.growing(growth)
        case "phrase":
            return None if now is None else facts.phrases.wording(reference.target, now)
        case "share":
            target, _, places_text = (reference.argument or "").partition("@")
            whole = facts.value(target)
            share = None if now is None or not whole else percent(now, whole, int(places_text or 1))
            return None if share is None else facts.phrases.percentage(share)
        case other:
            raise UnknownReference("unknown_derivation", reference=reference, derivation=other)
