"""Tables as a stream of labels and values: a row is its label and exactly its values, behind the label or inside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from itertools import groupby

from drafter.recognition.clues import RowClue
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.borderless import Spacing, adds_up, cut, is_uneven, stray
from drafter.recognition.tables.collector import RowCollector
from drafter.recognition.tables.found import BorderlessSigns, TablesFound, ValueLine, line_place
from drafter.recognition.tables.grid import is_note
from drafter.recognition.tables.row_names import RowName, drawn_row, named_by_label, whole_labels
from drafter.recognition.tables.tokens import Stretch, TableToken
from drafter.records import dataclass

_FEWEST_CELLS = 3
"""Only from so many cells on does the number of values show where a row ends and one without a label begins."""


def read_stream(
    stretches: Iterable[Stretch], before: TablesFound, lexicon: Lexicon, *, bare: bool = False
) -> TablesFound:
    """Read a stream of labels and values; `bare` where lines, not borders, show which cells form a row."""
    found = [*stretches, Stretch([], []), Stretch([], [])]
    valued = frozenset(token.line for stretch in found for token in stretch.values)
    reader = _StreamReader(RowCollector(before, lexicon), Spacing.of(found) if bare else None, valued)
    for this, following, beyond in zip(found, found[1:], found[2:], strict=False):
        used = reader.read(this, following, beyond)
        del following.labels[:used]
    return reader.collector.found(reader.signs())


@dataclass(slots=True)
class _StreamReader:
    """Gives the values of each stretch to the row that its labels name; local to `read_stream`."""

    collector: RowCollector
    spacing: Spacing | None
    """How far apart lines stand, where lines and not borders divide cells."""
    valued: frozenset[int]
    """Lines with values, which are no header."""
    without_values: set[str] = field(default_factory=set)
    """Tables in which a label was met without its values."""
    order: list[int] = field(default_factory=list)
    """The rows that labels with values named, as they came."""
    out_of_order: bool = False
    below_label: set[int] = field(default_factory=set)
    values_first: set[str] = field(default_factory=set)
    lone: dict[int, tuple[ValueLine, ...]] = field(default_factory=dict)
    """These four: see `BorderlessSigns`."""

    def signs(self) -> BorderlessSigns:
        """What the lines show of their order."""
        swapped = _exchanged(self.order) if self.bare else frozenset()
        return BorderlessSigns(
            self.out_of_order or swapped is None,
            frozenset(self.below_label),
            frozenset(self.values_first),
            self.lone,
            swapped or frozenset(),
        )

    @property
    def lexicon(self) -> Lexicon:
        return self.collector.lexicon

    def read(self, this: Stretch, following: Stretch, beyond: Stretch) -> int:
        """Read one stretch; how many of the labels behind its values belong to its own row."""
        if not this.values:
            self._note_header(this.labels)
            return 0
        name = self._name(this, following)
        self._watch_order(this, name)
        if name is None:
            if not this.blank:
                self._note_lead(this, following)
                self.collector.orphan(" ".join(token.text for token in (*this.labels, *this.values)), this.where)
            return 0
        if this.blank and len(this.values) != self._cells(name.row):
            self.collector.named.add(name.row)  # what merged labels leave behind
            return 0
        parts = None if self._stands_behind(name, this) else self._parts(name.row, this, following, beyond)
        if parts is None and self.bare and self._set_aside(name, this.values):
            return name.used
        if parts is not None:
            self._give(name, parts, this)
        else:
            reason = "vanished" if self._lone_after_vanished(name.row, this.values) else "damaged"
            self.collector.refuse(name.row, this.raw, this.where, name.how, reason)
        return name.used

    @property
    def bare(self) -> bool:
        return self.spacing is not None

    def _cells(self, row: int) -> int:
        return len(self.lexicon.rows[row].cells)

    def _table(self, row: int) -> str:
        return self.lexicon.rows[row].table

    def _watch_order(self, this: Stretch, name: RowName | None) -> None:
        """Note a label that comes after a later row of its table, and values of several rows behind bare labels."""
        named = {name.row} if name else set()
        without = whole_labels(this.labels[: name.start] if name else this.labels, self.lexicon)
        read = self.collector.readings.keys()
        self.order += named - read
        late = any(
            row not in read and self._table(row) == self._table(other)
            for row in without
            for other in read
            if other > row
        )
        cells = self._cells(name.row) if name else 0
        several = len(this.values) > cells >= _FEWEST_CELLS and len(this.values) % cells == 0
        behind = any(self._table(row) in self.without_values for row in named)
        self.out_of_order |= self.bare and (late or (several and behind))
        self.without_values |= {self._table(row) for row in without}
        if self.bare and name and (not this.labels or this.labels[-1].line != this.values[-1].line):
            self.below_label.add(name.row)

    def _note_lead(self, this: Stretch, following: Stretch) -> None:
        """Note a table that begins with values instead of a label."""
        known = {self._table(row) for row in (*self.collector.named, *self.collector.readings)}
        rows = whole_labels(following.labels, self.lexicon) if self.bare and len(this.values) > 1 else ()
        self.values_first |= {self._table(row) for row in rows} - known

    def _give(self, name: RowName, parts: Sequence[Sequence[str]], this: Stretch) -> None:
        """Assign the first part to the row; further parts are values of rows that lost their label and stay unread."""
        texts, cells = parts[0], len(parts[0])
        joined = this.values[0].run or len(this.values) < cells
        values = this.values[: 1 if joined else cells]
        how = RowClue.RUN_TOGETHER if joined else self._clue(name, texts, values, this.labels)
        if how is None:
            self.collector.refuse(name.row, " ".join(texts), this.where, name.how)
        else:
            self.collector.assign(name.row, texts, this.where, how, end=values[-1].line)
        for distance, texts in enumerate(parts[1:], 1):
            self.collector.refuse(name.row + distance, " ".join(texts), this.where, name.how, "unlabelled")

    def _clue(
        self, name: RowName, texts: Sequence[str], values: Sequence[TableToken], labels: Sequence[TableToken]
    ) -> RowClue | None:
        """The clue for a row with the right number of values; None if by their spacing not all may be its own.

        Without borders, a blank cell that left no trace and a number too many make up for each other. A row that adds
        up is whole. One that does not is kept to be checked: it may be printed so. One without a sum has only its
        spacing to go by.
        """
        if self.spacing is None:
            return name.how
        whole = adds_up(name.row, texts, self.lexicon)
        if whole:
            return name.how
        if self.spacing.breaks(labels, values) or (whole is None and is_uneven(values)):
            return None
        if values[0].line != values[-1].line or (len(values) == 1 and labels and labels[-1].line != values[0].line):
            self.lone[name.row] = tuple(ValueLine(token.line, token.text) for token in values)
        return name.how if whole is None else RowClue.SUM_DIFFERS

    def _parts(self, row: int, this: Stretch, following: Stretch, beyond: Stretch) -> list[list[str]] | None:
        """The values of the row itself, then of the rows behind it whose labels are lost; None when in doubt."""
        values = this.values
        if self._lone_after_vanished(row, values) or (self.bare and self._is_cut(following)):
            return None
        lines = [[*tokens] for _, tokens in groupby(values, key=lambda token: token.line)]
        beside = bool(this.labels) and this.labels[-1].line == values[0].line
        if self.bare and (beside or len(lines[0]) > 1 or len(values) == 1):
            cells = self._divided(row, lines[0])
            return None if cells is None else self._with_lines(row, cells, lines, following, beyond)
        if any(token.run for token in values) or (self.bare and len(lines) < len(values)):
            return None
        return self._by_count(row, [token.text for token in values], following, beyond)

    def _set_aside(self, name: RowName, values: Sequence[TableToken]) -> bool:
        """Read a row on one line that adds up without one more number on another line; False if it does not."""
        place = stray(name.row, [token.text for token in values], self.lexicon)
        if place is None:
            return False
        rest = [*values[:place], *values[place + 1 :]]
        if len({token.line for token in rest}) > 1 or values[place].line == rest[0].line:
            return False
        line, texts = rest[0].line, [token.text for token in rest]
        self.collector.assign(name.row, texts, line_place(line), name.how, line)
        self.collector.aside(values[place].text, line_place(values[place].line))
        return True

    def _stands_behind(self, name: RowName, this: Stretch) -> bool:
        """True if numbers stand before the label on its line, and the values behind it on another line."""
        if not self.bare or name.start == 0 or this.labels[-1].line == this.values[0].line:
            return False
        before = (token for token in this.labels[: name.start] if token.line == this.labels[-1].line)
        return any(self.lexicon.value.fullmatch(token.text) for token in before)

    def _is_cut(self, following: Stretch) -> bool:
        """True if the next label starts with a number that is not part of it: half of one that a line broke."""
        first, *rest = (token.text for token in following.labels[:2]) if following.labels else ("",)
        number = self.lexicon.value.fullmatch(first)
        return number is not None and plain("".join([first, *rest])) not in self.lexicon.fragments

    def _divided(self, row: int, tokens: Sequence[TableToken]) -> list[str] | None:
        """The cells of a row on one line, perhaps run together; None if they are not as many as the form has."""
        printed = self.lexicon.rows[row]
        if len(tokens) == 1 and (tokens[0].run or len(printed.cells) > 1):
            return cut(tokens[0], row, self.lexicon)
        texts = [token.text for token in tokens]
        return texts if len(texts) == len(printed.cells) and not any(token.run for token in tokens) else None

    def _with_lines(
        self, row: int, cells: list[str], lines: list[list[TableToken]], following: Stretch, beyond: Stretch
    ) -> list[list[str]] | None:
        """A row on a line and the lines below it, which must be whole rows that lost their label; else None."""
        lost = self._without_label(row, following, beyond) if len(lines) > 1 else range(0)
        if len(lost) != len(lines) - 1:
            return None
        together = lines[0][0].run
        whole = all(len(line) == (1 if together else self._cells(at)) for at, line in zip(lost, lines[1:], strict=True))
        return [cells, *([token.text for token in line] for line in lines[1:])] if whole else None

    def _by_count(self, row: int, texts: list[str], following: Stretch, beyond: Stretch) -> list[list[str]] | None:
        """Values that stand one by one, cut into rows by their number; None if that leaves a doubt."""
        cells = self._cells(row)
        if len(texts) == cells:
            return [texts]
        lost = self._without_label(row, following, beyond)
        told = cells >= _FEWEST_CELLS
        if len(texts) == cells + (cells + 1) * len(lost) and not any(texts[cells :: cells + 1]):
            told = True
            del texts[cells :: cells + 1]  # the blank cells in which the labels were
        sizes = {self._cells(number) for number in (row, *lost)}
        if not told or sizes != {cells} or len(texts) != cells * (1 + len(lost)):
            return None
        return [texts[start : start + cells] for start in range(0, len(texts), cells)]

    def _without_label(self, row: int, following: Stretch, beyond: Stretch) -> range:
        """The rows between this one and the next that has a label, or up to the end of the table."""
        table = [number for number in range(len(self.lexicon.rows)) if self._table(number) == self._table(row)]
        after = named_by_label(following, beyond, self.lexicon, self.collector.last)
        labelled = whole_labels(following.labels, self.lexicon) | ({after.row} if after else set())
        return range(row + 1, min({table[-1] + 1, *labelled & {*table}}))

    def _lone_after_vanished(self, row: int, values: Sequence[TableToken]) -> bool:
        """True if this is the only number in a table whose other rows lost their values: it may be a page number."""
        if len(values) > 1 or values[0].run:
            return False
        table = self._table(row)
        named = any(self._table(other) == table for other in self.collector.named)
        return named and not any(self._table(other) == table for other in self.collector.readings)

    def _name(self, this: Stretch, following: Stretch) -> RowName | None:
        """The printed row that the labels before some values name; what stands before its own label is a header."""
        found = named_by_label(this, following, self.lexicon, self.collector.last)
        self._note_header(this.labels[: found.start] if found else this.labels)
        if found is not None:
            return found
        below = self.collector.header.row_below(self.lexicon)
        if below is None:
            below = drawn_row(this.labels, self.lexicon)
        return None if below is None else RowName(below, RowClue.HEADER, 0)

    def _note_header(self, labels: Sequence[TableToken]) -> None:
        """Collect labels of no row as a header, unless they only name groups of rows; set notes among them aside."""
        lines = list[list[str]]()
        for number, line in groupby(labels, key=lambda token: token.line):
            pieces = [plain(token.text) for token in line]
            lines += [[piece] for piece in pieces] if number in self.valued else [pieces]
        groups = self.lexicon.groups
        if any(piece and not any(piece in group for group in groups) for line in lines for piece in line):
            self.collector.labels(*lines, drawn=self.bare)
        for token in labels:
            if is_note(token.text, self.lexicon):
                self.collector.aside(token.text, line_place(token.line))


def _exchanged(order: Sequence[int]) -> frozenset[int] | None:
    """The two rows that changed places in an order that is the form's otherwise; None if more is out of order."""
    moved = frozenset(row for row, usual in zip(order, sorted(order), strict=True) if row != usual)
    return moved if len(moved) in (0, 2) else None
