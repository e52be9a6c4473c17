"""Placed characters to lines of text: which are on one line, and which gaps are spaces or column gaps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from drafter.formats.pdf.page import Glyph
from drafter.records import dataclass

_SAME_LINE = 0.45
"""The greatest distance of baselines on one line, in font sizes."""
_WORD_GAP = 0.22
_COLUMN_GAP = 1.5
"""The gap between two columns of a table without rules, in font sizes."""
_MOST_SPREAD = 0.5
_FIRST_IDEOGRAPH = "\u2e80"


@dataclass(frozen=True, slots=True)
class GlyphLine:
    """The characters on one baseline from left to right, without white space at the ends; lengths in points."""

    glyphs: tuple[Glyph, ...]
    text: str
    gaps: tuple[tuple[int, float], ...] = ()
    """Gaps wide enough to be between columns: the position in `text` and the width in font sizes."""

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)

    def moved(self, shift: float) -> GlyphLine:
        """The line, `shift` points further to the right."""
        glyphs = tuple(glyph._replace(x0=glyph.x0 + shift, x1=glyph.x1 + shift) for glyph in self.glyphs)
        return replace(self, glyphs=glyphs)

    @property
    def tabbed(self) -> str:
        """The text with a tab at every wide gap."""
        places = [0, *(place for place, _ in self.gaps), len(self.text)]
        return "\t".join(self.text[a:b].strip() for a, b in pairwise(places))


def lines_of(glyphs: Iterable[Glyph]) -> list[GlyphLine]:
    """The lines from top to bottom."""
    rows: list[list[Glyph]] = []
    start = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if not rows or glyph.base - start > _SAME_LINE * glyph.size:
            rows.append([])
            start = glyph.base
        rows[-1].append(glyph)
    return [line for row in rows for line in _line(row)]


def _line(glyphs: list[Glyph]) -> list[GlyphLine]:
    ordered = sorted(glyphs, key=lambda glyph: (glyph.x0, glyph.order))
    visible = _once([glyph for glyph in ordered if not glyph.text.isspace()])
    if not visible:
        return []
    blanks = [glyph.x0 for glyph in ordered if glyph.text.isspace()]
    return [_written(visible, blanks)]


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without second copies printed over the first to look bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        if not any(_repeats(glyph, other) for other in kept[-2:]):
            kept.append(glyph)
    return kept


def _repeats(glyph: Glyph, other: Glyph) -> bool:
    near = abs(glyph.x0 - other.x0) < 0.25 * (other.x1 - other.x0)
    return near and glyph.text == other.text and abs(glyph.order - other.order) > 1


def _written(glyphs: list[Glyph], blanks: Sequence[float]) -> GlyphLine:
    text, gaps = glyphs[0].text, []
    pairs = list(pairwise(glyphs))
    # Letters may be set apart throughout, as in titles; only what exceeds that is a gap. Columns are further apart.
    spread = max(min([_MOST_SPREAD, *((b.x0 - a.x1) / b.size for a, b in pairs)]), 0.0)
    place = 0
    for left, right in pairs:
        while place < len(blanks) and blanks[place] < left.x0:
            place += 1
        blank = place < len(blanks) and blanks[place] < right.x0
        gap = (right.x0 - left.x1) / max(left.size, right.size)
        if gap > _COLUMN_GAP + spread:
            gaps.append((len(text), gap))
            text += " " if spaced(left.text, right.text) else ""
        elif (blank or gap > _WORD_GAP + spread or _raised(left, right)) and spaced(left.text, right.text):
            text += " "
        text += right.text
    return GlyphLine(tuple(glyphs), text, tuple(gaps))


def _raised(left: Glyph, right: Glyph) -> bool:
    """True if one of two digits is a footnote mark."""
    apart = abs(left.base - right.base) > 0.15 * left.size or not 0.9 < right.size / left.size < 1.12
    return apart and left.text.isdigit() and right.text.isdigit()


def spaced(left: str, right: str) -> bool:
    """True if a gap between these two characters is a space, which it is not beside an ideograph or its punctuation."""
    return all(char.isascii() or (char < _FIRST_IDEOGRAPH and char.isalnum()) for char in (left[-1:], right[:1]))


def same_size(left: GlyphLine, right: GlyphLine) -> bool:
    """True if both lines are of about the same font size."""
    return abs(left.size - right.size) <= 0.15 * max(left.size, right.size)


def first_word(line: GlyphLine, *, loose: bool = False) -> float:
    """The width of the first word or ideograph with its punctuation, which no line break may cut.

    `loose`: of all that some programs keep together, up to the first two ideographs in a row.
    """
    parted = _part_anywhere if loose else _may_part
    glyphs = line.glyphs
    end = 1
    while end < len(glyphs) and not parted(glyphs[end - 1].text, glyphs[end].text):
        end += 1
    return glyphs[end - 1].x1 - line.x0


def _part_anywhere(left: str, right: str) -> bool:
    return unicodedata.category(left[0]) == unicodedata.category(right[0]) == "Lo"


def _may_part(left: str, right: str) -> bool:
    """True if a line may break between two characters; never at quotation marks, which programs treat differently."""
    if unicodedata.category(right[0]) in ("Pe", "Pf", "Pi", "Po") or unicodedata.category(left[0]) in (
        "Ps",
        "Pi",
        "Pf",
    ):
        return False
    return not (left.isascii() and (right.isascii() or unicodedata.category(right[0]) == "Ps"))
