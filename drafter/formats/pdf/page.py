"""The content of a PDF page: characters, straight lines and pictures, with their places.

All lengths are points; x grows to the right and y downwards from the upper left corner of the page as it is shown,
after rotation.
"""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

from drafter.records import dataclass


class Glyph(NamedTuple):
    """A character: left and right edge, baseline, font size, and position in the order of drawing."""

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
    """A straight line: `at` is its y and the extent is in x if it runs across; the other way round if it runs down."""

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
class PdfPage:
    """One page as it is shown."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Edge, ...]
    down: tuple[Edge, ...]
    pictures: tuple[Frame, ...]
    slanted: str = ""
    """Text at an angle, as in watermarks."""
    strikes: tuple[Edge, ...] = ()
    """Strike-out annotations."""
    annotations: tuple[str, ...] = ()
    """The words of notes and form fields."""
    struck: tuple[str, ...] = ()
    """Passages that are struck out, replaced by spaces among the glyphs."""
    hidden: tuple[Glyph, ...] = ()
    """Characters that cannot be seen."""
    layer: bool = False
    """True if its text is an invisible layer, such as a scanner puts behind a picture."""
    incomplete: bool = False
    """True if characters may be missing because their font is not in the file."""


@dataclass(frozen=True, slots=True)
class PdfSource:
    """The pages of a file and the title in its metadata."""

    pages: tuple[PdfPage, ...]
    title: str | None


class Matrix(NamedTuple):
    """The six numbers of an affine map, as PDF orders them."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, other: Matrix) -> Matrix:
        """This map followed by the other."""
        a, b, c, d, e, f = self
        x, y = other.apply(e, f)
        return Matrix(
            a * other.a + b * other.c,
            a * other.b + b * other.d,
            c * other.a + d * other.c,
            c * other.b + d * other.d,
            x,
            y,
        )


@dataclass(frozen=True, slots=True)
class PageView:
    """How a page is shown: the map from PDF coordinates to those of this module, and the size of the page."""

    matrix: Matrix
    width: float
    height: float

    @classmethod
    def of(cls, handle: Any) -> PageView:
        left, bottom, right, top = handle.get_cropbox()
        wide, high = right - left, top - bottom
        turns = {
            0: (Matrix(1, 0, 0, -1, -left, top), wide, high),
            90: (Matrix(0, 1, 1, 0, -bottom, -left), high, wide),
            180: (Matrix(-1, 0, 0, 1, right, -bottom), wide, high),
            270: (Matrix(0, -1, -1, 0, top, right), high, wide),
        }
        return cls(*turns[handle.get_rotation() % 360])

    def holds(self, x: float, y: float) -> bool:
        return -2 <= x <= self.width + 2 and -2 <= y <= self.height + 2


BREAKS = frozenset((9, 10, 13, 0xAD, 0x200B, 0xFEFF))
_LINE_END_HYPHEN = 2
"""What PDFium returns for a hyphen at the end of a line."""


def character_of(code: int, high: int = 0) -> str:
    """The character of a code, `high` being the first half of a surrogate pair; U+FFFD if it has none."""
    if code == _LINE_END_HYPHEN:
        return "-"
    if 0xDC00 <= code < 0xE000:
        code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
    if code < 32 or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    if code == 0xA0:
        return " "
    # Some programs write a radical instead of the ideograph that looks like it.
    alike = 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00
    return unicodedata.normalize("NFKC", chr(code)) if alike else chr(code)
