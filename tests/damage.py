"""Random damage to a written report, and what a reading of it must still get right."""

from __future__ import annotations

import html as markup
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from drafter.document import Cell, Document, TableBlock, TextBlock, cell, paragraph
from drafter.drafting.merge import merge
from drafter.errors import SourceError
from drafter.form import Form, PrintedRow
from drafter.formats import FORMATS as OWN
from drafter.formats.style import load_style
from drafter.recognition import recognize
from drafter.report.filing import Filing
from tests import text_forms

STYLE = load_style("gbt-9704")
Rows = list[list[Cell]]


@dataclass(frozen=True)
class Writing:
    """A way to write a document and to read it back; `divider` divides the cells of a line that is a whole grid row."""

    write: Callable[[Document], bytes]
    read: Callable[[bytes], Document]
    divider: str | None = None


def page(document: Document, *, layout: str, encoding: str = "utf-8") -> bytes:
    """A page as government sites make them: cells with <p> or &nbsp;, or all of it in a layout table."""
    parts = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            parts.append(f"<p>&nbsp;&nbsp;{markup.escape(block.text)}</p>")
        elif isinstance(block, TableBlock):
            rows = "".join(f"<tr>{''.join(_td(c, layout) for c in row)}</tr>" for row in block.rows)
            parts.append(f"<table border=1 cellspacing=0>{rows}</table>")
    body = "\n".join(parts)
    if layout == "layout":
        body = (
            f"<table width=100%><tr><td><div class=nav><a href=#>x</a></div></td></tr><tr><td>{body}</td></tr></table>"
        )
    head = f"<meta charset={encoding}><title>x</title><script>var a = '<td>5</td>';</script>"
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding, "xmlcharrefreplace")


def _td(item: Cell, layout: str) -> str:
    text = markup.escape(item.text) or "&nbsp;"
    if layout == "paragraphs":
        text = f"<p><span>{text[:1]}</span><span>{text[1:]}</span></p>" if item.label else f"<p>&nbsp;{text}</p>"
    spans = (f" rowspan={item.row_span}" if item.row_span > 1 else "") + (
        f" colspan={item.col_span}" if item.col_span > 1 else ""
    )
    return f"<td{spans}>{text}</td>"


def _text(form: str) -> Writing:
    divider = "|" if form in ("F2", "F2 repeated") else None
    return Writing(lambda document: text_forms.write(document, form).encode(), OWN["txt"].read, divider)


FORMATS: dict[str, Writing] = {
    **{form: _text(form) for form in text_forms.FORMS},
    **{
        name: Writing(partial(OWN[name].write, style=STYLE), OWN[name].read, {"md": "|", "txt": "\t"}.get(name))
        for name in ("docx", "html", "md", "txt")
    },
    "html plain": Writing(partial(page, layout="plain"), OWN["html"].read),
    "html paragraphs": Writing(partial(page, layout="paragraphs"), OWN["html"].read),
    "html layout": Writing(partial(page, layout="layout"), OWN["html"].read),
    "html gbk": Writing(partial(page, layout="plain", encoding="gb18030"), OWN["html"].read),
}


def pdf(document: Document) -> bytes:
    """The document as PDF, by WeasyPrint from our own page."""
    from drafter.formats.pdf.writer import pdf_of

    return pdf_of(OWN["html"].write(document, STYLE))


PDF = Writing(pdf, OWN["pdf"].read)
"""Apart from the others, since a PDF takes a second to write."""


@dataclass(frozen=True)
class Case:
    """A damaged writing: its bytes, the cells that the damage may cost, and what was written."""

    filing: Filing
    data: bytes
    read: Callable[[bytes], Document]
    touched: frozenset[str]
    cut: bool = False
    is_overwritten: bool = False
    """The damage is a wrong number that stands where it should: it is read, and the row is to be doubted."""


@dataclass(frozen=True)
class Verdict:
    """Numbers that are wrong, cells outside the damage that are no longer read, and whether anything was said."""

    wrong: dict[str, object]
    """Those that stand there as certain; of an overwritten total only the row can say that it is wrong."""
    lost: tuple[str, ...]
    reported: bool


def _delete(row: list[Cell], at: int, rng: random.Random) -> list[Cell]:
    return row[:at] + row[at + 1 :]


def _duplicate(row: list[Cell], at: int, rng: random.Random) -> list[Cell]:
    return [*row[: at + 1], row[at], *row[at + 1 :]]


def _merge(row: list[Cell], at: int, rng: random.Random) -> list[Cell]:
    if at + 1 >= len(row):
        at -= 1
    both = cell(row[at].text + row[at + 1].text)
    return [*row[:at], both, *row[at + 2 :]]


def _page_number(row: list[Cell], at: int, rng: random.Random) -> list[Cell]:
    return [*row[:at], cell(rng.choice(["- 4 -", "4", "12"])), *row[at:]]


def _year(row: list[Cell], at: int, rng: random.Random) -> list[Cell]:
    return [*row[:at], cell(rng.choice(["2024", "2023年"])), *row[at:]]


def _lose_label(row: list[Cell], at: int, rng: random.Random) -> list[Cell]:
    return [*row[:at], replace(row[at], spans=()), *row[at + 1 :]]


def _trailing_blank(row: list[Cell], at: int, rng: random.Random) -> list[Cell]:
    """A cell less, or two in one, and a blank at the end: the row is as long as before."""
    change = rng.choice([_delete, _merge])
    return [*change(row, at, rng), cell("")]


LOSE_LABEL, DROP, SWAP, OVERWRITE = "lose a label", "drop a row", "swapped rows", "overwritten total"
TRAILING = "trailing blank"
DAMAGES: dict[str, Callable[[list[Cell], int, random.Random], list[Cell]] | None] = {
    "delete a cell": _delete,
    "duplicate a cell": _duplicate,
    "merge two cells": _merge,
    "insert a page number": _page_number,
    "insert a stray year": _year,
    TRAILING: _trailing_blank,
    LOSE_LABEL: _lose_label,
    OVERWRITE: None,
    DROP: None,
    SWAP: None,
    "cut the file": None,
}


def damaged(filing: Filing, form: Form, fmt: str, damage: str, rng: random.Random) -> Case | None:
    """A filing written in a format and damaged once; None where the damage cannot be done or changes nothing."""
    document = merge(filing, form)
    writing = PDF if fmt == "pdf" else FORMATS[fmt]
    if damage == "cut the file":
        return _cut(filing, writing, document, fmt, rng)
    key = rng.choice(list(form.tables))
    table = form.tables[key]
    printed = rng.choice(table.printed)
    number, target = _nth_table(document, list(form.tables).index(key))
    rows: Rows = [list(row) for row in target.rows]
    touched = frozenset(printed.addresses)
    if damage == TRAILING and len(printed.cells) == 1:
        return None  # a row of a blank cell
    if fmt in text_forms.TRACELESS | text_forms.FILLED_UP and any(filing.figures[c] is None for c in printed.addresses):
        return None  # a blank that leaves no trace and a cell too many make up for each other
    if fmt in text_forms.TRACELESS:
        if any(all(filing.figures[c] is None for c in row.addresses) for row in table.printed):
            return None  # a lone number below labels that lost theirs may be a page number, and is not read
        if fmt == "F7" and len(printed.cells) == 1 and damage != "delete a cell":
            return None  # a number run on to a number is a number
        if fmt == "F3" and len(printed.cells) == 1 and damage == LOSE_LABEL:
            return None  # of two numbers below a label one may be no value at all
        touched |= _unread(writing, document, form)
    if fmt == "F7" and not _is_true(writing, document, filing, form):
        return None  # a blank left out, and digits that add up by chance as one for each cell
    if fmt in text_forms.FILLED_UP:
        touched |= _unread(writing, document, form)
    if damage == OVERWRITE:
        overwritten = _overwritten(rows[printed.line], printed.addresses, form, rng)
        if overwritten is None:
            return None
        rows[printed.line] = overwritten
    elif damage == SWAP:
        other = rng.choice(table.printed)
        if not _swap(rows, printed.line, other.line):
            return None
        touched |= frozenset(other.addresses)
    elif writing.divider and damage != DROP:
        data = _line_damaged(writing, document, target, printed, damage, rng)
        return None if data is None else Case(filing, data, writing.read, touched)
    elif damage == DROP:
        if any(item.row_span > 1 for item in rows[printed.line]):
            return None  # what hangs on a spanning label is no single row
        _drop(rows, printed.line)
    else:
        changed = _changed(rows[printed.line], len(printed.cells), damage, rng)
        if changed is None:
            return None
        rows[printed.line] = changed
    blocks = list(document.blocks)
    blocks[number] = replace(target, rows=tuple(map(tuple, rows)))
    data = writing.write(replace(document, blocks=tuple(blocks)))
    return Case(filing, data, writing.read, touched, is_overwritten=damage == OVERWRITE)


def _changed(row: list[Cell], values: int, damage: str, rng: random.Random) -> list[Cell] | None:
    """The row with one of its last cells damaged; None where that would change nothing."""
    change = DAMAGES[damage]
    assert change is not None
    first = len(row) - values
    at = first - 1 if damage == LOSE_LABEL else rng.randrange(first, len(row))
    if at < 0:
        return None
    if damage == "merge two cells":
        if len(row) < 2:
            return None
        at = min(at, len(row) - 2)
    return change(row, at, rng)


def _drop(rows: Rows, line: int) -> None:
    """Take out a row; labels that span it become one row shorter."""
    del rows[line]
    for number in range(line):
        rows[number] = [
            replace(item, row_span=item.row_span - 1) if number + item.row_span > line else item
            for item in rows[number]
        ]


def totals_of(form: Form) -> dict[str, tuple[str, ...]]:
    """The totals of rows, and the cells of the same row that they add up."""
    rows = [frozenset(row.addresses) for table in form.tables.values() for row in table.printed]
    return {
        item.left[0].address: parts
        for item in form.identities
        if (parts := tuple(term.address for term in item.right))
        and len(item.left) == 1
        and not any(term.last for term in item.right)
        and any({item.left[0].address, *parts} <= row for row in rows)
    }


def _overwritten(row: list[Cell], addresses: Sequence[str], form: Form, rng: random.Random) -> list[Cell] | None:
    """The row with a total that its neighbour's value was written over; None without a total or another value, and
    where the row adds up all the same, because its neighbour is the only number in it."""
    places = [len(row) - len(addresses) + addresses.index(total) for total in totals_of(form) if total in addresses]
    at = rng.choice(places) if places else 0
    if not at or row[at].text == row[at - 1].text:
        return None
    total = addresses[at - len(row) + len(addresses)].rpartition(".")[0]
    parts = [
        row[len(row) - len(addresses) + n].text for n, one in enumerate(addresses) if one.rpartition(".")[0] == total
    ]
    if all(not text.strip("0/ ") for text in parts[:-2]):
        return None
    return [*row[:at], cell(row[at - 1].text), *row[at + 1 :]]


def _swap(rows: Rows, one: int, other: int) -> bool:
    """Exchange two rows; False where labels span them, or the form prints them in another width."""
    if one == other or [item.col_span for item in rows[one]] != [item.col_span for item in rows[other]]:
        return False
    if any(item.row_span > 1 for line in (one, other) for item in rows[line]):
        return False
    rows[one], rows[other] = rows[other], rows[one]
    return True


def _line_damaged(
    writing: Writing, document: Document, table: TableBlock, printed: PrintedRow, damage: str, rng: random.Random
) -> bytes | None:
    """Damage to the line of a printed row, where a format writes every grid row as a line of cells."""
    assert writing.divider
    lines = writing.write(document).decode().split("\n")
    grid = text_forms.slot_texts(table)
    wanted = "".join(grid[printed.line])
    (number, *_) = [n for n, line in enumerate(lines) if "".join(_cells(line, writing.divider)) == wanted] or [None]
    if number is None:
        return None
    places = [slot.column for slot in printed.cells]
    cells = [cell(text) for text in _cells(lines[number], writing.divider)]
    change = DAMAGES[damage]
    assert change is not None
    if damage == LOSE_LABEL and printed.label is None:
        return None
    at = printed.label.column if damage == LOSE_LABEL and printed.label else rng.choice(places)
    if damage == "merge two cells" and at + 1 >= len(cells):
        return None
    texts = [item.text for item in change(cells, at, rng)]
    joined = f" {writing.divider} ".join(texts) if writing.divider == "|" else writing.divider.join(texts)
    lines[number] = f"| {joined} |" if writing.divider == "|" else joined
    return "\n".join(lines).encode()


def _cells(line: str, divider: str) -> list[str]:
    inner = line.strip()[1:-1] if divider == "|" and line.strip().startswith("|") else line
    return [text.strip().replace("\\", "") for text in inner.split(divider)]


def _unread(writing: Writing, document: Document, form: Form) -> frozenset[str]:
    """Cells that this form leaves unread without any damage: rows with a blank, or run together."""
    return frozenset(item.cell for item in recognize(writing.read(writing.write(document)), form).filing.unread)


def _is_true(writing: Writing, document: Document, filing: Filing, form: Form) -> bool:
    """Whether nothing is read wrongly from the document without any damage."""
    figures = recognize(writing.read(writing.write(document)), form).filing.figures
    return all(value in (None, filing.figures[cell]) for cell, value in figures.items())


def _nth_table(document: Document, count: int) -> tuple[int, TableBlock]:
    found = [(number, block) for number, block in enumerate(document.blocks) if isinstance(block, TableBlock)]
    return found[count]


def _cut(filing: Filing, writing: Writing, document: Document, fmt: str, rng: random.Random) -> Case | None:
    """The first part of the file; cells whose whole row was written before the cut must still be read.

    Between two paragraphs of the last section a text can end like any other: nothing shows that more followed.
    """
    whole = writing.write(document)
    data = whole[: rng.randrange(len(whole) // 5, len(whole))]
    last = [block.text for block in document.paragraphs() if block.level == 1][-1]
    if data.endswith(b"\n") and last.encode() in data:
        return None
    return Case(filing, data, writing.read, frozenset(), cut=True)


def judge(case: Case, form: Form) -> Verdict:
    """What a reading of the damaged file got wrong, lost, and said."""
    try:
        reading = recognize(case.read(case.data), form)
    except SourceError:
        return Verdict({}, (), reported=True)
    filing = reading.filing
    unread = {item.cell for item in filing.unread}
    contradicted = (
        {address for row in reading.contradicted for address, _ in row.columns} if case.is_overwritten else set()
    )
    wrong = {
        address: value
        for address, value in filing.figures.items()
        if isinstance(value, (int, float)) or (value is not None and not isinstance(value, str))
        if value != case.filing.figures[address] and address not in contradicted
    }
    lost = (
        ()
        if case.cut
        else tuple(
            address
            for address in form.cells
            if address not in case.touched and (address in unread) and case.filing.figures[address] is not None
        )
    )
    raw = [a for a, v in filing.figures.items() if isinstance(v, str) and case.filing.figures[a] != v]
    same = filing.figures == case.filing.figures and filing.narrative == case.filing.narrative
    reported = bool(unread or filing.unplaced or reading.notices or reading.contradicted or raw) or same
    return Verdict(wrong, lost, reported)


__all__ = ["DAMAGES", "FORMATS", "OVERWRITE", "Case", "Verdict", "damaged", "judge", "paragraph", "totals_of"]
