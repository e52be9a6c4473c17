"""What recognition looks up of a form: labels without punctuation, headings, patterns of numbers and titles."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from drafter.form import ColumnDefinition, Form, Identity, PrintedRow
from drafter.recognition.clues import RowClue
from drafter.recognition.spelling import plain
from drafter.records import dataclass

SHORTEST_CORE = 4
"""A label without its number must have this many characters to name a row: the shortest such label of the form has."""
_MOST_WRONG = 2
"""Characters that a label with wrong characters may be longer or shorter than the official one."""
_ALIKE = 86
"""Least similarity (0-100) of a label with wrong characters to the official one.

In the form of 2021 no two labels of different rows reach 84; one wrong character in a label of nine or more leaves 88.
"""


class HeaderSlot(NamedTuple):
    """A label of a header, in plain text, and the first and last column that it spans."""

    text: str
    first: int
    last: int


class HeaderLine(NamedTuple):
    """Columns in which the labels of a header's line begin, and the columns of the table."""

    columns: tuple[int, ...]
    width: int


class Headings(NamedTuple):
    """Section headings in plain text, the section of each, and how they begin and end."""

    sections: dict[str, str]
    """Plain heading without number to section key."""
    initials: frozenset[str]
    """Their first letters, and "" for a line that begins with punctuation."""
    ends: frozenset[str]
    """Their last two letters."""
    official: frozenset[str]
    numbers: Mapping[str, int]
    """Plain number of an official heading to its place among the sections, from 1."""
    words: tuple[re.Pattern[str], ...]
    """Per section, in the form's order, what matches a key word of its heading."""
    phrases: tuple[re.Pattern[str], ...]
    """Per section, what matches a heading of nothing but such words and those that any heading may have."""


class PageLines(NamedTuple):
    """Patterns of lines that a page puts around a report."""

    number: re.Pattern[str]
    head: re.Pattern[str]
    """What a page puts below its title, spaces left out."""
    foot: re.Pattern[str]
    """What a page puts below its text."""
    contents: frozenset[str]
    """Plain headings of a list of contents."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Labels, headings and patterns of one form, ready to be looked up."""

    form: Form
    rows: tuple[PrintedRow, ...]
    anchors: dict[str, tuple[int, ...]]
    """Plain label to the printed rows that it names."""
    cores: dict[str, int]
    """Plain label without its number to the one row that it names."""
    signatures: tuple[tuple[str, int], ...]
    """Plain text of the last header line to the row below it, for rows without a label."""
    widths: Mapping[str, int]
    """Columns of each table's printed grid."""
    header_lines: Mapping[str, HeaderLine]
    """Lines of headers by their labels run together."""
    header_orders: Mapping[tuple[str, ...], frozenset[tuple[str, ...]]]
    """Labels of a header's line, sorted, to the orders in which the form has them."""
    headers: Mapping[int, tuple[HeaderSlot, ...]]
    """Per row without a label, all labels above it."""
    columns: tuple[tuple[tuple[str, ColumnDefinition], ...], ...]
    """Per printed row, the address and the column of its cells."""
    orders: tuple[frozenset[tuple[str, ...]], ...]
    """Per printed row, the orders in which a header may name its columns (as essences, without repeated ones)."""
    sums: tuple[tuple[Identity, ...], ...]
    """Per printed row, the sums that hold between its own cells."""
    totals: tuple[tuple[int, ...], ...]
    """Per printed row of several cells, which of them are totals of these sums; without sums, the last."""
    open_headers: tuple[tuple[str, int], ...]
    """Plain text of the header line above rows whose key the filing gives, and their template row."""
    fragments: str
    """Every label of every table, run together: a piece of a wrapped label is found in it."""
    filler: re.Pattern[str]
    """Letters that the label of a column may have or lack."""
    essences: str
    """The fragments without the filler."""
    labels_run: re.Pattern[str]
    """Matches whole labels run together."""
    groups: frozenset[str]
    """Labels of groups of rows, which have no cells of their own."""
    openings: frozenset[str]
    """First labels of the tables: where one stands alone, a table begins."""
    markers: tuple[tuple[str, str], ...]
    """Plain words of superseded formats, and the format."""
    older_rows: Mapping[str, str]
    """Plain labels of rows that only a superseded format has, and the format."""
    headings: Headings
    value: re.Pattern[str]
    """Matches a text that reads as a value: a number, perhaps with a unit, or a word or sign for no number."""
    run: re.Pattern[str]
    """Matches values with nothing between them (group 2), perhaps right behind a label (group 1)."""
    section_number: re.Pattern[str]
    topic_number: re.Pattern[str]
    other_number: re.Pattern[str]
    page: PageLines
    titles: tuple[re.Pattern[str], ...]
    no_organization: re.Pattern[str]
    publisher: re.Pattern[str] | None
    """Where a page says who publishes the report, its group `organization`."""
    """Matches what a title has in place of the organisation if that is left out or broken off."""

    @property
    def word_spaces(self) -> bool:
        """True if the form's language divides words by spaces."""
        return self.form.definition.reading.word_spaces

    def row_of(self, label: str, after: int) -> tuple[int, RowClue] | None:
        """The printed row that a plain label names, perhaps with faults, and by what; `after`: the row read last or -1.

        Of several rows with the same label the next one in the table of that row is meant.
        """
        if not label:
            return None
        exact = self.anchors.get(label)
        if exact:
            return self._nearest(exact, after), RowClue.LABEL
        core = self.cores.get(label, self.cores.get(without_number(label)))
        if core is not None:
            return core, RowClue.UNNUMBERED
        return self._alike(label)

    def essence(self, label: str) -> str:
        """A plain label without the letters that it may have or lack."""
        return self.filler.sub("", label)

    def names_column(self, label: str) -> bool:
        """True if a plain label in a header is one of the form's, some of them, or a piece of one."""
        return self.essence(label) in self.essences or self.is_label(label)

    def row_named(self, label: str, after: int) -> int | None:
        """The printed row of which a plain text is the whole label; `after`: see `row_of`."""
        rows = self.anchors.get(label)
        return self._nearest(rows, after) if rows else None

    def is_label(self, text: str) -> bool:
        """True if `text` (plain) is a piece of a label, or some whole labels run together."""
        return text in self.fragments or self.labels_run.fullmatch(text) is not None

    def divided(self, text: str) -> tuple[str, str] | None:
        """A row's label (that of its group may stand before it) and the values that follow it without a space."""
        found = self.run.fullmatch(text)
        label = plain(found[1]) if found and found[1] else ""
        named = label.endswith(tuple(self.anchors)) and self.labels_run.fullmatch(label)
        return (found[1], found[2]) if found and named else None

    def is_run(self, text: str) -> bool:
        """True if `text` is values with nothing between them, or one value."""
        found = self.run.fullmatch(text)
        return found is not None and not found[1]

    def is_page_mark(self, text: str) -> bool:
        """True if `text` is a page's number with signs around it, and no value."""
        stripped = text.strip()
        return self.page.number.fullmatch(stripped) is not None and self.value.fullmatch(stripped) is None

    def ends_sentence(self, text: str) -> bool:
        """True if `text` ends where a sentence does."""
        return text.endswith(tuple(self.form.sentence_end))

    def row_at_end(self, label: str, after: int) -> tuple[int, RowClue] | None:
        """The printed row whose label stands at the end of a plain text joined from pieces; `after`: see `row_of`."""
        found = self.row_of(label, after)
        if found:
            return found
        ends = [name for name in self.anchors if label.endswith(name)]
        if ends:
            return self._nearest(self.anchors[max(ends, key=len)], after), RowClue.PIECES
        return None

    def open_row_below(self, header: str) -> int | None:
        """The template of the open rows that stand below this header line."""
        return next((row for signature, row in self.open_headers if header == signature), None)

    def row_below_header(self, header: str) -> int | None:
        """The row without a label that stands below this header line."""
        return next((row for signature, row in self.signatures if header.endswith(signature)), None)

    def _nearest(self, rows: tuple[int, ...], after: int) -> int:
        inside = self.rows[after].table if after >= 0 else None
        same = [row for row in rows if self.rows[row].table == inside] or list(rows)
        return next((row for row in same if row > after), same[0])

    def _alike(self, label: str) -> tuple[int, RowClue] | None:
        if len(label) < SHORTEST_CORE:
            return None
        from rapidfuzz import fuzz, process

        best = process.extract(label, self.anchors.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        name, rows = best[0][0], self.anchors[best[0][0]]
        alike = name[0] == label[0] and abs(len(name) - len(label)) <= _MOST_WRONG
        return (rows[0], RowClue.SIMILAR) if len(rows) == 1 and alike else None

    def marker_in(self, text: str) -> str | None:
        """The superseded format of which a plain text holds a marker."""
        return next((name for marker, name in self.markers if marker in text), None)

    def marker_over(self, pieces: Sequence[str]) -> str | None:
        """The superseded format of which a marker is broken over several pieces, as in narrow columns side by side."""
        letters = set("".join(pieces))
        over = (name for marker, name in self.markers if letters.issuperset(marker) and spelled_over(marker, pieces))
        return next(over, None)


def spelled_over(word: str, pieces: Sequence[str]) -> bool:
    """True if a word begins at the end of one piece and goes on in later ones; other pieces may stand between."""
    rests: set[str] = set()
    for piece in filter(None, pieces):
        if any(piece.startswith(rest) for rest in rests):
            return True
        rests |= {rest[len(piece) :] for rest in rests if rest.startswith(piece)}
        rests |= {word[size:] for size in range(1, min(len(word), len(piece) + 1)) if piece.endswith(word[:size])}
    return False


def order_in(text: str, names: Collection[str]) -> tuple[str, ...]:
    """The names that a text holds, in the order in which it has them."""
    places = {name: place for name in names if (place := text.rfind(name)) >= 0}
    return tuple(sorted(places, key=places.__getitem__))


def without_number(label: str) -> str:
    """A plain label without the digits, or else the one character, with which it begins."""
    return label.lstrip("0123456789") if label[:1].isdigit() else label[1:]
