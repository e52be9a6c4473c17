"""The characters of pages whose fonts are not in the file.

For a missing font PDFium uses a similar one of the machine, and drops a text object of one character, such as a single
digit in a cell, if that font has no shape for it. pdfminer reads place and code of characters without any font.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from drafter.errors import SourceError
from drafter.formats.pdf.page import Glyph, character_of

_GLYPH_LIMIT = 60_000
"""About ten seconds of work."""


def glyphs_of(data: bytes, pages: Sequence[int]) -> dict[int, list[Glyph]]:
    """For each of the pages, counted from 0, its level characters; SourceError if it cannot be parsed."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        found = dict(_pages(data, pages))
    except SourceError:
        raise
    except Exception as error:
        # A parser written in Python fails on damaged files in as many ways as there are.
        raise SourceError("pdf_damaged") from error
    if len(found) < len(pages):
        raise SourceError("pdf_damaged")
    return found


def _pages(data: bytes, wanted: Sequence[int]) -> Iterator[tuple[int, list[Glyph]]]:
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources)
    interpreter = PDFPageInterpreter(resources, device)
    room = _GLYPH_LIMIT
    for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data))))):
        if number in wanted:
            interpreter.process_page(page)
            glyphs = list(_glyphs(device.get_result(), page))
            yield number, glyphs
            room -= len(glyphs)
            if room < 0:
                raise SourceError("pdf_too_large", limit=_GLYPH_LIMIT)


def _glyphs(layout: Any, page: PDFPage) -> Iterator[Glyph]:
    left, bottom, _, _ = _box(page.mediabox, page.rotate)
    shown_left, _, _, shown_top = _box(page.cropbox, page.rotate)
    for order, item in enumerate(_characters(layout)):
        a, b, c, d, _, rise = item.matrix
        if abs(b) + abs(c) > 0.05 * (abs(a) + abs(d)):
            continue
        # A code that has no character is given as "(cid:12)".
        words, shift = item.get_text(), left - shown_left
        text = character_of(ord(words)) if len(words) == 1 else "\ufffd"
        yield Glyph(text, item.x0 + shift, item.x1 + shift, shown_top - bottom - rise, abs(item.size), order)


def _box(corners: Sequence[float], rotation: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a box of the page as it is shown."""
    (x0, x1), (y0, y1) = sorted(corners[::2]), sorted(corners[1::2])
    return (y0, x0, y1, x1) if rotation in (90, 270) else (x0, y0, x1, y1)


def _characters(container: Any) -> Iterator[LTChar]:
    """The characters in a page and in the forms on it, in the order of drawing."""
    for item in container:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTContainer):
            yield from _characters(item)
