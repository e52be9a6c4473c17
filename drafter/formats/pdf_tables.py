"""Ruled grids and the characters in them to tables; a table that goes on over a page break is made one again.

What tells that a row was cut in two is what a reader sees: the upper half of a label fills its line, the lower half
begins without a number of its own, and no value stands in both halves. All lengths are points.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from drafter.document import Table, cell
from drafter.formats.pdf_grids import TOLERANCE, Grid, levels
from drafter.formats.pdf_lines import Line, lines_of
from drafter.formats.pdf_pages import Glyph

_NUMERIC = frozenset("0123456789.,-")
_MOST_PADDING = 8.0
_SLACK = 2.0
_OFFSET = 6.0
"""Two halves of a table may be shifted against each other by that much."""


@dataclass(frozen=True, slots=True)
class Part:
    """A cell while its table is put together: its slot, its left and right wall, and its lines."""

    row: int
    column: int
    row_span: int
    col_span: int
    x0: float
    x1: float
    lines: tuple[Line, ...]
    walled: bool = True

    @property
    def below(self) -> int:
        """The first row under it."""
        return self.row + self.row_span

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, or the part of one that stands on a page."""

    xs: tuple[float, ...]
    rows: int
    parts: tuple[Part, ...]
    padding: float
    """The least distance between text and wall in it, which is what wrapping leaves free."""
    open_top: bool = False
    open_bottom: bool = False

    @property
    def certain(self) -> bool:
        """Whether it must be a table: not a frame round prose, and not a drawing."""
        return len(self.xs) > 2 and sum(bool(part.lines) for part in self.parts) > 1


def sheet_of(grid: Grid, glyphs: Iterable[Glyph]) -> Sheet:
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
    parts = [
        Part(
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
    ]
    sheet = Sheet(grid.xs, len(grid.ys) - 1, tuple(parts), _padding(parts), grid.open_top, grid.open_bottom)
    for part in parts:
        sheet = sheet if part.walled or part.lines else _without_gap(sheet, part)
    for row in range(sheet.rows - 1, 0, -1):
        sheet = _without_stray_line(sheet, row)
    return sheet


def _without_gap(sheet: Sheet, gap: Part) -> Sheet:
    """The sheet with a place where no cell is drawn given to the cell above, whose box was drawn too short."""
    place = (gap.row, gap.column, gap.col_span)
    above = [part for part in sheet.parts if part.walled and (part.below, part.column, part.col_span) == place]
    if not above or not _is_label(above[0].text):
        return sheet
    parts = [_both(part, gap, 0) if part is above[0] else part for part in sheet.parts if part is not gap]
    return replace(sheet, parts=tuple(parts))


def hanging(grid: Grid, inside: Sequence[Glyph], free: Iterable[Glyph]) -> list[Glyph]:
    """Characters under the grid that go on with the lines of its last cells: text that does not fit runs over."""
    last = [box for box in grid.boxes if box.row + box.row_span == len(grid.ys) - 1]
    spans = [(grid.xs[box.column], grid.xs[box.column + box.col_span]) for box in last]
    columns = [[glyph for glyph in inside if a <= glyph.x0 and glyph.x1 <= b] for a, b in spans]
    found: list[Glyph] = []
    for line in lines_of(glyph for glyph in free if glyph.middle > grid.ys[-1]):
        own = [[glyph for glyph in line.glyphs if a <= glyph.x0 and glyph.x1 <= b] for a, b in spans]
        steady = all(_in_step(column, below) for column, below in zip(columns, own, strict=True) if below)
        if sum(map(len, own)) != len(line.glyphs) or not steady:
            break
        for column, below in zip(columns, own, strict=True):
            column += below
        found += line.glyphs
    return found


def _in_step(column: Sequence[Glyph], below: Sequence[Glyph]) -> bool:
    """Whether what is below is as far from the last line as that is from the line before it."""
    bases = levels(glyph.base for glyph in column)[-2:]
    return len(bases) == 2 and abs(2 * bases[1] - bases[0] - below[0].base) < 0.2 * below[0].size


def _without_stray_line(sheet: Sheet, row: int) -> Sheet:
    """The sheet without a row in which only few cells begin, and none with a value: a label's box drawn too short."""
    begun = [part for part in sheet.parts if part.row == row]
    width = sum(part.col_span for part in begun)
    over = {(part.column, part.col_span): part for part in sheet.parts if part.below == row}
    places = {(part.column, part.col_span) for part in begun}
    if (
        3 * width > len(sheet.xs) - 1
        or any(_valued(part.text) or _numbered(part.text) for part in begun)
        or not places <= set(over)
    ):
        return sheet
    grown = {id(over[part.column, part.col_span]): _both(over[part.column, part.col_span], part, 0) for part in begun}
    parts = [_lifted(grown.get(id(part), part), row) for part in sheet.parts if part.row != row]
    return replace(sheet, rows=sheet.rows - 1, parts=tuple(parts))


def _lifted(part: Part, row: int) -> Part:
    """The part where `row` is gone from the table."""
    return replace(part, row=part.row - (part.row > row), row_span=part.row_span - (part.row <= row < part.below))


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Digits that were drawn one after the other without a gap stay together; any other character stands alone."""
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
    """The column of each character; a number that a wall cuts through has run over and belongs where its middle is."""
    cut = any(min(x - glyph.x0, glyph.x1 - x) > 0.15 * glyph.size for glyph in run for x in xs)
    if cut:
        return [_between(xs, (run[0].x0 + run[-1].x1) / 2)] * len(run)
    return [_between(xs, (glyph.x0 + glyph.x1) / 2) for glyph in run]


def _between(edges: Sequence[float], value: float) -> int:
    return min(max(bisect_right(edges, value) - 1, 0), len(edges) - 2)


def _padding(parts: Iterable[Part]) -> float:
    sides = (min(line.x0 - part.x0, part.x1 - line.x1) for part in parts for line in part.lines)
    return max(min(sides, default=0.0), 0.0)


def joined(upper: Sheet, lower: Sheet) -> Sheet | None:
    """Both as one table when `lower` continues `upper` on the next page: the same walls; else None."""
    lower = _completed(_aligned(lower, upper.xs), upper.xs)
    if not _same_walls(upper.xs, lower.xs):
        return None
    xs = tuple(levels((*upper.xs, *lower.xs)))
    above = _regridded(upper, xs)
    below = _without_header(above, _regridded(lower, xs))
    padding = min(above.padding, below.padding)
    return _stacked(replace(above, padding=padding), _split_blanks(above, below))


def _aligned(sheet: Sheet, xs: Sequence[float]) -> Sheet:
    """The sheet moved so that its left wall is where the left edge is; pages may have different margins."""
    shift = xs[0] - sheet.xs[0]
    same_width = abs((xs[-1] - xs[0]) - (sheet.xs[-1] - sheet.xs[0])) <= TOLERANCE
    if not same_width or abs(shift) <= _OFFSET:
        return sheet
    return replace(
        sheet, xs=tuple(x + shift for x in sheet.xs), parts=tuple(_moved(part, shift) for part in sheet.parts)
    )


def _moved(part: Part, shift: float) -> Part:
    lines = tuple(line.moved(shift) for line in part.lines)
    return replace(part, x0=part.x0 + shift, x1=part.x1 + shift, lines=lines)


def _completed(sheet: Sheet, xs: Sequence[float]) -> Sheet:
    """The sheet with blank cells for first columns that it lacks: those that a label from the page before covers."""
    ends_alike = abs(xs[-1] - sheet.xs[-1]) <= _OFFSET
    missing = [x for x in xs if x < sheet.xs[0] - _OFFSET]
    if not ends_alike or not missing or len(missing) > len(xs) - 3:
        return sheet
    walls = [*missing, sheet.xs[0]]
    blanks = [Part(0, 0, sheet.rows, 1, a, b, ()) for a, b in zip(walls, walls[1:], strict=False)]
    return replace(sheet, xs=(*missing, *sheet.xs), parts=(*blanks, *sheet.parts))


def _split_blanks(upper: Sheet, lower: Sheet) -> Sheet:
    """`lower` with the blank cells at its top divided as the cells are that they may continue."""
    ends = [part for part in upper.parts if part.below == upper.rows]
    parts = [piece for part in lower.parts for piece in (_split(part, ends) if part.row == 0 else (part,))]
    return replace(lower, parts=tuple(parts))


def _split(blank: Part, ends: Sequence[Part]) -> Sequence[Part]:
    last = blank.column + blank.col_span
    over = [part for part in ends if blank.column <= part.column and part.column + part.col_span <= last]
    if blank.lines or len(over) < 2 or sum(part.col_span for part in over) != blank.col_span:
        return (blank,)
    return [replace(blank, column=part.column, col_span=part.col_span, x0=part.x0, x1=part.x1) for part in over]


def _same_walls(left: Sequence[float], right: Sequence[float]) -> bool:
    fewer, more = sorted((left, right), key=len)
    return (
        abs(left[0] - right[0]) <= _OFFSET
        and abs(left[-1] - right[-1]) <= _OFFSET
        and all(min(abs(x - other) for other in more) <= TOLERANCE for x in fewer[1:-1])
    )


def _regridded(sheet: Sheet, xs: tuple[float, ...]) -> Sheet:
    parts = []
    for part in sheet.parts:
        column, end = _nearest(xs, part.x0), _nearest(xs, part.x1)
        parts.append(replace(part, column=column, col_span=max(end - column, 1)))
    return replace(sheet, xs=xs, parts=tuple(parts))


def _nearest(xs: Sequence[float], value: float) -> int:
    return min(range(len(xs)), key=lambda index: abs(xs[index] - value))


def _without_header(upper: Sheet, lower: Sheet) -> Sheet:
    """`lower` without the first rows that repeat those at the top of `upper`."""
    count = 0
    while count < min(lower.rows, upper.rows) and _looks(lower, count) == _looks(upper, count):
        count += 1
    while count and any(part.row < count < part.below for part in lower.parts):
        count -= 1
    if not any(text for row in range(count) for *_, text in _looks(lower, row)):
        return lower
    kept = tuple(replace(part, row=part.row - count) for part in lower.parts if part.row >= count)
    return replace(lower, rows=lower.rows - count, parts=kept)


def _looks(sheet: Sheet, row: int) -> list[tuple[int, int, int, str]]:
    return [(part.column, part.col_span, part.row_span, part.text) for part in sheet.parts if part.row == row]


def _stacked(upper: Sheet, lower: Sheet) -> Sheet:
    """The rows of both, the halves of cut cells joined."""
    if not lower.parts:
        return upper
    ends = {(part.column, part.col_span): part for part in upper.parts if part.below == upper.rows}
    starts = {(part.column, part.col_span): part for part in lower.parts if part.row == 0}
    pairs = [(ends[place], starts[place]) for place in sorted(starts) if place in ends]
    # A frame that is closed at the top of the table and open here was cut by the page.
    open_here = not upper.open_top and (upper.open_bottom or lower.open_top)
    cut = len(pairs) == len(ends) == len(starts) and (open_here or _row_cut(pairs, upper.padding))
    continued = pairs if cut else _groups(pairs, starts.values())
    merged = {id(above): _both(above, below, int(cut)) for above, below in continued}
    gone = {id(below) for _, below in continued}
    offset = upper.rows - cut
    parts = [merged.get(id(part), part) for part in upper.parts]
    parts += [replace(part, row=part.row + offset) for part in lower.parts if id(part) not in gone]
    ordered = tuple(sorted(parts, key=lambda part: (part.row, part.column)))
    return replace(upper, rows=offset + lower.rows, parts=ordered, open_bottom=lower.open_bottom)


def _both(upper: Part, lower: Part, cut: int) -> Part:
    return replace(upper, row_span=upper.row_span + lower.row_span - cut, lines=upper.lines + lower.lines)


def _row_cut(pairs: Sequence[tuple[Part, Part]], padding: float) -> bool:
    """Whether the last row above and the first row below are two halves of one."""
    filled = [(above, below) for above, below in pairs if above.lines and below.lines]
    if len(filled) == len(pairs) or not all(_goes_on(above, below, padding) for above, below in filled):
        return False
    single = [(above, below) for above, below in pairs if above.row_span == below.row_span == 1] or list(pairs)
    return bool([pair for pair in single if pair in filled]) or not single[0][1].lines


def _goes_on(upper: Part, lower: Part, padding: float) -> bool:
    """Whether the text above may end in the middle, at the end of a full line."""
    if _numbered(lower.text) or _has_letters(upper.text) != _has_letters(lower.text):
        return False
    last, following = upper.lines[-1], lower.lines[0]
    return upper.row_span + lower.row_span > 2 or _full(upper, last, following, padding)


def _full(part: Part, line: Line, following: Line, padding: float) -> bool:
    """Whether the next line's first character would not have fitted on this line."""
    first = following.glyphs[0]
    room = part.x1 - part.x0 - 2 * min(padding, _MOST_PADDING) - _SLACK
    return line.x1 - line.x0 + max(first.x1 - first.x0, 0.4 * first.size) > room


def _groups(pairs: Sequence[tuple[Part, Part]], first_row: Collection[Part]) -> list[tuple[Part, Part]]:
    """Cells that go on over the break between two whole rows: labels of groups, with labels of rows beside them."""
    labels = [part for part in first_row if _is_label(part.text)]
    last = max((part.column for part in labels), default=0)
    # Two labels and no value: the break is in the head of the table.
    head = len(labels) > 1 and not any(part.lines and part not in labels for part in first_row)
    return [
        (above, below)
        for above, below in pairs
        if (below.column < last or (head and not below.lines))
        and not _numbered(below.text)
        and (above.row_span + below.row_span > 2 or not below.lines)
    ]


def _is_label(text: str) -> bool:
    return _numbered(text) or sum(map(str.isalpha, text)) > 1


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _numbered(text: str) -> bool:
    """Whether the text begins as an item of a list does: a numeral and a mark, perhaps in brackets."""
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


def _valued(text: str) -> bool:
    return bool(text) and set(text) <= _NUMERIC


def table_of(sheet: Sheet) -> Table:
    """The finished table; a number that was wrapped within its cell is whole again."""
    rows: list[list[Part]] = [[] for _ in range(sheet.rows)]
    for part in sheet.parts:
        rows[part.row].append(part)
    return Table(
        tuple(
            tuple(
                cell(_text(part, sheet.padding), row_span=part.row_span, col_span=part.col_span)
                for part in sorted(row, key=lambda part: part.column)
            )
            for row in rows
        ),
        tuple(round(b - a, 2) for a, b in zip(sheet.xs, sheet.xs[1:], strict=False)),
    )


def _text(part: Part, padding: float) -> str:
    text = ""
    for above, line in zip((None, *part.lines), part.lines, strict=False):
        wrapped = above is not None and _wrapped(part, above, line, padding)
        text += line.text if wrapped or above is None else f"\n{line.text}"
    return text


def _wrapped(part: Part, above: Line, line: Line, padding: float) -> bool:
    """Whether one number goes on from line to line: the upper is digits alone and full, the lower no wider."""
    return (
        _valued(above.text)
        and line.text[0] in _NUMERIC
        and line.x1 - line.x0 <= above.x1 - above.x0 + 0.5
        and _full(part, above, line, padding)
    )
