"""A paragraph read into statements: clause by clause, with what the words before them have opened still in mind."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import islice

from drafter.form.concepts import Concepts
from drafter.report import Facts, Paragraph
from drafter.report.quantities.chinese import Quantity
from drafter.statements.account import Sense
from drafter.statements.entries import EntriesAsked
from drafter.statements.judge import ENTRY, Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.changes import change_at, signed_change, value_before
from drafter.statements.reader.claims import claims_in
from drafter.statements.reader.figures import figure_at
from drafter.statements.reader.from_to import point_of, turn_at
from drafter.statements.reader.layout import HALF_STOPS
from drafter.statements.reader.names import Named, Sum, compose, keys_of, sense_of, table_of
from drafter.statements.reader.own import average_at, rest_of
from drafter.statements.reader.own_shares import own_multiple
from drafter.statements.reader.portions import portion_at
from drafter.statements.reader.rates import rate_at
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.several import each_of, one_of_several, total_behind
from drafter.statements.reader.shares import share_at
from drafter.statements.reader.state import Reader, row_of
from drafter.statements.reader.tokens import Token, TokenKind

_NEAREST = 24
"""Figures before a number among which the one that it repeats is looked for."""
_BACK = 80
"""Tokens before "the former" among which the two names stand."""
_CLAUSE = (TokenKind.STOP, TokenKind.COMMA, TokenKind.COLON, TokenKind.OPEN, TokenKind.CLOSE)
_WAYS = (
    average_at,
    own_multiple,
    signed_change,
    one_of_several,
    point_of,
    each_of,
    value_before,
    change_at,
    rate_at,
    share_at,
    total_behind,
    figure_at,
)
"""What a number may say, in the order in which it is tried."""


def read_paragraph(
    paragraph: Paragraph, facts: Facts, concepts: Concepts, year: int | None, entries: EntriesAsked | None = None
) -> Reader:
    """A paragraph with every reading of it, in order."""
    reader = Reader(paragraph, facts, concepts, year, entries)
    _walk(reader)
    reader.readings.sort(key=lambda item: (item.start, item.end))
    return reader


def _walk(reader: Reader) -> None:
    begun = 0
    for at, token in enumerate(reader.tokens):
        if token.mark in _CLAUSE:
            _clause_ends(reader, begun, at)
            begun = at + 1
        if token.has("opens") and not reader.is_known and reader.tokens[at - 1].mark is TokenKind.COMMA:
            reader.unknown_list = at
        if token.has("former", "latter"):
            token = _pointed_at(reader, at)
        if token.has("inside"):
            reader.within = _within(reader, at) or reader.within
        if token.mark is TokenKind.STOP:
            reader.is_known = reader.is_known or reader.paragraph.text[token.start] not in HALF_STOPS
            if reader.paragraph.text[token.start] not in HALF_STOPS:
                reader.within = None
                reader.scope.whole = {}
        elif token.quantity is not None:
            _quantity(reader, at, token.quantity)
        elif token.entry.fraction is not None:
            _portion(reader, at, token.entry.fraction)
        elif token.has("elsewhere") and not token.is_name:
            reader.is_known, reader.unknown_at = False, at
            reader.unknown_list = at if token.has("apart") else reader.unknown_list
        elif token.has("per") and not token.is_name:
            reader.is_known, reader.unknown_at = False, at
        elif token.is_name:
            _about(reader, token, at)
    _clause_ends(reader, begun, len(reader.tokens))


def _pointed_at(reader: Reader, at: int) -> Token:
    """A word for the former or the latter, with the senses of the name that it points back to."""
    token, tokens = reader.tokens[at], reader.tokens
    for index in range(at - 1, max(0, at - _BACK), -1):
        joins = tokens[index].has("join") or tokens[index].mark is TokenKind.LIST
        if joins and tokens[index - 1].is_name and index + 1 < at and tokens[index + 1].is_name:
            meant = tokens[index - 1] if token.has("former") else tokens[index + 1]
            reader.tokens[at] = replace(token, entry=meant.entry)
            break
    return reader.tokens[at]


def _within(reader: Reader, at: int) -> Named | None:
    """What a clause restricts the sentence to: what is named, else what has the number right before."""
    named = compose(reader.words(reader.before(at)), reader.scope)
    number = reader.tokens[at - 1].quantity if at else None
    if named is not None or number is None:
        return named
    own = reader.by_token.get(at - 1)
    for reading in (*([own] if own is not None else []), *islice(reader.stated(at - 1), _NEAREST)):
        said = reading.statement.quantity if reading.statement is not None else None
        if reading.table and reading.verdict is Verdict.TRUE and said is not None and said.value == number.value:
            rows = tuple(tuple(row_of(address) for address in subject) for subject in reading.subjects)
            return Named(reading.table, reading.subjects, True, rows, has_row=True, has_column=False, start=0)
    return _total_of(reader, number)


def _total_of(reader: Reader, number: Quantity) -> Named | None:
    """The total of the form, in the table that the text is about, that has a number; None where there is none."""
    table = reader.scope.table
    for row in sorted(reader.flow(table)) if table else ():
        address = f"{table}.{row}.total"
        if number.value and reader.facts.value(address) == number.value:
            return Named(str(table), ((address,),), True, ((row,),), has_row=True, has_column=False, start=0)
    return None


def _clause_ends(reader: Reader, start: int, end: int) -> None:
    """What a clause says without a number; the later words may go on about it."""
    for at, reading in claims_in(reader, start, end):
        reader.readings.append(reading)
        if at is not None:
            reader.state(at, reading)
            reader.scope.table = reading.table or reader.scope.table


def _portion(reader: Reader, at: int, portion: Fraction) -> None:
    """The share that a part of a whole in words states."""
    reading = None if reader.in_mark(at) else portion_at(reader, at, portion)
    if reading is not None:
        reader.readings.append(reading)


def _about(reader: Reader, token: Token, at: int) -> None:
    """A name that can only be of one table says what the text is about from here on."""
    table = table_of(token)
    if table is None:
        return
    sense = sense_of(token, table)
    before = reader.tokens[at - 1] if at else None
    if sense is None:
        return
    if before is not None and before.has("about") and not (sense.rows or sense.columns):
        return
    if sense.is_bare and before is not None and (before.mark is TokenKind.REST or _is_thing(before, table)):
        reader.is_known = reader.is_known and before.mark is TokenKind.REST
        return
    words = reader.concepts.book.tables.get(table)
    flow = set(words.rows.split("|")) & set(sense.rows) if words else ()
    listed = reader.unknown_list >= reader.sentence(at)
    if not flow and not sense.is_bare and not listed:
        reader.is_known = True
    reader.scope.table = table
    if sense.rows and words and words.carries:
        joined = (
            at > 1 and reader.tokens[at - 1].has("join") or (at > 1 and reader.tokens[at - 1].mark is TokenKind.LIST)
        )
        before = reader.tokens[at - 2] if at > 1 else None
        rows: tuple[Sum, ...] = tuple(map(keys_of, sense.rows))
        if joined and before is not None and before.is_name and table_of(before) == table:
            old = reader.scope.rows.get(table, ((),))
            rows = ((*old[0], *rows[0]),) if rows[0][0] not in old[0] else old
        else:
            rows = (*rows, *(old for old in reader.scope.rows.get(table, ()) if _holds(reader, table, old, rows[0])))
        reader.scope.rows[table] = rows


def _holds(reader: Reader, table: str, group: Sum, rows: Sum) -> bool:
    """Whether rows are a part of a row that is their sum."""
    sums = reader.facts.form.sums
    parts = {
        part for row in group for key, parts in sums.items() if key.startswith(f"{table}.{row}.") for part in parts
    }
    return (
        bool(parts) and group != rows and all(any(part.startswith(f"{table}.{row}.") for part in parts) for row in rows)
    )


def _quantity(reader: Reader, at: int, quantity: Quantity) -> None:
    """The reading of a quantity, by the first way that accounts for it."""
    if reader.paragraph.in_mark(quantity.start):
        return
    if at and reader.tokens[at - 1].has("per"):
        reader.is_known, reader.unknown_at = False, at
        return
    reader.tables_at[at] = reader.scope.table
    before = reader.clause(at)
    reader.scope.columns = reader.inherited(at, before)
    reader.scope.only = reader.within.columns if reader.within is not None and not reader.scope.columns else ()
    for attempt in _WAYS:
        reading = attempt(reader, at, quantity, before)
        if reading is not None:
            own = _typed(reader, at, quantity) if reading.statement is None else None
            if own is None and not reading.is_sure and reading.verdict is not Verdict.TRUE:
                own = rest_of(reader, at, quantity, before)
            reader.keep(at, own or reading)
            turn = turn_at(reader, at, quantity, before)
            reader.readings.extend([turn] if turn is not None else [])
            return


def _typed(reader: Reader, at: int, quantity: Quantity) -> ClauseReading | None:
    """A quantity as the entry that it states; words that name one leave no other reading."""
    found = reader.entries.at(reader.paragraph, quantity) if reader.entries else None
    if found is None:
        return None
    statement = Statement(Relation.EQUAL, (f"{ENTRY}{found.entry.id}",), quantity=quantity)
    return reader.settled(at, Sense.OTHER, [statement], sure=found.by_words)


def _is_thing(token: Token, table: str) -> bool:
    """Whether a name is a row of another table, and no word for dealing with things of any kind."""
    other = table_of(token)
    sense = sense_of(token, other) if other not in (None, table) and other is not None else None
    return sense is not None and len(sense.rows) == 1
