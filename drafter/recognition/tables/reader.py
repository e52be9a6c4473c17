"""What is read of the tables of a source, row by row, and what the headers met so far say of the rows below them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from drafter.recognition.lexicon import Lexicon, order_in
from drafter.recognition.spelling import plain

_LONGEST_HEADER = 100
"""Lines of labels that a header has at most."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Cells of one row as the source has them, with their column spans and where they stand."""

    cells: tuple[str, ...]
    spans: tuple[int, ...]
    where: str
    width: int = 0
    """Slots of the grid that the row takes up, those included that cells above reach down into."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """What was found for one printed row: its texts in the form's order, or why there are none."""

    texts: tuple[str, ...] | None
    raw: str
    where: str
    how: str
    reason: str | None = None
    end: str = ""
    """Where its last cell stands, when that is on another line."""

    def doubted(self, reason: str) -> RowReading:
        """The same with the texts taken back."""
        return replace(self, texts=None, reason=reason)


@dataclass(slots=True)
class TableReader:
    """Collects row readings; remembers the header since the last values, for what it says of the rows below."""

    lexicon: Lexicon
    readings: dict[int, RowReading] = field(default_factory=dict)
    orphans: list[tuple[str, str]] = field(default_factory=list)
    """Rows with values that no label of the form claims: text and where."""
    superseded: Counter[str] = field(default_factory=Counter)
    named: set[int] = field(default_factory=set)
    """Printed rows whose label was met without values beside it."""
    open_rows: dict[str, list[SourceRow]] = field(default_factory=dict)
    """Rows of tables whose row keys the filing gives, by table; a table is there once its header was met."""
    unheaded: set[int] = field(default_factory=set)
    """Rows above which no header names all their columns."""
    spread: set[int] = field(default_factory=set)
    """Rows whose values stand on other lines than their label, without borders."""
    led: set[str] = field(default_factory=set)
    """Tables in which values stand above the label of a row that has no more."""
    alone: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """Values of rows without a sum that comes out, each on a line of its own, and their lines."""
    apart: bool = False
    """Labels and values were met in an order that cannot be the form's: they may have gone apart anywhere."""
    kept: int = 0
    """Rows that were met, those that stand twice included."""
    last: int = -1
    _columns: deque[tuple[str, ...]] = field(default_factory=lambda: deque(maxlen=_LONGEST_HEADER))
    """Lines of the header since the last values that have several cells."""
    _header: deque[str] = field(default_factory=lambda: deque(maxlen=_LONGEST_HEADER))
    _judged: dict[frozenset[tuple[str, ...]], tuple[bool, bool]] = field(default_factory=dict)
    """What the header says of rows, by the orders in which their columns may stand."""
    _scrambled: bool = False
    """A line of the header holds the form's labels in another order."""
    _under_values: bool = False
    _format: str | None = None

    @property
    def table(self) -> str | None:
        """The form's table in which the last row was read."""
        return self.lexicon.rows[self.last].table if self.last >= 0 else None

    def labels(self, *lines: Sequence[str], drawn: bool = False) -> None:
        """Take note of labels that have no values beside them: header lines, `drawn` as narrow columns side by side."""
        texts = [text for line in lines for text in line]
        if self._under_values:
            self._header.clear()
            self._columns.clear()
            self._under_values = False
            self._format = None
            self._scrambled = False
        joined = plain("".join(texts))
        self._header.append(joined)
        self._judged.clear()
        named = [[text for text, _ in groupby(filter(None, map(plain, line)))] for line in lines]
        self._columns.extend(tuple(cells) for cells in named if len(cells) > 1)
        self._scrambled |= any(map(self._is_scrambled, named))
        for text in texts:
            self.named.update(self.lexicon.anchors.get(plain(text), ()))
        found = self.lexicon.marker_in(joined) or (self.lexicon.marker_over(texts) if drawn else None)
        if found:
            self._format = found
            self.superseded[found] += 1

    def _is_scrambled(self, cells: list[str]) -> bool:
        """Whether a line holds the labels of a line of the form's headers in an order that none of these has."""
        orders = self.lexicon.header_orders.get(tuple(sorted(cells))) if len(cells) > 1 else None
        return orders is not None and tuple(cells) not in orders

    def header_row(self) -> int | None:
        """The printed row without a label that the header so far announces."""
        return self.lexicon.row_below_header("".join(self._header))

    def assign(self, row: int, texts: Sequence[str], where: str, how: str, end: str = "") -> None:
        """Give a printed row its texts."""
        self._keep(row, RowReading(tuple(texts), " ".join(texts), where, how, end=end))

    def refuse(self, row: int, raw: str, where: str, how: str, reason: str = "damaged") -> None:
        """Leave a printed row unread."""
        self._keep(row, RowReading(None, raw, where, how, reason))

    def doubt(self, row: int, reason: str) -> None:
        """Take back what was read for a printed row, if it was."""
        if self.readings[row].texts is not None:
            self.readings[row] = self.readings[row].doubted(reason)

    def suspect(self, row: int, how: str) -> None:
        """Have a row checked."""
        self.readings[row] = replace(self.readings[row], how=how)

    def orphan(self, text: str, where: str) -> None:
        """Keep a row with values that no label claims."""
        self._under_values = True
        self.orphans.append((text, where))
        self.superseded.update(filter(None, (self.lexicon.older_rows.get(plain(word)) for word in text.split())))

    def aside(self, text: str, where: str) -> None:
        """Keep what stands in a table and is no part of it, such as a page's number."""
        self.orphans.append((text.strip(), where))

    def _columns_agree(self, row: int) -> bool:
        """Whether the header above names columns in the form's order, and no other columns than the form's."""
        orders = self.lexicon.orders[row]
        if orders not in self._judged:
            self._judged[orders] = self._judge(orders)
        whole, agrees = self._judged[orders]
        if not whole:
            self.unheaded.add(row)
        return agrees and not self._scrambled

    def _judge(self, orders: frozenset[tuple[str, ...]]) -> tuple[bool, bool]:
        """Whether the header names every column that may stand in these orders, and whether it agrees with one."""
        lexicon = self.lexicon
        names = next(iter(orders), ())
        found = order_in(lexicon.essence("".join(self._header)), names)
        whole = len(found) == len(names)
        if orders and all(found != tuple(name for name in order if name in found) for order in orders):
            return whole, False
        agrees = whole and len(names) > 1
        return whole, agrees or all(lexicon.names_column(cell) for line in self._columns for cell in line)

    def _keep(self, row: int, reading: RowReading) -> None:
        self._under_values = True
        self.last, self.kept = row, self.kept + 1
        if self._format and reading.texts is not None:
            reading = reading.doubted("superseded")
        if not self._columns_agree(row) and reading.texts is not None:
            reading = reading.doubted("columns")
        before = self.readings.get(row)
        if before is not None and "columns" in (before.reason, reading.reason):
            reading = before if reading.reason == "columns" else reading  # a table of something else
        elif before is not None and before.texts != reading.texts:
            reading = replace(reading.doubted("twice"), raw=f"{before.raw} / {reading.raw}")
        self.readings[row] = reading
