"""Collects what the rows of one region of tables say, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.document import SourcePlace
from drafter.recognition.clues import RowClue
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.found import BorderlessSigns, RowReading, SourceRow, TablesFound
from drafter.report import Unplaced


class RowCollector:
    """Local to the reading of one region: begins with what was found before it and ends as a `TablesFound`."""

    def __init__(self, before: TablesFound, lexicon: Lexicon) -> None:
        """Begin below what was found before."""
        self.lexicon, self._before = lexicon, before
        self.header, self.last, self._count = before.header, before.last, before.row_count
        self.readings, self.named = {**before.readings}, {*before.named}
        self._unheaded, self._superseded = {*before.unheaded}, dict.fromkeys(before.superseded)
        self._strays = list[Unplaced]()
        self._open_rows = dict[str, list[SourceRow]]()

    def found(self, signs: BorderlessSigns | None = None) -> TablesFound:
        """What was found before and in this region; `signs`: what its lines say where it has no borders."""
        before = self._before
        opened = {table: (*before.open_rows.get(table, ()), *rows) for table, rows in self._open_rows.items()}
        return TablesFound(
            self.readings,
            frozenset(self.named),
            frozenset(self._unheaded),
            tuple(self._superseded),
            {**before.open_rows, **opened},
            (*before.strays, *self._strays),
            before.signs | signs if signs else before.signs,
            self.header,
            self.last,
            self._count,
        )

    def labels(self, *lines: Sequence[str], drawn: bool = False) -> None:
        """Take note of labels that have no values beside them: header lines, `drawn` as narrow columns side by side."""
        texts = [text for line in lines for text in line]
        for text in texts:
            self.named.update(self.lexicon.anchors.get(plain(text), ()))
        superseded = self.lexicon.marker_in(plain("".join(texts)))
        if superseded is None and drawn:
            superseded = self.lexicon.marker_over(texts)
        self._superseded.update(dict.fromkeys([superseded] if superseded else ()))
        self.header = self.header.with_labels(lines, superseded, self.lexicon)

    def assign(self, row: int, texts: Sequence[str], where: SourcePlace, how: RowClue, end: int | None = None) -> None:
        """Give a printed row its texts; they are not kept where the header speaks against them."""
        self._keep(row, RowReading(tuple(texts), " ".join(texts), where, how, end=end))

    def refuse(self, row: int, raw: str, where: SourcePlace, how: RowClue, reason: str = "damaged") -> None:
        """Leave a printed row unread."""
        self._keep(row, RowReading(None, raw, where, how, reason))

    def open_table(self, table: str) -> None:
        """The header of an open table was met."""
        self._open_rows.setdefault(table, [])

    def open_row(self, table: str, row: SourceRow) -> None:
        """Keep a row of an open table whose header was met."""
        self._open_rows[table].append(row)

    def orphan(self, text: str, where: SourcePlace) -> None:
        """Keep a row with values that no label claims."""
        self.header = self.header.close()
        self._strays.append(Unplaced(text, where))
        older = (self.lexicon.older_rows.get(plain(word)) for word in text.split())
        self._superseded.update(dict.fromkeys(filter(None, older)))

    def aside(self, text: str, where: SourcePlace) -> None:
        """Keep what stands in a table and does not belong to it, such as a page number."""
        self._strays.append(Unplaced(text.strip(), where))

    def _keep(self, row: int, reading: RowReading) -> None:
        superseded, columns = self.header.superseded, self.header.columns_of(row, self.lexicon)
        self.header = self.header.close()
        self.last, self._count = row, self._count + 1
        if not columns.all:
            self._unheaded.add(row)
        if superseded:
            reading = reading.doubted("superseded")
        if not columns.agree:
            reading = reading.doubted("columns")
        before = self.readings.get(row)
        if before is not None and "columns" in (before.reason, reading.reason):
            reading = before if reading.reason == "columns" else reading  # a table of something else
        elif before is not None and before.texts != reading.texts:
            reading = replace(reading, texts=None, reason="twice", raw=f"{before.raw} / {reading.raw}")
        self.readings[row] = reading
