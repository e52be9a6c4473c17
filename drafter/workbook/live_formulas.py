"""Formulas that the workbook is written with: totals, suggestions, and whether a relation holds.

A formula shows nothing until every cell that it needs is given. A blank cell counts as given, as 0, when the switch of
its sheet is set, except a total: that one is blank only while its own parts are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from openpyxl.utils import get_column_letter

from drafter.form import Identity, Term
from drafter.report import Figures, as_number, show
from drafter.workbook.layout import SheetPlace, TableLayout, WorkbookLayout, quoted

_DECIMALS = 6
"""Binary fractions are rounded to this many places, more than any column shows."""


def total_formula(identity: Identity, layout: WorkbookLayout, yes: str) -> str:
    """The right side of an identity, as soon as all of it is given."""
    return _when_given(identity.right, identity, layout, yes, _side(identity.right, identity, layout, {}))


def suggestion_formula(identity: Identity, layout: WorkbookLayout, last: Figures, yes: str) -> str:
    """The right side of an identity with last year's figures as constants."""
    return _when_given(identity.right, identity, layout, yes, _side(identity.right, identity, layout, last))


def balance_formula(identity: Identity, layout: WorkbookLayout, last: Figures, words: tuple[str, str, str]) -> str:
    """The word for "holds", or the word for "does not" and by how much the left side exceeds the right."""
    yes, ok, off = (text(word) for word in words)
    left, right = (_side(side, identity, layout, last) for side in (identity.left, identity.right))
    difference = f"ROUND({left}-({right}),{_DECIMALS})"
    allowed = show(identity.tolerance) if identity.tolerance else "0"
    holds = {
        "=": f"ABS({difference})<={allowed}" if identity.tolerance else f"{difference}=0",
        "<=": f"{difference}<={allowed}",
        ">=": f"{difference}>=-{allowed}",
    }[identity.relation.is_]
    shown = f'IF({holds},{ok},{off}&" "&{difference})'
    return _when_given(identity.left + identity.right, identity, layout, words[0], shown)


def knows(identity: Identity, last: Figures) -> bool:
    """True if last year's figures that an identity needs are numbers."""
    return all(as_number(last.get(term.address)) is not None for term in identity.left + identity.right if term.last)


def text(word: str) -> str:
    """A text as formulas write it."""
    return '"' + word.replace('"', '""') + '"'


def areas(places: Iterable[SheetPlace], sheet: str) -> list[str]:
    """The fewest ranges, as formulas on `sheet` write them, that hold exactly these cells."""
    places, found = list(places), []
    for name in dict.fromkeys(place.sheet for place in places):
        prefix = "" if name == sheet else f"{quoted(name)}!"
        corners = _blocks({(place.row, place.column) for place in places if place.sheet == name})
        found += [prefix + _area(*corner) for corner in corners]
    return found


def _area(top: int, left: int, bottom: int, right: int) -> str:
    first, last = f"{get_column_letter(left)}{top}", f"{get_column_letter(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


def _blocks(cells: set[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Runs of neighbours in a row, joined with equal runs in the row above."""
    blocks: list[tuple[int, int, int, int]] = []
    for row, left, right in _runs(sorted(cells)):
        above = next((block for block in blocks if block[1:] == (left, row - 1, right)), None)
        if above:
            blocks[blocks.index(above)] = (above[0], left, row, right)
        else:
            blocks.append((row, left, row, right))
    return blocks


def _runs(cells: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    for row in dict.fromkeys(row for row, _ in cells):
        columns = [column for line, column in cells if line == row]
        first = columns[0]
        for column, after in zip(columns, [*columns[1:], None], strict=True):
            if after != column + 1:
                yield row, first, column
                first = after or 0


def _home(identity: Identity, layout: WorkbookLayout) -> str:
    return layout.places[identity.cells[0]].sheet


def _when_given(terms: Sequence[Term], identity: Identity, layout: WorkbookLayout, yes: str, shown: str) -> str:
    conditions = list(_given(terms, _home(identity, layout), layout, yes))
    every = conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"
    return f'=IF({every},{shown},"")'


def _given(terms: Sequence[Term], sheet: str, layout: WorkbookLayout, yes: str) -> Iterator[str]:
    addresses = list(dict.fromkeys(term.address for term in terms if not term.last))
    totals = [address for address in addresses if address in layout.totals]
    if totals:
        yield f"COUNT({_listed(totals, sheet, layout)})={len(totals)}"
    for table in layout.tables.values():
        parts = [item for item in addresses if item in table.cells and item not in layout.totals]
        if parts:
            listed = _listed(parts, sheet, layout)
            rest = f"COUNT({listed})=COUNTA({listed})"
            yield f"IF({_switched(table, parts, sheet, yes)},{rest},COUNT({listed})={len(parts)})"


def _switched(table: TableLayout, addresses: Sequence[str], sheet: str, yes: str) -> str:
    """True if blanks count as 0; those of an open row do only when the row has a name."""
    switch = table.switch.fixed if table.sheet == sheet else table.switch.absolute
    keys = [key for address in addresses if (key := table.key_of(address))]
    test = f"{switch}={text(yes)}"
    return f"AND({test},COUNTA({','.join(areas(keys, sheet))})={len(set(keys))})" if keys else test


def _listed(addresses: Iterable[str], sheet: str, layout: WorkbookLayout) -> str:
    return ",".join(areas((layout.places[address] for address in addresses), sheet))


def _side(terms: Sequence[Term], identity: Identity, layout: WorkbookLayout, last: Figures) -> str:
    """A sum of SUMs, one for each weight, and a constant for last year's part."""
    sheet = _home(identity, layout)
    parts = []
    for weight in dict.fromkeys(term.weight for term in terms if not term.last):
        cells = [layout.places[term.address] for term in terms if not term.last and term.weight == weight]
        parts.append(f"{_signed(weight)}SUM({','.join(areas(cells, sheet))})")
    constant = sum((term.weight * Decimal(_last(term, last)) for term in terms if term.last), Decimal(0))
    if any(term.last for term in terms):
        parts.append(f"{constant:+f}")
    joined = "".join(parts).removeprefix("+") or "0"
    whole = all(layout.form.column_of(term.address).kind == "count" for term in terms)
    return joined if whole else f"ROUND({joined},{_DECIMALS})"


def _last(term: Term, last: Figures) -> int | Decimal:
    return as_number(last.get(term.address)) or 0


def _signed(weight: int) -> str:
    return {1: "+", -1: "-"}.get(weight) or f"{weight:+d}*"
