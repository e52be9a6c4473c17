"""The lexicon of a form, worked out once from its tables, its sections and its reading rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from drafter.form import Form, Identity, PrintedRow, Slot
from drafter.form.schema.form import ReadingDefinition
from drafter.patterns import compiled
from drafter.recognition.lexicon import (
    SHORTEST_CORE,
    HeaderLine,
    HeaderSlot,
    Headings,
    Lexicon,
    PageLines,
    order_in,
    without_number,
)
from drafter.recognition.spelling import any_spelling, plain

_DIGIT = r"[0-9\uff10-\uff19]"


@cache
def lexicon_of(form: Form) -> Lexicon:
    """The lexicon of a form, made on first use and kept."""
    rows = tuple(row for table in form.tables.values() for row in table.printed)
    anchors, sums = _anchors(rows), tuple(tuple(_sums(form, row)) for row in rows)
    reading, title = form.definition.reading, form.definition.title
    value, run = _values(reading)
    filler = compiled(f"[{re.escape(reading.header_filler)}]" if reading.header_filler else "(?!)")
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
        sums=sums,
        totals=tuple(map(_totals, rows, sums)),
        open_headers=tuple(_signatures(form, rows, [row.is_open for row in rows])),
        fragments=fragments,
        filler=filler,
        essences=filler.sub("", fragments),
        labels_run=compiled(f"(?:{'|'.join(_longest_first({*fragments.split(), *anchors}))})+"),
        groups=frozenset(plain(group) for row in rows for group in row.groups),
        openings=frozenset(plain(table.grid[0][0].text) for table in form.tables.values() if table.grid[0][0].text),
        markers=tuple((plain(marker), old.format) for old in form.definition.superseded for marker in old.markers),
        older_rows={plain(label): old.format for old in form.definition.superseded for label in old.rows},
        headings=_headings(form, compiled(reading.section_number)),
        value=value,
        run=run,
        **_numbers(reading),
        page=_page_lines(reading),
        titles=tuple(compiled(any_spelling(pattern)) for pattern in title.patterns),
        no_organization=compiled(any_spelling(title.no_organization)),
        publisher=compiled(title.publisher) if title.publisher else None,
    )


def _numbers(reading: ReadingDefinition) -> dict[str, re.Pattern[str]]:
    """How sections and topics are numbered."""
    return {
        "section_number": compiled(rf"\s*(?:{reading.section_number})"),
        "topic_number": compiled(reading.topic_number),
        "other_number": compiled(reading.other_number),
    }


def _values(reading: ReadingDefinition) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns `Lexicon.value` and `Lexicon.run`."""
    words = "|".join(map(any_spelling, map(re.escape, _longest_first(reading.not_numbers)))) or r"(?!)"
    units = "|".join(any_spelling(re.escape(unit)) for unit in reading.units) or r"(?!)"
    value = rf"(?:[-+\u2212\uff0d]?{_DIGIT}(?:[0-9\uff10-\uff19.,\uff0c\uff0e]*{_DIGIT})?(?:{units})?|{words})"
    marks = "".join(re.escape(word[0]) for word in reading.not_numbers if not word[0].isalnum())
    edge = rf"(?:{_DIGIT}|[{marks}])" if marks else _DIGIT
    run = rf"{edge}(?:[0-9\uff10-\uff19.,{marks}]*{edge})?"
    label = rf"(.*[^\s.,0-9\uff10-\uff19{marks}][.,]?)?"
    return compiled(value), compiled(rf"{label}\s*({run})", re.DOTALL)


def _page_lines(reading: ReadingDefinition) -> PageLines:
    return PageLines(
        compiled(reading.page_number),
        _any_of(reading.page_head),
        _any_of(reading.page_furniture),
        frozenset(map(plain, reading.contents)),
    )


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return compiled("|".join(f"(?:{any_spelling(pattern)})" for pattern in patterns) or "(?!)")


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


def _cores(anchors: dict[str, list[int]]) -> dict[str, int]:
    found: dict[str, list[int]] = {}
    for name, rows in anchors.items():
        core = without_number(name)
        if len(core) >= SHORTEST_CORE:
            found.setdefault(core, []).extend(rows)
    return {core: rows[0] for core, rows in found.items() if len(set(rows)) == 1}


def _signatures(form: Form, rows: tuple[PrintedRow, ...], wanted: Sequence[bool]) -> Iterator[tuple[str, int]]:
    """The header line above each wanted row, in plain text, and the row's index."""
    for index, (row, is_wanted) in enumerate(zip(rows, wanted, strict=True)):
        if is_wanted:
            header = form.tables[row.table].grid[row.line - 1]
            yield plain("".join(slot.text for slot in header)), index


def _orders(form: Form, row: PrintedRow, filler: re.Pattern[str]) -> frozenset[tuple[str, ...]]:
    """Orders of a row's column labels: as drawn in the form's own header, and as in a header of a single line."""
    above = [slots for slots in form.tables[row.table].grid[: row.line] if not any(slot.address for slot in slots)]
    drawn = [filler.sub("", plain(slot.text)) for slots in above for slot in slots]
    columns = [filler.sub("", plain(form.column_label(address))) for address in row.addresses]
    names = columns if len(set(columns)) == len(columns) else [name for name in drawn if drawn.count(name) == 1]
    if not names or row.is_open:
        return frozenset()
    lines = ["".join(drawn), *(["".join(names)] if names is columns else [])]
    return frozenset(order for text in lines if len(order := order_in(text, names)) == len(names))


def _sums(form: Form, row: PrintedRow) -> Iterator[Identity]:
    cells = frozenset(row.addresses)
    return (item for item in form.identities if item.relation.computes and cells.issuperset(item.cells))


def _totals(row: PrintedRow, sums: Sequence[Identity]) -> tuple[int, ...]:
    places = tuple(row.addresses.index(item.left[0].address) for item in sums)
    return places or (len(row.cells) - 1,) if len(row.cells) > 1 else ()


def _headings(form: Form, number: re.Pattern[str]) -> Headings:
    titles = {section.key: (section.heading, *section.aliases) for section in form.sections}
    sections = {plain(number.sub("", title, count=1)): key for key, own in titles.items() for title in own}
    words = [_words(section.words) for section in form.sections]
    numbers = (number.match(section.heading) for section in form.sections)
    return Headings(
        sections=sections,
        initials=frozenset({"", *(title[0] for title in sections)}),
        ends=frozenset(title[-2:] for title in sections),
        official=frozenset(plain(section.heading) for section in form.sections),
        numbers={plain(found.group()): place for place, found in enumerate(numbers, 1) if found},
        words=tuple(re.compile(own) for own in words),
        phrases=tuple(re.compile(f"(?:{own}|{_any_heading(form)})+") for own in words),
    )


def _words(words: Sequence[str]) -> str:
    """A pattern of any of these words in plain text, longer ones first."""
    return "|".join(map(re.escape, _longest_first([plain(word) for word in words]))) or "(?!)"


def _any_heading(form: Form) -> str:
    """A pattern of what any heading may hold in plain text: the form's words for it, a year."""
    return rf"{_words(form.definition.reading.heading_words)}|[12]\d{{3}}"
