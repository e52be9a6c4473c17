"""Joins tables that continue across a page break.

A row was cut in two if the upper half of a label fills its line, the lower half begins without a number of its own, and
no value is in both halves. All lengths are points.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from drafter.formats.pdf.grids import TOLERANCE, levels
from drafter.formats.pdf.tables import Sheet, SheetCell, both, has_letters, is_full, is_label, is_numbered

_OFFSET = 6.0
"""The greatest shift of two halves of a table against each other."""


def joined(upper: Sheet, lower: Sheet) -> Sheet | None:
    """Both as one table if `lower` has the walls of `upper` and so continues it; else None."""
    lower = _aligned(lower, upper.xs)
    if not _same_walls(upper.xs, lower.xs):
        return None
    xs = tuple(levels((*upper.xs, *lower.xs)))
    above = _regridded(upper, xs)
    below = _without_header(above, _regridded(lower, xs))
    padding = min(above.padding, below.padding)
    return _stacked(replace(above, padding=padding), _split_blanks(above, below))


def _aligned(sheet: Sheet, xs: Sequence[float]) -> Sheet:
    """The sheet, moved to the left edge of `xs` if it is as wide: pages may have different margins."""
    shift = xs[0] - sheet.xs[0]
    same_width = abs((xs[-1] - xs[0]) - (sheet.xs[-1] - sheet.xs[0])) <= TOLERANCE
    if not same_width or abs(shift) <= _OFFSET:
        return sheet
    return replace(
        sheet, xs=tuple(x + shift for x in sheet.xs), parts=tuple(_moved(part, shift) for part in sheet.parts)
    )


def _moved(part: SheetCell, shift: float) -> SheetCell:
    lines = tuple(line.moved(shift) for line in part.lines)
    return replace(part, x0=part.x0 + shift, x1=part.x1 + shift, lines=lines)


def _split_blanks(upper: Sheet, lower: Sheet) -> Sheet:
    """`lower`, with empty cells at its top divided like the cells that they may continue."""
    ends = [part for part in upper.parts if part.below == upper.rows]
    parts = [piece for part in lower.parts for piece in (_split(part, ends) if part.row == 0 else (part,))]
    return replace(lower, parts=tuple(parts))


def _split(blank: SheetCell, ends: Sequence[SheetCell]) -> Sequence[SheetCell]:
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
    """`lower` without the header rows that it repeats from `upper`."""
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
    """The rows of both sheets, with the halves of cut cells joined."""
    if not lower.parts:
        return upper
    ends = {(part.column, part.col_span): part for part in upper.parts if part.below == upper.rows}
    starts = {(part.column, part.col_span): part for part in lower.parts if part.row == 0}
    pairs = [(ends[place], starts[place]) for place in sorted(starts) if place in ends]
    cut = len(pairs) == len(ends) == len(starts) and _row_cut(pairs, upper, lower)
    continued = pairs if cut else _groups(pairs, starts.values())
    merged = {id(above): both(above, below, int(cut)) for above, below in continued}
    gone = {id(below) for _, below in continued}
    offset = upper.rows - cut
    parts = [merged.get(id(part), part) for part in upper.parts]
    parts += [replace(part, row=part.row + offset) for part in lower.parts if id(part) not in gone]
    ordered = tuple(sorted(parts, key=lambda part: (part.row, part.column)))
    return replace(upper, rows=offset + lower.rows, parts=ordered, open_bottom=lower.open_bottom)


def _row_cut(pairs: Sequence[tuple[SheetCell, SheetCell]], upper: Sheet, lower: Sheet) -> bool:
    """True if the last row above and the first row below are halves of one row."""
    filled = [(above, below) for above, below in pairs if above.lines and below.lines]
    # A table closed at its top and open here was most likely cut within a row.
    loose = not upper.open_top and (upper.open_bottom or lower.open_top)
    if not all(_goes_on(above, below, upper.padding, loose=loose) for above, below in filled):
        return False
    single = [(above, below) for above, below in pairs if above.row_span == below.row_span == 1] or list(pairs)
    return loose or (len(filled) < len(pairs) and (single[0] in filled or not single[0][1].lines))


def _goes_on(upper: SheetCell, lower: SheetCell, padding: float, *, loose: bool) -> bool:
    """True if the text above may continue below: its last line is full, or the cell itself is cut."""
    if is_numbered(lower.text) or has_letters(upper.text) != has_letters(lower.text):
        return False
    last, following = upper.lines[-1], lower.lines[0]
    if has_letters(upper.text):
        return loose or upper.row_span + lower.row_span > 2 or is_full(upper, last, following, padding)
    return last.width >= max(following.width - 0.5, (upper.x1 - upper.x0) / 2)


def _groups(
    pairs: Sequence[tuple[SheetCell, SheetCell]], first_row: Collection[SheetCell]
) -> list[tuple[SheetCell, SheetCell]]:
    """Cells that continue across a break between two whole rows: group labels that have row labels beside them."""
    labels = [part for part in first_row if is_label(part.text)]
    last = max((part.column for part in labels), default=0)
    # Only labels without numbers: the break is in the head of the table.
    head = len(labels) > 1 and not any(
        part.lines and (part not in labels or is_numbered(part.text)) for part in first_row
    )
    return [(above, below) for above, below in pairs if _one_label(above, below, last, head=head)]


def _one_label(above: SheetCell, below: SheetCell, last: int, *, head: bool) -> bool:
    if head and bool(above.lines) != bool(below.lines):
        return True
    if below.column >= last or not (above.lines or below.lines):
        return below.column < last and above.row_span + below.row_span > 2
    spans = above.row_span + below.row_span > 2
    return not above.lines or not below.lines or (spans and not is_numbered(below.text))
