"""Formulas of the workbook: those that it is written with, and the value of simple ones not computed yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation

from openpyxl.utils import range_boundaries

from drafter.filing import Figures, as_number
from drafter.form import Identity, Term

Value = int | float | Decimal | str | None
Lookup = Callable[[str, int, int], Value]
"""The value of a cell by sheet, row and column; it may evaluate in turn."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<ref>(?:'(?P<quoted>[^']+)'!|(?P<bare>[^\W\d][\w.]*)!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)"
    r"|(?P<name>[A-Za-z]+)(?=\()|(?P<op>[-+*/(),%]))"
)
_DEEPEST = 60
_LARGEST_RANGE = 100_000


def sum_when_given(cells: Sequence[str], switch: str, yes: str) -> str:
    """The sum of cells, blank until every one of them is given or the switch says that the rest is zero."""
    listed = ",".join(cells)
    return f'=IF(OR({switch}="{yes}",COUNT({listed})={len(cells)}),SUM({listed}),"")'


def signed_when_given(terms: Sequence[tuple[str, int]], constant: str, switch: str, yes: str) -> str:
    """A signed sum with a constant, blank until every cell is given or the switch says that the rest is zero."""
    listed = ",".join(cell for cell, _ in terms)
    signed = "".join(f"{'-' if weight < 0 else '+'}N({cell})" for cell, weight in terms)
    return f'=IF(OR({switch}="{yes}",COUNT({listed})={len(terms)}),{constant}{signed},"")'


def balance(
    identity: Identity, local: Mapping[str, str], last: Figures, switch: str, words: tuple[str, str, str]
) -> str:
    """Whether an identity holds: the word for yes, or the word for no and the difference; blank while cells are."""
    yes, ok, off = words
    cells = [local[address] for address in dict.fromkeys(identity.cells)]
    difference = f"{_side(identity.left, local, last)}-({_side(identity.right, local, last)})"
    count = ",".join(cells)
    holds = {
        "=": f"ABS({difference})<={identity.tolerance or '0.0000001'}",
        "<=": f"{difference}<=0",
        ">=": f"{difference}>=0",
    }
    test = holds[identity.relation.is_]
    shown = f'IF({test},"{ok}","{off} "&ROUND({difference},4))'
    return f'=IF(OR(AND({switch}="{yes}",COUNTA({count})=COUNT({count})),COUNT({count})={len(cells)}),{shown},"")'


def _side(terms: Sequence[Term], local: Mapping[str, str], last: Figures) -> str:
    parts = []
    for term in terms:
        value = as_number(last.get(term.address)) if term.last else None
        shown = str(value) if term.last else f"N({local[term.address]})"
        parts.append(
            f"{'-' if term.weight < 0 else '+'}{abs(term.weight)}*{shown}"
            if abs(term.weight) != 1
            else f"{'-' if term.weight < 0 else '+'}{shown}"
        )
    return "".join(parts).lstrip("+")


class NotComputable(Exception):
    """A formula that is beyond what is evaluated here."""


def evaluate(formula: str, sheet: str, lookup: Lookup, depth: int = 0) -> Decimal:
    """The value of a formula of numbers, + - * / %, parentheses, SUM, references and ranges; else NotComputable."""
    if depth > _DEEPEST:
        raise NotComputable(formula)
    parser = _Parser(_tokens(formula.removeprefix("=")), sheet, lookup)
    try:
        value = parser.expression()
    except (DivisionByZero, InvalidOperation, RecursionError) as error:
        raise NotComputable(formula) from error
    if parser.position != len(parser.tokens):
        raise NotComputable(formula)
    return value


def _tokens(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    position = 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None or len(found) > 2000:
            raise NotComputable(text)
        found.append(match)
        position = match.end()
    return found


class _Parser:
    """Recursive descent over sums, products, signs and atoms."""

    def __init__(self, tokens: Sequence[re.Match[str]], sheet: str, lookup: Lookup) -> None:
        self.tokens, self.sheet, self.lookup, self.position, self.depth = tokens, sheet, lookup, 0, 0

    def _accept(self, *operators: str) -> str | None:
        if self.position < len(self.tokens) and self.tokens[self.position]["op"] in operators:
            self.position += 1
            return self.tokens[self.position - 1]["op"]
        return None

    def expression(self) -> Decimal:
        """A sum."""
        value = self._product()
        while operator := self._accept("+", "-"):
            value = value + self._product() if operator == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._signed()
        while operator := self._accept("*", "/"):
            value = value * self._signed() if operator == "*" else value / self._signed()
        return value

    def _signed(self) -> Decimal:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotComputable("nested too deep")
        sign = self._accept("+", "-")
        value = self._signed() if sign else self._atom()
        while self._accept("%"):
            value /= 100
        self.depth -= 1
        return -value if sign == "-" else value

    def _atom(self) -> Decimal:
        if self._accept("("):
            value = self.expression()
            self._close()
            return value
        if self.position >= len(self.tokens):
            raise NotComputable("cut off")
        token = self.tokens[self.position]
        self.position += 1
        if token["number"]:
            return Decimal(token["number"])
        if token["ref"] and ":" not in token["ref"]:
            return sum(self._cells(token), Decimal(0))
        if (token["name"] or "").upper() == "SUM":
            return self._sum()
        raise NotComputable(token.group())

    def _sum(self) -> Decimal:
        if not self._accept("("):
            raise NotComputable("SUM")
        total = Decimal(0)
        while True:
            token = self.tokens[self.position] if self.position < len(self.tokens) else None
            if token is not None and token["ref"] and ":" in token["ref"]:
                self.position += 1
                total += sum(self._cells(token), Decimal(0))
            else:
                total += self.expression()
            if not self._accept(","):
                break
        self._close()
        return total

    def _close(self) -> None:
        if not self._accept(")"):
            raise NotComputable("no closing parenthesis")

    def _cells(self, token: re.Match[str]) -> list[Decimal]:
        sheet = token["quoted"] or token["bare"] or self.sheet
        area = token["ref"].rpartition("!")[2].replace("$", "").upper()
        first_column, first_row, last_column, last_row = range_boundaries(area)
        if (last_row - first_row + 1) * (last_column - first_column + 1) > _LARGEST_RANGE:
            raise NotComputable(area)
        values = [
            self.lookup(sheet, row, column)
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
        ]
        return [
            Decimal(str(value))
            for value in values
            if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        ]
