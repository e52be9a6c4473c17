"""The straight lines and pictures on a page, including nested form objects."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2.raw as raw

from drafter.formats.pdf.page import Edge, Frame, Matrix, PageView
from drafter.formats.pdf.visibility import Visibility

_SEGMENT_LIMIT = 20_000
"""The most path segments on a page; a page with more is a drawing and has no tables."""
_NESTING_LIMIT = 8
_THIN = 4.0
"""The greatest thickness of a filled shape that counts as a line."""
_SMALLEST_PICTURE = 12.0


class Shapes:
    """Collects the straight lines and pictures of a page, including nested form objects."""

    def __init__(self, view: PageView) -> None:
        self.view = view
        self.across: list[Edge] = []
        self.down: list[Edge] = []
        self.pictures: list[Frame] = []
        self.visibility = Visibility(view)
        self.room = _SEGMENT_LIMIT
        self.incomplete = False
        self.bounds = tuple(ctypes.c_float() for _ in range(4))

    def found(self) -> tuple[tuple[Edge, ...], tuple[Edge, ...], tuple[Frame, ...]]:
        """Lines across, lines down, and pictures; no lines if the page is a drawing."""
        drawing = self.room < 0
        across, down = ((), ()) if drawing else (tuple(self.across), tuple(self.down))
        return across, down, tuple(self.pictures)

    def gather(self, holder: Any, matrix: Matrix, depth: int) -> None:
        """Add everything in a page (depth 0) or in a form object on it."""
        count, get = _ACCESS[depth > 0]
        for index in range(max(count(holder), 0)):
            item = get(holder, index)
            if not item or self.room < 0:
                self.visibility.shaded = True  # the background is not fully known
                return
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, matrix.then(self.view.matrix))
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                self.incomplete = self.incomplete or _shapeless(item, self.bounds)
                self.visibility.text(item)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._picture(_matrix_of(item).then(matrix).then(self.view.matrix))
            elif kind == raw.FPDF_PAGEOBJ_SHADING:
                self.visibility.shaded = True
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _NESTING_LIMIT:
                self.room -= 1
                self.gather(item, _matrix_of(item).then(matrix), depth + 1)

    def _picture(self, matrix: Matrix) -> None:
        frame = _frame([matrix.apply(x, y) for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))])
        self.visibility.picture(frame)
        if min(frame.x1 - frame.x0, frame.bottom - frame.top) >= _SMALLEST_PICTURE:
            self.pictures.append(frame)

    def _path(self, item: Any, around: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        if not (fill.value or stroke.value):
            return
        outlines = list(self._outlines(item, _matrix_of(item).then(around)))
        for points in outlines if stroke.value else ():
            for start, end in pairwise(points):
                self._add(_frame([start, end]), 1.0)
        frames = [_frame(points) for points in outlines]
        self.visibility.shaded = self.visibility.shaded or (stroke.value != 0 and _width(item) > _THIN)
        if fill.value and outlines:
            self.visibility.area(item, frames, len({*outlines[0]}), around)
        if not stroke.value:
            for bar in _bars(frames):
                self._add(bar, _THIN)

    def _add(self, frame: Frame, thickness: float) -> None:
        wide, high = frame.x1 - frame.x0, frame.bottom - frame.top
        if high <= thickness and high <= wide:
            self.across.append(Edge((frame.top + frame.bottom) / 2, frame.x0, frame.x1))
        if wide <= thickness and wide <= high:
            self.down.append(Edge((frame.x0 + frame.x1) / 2, frame.top, frame.bottom))

    def _outlines(self, item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The corners of each outline in a path; a closed one ends at its first corner."""
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


def _shapeless(item: Any, bounds: Sequence[ctypes.c_float]) -> bool:
    """True if this text has no extent and its font is not in the file: PDFium drops it."""
    left, bottom, right, top = bounds
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return right.value - left.value < 0.01 and raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(item)) == 0


def _width(item: Any) -> float:
    """The stroke width of a path."""
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(item, width)
    return width.value


def _matrix_of(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _bars(filled: list[Frame]) -> list[Frame]:
    """The shapes, or the four sides of a border filled between an outer and an inner rectangle."""
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
