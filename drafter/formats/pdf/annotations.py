"""Annotations of a PDF page: strike-outs of a reviewer, notes, form fields."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from drafter.formats.pdf.page import Edge, PageView
from drafter.records import dataclass

_MOST = 2000
"""The most annotations that are read of a page."""
_MOST_QUADS = 200
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_PASSED_OVER = frozenset((raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP))
_WORDS = (b"Contents", b"V")
"""The keys of the text of a note and of the value of a form field."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """Lines that strike text out, and the words of notes and form fields."""

    strikes: tuple[Edge, ...] = ()
    words: tuple[str, ...] = ()


def annotations_of(page: Any, view: PageView) -> Annotations:
    """The annotations of a page that are shown."""
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


def _strikes(item: Any, view: PageView) -> Iterator[Edge]:
    """A line through the middle of each area that the annotation strikes out."""
    quad = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(item), _MOST_QUADS)):
        if raw.FPDFAnnot_GetAttachmentPoints(item, index, quad):
            corners = (quad.x1, quad.y1), (quad.x2, quad.y2), (quad.x3, quad.y3), (quad.x4, quad.y4)
            points = [view.matrix.apply(x, y) for x, y in corners]
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield Edge((min(ys) + max(ys)) / 2, min(xs), max(xs))


def _string(item: Any, key: bytes) -> str:
    """The string `key` of an annotation."""
    size = raw.FPDFAnnot_GetStringValue(item, key, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    raw.FPDFAnnot_GetStringValue(item, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
