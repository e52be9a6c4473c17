"""Labels broken into pieces: one that stands around its values, and headers drawn in narrow columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from drafter.recognition.lexicon import HeaderSlot, Lexicon

MOST_PIECES = 12
"""Pieces of a label before its values, and behind them; the longest of the 2021 form has 35 characters."""
_MOST_STEPS = 5000
"""States tried when a header is put together from pieces; beyond, it counts as not recognised."""


class Around(NamedTuple):
    """The row whose label stands around some values, the index of its first piece, and its pieces behind them."""

    row: int
    start: int
    used: int


def around(before: Sequence[str], after: Sequence[str], lexicon: Lexicon) -> Around | None:
    """The one row whose label the pieces before and behind some values spell to the letter.

    Pieces of group labels may stand between them: they run down a column of their own.
    """
    found: dict[int, tuple[int, int]] = {}
    for start in range(len(before) - 1, max(-1, len(before) - 1 - MOST_PIECES), -1):
        pieces = [*before[start:], *after[:MOST_PIECES]]
        for name, rows in lexicon.anchors.items():
            if pieces[0] and len(rows) == 1 and name.startswith(pieces[0]):
                end = _spelled(name[len(pieces[0]) :], pieces, 1, len(before) - start, lexicon)
                if end is not None:
                    used = end - (len(before) - start)
                    found[rows[0]] = max((start, used), found.get(rows[0], (0, 0)), key=lambda item: item[1])
    if len(found) != 1:
        return None
    ((row, (start, used)),) = found.items()
    return Around(row, start, used)


def _spelled(rest: str, pieces: Sequence[str], at: int, least: int, lexicon: Lexicon) -> int | None:
    """The index, `least` or more, at which the pieces from `at` on have spelled `rest`; group labels are skipped."""
    if not rest and at >= least:
        return at
    if at >= len(pieces):
        return None
    piece = pieces[at]
    if rest and piece and rest.startswith(piece):
        end = _spelled(rest[len(piece) :], pieces, at + 1, least, lexicon)
        if end is not None:
            return end
    passed = not piece or any(piece in group for group in lexicon.groups)
    return _spelled(rest, pieces, at + 1, least, lexicon) if passed else None


@lru_cache(maxsize=256)
def draws(lines: tuple[tuple[str, ...], ...], slots: tuple[HeaderSlot, ...]) -> bool:
    """True if the lines spell all labels of a header and nothing else, each line from left to right."""
    if sorted(chain.from_iterable(chain.from_iterable(lines))) != sorted("".join(slot.text for slot in slots)):
        return False
    pieces = [(number, piece) for number, line in enumerate(lines) for piece in line]
    stack = [(0, 0, tuple(slot.text for slot in slots))]
    seen = set(stack)
    while stack and len(seen) < _MOST_STEPS:
        at, bound, rests = stack.pop()
        if at == len(pieces):
            if not any(rests):
                return True
            continue
        line, piece = pieces[at]
        left = bound if at and pieces[at - 1][0] == line else 0
        ways = [(at + 1, *placed) for placed in _placed(piece, left, rests, slots)]
        stack += [way for way in reversed(ways) if way not in seen]
        seen.update(ways)
    return False


def _placed(
    piece: str, bound: int, rests: tuple[str, ...], slots: Sequence[HeaderSlot]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """All ways to take a piece as the next one of a label that does not end left of column `bound`."""
    for index, (slot, rest) in enumerate(zip(slots, rests, strict=True)):
        if slot.last >= bound and rest.startswith(piece):
            yield max(bound, slot.first), (*rests[:index], rest[len(piece) :], *rests[index + 1 :])
