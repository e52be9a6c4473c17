"""The header above the rows at hand, and what it says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from drafter.recognition.lexicon import Lexicon, order_in
from drafter.recognition.spelling import plain
from drafter.records import dataclass

_MOST_LINES = 100
"""Lines of labels kept of a header: the longest of the 2021 form has 75 characters, at worst one on each line."""


class ColumnsNamed(NamedTuple):
    """What a header says of a row's columns."""

    all: bool
    """It names every one of them."""
    agree: bool
    """It names them in the form's order, and no columns that the form does not have."""


@dataclass(frozen=True, slots=True)
class HeaderAbove:
    """The lines of labels since the last row with values."""

    lines: tuple[str, ...] = ()
    """Plain text of each."""
    columns: tuple[tuple[str, ...], ...] = ()
    """Plain labels of the lines that have several."""
    scrambled: bool = False
    """A line holds the labels of a line of the form's headers in an order that none of these has."""
    superseded: str | None = None
    """The older format of which it holds a word."""
    closed: bool = False
    """Values stand below it: the next label begins another header."""

    def with_labels(self, lines: Sequence[Sequence[str]], superseded: str | None, lexicon: Lexicon) -> HeaderAbove:
        """The header with more lines of labels, or the one that they begin; `superseded`: see there."""
        above = HeaderAbove() if self.closed else self
        named = [tuple(text for text, _ in groupby(filter(None, map(plain, line)))) for line in lines]
        joined = plain("".join(text for line in lines for text in line))
        return HeaderAbove(
            (*above.lines, joined)[-_MOST_LINES:],
            (*above.columns, *(cells for cells in named if len(cells) > 1))[-_MOST_LINES:],
            above.scrambled or any(_is_scrambled(cells, lexicon) for cells in named),
            superseded or above.superseded,
        )

    def close(self) -> HeaderAbove:
        """The header once a row with values was read below it."""
        return self if self.closed else replace(self, closed=True)

    def row_below(self, lexicon: Lexicon) -> int | None:
        """The printed row without a label that this header announces."""
        return lexicon.row_below_header("".join(self.lines))

    def columns_of(self, row: int, lexicon: Lexicon) -> ColumnsNamed:
        """What it says of the columns of a printed row."""
        named = _columns_named(self.lines, self.columns, lexicon.orders[row], lexicon)
        return named._replace(agree=False) if self.scrambled else named


def _is_scrambled(cells: tuple[str, ...], lexicon: Lexicon) -> bool:
    orders = lexicon.header_orders.get(tuple(sorted(cells))) if len(cells) > 1 else None
    return orders is not None and cells not in orders


@lru_cache(maxsize=64)
def _columns_named(
    lines: tuple[str, ...],
    columns: tuple[tuple[str, ...], ...],
    orders: frozenset[tuple[str, ...]],
    lexicon: Lexicon,
) -> ColumnsNamed:
    """What a header says of columns that may stand in these orders."""
    names = next(iter(orders), ())
    found = order_in(lexicon.essence("".join(lines)), names)
    whole = len(found) == len(names)
    if orders and all(found != tuple(name for name in order if name in found) for order in orders):
        return ColumnsNamed(whole, False)
    agrees = whole and len(names) > 1
    return ColumnsNamed(whole, agrees or all(lexicon.names_column(cell) for line in columns for cell in line))
