"""Comments in a draft's file: what people wrote, found again in the text of now, and what the program remarks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from rapidfuzz import fuzz, process

from drafter.document import Block, Cell, Document, Span, TableBlock, TextBlock
from drafter.formats.comments import Comment, labels_of
from drafter.formats.reviewed import ReviewedDocument, ReviewedSpan, WrittenComment
from drafter.messages import both
from drafter.records import dataclass
from drafter.report import Narrative, Place, excerpt

AUTHOR = "drafter"
"""The author of comments that the program writes."""
_ALIKE = 40
"""Least similarity (0-100) of a paragraph to the one that a comment was on, for the comment to go on there."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the program says of words of a paragraph, or of cells."""

    said: WrittenComment
    around: str = ""
    """The whole paragraph."""
    quote: str = ""
    cells: tuple[str, ...] = ()
    """Addresses; the remark is on the first that shows a value."""


def place_of(comment: Comment, narrative: Narrative) -> Place:
    """Where the words of a comment stand in a text; no place for one in a table, or whose words are gone."""
    passages = narrative.passages
    found = None if comment.column is not None else _nearest(comment, [item.text for item in passages])
    if found is None:
        return Place()
    passage = passages[found]
    start = max(passage.text.find(comment.quote), 0)
    end = start + len(comment.quote) if comment.quote in passage.text else len(passage.text)
    where = passage.place
    return Place(where.section, where.topic, where.paragraph, start, end, excerpt(passage.text, start, end))


def with_comments(
    document: Document, written: Sequence[tuple[Comment, WrittenComment]], remarks: Sequence[Remark] = ()
) -> Document:
    """The document with comments on the words they were on, else on the paragraph, else on its first one."""
    if not written and not remarks:
        return document
    texts = [block.text if isinstance(block, TextBlock) else "" for block in document.blocks]
    first = {text: at for at, text in reversed([*enumerate(texts)])}
    rows = _rows(document)
    on: dict[int, list[tuple[int, Comment]]] = {}
    in_rows: dict[tuple[int, int], list[tuple[int, Comment]]] = {}
    for number, (comment, _) in enumerate(written):
        row = rows.get(comment.around) if comment.column is not None else None
        if row is not None:
            in_rows.setdefault(row, []).append((number, comment))
        else:
            found = _nearest(comment, texts)
            on.setdefault(0 if found is None else found, []).append((number, comment))
    cells = _cells(document) if remarks else {}
    for number, remark in enumerate(remarks, len(written)):
        cell = next((cells[name] for name in remark.cells if name in cells), None)
        comment = Comment(AUTHOR, None, "", remark.quote, remark.around, cell[2] if cell else None)
        if cell:
            in_rows.setdefault(cell[:2], []).append((number, comment))
        else:
            on.setdefault(first.get(remark.around, 0), []).append((number, comment))
    blocks = (
        _with_comments(block, at, on.get(at, []), {row: item for (table, row), item in in_rows.items() if table == at})
        for at, block in enumerate(document.blocks)
    )
    comments = (*(item for _, item in written), *(remark.said for remark in remarks))
    return ReviewedDocument(
        tuple(blocks), document.notices, document.asides, document.language, document.title, comments=comments
    )


def own_words(comment: Comment) -> Comment:
    """A comment without the answers that the program wrote below it."""
    mark = both("comments.answer_mark")
    lines = (line for line in comment.text.split("\n") if not line.startswith((mark.zh, mark.en)))
    return replace(comment, text="\n".join(lines))


def written_as(comment: Comment, answers: Iterable[str]) -> WrittenComment:
    """A comment as it was, and below it the answers that people gave."""
    day = None
    if comment.date:
        try:
            day = datetime.fromisoformat(comment.date)
        except ValueError:
            day = None
    return WrittenComment((*comment.text.split("\n"), *answers), comment.author, day)


def moved_on(comments: Iterable[Comment], document: Document) -> Iterator[Comment]:
    """The comments with the paragraphs that they are on now, so that they are found again after many small changes."""
    texts = [block.text if isinstance(block, TextBlock) else "" for block in document.blocks]
    for comment in comments:
        found = None if comment.column is not None else _nearest(comment, texts)
        yield comment if found is None else replace(comment, around=texts[found].strip())


def _nearest(comment: Comment, texts: Sequence[str]) -> int | None:
    """The paragraph that a comment is on: the same, else the likest that has its words, else the likest."""
    own = [at for at, text in enumerate(texts) if text.strip() == comment.around]
    if own:
        return own[0]
    holding = [at for at, text in enumerate(texts) if comment.quote and comment.quote in text]
    pool = holding or list(range(len(texts)))
    cutoff = 0 if len(holding) == 1 else _ALIKE
    best = process.extractOne(comment.around, [texts[at] for at in pool], scorer=fuzz.ratio, score_cutoff=cutoff)
    return pool[best[2]] if best else None


def _rows(document: Document) -> Mapping[str, tuple[int, int]]:
    """By the labels of a row, its table among the blocks and its number; the first of several."""
    found: dict[str, tuple[int, int]] = {}
    for at, block in enumerate(document.blocks):
        for number, row in enumerate(block.rows if isinstance(block, TableBlock) else ()):
            found.setdefault(labels_of(cell.text.strip() for cell in row), (at, number))
    return found


def _cells(document: Document) -> dict[str, tuple[int, int, int]]:
    """By the address that a cell states, its table among the blocks, its row and its number in the row."""
    return {
        span.target: (at, number, column)
        for at, block in enumerate(document.blocks)
        for number, row in enumerate(block.rows if isinstance(block, TableBlock) else ())
        for column, cell in enumerate(row)
        for span in cell.spans
        if span.target is not None
    }


def _with_comments(
    block: Block, at: int, own: Sequence[tuple[int, Comment]], rows: Mapping[int, Sequence[tuple[int, Comment]]]
) -> Block:
    if isinstance(block, TextBlock) and own:
        stretches = []
        for number, comment in own:
            start = block.text.find(comment.quote) if comment.quote else 0
            end = start + len(comment.quote) if comment.quote and start >= 0 else len(block.text)
            stretches.append((max(start, 0), end, number))
        return replace(block, spans=tuple(_marked(block.spans or (Span(""),), stretches)))
    if isinstance(block, TableBlock) and rows:
        return replace(block, rows=tuple(_row(row, rows.get(number, ())) for number, row in enumerate(block.rows)))
    return block


def _row(row: tuple[Cell, ...], own: Sequence[tuple[int, Comment]]) -> tuple[Cell, ...]:
    for number, comment in own:
        at = min(comment.column or 0, len(row) - 1)
        cell = row[at]
        spans = tuple(_marked(cell.spans or (Span(""),), [(0, len(cell.text), number)]))
        row = (*row[:at], replace(cell, spans=spans), *row[at + 1 :])
    return row


def _marked(spans: Sequence[Span], stretches: Sequence[tuple[int, int, int]]) -> Iterator[Span]:
    """The spans, cut where comments (start, end and number of each) begin and end, with the comments on them."""
    cuts = sorted({place for start, end, _ in stretches for place in (start, end)})
    waiting = sorted(stretches, reverse=True)
    on: list[tuple[int, int, int]] = []
    position = 0
    for span in spans:
        begin, stop = position, position + len(span.text)
        position = stop
        inner = cuts[bisect_right(cuts, begin) : bisect_left(cuts, stop)]
        for left, right in pairwise([begin, *inner, stop] if begin < stop else []):
            while waiting and waiting[-1][0] <= left:
                on.append(waiting.pop())
            on = [item for item in on if item[1] >= right]
            piece = replace(span, text=span.text[left - begin : right - begin])
            yield _commented(piece, [number for *_, number in on])
        if begin == stop:
            yield _commented(span, [number for start, end, number in stretches if start <= begin <= end])


def _commented(span: Span, numbers: Sequence[int]) -> Span:
    """The span with more comments on it."""
    if not numbers:
        return span
    before = span.comments if isinstance(span, ReviewedSpan) else ()
    return ReviewedSpan(span.text, span.role, span.target, comments=(*before, *sorted(numbers)))
