"""Which printed row the labels of a stream name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from drafter.recognition.clues import RowClue
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.split_labels import MOST_PIECES, around, draws
from drafter.recognition.tables.tokens import Stretch, TableToken


class RowName(NamedTuple):
    """The row that labels name, and by what; which of the labels are its own."""

    row: int
    how: RowClue
    start: int
    """Index of its first label among those before the values."""
    used: int = 0
    """How many of the labels behind the values belong to it as well."""


def named_by_label(this: Stretch, following: Stretch, lexicon: Lexicon, last: int) -> RowName | None:
    """The row that the labels of a stretch name, with those of the next one if it is around its values.

    `last`: the row read last; of several rows with the same label the next one is meant.
    """
    pieces = [plain(token.text) for token in this.labels]
    for start in range(len(pieces) - 1, max(-1, len(pieces) - 1 - MOST_PIECES), -1):
        row = lexicon.row_named("".join(pieces[start:]), last)
        if row is not None:
            return RowName(row, RowClue.LABEL, start)
    if not pieces:
        return None
    if not this.blank:
        spelled = around(pieces, [plain(token.text) for token in following.labels], lexicon)
        if spelled is not None:
            return RowName(spelled.row, RowClue.PIECES, spelled.start, spelled.used)
    found = lexicon.row_at_end("".join(pieces), last) or lexicon.row_of(pieces[-1], last)
    return RowName(*found, len(pieces) - 1) if found else None


def whole_labels(labels: Sequence[TableToken], lexicon: Lexicon) -> set[int]:
    """The rows whose whole labels stand among some labels, in one piece or in several."""
    pieces = [plain(token.text) for token in labels]
    runs = (accumulate(pieces[start : start + MOST_PIECES]) for start in range(len(pieces)))
    return {row for run in runs for joined in run for row in lexicon.anchors.get(joined, ())}


def drawn_row(labels: Sequence[TableToken], lexicon: Lexicon) -> int | None:
    """The row without a label whose whole header the labels draw, in pieces side by side."""
    if not labels or not lexicon.is_label(plain(labels[-1].text)):
        return None
    lines: dict[int, list[str]] = {}
    for token in labels:
        if (piece := plain(token.text)) and piece in lexicon.fragments:
            lines.setdefault(token.line, []).append(piece)
    drawn = tuple(map(tuple, lines.values()))
    return next((row for row, slots in lexicon.headers.items() if draws(drawn, slots)), None)
