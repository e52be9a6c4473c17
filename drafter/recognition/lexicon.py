"""What recognition looks for, worked out once per form: labels without punctuation, headings, number patterns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from drafter.form import ColumnDefinition, Form, Identity, PrintedRow, Slot
from drafter.form.schema.form import ReadingDefinition
from drafter.recognition.clues import RowClue
from drafter.recognition.spelling import any_spelling, plain

_SHORTEST_CORE = 4
"""A label without its number must have this many characters to be told by them alone."""
_LETTERS_ASTRAY = 2
_DIGIT = r"[0-9\uff10-\uff19]"
_ALIKE = 86
"""Least similarity (0-100) at which a label with a wrong character is still taken for the official one."""


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
    """Section headings in plain text: with what section each stands, and how they begin and end."""

    sections: dict[str, str]
    """Plain heading without number to section key."""
    initials: frozenset[str]
    """The letters with which these begin; nothing, for what is no letter."""
    ends: frozenset[str]
    """The last two letters of these."""
    official: frozenset[str]


class PageLines(NamedTuple):
    """Lines of a page that are no part of a report."""

    number: re.Pattern[str]
    head: re.Pattern[str]
    """What a page puts below its title, spaces left out."""
    foot: re.Pattern[str]
    """What a page puts below its text."""
    contents: frozenset[str]
    """Plain headings of a list of contents."""

    @classmethod
    def of(cls, reading: ReadingDefinition) -> PageLines:
        contents = frozenset(map(plain, reading.contents))
        return cls(
            re.compile(reading.page_number), _any_of(reading.page_head), _any_of(reading.page_furniture), contents
        )


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
    """Labels of a header's line, sorted, to the orders in which they stand in the form."""
    headers: Mapping[int, tuple[HeaderSlot, ...]]
    """Per row without a label, all labels above it."""
    columns: tuple[tuple[tuple[str, ColumnDefinition], ...], ...]
    """Per printed row, the address and the column of its cells."""
    orders: tuple[frozenset[tuple[str, ...]], ...]
    """Per printed row, the orders in which the essences of the labels above it that do not repeat may stand."""
    sums: tuple[tuple[Identity, ...], ...]
    """Per printed row, the sums that hold between its own cells."""
    totals: tuple[tuple[int, ...], ...]
    """Per printed row of several cells, the places of the totals of these sums among them, or else the last."""
    open_headers: tuple[tuple[str, int], ...]
    """Plain text of the header line above rows whose key the filing gives, and their template row."""
    fragments: str
    """Every label of every table, run together: a piece of a wrapped label is found in it."""
    filler: re.Pattern[str]
    """Letters that the label of a column may have or lack."""
    essences: str
    """The fragments without these letters."""
    labels_run: re.Pattern[str]
    """Whole labels run together."""
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
    """A whole text that stands for a value where only the text tells."""
    run: re.Pattern[str]
    """A label, or nothing, and values run on: label and values."""
    section_number: re.Pattern[str]
    topic_number: re.Pattern[str]
    page: PageLines
    titles: tuple[re.Pattern[str], ...]
    no_organization: re.Pattern[str]
    """What stands in a title where its organisation is left out or only the end of it is on this line."""

    @property
    def word_spaces(self) -> bool:
        """Whether the form's language divides words by spaces."""
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
        core = self.cores.get(label, self.cores.get(_core(label)))
        if core is not None:
            return core, RowClue.UNNUMBERED
        return self._alike(label)

    def essence(self, label: str) -> str:
        """A plain label without the letters that it may have or lack."""
        return self.filler.sub("", label)

    def names_column(self, label: str) -> bool:
        """Whether a plain label in a header is one of the form's, some of them, or a piece of one."""
        return self.essence(label) in self.essences or self.is_label(label)

    def row_named(self, label: str, after: int) -> int | None:
        """The printed row of which `label` (plain) is a whole label."""
        rows = self.anchors.get(label)
        return self._nearest(rows, after) if rows else None

    def is_label(self, text: str) -> bool:
        """Whether `text` (plain) is a piece of a label, or some whole labels run together."""
        return text in self.fragments or self.labels_run.fullmatch(text) is not None

    def divided(self, text: str) -> tuple[str, str] | None:
        """A row's label, perhaps behind that of its group, and the values that are run on to it."""
        found = self.run.fullmatch(text)
        label = plain(found[1]) if found and found[1] else ""
        named = any(label.endswith(name) for name in self.anchors) and self.labels_run.fullmatch(label)
        return (found[1], found[2]) if found and named else None

    def is_run(self, text: str) -> bool:
        """Whether `text` is values with nothing between them, or one value."""
        found = self.run.fullmatch(text)
        return found is not None and not found[1]

    def is_page_mark(self, text: str) -> bool:
        """Whether `text` is a page's number with signs around it, and no value."""
        stripped = text.strip()
        return self.page.number.fullmatch(stripped) is not None and self.value.fullmatch(stripped) is None

    def ends_sentence(self, text: str) -> bool:
        """Whether `text` ends where a sentence does."""
        return text.endswith(tuple(self.form.definition.reading.sentence_end))

    def row_at_end(self, label: str, after: int) -> tuple[int, RowClue] | None:
        """The printed row whose label ends `label`, for labels that came in pieces."""
        found = self.row_of(label, after)
        if found:
            return found
        ends = [name for name in self.anchors if label.endswith(name)]
        if ends:
            return self._nearest(self.anchors[max(ends, key=len)], after), RowClue.PIECES
        return None

    def open_row_below(self, header: str) -> int | None:
        """The template of the open rows whose header line `header` is."""
        return next((row for signature, row in self.open_headers if header == signature), None)

    def row_below_header(self, header: str) -> int | None:
        """The row without a label whose header ends `header`."""
        return next((row for signature, row in self.signatures if header.endswith(signature)), None)

    def _nearest(self, rows: tuple[int, ...], after: int) -> int:
        inside = self.rows[after].table if after >= 0 else None
        same = [row for row in rows if self.rows[row].table == inside] or list(rows)
        return next((row for row in same if row > after), same[0])

    def _alike(self, label: str) -> tuple[int, RowClue] | None:
        if len(label) < _SHORTEST_CORE:
            return None
        best = process.extract(label, self.anchors.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        name, rows = best[0][0], self.anchors[best[0][0]]
        alike = name[0] == label[0] and abs(len(name) - len(label)) <= _LETTERS_ASTRAY
        return (rows[0], RowClue.SIMILAR) if len(rows) == 1 and alike else None

    def marker_in(self, text: str) -> str | None:
        """The superseded format of which `text` (plain) holds a word."""
        return next((name for marker, name in self.markers if marker in text), None)

    def marker_over(self, pieces: Sequence[str]) -> str | None:
        """The superseded format of which a word runs over several pieces, as in narrow columns side by side."""
        letters = set("".join(pieces))
        over = (name for marker, name in self.markers if letters.issuperset(marker) and spelled_over(marker, pieces))
        return next(over, None)


def spelled_over(word: str, pieces: Sequence[str]) -> bool:
    """Whether `word` begins at the end of one of the pieces and runs over into later ones, others perhaps between."""
    rests: set[str] = set()
    for piece in filter(None, pieces):
        if any(piece.startswith(rest) for rest in rests):
            return True
        rests |= {rest[len(piece) :] for rest in rests if rest.startswith(piece)}
        rests |= {word[size:] for size in range(1, min(len(word), len(piece) + 1)) if piece.endswith(word[:size])}
    return False


@cache
def lexicon_of(form: Form) -> Lexicon:
    """The lexicon of `form`."""
    rows = tuple(row for table in form.tables.values() for row in table.printed)
    anchors = _anchors(rows)
    sums = [tuple(_sums(form, row)) for row in rows]
    reading = form.definition.reading
    value, run = _values(reading)
    filler = re.compile(f"[{re.escape(reading.header_filler)}]" if reading.header_filler else "(?!)")
    fragments = "\n".join(plain(slot.text) for slots in _slots(form) for slot in slots if slot.text)
    return Lexicon(
        form=form,
        rows=rows,
        anchors={name: tuple(found) for name, found in anchors.items() if name},
        cores=_cores(anchors),
        signatures=tuple(_signatures(form, rows, [row.label is None for row in rows])),
        widths={table.key: table.width for table in form.tables.values()},
        header_lines=dict(_header_lines(form)),
        header_orders=_header_orders(form),
        headers={index: _header_slots(form, row) for index, row in enumerate(rows) if row.label is None},
        columns=tuple(tuple((at, form.column_of(at)) for at in row.addresses) for row in rows),
        orders=tuple(_orders(form, row, filler) for row in rows),
        sums=tuple(sums),
        totals=tuple(map(_totals, rows, sums)),
        open_headers=tuple(_signatures(form, rows, [row.is_open for row in rows])),
        fragments=fragments,
        filler=filler,
        essences=filler.sub("", fragments),
        labels_run=re.compile(f"(?:{'|'.join(_longest_first({*fragments.split(), *anchors}))})+"),
        groups=frozenset(plain(group) for row in rows for group in row.groups),
        openings=frozenset(plain(table.grid[0][0].text) for table in form.tables.values() if table.grid[0][0].text),
        markers=tuple((plain(marker), old.format) for old in form.definition.superseded for marker in old.markers),
        older_rows={plain(label): old.format for old in form.definition.superseded for label in old.rows},
        headings=_headings(form, re.compile(reading.section_number)),
        value=value,
        run=run,
        section_number=re.compile(rf"\s*(?:{reading.section_number})"),
        topic_number=re.compile(reading.topic_number),
        page=PageLines.of(reading),
        titles=tuple(re.compile(any_spelling(pattern)) for pattern in form.definition.title.patterns),
        no_organization=re.compile(any_spelling(form.definition.title.no_organization)),
    )


def _values(reading: ReadingDefinition) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of a value, and of a label and values that are run on."""
    words = "|".join(map(any_spelling, map(re.escape, _longest_first(reading.not_numbers)))) or r"(?!)"
    units = "|".join(any_spelling(re.escape(unit)) for unit in reading.units) or r"(?!)"
    value = rf"(?:[-+\u2212\uff0d]?{_DIGIT}(?:[0-9\uff10-\uff19.,\uff0c\uff0e]*{_DIGIT})?(?:{units})?|{words})"
    marks = "".join(re.escape(word[0]) for word in reading.not_numbers if not word[0].isalnum())
    edge = rf"(?:{_DIGIT}|[{marks}])" if marks else _DIGIT
    run = rf"{edge}(?:[0-9\uff10-\uff19.,{marks}]*{edge})?"
    label = rf"(.*[^\s.,0-9\uff10-\uff19{marks}][.,]?)?"
    return re.compile(value), re.compile(rf"{label}\s*({run})", re.DOTALL)


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{any_spelling(pattern)})" for pattern in patterns) or "(?!)")


def _anchors(rows: Sequence[PrintedRow]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        for name in dict.fromkeys(map(plain, row.names if not row.is_open else ())):
            found.setdefault(name, []).append(index)
    return found


def _longest_first(words: Collection[str]) -> list[str]:
    return sorted(filter(None, words), key=len, reverse=True)


def _slots(form: Form) -> Iterator[tuple[Slot, ...]]:
    return (slots for table in form.tables.values() for slots in table.grid)


def _header_lines(form: Form) -> Iterator[tuple[str, HeaderLine]]:
    for table in form.tables.values():
        for slots in table.grid:
            if not any(slot.address for slot in slots):
                columns = tuple(slot.column for slot in slots)
                yield plain("".join(slot.text for slot in slots)), HeaderLine(columns, table.width)


def _header_orders(form: Form) -> dict[tuple[str, ...], frozenset[tuple[str, ...]]]:
    found: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
    for slots in _slots(form):
        labels = tuple(plain(slot.text) for slot in slots if slot.text)
        if len(labels) == len(slots) > 1:
            key = tuple(sorted(labels))
            found[key] = found.get(key, frozenset()) | {labels}
    return found


def _header_slots(form: Form, row: PrintedRow) -> tuple[HeaderSlot, ...]:
    slots = (slot for line in form.tables[row.table].grid[: row.line] for slot in line if slot.text)
    return tuple(HeaderSlot(plain(slot.text), slot.column, slot.column + slot.col_span - 1) for slot in slots)


def _core(label: str) -> str:
    return label.lstrip("0123456789") if label[:1].isdigit() else label[1:]


def _cores(anchors: dict[str, list[int]]) -> dict[str, int]:
    found: dict[str, list[int]] = {}
    for name, rows in anchors.items():
        core = _core(name)
        if len(core) >= _SHORTEST_CORE:
            found.setdefault(core, []).extend(rows)
    return {core: rows[0] for core, rows in found.items() if len(set(rows)) == 1}


def _signatures(form: Form, rows: tuple[PrintedRow, ...], wanted: Sequence[bool]) -> Iterator[tuple[str, int]]:
    """The header line above each wanted row, in plain text, and the row's index."""
    for index, (row, is_wanted) in enumerate(zip(rows, wanted, strict=True)):
        if is_wanted:
            header = form.tables[row.table].grid[row.line - 1]
            yield plain("".join(slot.text for slot in header)), index


def _orders(form: Form, row: PrintedRow, filler: re.Pattern[str]) -> frozenset[tuple[str, ...]]:
    """Labels of columns as they are met in the form's own header, and in one that is a single line."""
    above = [slots for slots in form.tables[row.table].grid[: row.line] if not any(slot.address for slot in slots)]
    drawn = [filler.sub("", plain(slot.text)) for slots in above for slot in slots]
    columns = [filler.sub("", plain(form.column_label(address))) for address in row.addresses]
    names = columns if len(set(columns)) == len(columns) else [name for name in drawn if drawn.count(name) == 1]
    if not names or row.is_open:
        return frozenset()
    lines = ["".join(drawn), *(["".join(names)] if names is columns else [])]
    return frozenset(order for text in lines if len(order := order_in(text, names)) == len(names))


def order_in(text: str, names: Collection[str]) -> tuple[str, ...]:
    """Those of the names that `text` holds, in its order."""
    places = {name: place for name in names if (place := text.rfind(name)) >= 0}
    return tuple(sorted(places, key=places.__getitem__))


def _sums(form: Form, row: PrintedRow) -> Iterator[Identity]:
    cells = frozenset(row.addresses)
    return (item for item in form.identities if item.relation.computes and cells.issuperset(item.cells))


def _totals(row: PrintedRow, sums: Sequence[Identity]) -> tuple[int, ...]:
    places = tuple(row.addresses.index(item.left[0].address) for item in sums)
    return places or (len(row.cells) - 1,) if len(row.cells) > 1 else ()


def _headings(form: Form, number: re.Pattern[str]) -> Headings:
    titles = {section.key: (section.heading, *section.aliases) for section in form.sections}
    sections = {plain(number.sub("", title, count=1)): key for key, own in titles.items() for title in own}
    return Headings(
        sections=sections,
        initials=frozenset({"", *(title[0] for title in sections)}),
        ends=frozenset(title[-2:] for title in sections),
        official=frozenset(plain(section.heading) for section in form.sections),
    )
