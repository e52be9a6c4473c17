"""A PDF to a document: ruled tables with their spans, also over page breaks, and the prose around them.

`loader` says what is drawn where, `grids` and `tables` make tables of it, `lines` and `paragraphs` prose; here they are
put in reading order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from drafter.document import Aside, Block, Document, Notice, Picture, paragraph
from drafter.errors import SourceError
from drafter.formats.pdf.grids import RuledGrid, completed, find_grids
from drafter.formats.pdf.lines import lines_of
from drafter.formats.pdf.loader import load
from drafter.formats.pdf.page import Frame, Glyph, PdfPage
from drafter.formats.pdf.page_breaks import joined
from drafter.formats.pdf.paragraphs import MARGIN, Placed, furniture, goes_on, joined_text, placed
from drafter.formats.pdf.tables import Sheet, hanging, sheet_of, table_of
from drafter.records import dataclass

_SAME_EDGE = 6.0
_MOST_GARBLED = 0.02
"""The share of characters without meaning above which there is a notice."""


def read(data: bytes) -> Document:
    """The document in `data`; SourceError if it is damaged, locked, too long, or only pictures of text."""
    source = load(data)
    if not any(page.glyphs for page in source.pages):
        raise SourceError("pdf_scanned", pages=len(source.pages))
    pages = _without_furniture(source.pages)
    tables = _tables(pages)
    lines = [lines_of(_outside(page, own)) for page, own in zip(pages, tables, strict=True)]
    prose = placed(pages, lines, [[table.frame for table in own] for own in tables])
    if not any(tables) and not any(prose) and any(page.pictures for page in pages):
        raise SourceError("pdf_scanned", pages=len(pages))
    flow = _PageFlow()
    for page, ruled, own in zip(pages, tables, prose, strict=True):
        flow.page(page, ruled, own)
    return Document(
        tuple(flow.finished()), tuple(_notices(source.pages)), tuple(_asides(source.pages)), title=source.title
    )


def _without_furniture(pages: Sequence[PdfPage]) -> list[PdfPage]:
    """The pages without page numbers and running heads, which must not get into a table."""
    lines = [lines_of(_free(page)) for page in pages]
    gone = furniture(pages, lines)
    return [
        replace(page, glyphs=tuple(glyph for glyph in page.glyphs if glyph not in out)) if out else page
        for page, out in zip(pages, gone, strict=True)
    ]


def _free(page: PdfPage) -> list[Glyph]:
    """The characters near the top and the bottom that are above or below all ruled lines."""
    lines = [y for edge in page.down for y in (edge.start, edge.end)]
    top, bottom = min(lines, default=page.height), max(lines, default=0.0)
    high, low = page.height * MARGIN, page.height * (1 - MARGIN)
    return [
        glyph
        for glyph in page.glyphs
        if (glyph.base < high and glyph.middle < top) or (glyph.base > low and glyph.middle > bottom)
    ]


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A table on one page with its grid and the characters in it."""

    sheet: Sheet
    grid: RuledGrid
    glyphs: frozenset[Glyph]

    @property
    def frame(self) -> Frame:
        return self.grid.frame


def _tables(pages: Sequence[PdfPage]) -> list[list[_Ruled]]:
    """The tables of each page; an uncertain grid counts if it continues a table across the page break."""
    found = list[list[_Ruled]]()
    for page in pages:
        found.append(_ruled(page, _lowest(found[-1]) if found else None))
    certain = [[table for table in own if table.sheet.certain] for own in found]
    befores, afters = [[], *certain[:-1]], [*certain[1:], []]
    return [
        [table for table in own if table.sheet.certain or _meets(table, page, own, before, after)]
        for page, own, before, after in zip(pages, found, befores, afters, strict=True)
    ]


def _meets(
    table: _Ruled, page: PdfPage, own: Sequence[_Ruled], before: Sequence[_Ruled], after: Sequence[_Ruled]
) -> bool:
    """True if it is first or last on its page and has the edges of a table at the other side of the break."""
    frame = table.frame
    first = frame.top < page.height / 3 and all(frame.top <= other.frame.top for other in own)
    last = frame.bottom > page.height * 2 / 3 and all(frame.bottom >= other.frame.bottom for other in own)
    above = max(before, key=lambda other: other.frame.bottom, default=None) if first else None
    below = min(after, key=lambda other: other.frame.top, default=None) if last else None
    return any(
        other is not None
        and abs(other.frame.x0 - frame.x0) < _SAME_EDGE
        and abs(other.frame.x1 - frame.x1) < _SAME_EDGE
        for other in (above, below)
    )


def _lowest(tables: Iterable[_Ruled]) -> _Ruled | None:
    certain = (table for table in tables if table.sheet.certain)
    return max(certain, key=lambda table: table.frame.bottom, default=None)


def _ruled(page: PdfPage, before: _Ruled | None) -> list[_Ruled]:
    """Every grid of a page with its characters; `before` is the table that its first one may continue."""
    free: Sequence[Glyph] = page.glyphs
    tables = []
    grids = find_grids(page.across, page.down)
    first = min(grids, key=lambda grid: grid.ys[0], default=None)
    for found in grids:
        grid = completed(found, before.grid.xs) if before and found is first else found
        inside = [glyph for glyph in free if _holds(grid, glyph)]
        outside = [glyph for glyph in free if glyph.middle > grid.ys[-1] and not _holds(grid, glyph)]
        inside += hanging(grid, inside, outside)
        table = _Ruled(sheet_of(grid, inside), grid, frozenset(inside))
        tables.append(table)
        if table.sheet.certain:
            free = [glyph for glyph in free if glyph not in table.glyphs]
    return tables


def _outside(page: PdfPage, tables: Sequence[_Ruled]) -> list[Glyph]:
    return [glyph for glyph in page.glyphs if not any(glyph in table.glyphs for table in tables)]


def _holds(grid: RuledGrid, glyph: Glyph) -> bool:
    """True if the character is in the grid; where a page break cut the grid, text may stick out by a line."""
    frame = grid.frame
    above, below = grid.open_top * glyph.size, grid.open_bottom * glyph.size
    inside = frame.top - above <= glyph.middle <= frame.bottom + below
    return inside and frame.x0 <= (glyph.x0 + glyph.x1) / 2 <= frame.x1


@dataclass(slots=True)
class _PageFlow:
    """Blocks in reading order; the last paragraph or table stays open, since the next page may continue it."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[Placed] = field(default_factory=list)
    sheet: Sheet | None = None
    held: list[Block] = field(default_factory=list)
    """Pictures found while a paragraph or table is open; they follow it."""

    def page(self, page: PdfPage, tables: Iterable[_Ruled], lines: Iterable[Placed]) -> None:
        """Add the content of a page, from top to bottom."""
        items: list[tuple[float, int, _Ruled | Placed | Picture]] = [
            *((table.frame.top, 0, table) for table in tables),
            *((item.line.base, 1, item) for item in lines),
            *((frame.top, 2, Picture()) for frame in _distinct(page.pictures)),
        ]
        fresh = True
        for _, _, item in sorted(items, key=lambda entry: entry[:2]):
            if isinstance(item, Picture):
                self.held.append(item)
                continue
            if isinstance(item, Placed):
                self._line(item)
            else:
                self._table(item.sheet, fresh)
            fresh = False

    def _line(self, item: Placed) -> None:
        if not (self.lines and goes_on(self.lines, item)):
            self._close()
        self.lines.append(item)

    def _table(self, sheet: Sheet, first_on_page: object) -> None:
        whole = joined(self.sheet, sheet) if self.sheet and first_on_page else None
        if whole is None:
            self._close()
        self.sheet = whole or sheet

    def _close(self) -> None:
        if self.lines:
            self.blocks.append(paragraph(joined_text(self.lines)))
        if self.sheet:
            self.blocks.append(table_of(self.sheet))
        self.blocks += self.held
        self.lines, self.sheet, self.held = [], None, []

    def finished(self) -> list[Block]:
        """All blocks, the last one closed."""
        self._close()
        return self.blocks


def _distinct(pictures: Sequence[Frame]) -> Iterator[Frame]:
    """The pictures, touching ones as one: scanners and printers cut pictures into strips."""
    last: Frame | None = None
    for frame in sorted(pictures, key=lambda frame: (frame.top, frame.x0)):
        if last is None or frame.top > last.bottom + 1:
            yield frame
            last = frame
        last = Frame(last.x0, last.top, last.x1, max(last.bottom, frame.bottom))


def _asides(pages: Sequence[PdfPage]) -> Iterator[Aside]:
    """Struck, annotated and hidden text, with its page."""
    for number, page in enumerate(pages, 1):
        yield from (Aside(words, f"struck out on page {number}") for words in page.struck)
        yield from (Aside(words, f"annotation on page {number}") for words in page.annotations)
        yield from (Aside(line.text, f"hidden on page {number}") for line in lines_of(page.hidden))


def _notices(pages: Sequence[PdfPage]) -> Iterator[Notice]:
    glyphs = [glyph.text for page in pages for glyph in page.glyphs]
    garbled = sum(text == "\ufffd" or unicodedata.category(text[0]) in ("Co", "Cn") for text in glyphs)
    if garbled > _MOST_GARBLED * len(glyphs):
        yield Notice("pdf_garbled", (("count", str(garbled)), ("total", str(len(glyphs)))))
    blank = [str(number) for number, page in enumerate(pages, 1) if page.pictures and not page.glyphs]
    if blank:
        yield Notice("pdf_pages_without_text", (("pages", ", ".join(blank)),))
    counts = {
        "struck": sum(len(page.struck) for page in pages),
        "hidden_text": sum(len(lines_of(page.hidden)) for page in pages),
        "pdf_annotations": sum(len(page.annotations) for page in pages),
    }
    yield from (Notice(key, (("count", str(count)),)) for key, count in counts.items() if count)
    layers = [str(number) for number, page in enumerate(pages, 1) if page.layer]
    if layers:
        yield Notice("pdf_layer", (("pages", ", ".join(layers)),))
    slanted = dict.fromkeys(page.slanted for page in pages if page.slanted)
    if slanted:
        yield Notice("pdf_slanted_text", (("text", " / ".join(slanted)[:200]),))
