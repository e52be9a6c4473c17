"""Characters that a line strikes out: a line across their middle, as long as they are, that is no border.

They are not read; a space stands in their place and keeps what is left and right of them apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from drafter.formats.pdf.page import Edge, Glyph, Page

_HIGHEST, _LOWEST = 0.62, 0.12
"""Font sizes above the baseline between which a line strikes; an underline is below, an overline above."""
_COVERED = 0.7
"""The part of a character's width that the line must cross."""
_LOOSE = 1.0
"""Font sizes that the line may run on beyond the characters, and between two of them."""
_SAME_LINE = 0.6
_JOINED = 1.0
_TOUCH = 1.5


def without_struck(page: Page) -> Page:
    """The page with a space for each character that is struck out, and without the lines that strike."""
    if not ((page.across or page.strikes) and page.glyphs):
        return page
    gone, lines, passages = set[Glyph](), set[Edge](), list[str]()
    for crossed, parts in _struck(page):
        lines.update(parts)
        words = "".join(glyph.text for glyph in sorted(crossed, key=_left)).strip()
        if words and not gone.issuperset(crossed):  # of a double line, the first tells
            passages.append(words)
        gone.update(crossed)
    if not gone:
        return page
    shown = (glyph._replace(text=" ") if glyph in gone else glyph for glyph in page.glyphs)
    across = tuple(edge for edge in page.across if edge not in lines)
    return replace(page, glyphs=tuple(shown), across=across, struck=tuple(passages))


def _struck(page: Page) -> Iterator[tuple[list[Glyph], list[Edge]]]:
    """The characters that each line strikes out, and its pieces."""
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
    """The lines across, those that are drawn piece by piece put together, with their pieces."""
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
    """Whether the line is as long as the text that it crosses, and no longer."""
    ordered = sorted(crossed, key=_left)
    loose = _LOOSE * max(glyph.size for glyph in ordered)
    ends = ordered[0].x0 - line.start, line.end - ordered[-1].x1
    gaps = (right.x0 - left.x1 for left, right in pairwise(ordered))
    return max(*ends, *gaps) <= loose


def _is_border(line: Edge, down: Sequence[Edge]) -> bool:
    """Whether it goes from one line down to another or across one, as the borders of a table do."""
    first = bisect_left(down, (line.start - _TOUCH,))
    last = bisect_right(down, (line.end + _TOUCH, inf))
    met = [edge.at for edge in down[first:last] if edge.start - _TOUCH <= line.at <= edge.end + _TOUCH]
    return bool(met) and (met[-1] > line.start + _TOUCH) and (met[0] < line.end - _TOUCH)
