"""Lines with bars between or behind cells to rows of cells, or to a stream where a cell stands on each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain, unmarked
from drafter.recognition.tables.found import SourceRow, TablesFound, line_place
from drafter.recognition.tables.grid import read_grid
from drafter.recognition.tables.line_kinds import TextLine, without_page_marks
from drafter.recognition.tables.merged_cells import MergeStyle
from drafter.recognition.tables.stream import read_stream
from drafter.recognition.tables.tokens import Stretch, TableToken, stretches
from drafter.report import Unplaced


def read_bars(lines: Sequence[TextLine], before: TablesFound, lexicon: Lexicon) -> TablesFound:
    """Read a table whose cells bars divide."""
    barred = [line for line in lines if "|" in line.text]
    framed = 2 * sum(line.text.lstrip().startswith("|") for line in barred) > len(barred)
    several = sum(sum(map(bool, _cells(line.text, framed=framed))) > 1 for line in barred)
    if several * 4 >= len(barred):
        style = MergeStyle.PADDED if _are_padded(barred) else None
        return read_grid([*_rows(lines, lexicon, framed=framed)], before, lexicon, style)
    framed = lines[0].text.lstrip().startswith("|")
    lines, marks = without_page_marks(lines, lexicon, " |")
    before = before.with_strays([Unplaced(mark.text.strip(), line_place(mark.number)) for mark in marks])
    found = [*stretches(_terminated_cells(lines, lexicon), framed=framed)]
    rows = _padded_rows(found, lexicon, framed=framed)
    if rows:
        return read_grid(rows, before, lexicon, MergeStyle.PADDED)
    return read_stream(found, before, lexicon)


def _are_padded(barred: Sequence[TextLine]) -> bool:
    """True if bars without anything between them end a line, though others have spaces around them."""
    return any(line.text.rstrip().endswith("||") for line in barred) and any(" | " in line.text for line in barred)


def _cells(text: str, *, framed: bool) -> list[str]:
    """Cells of a line with bars; a bar at its end is a border, and one at its beginning where lines are framed."""
    stripped = text.strip()
    inner = stripped.removeprefix("|") if framed else stripped
    return [unmarked(cell.strip()) for cell in (inner[:-1] if inner.endswith("|") else inner).split("|")]


def _rows(lines: Sequence[TextLine], lexicon: Lexicon, *, framed: bool) -> Iterator[SourceRow]:
    """A row per line; lines without a bar are the beginning of the next row's first cell."""
    pending = ""
    for line in _joined_lines(lines, lexicon):
        text = line.text.strip()
        barred = "|" in text
        is_value = not barred and lexicon.value.fullmatch(text) is not None
        cells = _cells(line.text, framed=framed) if barred else [text]
        if barred and all(cell and not cell.strip(":-") for cell in cells):
            continue
        if pending and (is_value or plain(pending) in lexicon.anchors):
            yield SourceRow.of_line([pending], line.number)
            pending = ""
        if barred or is_value:
            yield SourceRow.of_line([pending + cells[0], *cells[1:]], line.number)
            pending = ""
        else:
            pending += text
    if pending:
        yield SourceRow.of_line([pending], lines[-1].number)


def _joined_lines(lines: Sequence[TextLine], lexicon: Lexicon) -> Iterator[TextLine]:
    """Join lines that were broken inside a cell; half a number must not be read as a number."""
    barred = [line for line in lines if "|" in line.text]
    closed = 2 * sum(line.text.rstrip().endswith("|") for line in barred) > len(barred)
    held: TextLine | None = None
    for line in lines:
        if held and (closed or ("|" not in line.text and lexicon.value.fullmatch(line.text.strip()))):
            line = held._replace(text=joined(held.text.rstrip(), line.text.strip()))
        elif held:
            yield held
        held = line if "|" in line.text and not line.text.rstrip().endswith("|") else None
        if held is None:
            yield line
    if held:
        yield held


def joined(before: str, text: str) -> str:
    """Two lines of one cell: pieces of a label run on, but a number never runs into another."""
    touching = before[-1:].isdigit() and text[:1].isdigit()
    return f"{before} {text}" if touching else before + text


def _terminated_cells(lines: Sequence[TextLine], lexicon: Lexicon) -> Iterator[TableToken]:
    """Cells that a bar ends, over any number of lines."""
    pending = ""
    for line in lines:
        *ended, pending = joined(pending, line.text.strip()).split("|")
        for cell in ended:
            yield TableToken.of_cell(cell, line.number, lexicon)
    if pending.strip():
        yield TableToken.of_cell(pending, lines[-1].number, lexicon)


def _padded_rows(found: Sequence[Stretch], lexicon: Lexicon, *, framed: bool) -> list[SourceRow]:
    """The rows of a stream in which a line of a header is filled up; none where there is no such line.

    `framed`: an empty cell more stands between rows, for the border that begins a row.
    A stretch that is no whole number of rows stays one piece, so that what is lost in it moves nothing behind it.
    """
    rows: list[SourceRow] = []
    width = 0
    for stretch in found:
        cells = [*stretch.labels, *stretch.values]
        size = len(cells)
        width = size if _is_padded_header(stretch, lexicon) else width
        length = width if width and (size + framed) % (width + framed) == 0 else size
        for start in range(0, size, length + framed or 1):
            row = cells[start : start + length]
            rows.append(SourceRow.of_line([token.text for token in row], row[-1].line))
    return rows if width else []


def _is_padded_header(stretch: Stretch, lexicon: Lexicon) -> bool:
    """True if the labels of a header's line stand before nothing but empty cells, to the table's width at least."""
    line = lexicon.header_lines.get(plain("".join(token.text for token in stretch.labels)))
    size = len(stretch.labels) + len(stretch.values)
    return line is not None and stretch.blank and size >= max(line.width, len(stretch.labels) + 1)
