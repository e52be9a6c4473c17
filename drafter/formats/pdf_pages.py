"""What stands on the pages of a PDF: characters, straight lines and pictures, with their places.

All lengths are points; x grows to the right and y downwards from the upper left corner of the page as it is shown,
so that nothing later on needs to know about rotation. PDFium does the parsing: it is some ten times faster than a
parser in Python, and bounded in time on damaged files. It is not thread-safe, hence the lock.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from threading import Lock
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from drafter.errors import SourceError

PAGE_LIMIT = 200
_GLYPH_LIMIT = 400_000
_SEGMENT_LIMIT = 20_000
"""The most path segments on a page; one with more is a drawing, whose lines bound no table."""
_NESTING_LIMIT = 8
_THIN = 4.0
"""A filled shape that is no thicker is a line."""
_SMALLEST_PICTURE = 12.0
_LOCK = Lock()


class Glyph(NamedTuple):
    """One character: left and right edge, baseline, font size, and its rank in the order of drawing."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    order: int

    @property
    def middle(self) -> float:
        return self.base - 0.35 * self.size


class Edge(NamedTuple):
    """A straight line: its y and its extent in x when it runs across, its x and its extent in y when down."""

    at: float
    start: float
    end: float


class Frame(NamedTuple):
    """A rectangle on the page."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Edge, ...]
    down: tuple[Edge, ...]
    pictures: tuple[Frame, ...]
    slanted: str = ""
    """Text that runs neither level nor upright, as watermarks do."""


@dataclass(frozen=True, slots=True)
class Source:
    """The pages of a file and the title that it gives itself."""

    pages: tuple[Page, ...]
    title: str | None


def load(data: bytes) -> Source:
    """Every page of the file; SourceError when it is damaged, locked by a password, or too long."""
    with _LOCK:
        file = _opened(data)
        try:
            return Source(tuple(_pages(file)), file.get_metadata_value("Title").strip("\0 ") or None)
        except (pdfium.PdfiumError, ValueError, UnicodeError) as error:
            raise SourceError("pdf_damaged") from error
        finally:
            file.close()


def _opened(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        raise SourceError("pdf_password" if locked else "pdf_damaged") from error


def _pages(file: Any) -> Iterator[Page]:
    count = len(file)
    if count > PAGE_LIMIT:
        raise SourceError("pdf_too_long", pages=count, limit=PAGE_LIMIT)
    if not count:
        raise SourceError("pdf_damaged")
    room = _GLYPH_LIMIT
    for number in range(count):
        page = _page(file[number], room)
        room -= len(page.glyphs)
        yield page


def _page(handle: Any, room: int) -> Page:
    try:
        view = _View.of(handle)
        glyphs, slanted = _glyphs(handle, view, room)
        shapes = _Shapes(view)
        shapes.gather(handle, _Matrix(), 0)
    finally:
        handle.close()
    drawing = shapes.room < 0
    across, down = ((), ()) if drawing else (tuple(shapes.across), tuple(shapes.down))
    return Page(view.width, view.height, tuple(glyphs), across, down, tuple(shapes.pictures), slanted)


class _Matrix(NamedTuple):
    """The six numbers of an affine map, as PDF orders them."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, other: _Matrix) -> _Matrix:
        """This map followed by the other."""
        a, b, c, d, e, f = self
        x, y = other.apply(e, f)
        return _Matrix(
            a * other.a + b * other.c,
            a * other.b + b * other.d,
            c * other.a + d * other.c,
            c * other.b + d * other.d,
            x,
            y,
        )


@dataclass(frozen=True, slots=True)
class _View:
    """How a page is shown: the map from its own coordinates to those of this module, and its size."""

    matrix: _Matrix
    width: float
    height: float

    @classmethod
    def of(cls, handle: Any) -> _View:
        left, bottom, right, top = handle.get_cropbox()
        wide, high = right - left, top - bottom
        turns = {
            0: (_Matrix(1, 0, 0, -1, -left, top), wide, high),
            90: (_Matrix(0, 1, 1, 0, -bottom, -left), high, wide),
            180: (_Matrix(-1, 0, 0, 1, right, -bottom), wide, high),
            270: (_Matrix(0, -1, -1, 0, top, right), high, wide),
        }
        return cls(*turns[handle.get_rotation() % 360])

    def holds(self, x: float, y: float) -> bool:
        return -2 <= x <= self.width + 2 and -2 <= y <= self.height + 2


def _glyphs(handle: Any, view: _View, room: int) -> tuple[list[Glyph], str]:
    """The characters that run level or upright, and the text of those that do not."""
    text = handle.get_textpage()
    try:
        count = raw.FPDFText_CountChars(text)
        if count > 2 * room:
            raise SourceError("pdf_too_large", limit=_GLYPH_LIMIT)
        return _measured(text, count, view)
    finally:
        text.close()


def _measured(text: Any, count: int, view: _View) -> tuple[list[Glyph], str]:
    # One loop and no calls but PDFium's: this is where most of the time goes.
    glyphs, slanted = list[Glyph](), ""
    x, y, box, m = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    high = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _BREAKS or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        character, high = _character(code, high), 0
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


_BREAKS = frozenset((9, 10, 13, 0xAD, 0x200B, 0xFEFF))
_LINE_END_HYPHEN = 2
"""What PDFium gives for a hyphen that ends a line."""


def _character(code: int, high: int) -> str:
    """The character; U+FFFD for a code that says nothing, so that it can never pass for a digit."""
    if code == _LINE_END_HYPHEN:
        return "-"
    if 0xDC00 <= code < 0xE000:
        code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
    if code < 32 or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    if code == 0xA0:
        return " "
    # Some programs write the radical for the ideograph that it looks like.
    alike = 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00
    return unicodedata.normalize("NFKC", chr(code)) if alike else chr(code)


class _Shapes:
    """Collects the straight lines and the pictures of a page, forms within forms included."""

    def __init__(self, view: _View) -> None:
        self.view = view
        self.across: list[Edge] = []
        self.down: list[Edge] = []
        self.pictures: list[Frame] = []
        self.room = _SEGMENT_LIMIT

    def gather(self, holder: Any, matrix: _Matrix, depth: int) -> None:
        """Everything in a page (depth 0) or in a form that stands on it."""
        count, get = _ACCESS[depth > 0]
        for index in range(max(count(holder), 0)):
            item = get(holder, index)
            if not item or self.room < 0:
                return
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, _matrix_of(item).then(matrix).then(self.view.matrix))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._picture(_matrix_of(item).then(matrix).then(self.view.matrix))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _NESTING_LIMIT:
                self.room -= 1
                self.gather(item, _matrix_of(item).then(matrix), depth + 1)

    def _picture(self, matrix: _Matrix) -> None:
        frame = _frame([matrix.apply(x, y) for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))])
        if min(frame.x1 - frame.x0, frame.bottom - frame.top) >= _SMALLEST_PICTURE:
            self.pictures.append(frame)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if not (fill.value or stroke.value):
            return
        outlines = list(self._outlines(item, matrix))
        for points in outlines if stroke.value else ():
            for start, end in pairwise(points):
                self._add(_frame([start, end]), 1.0)
        if not stroke.value:
            for bar in _bars([_frame(points) for points in outlines]):
                self._add(bar, _THIN)

    def _add(self, frame: Frame, thickness: float) -> None:
        wide, high = frame.x1 - frame.x0, frame.bottom - frame.top
        if high <= thickness and high <= wide:
            self.across.append(Edge((frame.top + frame.bottom) / 2, frame.x0, frame.x1))
        if wide <= thickness and wide <= high:
            self.down.append(Edge((frame.x0 + frame.x1) / 2, frame.top, frame.bottom))

    def _outlines(self, item: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
        """The corners of each outline in a path; a closed one ends where it began."""
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        count = raw.FPDFPath_CountSegments(item)
        self.room -= max(count, 1)
        for index in range(count if self.room >= 0 else 0):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            points.append(matrix.apply(x.value, y.value))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if points:
            yield points


_ACCESS: tuple[tuple[Callable[..., Any], Callable[..., Any]], ...] = (
    (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject),
    (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject),
)


def _matrix_of(item: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return _Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _bars(filled: list[Frame]) -> list[Frame]:
    """The shapes, or the four sides of a border that is filled between an outer and an inner rectangle."""
    if len(filled) != 2:
        return filled
    inner, outer = sorted(filled, key=lambda frame: (frame.x1 - frame.x0) * (frame.bottom - frame.top))
    sides = {
        Frame(outer.x0, outer.top, inner.x0, outer.bottom): inner.x0 - outer.x0,
        Frame(inner.x1, outer.top, outer.x1, outer.bottom): outer.x1 - inner.x1,
        Frame(outer.x0, outer.top, outer.x1, inner.top): inner.top - outer.top,
        Frame(outer.x0, inner.bottom, outer.x1, outer.bottom): outer.bottom - inner.bottom,
    }
    nested = all(-0.01 <= depth <= _THIN for depth in sides.values())
    return [side for side, depth in sides.items() if depth > 0.01] if nested else filled


def _frame(points: list[tuple[float, float]]) -> Frame:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Frame(min(xs), min(ys), max(xs), max(ys))
