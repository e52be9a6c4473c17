"""The value of a formula that no program has computed yet, for the small language that such sheets need.

Numbers, texts, + - * / & %, comparisons, parentheses, references and ranges (also to other sheets), and the functions
of `operands`. Arithmetic is decimal, so 0.1+0.2 is 0.3. Anything else is NotComputable: a figure is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, DecimalException
from typing import Any, Protocol

from openpyxl.utils import range_boundaries

from drafter.workbook.operands import FUNCTIONS, LEVELS, Area, Node, NotComputable, Value, apply, number, scalar


class Cells(Protocol):
    """The cells that a formula may refer to; asking raises NotComputable for what has no value."""

    def area(self, sheet: str, bounds: tuple[int, int, int, int]) -> Sequence[Value]:
        """Values of the cells that are not blank in (left column, top row, right column, bottom row), row by row."""


_TOKEN = re.compile(
    r"""\s*(?:
    (?P<ref>(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[^\W\d]\w*))!)?
        (?P<area>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?))(?![\w.(!])
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)
    |(?P<text>"(?:[^"]|"")*")
    |(?P<name>[A-Za-z]+)(?=\s*\()
    |(?P<op><=|>=|<>|[-+*/&=<>(),%])
    )\s*""",
    re.VERBOSE,
)
_LONGEST = 8192
"""Characters in a formula, as in Excel."""


def evaluate(formula: str, sheet: str, cells: Cells) -> Value:
    """The value of a formula ("=A1+2") on a sheet; NotComputable when it has none here."""
    try:
        parser = _Parser(_tokens(formula.removeprefix("=")), sheet, cells)
        return scalar(parser.whole()())
    except (DecimalException, ZeroDivisionError, OverflowError, RecursionError) as error:
        raise NotComputable(formula[:60]) from error


def _tokens(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    position = 0
    if len(text) > _LONGEST:
        raise NotComputable("too long")
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise NotComputable(text[position : position + 20])
        found.append(match)
        position = match.end()
    return found


class _Parser:
    """Recursive descent over the levels of operators; every method returns a node."""

    def __init__(self, tokens: Sequence[re.Match[str]], sheet: str, cells: Cells) -> None:
        self.tokens, self.sheet, self.cells, self.position = tokens, sheet, cells, 0

    def whole(self) -> Node:
        """The whole formula."""
        node = self._level(0)
        if self.position != len(self.tokens):
            raise NotComputable("more than a formula")
        return node

    def _accept(self, *operators: str) -> str | None:
        found = self.tokens[self.position]["op"] if self.position < len(self.tokens) else None
        if found is None or found not in operators:
            return None
        self.position += 1
        return found

    def _expect(self, operator: str) -> None:
        if not self._accept(operator):
            raise NotComputable(f"no {operator}")

    def _level(self, level: int) -> Node:
        if level == len(LEVELS):
            return self._signed()
        node = self._level(level + 1)
        while operator := self._accept(*LEVELS[level]):
            node = _binary(operator, node, self._level(level + 1))
        return node

    def _signed(self) -> Node:
        sign = self._accept("+", "-")
        if sign:
            inner = self._signed()
            return inner if sign == "+" else lambda: -number(inner())
        node = self._atom()
        while self._accept("%"):
            node = _percent(node)
        return node

    def _atom(self) -> Node:
        if self._accept("("):
            node = self._level(0)
            self._expect(")")
            return node
        if self.position >= len(self.tokens) or self.tokens[self.position]["op"]:
            raise NotComputable("an operand is missing")
        token = self.tokens[self.position]
        self.position += 1
        if token["ref"]:
            return self._reference(token)
        if token["name"]:
            return self._call(token["name"].upper())
        return _constant(token)

    def _reference(self, token: re.Match[str]) -> Node:
        name = token["quoted"].replace("''", "'") if token["quoted"] else token["bare"] or self.sheet
        corners: Any = range_boundaries(token["area"].replace("$", "").upper())  # never a whole column
        left, top, right, bottom = corners
        bounds = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        return lambda: Area(tuple(self.cells.area(name, bounds)), ":" not in token["area"])

    def _call(self, name: str) -> Node:
        function = FUNCTIONS.get(name)
        if function is None:
            raise NotComputable(name)
        self._expect("(")
        arguments: list[Node] = []
        while not self._accept(")"):
            if arguments:
                self._expect(",")
            arguments.append(self._level(0))
        return lambda: function(arguments)


def _constant(token: re.Match[str]) -> Node:
    value: Value = Decimal(token["number"]) if token["number"] else token["text"][1:-1].replace('""', '"')
    return lambda: value


def _percent(node: Node) -> Node:
    return lambda: number(node()) / 100


def _binary(operator: str, left: Node, right: Node) -> Node:
    return lambda: apply(operator, scalar(left()), scalar(right()))
