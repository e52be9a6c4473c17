"""The share of a part in a whole: named, or stated before, or a total of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from drafter.report.quantities.chinese import Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import ENTRY, Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.names import Named, Sum, compose
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import Token, TokenKind

_RATES = (QuantityKind.PERCENT, QuantityKind.TENTHS)
_EVERY = 100
_NEAREST = 24
"""Figures before a share among which its part and its whole are looked for."""


def share_at(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """The share of what is named, or stated before, in a whole that is named, or stated, or a total of the form."""
    if quantity.kind not in _RATES:
        return None
    place = next((index for index in reversed(before) if reader.tokens[index].has("share")), None)
    if place is None:
        return _share_of_named(reader, at, quantity, before) or _aside_share(reader, at, quantity, before)
    ahead = reader.words([index for index in before if index < place])
    behind = reader.words([index for index in before if index > place])
    named = compose(ahead, reader.scope)
    if named is None and any(token.mark is TokenKind.REST or token.has("elsewhere") for token in ahead):
        return reader.open_reading(at, Sense.SHARE)
    return shared(reader, at, quantity, named, behind)


def _share_of_named(reader: Reader, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
    """A share right before what it is of."""
    if any(
        reader.tokens[i].is_name or reader.tokens[i].mark is TokenKind.REST or reader.tokens[i].has("elsewhere")
        for i in before
    ):
        return None
    behind = reader.words(reader.after(at))
    named = compose(behind, reader.scope)
    if named is None or any(token.mark is TokenKind.REST for token in behind):
        return None
    within = [] if reader.within is None else list(reader.within.alternatives)
    wholes = within or list(wholes_of(reader, named.alternatives, list(islice(reader.stated(at), _NEAREST))))
    statements = [Statement(Relation.SHARE, one, whole, quantity) for one in named.alternatives for whole in wholes]
    sure = named.is_sure and not reader.is_narrow(at) and reader.time(at) == "this" and reader.is_known
    return reader.settled(at, Sense.SHARE, statements, sure=sure) if statements else None


def _aside_share(reader: Reader, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
    """A lone percentage in parentheses behind a figure."""
    if before or not at or reader.tokens[at - 1].mark is not TokenKind.OPEN:
        return reader.open_reading(at)
    return shared(reader, at, quantity, None, [], aside=True)


def shared(
    reader: Reader, at: int, quantity: Quantity, named: Named | None, behind: Sequence[Token], *, aside: bool = False
) -> ClauseReading:
    """A share of what is named, else of what was stated, in the whole that is named, else in each that can be meant."""
    stated = list(islice(reader.stated(at), _NEAREST))
    if named is not None:
        parts, sure = named.alternatives, named.is_sure
    else:
        if not stated:
            return reader.open_reading(at, Sense.SHARE)
        parts, sure = _part(reader, at, stated)
        stated = stated[1:]
    if not parts:
        return reader.open_reading(at, Sense.SHARE)
    whole = compose(behind, reader.scope)
    unclear = any(token.mark is TokenKind.REST or token.has("elsewhere") for token in behind)
    if whole is not None:
        wholes = list(whole.alternatives)
        sure = sure and whole.is_sure
    else:
        wholes = list(wholes_of(reader, parts, stated))
    pairs = [(part, one) for part in parts for one in wholes if part != one or quantity.value == _EVERY]
    statements = [Statement(Relation.SHARE, part, one, quantity) for part, one in pairs]
    if not statements:
        return reader.open_reading(at, Sense.SHARE)
    sure = sure and not unclear and not reader.is_narrow(at) and reader.time(at) == "this" and not aside
    return reader.settled(at, Sense.SHARE, statements, sure=sure)


def _part(reader: Reader, at: int, stated: Sequence[ClauseReading]) -> tuple[tuple[Sum, ...], bool]:
    """What a share without a name is of: the figure stated last, or as many as the words before it count."""
    tally = next((i for i in range(at - 1, max(-1, at - 6), -1) if reader.tokens[i].quantity), None)
    count = next((number for number, role in enumerate(("two", "three", "four"), 2)
                  if any(token.has(role) for token in reader.words(reader.before(at)))), 1)  # fmt: skip
    if tally is not None and reader.is_tally(tally) and reader.tokens[tally + 1].has("share"):
        quantity = reader.tokens[tally].quantity
        assert quantity is not None
        count = int(quantity.value)
    if count == 1:
        return stated[0].subjects, stated[0].verdict is Verdict.TRUE
    several = stated[:count]
    if not all(one.verdict is Verdict.TRUE for one in several):
        return (), False
    return (tuple(address for one in reversed(several) for address in one.subjects[0]),), True


def wholes_of(reader: Reader, parts: Sequence[Sum], stated: Sequence[ClauseReading]) -> Iterator[Sum]:
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
    words = reader.concepts.book.tables.get(table)
    for row in (*(words.rows.split("|") if words and words.rows else ()), "received"):
        seen[(f"{table}.{row}.total",)] = None
    known = reader.facts.form
    seen.update(dict.fromkeys(parts))
    return (one for one in seen if all(address in known.columns or address in known.sums for address in one))
