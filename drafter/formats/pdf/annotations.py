"""What lies on a page of a PDF without being part of it: text struck out by a reviewer, notes, boxes to fill in."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from drafter.formats.pdf.page import Edge, View

_MOST = 2000
"""Annotations of a page."""
_MOST_QUADS = 200
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_PASSED_OVER = frozenset((raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP))
_WORDS = (b"Contents", b"V")
"""Where the words of a note and the value of a box stand."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """Lines that strike out, and the words of the rest."""

    strikes: tuple[Edge, ...] = ()
    words: tuple[str, ...] = ()


def annotations_of(page: Any, view: View) -> Annotations:
    """What lies on the page."""
    count = min(raw.FPDFPage_GetAnnotCount(page), _MOST)
    strikes, words = list[Edge](), list[str]()
    for index in range(count):
        item = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(item) if item else raw.FPDF_ANNOT_LINK
        if kind not in _PASSED_OVER and not raw.FPDFAnnot_GetFlags(item) & _UNSEEN:
            if kind == raw.FPDF_ANNOT_STRIKEOUT:
                strikes += _strikes(item, view)
            words += filter(None, (_string(item, key).strip() for key in _WORDS))
        if item:
            raw.FPDFPage_CloseAnnot(item)
    return Annotations(tuple(strikes), tuple(words))


def _strikes(item: Any, view: View) -> Iterator[Edge]:
    """A line across the middle of each of the areas that are struck out."""
    quad = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(item), _MOST_QUADS)):
        if raw.FPDFAnnot_GetAttachmentPoints(item, index, quad):
            corners = (quad.x1, quad.y1), (quad.x2, quad.y2), (quad.x3, quad.y3), (quad.x4, quad.y4)
            points = [view.matrix.apply(x, y) for x, y in corners]
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield Edge((min(ys) + max(ys)) / 2, min(xs), max(xs))


def _string(item: Any, key: bytes) -> str:
    """A text of an annotation."""
    size = raw.FPDFAnnot_GetStringValue(item, key, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    raw.FPDFAnnot_GetStringValue(item, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
