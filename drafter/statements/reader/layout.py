"""Where clauses, half-sentences, sentences and parentheses of a paragraph begin and end, in tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafter.report import Paragraph
from drafter.report.quantities.chinese import Quantity
from drafter.statements.reader.tokens import Token, TokenKind

HALF_STOPS = frozenset(";\uff1b")
_LONGEST_RUN = 64
"""Tokens on either side of a number within which those stand that are said in turn with it."""
_LONGEST_CLAUSE = 200
"""Tokens of a clause that are looked at; clauses of the published reports at hand have up to 31."""
_COUNTS = ("two", "three", "four")
_HARD = (TokenKind.STOP, TokenKind.COMMA, TokenKind.COLON, TokenKind.QUANTITY, TokenKind.OPEN)
_SOFT = (TokenKind.STOP, TokenKind.COMMA, TokenKind.COLON, TokenKind.QUANTITY, TokenKind.OPEN, TokenKind.CLOSE)


class Layout:
    """The tokens of a paragraph and how they are divided."""

    def __init__(self, paragraph: Paragraph, tokens: Sequence[Token]) -> None:
        self.paragraph, self.tokens = paragraph, list(tokens)
        self.match = _parentheses(tokens)
        self.match_open = {start: end for end, start in self.match.items()}
        self.begun, self.begun_whole, self.opened = _places(tokens, self.match, paragraph.text)

    def before(self, at: int) -> list[int]:
        """The tokens of the clause before a token, without what stands in parentheses that are closed."""
        found: list[int] = []
        index = at - 1
        while index >= 0 and len(found) < _LONGEST_CLAUSE:
            token = self.tokens[index]
            if token.mark is TokenKind.CLOSE and index in self.match:
                index = self.match[index] - 1
                continue
            if token.mark in _HARD:
                break
            found.append(index)
            index -= 1
        found.reverse()
        last = next((place for place in reversed(found) if not self.tokens[place].has("glue", "rest", "other")), None)
        if last is not None and self.tokens[last].mark is TokenKind.LIST:
            return found[found.index(last) + 1 :]
        return found

    def after(self, at: int) -> list[int]:
        """The tokens behind a token as far as its clause; none where another quantity ends it."""
        found: list[int] = []
        index = at + 1
        while index < len(self.tokens) and len(found) < _LONGEST_CLAUSE:
            token = self.tokens[index]
            if token.mark is TokenKind.QUANTITY:
                cuts = [
                    n
                    for n, i in enumerate(found)
                    if self.tokens[i].mark is TokenKind.LIST or self.tokens[i].has("inside")
                ]
                return found[: cuts[-1]] if cuts else []
            if token.mark in _SOFT or (token.has("all", "not") and not token.is_name):
                return found
            found.append(index)
            index += 1
        return found

    def clause(self, at: int) -> list[int]:
        """The clause before a quantity; the one before that as well where it says nothing by itself."""
        own = self.before(at)
        for _ in range(2):
            first = own[0] if own else at
            mark = self.tokens[first - 1].mark if first else TokenKind.STOP
            if not self._is_empty(own) or mark not in (TokenKind.COMMA, TokenKind.COLON):
                break
            earlier = self.before(first - 1)
            stopped = (earlier[0] if earlier else first - 1) - 1
            inside = bool(earlier) and self.tokens[earlier[-1]].has("inside")
            if not earlier or inside or (stopped >= 0 and self.tokens[stopped].mark is TokenKind.QUANTITY):
                break
            own = [*earlier, *own]
        return own

    def _is_empty(self, clause: Sequence[int]) -> bool:
        return not any(
            self.tokens[index].is_name
            or self.tokens[index].mark in (TokenKind.REST, TokenKind.YEAR, TokenKind.YEARS)
            or self.tokens[index].has(
                "opens", "rest", "channel", "up", "down", "elsewhere", "than", "compared", "share", "last_year"
            )
            or self.tokens[index].entry.rate
            for index in clause
        )

    def sentence(self, at: int) -> int:
        """Where the half-sentence around a token begins."""
        return self.begun[at]

    def whole_sentence(self, at: int) -> int:
        """Where the sentence around a token begins, semicolons passed over."""
        return self.begun_whole[at]

    def depth_at(self, at: int) -> int:
        """The parenthesis that a token stands in, by where it opens; -1 in none."""
        return self.opened[at]

    def is_aside(self, index: int, at: int) -> bool:
        """Whether a token stands in parentheses that are closed before another one."""
        opening = self.opened[index]
        while opening >= 0:
            if self.match_open.get(opening, at) < at:
                return True
            opening = self.opened[opening]
        return False

    def in_mark(self, at: int) -> bool:
        """Whether a token stands inside an open mark."""
        return self.paragraph.in_mark(self.tokens[at].start)

    def quantity(self, at: int) -> Quantity:
        """The quantity that a token is."""
        found = self.tokens[at].quantity
        assert found is not None
        return found

    def words(self, clause: Sequence[int]) -> list[Token]:
        """The tokens at some places."""
        return [self.tokens[index] for index in clause]

    def tally(self, clause: Sequence[int]) -> int:
        """How many numbers before it a clause is about ("the two together"); 0 where it does not say."""
        for index in clause:
            token = self.tokens[index]
            if token.has("tally"):
                return token.number
            found = next((number for number, role in enumerate(_COUNTS, 2) if token.has(role)), 0)
            if found:
                return found
        return 0

    def run(self, at: int) -> tuple[int, int, int] | None:
        """The run of quantities that a quantity stands in: the first, its ordinal, how many."""
        places = [at]
        for step in (-1, 1):
            index = at + step
            while (
                abs(index - at) < _LONGEST_RUN
                and 0 <= index < len(self.tokens)
                and (
                    self.tokens[index].mark in (TokenKind.LIST, TokenKind.QUANTITY, TokenKind.COMMA)
                    or self.tokens[index].has("join")
                )
            ):
                if self.tokens[index].mark is TokenKind.QUANTITY:
                    places.append(index)
                index += step
        places.sort()
        return (places[0], places.index(at), len(places)) if len(places) > 1 else None

    def groups(self, clause: Sequence[int]) -> list[list[int]]:
        """The names of a clause, cut where a comma of a list or a word that joins stands."""
        groups: list[list[int]] = [[]]
        for index in clause:
            token = self.tokens[index]
            if (token.mark is TokenKind.LIST or token.has("join")) and not token.is_name:
                groups.append([])
            else:
                groups[-1].append(index)
        return [group for group in groups if any(self.tokens[i].is_name or self.tokens[i].entry.rate for i in group)]


def _places(tokens: Sequence[Token], match: Mapping[int, int], text: str) -> tuple[list[int], list[int], list[int]]:
    """Of each token: where its half-sentence and its sentence begin, and the parenthesis that it is in (-1: none)."""
    opens = set(match.values())
    begun, whole, opened = [0], [0], [-1]
    inside: list[int] = []
    for index, token in enumerate(tokens):
        stop = token.mark is TokenKind.STOP
        begun.append(index + 1 if stop else begun[-1])
        whole.append(index + 1 if stop and text[token.start] not in HALF_STOPS else whole[-1])
        if index in opens:
            inside.append(index)
        elif index in match and inside:
            inside.pop()
        opened.append(inside[-1] if inside else -1)
    return begun, whole, opened


def _parentheses(tokens: Sequence[Token]) -> dict[int, int]:
    """Where the parenthesis that closes at a token opens."""
    found: dict[int, int] = {}
    open_at: list[int] = []
    for index, token in enumerate(tokens):
        if token.mark is TokenKind.OPEN:
            open_at.append(index)
        elif token.mark is TokenKind.CLOSE and open_at:
            found[index] = open_at.pop()
    return found
