"""Grids and the characters in them to tables. All lengths are points."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from drafter.document import TableBlock, cell
from drafter.formats.pdf.grids import RuledGrid, levels
from drafter.formats.pdf.lines import GlyphLine, first_word, lines_of
from drafter.formats.pdf.page import Glyph
from drafter.records import dataclass

_NUMERIC = frozenset("0123456789.,-")
_MOST_PADDING = 8.0
_SLACK = 5.0


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of a sheet: its slot, its left and right wall, and its lines."""

    row: int
    column: int
    row_span: int
    col_span: int
    x0: float
    x1: float
    lines: tuple[GlyphLine, ...]
    walled: bool = True

    @property
    def below(self) -> int:
        """The first row below it."""
        return self.row + self.row_span

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, or the part of one on a page."""

    xs: tuple[float, ...]
    rows: int
    parts: tuple[SheetCell, ...]
    padding: float
    """The smallest distance between text and wall, which wrapped text keeps."""
    open_top: bool = False
    open_bottom: bool = False

    @property
    def certain(self) -> bool:
        """True if it must be a table, not a frame around prose or a drawing."""
        return len(self.xs) > 2 and sum(bool(part.lines) for part in self.parts) > 1


def sheet_of(grid: RuledGrid, glyphs: Iterable[Glyph]) -> Sheet:
    """The grid with its text."""
    slots = {
        (box.row + down, box.column + right): number
        for number, box in enumerate(grid.boxes)
        for down in range(box.row_span)
        for right in range(box.col_span)
    }
    held = defaultdict[int, list[Glyph]](list)
    for run in _runs(glyphs):
        for glyph, column in zip(run, _columns(run, grid.xs), strict=True):
            held[slots[_between(grid.ys, glyph.middle), column]].append(glyph)
    # A box without a line on the right is no cell, unless the table has no line on that side.
    unframed = any(held[number] and not box.ended for number, box in enumerate(grid.boxes))
    parts = [
        SheetCell(
            box.row,
            box.column,
            box.row_span,
            box.col_span,
            grid.xs[box.column],
            grid.xs[box.column + box.col_span],
            tuple(lines_of(held[number])),
            box.walled,
        )
        for number, box in enumerate(grid.boxes)
        if held[number] or box.ended or unframed
    ]
    sheet = Sheet(grid.xs, len(grid.ys) - 1, tuple(parts), _padding(parts), grid.open_top, grid.open_bottom)
    for part in parts:
        sheet = sheet if part.walled or part.lines else _without_gap(sheet, part)
    for row in range(sheet.rows - 1, 0, -1):
        sheet = _without_stray_line(sheet, row)
    return sheet


def _without_gap(sheet: Sheet, gap: SheetCell) -> Sheet:
    """The sheet, with an undrawn box added to the label above it, whose own box was drawn too short."""
    place = (gap.row, gap.column, gap.col_span)
    above = [part for part in sheet.parts if part.walled and (part.below, part.column, part.col_span) == place]
    if not above or not is_label(above[0].text):
        return sheet
    parts = [both(part, gap, 0) if part is above[0] else part for part in sheet.parts if part is not gap]
    return replace(sheet, parts=tuple(parts))


def hanging(grid: RuledGrid, inside: Sequence[Glyph], free: Iterable[Glyph]) -> list[Glyph]:
    """Characters below the grid that continue the lines of its last cells: text that did not fit its cell."""
    last = [box for box in grid.boxes if box.row + box.row_span == len(grid.ys) - 1]
    frames = [(grid.xs[box.column], grid.xs[box.column + box.col_span], grid.ys[box.row]) for box in last]
    columns = [[g for g in inside if a <= g.x0 and g.x1 <= b and g.middle > top] for a, b, top in frames]
    least = [1 if grid.open_bottom or not box.floored else 2 for box in last]
    found: list[Glyph] = []
    for line in lines_of(glyph for glyph in free if glyph.middle > grid.ys[-1]):
        own = [[glyph for glyph in line.glyphs if a <= glyph.x0 and glyph.x1 <= b] for a, b, _ in frames]
        continued = [(column, below, few) for column, below, few in zip(columns, own, least, strict=True) if below]
        steady = all(_in_step(column, below, least=few) for column, below, few in continued)
        if sum(map(len, own)) != len(line.glyphs) or not steady:
            break
        for column, below, _ in continued:
            column += below
        found += line.glyphs
    return found


def _in_step(column: Sequence[Glyph], below: Sequence[Glyph], *, least: int) -> bool:
    """True if the characters below follow at least `least` lines, at the distance of these lines."""
    bases, first = levels(glyph.base for glyph in column)[-2:], below[0]
    steps = [b - a for a, b in pairwise([*bases, first.base])]
    steady = len(bases) >= least and max(steps, default=0.0) - min(steps, default=0.0) < 0.3 * first.size
    return steady and steps[-1] < 2.4 * first.size and abs(column[-1].size - first.size) < 0.5


def _without_stray_line(sheet: Sheet, row: int) -> Sheet:
    """The sheet without a row in which few cells begin and none has a value: a label's box was drawn too short."""
    begun = [part for part in sheet.parts if part.row == row]
    width = sum(part.col_span for part in begun)
    covered = sum(part.col_span for part in sheet.parts if part.row <= row < part.below)
    over = {(part.column, part.col_span): part for part in sheet.parts if part.below == row}
    places = {(part.column, part.col_span) for part in begun}
    own = any(is_value(part.text) or is_numbered(part.text) for part in begun)
    columns = len(sheet.xs) - 1
    if own or covered < columns or 3 * width > columns or not places <= set(over):
        return sheet
    grown = {id(over[part.column, part.col_span]): both(over[part.column, part.col_span], part, 0) for part in begun}
    parts = [_lifted(grown.get(id(part), part), row) for part in sheet.parts if part.row != row]
    return replace(sheet, rows=sheet.rows - 1, parts=tuple(parts))


def _lifted(part: SheetCell, row: int) -> SheetCell:
    """The cell after `row` is removed from the sheet."""
    return replace(part, row=part.row - (part.row > row), row_span=part.row_span - (part.row <= row < part.below))


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Runs of digits drawn one after the other without a gap; any other character is alone."""
    run: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.order):
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(left: Glyph, right: Glyph) -> bool:
    close = abs(right.x0 - left.x1) < 0.1 * left.size and abs(right.base - left.base) < 0.1 * left.size
    return close and left.text in _NUMERIC and right.text in _NUMERIC


def _columns(run: Sequence[Glyph], xs: Sequence[float]) -> list[int]:
    """The column of each character; a number that crosses a wall belongs where its middle is."""
    cut = any(min(x - glyph.x0, glyph.x1 - x) > 0.15 * glyph.size for glyph in run for x in xs)
    if cut:
        return [_between(xs, (run[0].x0 + run[-1].x1) / 2)] * len(run)
    return [_between(xs, (glyph.x0 + glyph.x1) / 2) for glyph in run]


def _between(edges: Sequence[float], value: float) -> int:
    return min(max(bisect_right(edges, value) - 1, 0), len(edges) - 2)


def _padding(parts: Iterable[SheetCell]) -> float:
    sides = (min(line.x0 - part.x0, part.x1 - line.x1) for part in parts for line in part.lines)
    return max(min(sides, default=0.0), 0.0)


def table_of(sheet: Sheet) -> TableBlock:
    """The finished table, with numbers wrapped within a cell joined again."""
    rows: list[list[SheetCell]] = [[] for _ in range(sheet.rows)]
    for part in sheet.parts:
        rows[part.row].append(part)
    return TableBlock(
        tuple(
            tuple(
                cell(_text(part, sheet.padding), row_span=part.row_span, col_span=part.col_span)
                for part in sorted(row, key=lambda part: part.column)
            )
            for row in rows
        ),
        tuple(round(b - a, 2) for a, b in pairwise(sheet.xs)),
    )


def _text(part: SheetCell, padding: float) -> str:
    text = ""
    for above, line in zip((None, *part.lines), part.lines, strict=False):
        wrapped = above is not None and _wrapped(part, above, line, padding)
        text += line.text if wrapped or above is None else f"\n{line.text}"
    return text


def _wrapped(part: SheetCell, above: GlyphLine, line: GlyphLine, padding: float) -> bool:
    """True if a number continues on the next line: the upper line is full and all digits, the lower no wider."""
    return (
        is_value(above.text)
        and line.text[0] in _NUMERIC
        and line.width <= above.width + 0.5
        and is_full(part, above, line, padding)
    )


def both(upper: SheetCell, lower: SheetCell, cut: int) -> SheetCell:
    """Two halves of a cell as one; `cut` is 1 when they share a row."""
    return replace(upper, row_span=upper.row_span + lower.row_span - cut, lines=upper.lines + lower.lines)


def is_full(part: SheetCell, line: GlyphLine, following: GlyphLine, padding: float) -> bool:
    """Whether the beginning of the next line would not have fitted on this one: a digit, or a word."""
    first = following.glyphs[0]
    digit = max(first.x1 - first.x0, 0.4 * first.size)
    room = part.x1 - part.x0 - 2 * min(padding, _MOST_PADDING) - _SLACK
    return line.width + (digit if is_value(line.text) else first_word(following)) > room


def is_numbered(text: str) -> bool:
    """True if the text begins like a list item: a numeral and a mark, perhaps in brackets."""
    body = text.lstrip()
    bracketed = body[:1] and unicodedata.category(body[0]) == "Ps"
    body = body[1:] if bracketed else body
    digits = 0
    while digits < len(body) and unicodedata.numeric(body[digits], None) is not None:
        digits += 1
    after = body[digits : digits + 1]
    return 0 < digits < 4 and after != "" and unicodedata.category(after).startswith("P") and not _decimal(body, digits)


def _decimal(text: str, place: int) -> bool:
    return text[place : place + 2].strip(".,").isdigit()


def is_value(text: str) -> bool:
    """True if the text consists of digits and their signs."""
    return bool(text) and set(text) <= _NUMERIC


def is_label(text: str) -> bool:
    """True if the text reads like the label of a row or column."""
    return is_numbered(text) or sum(map(str.isalpha, text)) > 1


def has_letters(text: str) -> bool:
    """True if the text has a letter or an ideograph."""
    return any(map(str.isalpha, text))
