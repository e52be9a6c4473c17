"""Two filings as one Word document with tracked changes, findings as comments at their place, in the official style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from drafter.comparison import BREAK, ComparedPassage, Comparison, Run
from drafter.comparison.words import words
from drafter.document import Block, Cell, Role, Span, TableBlock, TextBlock
from drafter.drafting.merge import PREFACE, merge
from drafter.form import Form
from drafter.formats import FORMATS
from drafter.formats.reviewed import ReviewedDocument, ReviewedParagraph, ReviewedSpan, ReviewedTable, WrittenComment
from drafter.formats.style import load_style
from drafter.messages import say
from drafter.report import Finding, show
from drafter.views.marks import Mark, Numbered, anchors_of, finding_marks, numbered, parts, text_marks

AUTHOR = "drafter"


def redline(
    comparison: Comparison,
    form: Form,
    findings: Sequence[Finding] = (),
    *,
    language: str,
    author: str = AUTHOR,
    date: datetime | None = None,
) -> bytes:
    """The .docx file: accepting all its changes gives the new report as merging writes it, rejecting all the old."""
    document = redlined(comparison, form, findings, language=language, author=author, date=date)
    return FORMATS["docx"].write(document, load_style(form.definition.style))


def redlined(
    comparison: Comparison,
    form: Form,
    findings: Sequence[Finding] = (),
    *,
    language: str,
    author: str = AUTHOR,
    date: datetime | None = None,
) -> ReviewedDocument:
    """The document that `redline` writes."""
    anchors, on_text = anchors_of(comparison, form, findings), numbered(findings)
    on_title = (*anchors.get(("title", ""), ()), *anchors.get(("section", PREFACE), ()))
    tables = grids(comparison, form)
    blocks = list[Block](_title(comparison, on_title))
    for section in comparison.sections:
        if section.key != PREFACE:
            on_heading = anchors.get(("section", section.key), ())
            heading = form.section(section.key).heading
            blocks.append(TextBlock((ReviewedSpan(heading, comments=on_heading),), level=1))
        for passage in section.passages:
            blocks += _passage(passage, form, on_text)
        for table in form.tables_of(section.key) if section.key != PREFACE else ():
            blocks.append(_table(tables[table.key], comparison, anchors))
    comments = tuple(comment_of(finding, language) for finding in findings)
    title = comparison.new.title
    return ReviewedDocument(
        tuple(blocks), language=form.definition.language, title=title, author=author, date=date, comments=comments
    )


def comment_of(finding: Finding, language: str, number: int | None = None) -> WrittenComment:
    """A finding as a comment; `number` is what `decide` calls it by."""
    severity = say(language, f"severity.{finding.severity.value}")
    counted = "" if number is None else f"{number}  "
    head = f"{counted}{severity} {finding.rule}  {finding.message.in_language(language)}"
    related = (f"- {text.in_language(language)}" for text in finding.related)
    return WrittenComment((head, *related, *((finding.source,) if finding.source else ())))


def _title(comparison: Comparison, comments: tuple[int, ...]) -> Iterator[TextBlock]:
    old, new = comparison.old.title, comparison.new.title
    spans = tuple(span for run in comparison.title for span in _spans(run, run.old, run.new))
    if comments:
        spans = _commented(spans, comments)
    if old or new:
        mark = Role.INSERTED if not old else Role.DELETED if not new else None
        yield ReviewedParagraph(spans, 0, mark)


def _commented(spans: Sequence[ReviewedSpan], comments: tuple[int, ...]) -> tuple[ReviewedSpan, ...]:
    """The spans with comments on all that is not deleted, or on nothing in front of it."""
    if all(span.role is Role.DELETED for span in spans):
        return (*spans, ReviewedSpan("", comments=comments))
    return tuple(span if span.role is Role.DELETED else replace(span, comments=comments) for span in spans)


def _spans(run: Run, old: str, new: str, look: Role = Role.PLAIN) -> Iterator[ReviewedSpan]:
    if run.same:
        yield ReviewedSpan(new, look)
        return
    if old:
        yield ReviewedSpan(old, Role.DELETED, look=look)
    if new:
        yield ReviewedSpan(new, Role.INSERTED, look=look)


# --- narrative -------------------------------------------------------------------------------------------------------


def _passage(passage: ComparedPassage, form: Form, findings: Numbered) -> Iterator[TextBlock]:
    """The paragraphs of a passage; where one was split or joined the end of a paragraph is the change."""
    level = 2 if passage.heading else None
    line: list[ReviewedSpan] = []
    for span in _passage_spans(passage, form, findings):
        first, *more = span.text.split(BREAK)
        line += [replace(span, text=first)] if first else []
        for text in more:
            yield ReviewedParagraph(tuple(line), level, _change(span))
            line = [replace(span, text=text)] if text else []
    mark = Role.INSERTED if not passage.old else Role.DELETED if not passage.new else None
    yield ReviewedParagraph(tuple(line), level, mark)


def _change(span: Span) -> Role | None:
    return span.role if span.role in (Role.INSERTED, Role.DELETED) else None


def _passage_spans(passage: ComparedPassage, form: Form, findings: Numbered) -> Iterator[ReviewedSpan]:
    before = tuple(text_marks(passage.old, form))
    after = (*text_marks(passage.new, form), *finding_marks(passage.new, findings))
    old = new = 0
    for run in passage.runs():
        if not run.same:
            yield from _cut(run.old, old, before, Role.DELETED)
        yield from _cut(run.new, new, after, Role.PLAIN if run.same else Role.INSERTED)
        old, new = old + len(run.old), new + len(run.new)


def _cut(text: str, start: int, marks: Sequence[Mark], role: Role) -> Iterator[ReviewedSpan]:
    """A stretch of a passage as spans that each look the same throughout and have the same comments."""
    for piece, on in parts(text, start, marks) if text else ():
        look = next((mark.meaning for mark in on if isinstance(mark.meaning, Role)), Role.PLAIN)
        comments = tuple(mark.meaning for mark in on if isinstance(mark.meaning, int))
        shown = look if role is Role.PLAIN else role
        yield ReviewedSpan(piece, shown, look=look, comments=comments)


# --- tables ----------------------------------------------------------------------------------------------------------


def grids(comparison: Comparison, form: Form) -> dict[str, TableBlock]:
    """The printed tables by key with the rows of both filings, every cell holding its own address as text."""
    addresses = dict.fromkeys((*form.cells, *comparison.new.figures, *comparison.old.figures))
    named = replace(comparison.new, figures={address: address for address in addresses}, narrative={}, title=None)
    keys = [table.key for section in form.sections for table in form.tables_of(section.key)]
    return dict(zip(keys, merge(named, form).tables(), strict=True))


def address_of(cell: Cell) -> str | None:
    """The address of a cell of a grid; None for a label."""
    return None if cell.label else next((span.target for span in cell.spans), None)


def row_role(row: Sequence[Cell], comparison: Comparison) -> Role | None:
    """INSERTED or DELETED for a row of which one filing holds no cell; rows without cells are in both."""
    cells = [address for cell in row if (address := address_of(cell))]
    old, new = (any(cell in side.figures for cell in cells) for side in (comparison.old, comparison.new))
    return None if old == new else Role.INSERTED if new else Role.DELETED


def _table(
    grid: TableBlock, comparison: Comparison, anchors: Mapping[tuple[str, str], tuple[int, ...]]
) -> ReviewedTable:
    rows, marks = [], []
    for row in grid.rows:
        mark = row_role(row, comparison)
        marks.append(mark)
        rows.append(tuple(_cell(cell, comparison, anchors, mark) for cell in row))
    return ReviewedTable(tuple(rows), grid.widths, tuple(marks))


def _cell(
    cell: Cell, comparison: Comparison, anchors: Mapping[tuple[str, str], tuple[int, ...]], mark: Role | None
) -> Cell:
    address = address_of(cell)
    if address is None:
        return replace(cell, spans=tuple(ReviewedSpan(span.text, mark or span.role) for span in cell.spans))
    old, new = (show(side.figures.get(address)) for side in (comparison.old, comparison.new))
    spans = tuple(span for run in words(old, new) for span in _spans(run, run.old, run.new, Role.FIGURE))
    comments = anchors.get(("cell", address), ())
    return replace(cell, spans=_commented(spans, comments) if comments else spans)
