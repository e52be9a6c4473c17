"""A PDF to a document: ruled tables with their spans, also over page breaks, and the prose around them.

`pdf_pages` says what is drawn where, `pdf_grids` and `pdf_tables` make tables of it, `pdf_lines` and
`pdf_paragraphs` prose; here they are put in reading order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from drafter.document import Block, Document, Notice, Picture, paragraph
from drafter.errors import SourceError
from drafter.formats.pdf_grids import find_grids
from drafter.formats.pdf_lines import Line, lines_of
from drafter.formats.pdf_pages import Frame, Glyph, Page, load
from drafter.formats.pdf_paragraphs import Placed, goes_on, joined_text, placed, without_furniture
from drafter.formats.pdf_tables import Sheet, joined, sheet_of, table_of

_MOST_GARBLED = 0.02
"""A greater part of characters without meaning is told."""


def read(data: bytes) -> Document:
    """The document in `data`; SourceError when it is damaged, locked, too long, or holds pictures of text alone."""
    source = load(data)
    if not any(page.glyphs for page in source.pages):
        raise SourceError("pdf_scanned", pages=len(source.pages))
    sheets, lines = zip(*(_parted(page) for page in source.pages), strict=True)
    prose = placed(source.pages, without_furniture(source.pages, lines))
    if not any(sheets) and not any(prose) and any(page.pictures for page in source.pages):
        raise SourceError("pdf_scanned", pages=len(source.pages))
    flow = _Flow()
    for page, tables, own in zip(source.pages, sheets, prose, strict=True):
        flow.page(page, tables, own)
    return Document(tuple(flow.finished()), tuple(_notices(source.pages)), title=source.title)


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A table on one page and its frame."""

    sheet: Sheet
    frame: Frame


def _parted(page: Page) -> tuple[list[_Ruled], list[Line]]:
    """The tables of a page, and the lines outside of them."""
    free: Sequence[Glyph] = page.glyphs
    tables = []
    for grid in find_grids(page.across, page.down):
        inside = [glyph for glyph in free if _holds(grid.frame, glyph)]
        if sheet := sheet_of(grid, inside):
            tables.append(_Ruled(sheet, grid.frame))
            free = [glyph for glyph in free if not _holds(grid.frame, glyph)]
    return tables, lines_of(free)


def _holds(frame: Frame, glyph: Glyph) -> bool:
    return frame.x0 <= (glyph.x0 + glyph.x1) / 2 <= frame.x1 and frame.top <= glyph.middle <= frame.bottom


@dataclass(slots=True)
class _Flow:
    """Blocks in reading order; the last paragraph or table stays open, since the next page may go on with it."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[Placed] = field(default_factory=list)
    sheet: Sheet | None = None
    held: list[Block] = field(default_factory=list)
    """Pictures met while a paragraph or table is open; they follow it."""

    def page(self, page: Page, tables: Iterable[_Ruled], lines: Iterable[Placed]) -> None:
        """Adds what stands on a page, from top to bottom."""
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
        if not (self.lines and goes_on(self.lines[-1], item)):
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
        """Every block."""
        self._close()
        return self.blocks


def _distinct(pictures: Sequence[Frame]) -> Iterator[Frame]:
    """The pictures, those that touch counted once: scanners and printers cut a picture into strips."""
    last: Frame | None = None
    for frame in sorted(pictures, key=lambda frame: (frame.top, frame.x0)):
        if last is None or frame.top > last.bottom + 1:
            yield frame
            last = frame
        last = Frame(last.x0, last.top, last.x1, max(last.bottom, frame.bottom))


def _notices(pages: Sequence[Page]) -> Iterator[Notice]:
    glyphs = [glyph.text for page in pages for glyph in page.glyphs]
    garbled = sum(text == "\ufffd" or unicodedata.category(text[0]) in ("Co", "Cn") for text in glyphs)
    if garbled > _MOST_GARBLED * len(glyphs):
        yield Notice("pdf_garbled", (("count", str(garbled)), ("total", str(len(glyphs)))))
    blank = [str(number) for number, page in enumerate(pages, 1) if page.pictures and not page.glyphs]
    if blank:
        yield Notice("pdf_pages_without_text", (("pages", ", ".join(blank)),))
    slanted = dict.fromkeys(page.slanted for page in pages if page.slanted)
    if slanted:
        yield Notice("pdf_slanted_text", (("text", " / ".join(slanted)[:200]),))
