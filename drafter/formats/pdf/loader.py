"""A PDF file to the characters, lines and pictures on its pages.

PDFium does the parsing: about ten times faster than a parser in Python, and bounded in time on damaged files. It is not
thread-safe, hence the lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import hypot
from threading import Lock
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from drafter.errors import SourceError
from drafter.formats.pdf.annotations import annotations_of
from drafter.formats.pdf.page import BREAKS, Glyph, Matrix, PageView, PdfPage, PdfSource, character_of
from drafter.formats.pdf.shapes import Shapes
from drafter.formats.pdf.streams import refuse_bombs
from drafter.formats.pdf.strikeouts import without_struck
from drafter.formats.pdf.visibility import Seen, Visibility

_PAGE_LIMIT = 200
_GLYPH_LIMIT = 400_000
_LOCK = Lock()


def load(data: bytes) -> PdfSource:
    """Every page of the file; SourceError if it is damaged, locked by a password, or too long."""
    refuse_bombs(data)
    with _LOCK:
        file = _opened(data)
        try:
            pages = list(_pages(file))
            title = file.get_metadata_value("Title").strip("\0 ") or None
        except (pdfium.PdfiumError, ValueError, UnicodeError) as error:
            raise SourceError("pdf_damaged") from error
        finally:
            file.close()
    return PdfSource(tuple(without_struck(page) for page in _completed(data, pages)), title)


def _completed(data: bytes, pages: list[PdfPage]) -> list[PdfPage]:
    """The pages; those with missing characters are read again without fonts."""
    lacking = [number for number, page in enumerate(pages) if page.incomplete]
    if not lacking:
        return pages
    from drafter.formats.pdf.missing_fonts import glyphs_of

    found = glyphs_of(data, lacking)
    return [
        replace(page, glyphs=tuple(_without(page.hidden, found[number]))) if number in found else page
        for number, page in enumerate(pages)
    ]


def _without(hidden: Sequence[Glyph], glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """The characters, except those that PDFium found to be hidden."""
    near = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    places = {(glyph.text, round(glyph.x0) + x, round(glyph.base) + y) for glyph in hidden for x, y in near}
    return (glyph for glyph in glyphs if (glyph.text, round(glyph.x0), round(glyph.base)) not in places)


def _opened(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        raise SourceError("pdf_password" if locked else "pdf_damaged") from error


def _pages(file: Any) -> Iterator[PdfPage]:
    count = len(file)
    if count > _PAGE_LIMIT:
        raise SourceError("pdf_too_long", pages=count, limit=_PAGE_LIMIT)
    if not count:
        raise SourceError("pdf_damaged")
    room = _GLYPH_LIMIT
    for number in range(count):
        page = _page(file[number], room)
        room -= len(page.glyphs)
        yield page


def _page(handle: Any, room: int) -> PdfPage:
    try:
        view = PageView.of(handle)
        shapes = Shapes(view)
        shapes.gather(handle.raw, Matrix(), 0)
        seen, slanted = _glyphs(handle, shapes.visibility, room)
        lying = annotations_of(handle.raw, view)
    finally:
        handle.close()
    found, unseen = shapes.found(), tuple(seen.hidden)
    return PdfPage(
        view.width,
        view.height,
        tuple(seen.glyphs),
        *found,
        slanted,
        strikes=lying.strikes,
        annotations=lying.words,
        hidden=unseen,
        layer=seen.layer,
        incomplete=shapes.incomplete,
    )


def _glyphs(handle: Any, visibility: Visibility, room: int) -> tuple[Seen, str]:
    """The characters that run level or upright, and the text of slanted ones."""
    text = handle.get_textpage()
    try:
        count = raw.FPDFText_CountChars(text)
        if count > 2 * room:
            raise SourceError("pdf_too_large", limit=_GLYPH_LIMIT)
        glyphs, outside, slanted = _measured(text.raw, count, visibility.view)
        return visibility.sort(text.raw, glyphs, outside), slanted
    finally:
        text.close()


def _measured(text: Any, count: int, view: PageView) -> tuple[list[Glyph], list[Glyph], str]:
    """The characters on the page, those outside it, and the text of slanted ones."""
    # One loop that calls PDFium only: most of the time is spent here.
    glyphs, outside, slanted = list[Glyph](), list[Glyph](), ""
    x, y, box, m = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    a, b, c, d, e, f = view.matrix
    code_of, is_generated, size_of = raw.FPDFText_GetUnicode, raw.FPDFText_IsGenerated, raw.FPDFText_GetFontSize
    origin_of, box_of, matrix_of = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetMatrix
    high = 0
    for index in range(count):
        code = code_of(text, index)
        if code in BREAKS or is_generated(text, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        character, high = character_of(code, high), 0
        origin_of(text, index, x, y)
        box_of(text, index, box)
        matrix_of(text, index, m)
        dx, dy = a * m.a + c * m.b, b * m.a + d * m.b
        if min(abs(dx), abs(dy)) > 0.05 * max(abs(dx), abs(dy)):
            slanted += character
            continue
        size = (size_of(text, index) * hypot(m.c, m.d)) or 1.0
        ends = a * box.left + c * box.bottom + e, a * box.right + c * box.top + e
        if dx > abs(dy):
            x0, base = a * x.value + c * y.value + e, b * x.value + d * y.value + f
            x1 = max(*ends, x0)
        else:
            x0, x1 = sorted(ends)
            base = max(b * box.left + d * box.bottom, b * box.right + d * box.top) + f
        if character:
            (glyphs if view.holds(x0, base) else outside).append(Glyph(character, x0, x1, base, size, index))
    return glyphs, outside, slanted.strip()
