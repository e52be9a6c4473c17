"""Tables that are only lines of text: tabs, bars, one cell per line, columns by spaces, or run together.

The lines of one region become rows of cells where the source shows its cell borders, and otherwise a stream of labels
and values in which a row is the label and exactly the values up to the next label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drafter.form import PrintedRow
from drafter.recognize.lexicon import Lexicon, plain
from drafter.recognize.tables import SourceRow, TableReader, read_grid

_GLUED = re.compile(r"(.*?[^0-9.,\s])\s*([0-9][0-9.,]*)", re.DOTALL)


class Line(NamedTuple):
    """A line of the source: its number there, and its position among the lines at hand."""

    number: int
    text: str
    position: int = 0


class Token(NamedTuple):
    """A label, a value or an explicit blank, and the line it stands on."""

    text: str
    value: bool
    line: int


def read_lines(lines: Sequence[Line], reader: TableReader) -> tuple[list[Line], list[Line]]:
    """Read the table in `lines`; the lines before and after it are given back, all of them when there is none."""
    lexicon = reader.lexicon
    inside = [index for index, line in enumerate(lines) if looks_tabular(line.text, lexicon)]
    named = any(names_row(lines[index].text, lexicon) for index in inside)
    if not named and not _has_header_row(lines, inside, lexicon):
        return list(lines), []
    first, last = inside[0], inside[-1]
    _read_region(lines[first : last + 1], reader)
    return list(lines[:first]), list(lines[last + 1 :])


def looks_tabular(text: str, lexicon: Lexicon) -> bool:
    """Whether a line may belong to a table: cell borders, a value, or a piece of a label."""
    if not text or text.isspace():
        return "\t" in text
    if "|" in text or "\t" in text:
        return True
    stripped = text.strip()
    if lexicon.value.fullmatch(stripped):
        return True
    label = plain(stripped)
    if not label:
        return False
    return label in lexicon.fragments or lexicon.marker_in(label) is not None or names_row(text, lexicon)


def names_row(text: str, lexicon: Lexicon) -> bool:
    """Whether a line holds the label of a printed row, alone, in a cell, or before its values."""
    whole = plain(text)
    if whole in lexicon.anchors or lexicon.open_row_below(whole) is not None:
        return True
    if "|" in text or "\t" in text:
        return any(plain(cell) in lexicon.anchors for cell in re.split(r"[|\t]", text))
    label, values = _values_at_end(text, lexicon)
    if values:
        return plain(label) in lexicon.anchors
    glued = _GLUED.fullmatch(text.strip())
    return glued is not None and plain(glued.group(1)) in lexicon.anchors


def _has_header_row(lines: Sequence[Line], inside: Sequence[int], lexicon: Lexicon) -> bool:
    joined = "".join(plain(lines[index].text) for index in inside)
    return any(signature in joined for signature, _ in lexicon.signatures)


def _read_region(lines: Sequence[Line], reader: TableReader) -> None:
    filled = [line.text for line in lines if line.text.strip()]
    bars = sum("|" in text for text in filled)
    led = sum(text.startswith("\t") for text in filled)
    inner = sum("\t" in text.strip() for text in filled)
    if bars * 3 >= len(filled):
        _read_bars(lines, reader)
    elif inner * 3 >= len(filled) or inner > led:
        read_grid([_row(line.text.split("\t"), line.number) for line in lines if line.text.strip()], reader)
    elif led * 3 >= len(filled):
        _read_led(lines, reader)
    else:
        _scan(list(_bare_tokens(lines, reader.lexicon)), reader)


def _row(cells: Sequence[str], number: int) -> SourceRow:
    return SourceRow(tuple(cells), (1,) * len(cells), f"line {number}")


def _read_bars(lines: Sequence[Line], reader: TableReader) -> None:
    barred = [line for line in lines if "|" in line.text]
    framed = 2 * sum(line.text.lstrip().startswith("|") for line in barred) > len(barred)
    several = sum(len(_cells(line.text, framed=framed)) > 1 for line in barred)
    if several * 4 >= len(barred):
        read_grid(list(_bar_rows(lines, reader.lexicon, framed=framed)), reader)
    else:
        _scan(list(_terminated_tokens(lines, reader.lexicon)), reader)


def _cells(text: str, *, framed: bool) -> list[str]:
    """Cells of a line with bars; a bar at its end is a border, and one at its beginning where lines are framed."""
    stripped = text.strip()
    inner = stripped.removeprefix("|") if framed else stripped
    return [cell.strip() for cell in (inner[:-1] if inner.endswith("|") else inner).split("|")]


def _bar_rows(lines: Sequence[Line], lexicon: Lexicon, *, framed: bool) -> Iterator[SourceRow]:
    """A row per line; lines without a bar are the beginning of the next row's first cell."""
    pending = ""
    for line in lines:
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


def _terminated_tokens(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[Token]:
    """Cells that a bar ends, over any number of lines."""
    pending = ""
    for line in lines:
        *ended, rest = _joined(pending, line.text.strip()).split("|")
        for cell in ended:
            yield _token(cell.strip(), line.number, lexicon)
        pending = rest
    if pending.strip():
        yield _token(pending.strip(), lines[-1].number, lexicon)


def _joined(before: str, text: str) -> str:
    """Two lines of one cell: pieces of a label run on, but a number never runs into another."""
    touching = before[-1:].isdigit() and text[:1].isdigit()
    return f"{before} {text}" if touching else before + text


def _token(text: str, line: int, lexicon: Lexicon) -> Token:
    return Token(text, not text or bool(lexicon.value.fullmatch(text)), line)


def _read_led(lines: Sequence[Line], reader: TableReader) -> None:
    """A tab begins a cell, lines without one go on with it, an empty line ends the row."""
    rows: list[SourceRow] = []
    cells: list[str] = []
    for line in (*lines, Line(0, "")):
        if line.text.startswith("\t"):
            cells.append(line.text[1:].strip())
        elif line.text.strip():
            cells = [*cells[:-1], _joined(cells[-1] if cells else "", line.text.strip())]
        elif cells:
            rows.append(_row(cells, line.number or lines[-1].number))
            cells = []
    if all(_labels_in(row, reader.lexicon) <= 1 for row in rows):
        read_grid(rows, reader)
    else:
        tokens = [_token(cell, int(row.where.split()[1]), reader.lexicon) for row in rows for cell in row.cells]
        _scan(tokens, reader)


def _labels_in(row: SourceRow, lexicon: Lexicon) -> int:
    return sum(plain(cell) in lexicon.anchors for cell in row.cells)


def _bare_tokens(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[Token]:
    """Lines that are values, labels, a label and its values divided by spaces, or a label with its values run on."""
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        if lexicon.value.fullmatch(text):
            yield Token(text, True, line.number)
            continue
        label, values = _values_at_end(text, lexicon)
        if label:
            yield Token(label, False, line.number)
        for value in values:
            yield Token(value, True, line.number)


def _values_at_end(text: str, lexicon: Lexicon) -> tuple[str, list[str]]:
    """A line as its label and the values that end it."""
    words = text.split()
    count = len(words)
    while count and lexicon.value.fullmatch(words[count - 1]):
        count -= 1
    return (text, []) if count == len(words) else (" ".join(words[:count]), words[count:])


def _scan(tokens: Sequence[Token], reader: TableReader) -> None:
    """Labels, then values up to the next label: a row, when there are exactly as many as the form has."""
    labels: list[Token] = []
    values: list[Token] = []
    for token in tokens:
        if token.value:
            if labels or values:
                values.append(token)
            continue
        if values:
            _finish(labels, values, reader)
            labels, values = [], []
        labels.append(token)
        if _GLUED.fullmatch(token.text) and _read_glued(labels, reader):
            labels = []
    _finish(labels, values, reader)


def _finish(labels: Sequence[Token], values: Sequence[Token], reader: TableReader) -> None:
    texts = [token.text for token in labels]
    if not values:
        reader.labels(texts)
        return
    where = f"line {values[0].line}"
    found = _resolve(texts, reader)
    if not any(token.text for token in values) and not _is_blank_row(found, values, reader):
        return
    if found is None:
        reader.orphan(" ".join([*texts, *(token.text for token in values)]), where)
        return
    number, how = found
    if _lone_after_vanished(number, values, reader):
        reader.refuse(number, values[0].text, where, how, "vanished")
    elif len(values) == len(reader.lexicon.rows[number].cells):
        reader.assign(number, [token.text for token in values], where, how, end=f"line {values[-1].line}")
    else:
        reader.refuse(number, " ".join(token.text for token in values), where, how)


def _lone_after_vanished(number: int, values: Sequence[Token], reader: TableReader) -> bool:
    """Whether a lone number stands in a table whose other labels lost theirs: it may be a page number."""
    rows, table = reader.lexicon.rows, reader.lexicon.rows[number].table
    named = any(rows[other].table == table for other in reader.named)
    return len(values) == 1 and named and not any(rows[other].table == table for other in reader.readings)


def _is_blank_row(found: tuple[int, str] | None, values: Sequence[Token], reader: TableReader) -> bool:
    """Whether blanks are a row of blank cells, and not what merged labels leave behind."""
    if found is not None and len(values) == len(reader.lexicon.rows[found[0]].cells):
        return True
    if found is not None:
        reader.named.add(found[0])
    return False


def _resolve(texts: Sequence[str], reader: TableReader) -> tuple[int, str] | None:
    """The printed row that the labels before some values name; what stands before its own label is a header."""
    lexicon = reader.lexicon
    pieces = [plain(text) for text in texts]
    for start in range(len(pieces) - 1, max(-1, len(pieces) - 7), -1):
        joined = "".join(pieces[start:])
        rows = lexicon.anchors.get(joined)
        if rows:
            _note_header(pieces[:start], reader)
            return lexicon.row_of(joined, reader.last, reader.table)
    found = lexicon.row_at_end("".join(pieces), reader.last, reader.table) or (
        lexicon.row_of(pieces[-1], reader.last, reader.table) if pieces else None
    )
    _note_header(pieces[:-1] if found else pieces, reader)
    below = None if found else reader.header_row()
    return (below, "header") if below is not None else found


def _note_header(pieces: Sequence[str], reader: TableReader) -> None:
    """Tell the reader of labels that are no row's own; a label of a group of rows, whole or a piece, is no header."""
    groups = reader.lexicon.groups
    if any(piece and not any(piece in group for group in groups) for piece in pieces):
        reader.labels(pieces)


def _read_glued(labels: Sequence[Token], reader: TableReader) -> bool:
    """A label with its values run on, as one word: read only when there is one way to cut them."""
    match = _GLUED.fullmatch(labels[-1].text)
    rows = reader.lexicon.anchors.get(plain(match.group(1))) if match else None
    if not match or not rows:
        return False
    _note_header([plain(token.text) for token in labels[:-1]], reader)
    number, where = rows[0], f"line {labels[-1].line}"
    cut = _only_cut(match.group(2), reader.lexicon.rows[number])
    if cut is None:
        reader.refuse(number, match.group(2), where, "run together")
    else:
        reader.assign(number, cut, where, "run together")
    return True


def _only_cut(digits: str, row: PrintedRow) -> Sequence[str] | None:
    """The values in a run of digits, where there is one way to cut it: one value, or a zero for every cell."""
    if len(row.cells) == 1:
        return [digits]
    return list(digits) if digits == "0" * len(row.cells) else None
