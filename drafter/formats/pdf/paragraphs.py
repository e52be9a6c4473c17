"""Lines of text to paragraphs; page numbers and running heads are left out.

Chinese reports are set in full lines with an indent of two characters, so a line that does not fill the width ends its
paragraph, and an indent begins one. All lengths are points.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from drafter.formats.pdf.lines import GlyphLine, first_word, same_size, spaced
from drafter.formats.pdf.page import Frame, Glyph, PdfPage
from drafter.records import dataclass

MARGIN = 0.12
"""The part of the height of a page, at its top and bottom, in which page numbers and running heads are."""
_LEAST_ROOM = 1.5
_INDENT = 1.0
_LONG = 0.85
_ALONE = 1.9
_CENTRED = 5.0
_FEWEST_TOGETHER = 5
_SHARE_TOGETHER = 0.4
"""The number and share of lines that must end together to show the right edge of the text."""
_WIDE_GAP = 4.0
_WIDEST_STEP = 1.3
"""Baselines further apart than this multiple of the usual distance belong to different paragraphs."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The left and right edge of the text of a page, and the usual distance of its baselines in font sizes."""

    left: float
    right: float
    pitches: Mapping[int, float]
    """By rounded font size, since tables without rules are set closer than prose."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, its page (counted from 0), and the measure of that page."""

    line: GlyphLine
    page: int
    measure: Measure

    @property
    def indent(self) -> float:
        return self.line.x0 - self.measure.left

    @property
    def tabular(self) -> bool:
        """True if the line is a row of a table without rules rather than prose with a gap."""
        gaps = self.line.gaps
        full = self.measure.right - self.line.x1 < _LEAST_ROOM * self.line.size
        return len(gaps) > 1 or any(not full or width > _WIDE_GAP for _, width in gaps)

    @property
    def has_numbers_apart(self) -> bool:
        """True if a gap separates two numbers, which only happens in columns."""
        text = self.line.text
        return any(
            text[:place].rstrip()[-1:].isdigit() and text[place:].lstrip()[:1].isdigit() for place, _ in self.line.gaps
        )

    @property
    def text(self) -> str:
        return self.line.tabbed if self.tabular else self.line.text


def furniture(pages: Sequence[PdfPage], lines: Sequence[Sequence[GlyphLine]]) -> list[set[Glyph]]:
    """The characters of page numbers and running heads in the margins of each page; the first head is kept."""
    places = [{_place(line): line for line in own if _stands_alone(line, page)} for page, own in _zipped(pages, lines)]
    counts = Counter(place for own in places for place in own)
    often = {place for place, count in counts.items() if count > max(1, len(pages) // 3)}
    seen = set[str]()
    return [
        {
            glyph
            for line in own
            if _is_number_of(number, page, line) or _is_furniture(line, often, seen)
            for glyph in line.glyphs
        }
        for number, (page, own) in enumerate(_zipped(pages, lines), 1)
    ]


def _zipped(
    pages: Sequence[PdfPage], lines: Sequence[Sequence[GlyphLine]]
) -> list[tuple[PdfPage, Sequence[GlyphLine]]]:
    return list(zip(pages, lines, strict=True))


def _stands_alone(line: GlyphLine, page: PdfPage) -> bool:
    """True if there is more space above and below the line than between the lines of a paragraph."""
    near, own = range(1, round(_ALONE * line.size)), frozenset(line.glyphs)
    return not any(round(abs(glyph.base - line.base)) in near and glyph not in own for glyph in page.glyphs)


def _is_number_of(number: int, page: PdfPage, line: GlyphLine) -> bool:
    return line.text == str(number) and abs((line.x0 + line.x1) / 2 - page.width / 2) < line.size


def _place(line: GlyphLine) -> tuple[str, int]:
    """The line without the values of its numbers, and its approximate height, to find it again on other pages."""
    return re.sub(r"\d+", "#", line.text), round(line.base / 3)


def _is_furniture(line: GlyphLine, often: set[tuple[str, int]], seen: set[str]) -> bool:
    pattern, height = _place(line)
    often_here = any((pattern, near) in often for near in (height - 1, height, height + 1))
    digits = sum(map(str.isdigit, line.text))
    bare = not any(map(str.isalpha, pattern)) and 0 < digits <= 4 and not line.gaps
    known = line.text in seen
    seen.add(line.text)
    # A number in dashes is a page number; a bare one might be the rest of a cell.
    return (bare and pattern.strip("#") != "") or (often_here and (known or "#" in pattern))


def placed(
    pages: Sequence[PdfPage], lines: Sequence[Sequence[GlyphLine]], frames: Sequence[Sequence[Frame]]
) -> list[list[Placed]]:
    """The lines with the measure of their page, for which all pages of one width are taken together.

    `frames` are those of the tables on each page, which show the edges if no line of text does.
    """
    shared = {}
    for width in {round(page.width) for page in pages}:
        alike = [number for number, page in enumerate(pages) if round(page.width) == width]
        tables = [frame for number in alike for frame in frames[number]]
        shared[width] = _shared([lines[number] for number in alike], tables, width)
    result = []
    for number, (page, own) in enumerate(zip(pages, lines, strict=True)):
        measure = _measure(own, *shared[round(page.width)])
        result.append([Placed(line, number, measure) for line in own])
    return result


_Shared = tuple[float, float, Mapping[int, float]]


def _shared(pages: Sequence[Sequence[GlyphLine]], tables: Sequence[Frame], paper: float) -> _Shared:
    """Left edge, width and pitches of the text on pages of the width `paper`."""
    every = [line for page in pages for line in page]
    size = max((line.size for line in every), default=0.0)
    left = _left(every, 0.0)
    # If every paragraph is one indented line, the tables show the left edge of the text.
    left = min((frame.x0 for frame in tables if size < left - frame.x0 < 4 * size), default=left)
    widths = [line.x1 - _left(page, left) for page in pages for line in page]
    steps = defaultdict[int, list[float]](list)
    for above, line in (pair for page in pages for pair in pairwise(page)):
        if same_size(above, line) and line.base > above.base:
            steps[round(line.size)].append((line.base - above.base) / line.size)
    even = max((frame.x1 - left for frame in tables if abs(frame.x0 - left) < size), default=paper - 2 * left)
    longest = _longest(widths)
    # The right edge is shown by long lines, or by many that end together (tables may be wider than the text); else by a
    # table or by even margins.
    together = sum(longest - width < 2 * size for width in widths)
    shown = longest > _LONG * even or together >= max(_FEWEST_TOGETHER, _SHARE_TOGETHER * len(widths))
    return left, longest if shown else even, {size: median(found) for size, found in steps.items()}


def _measure(lines: Sequence[GlyphLine], left: float, width: float, pitches: Mapping[int, float]) -> Measure:
    start = _left(lines, left)
    # If every paragraph of a page is one indented line, the page does not show its left edge.
    start = left if 0 < start - left < 4 * max((line.size for line in lines), default=0) else start
    return Measure(start, start + width, pitches)


def _left(lines: Sequence[GlyphLine], default: float) -> float:
    """The smallest x at which two or more lines begin."""
    starts = sorted(line.x0 for line in lines)
    near = (a for a, b in pairwise(starts) if b - a < 3)
    return next(near, starts[0] if starts else default)


def _longest(widths: Sequence[float]) -> float:
    """The greatest width that two or more lines have, within a character."""
    ordered = sorted(widths, reverse=True)
    near = (a for a, b in pairwise(ordered) if a - b < 10)
    return next(near, ordered[0] if ordered else 0.0)


def goes_on(lines: Sequence[Placed], below: Placed) -> bool:
    """True if the paragraph of these lines continues in the line below."""
    above, first = lines[-1], lines[0]
    size, indent = below.line.size, below.indent
    # Below an indented line, one without an indent hardly begins a paragraph: the gaps above come from justified text,
    # and `first_word` may be loose.
    hangs = first.indent > _INDENT * size > 2 * indent and not above.has_numbers_apart
    if (above.tabular and not hangs) or below.tabular or not same_size(above.line, below.line):
        return False
    room = above.measure.right - above.line.x1
    full = room < max(_LEAST_ROOM * size, first_word(below.line, loose=hangs) + 0.6 * size)
    return full and _near(above, below) and (indent < _INDENT * size or _centred(below, indent))


def _centred(item: Placed, indent: float) -> bool:
    """True if the line is the short end of a title: centred, with wide margins."""
    after = item.measure.right - item.line.x1
    return indent > _CENTRED * item.line.size and abs(indent - after) < item.line.size


def _near(above: Placed, below: Placed) -> bool:
    step = (below.line.base - above.line.base) / below.line.size
    usual = above.measure.pitches.get(round(below.line.size), 0.0)
    return above.page != below.page or step <= _WIDEST_STEP * max(usual, 1.2)


def joined_text(lines: Sequence[Placed]) -> str:
    """The text of one paragraph; lines are joined with a space only in spaced alphabets."""
    if len(lines) == 1:
        return lines[0].text
    text = ""
    for line in (item.line for item in lines):
        words = spaced(text, line.text) and text[-1:].isalpha() and line.text[:1].isalpha()
        text += f" {line.text}" if words else line.text
    return text
