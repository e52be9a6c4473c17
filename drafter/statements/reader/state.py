"""A paragraph as far as it is read: what its words are about at a place, and what was stated before."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafter.form.concepts import Concepts, WordUse
from drafter.report import Facts, Paragraph
from drafter.report.quantities.chinese import Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.entries import EntriesAsked
from drafter.statements.judge import ENTRY, Judgement, Verdict, judge
from drafter.statements.language import Statement
from drafter.statements.reader.layout import Layout
from drafter.statements.reader.names import Named, Scope, Sum, time_of
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.tokens import Token, TokenKind, tokens_of

_TALLIES = 6
"""The most items that a number before a total counts ("the two together")."""
_TALLY = WordUse(frozenset({"tally", "sums"}))
_WORD = 4
"""Code points of a word that may stand between such a number and the word for a total."""
_FAR = 64
"""The most numbers before a place among which what it goes on about is looked for."""
_COUNTED = (QuantityKind.COUNT, QuantityKind.AMOUNT)
_STATING = (Sense.FIGURE, Sense.UNIT, Sense.OTHER)


class Reader(Layout):
    """One paragraph being read; quantities in order, so that each may go on from those before it."""

    def __init__(
        self,
        paragraph: Paragraph,
        facts: Facts,
        concepts: Concepts,
        year: int | None,
        entries: EntriesAsked | None = None,
    ) -> None:
        self.facts, self.concepts, self.year, self.entries = facts, concepts, year, entries
        self.is_of_many = concepts.aggregate.search(facts.organization or "") is not None
        """Whether the report is one of many bodies."""
        found = tokens_of(paragraph, concepts)
        tokens = [self._plain(token, found, at, paragraph.text) for at, token in enumerate(found)]
        super().__init__(paragraph, tokens)
        self.times = {at: time for at, token in enumerate(tokens) if (time := time_of(token, year)) is not None}
        """By token: the time that its word says."""
        for at in self.times:
            if at + 1 < len(tokens) and tokens[at + 1].has("since"):
                self.times[at] = "other"
        self._timed = [at for at in self.times if not self.is_used(at)]
        self._narrow = [at for at, token in enumerate(tokens) if token.has("narrow") or self._is_body(token)]
        self._planned = [at for at, token in enumerate(tokens) if token.has("plans")]
        self._compared = [
            at
            for at, token in enumerate(tokens)
            if token.has("compared") or (at in self.times and at and tokens[at - 1].has("than"))
        ]
        self.stating = [
            at for at, token in enumerate(tokens) if token.quantity is not None and token.quantity.kind in _COUNTED
        ]
        """Tokens, in order, at which something may be stated that later words go on about."""
        self.scope = Scope(facts.form, concepts, year, self._topic())
        self.readings: list[ClauseReading] = []
        self.by_token: dict[int, ClauseReading] = {}
        self.tables_at: dict[int, str | None] = {}
        self.within: Named | None = None
        """The rows that a clause restricts the sentence to."""
        self.first: frozenset[str] = frozenset()
        """The cells that were said to be the most."""
        self.is_known = True
        """Whether what the sentence is about is understood."""
        self.unknown_list = -1
        """Where a list of what is not understood was opened."""
        self.unknown_at = -1
        """Where it was last found not to be."""
        self.sure_of = {table: self._is_about(table) for table in concepts.book.tables}

    def _topic(self) -> str | None:
        topic = self.paragraph.place.topic
        return next((key for key, words in self.concepts.book.tables.items() if topic in words.topics), None)

    def _is_about(self, table: str) -> bool:
        item = self.concepts.book.tables[table]
        words, topic = item.about.split(), self.paragraph.place.topic
        near = topic in item.topics or topic in item.near
        return not words or near or any(word in self.paragraph.text for word in words)

    def _plain(self, token: Token, tokens: Sequence[Token], at: int, text: str) -> Token:
        """A token as the reader takes it: what counts the numbers before it is no number, an own body no other one."""
        if token.has("own"):
            return replace(token, mark=TokenKind.REST if self.is_of_many else TokenKind.WORD)
        before = tokens[at - 1] if at else token
        start = before.start if before.mark is TokenKind.REST and before.end == token.start else token.start
        other = token.mark is TokenKind.REST or token.has("narrow")
        if other and self._is_ourselves(text[start : token.end]):
            return replace(token, mark=TokenKind.WORD, entry=WordUse())
        return _tally(token, tokens, at, self.concepts) or token

    def keep(self, at: int, reading: ClauseReading) -> None:
        """Keep what a number says, and let the words after it go on about it."""
        reading = replace(reading, ordinal=self.tokens[at].number)
        self.readings.append(reading)
        self.by_token[at] = reading
        if reading.table is not None and reading.sense in (Sense.FIGURE, Sense.UNIT):
            self.scope.table = reading.table
            rows = tuple(dict.fromkeys(row_of(address) for item in reading.subjects for address in item[:1]))
            words = self.concepts.book.tables.get(reading.table)
            if not (words and words.carries):
                self.scope.rows[reading.table] = tuple((row,) for row in rows)
            statement = reading.statement
            total = all(address.endswith(".total") for item in reading.subjects for address in item)
            if total and reading.verdict is Verdict.TRUE and set(rows) <= self.flow(reading.table):
                old = self.scope.whole.get(reading.table, ())
                self.scope.whole[reading.table] = tuple(dict.fromkeys((*((row,) for row in rows), *old)))
            self.scope.by_row = statement is None or statement.subject[0].endswith(".total")

    def settled(
        self, at: int, sense: Sense, alternatives: Sequence[Statement], *, sure: bool, start: int | None = None
    ) -> ClauseReading:
        """A reading, judged: the first alternative that is true counts."""
        token = self.tokens[at]
        judged = [(one, judge(one, self.facts)) for one in alternatives]
        true = [pair for pair in judged if pair[1].verdict is Verdict.TRUE]
        unknown = [pair for pair in judged if pair[1].verdict is Verdict.UNKNOWN]
        statement, judgement = (true or judged)[0]
        if not true and unknown:
            judgement = Judgement(Verdict.UNKNOWN, judgement.expected, judgement.found)
        subjects = tuple(one.subject for one, _ in true or judged)
        first = statement.subject[0] if statement.subject else ENTRY
        table = None if first.startswith(ENTRY) else first.partition(".")[0]
        begin = token.start if start is None else start
        return ClauseReading(
            token.start, token.end, sense, tuple(alternatives), sure, None, (begin, token.end),
            statement, judgement, tuple(dict.fromkeys(subjects)), table,
        )  # fmt: skip

    def open_reading(self, at: int, sense: Sense = Sense.OTHER) -> ClauseReading:
        """A reading that says nothing of the figures."""
        return ClauseReading(self.tokens[at].start, self.tokens[at].end, sense)

    def time(self, at: int) -> str:
        """The time that the last word for one before a token sets; what compares or goes with a row sets none."""
        begun, last = self.sentence(at), bisect_left(self._timed, at) - 1
        for place in range(last, max(-1, last - _FAR), -1):
            index = self._timed[place]
            if index < begun:
                break
            if not self.is_aside(index, at):
                return self.times[index]
        return "this"

    def is_used(self, index: int) -> bool:
        """Whether a word for a time belongs to a comparison, or to a word that names a row by it."""
        if index and self.tokens[index - 1].has("than"):
            return True
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if after is not None and after.has("since"):
            return False
        if self.times[index] == "next":
            return True
        for step in (1, -1):
            other = index + step
            for _ in range(4):
                if not 0 <= other < len(self.tokens):
                    break
                token = self.tokens[other]
                if any(sense.by_time for sense in token.entry.senses):
                    return True
                if (
                    token.mark is not TokenKind.WORD
                    or token.is_name
                    or not token.has("glue", "to", "not", "join", "than")
                ):
                    break
                other += step
        return after is not None and after.has("vague_after")

    def is_narrow(self, at: int) -> bool:
        """Whether the half-sentence so far speaks of a part of the organisation."""
        last = bisect_left(self._narrow, at) - 1
        return last >= 0 and self._narrow[last] >= self.sentence(at)

    def is_planned(self, at: int) -> bool:
        """Whether the sentence so far speaks of what is yet to come."""
        last = bisect_left(self._planned, at) - 1
        return last >= 0 and self._planned[last] >= self.whole_sentence(at)

    def _is_ourselves(self, words: str) -> bool:
        """Whether words are the name of the body whose report it is, or a part of it, as it calls itself in a text."""
        name = self.concepts.ours.sub("", "".join(words.split()))
        return len(name) > 1 and name in (self.facts.organization or "")

    def _is_body(self, token: Token) -> bool:
        if token.mark is not TokenKind.REST:
            return False
        words = "".join(self.paragraph.text[token.start : token.end].split())
        match = self.concepts.body.search(words)
        if match is None or len(words) < 2 or self._is_ourselves(words):
            return False
        name = self.facts.organization or ""
        inner = self.concepts.inner.search(words) is not None
        return not (inner and name and not self.concepts.aggregate.search(name))

    def stated(self, at: int) -> Iterator[ClauseReading]:
        """Figures before a token, nearest first; asides in parentheses are left out, changes and shares as well."""
        last = bisect_left(self.stating, at) - 1
        for place in range(last, max(-1, last - _FAR), -1):
            index = self.stating[place]
            if self.is_aside(index, at):
                continue
            reading, quantity = self.by_token.get(index), self.tokens[index].quantity
            if quantity is None:
                yield self.by_token[index]
            elif reading is None or reading.sense in _STATING:
                yield reading or self.open_reading(index)

    def number_of(self, reading: ClauseReading) -> Quantity | None:
        """The number that a reading is of; None for a claim."""
        return next((one for one in self.paragraph.quantities if one.start == reading.start), None)

    def state(self, at: int, reading: ClauseReading) -> None:
        """Let later words go on about what a clause says without a number."""
        if at not in self.by_token and self.tokens[at].quantity is None:
            insort(self.stating, at)
        self.by_token[at] = reading

    def comparison(self, at: int, before: Sequence[int]) -> tuple[int | None, bool, bool]:
        """Where the comparison before a number stands, whether in its clause, and whether it is with last year."""
        last = bisect_left(self._compared, at) - 1
        if last < 0 or self._compared[last] < self.whole_sentence(at):
            return None, False, True
        index = self._compared[last]
        if self.tokens[index].has("compared"):
            return index, index in before, True
        return index - 1, index in before, self.times[index] == "last"

    def flow(self, table: str) -> set[str]:
        """Rows of a table that are totals of the form."""
        words = self.concepts.book.tables.get(table)
        timed = {row for item in self.concepts.book.by_time if item.table == table for row in (item.last, item.next)}
        return set(words.rows.split("|")) | timed if words else timed

    def carries(self, table: str) -> bool:
        """Whether a row of the table that was named holds for what follows."""
        words = self.concepts.book.tables.get(table)
        return bool(words and words.carries)

    def table_at(self, at: int) -> str | None:
        """The table that the text is about at a quantity."""
        return self.tables_at.get(at)

    def alike(self, one: Quantity, other: Quantity) -> bool:
        """Whether two numbers can be added up: the same unit, or units of the same kind of thing."""
        if one.kind is not other.kind:
            return False
        if one.unit == other.unit or one.kind is QuantityKind.AMOUNT:
            return True
        return one.unit in self.concepts.units and other.unit in self.concepts.units

    def fits(self, quantity: Quantity) -> bool:
        """Whether the unit of a number is one in which the form counts."""
        if quantity.kind is QuantityKind.AMOUNT or quantity.unit is None:
            return True
        return quantity.unit in self.concepts.units or not self.concepts.units

    def inherited(self, at: int, before: Sequence[int]) -> tuple[Sum, ...]:
        """The columns of the figure that a list in parentheses, or one that is announced, breaks down."""
        opening = self.opened[at] if self.opened[at] >= 0 else None
        whole = self.by_token.get(opening - 1) if opening else None
        if opening is None:
            whole = next(self.stated(at), None) if any(self.tokens[i].has("opens") for i in before) else None
        if whole is None or whole.statement is None or not whole.subjects:
            return ()
        return (tuple(dict.fromkeys(address.rpartition(".")[2] for address in whole.subjects[0])),)


def _tally(token: Token, tokens: Sequence[Token], at: int, concepts: Concepts) -> Token | None:
    """A number that counts the numbers before a total as a word; None for any other token."""
    quantity = token.quantity
    if quantity is None or not 1 < quantity.value <= _TALLIES or not concepts.tally.search(quantity.unit or ""):
        return None
    for behind in tokens[at + 1 : at + 4]:
        if behind.has("sums", "added", "share"):
            return replace(token, mark=TokenKind.WORD, quantity=None, entry=_TALLY, number=int(quantity.value))
        if behind.mark not in (TokenKind.WORD, TokenKind.REST) or behind.end - behind.start > _WORD:
            return None
    return None


def row_of(address: str) -> str:
    """The key of the row of an address."""
    return address.partition(".")[2].rpartition(".")[0]
