"""A PDF file to what stands on its pages.

PDFium does the parsing: it is some ten times faster than a parser in Python, and bounded in time on damaged files. It
is not thread-safe, hence the lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from math import hypot
from threading import Lock
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from drafter.errors import SourceError
from drafter.formats.pdf_marks import BREAKS, Glyph, Matrix, Page, Source, View, character_of
from drafter.formats.pdf_shapes import Shapes
from drafter.formats.pdf_struck import without_struck

_PAGE_LIMIT = 200
_GLYPH_LIMIT = 400_000
_LOCK = Lock()


def load(data: bytes) -> Source:
    """Every page of the file; SourceError when it is damaged, locked by a password, or too long."""
    with _LOCK:
        file = _opened(data)
        try:
            pages = list(_pages(file))
            title = file.get_metadata_value("Title").strip("\0 ") or None
        except (pdfium.PdfiumError, ValueError, UnicodeError) as error:
            raise SourceError("pdf_damaged") from error
        finally:
            file.close()
    return Source(tuple(without_struck(page) for page in _completed(data, pages)), title)


def _completed(data: bytes, pages: list[Page]) -> list[Page]:
    """The pages, those that lack characters read again in another way."""
    lacking = [number for number, page in enumerate(pages) if page.incomplete]
    if not lacking:
        return pages
    from drafter.formats.pdf_unembedded import glyphs_of

    found = glyphs_of(data, lacking)
    return [
        replace(page, glyphs=tuple(found[number])) if number in found else page for number, page in enumerate(pages)
    ]


def _opened(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        raise SourceError("pdf_password" if locked else "pdf_damaged") from error


def _pages(file: Any) -> Iterator[Page]:
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


def _page(handle: Any, room: int) -> Page:
    try:
        view = View.of(handle)
        glyphs, slanted = _glyphs(handle, view, room)
        shapes = Shapes(view)
        shapes.gather(handle, Matrix(), 0)
    finally:
        handle.close()
    return Page(view.width, view.height, tuple(glyphs), *shapes.found(), slanted, incomplete=shapes.incomplete)


def _glyphs(handle: Any, view: View, room: int) -> tuple[list[Glyph], str]:
    """The characters that run level or upright, and the text of those that do not."""
    text = handle.get_textpage()
    try:
        count = raw.FPDFText_CountChars(text)
        if count > 2 * room:
            raise SourceError("pdf_too_large", limit=_GLYPH_LIMIT)
        return _measured(text, count, view)
    finally:
        text.close()


def _measured(text: Any, count: int, view: View) -> tuple[list[Glyph], str]:
    # One loop and no calls but PDFium's: this is where most of the time goes.
    glyphs, slanted = list[Glyph](), ""
    x, y, box, m = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    high = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in BREAKS or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        character, high = character_of(code, high), 0
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetMatrix(text, index, m)
        dx, dy = view.matrix.a * m.a + view.matrix.c * m.b, view.matrix.b * m.a + view.matrix.d * m.b
        if min(abs(dx), abs(dy)) > 0.05 * max(abs(dx), abs(dy)):
            slanted += character
            continue
        left, base = view.matrix.apply(x.value, y.value)
        corners = view.matrix.apply(box.left, box.bottom), view.matrix.apply(box.right, box.top)
        size = (raw.FPDFText_GetFontSize(text, index) * hypot(m.c, m.d)) or 1.0
        if dx > abs(dy):
            x0, x1 = left, max(corners[0][0], corners[1][0], left)
        else:
            x0, x1 = sorted((corners[0][0], corners[1][0]))
            base = max(corners[0][1], corners[1][1])
        if character and view.holds(x0, base):
            glyphs.append(Glyph(character, x0, x1, base, size, index))
    return glyphs, slanted.strip()
