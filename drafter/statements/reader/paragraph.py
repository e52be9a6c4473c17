"""A paragraph read into statements: clause by clause, with what the words before them have opened still in mind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from drafter.form.concepts import Concepts
from drafter.form.schema.concepts import Rate
from drafter.report.facts import Facts
from drafter.report.narrative import Paragraph
from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import ENTRY, Judgement, Verdict, judge
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.names import Named, Scope, Sum, compose, sense_of, table_of, time_of
from drafter.statements.reader.tokens import Token, TokenKind, tokens_of
from drafter.statements.tolerance import growth, is_growth

_HARD = (TokenKind.STOP, TokenKind.COMMA, TokenKind.COLON, TokenKind.QUANTITY, TokenKind.OPEN)
_SOFT = (TokenKind.STOP, TokenKind.COMMA, TokenKind.COLON, TokenKind.QUANTITY, TokenKind.OPEN, TokenKind.CLOSE)
_TALLIES = 6
"""The most items that a number before a total counts ("the two together")."""
_EVERY = 100
_NEAREST = 24
"""Figures before a share among which its part and its whole are looked for."""
_BESIDE = 6
"""Code points beside a number in which the word that it counts stands."""
_RATE = 12
"""Code points before a number in which the name of a rate may stand."""
_STATING = (Sense.FIGURE, Sense.UNIT, Sense.OTHER)
_HALF_STOPS = frozenset(";\uff1b")
_CLAUSE = (TokenKind.STOP, TokenKind.COMMA, TokenKind.COLON, TokenKind.OPEN, TokenKind.CLOSE)
_RATES = (QuantityKind.PERCENT, QuantityKind.TENTHS)


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """What some words of a paragraph say: statements that they can mean, and what came of the one that counts."""

    start: int
    end: int
    sense: Sense
    alternatives: tuple[Statement, ...] = ()
    is_sure: bool = False
    """Whether the words leave no other reading."""
    ordinal: int | None = None
    """Of the quantity in its paragraph; None where the words say it without one."""
    edges: tuple[int, int] | None = None
    statement: Statement | None = None
    """The alternative that counts: the first that is true, else the first."""
    judgement: Judgement = field(default_factory=lambda: Judgement(Verdict.UNKNOWN))
    subjects: tuple[Sum, ...] = ()
    """What later words can go on about: of the alternatives, those that are true; all where none is."""
    table: str | None = None
    grade: str = ""
    """Of a claim that all is done: "rate", "timely" or "all"."""

    @property
    def verdict(self) -> Verdict:
        """True, false where the words are sure, else unknown."""
        found = self.judgement.verdict
        return found if found is not Verdict.FALSE or self.is_sure else Verdict.UNKNOWN


class Reader:
    """Reads one paragraph; quantities in order, so that each may go on from those before it."""

    def __init__(self, paragraph: Paragraph, facts: Facts, concepts: Concepts, year: int | None) -> None:
        self.paragraph, self.facts, self.concepts, self.year = paragraph, facts, concepts, year
        own = not concepts.aggregate.search(facts.organization or "")
        self.tokens = [
            replace(token, mark=TokenKind.WORD if own else TokenKind.REST) if token.has("own") else token
            for token in tokens_of(paragraph, concepts)
        ]
        self.scope = Scope(facts.form, concepts, year, self._topic())
        self.readings: list[ClauseReading] = []
        self.by_token: dict[int, ClauseReading] = {}
        self.match = _parentheses(self.tokens)
        self.begun, self.begun_whole, self.opened = _places(self.tokens, self.match, paragraph.text)
        self.match_open = {start: end for end, start in self.match.items()}
        self.used: set[str] = set()
        """Entries that a quantity states."""
        self.tables_at: dict[int, str | None] = {}
        self.within: Named | None = None
        """The rows that a clause restricts the sentence to."""
        self.is_known = True
        """Whether what the sentence is about is understood."""
        self.sure_of = {table: self._is_about(table) for table in concepts.book.tables}

    def _topic(self) -> str | None:
        topic = self.paragraph.place.topic
        return next((key for key, words in self.concepts.book.tables.items() if topic in words.topics), None)

    def _is_about(self, table: str) -> bool:
        item = self.concepts.book.tables[table]
        words, topic = item.about.split(), self.paragraph.place.topic
        near = topic in item.topics or topic in item.near
        return not words or near or any(word in self.paragraph.text for word in words)

    # --- walking -----------------------------------------------------------------------------------------------------

    def read(self) -> list[ClauseReading]:
        """Every reading of the paragraph, in order."""
        begun = 0
        for at, token in enumerate(self.tokens):
            if token.mark in _CLAUSE:
                self._clause_ends(begun, at)
                begun = at + 1
            if token.has("inside"):
                self.within = compose(self._words(self.before(at)), self.scope) or self.within
            if token.mark is TokenKind.STOP:
                self.is_known = self.is_known or self.paragraph.text[token.start] not in _HALF_STOPS
                self.within = None
                self.scope.whole = {}
            elif token.quantity is not None:
                self._quantity(at, token.quantity)
            elif token.has("elsewhere") and not token.is_name:
                self.is_known = False
            elif token.is_name:
                self._about(token, at)
        self._clause_ends(begun, len(self.tokens))
        return sorted(self.readings, key=lambda item: (item.start, item.end))

    def _clause_ends(self, start: int, end: int) -> None:
        """What a clause says without a number; the later words may go on about it."""
        from drafter.statements.reader.claims import claims_in

        for at, reading in claims_in(self, start, end):
            self.readings.append(reading)
            if at is not None:
                self.by_token[at] = reading
                self.scope.table = reading.table or self.scope.table

    def _about(self, token: Token, at: int) -> None:
        """A name that can only be of one table says what the text is about from here on."""
        table = table_of(token)
        if table is None:
            return
        sense = sense_of(token, table)
        before = self.tokens[at - 1] if at else None
        if sense is None:
            return
        if before is not None and before.has("about") and not (sense.rows or sense.columns):
            return
        if sense.is_bare and before is not None and (before.mark is TokenKind.REST or _is_thing(before, table)):
            self.is_known = self.is_known and before.mark is TokenKind.REST
            return
        words = self.concepts.book.tables.get(table)
        flow = set(words.rows.split("|")) & set(sense.rows) if words else ()
        if not flow and not sense.is_bare:
            self.is_known = True
        self.scope.table = table
        if sense.rows and words and words.carries:
            joined = (
                at > 1 and self.tokens[at - 1].has("join") or (at > 1 and self.tokens[at - 1].mark is TokenKind.LIST)
            )
            before = self.tokens[at - 2] if at > 1 else None
            rows: tuple[Sum, ...] = tuple((row,) for row in sense.rows)
            if joined and before is not None and before.is_name and table_of(before) == table:
                old = self.scope.rows.get(table, ((),))
                rows = ((*old[0], *rows[0]),) if rows[0][0] not in old[0] else old
            else:
                rows = (*rows, *(old for old in self.scope.rows.get(table, ()) if self._holds(table, old, rows[0])))
            self.scope.rows[table] = rows

    def _holds(self, table: str, group: Sum, rows: Sum) -> bool:
        """Whether rows are a part of a row that is their sum."""
        sums = self.facts.form.sums
        parts = {
            part for row in group for key, parts in sums.items() if key.startswith(f"{table}.{row}.") for part in parts
        }
        return (
            bool(parts)
            and group != rows
            and all(any(part.startswith(f"{table}.{row}.") for part in parts) for row in rows)
        )

    def before(self, at: int) -> list[int]:
        """The tokens of the clause before a token, without what stands in parentheses that are closed."""
        found: list[int] = []
        index = at - 1
        while index >= 0:
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
        while index < len(self.tokens):
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
            if not earlier or (stopped >= 0 and self.tokens[stopped].mark is TokenKind.QUANTITY):
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

    # --- quantities --------------------------------------------------------------------------------------------------

    def _quantity(self, at: int, quantity: Quantity) -> None:
        """The reading of a quantity, by the first way that accounts for it."""
        if self.paragraph.in_mark(quantity.start) or self.is_tally(at):
            return
        self.tables_at[at] = self.scope.table
        before = self.clause(at)
        self.scope.columns = self._inherited(at, before)
        for attempt in (
            self._severally,
            self._before_value,
            self._change,
            self._rate,
            self._share,
            self._sum,
            self._figure,
        ):
            reading = attempt(at, quantity, before)
            if reading is not None:
                self._keep(at, reading if reading.statement is not None else self._typed(at, quantity) or reading)
                return

    def _typed(self, at: int, quantity: Quantity) -> ClauseReading | None:
        """A quantity as an entry of the same topic has it; each entry is used once."""
        where = self.paragraph.place
        written = self.paragraph.text[quantity.number_start : quantity.number_end]
        for entry in self.facts.entries:
            here = (entry.section, entry.topic) == (where.section, where.topic) and entry.value == written
            if here and entry.unit in (None, quantity.unit) and entry.id not in self.used:
                self.used.add(entry.id)
                statement = Statement(Relation.EQUAL, (f"{ENTRY}{entry.id}",), quantity=quantity)
                return self._settled(at, Sense.OTHER, [statement], sure=False)
        return None

    def _inherited(self, at: int, before: Sequence[int]) -> tuple[Sum, ...]:
        """The columns of the figure that a list in parentheses, or one that is announced, breaks down."""
        opening = self.opened[at] if self.opened[at] >= 0 else None
        whole = self.by_token.get(opening - 1) if opening else None
        if opening is None:
            whole = next(self.stated(at), None) if any(self.tokens[i].has("opens") for i in before) else None
        if whole is None or whole.statement is None or not whole.subjects:
            return ()
        return (tuple(dict.fromkeys(address.rpartition(".")[2] for address in whole.subjects[0])),)

    def is_tally(self, at: int) -> bool:
        """Whether a number counts the numbers before it ("the two together"), and nothing else."""
        quantity, token = self.tokens[at].quantity, self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        assert quantity is not None
        if token is None or not 1 < quantity.value <= _TALLIES or quantity.kind is not QuantityKind.COUNT:
            return False
        return token.has("sums", "share") and bool(self.by_token)

    def _keep(self, at: int, reading: ClauseReading) -> None:
        reading = replace(reading, ordinal=self.tokens[at].number)
        self.readings.append(reading)
        self.by_token[at] = reading
        if reading.table is not None and reading.sense in (Sense.FIGURE, Sense.UNIT):
            self.scope.table = reading.table
            rows = tuple(dict.fromkeys(_row_of(address) for item in reading.subjects for address in item[:1]))
            words = self.concepts.book.tables.get(reading.table)
            if not (words and words.carries):
                self.scope.rows[reading.table] = tuple((row,) for row in rows)
            statement = reading.statement
            self.scope.by_row = statement is None or statement.subject[0].endswith(".total")

    def _settled(
        self, at: int, sense: Sense, alternatives: Sequence[Statement], *, sure: bool, start: int | None = None
    ) -> ClauseReading:
        """A reading, judged: the first alternative that is true counts."""
        quantity = self.tokens[at].quantity
        assert quantity is not None
        judged = [(one, judge(one, self.facts)) for one in alternatives]
        true = [pair for pair in judged if pair[1].verdict is Verdict.TRUE]
        unknown = [pair for pair in judged if pair[1].verdict is Verdict.UNKNOWN]
        statement, judgement = (true or judged)[0]
        if not true and unknown:
            judgement = Judgement(Verdict.UNKNOWN, judgement.expected, judgement.found)
        subjects = tuple(one.subject for one, _ in true or judged)
        first = statement.subject[0] if statement.subject else ENTRY
        table = None if first.startswith(ENTRY) else first.partition(".")[0]
        begin = quantity.start if start is None else start
        return ClauseReading(
            quantity.start, quantity.end, sense, tuple(alternatives), sure, None, (begin, quantity.end),
            statement, judgement, tuple(dict.fromkeys(subjects)), table,
        )  # fmt: skip

    def _open(self, at: int, sense: Sense = Sense.OTHER) -> ClauseReading:
        quantity = self.tokens[at].quantity
        assert quantity is not None
        return ClauseReading(quantity.start, quantity.end, sense)

    def _words(self, clause: Sequence[int]) -> list[Token]:
        return [self.tokens[index] for index in clause]

    def time(self, at: int) -> str:
        """The time that the last word for one before a token sets; what compares or goes with a row sets none."""
        start = self.sentence(at)
        for index in range(at - 1, start - 1, -1):
            time = time_of(self.tokens[index], self.year)
            if time is not None and not self._is_used(index):
                return time
        return "this"

    def _is_used(self, index: int) -> bool:
        """Whether a word for a time belongs to a comparison, or to a word that names a row by it."""
        if index and self.tokens[index - 1].has("than"):
            return True
        if time_of(self.tokens[index], self.year) == "next":
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
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return after is not None and after.has("vague_after")

    def is_narrow(self, at: int) -> bool:
        """Whether the half-sentence so far speaks of a part of the organisation."""
        start = self.sentence(at)
        for index in range(start, at):
            token = self.tokens[index]
            if token.has("narrow"):
                return True
            if token.mark is TokenKind.REST and self._is_body(token):
                return True
        return False

    def _is_body(self, token: Token) -> bool:
        words = "".join(self.paragraph.text[token.start : token.end].split())
        match = self.concepts.body.search(words)
        if match is None or len(words) < 2:
            return False
        name = self.facts.organization or ""
        if name and (words in name or name.endswith(words)):
            return False
        inner = self.concepts.inner.search(words) is not None
        return not (inner and name and not self.concepts.aggregate.search(name))

    def _figure(self, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
        """A figure by the names before the number, or behind it where none stand before."""
        if quantity.kind not in (QuantityKind.COUNT, QuantityKind.AMOUNT) or not self.fits(quantity):
            self._counted_elsewhere(before)
            return self._open(at)
        clause = self._words(before)
        own = self._defined(at, clause) or compose(clause, self.scope)
        after = self.after(at)
        behind = self._words(after)
        noun = next((token for token in behind if not token.has("glue")), None)
        if own is not None and noun is not None and noun.is_name:
            merged = compose([*clause, *behind], self.scope)
            own = merged if merged is not None else own
        elif own is None and behind:
            own = self._named_behind(clause, behind)
        if own is None:
            self._counted_elsewhere(before)
            return self._open(at)
        if self._vague(quantity, behind) or (noun is not None and noun.has("elsewhere", "narrow") and not noun.is_name):
            self.is_known = False
            return self._open(at)
        return self._named(at, quantity, own, clause)

    def _defined(self, at: int, clause: Sequence[Token]) -> Named | None:
        """What a parenthesis right before a number lists, or adds to what stands before it."""
        start = self.match.get(at - 1) if at else None
        if start is None:
            return None
        inner = self.tokens[start + 1 : at - 1]
        found = compose(inner, self.scope)
        if found is None or not found.has_row or any(token.quantity is not None for token in inner):
            return None
        if not inner[0].has("with", "opens"):
            return found if len(found.alternatives[0]) > 1 else None
        base = compose(clause, self.scope)
        if base is None:
            return None
        both = tuple((*one, *other) for one in base.alternatives for other in found.alternatives)
        return replace(base, alternatives=(*both, *base.alternatives))

    def _named_behind(self, clause: Sequence[Token], behind: Sequence[Token]) -> Named | None:
        if any(token.has("elsewhere") or token.mark is TokenKind.REST for token in clause):
            return None
        found = compose(behind, self.scope)
        if found is None:
            return None
        first = behind[: found.start]
        unclear = any(token.mark is TokenKind.REST or token.has("elsewhere", "subset") for token in first)
        return replace(found, is_sure=found.is_sure and not unclear)

    def _named(self, at: int, quantity: Quantity, own: Named, clause: Sequence[Token]) -> ClauseReading:
        time = self.time(at)
        if (self.is_known is False and not own.has_row) or not self._is_of_kind(quantity, own):
            return self._open(at)
        narrow = self.is_narrow(at)
        if time == "other" or time == "next":
            return self._open(at)
        statements = [
            Statement(Relation.EQUAL, subject, quantity=quantity, is_last=time == "last")
            for subject in own.alternatives
        ]
        sure = (
            own.is_sure
            and self._is_within(own)
            and not narrow
            and time == "this"
            and self.sure_of.get(own.table, True)
            and self.is_known
        )
        sure = sure and not (own.is_part or quantity.unit is None)
        sense = Sense.BEFORE if time == "last" else Sense.FIGURE
        reading = self._settled(at, sense, statements, sure=sure)
        if narrow:
            return self._open(at)
        return reading

    def _is_within(self, own: Named) -> bool:
        """Whether what is named can be a part of the rows that a clause before it restricts the sentence to."""
        if self.within is None or self.within.table != own.table or not own.has_row:
            return True
        done = {row for item in self.concepts.book.settled if item.table == own.table for row in item.done}
        groups = [row for item in self.within.rows for row in item]
        return bool(done & set(groups)) or all(
            any(row.startswith(f"{group}.") or row == group for group in groups) for item in own.rows for row in item
        )

    def _is_of_kind(self, quantity: Quantity, own: Named) -> bool:
        """Whether a number of this kind can be said of the columns: money of amounts, counts of the others."""
        address = own.alternatives[0][0]
        amount = self.facts.form.column_of(address).kind == "amount"
        return amount == (quantity.kind is QuantityKind.AMOUNT)

    def in_mark(self, at: int) -> bool:
        """Whether a token stands inside an open mark."""
        return self.paragraph.in_mark(self.tokens[at].start)

    def quantity(self, at: int) -> Quantity:
        """The quantity that a token is."""
        found = self.tokens[at].quantity
        assert found is not None
        return found

    def whole_sentence(self, at: int) -> int:
        """Where the sentence around a token begins, semicolons passed over."""
        return self.begun_whole[at]

    def flow(self, table: str) -> set[str]:
        """Rows of a table that are totals of the form."""
        words = self.concepts.book.tables.get(table)
        timed = {row for item in self.concepts.book.by_time if item.table == table for row in (item.last, item.next)}
        return set(words.rows.split("|")) | timed if words else timed

    def carries(self, table: str) -> bool:
        """Whether a row of the table that was named holds for what follows."""
        words = self.concepts.book.tables.get(table)
        return bool(words and words.carries)

    def depth_at(self, at: int) -> int:
        """The parenthesis that a token stands in, by where it opens; -1 in none."""
        return self.opened[at]

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
        if quantity.kind is QuantityKind.AMOUNT or quantity.unit is None:
            return True
        return quantity.unit in self.concepts.units or not self.concepts.units

    def _vague(self, quantity: Quantity, behind: Sequence[Token]) -> bool:
        vague = quantity.unit in self.concepts.vague_units
        return vague and bool(behind) and behind[0].mark is TokenKind.REST

    def _counted_elsewhere(self, before: Sequence[int]) -> None:
        """What is counted here is something else: what follows in the sentence is about it."""
        words = self._words(before)
        if any(token.mark is TokenKind.REST or token.has("elsewhere") for token in words) and any(
            token.is_name for token in words
        ):
            self.is_known = False

    # --- last year, changes, shares ----------------------------------------------------------------------------------

    def stated(self, at: int) -> Iterator[ClauseReading]:
        """Figures before a token, nearest first; asides in parentheses are left out, changes and shares as well."""
        index = at - 1
        while index >= 0:
            token = self.tokens[index]
            if token.mark is TokenKind.CLOSE and index in self.match:
                index = self.match[index] - 1
                continue
            if token.quantity is None and index in self.by_token:
                yield self.by_token[index]
            elif token.quantity is not None:
                reading = self.by_token.get(index)
                counts = token.quantity.kind in (QuantityKind.COUNT, QuantityKind.AMOUNT) and not self.is_tally(index)
                if not counts:
                    pass
                elif reading is None or reading.sense in _STATING:
                    yield reading or self._open(index)
            index -= 1

    def comparison(self, at: int, before: Sequence[int]) -> tuple[int | None, bool, bool]:
        """Where the comparison before a number stands, whether in its clause, and whether it is with last year."""
        start = self.whole_sentence(at)
        for index in range(at - 1, start - 1, -1):
            token = self.tokens[index]
            if token.has("compared"):
                return index, index in before, True
            time = time_of(token, self.year)
            if time is not None and index and self.tokens[index - 1].has("than"):
                return index - 1, index in before, time == "last"
        return None, False, True

    def _before_value(self, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
        """Last year's number, named to compare with."""
        times = [
            index for index in before
            if time_of(self.tokens[index], self.year) in ("last", "other") and not self._by_row(index)
        ]  # fmt: skip
        opened = before[0] - 1 if before else at - 1
        aside = False
        if not times and not any(self.tokens[index].is_name for index in before):
            mark = self.tokens[opened] if opened >= 0 else None
            if mark is not None and mark.mark is TokenKind.OPEN and opened:
                time = time_of(self.tokens[opened - 1], self.year)
                if time in ("last", "other"):
                    times, aside = [opened - 1], True
        if not times or self._direction(at, before)[0] is not None:
            return None
        time_at = times[-1]
        if quantity.kind not in (QuantityKind.COUNT, QuantityKind.AMOUNT, QuantityKind.TIMES):
            return None
        after_time = [] if aside else [index for index in before if index > time_at]
        if any(self.tokens[index].mark is TokenKind.REST for index in after_time):
            return None
        clause = self._words([index for index in before if index != time_at])
        named = compose(clause, self.scope)
        if named is not None:
            subjects: tuple[Sum, ...] = named.alternatives
        else:
            stated = next(self.stated(time_at if aside else at), None)
            subjects = stated.subjects if stated is not None else ()
        if time_of(self.tokens[time_at], self.year) == "other" or not subjects:
            return self._open(at, Sense.BEFORE)
        if quantity.kind is QuantityKind.TIMES:
            return self._settled(
                at, Sense.CHANGE, [Statement(Relation.TIMES, one, quantity=quantity) for one in subjects], sure=True
            )
        statements = [Statement(Relation.EQUAL, one, quantity=quantity, is_last=True) for one in subjects]
        compared = time_at and self.tokens[time_at - 1].has("than") or aside or named is None
        sure = bool(compared) and (named is None or named.is_sure) and not self.is_narrow(at)
        return self._settled(at, Sense.BEFORE, statements, sure=sure)

    def _by_row(self, index: int) -> bool:
        """Whether a time belongs to a word that names a row by it."""
        if index and self.tokens[index - 1].has("than"):
            beyond = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            return beyond is not None and any(sense.by_time for sense in beyond.entry.senses)
        return self._is_used(index)

    def _direction(self, at: int, before: Sequence[int]) -> tuple[int | None, bool, bool]:
        """The word for more or less right before a number: where, whether it is less, whether it says up to what."""
        index = before[-1] if before else -1
        places = list(before)
        to = False
        while places:
            index = places.pop()
            token = self.tokens[index]
            if token.has("up", "down") and not (token.is_name and token.entry.senses):
                return index, token.has("down"), to or token.has("to")
            if token.has("to"):
                to = True
            elif not token.has("glue", "somewhat", "severally", "each", "all"):
                break
        return None, False, False

    def _change(self, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
        """A change against last year of what the words before it name, else of the figure stated before."""
        place, down, to = self._direction(at, before)
        if place is None:
            return None
        head = [index for index in before if index < place]
        compared, inside, is_last = self.comparison(at, head)
        ahead = self._words([index for index in head if compared is None or not inside or index < compared])
        named = compose(ahead, self.scope)
        other = any(
            token.mark is TokenKind.REST or token.has("elsewhere", "subset", "rate") or token.entry.rate
            for token in ahead
        )
        if named is None and other:
            return self._open(at, Sense.CHANGE)
        difference = self._difference(at, quantity, head, down=down)
        if difference is not None:
            return difference
        if named is not None:
            stated = next(self.stated(at), None)
            near = stated is not None and not named.has_row and not named.has_column and stated.table == named.table
            subjects = stated.subjects if near and stated is not None and stated.subjects else named.alternatives
            sure = named.is_sure
        else:
            stated = (self._base(at) if to else None) or next(self.stated(at), None)
            if stated is None or not stated.subjects or stated.judgement.verdict is Verdict.FALSE:
                return self._open(at, Sense.CHANGE)
            subjects, sure = stated.subjects, stated.verdict is Verdict.TRUE
        if to:
            statements = [Statement(Relation.EQUAL, one, quantity=quantity) for one in subjects]
            return self._settled(at, Sense.FIGURE, statements, sure=sure)
        if not is_last:
            return self._open(at, Sense.CHANGE)
        return self._changed(at, quantity, subjects, place, down=down, sure=sure and compared is not None)

    def _base(self, at: int) -> ClauseReading | None:
        """Last year's number right before, from which one goes up or down to this year's."""
        near = next((i for i in range(at - 1, -1, -1) if self.tokens[i].quantity is not None), None)
        reading = self.by_token.get(near) if near is not None else None
        return reading if reading is not None and reading.sense is Sense.BEFORE else None

    def _changed(
        self, at: int, quantity: Quantity, subjects: Sequence[Sum], place: int, *, down: bool, sure: bool
    ) -> ClauseReading:
        if quantity.kind is QuantityKind.POINTS:
            return self._points(at, quantity, down=down)
        relation = Relation.PERCENT if quantity.kind in _RATES else Relation.CHANGE
        statements = [Statement(relation, one, quantity=quantity, is_down=down) for one in subjects]
        narrow = self.is_narrow(at)
        sure = sure and not narrow and not self._fits_base(at, quantity, down=down)
        reading = self._settled(at, Sense.CHANGE, statements, sure=sure, start=self.tokens[place].start)
        return self._open(at, Sense.CHANGE) if narrow else reading

    def _fits_base(self, at: int, quantity: Quantity, *, down: bool) -> bool:
        """Whether a change comes out of the number of last year that the text itself names, be that right or wrong."""
        base: Quantity | None = None
        for index in range(at - 1, self.whole_sentence(at) - 1, -1):
            reading, found = self.by_token.get(index), self.tokens[index].quantity
            if reading is None or found is None:
                continue
            if reading.sense is Sense.BEFORE:
                base = base or found
            elif reading.sense is not Sense.CHANGE:
                if base is None:
                    return False
                kind = QuantityKind.PERCENT if quantity.kind in _RATES else quantity.kind
                return is_growth(quantity, growth(found.value, base.value, kind), falling=down)
        return False

    def _points(self, at: int, quantity: Quantity, *, down: bool) -> ClauseReading:
        """Percentage points: of the share stated before."""
        for index in range(at - 1, -1, -1):
            reading = self.by_token.get(index)
            if reading is not None and reading.sense is Sense.SHARE:
                one = reading.statement
                if one is None or reading.judgement.verdict is not Verdict.TRUE or not one.other:
                    break
                statement = Statement(Relation.POINTS, one.subject, one.other, quantity, is_down=down)
                return self._settled(at, Sense.CHANGE, [statement], sure=True)
        return self._open(at, Sense.CHANGE)

    def _difference(self, at: int, quantity: Quantity, head: Sequence[int], *, down: bool) -> ClauseReading | None:
        """How much more than another row of this year."""
        tokens = self._words(head)
        than = next((place for place, token in enumerate(tokens) if token.has("than")), None)
        if than is None or quantity.kind is not QuantityKind.COUNT:
            return None
        other = compose(tokens[than + 1 :], self.scope)
        if other is None or not other.has_row:
            return None
        stated = next(self.stated(at), None)
        if stated is None or not stated.subjects:
            return self._open(at, Sense.CHANGE)
        statements = [
            Statement(Relation.DIFFERENCE, one, second, quantity, is_down=down)
            for one in stated.subjects for second in other.alternatives
        ]  # fmt: skip
        return self._settled(at, Sense.CHANGE, statements, sure=other.is_sure and stated.verdict is Verdict.TRUE)

    def _rate(self, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
        """A rate by its name."""
        if quantity.kind not in _RATES:
            return None
        place = next((index for index in reversed(before) if self.tokens[index].entry.rate is not None), None)
        if place is None or not self.is_known:
            return self._own_rate(at, quantity)
        rate = self.tokens[place].entry.rate
        assert rate is not None
        head = self._words([index for index in before if index < place])
        if any(token.has("elsewhere", "subset") or token.mark is TokenKind.REST for token in head) or not self.is_known:
            return self._open(at, Sense.OTHER)
        if any(token.has("timely") for token in head):
            if rate.grade and quantity.value == _EVERY and self.time(at) == "this":
                self._claimed(at, place - 1, "timely")
            return self._open(at, Sense.OTHER)
        statements = list(self._rated(rate, quantity))
        if self.time(at) != "this":
            return self._open(at, Sense.OTHER)
        if rate.grade and quantity.value == _EVERY:
            self._claimed(at, place, rate.grade)
        if not statements:
            return self._open(at, Sense.OTHER)
        sure = not (rate.grade and quantity.value == _EVERY) and self.sure_of.get(rate.table, True)
        sure = (
            sure
            and not self.is_narrow(at)
            and not any(self.tokens[i].mark is TokenKind.REST for i in before if i > place)
        )
        return self._settled(at, Sense.SHARE, statements, sure=sure)

    def _own_rate(self, at: int, quantity: Quantity) -> ClauseReading | None:
        """A rate of two numbers that the sentence itself states: of what its word is said of, in what stands before."""
        text, begun = self.paragraph.text, self.tokens[self.whole_sentence(at)].start
        match = self.concepts.rate.search(text, max(begun, quantity.start - _RATE), quantity.start)
        counted = [item for item in self.paragraph.quantities if begun <= item.start < quantity.start] if match else []
        counts = [item for item in counted if item.kind is QuantityKind.COUNT and item.exactness is Exactness.EXACT]
        parts = [item for item in counts if match and set(match.group(1)) & set(_around(text, item))]
        if match is None or not parts:
            return None
        part = parts[-1]
        wholes = [
            item for item in counts if item.start < part.start and item.unit == part.unit and item.value >= part.value
        ]
        if not wholes:
            return None
        statements = [Statement(Relation.SHARE, (), (), quantity, parts=(part, whole)) for whole in wholes]
        return self._settled(at, Sense.SHARE, statements, sure=len({item.value for item in wholes}) == 1)

    def _claimed(self, at: int, place: int, grade: str) -> None:
        """A rate of 100 % claims that nothing is left."""
        from drafter.statements.reader.claims import settled

        if not self.is_narrow(at) and self.is_known:
            self.readings.append(settled(self, self.tokens[place : at + 1], grade, sure=True))

    def _rated(self, rate: Rate, quantity: Quantity) -> Iterator[Statement]:
        rows = [rate.rows] if rate.rows else [row for item in self.scope.rows.get(rate.table, ()) for row in item[:1]]
        prefixes = [f"{rate.table}."] if "." in rate.part else [f"{rate.table}.{row}." for row in rows]
        for prefix in prefixes if rate.part else ():
            for whole in rate.wholes:
                yield Statement(Relation.SHARE, (prefix + rate.part,), (prefix + whole,), quantity)

    def _share(self, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
        """The share of what is named, or stated before, in a whole that is named, or stated, or a total of the form."""
        if quantity.kind not in _RATES:
            return None
        place = next((index for index in reversed(before) if self.tokens[index].has("share")), None)
        if place is None:
            return self._share_of_named(at, quantity, before) or self._aside_share(at, quantity, before)
        ahead = self._words([index for index in before if index < place])
        behind = self._words([index for index in before if index > place])
        named = compose(ahead, self.scope)
        if named is None and any(token.mark is TokenKind.REST or token.has("elsewhere") for token in ahead):
            return self._open(at, Sense.SHARE)
        return self._shared(at, quantity, named, behind)

    def _share_of_named(self, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
        """A share right before what it is of."""
        if any(
            self.tokens[i].is_name or self.tokens[i].mark is TokenKind.REST or self.tokens[i].has("elsewhere")
            for i in before
        ):
            return None
        behind = self._words(self.after(at))
        named = compose(behind, self.scope)
        if named is None or any(token.mark is TokenKind.REST for token in behind):
            return None
        within = [] if self.within is None else list(self.within.alternatives)
        wholes = within or list(self.wholes(named.alternatives, list(islice(self.stated(at), _NEAREST))))
        statements = [Statement(Relation.SHARE, one, whole, quantity) for one in named.alternatives for whole in wholes]
        sure = named.is_sure and not self.is_narrow(at) and self.time(at) == "this" and self.is_known
        return self._settled(at, Sense.SHARE, statements, sure=sure) if statements else None

    def _aside_share(self, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
        """A lone percentage in parentheses behind a figure."""
        if before or not at or self.tokens[at - 1].mark is not TokenKind.OPEN:
            return self._open(at)
        return self._shared(at, quantity, None, [], aside=True)

    def _shared(
        self, at: int, quantity: Quantity, named: Named | None, behind: Sequence[Token], *, aside: bool = False
    ) -> ClauseReading:
        stated = list(islice(self.stated(at), _NEAREST))
        if named is not None:
            parts, sure = named.alternatives, named.is_sure
        else:
            if not stated:
                return self._open(at, Sense.SHARE)
            parts, sure = self._part(at, stated)
            stated = stated[1:]
        if not parts:
            return self._own_share(at, quantity, behind)
        whole = compose(behind, self.scope)
        unclear = any(token.mark is TokenKind.REST or token.has("elsewhere") for token in behind)
        if whole is not None:
            wholes = list(whole.alternatives)
            sure = sure and whole.is_sure
        else:
            wholes = list(self.wholes(parts, stated))
        pairs = [(part, one) for part in parts for one in wholes if part != one or quantity.value == _EVERY]
        statements = [Statement(Relation.SHARE, part, one, quantity) for part, one in pairs]
        if not statements:
            return self._open(at, Sense.SHARE)
        sure = sure and not unclear and not self.is_narrow(at) and self.time(at) == "this" and not aside
        return self._settled(at, Sense.SHARE, statements, sure=sure)

    def _part(self, at: int, stated: Sequence[ClauseReading]) -> tuple[tuple[Sum, ...], bool]:
        """What a share without a name is of: the figure stated last, or as many as the words before it count."""
        tally = next((i for i in range(at - 1, max(-1, at - 6), -1) if self.tokens[i].quantity), None)
        count = next((number for number, role in enumerate(("two", "three", "four"), 2)
                      if any(token.has(role) for token in self._words(self.before(at)))), 1)  # fmt: skip
        if tally is not None and self.is_tally(tally) and self.tokens[tally + 1].has("share"):
            quantity = self.tokens[tally].quantity
            assert quantity is not None
            count = int(quantity.value)
        if count == 1:
            return stated[0].subjects, stated[0].verdict is Verdict.TRUE
        several = stated[:count]
        if not all(one.verdict is Verdict.TRUE for one in several):
            return (), False
        return (tuple(address for one in reversed(several) for address in one.subjects[0]),), True

    def wholes(self, parts: Sequence[Sum], stated: Sequence[ClauseReading]) -> Iterator[Sum]:
        """Totals that parts can be of: those stated before, the row above, the totals of the table."""
        if parts[0][0].startswith(ENTRY):
            return (one for reading in stated for one in reading.subjects if one[0].startswith(ENTRY))
        table = parts[0][0].partition(".")[0]
        seen: dict[Sum, None] = {}
        for reading in stated:
            if reading.table == table:
                seen.update(dict.fromkeys(reading.subjects))
        for part in parts:
            row, _, column = part[0].rpartition(".")
            if column != "total":
                seen[(f"{row}.total",)] = None
                seen[(f"{row}.closed",)] = None
            group = row.rpartition(".")[0]
            if group.count(".") >= 1:
                seen[(f"{group}.total",)] = None
        words = self.concepts.book.tables.get(table)
        for row in (*(words.rows.split("|") if words and words.rows else ()), "received"):
            seen[(f"{table}.{row}.total",)] = None
        known = self.facts.form
        seen.update(dict.fromkeys(parts))
        return (one for one in seen if all(address in known.columns or address in known.sums for address in one))

    def _own_share(self, at: int, quantity: Quantity, behind: Sequence[Token]) -> ClauseReading:
        return self._open(at, Sense.SHARE)

    # --- sums and lists ----------------------------------------------------------------------------------------------

    def _sum(self, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
        """A total behind its parts: of the rows that the numbers before it state."""
        if quantity.kind not in (QuantityKind.COUNT, QuantityKind.AMOUNT) or not any(
            self.tokens[i].has("sums") for i in before
        ):
            return None
        words = self._words(before)
        if any(token.is_name or token.mark is TokenKind.REST or token.has("elsewhere", "opens") for token in words):
            return None
        stated: list[ClauseReading] = []
        start = self.whole_sentence(at)
        for reading in self.stated(at):
            if reading.start < self.tokens[start].start:
                break
            stated.append(reading)
        if len(stated) < 2:
            return None
        sums = [
            tuple(address for reading in reversed(stated[:count]) for address in reading.subjects[0])
            for count in range(2, len(stated) + 1)
            if all(reading.subjects and reading.verdict is Verdict.TRUE for reading in stated[:count])
        ]
        if not sums:
            return None
        statements = [Statement(Relation.EQUAL, one, quantity=quantity) for one in sums]
        return self._settled(at, Sense.FIGURE, statements, sure=quantity.unit is not None)

    def _severally(self, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
        """One of several numbers that are said of several names in turn."""
        run = self._run(at)
        if run is None:
            return None
        first, ordinal, count = run
        clause = self.clause(first)
        word = next((i for i in reversed(clause) if self.tokens[i].has("severally")), None)
        if word is None:
            return None
        direction = self._direction(first, clause)
        groups = self._groups([index for index in clause if index < word])
        if len(groups) != count:
            return self._several_changes(at, quantity, clause, run, direction)
        tail = [index for index in clause if index > word]
        rate = next((self.tokens[i].entry.rate for i in groups[ordinal] if self.tokens[i].entry.rate), None)
        if rate is not None and quantity.kind in _RATES:
            rated = list(self._rated(rate, quantity))
            return self._settled(at, Sense.SHARE, rated, sure=self.is_known) if rated else self._open(at, Sense.SHARE)
        named = compose(self._words([*groups[ordinal], *tail] if direction[0] is None else groups[ordinal]), self.scope)
        if named is None:
            return self._open(at)
        if direction[0] is not None:
            compared, _, is_last = self.comparison(at, clause)
            if not is_last or compared is None:
                return self._open(at, Sense.CHANGE)
            return self._changed(at, quantity, named.alternatives, direction[0], down=direction[1], sure=named.is_sure)
        if quantity.kind in _RATES:
            share = next((n for n, i in enumerate(tail) if self.tokens[i].has("share")), None)
            return self._open(at, Sense.SHARE) if share is None else self._shared(
                at, quantity, named, self._words(tail[share + 1 :])
            )  # fmt: skip
        return self._named(at, quantity, named, [])

    def _run(self, at: int) -> tuple[int, int, int] | None:
        """The run of quantities that a quantity stands in: the first, its ordinal, how many."""
        places = [at]
        for step in (-1, 1):
            index = at + step
            while 0 <= index < len(self.tokens) and (
                self.tokens[index].mark in (TokenKind.LIST, TokenKind.QUANTITY, TokenKind.COMMA)
                or self.tokens[index].has("join")
            ):
                if self.tokens[index].mark is TokenKind.QUANTITY:
                    places.append(index)
                index += step
        places.sort()
        return (places[0], places.index(at), len(places)) if len(places) > 1 else None

    def _groups(self, clause: Sequence[int]) -> list[list[int]]:
        """The names of a clause, cut where a comma of a list or a word that joins stands."""
        groups: list[list[int]] = [[]]
        for index in clause:
            token = self.tokens[index]
            if (token.mark is TokenKind.LIST or token.has("join")) and not token.is_name:
                groups.append([])
            else:
                groups[-1].append(index)
        return [group for group in groups if any(self.tokens[i].is_name or self.tokens[i].entry.rate for i in group)]

    def _several_changes(
        self, at: int, quantity: Quantity, clause: Sequence[int], run: tuple[int, int, int],
        direction: tuple[int | None, bool, bool],
    ) -> ClauseReading | None:  # fmt: skip
        """Changes said in turn of the numbers stated before."""
        place, down, _ = direction
        first, ordinal, count = run
        if place is None:
            return None
        stated = [reading for _, reading in zip(range(count), self.stated(first), strict=False)]
        if len(stated) < count or any(self.tokens[index].is_name for index in clause):
            return self._open(at, Sense.CHANGE)
        subject = stated[count - 1 - ordinal]
        compared, _, is_last = self.comparison(at, clause)
        if not subject.subjects or not is_last or compared is None:
            return self._open(at, Sense.CHANGE)
        sure = subject.verdict is Verdict.TRUE
        return self._changed(at, quantity, subject.subjects, place, down=down, sure=sure)


def _around(text: str, quantity: Quantity) -> str:
    """The characters right before and behind a quantity."""
    behind = text[quantity.end : quantity.end + _BESIDE]
    ends = [at for at, char in enumerate(behind) if not char.isalnum()]
    return text[max(0, quantity.start - _BESIDE) : quantity.start] + behind[: min(ends, default=len(behind))]


def _is_thing(token: Token, table: str) -> bool:
    """Whether a name is a row of another table, and no word for dealing with things of any kind."""
    other = table_of(token)
    sense = sense_of(token, other) if other not in (None, table) and other is not None else None
    return sense is not None and len(sense.rows) == 1


def _row_of(address: str) -> str:
    return address.partition(".")[2].rpartition(".")[0]


def _places(tokens: Sequence[Token], match: Mapping[int, int], text: str) -> tuple[list[int], list[int], list[int]]:
    """Of each token: where its half-sentence and its sentence begin, and the parenthesis that it is in (-1: none)."""
    opens = set(match.values())
    begun, whole, opened = [0], [0], [-1]
    inside: list[int] = []
    for index, token in enumerate(tokens):
        stop = token.mark is TokenKind.STOP
        begun.append(index + 1 if stop else begun[-1])
        whole.append(index + 1 if stop and text[token.start] not in _HALF_STOPS else whole[-1])
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
