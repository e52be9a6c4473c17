"""What people paste: the form's tables as spreadsheets and pages put them on the clipboard, in ten kinds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import NamedTuple

from drafter.form import Form, Slot, Table


class Clip(NamedTuple):
    """What stands on the clipboard, the cell that it is pasted at, and the cells that it is to fill."""

    text: str
    page: str
    at: str
    cells: Mapping[str, str]


def values(table: Table, seed: int) -> dict[str, str]:
    """A text for each cell of a table: numbers, some with a thousands comma, some blank."""
    chance = random.Random(f"{table.key}{seed}")
    kinds = (lambda: str(chance.randrange(900)), lambda: f"{chance.randrange(1, 9)},{chance.randrange(1000):03}")
    return {cell: "" if chance.random() < 0.2 else kinds[chance.random() < 0.3]() for cell in table.addresses()}


def _text(slot: Slot, of: Mapping[str, str]) -> str:
    return slot.text if slot.address is None else of[slot.address]


def markup(table: Table, of: Mapping[str, str], lines: range | None = None) -> str:
    """The table as markup with spans, as spreadsheets and pages write it; `lines`: only these of the grid."""
    rows = []
    for line in table.grid[lines.start : lines.stop] if lines else table.grid:
        slots = (
            f'<td rowspan="{slot.row_span}" colspan="{slot.col_span}">{escape(_text(slot, of))}</td>' for slot in line
        )
        rows.append(f"<tr>{''.join(slots)}</tr>")
    return f"<html><body><!--StartFragment--><table>{''.join(rows)}</table><!--EndFragment--></body></html>"


def flat(table: Table, of: Mapping[str, str], lines: range | None = None) -> str:
    """The table with tabs: a merged cell stands in its first slot, the others that it covers are empty."""
    grid = [[""] * table.width for _ in table.grid]
    for slot in (slot for line in table.grid for slot in line):
        grid[slot.row][slot.column] = _text(slot, of)
    kept = grid[lines.start : lines.stop] if lines else grid
    return "\r\n".join("\t".join(_quoted(text) for text in row) for row in kept) + "\r\n"


def _quoted(text: str) -> str:
    return f'"{text}"' if "\n" in text else text


def _row(table: Table, row: str) -> list[str]:
    return [cell for cell in table.addresses() if cell.startswith(f"{table.key}.{row}.")]


def _whole(draw: Callable[[Table, Mapping[str, str]], tuple[str, str]], key: str) -> Callable[[Form, int], Clip]:
    def made(form: Form, seed: int) -> Clip:
        table = form.tables[key]
        of = values(table, seed)
        text, page = draw(table, of)
        return Clip(text, page, next(iter(of)), of)

    return made


def _labelled_rows(form: Form, seed: int) -> Clip:
    table = form.tables["requests"]
    rows = ["new", "denied.internal_affairs", "carried_out"]
    of = {cell: text for cell, text in values(table, seed).items() if cell.rpartition(".")[0][9:] in rows}
    label = table.rows
    lines = ["\t".join([label[row].label, *(of[cell] for cell in _row(table, row))]) for row in rows]
    return Clip("\n".join(lines), "", "requests.new.natural_person", of)


def _bare_row(form: Form, seed: int) -> Clip:
    table = form.tables["requests"]
    of = {cell: text for cell, text in values(table, seed).items() if cell in _row(table, "granted")}
    return Clip("\t".join(of.values()) + "\r\n", "", "requests.granted.natural_person", of)


def _block(form: Form, seed: int) -> Clip:
    table = form.tables["requests"]
    rows = ["denied.prohibited_by_law", "denied.security_and_stability", "denied.third_party_rights"]
    of = values(table, seed)
    kept = {cell: of[cell] for row in rows for cell in _row(table, row)[1:4]}
    lines = ["\t".join(of[cell] for cell in _row(table, row)[1:4]) for row in rows]
    return Clip("\r\n".join(lines), "", f"requests.{rows[0]}.business", kept)


def _several(form: Form, seed: int) -> Clip:
    tables = form.tables.values()
    of = [values(table, seed) for table in tables]
    page = "".join(markup(table, cells) for table, cells in zip(tables, of, strict=True))
    return Clip("x", page, "requests.new.total", {cell: text for cells in of for cell, text in cells.items()})


def _some_lines(form: Form, seed: int) -> Clip:
    table = form.tables["requests"]
    of, lines = values(table, seed), range(7, 15)
    kept = {slot.address: of[slot.address] for line in table.grid[7:15] for slot in line if slot.address}
    return Clip(flat(table, of, lines), "", "requests.new.natural_person", kept)


KINDS: Mapping[str, Callable[[Form, int], Clip]] = {
    "whole table, spreadsheet markup": _whole(lambda table, of: (flat(table, of), markup(table, of)), "requests"),
    "whole table, tabs": _whole(lambda table, of: (flat(table, of), ""), "requests"),
    "table without row labels, markup": _whole(lambda table, of: (flat(table, of), markup(table, of)), "disputes"),
    "table without row labels, tabs": _whole(lambda table, of: (flat(table, of), ""), "disputes"),
    "table with merged values": _whole(lambda table, of: (flat(table, of), markup(table, of)), "proactive"),
    "rows with labels, out of order": _labelled_rows,
    "a row without its label": _bare_row,
    "a block": _block,
    "all tables of a page": _several,
    "some lines of a table with groups": _some_lines,
}


def clips(form: Form, seed: int) -> Iterator[tuple[str, Clip]]:
    """One of each kind."""
    for name, made in KINDS.items():
        yield name, made(form, seed)
