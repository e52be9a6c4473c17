"""Labels and values in reading order: a row is its label and exactly its values, behind its words or among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import NamedTuple

from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain
from drafter.recognition.tables.borderless import Spacing, adds_up, cut, is_uneven, stray
from drafter.recognition.tables.grid import is_foreign
from drafter.recognition.tables.reader import TableReader
from drafter.recognition.tables.split_labels import MOST_PIECES, around, draws
from drafter.recognition.tables.tokens import Stretch, Token

_FEWEST_CELLS = 3
"""A row must have so many cells for their number to tell where it ends and a row without a label begins."""


class Name(NamedTuple):
    """The row that labels name, how it was told, where its label begins, and what it takes of the labels behind."""

    row: int
    how: str
    start: int
    used: int = 0


def scan(found: Iterable[Stretch], reader: TableReader, *, bare: bool = False) -> None:
    """Read a stream of labels and values; `bare` where lines, not borders, tell the cells of a row together."""
    found = [*found, Stretch([], []), Stretch([], [])]
    valued = frozenset(token.line for stretch in found for token in stretch.values)
    flow = _Flow(reader, Spacing.of(found) if bare else None, valued)
    for this, following, beyond in zip(found, found[1:], found[2:], strict=False):
        used = flow.read(this, following, beyond)
        del following.labels[:used]


@dataclass(slots=True)
class _Flow:
    """Gives the values of each stretch to the row that its labels name."""

    reader: TableReader
    spacing: Spacing | None
    """How far apart lines stand where lines, not borders, tell cells."""
    valued: frozenset[int]
    """Lines with values, which are no header."""
    missing: set[str] = field(default_factory=set)
    """Tables in which a label was met without its values."""

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
                self.reader.orphan(" ".join(token.text for token in (*this.labels, *this.values)), this.where)
            return 0
        if this.blank and len(this.values) != self._cells(name.row):
            self.reader.named.add(name.row)  # what merged labels leave behind
            return 0
        parts = None if self._stands_behind(name, this) else self._parts(name.row, this, following, beyond)
        if parts is None and self.bare and self._set_aside(name, this.values):
            return name.used
        if parts is not None:
            self._give(name, parts, this)
        else:
            reason = "vanished" if self._lone_after_vanished(name.row, this.values) else "damaged"
            self.reader.refuse(name.row, this.raw, this.where, name.how, reason)
        return name.used

    @property
    def bare(self) -> bool:
        return self.spacing is not None

    def _cells(self, row: int) -> int:
        return len(self.reader.lexicon.rows[row].cells)

    def _table(self, row: int) -> str:
        return self.reader.lexicon.rows[row].table

    def _watch_order(self, this: Stretch, name: Name | None) -> None:
        """Note whether a label comes after a row further down, or values for several rows after a label without any."""
        named = {name.row} if name else set()
        without = self._whole_labels(this.labels[: name.start] if name else this.labels)
        read = self.reader.readings.keys()
        late = any(
            row not in read and self._table(row) == self._table(other)
            for row in without | named
            for other in read
            if other > row
        )
        cells = self._cells(name.row) if name else 0
        several = len(this.values) > cells >= _FEWEST_CELLS and len(this.values) % cells == 0
        behind = any(self._table(row) in self.missing for row in named)
        self.reader.apart |= self.bare and (late or (several and behind))
        self.missing |= {self._table(row) for row in without}
        if self.bare and name and (not this.labels or this.labels[-1].line != this.values[-1].line):
            self.reader.spread.add(name.row)

    def _note_lead(self, this: Stretch, following: Stretch) -> None:
        """Note a table that begins with values instead of a label."""
        known = {self._table(row) for row in (*self.reader.named, *self.reader.readings)}
        rows = self._whole_labels(following.labels) if self.bare and len(this.values) > 1 else ()
        self.reader.led |= {self._table(row) for row in rows} - known

    def _whole_labels(self, labels: Sequence[Token]) -> set[int]:
        """The rows whose whole labels stand among some labels, in one piece or in several."""
        anchors = self.reader.lexicon.anchors
        pieces = [plain(token.text) for token in labels]
        runs = (accumulate(pieces[start : start + MOST_PIECES]) for start in range(len(pieces)))
        return {row for run in runs for joined in run for row in anchors.get(joined, ())}

    def _give(self, name: Name, parts: Sequence[Sequence[str]], this: Stretch) -> None:
        """Assign the first part to the row; further parts are values of rows that lost their label."""
        texts, cells = parts[0], len(parts[0])
        joined = this.values[0].run or len(this.values) < cells
        values = this.values[: 1 if joined else cells]
        how = "run together" if joined else self._told(name, texts, values, this.labels)
        if how is None:
            self.reader.refuse(name.row, " ".join(texts), this.where, name.how)
        else:
            self.reader.assign(name.row, texts, this.where, how, end=f"line {values[-1].line}")
        for distance, texts in enumerate(parts[1:], 1):
            self.reader.refuse(name.row + distance, " ".join(texts), this.where, name.how, "unlabelled")

    def _told(self, name: Name, texts: Sequence[str], values: Sequence[Token], labels: Sequence[Token]) -> str | None:
        """How sure the values of a row are; None where their spacing says that one is lost and another none of it.

        Without borders a cell that left no trace and a number too many make up for each other. A row that adds up is
        whole; one that does not is as it is printed, or shifted, and kept to be checked; one that has no sum is told
        by its spacing alone.
        """
        if self.spacing is None:
            return name.how
        whole = adds_up(name.row, texts, self.reader.lexicon)
        if whole:
            return name.how
        if self.spacing.breaks(labels, values) or (whole is None and is_uneven(values)):
            return None
        if values[0].line != values[-1].line or (len(values) == 1 and labels and labels[-1].line != values[0].line):
            self.reader.alone[name.row] = [(token.line, token.text) for token in values]
        return name.how if whole is None else "sum differs"

    def _parts(self, row: int, this: Stretch, following: Stretch, beyond: Stretch) -> list[list[str]] | None:
        """The values by row: of the row itself, and of rows behind it whose labels are lost; None when in doubt."""
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

    def _set_aside(self, name: Name, values: Sequence[Token]) -> bool:
        """Read a row on a line that adds up beside one number on a line of its own, such as a page's; say whether."""
        place = stray(name.row, [token.text for token in values], self.reader.lexicon)
        if place is None:
            return False
        rest = [*values[:place], *values[place + 1 :]]
        if len({token.line for token in rest}) > 1 or values[place].line == rest[0].line:
            return False
        where = f"line {rest[0].line}"
        self.reader.assign(name.row, [token.text for token in rest], where, name.how, where)
        self.reader.aside(values[place].text, f"line {values[place].line}")
        return True

    def _stands_behind(self, name: Name, this: Stretch) -> bool:
        """Whether a label stands behind numbers on its line, and those that are to be its values on another line."""
        if not self.bare or name.start == 0 or this.labels[-1].line == this.values[0].line:
            return False
        before = (token for token in this.labels[: name.start] if token.line == this.labels[-1].line)
        return any(self.reader.lexicon.value.fullmatch(token.text) for token in before)

    def _is_cut(self, following: Stretch) -> bool:
        """Whether the labels behind begin with a number that is none of theirs: lines that are cut cut numbers too."""
        first, *rest = (token.text for token in following.labels[:2]) if following.labels else ("",)
        number = self.reader.lexicon.value.fullmatch(first)
        return number is not None and plain("".join([first, *rest])) not in self.reader.lexicon.fragments

    def _divided(self, row: int, tokens: Sequence[Token]) -> list[str] | None:
        """The cells of a row on one line, perhaps run together; None when they are not as many as the form has."""
        printed = self.reader.lexicon.rows[row]
        if len(tokens) == 1 and (tokens[0].run or len(printed.cells) > 1):
            return cut(tokens[0], row, self.reader.lexicon)
        texts = [token.text for token in tokens]
        return texts if len(texts) == len(printed.cells) and not any(token.run for token in tokens) else None

    def _with_lines(
        self, row: int, cells: list[str], lines: list[list[Token]], following: Stretch, beyond: Stretch
    ) -> list[list[str]] | None:
        """A row on a line, and lines below it: they must be rows that lost their label, or one may be half a number."""
        lost = self._without_label(row, following, beyond) if len(lines) > 1 else range(0)
        if len(lost) != len(lines) - 1:
            return None
        together = lines[0][0].run
        whole = all(len(line) == (1 if together else self._cells(at)) for at, line in zip(lost, lines[1:], strict=True))
        return [cells, *([token.text for token in line] for line in lines[1:])] if whole else None

    def _by_count(self, row: int, texts: list[str], following: Stretch, beyond: Stretch) -> list[list[str]] | None:
        """Values that stand one by one, cut into rows by their number."""
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
        """Rows between this one and the next that has a label, or up to the end of the table."""
        table = [number for number in range(len(self.reader.lexicon.rows)) if self._table(number) == self._table(row)]
        after = self._by_label(following, beyond)
        labelled = self._whole_labels(following.labels) | ({after.row} if after else set())
        return range(row + 1, min({table[-1] + 1, *labelled & {*table}}))

    def _lone_after_vanished(self, row: int, values: Sequence[Token]) -> bool:
        """Whether a lone number stands in a table whose other labels lost theirs: it may be a page number."""
        if len(values) > 1 or values[0].run:
            return False
        table = self._table(row)
        named = any(self._table(other) == table for other in self.reader.named)
        return named and not any(self._table(other) == table for other in self.reader.readings)

    def _name(self, this: Stretch, following: Stretch) -> Name | None:
        """The printed row that the labels before some values name; what stands before its own label is a header."""
        found = self._by_label(this, following)
        self._note_header(this.labels[: found.start] if found else this.labels)
        if found is not None:
            return found
        below = self.reader.header_row()
        if below is None and this.labels and self.reader.lexicon.is_label(plain(this.labels[-1].text)):
            below = _drawn_row(this.labels, self.reader.lexicon)
        return None if below is None else Name(below, "header", 0)

    def _by_label(self, this: Stretch, following: Stretch) -> Name | None:
        lexicon, last, table = self.reader.lexicon, self.reader.last, self.reader.table
        pieces = [plain(token.text) for token in this.labels]
        for start in range(len(pieces) - 1, max(-1, len(pieces) - 1 - MOST_PIECES), -1):
            row = lexicon.row_named("".join(pieces[start:]), last, table)
            if row is not None:
                return Name(row, "label", start)
        if not pieces:
            return None
        if not this.blank:
            spelled = around(pieces, [plain(token.text) for token in following.labels], lexicon)
            if spelled is not None:
                return Name(spelled.row, "label in pieces", spelled.start, spelled.used)
        found = lexicon.row_at_end("".join(pieces), last, table) or lexicon.row_of(pieces[-1], last, table)
        return Name(*found, len(pieces) - 1) if found else None

    def _note_header(self, labels: Sequence[Token]) -> None:
        """Tell the reader of labels that are no row's own; the label of a group of rows, or a piece, is no header."""
        lines = list[list[str]]()
        for number, line in groupby(labels, key=lambda token: token.line):
            pieces = [plain(token.text) for token in line]
            lines += [[piece] for piece in pieces] if number in self.valued else [pieces]
        groups = self.reader.lexicon.groups
        if any(piece and not any(piece in group for group in groups) for line in lines for piece in line):
            self.reader.labels(*lines, drawn=self.bare)
        for token in labels:
            if is_foreign(token.text, self.reader.lexicon):
                self.reader.aside(token.text, f"line {token.line}")


def _drawn_row(labels: Sequence[Token], lexicon: Lexicon) -> int | None:
    """The row without a label whose whole header the labels draw, in pieces side by side."""
    lines: dict[int, list[str]] = {}
    for token in labels:
        if (piece := plain(token.text)) and piece in lexicon.fragments:
            lines.setdefault(token.line, []).append(piece)
    drawn = tuple(map(tuple, lines.values()))
    return next((row for row, slots in lexicon.headers.items() if draws(drawn, slots)), None)
