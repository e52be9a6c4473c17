"""A filing: one organisation's report for one year as data. Figures keep number, blank and raw text apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from drafter.document import SourcePlace
from drafter.form import ColumnDefinition, Form, Identity, Term
from drafter.records import dataclass

Number = int | Decimal
Figure = int | Decimal | str | None
"""A number, raw text that is no number, or None for blank."""
Figures = Mapping[str, Figure]
"""Figures by cell address."""

_BLANK = str.maketrans("", "", " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\ufeff\u2002\u2003\u2009\u202f")
_EDGE = " \t\r\n\u00a0\u3000\u200b\ufeff"
_NUMERIC = frozenset({"count", "amount", "ratio"})
_FULL_WIDTH = re.compile(r"[\x00-\x7f\uff00-\uff5e\u2212]+")
_PLAIN = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_MOST_DIGITS = 15
"""Beyond this a JSON reader may round, and no count or amount is that large."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (or none) and its paragraphs; `run_in`: the first paragraph continues the heading's own line."""

    paragraphs: tuple[str, ...] = ()
    heading: str | None = None
    topic: str | None = None
    run_in: bool = False


Sections = Mapping[str, tuple[Block, ...]]
"""Blocks by section key."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell whose value could not be read, and why ("damaged", "absent", "superseded", …)."""

    cell: str
    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text of the source that stands in no block, and where it stood."""

    text: str
    where: SourcePlace


@dataclass(frozen=True, slots=True)
class Filing:
    """A report as data: rendered text only, no references."""

    form: str
    figures: Figures
    narrative: Sections = field(default_factory=lambda: MappingProxyType({}))
    organization: str | None = None
    year: int | None = None
    title: str | None = None
    unread: tuple[Unread, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()

    def rows(self) -> dict[str, tuple[str, ...]]:
        """Row keys by table, in the order of the figures (what an open table needs)."""
        return rows_of(self.figures)


def rows_of(figures: Figures) -> dict[str, tuple[str, ...]]:
    """Row keys by table, in the order of the figures."""
    rows: dict[str, dict[str, None]] = {}
    for address in figures:
        table, _, rest = address.partition(".")
        rows.setdefault(table, {})[rest.rpartition(".")[0]] = None
    return {table: tuple(keys) for table, keys in rows.items()}


class Parsed(NamedTuple):
    """A figure as read from text; `regular` is False when the text was tidied (full-width digits, thousands commas)."""

    figure: Figure
    regular: bool = True


def figure_of(text: str, column: ColumnDefinition) -> Figure:
    """The figure that a cell's text shows; what is no number of the column's kind stays raw text."""
    if text.isdigit() and text.isascii() and column.kind in _NUMERIC and (len(text) == 1 or _is_usual(text)):
        return int(text)
    return parse_figure(text, column).figure


def _is_usual(digits: str) -> bool:
    return digits[0] != "0" and len(digits) <= _MOST_DIGITS


def parse_figure(text: str, column: ColumnDefinition) -> Parsed:
    """The figure, and whether its text is a number's usual one."""
    stripped = text.strip(_EDGE)
    if not stripped.translate(_BLANK):
        return Parsed(None)
    if column.kind in ("text", "date"):
        return Parsed(" ".join(stripped.split()))
    number = parse_number(stripped, column)
    if number is None:
        return Parsed(" ".join(stripped.split()))
    return Parsed(number, regular=bool(_PLAIN.fullmatch(stripped)))


def parse_number(text: str, column: ColumnDefinition) -> Number | None:
    """The number that `text` is in a column of this kind; None when it is none."""
    if not text.isascii() and not _FULL_WIDTH.fullmatch(text):
        return None  # a footnote mark is no digit of the number
    plain = unicodedata.normalize("NFKC", text)
    sign = 1
    if column.signed and plain[:1] in "-\u2212":
        sign, plain = -1, plain[1:]
    if column.kind == "ratio":
        plain = plain.removesuffix("%").rstrip()
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        return None
    digits = plain.replace(",", "")
    if len(digits.replace(".", "")) > _MOST_DIGITS:
        return None
    return _number(digits, sign, column)


def _number(digits: str, sign: int, column: ColumnDefinition) -> Number | None:
    if "." not in digits:
        return sign * int(digits)
    value = Decimal(digits)
    if value == value.to_integral_value():
        return sign * int(value)
    return None if column.kind == "count" else sign * value


def as_number(figure: Figure) -> Number | None:
    """The number, or None for blank and raw text."""
    return None if figure is None or isinstance(figure, str) else figure


def show(figure: Figure) -> str:
    """A figure as it is written in a report; blank is the empty text."""
    return "" if figure is None else format(figure, "f") if isinstance(figure, Decimal) else str(figure)


def total(terms: Iterable[Term], figures: Figures, last: Figures) -> Number | None:
    """Σ weight × cell; None as soon as a cell is blank or raw."""
    result: Number = 0
    for term in terms:
        value = (last if term.last else figures).get(term.address)
        if value is None or isinstance(value, str):
            return None
        result += term.weight * value
    return result


def value_of(address: str, figures: Figures, form: Form) -> Number | None:
    """The number of a cell, a named sum, or addresses joined by "+"; None when any part of it is no number."""
    parts = form.sums.get(address) or (tuple(address.split("+")) if "+" in address else None)
    if parts is None:
        return as_number(figures.get(address))
    result: Number = 0
    for part in parts:
        value = value_of(part, figures, form) if part in form.sums else as_number(figures.get(part))
        if value is None:
            return None
        result += value
    return result


def complete(figures: Figures, form: Form) -> tuple[Figures, frozenset[str]]:
    """The figures with every blank total whose components are all given, and the addresses computed."""
    pending = [
        item
        for item in identities_of(figures, form)
        if item.relation.computes and figures.get(item.left[0].address) is None
    ]
    filled = dict(figures) if pending else figures
    computed: set[str] = set()
    while pending:
        found = {
            item.left[0].address: value for item in pending if (value := total(item.right, filled, {})) is not None
        }
        if not found:
            break
        filled = {**filled, **found}
        computed |= set(found)
        pending = [item for item in pending if item.left[0].address not in found]
    return filled, frozenset(computed)


def identities_of(figures: Figures, form: Form) -> tuple[Identity, ...]:
    """Every identity of the form, written out for the rows that the figures have."""
    return form.identities_for(rows_of(figures)) if form.has_open_tables else form.identities


def blank_figures(form: Form) -> dict[str, Figure]:
    """Every fixed cell of the form, blank."""
    return dict.fromkeys(form.cells)


def paragraphs_of(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Every paragraph of a section with its block, in order: the numbering that places in text use."""
    for block in blocks:
        for text in block.paragraphs:
            yield block, text
