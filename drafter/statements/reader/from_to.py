"""From one number to another: last year's, from which something went up or down, and this year's, at which it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.report.quantities.chinese import Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.changes import direction_at
from drafter.statements.reader.claiming import claim, words_of
from drafter.statements.reader.names import Sum, compose
from drafter.statements.reader.rates import rated
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.shares import shared
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import TokenKind

_RATES = (QuantityKind.PERCENT, QuantityKind.TENTHS)
_FAR = 10
"""Tokens between the number from which something goes and the one at which it comes."""
_COUNTED = (QuantityKind.COUNT, QuantityKind.AMOUNT)


def point_of(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """The number from which something goes, or at which it comes; None for any other."""
    if quantity.kind in _RATES:
        return _share_start(reader, at, quantity, before) or _share_end(reader, at, quantity)
    if quantity.kind not in _COUNTED:
        return None
    return _start(reader, at, quantity, before) or _end(reader, at, quantity)


def _start(reader: Reader, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
    word = _from(reader, before)
    if word is None or _arrival(reader, at) is None:
        return None
    ahead = reader.words([index for index in before if index < word])
    named = compose(ahead, reader.scope)
    if named is None and any(token.mark is TokenKind.REST or token.has("elsewhere", "subset") for token in ahead):
        return reader.open_reading(at, Sense.BEFORE)
    times = [reader.times[index] for index in range(word, at) if index in reader.times]
    if times and times[-1] not in ("last", "this"):
        return reader.open_reading(at, Sense.BEFORE)
    subjects, sure = _subjects(reader, at) if named is None else (named.alternatives, named.is_sure)
    if not subjects or not (named is None or named.has_row or reader.is_known):
        return reader.open_reading(at, Sense.BEFORE)
    narrow = reader.is_narrow(at)
    sure = sure and not narrow and reader.sure_of.get(subjects[0][0].partition(".")[0], True)
    statements = [Statement(Relation.EQUAL, one, quantity=quantity, is_last=True) for one in subjects]
    reading = reader.settled(at, Sense.BEFORE, statements, sure=sure)
    return reader.open_reading(at, Sense.BEFORE) if narrow else reading


def _subjects(reader: Reader, at: int) -> tuple[tuple[Sum, ...], bool]:
    """What was stated last in the sentence."""
    stated = next(reader.stated(at), None)
    if stated is None or stated.start < reader.tokens[reader.sentence(at)].start:
        return (), False
    return stated.subjects, False


def _from(reader: Reader, before: Sequence[int]) -> int | None:
    """The word from which the number right behind it, but for times, is the start."""
    for index in reversed(before):
        token = reader.tokens[index]
        if token.has("from"):
            return index
        if index not in reader.times and not token.has("glue"):
            return None
    return None


def _arrival(reader: Reader, at: int) -> int | None:
    """The number at which comes what goes from a number, right behind words that say so."""
    arrives = False
    for index in range(at + 1, len(reader.tokens)):
        token = reader.tokens[index]
        if token.mark is TokenKind.QUANTITY:
            return index if arrives else None
        arrives = arrives or token.has("to", "up", "down")
        if index in reader.times or token.has("to", "up", "down", "glue", "somewhat") or _is_aside(reader, index):
            continue
        if token.mark is TokenKind.COMMA and not arrives:
            continue
        return None
    return None


def _is_aside(reader: Reader, index: int) -> bool:
    return reader.tokens[index].mark is TokenKind.REST and reader.tokens[index].end - reader.tokens[index].start == 1


def _end(reader: Reader, at: int, quantity: Quantity) -> ClauseReading | None:
    """The number at which it comes; where the words say by how much, it is a change."""
    start = next((index for index in range(at - 1, max(-1, at - _FAR), -1) if reader.tokens[index].quantity), None)
    reading = None if start is None else reader.by_token.get(start)
    if start is None or reading is None or reading.sense is not Sense.BEFORE or _arrival(reader, start) != at:
        return None
    if _from(reader, reader.before(start)) is None:
        return None
    between = range(start + 1, at)
    moving = [index for index in between if reader.tokens[index].has("up", "down")]
    if moving and not any(reader.tokens[index].has("to", "than") for index in between):
        return None
    if any(reader.times.get(index, "this") != "this" for index in between) or not reading.subjects:
        return reader.open_reading(at, Sense.OTHER)
    statements = [Statement(Relation.EQUAL, one, quantity=quantity) for one in reading.subjects]
    return reader.settled(at, Sense.FIGURE, statements, sure=reading.is_sure)


def turn_at(reader: Reader, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
    """Whether a number at which something comes, up or down, is more or less than that from which it goes."""
    if (own := reader.by_token.get(at)) is not None and own.sense is Sense.BEFORE:
        return _beyond(reader, at, quantity, before)
    place, down, to = direction_at(reader, at, [index for index in before if index not in reader.times])
    if place is None or not to or reader.in_mark(at):
        return None
    relation, words = Relation.FEWER if down else Relation.MORE, reader.words(range(place, at + 1))
    said = words_of(reader, words)
    start = next((index for index in range(at - 1, max(-1, at - _FAR), -1) if reader.tokens[index].quantity), None)
    base = None if start is None else reader.tokens[start].quantity
    if start is not None and base is not None and _is_start(reader, start):
        if base.kind is not quantity.kind or (base.kind is QuantityKind.COUNT and base.unit != quantity.unit):
            return None
        statement = Statement(relation, (), (), parts=(quantity, base), words=said)
        return claim(reader, words, [statement], sure=True)
    reading, begun = reader.by_token.get(at), reader.whole_sentence(at)
    elsewhen = any(reader.times.get(index, "this") == "other" for index in range(begun, at))
    if reading is None or reading.sense is not Sense.FIGURE or reading.verdict is not Verdict.TRUE or elsewhen:
        return None
    is_last = reader.comparison(at, before)[2]
    if not (reading.is_sure and is_last) or any(reader.tokens[index].has("from") for index in range(begun, at)):
        return None
    statements = [Statement(relation, one, words=said) for one in reading.subjects]
    return claim(reader, words, statements, sure=True)


def _beyond(reader: Reader, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
    """Whether the number right before is more, or less, than last year's, as the words between them say."""
    word = next(
        (i for i in before if reader.tokens[i].has("up", "down") and reader.tokens[i].has("over", "under")), None
    )
    if word is None or any(reader.tokens[index].mark is TokenKind.REST or index < word for index in before):
        return None
    start = before[0] - 2
    one = reader.tokens[start].quantity if start >= 0 else None
    if one is None or one.kind is not quantity.kind or one.unit != quantity.unit:
        return None
    words = reader.words(range(word, at + 1))
    relation = Relation.FEWER if reader.tokens[word].has("down") else Relation.MORE
    statement = Statement(relation, (), (), parts=(one, quantity), words=words_of(reader, words))
    return claim(reader, words, [statement], sure=True)


def _is_start(reader: Reader, at: int) -> bool:
    """Whether a number is one from which something goes, or last year's."""
    reading = reader.by_token.get(at)
    return _from(reader, reader.before(at)) is not None or (reading is not None and reading.sense is Sense.BEFORE)


def _share_start(reader: Reader, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
    """Last year's share, from which this year's went up or down."""
    word = _from(reader, before)
    share = next((index for index in before if reader.tokens[index].has("share")), None)
    rate = next((reader.tokens[index].entry.rate for index in before if reader.tokens[index].entry.rate), None)
    if word is not None and rate is not None and _arrival(reader, at) is not None and reader.is_known:
        rates = [replace(one, is_last=True) for one in rated(reader, rate, quantity)]
        return reader.settled(at, Sense.BEFORE, rates, sure=not reader.is_narrow(at)) if rates else None
    if word is None or share is None or _arrival(reader, at) is None:
        return None
    named = compose(reader.words([index for index in before if index < share]), reader.scope)
    if named is None and any(reader.tokens[index].mark is TokenKind.REST for index in before if index < share):
        return reader.open_reading(at, Sense.BEFORE)
    behind = reader.words([i for i in before if share < i < word and not reader.tokens[i].has("share")])
    now = shared(reader, at, quantity, named, behind)
    statements = [replace(one, is_last=True) for one in now.alternatives]
    if not statements:
        return reader.open_reading(at, Sense.BEFORE)
    return reader.settled(at, Sense.BEFORE, statements, sure=now.is_sure)


def _share_end(reader: Reader, at: int, quantity: Quantity) -> ClauseReading | None:
    start = next((index for index in range(at - 1, max(-1, at - _FAR), -1) if reader.tokens[index].quantity), None)
    reading = None if start is None else reader.by_token.get(start)
    if start is None or reading is None or reading.sense is not Sense.BEFORE or _arrival(reader, start) != at:
        return None
    if reading.statement is None or reading.statement.relation is not Relation.SHARE:
        return None
    statements = [replace(one, is_last=False, quantity=quantity) for one in reading.alternatives]
    return reader.settled(at, Sense.SHARE, statements, sure=reading.is_sure)
