"""Merging: a filing and its form to a document, sections, tables and narrative in the form's order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.document import Block as DocumentBlock
from drafter.document import Cell, Document, Role, Span, TableBlock, TextBlock, paragraph
from drafter.form import Form, Slot, Table
from drafter.report import Block, Figures, Filing, Place, open_marks, rows_of, show

PREFACE = "preface"

Spans = Mapping[Place, tuple[Span, ...]]
"""Spans by paragraph, where more is known than its text."""


def merge(filing: Filing, form: Form, spans: Spans | None = None) -> Document:
    """The whole report as a document; every cell carries its address as target, every open mark its role."""
    blocks: list[DocumentBlock] = []
    known = spans or {}
    if filing.title:
        blocks.append(paragraph(filing.title, level=0))
    blocks += _section(PREFACE, filing, form, known)
    for section in form.sections:
        blocks.append(paragraph(section.heading, level=1))
        tables = form.tables_of(section.key)
        text = list(_section(section.key, filing, form, known))
        blocks += text
        blocks += [_table(table, filing.figures) for table in tables]
    return Document(tuple(blocks), language=form.definition.language, title=filing.title)


def _section(key: str, filing: Filing, form: Form, spans: Spans) -> Iterator[TextBlock]:
    ordinal = 0
    for block in filing.narrative.get(key, ()):
        yield from _block(key, block, ordinal, form, spans)
        ordinal += len(block.paragraphs)


def _block(key: str, block: Block, ordinal: int, form: Form, spans: Spans) -> Iterator[TextBlock]:
    heading = block.heading
    if heading and not (block.run_in and block.paragraphs):
        yield TextBlock((Span(heading, Role.OPEN if any(open_marks(heading, form)) else Role.PLAIN),), level=2)
        heading = None
    for index, text in enumerate(block.paragraphs):
        found = spans.get(Place(key, block.topic, ordinal + index)) or spans_of(text, form)
        if heading and index == 0:
            yield TextBlock((Span(run_in(heading, form), Role.HEADING), *found))
        else:
            yield TextBlock(found)


def run_in(heading: str, form: Form) -> str:
    """A heading as its own paragraph continues it: closed by a sentence end unless it ends in punctuation already."""
    return (
        heading
        if not heading[-1:].isalnum() and heading[-1:] not in ")\uff09\u201d\u300b"
        else heading + form.sentence_end[0]
    )


def spans_of(text: str, form: Form) -> tuple[Span, ...]:
    """The text with its open marks told apart."""
    spans: list[Span] = []
    position = 0
    for start, end in open_marks(text, form):
        spans += [Span(text[position:start]), Span(text[start:end], Role.OPEN)]
        position = end
    return tuple(span for span in (*spans, Span(text[position:])) if span.text)


def _table(table: Table, figures: Figures) -> TableBlock:
    rows: list[tuple[Cell, ...]] = []
    for slots in table.grid:
        if any(slot.address and slot.address.startswith(f"{table.key}.*") for slot in slots):
            rows += [_open_row(table, slots, row, figures) for row in rows_of(figures).get(table.key, ())]
        else:
            rows.append(tuple(_cell(slot, slot.address, figures) for slot in slots))
    return TableBlock(tuple(rows), table.definition.widths)


def _open_row(table: Table, slots: Sequence[Slot], row: str, figures: Figures) -> tuple[Cell, ...]:
    cells = []
    for slot in slots:
        if slot.address == f"{table.key}.*":
            cells.append(Cell((Span(row),), slot.row_span, slot.col_span, label=True))
        else:
            address = None if slot.address is None else slot.address.replace(f"{table.key}.*", f"{table.key}.{row}", 1)
            cells.append(_cell(slot, address, figures))
    return tuple(cells)


def _cell(slot: Slot, address: str | None, figures: Figures) -> Cell:
    if address is None:
        return Cell((Span(slot.text),), slot.row_span, slot.col_span, label=True)
    text = show(figures.get(address))
    spans = (Span(text, Role.FIGURE, address),) if text else ()
    return Cell(spans, slot.row_span, slot.col_span)
