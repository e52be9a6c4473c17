"""The characters of pages whose fonts are not in the file.

PDFium asks the machine for a font like the one that is missing, and leaves out a character that stands alone when that
font has no shape for it: a single digit in a cell. Its place and its code are in the file all the same; pdfminer
reads them without any font.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber

from drafter.errors import SourceError
from drafter.formats.pdf.page import Glyph, character_of

_GLYPH_LIMIT = 60_000
"""About ten seconds of work."""


def glyphs_of(data: bytes, pages: Sequence[int]) -> dict[int, list[Glyph]]:
    """For each of the pages, counted from 0, its level characters; SourceError when they cannot be had."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    found: dict[int, list[Glyph]] = {}
    for number, page in _parsed(data, pages):
        found[number] = [glyph for glyph in _glyphs(page) if glyph.text]
        if sum(map(len, found.values())) > _GLYPH_LIMIT:
            raise SourceError("pdf_too_large", limit=_GLYPH_LIMIT)
    return found


def _parsed(data: bytes, pages: Sequence[int]) -> Iterator[tuple[int, Any]]:
    """Each of the pages with its characters ready."""
    try:
        file = pdfplumber.open(io.BytesIO(data))
    except Exception as error:
        # A parser written in Python fails on damaged files in as many ways as there are.
        raise SourceError("pdf_damaged") from error
    # Closing the file as a whole makes every page again, which fails where one of them is damaged; it holds only bytes.
    for number in pages:
        yield number, _ready(file, number)
        file.pages[number].close()


def _ready(file: Any, number: int) -> Any:
    try:
        page = file.pages[number]
        _ = page.chars, page.cropbox
    except Exception as error:
        raise SourceError("pdf_damaged") from error
    return page


def _glyphs(page: Any) -> Iterator[Glyph]:
    left, top = page.cropbox[:2]
    for order, item in enumerate(page.chars):
        a, b, c, d, _, rise = item["matrix"]
        if abs(b) + abs(c) > 0.05 * (abs(a) + abs(d)):
            continue
        # A code that has no character is given as "(cid:12)".
        text = character_of(ord(item["text"])) if len(item["text"]) == 1 else "\ufffd"
        base = page.bbox[1] + page.height - rise - top
        yield Glyph(text, item["x0"] - left, item["x1"] - left, base, abs(item["size"]), order)
