"""Tables that are only lines of text: tabs, bars, one cell per line, columns by spaces, or run together.

The lines of one region become rows of cells where the source shows its cell borders, and otherwise a stream of labels
and values in which a row is the label and exactly the values up to the next label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain, unmarked
from drafter.recognition.tables.grid import read_grid
from drafter.recognition.tables.merged_cells import Layout, padded_rows
from drafter.recognition.tables.reader import SourceRow, TableReader
from drafter.recognition.tables.stream import scan
from drafter.recognition.tables.tokens import Token, stretches

_GAP = re.compile(r"\s{2,}|\t")
_BORDER = re.compile(r"[|\t]")
_MANY = 8
"""So many pieces of labels and values are what is left of a table."""


class Line(NamedTuple):
    """A line of the source: its number there, and its position among the lines at hand."""

    number: int
    text: str
    position: int = 0


class Outside(NamedTuple):
    """Lines before a table and after it, and lines inside that look like no part of one."""

    before: Sequence[Line]
    after: Sequence[Line] = ()
    strays: Sequence[Line] = ()


def read_lines(lines: Sequence[Line], reader: TableReader) -> Outside:
    """Read the table in `lines`; the lines around it are given back, all of them when there is none."""
    lexicon = reader.lexicon
    inside = [index for index, line in enumerate(lines) if looks_tabular(line.text, lexicon)]
    named = any(names_row(lines[index].text, lexicon) for index in inside)
    if not named and not _holds_rows(lines, inside, lexicon):
        return Outside(lines)
    first, last = inside[0], inside[-1] + 1
    between = sorted({*range(first, last)}.difference(inside)) if len(inside) < last - first else ()
    strays = [lines[index] for index in between if lines[index].text.strip()]
    known = len(reader.orphans)
    _read_region(lines[first:last], reader)
    whole = {f"line {line.number}" for line in strays}
    reader.orphans[known:] = [(text, where) for text, where in reader.orphans[known:] if where not in whole]
    told = {text for text, _ in reader.orphans[known:]}
    strays = [line for line in strays if line.text.strip() not in told]
    return Outside(lines[:first], lines[last:], strays)


def looks_tabular(text: str, lexicon: Lexicon) -> bool:
    """Whether a line may belong to a table: cell borders, values, or pieces of labels."""
    if not text or text.isspace():
        return "\t" in text
    if "|" in text or "\t" in text:
        return True
    words, values = _values_at_end(text, lexicon)
    if len(values) > 1 or (values and not words):
        return True
    if not plain(text):
        return False
    if lexicon.is_label(plain(text)) or all(lexicon.is_label(plain(word)) for word in text.split() if plain(word)):
        return True
    return lexicon.marker_in(plain(text)) is not None or names_row(text, lexicon)


def names_row(text: str, lexicon: Lexicon) -> bool:
    """Whether a line holds the label of a printed row, alone, in a cell, or before its values."""
    whole = plain(text)
    if whole in lexicon.anchors or lexicon.open_row_below(whole) is not None:
        return True
    if "|" in text or "\t" in text:
        return any(len(cell) > 1 and plain(cell) in lexicon.anchors for cell in _BORDER.split(text))
    label, values = _values_at_end(text, lexicon)
    if values:
        return plain(label) in lexicon.anchors or any(plain(word) in lexicon.anchors for word in label.split())
    return lexicon.divided(text.strip()) is not None


def _holds_rows(lines: Sequence[Line], inside: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether rows without a label stand here: below their header, as lines of nothing but values, or in fragments."""
    if sum(len(lines[index].text.split()) for index in inside) >= _MANY:
        return True
    joined = "".join(plain(lines[index].text) for index in inside)
    if any(signature in joined for signature, _ in lexicon.signatures):
        return True
    return any(_is_row_of_values(lines[index].text, lexicon) for index in inside)


def _is_row_of_values(text: str, lexicon: Lexicon) -> bool:
    label, values = _values_at_end(text, lexicon)
    return not label and len(values) > 1


def _read_region(lines: Sequence[Line], reader: TableReader) -> None:
    filled = [line.text for line in lines if line.text and not line.text.isspace()]
    bars = len([text for text in filled if "|" in text])
    led = len([text for text in filled if text[0] == "\t"])
    inner = len([text for text in filled if "\t" in text.strip()])
    if bars * 3 >= len(filled):
        _read_bars(lines, reader)
    elif inner * 3 >= len(filled) or inner > led:
        _read_tabs([_row(line.text.split("\t"), line.number) for line in lines if line.text.strip()], reader)
    elif led * 3 >= len(filled):
        _read_led(lines, reader)
    else:
        scan(stretches(_bare_tokens(lines, reader)), reader, bare=True)


def _row(cells: Sequence[str], number: int) -> SourceRow:
    return SourceRow(tuple(cells), (1,) * len(cells), f"line {number}")


def _read_bars(lines: Sequence[Line], reader: TableReader) -> None:
    barred = [line for line in lines if "|" in line.text]
    framed = 2 * sum(line.text.lstrip().startswith("|") for line in barred) > len(barred)
    several = sum(sum(map(bool, _cells(line.text, framed=framed))) > 1 for line in barred)
    if several * 4 >= len(barred):
        layout = Layout.PADDED if _are_padded(barred) else None
        read_grid(list(_bar_rows(lines, reader.lexicon, framed=framed)), reader, layout)
        return
    framed = lines[0].text.lstrip().startswith("|")
    found = list(stretches(_terminated_tokens(lines, reader), framed=framed))
    rows = padded_rows(found, reader.lexicon, framed=framed)
    if rows:
        read_grid(rows, reader, Layout.PADDED)
    else:
        scan(found, reader)


def _are_padded(barred: Sequence[Line]) -> bool:
    """Whether bars without anything between them end a line, though others have spaces around them."""
    return any(line.text.rstrip().endswith("||") for line in barred) and any(" | " in line.text for line in barred)


def _cells(text: str, *, framed: bool) -> list[str]:
    """Cells of a line with bars; a bar at its end is a border, and one at its beginning where lines are framed."""
    stripped = text.strip()
    inner = stripped.removeprefix("|") if framed else stripped
    return [unmarked(cell.strip()) for cell in (inner[:-1] if inner.endswith("|") else inner).split("|")]


def _bar_rows(lines: Sequence[Line], lexicon: Lexicon, *, framed: bool) -> Iterator[SourceRow]:
    """A row per line; lines without a bar are the beginning of the next row's first cell."""
    pending = ""
    for line in _whole(lines, lexicon):
        text = line.text.strip()
        if "|" not in text:
            if lexicon.value.fullmatch(text) or plain(pending) in lexicon.anchors:
                yield from ([_row([pending], line.number)] if pending else [])
                pending = ""
            if lexicon.value.fullmatch(text):
                yield _row([text], line.number)
            else:
                pending += text
            continue
        cells = _cells(line.text, framed=framed)
        if all(cell and not cell.strip(":-") for cell in cells):
            continue
        if plain(pending) in lexicon.anchors:
            yield _row([pending], line.number)
            pending = ""
        yield _row([pending + cells[0], *cells[1:]], line.number)
        pending = ""
    if pending:
        yield _row([pending], lines[-1].number)


def _whole(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[Line]:
    """The lines with bars, put together where one breaks off inside a cell: a number that is broken is none."""
    barred = [line for line in lines if "|" in line.text]
    closed = 2 * sum(line.text.rstrip().endswith("|") for line in barred) > len(barred)
    held: Line | None = None
    for line in lines:
        if held and (closed or ("|" not in line.text and lexicon.value.fullmatch(line.text.strip()))):
            line = held._replace(text=_joined(held.text.rstrip(), line.text.strip()))
        elif held:
            yield held
        held = line if "|" in line.text and not line.text.rstrip().endswith("|") else None
        if held is None:
            yield line
    if held:
        yield held


def _terminated_tokens(lines: Sequence[Line], reader: TableReader) -> Iterator[Token]:
    """Cells that a bar ends, over any number of lines."""
    pending = ""
    for line in lines:
        if reader.lexicon.is_page_mark(line.text.strip(" |")):
            reader.aside(line.text, f"line {line.number}")
            continue
        *ended, rest = _joined(pending, line.text.strip()).split("|")
        for cell in ended:
            yield _token(cell.strip(), line.number, reader.lexicon)
        pending = rest
    if pending.strip():
        yield _token(pending.strip(), lines[-1].number, reader.lexicon)


def _joined(before: str, text: str) -> str:
    """Two lines of one cell: pieces of a label run on, but a number never runs into another."""
    touching = before[-1:].isdigit() and text[:1].isdigit()
    return f"{before} {text}" if touching else before + text


def _token(text: str, line: int, lexicon: Lexicon) -> Token:
    return Token(text, not text or bool(lexicon.value.fullmatch(text)), line)


def _read_tabs(rows: Sequence[SourceRow], reader: TableReader) -> None:
    """Rows of cells; or, where breaks in cells divide labels, the cells one by one."""
    if reader.lexicon.open_headers or not _are_broken(rows, reader.lexicon):
        read_grid(rows, reader)
    else:
        scan(stretches(_cell_tokens(rows, reader.lexicon)), reader)


def _are_broken(rows: Sequence[SourceRow], lexicon: Lexicon) -> bool:
    """Whether a label goes on from one line to the next, or most lines with values have no label."""
    bare = [(above, row) for above, row in pairwise(rows) if not _labels_in(row, lexicon)]
    if any(plain(above.cells[-1] + row.cells[0]) in lexicon.anchors for above, row in bare):
        return True
    valued = [row for row in rows if any(map(lexicon.value.fullmatch, map(str.strip, row.cells)))]
    return 2 * sum(_labels_in(row, lexicon) > 0 for row in valued) < len(valued)


def _cell_tokens(rows: Sequence[SourceRow], lexicon: Lexicon) -> Iterator[Token]:
    return (_token(cell.strip(), int(row.where.split()[1]), lexicon) for row in rows for cell in row.cells)


def _read_led(lines: Sequence[Line], reader: TableReader) -> None:
    """A tab begins a cell, lines without one go on with it, an empty line ends the row."""
    rows: list[SourceRow] = []
    cells: list[str] = []
    for number, text, _ in (*lines, Line(0, "")):
        if text[:1] == "\t":
            cells.append(text[1:].strip())
        elif text.strip():
            cells = [*cells[:-1], _joined(cells[-1] if cells else "", text.strip())]
        elif cells:
            rows.append(_row(cells, number or lines[-1].number))
            cells = []
    if all(_labels_in(row, reader.lexicon) <= 1 for row in rows):
        read_grid(rows, reader)
    else:
        scan(stretches(_cell_tokens(rows, reader.lexicon)), reader)


def _labels_in(row: SourceRow, lexicon: Lexicon) -> int:
    return sum(len(cell) > 1 and plain(cell) in lexicon.anchors for cell in row.cells)


def _bare_tokens(lines: Sequence[Line], reader: TableReader) -> Iterator[Token]:
    """Words of lines that are values, labels, a label and its values divided by spaces, or run on without any."""
    lexicon = reader.lexicon
    for number, text, _ in lines:
        if lexicon.is_page_mark(text):
            reader.aside(text, f"line {number}")
            continue
        label, values = _values_at_end(text, lexicon)
        divided = None if values else lexicon.divided(text.strip())
        if divided:
            yield Token(divided[0], False, number)
            yield Token(divided[1], True, number, run=True)
            continue
        for piece in _GAP.split(label) if lexicon.word_spaces else label.split():
            yield Token(piece, False, number)
        end = len(text.rstrip()) if len(values) < 2 else len(label)
        for value in values:
            start = text.find(value, end)
            apart = start - end if value is not values[0] else 0
            yield Token(value, True, number, lexicon.value.fullmatch(value) is None, apart)
            end = start + len(value)


def _values_at_end(text: str, lexicon: Lexicon) -> tuple[str, list[str]]:
    """A line as its label, spaces as they are, and the values that end it."""
    words = text.split()
    count = len(words)
    while count and (lexicon.value.fullmatch(words[count - 1]) or lexicon.is_run(words[count - 1])):
        count -= 1
    return (text, []) if count == len(words) else (text[: _end_of(words[:count], text)], words[count:])


def _end_of(words: Sequence[str], text: str) -> int:
    """Where in `text` its first words end."""
    end = 0
    for word in words:
        end = text.index(word, end) + len(word)
    return end
