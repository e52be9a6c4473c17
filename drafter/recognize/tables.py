"""Rows of a source table to printed rows of the form: by label, then by position inside the one row, or not at all.

A row is taken only when it holds exactly as many cells as the form; otherwise all of it is unread, so no value ever
moves to a neighbour's place.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from drafter.form import PrintedRow
from drafter.recognize.lexicon import Lexicon, order_in
from drafter.recognize.spelling import plain

_LONGEST_MARKED = 12
"""Letters of a label of a superseded format; a word of such a label in a longer text is no label."""
_PAGES = 3
"""Pages over which a table may go."""
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
    alone: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """Values of rows without a sum that comes out, each on a line of its own, and their lines."""
    apart: bool = False
    """Labels and values were met in an order that cannot be the form's: they may have gone apart anywhere."""
    last: int = -1
    _columns: deque[tuple[str, ...]] = field(default_factory=lambda: deque(maxlen=_LONGEST_HEADER))
    """Lines of the header since the last values that have several cells."""
    _header: deque[str] = field(default_factory=lambda: deque(maxlen=_LONGEST_HEADER))
    _judged: dict[frozenset[tuple[str, ...]], tuple[bool, bool]] = field(default_factory=dict)
    """What the header says of rows, by the orders in which their columns may stand."""
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
        joined = plain("".join(texts))
        self._header.append(joined)
        self._judged.clear()
        named = (tuple(filter(None, map(plain, line))) for line in lines)
        self._columns.extend(cells for cells in named if len(cells) > 1)
        for text in texts:
            self.named.update(self.lexicon.anchors.get(plain(text), ()))
        found = self.lexicon.marker_in(joined) or (self.lexicon.marker_over(texts) if drawn else None)
        if found:
            self._format = found
            self.superseded[found] += 1

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
        """Take back what was read for a printed row."""
        self.readings[row] = self.readings[row].doubted(reason)

    def doubt_spread(self) -> None:
        """Take back rows told by nothing but the order of labels and values, where that order is not the form's."""
        for row in self.spread if self.apart else ():
            if self.readings[row].texts is not None:
                self.doubt(row, "order")

    def doubt_pages(self, pages: Mapping[int, int]) -> None:
        """Take back rows with a value that goes on with the page numbers on other lines: the cell may be empty."""
        lines = sorted(pages)
        if [*pages.values()] != sorted(set(pages.values())) or not pages:
            return
        for row, values in self.alone.items():
            fits = (_goes_on(int(text), line, lines, pages) for line, text in values if text.isdecimal())
            if self.readings[row].texts is not None and any(fits):
                self.doubt(row, "page")

    def doubt_unheaded(self, year: int | None) -> None:
        """Take back rows that may be of an older format, where the year or another block or row of the source is."""
        definition = self.lexicon.form.definition
        for old in definition.superseded:
            rows = [row for row in sorted(self.unheaded) if self.lexicon.rows[row].table in old.tables]
            older = (year is not None and year < definition.first_year) or old.format in self.superseded
            if older or any(map(self._holds_several, rows)):
                for row in rows:
                    if self.readings[row].texts is not None:
                        self.doubt(row, "superseded")

    def _holds_several(self, row: int) -> bool:
        """Whether several values stand in a row that has one cell in this form, and may have several in another."""
        reading = self.readings[row]
        values = (text for text in reading.raw.split() if self.lexicon.value.fullmatch(text))
        return len(self.lexicon.rows[row].cells) == 1 and reading.reason == "damaged" and len([*values]) > 1

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
        return agrees

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
        self.last = row
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


def _goes_on(number: int, line: int, lines: Sequence[int], pages: Mapping[int, int]) -> bool:
    """Whether a number lies between those of the pages before and after its line, or near the only one of them."""
    at = bisect(lines, line)
    before = pages[lines[at - 1]] if at else pages[lines[0]] - _PAGES - 1
    after = pages[lines[at]] if at < len(lines) else before + _PAGES + 1
    return before < number < after


def read_grid(rows: Sequence[SourceRow], reader: TableReader) -> None:
    """Read the rows of one source table."""
    found = [_labelled(row, reader.lexicon) for row in rows]
    flat = _is_flat(rows, found, reader.lexicon)
    shifted = _shifted(rows, found, reader.lexicon)
    template: PrintedRow | None = None
    for number, (row, label) in enumerate(zip(rows, found, strict=True)):
        opened = reader.lexicon.open_row_below(plain("".join(row.cells))) if reader.lexicon.open_headers else None
        if opened is not None:
            template = reader.lexicon.rows[opened]
            reader.open_rows.setdefault(template.table, [])
        elif template is not None and label is None:
            _read_open(row, template, reader)
        else:
            template = None
            _read_row(row, label, reader, flat=flat, shifted=number in shifted)


def _read_open(row: SourceRow, template: PrintedRow, reader: TableReader) -> None:
    """A row of an open table: its key and exactly the form's cells, or it is kept as an orphan."""
    if len(row.cells) == len(template.cells) + 1 and row.cells[0].strip():
        reader.open_rows[template.table].append(row)
    elif any(cell.strip() for cell in row.cells):
        reader.orphan("\t".join(row.cells).strip(), row.where)


def _labelled(row: SourceRow, lexicon: Lexicon) -> tuple[int, int] | None:
    """Index of the last cell that is a label of a printed row, and that row."""
    for index in range(len(row.cells) - 1, -1, -1):
        text = row.cells[index]
        if len(text) > 1 and (rows := lexicon.anchors.get(plain(text))):
            return index, rows[0]
    return None


def _is_flat(rows: Sequence[SourceRow], found: Sequence[tuple[int, int] | None], lexicon: Lexicon) -> bool:
    """Whether merged slots stand as empty cells, so that every row has the width of the whole grid."""
    votes = 0
    for row, label in zip(rows, found, strict=True):
        if label is None:
            continue
        printed = lexicon.rows[label[1]]
        if _spans_columns(printed):
            width = _width(printed)
            votes += 1 if len(row.cells) == width and sum(row.spans) == width else -1
    return votes > 0


def _shifted(rows: Sequence[SourceRow], found: Sequence[tuple[int, int] | None], lexicon: Lexicon) -> frozenset[int]:
    """Rows that hold the form's number of cells by chance: wider than the others, or where those hold another number.

    A cell that was merged and a column that the form does not have make up for each other.
    """
    widths = Counter(row.width for row, label in zip(rows, found, strict=True) if label)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    counts = defaultdict[int, Counter[int]](Counter)
    several = list[tuple[int, int, int]]()
    for number, (row, label) in enumerate(zip(rows, found, strict=True)):
        wanted = len(lexicon.rows[label[1]].cells) if label else 0
        if label and wanted > 1:
            values = len(row.cells) - label[0] - 1
            counts[wanted][values] += 1
            several.append((number, wanted, values))
    return frozenset(
        number
        for number, wanted, values in several
        if (values == wanted < _most(counts[wanted], wanted)) or (rows[number].width > usual and widths[usual] > 1)
    )


def _most(counts: Counter[int], wanted: int) -> int:
    """The number of values that most rows have; `wanted` where as many have that."""
    return max(counts, key=lambda values: (counts[values], values == wanted))


def _width(printed: PrintedRow) -> int:
    last = printed.cells[-1]
    return last.column + last.col_span


def _spans_columns(printed: PrintedRow) -> bool:
    """Whether the label or a cell of the row covers more than one column of the grid."""
    return any(slot.col_span > 1 for slot in (printed.label, *printed.cells) if slot)


def _read_row(row: SourceRow, label: tuple[int, int] | None, reader: TableReader, *, flat: bool, shifted: bool) -> None:
    lexicon = reader.lexicon
    if label is not None:
        index = label[0]
        named = lexicon.row_of(plain(row.cells[index]), reader.last, reader.table)
        assert named is not None
        _take(row, index, named, reader, flat=flat, shifted=shifted)
        return
    values = [index for index, text in enumerate(row.cells) if lexicon.value.fullmatch(text.strip())]
    if not values:
        _read_without_values(row, reader)
        return
    if not _read_unlabelled(row, values[0], reader, flat=flat):
        reader.orphan("\t".join(row.cells).strip(), row.where)


def _read_without_values(row: SourceRow, reader: TableReader) -> None:
    """A header line; or, below the header that announces it, a row of which every cell is blank."""
    below = None if any(cell.strip() for cell in row.cells) else reader.header_row()
    if below is not None and len(row.cells) == len(reader.lexicon.rows[below].cells):
        reader.assign(below, row.cells, row.where, "header")
    else:
        reader.labels(row.cells)
        reader.orphans += [(text.strip(), row.where) for text in row.cells if is_foreign(text, reader.lexicon)]


def is_foreign(text: str, lexicon: Lexicon) -> bool:
    """Whether words in a table are no label of the form or of an older one, and no piece of one: a note, say."""
    letters = plain(text)
    if not letters or lexicon.names_column(letters):
        return False
    return len(letters) > _LONGEST_MARKED or lexicon.marker_in(letters) is None


def _read_unlabelled(row: SourceRow, first: int, reader: TableReader, *, flat: bool) -> bool:
    """Try a label that is spoiled or in pieces, then the header above; say whether one of them was found."""
    for index in range(first - 1, -1, -1):
        named = reader.lexicon.row_of(plain(row.cells[index]), reader.last, reader.table)
        if named:
            _take(row, index, named, reader, flat=flat)
            return True
    leading = [index for index in range(first) if row.cells[index].strip()]
    if leading:
        joined = plain("".join(row.cells[index] for index in leading))
        named = reader.lexicon.row_at_end(joined, reader.last, reader.table)
        if named:
            _take(row, leading[-1], named, reader, flat=flat)
        return named is not None
    below = reader.header_row()
    if below is None:
        return False
    printed = reader.lexicon.rows[below]
    if 2 * len(row.cells) < len(printed.cells):
        return False  # a stray number between header and row, not the row
    fits = len(row.cells) == len(printed.cells)
    _settle(below, row.cells if fits else None, row, "header", reader)
    return True


def _take(
    row: SourceRow, index: int, named: tuple[int, str], reader: TableReader, *, flat: bool, shifted: bool = False
) -> None:
    number, how = named
    reader.orphans += [(text.strip(), row.where) for text in row.cells[:index] if is_foreign(text, reader.lexicon)]
    printed = reader.lexicon.rows[number]
    after = row.cells[index + 1 :]
    if not any(text.strip() for text in after) and len(after) != len(printed.cells) and not flat:
        reader.refuse(number, "", row.where, how, "vanished")
        return
    _settle(number, None if shifted else _values(row, after, printed, flat=flat), row, how, reader)


def _settle(number: int, texts: Sequence[str] | None, row: SourceRow, how: str, reader: TableReader) -> None:
    if texts is None:
        reader.refuse(number, "\t".join(row.cells).strip(), row.where, how)
    else:
        reader.assign(number, texts, row.where, how)


def _values(row: SourceRow, after: Sequence[str], printed: PrintedRow, *, flat: bool) -> Sequence[str] | None:
    """The texts of the printed row's cells, or None when the row does not hold exactly those."""
    if not (flat and _spans_columns(printed)):
        return after if len(after) == len(printed.cells) else None
    if len(row.cells) != _width(printed):
        return None
    places = {slot.column for slot in printed.cells}
    start = printed.cells[0].column
    covered = [text for column, text in enumerate(row.cells) if column >= start and column not in places]
    between = row.cells[(printed.label.column if printed.label else 0) + 1 : start]
    if any(text.strip() for text in (*covered, *between)):
        return None
    return [row.cells[slot.column] for slot in printed.cells]
