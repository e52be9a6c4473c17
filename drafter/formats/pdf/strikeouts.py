"""Finds characters that are struck out by a line across their middle that is as long as they are and no border.

They are replaced by spaces, which keep the text on both sides apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from drafter.formats.pdf.page import Edge, Glyph, PdfPage

_HIGHEST, _LOWEST = 0.62, 0.12
"""The heights above the baseline, in font sizes, between which a line strikes out; an underline is lower."""
_COVERED = 0.7
"""The share of a character's width that the line must cross."""
_LOOSE = 1.0
"""The most that the line may extend beyond the characters, or between two of them, in font sizes."""
_SAME_LINE = 0.6
_JOINED = 1.0
_TOUCH = 1.5


def without_struck(page: PdfPage) -> PdfPage:
    """The page with a space for each struck character, and without the lines that strike."""
    if not ((page.across or page.strikes) and page.glyphs):
        return page
    gone, lines, passages = set[Glyph](), set[Edge](), list[str]()
    for crossed, parts in _struck(page):
        lines.update(parts)
        words = "".join(glyph.text for glyph in sorted(crossed, key=_left)).strip()
        if words and not gone.issuperset(crossed):  # of a double line, only the first counts
            passages.append(words)
        gone.update(crossed)
    if not gone:
        return page
    shown = (glyph._replace(text=" ") if glyph in gone else glyph for glyph in page.glyphs)
    across = tuple(edge for edge in page.across if edge not in lines)
    return replace(page, glyphs=tuple(shown), across=across, struck=tuple(passages))


def _struck(page: PdfPage) -> Iterator[tuple[list[Glyph], list[Edge]]]:
    """For each line that strikes out: its characters and its pieces."""
    glyphs = sorted(page.glyphs, key=_base)
    bases = [glyph.base for glyph in glyphs]
    reach = _HIGHEST * max(glyph.size for glyph in glyphs)
    down = sorted(page.down)

    def crossed(line: Edge) -> list[Glyph]:
        near = glyphs[bisect_left(bases, line.at) : bisect_right(bases, line.at + reach)]
        return [glyph for glyph in near if _crosses(line, glyph)]

    yield from ((crossed(line), []) for line in page.strikes)
    for line, parts in _whole(page.across):
        found = crossed(line)
        if any(not glyph.text.isspace() for glyph in found) and _fits(line, found) and not _is_border(line, down):
            yield found, parts


def _base(glyph: Glyph) -> float:
    return glyph.base


def _left(glyph: Glyph) -> float:
    return glyph.x0


def _whole(across: Sequence[Edge]) -> Iterator[tuple[Edge, list[Edge]]]:
    """The lines across with their pieces: a line may be drawn in several."""
    parts: list[Edge] = []
    whole = Edge(0.0, 0.0, 0.0)
    for edge in sorted(across):
        near = edge.at - whole.at <= _SAME_LINE and whole.start - _JOINED <= edge.start <= whole.end + _JOINED
        if parts and not near:
            yield whole, parts
            parts = []
        whole = whole._replace(end=max(whole.end, edge.end)) if parts else edge
        parts.append(edge)
    if parts:
        yield whole, parts


def _crosses(line: Edge, glyph: Glyph) -> bool:
    if not _LOWEST * glyph.size < glyph.base - line.at < _HIGHEST * glyph.size:
        return False
    covered = min(line.end, glyph.x1) - max(line.start, glyph.x0)
    return covered >= _COVERED * (glyph.x1 - glyph.x0) and covered > 0


def _fits(line: Edge, crossed: Sequence[Glyph]) -> bool:
    """True if the line is no longer than the text that it crosses."""
    ordered = sorted(crossed, key=_left)
    loose = _LOOSE * max(glyph.size for glyph in ordered)
    ends = ordered[0].x0 - line.start, line.end - ordered[-1].x1
    gaps = (right.x0 - left.x1 for left, right in pairwise(ordered))
    return max(*ends, *gaps) <= loose


def _is_border(line: Edge, down: Sequence[Edge]) -> bool:
    """True if it connects or crosses lines that run down, as table borders do."""
    first = bisect_left(down, (line.start - _TOUCH,))
    last = bisect_right(down, (line.end + _TOUCH, inf))
    crossed = [edge.at for edge in down[first:last] if edge.start - _TOUCH <= line.at <= edge.end + _TOUCH]
    return bool(crossed) and (crossed[-1] > line.start + _TOUCH) and (crossed[0] < line.end - _TOUCH)
