"""Several numbers together: a total behind its parts, and numbers said of several names in turn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from drafter.report.quantities.chinese import Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.changes import changed, direction_at
from drafter.statements.reader.figures import named_figure
from drafter.statements.reader.names import compose
from drafter.statements.reader.rates import rated
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.shares import shared
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import TokenKind

_MOST = 24
"""The most numbers before a total that are its parts."""
_RATES = (QuantityKind.PERCENT, QuantityKind.TENTHS)


def total_behind(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """A total behind its parts: of the rows that the numbers before it state."""
    if quantity.kind not in (QuantityKind.COUNT, QuantityKind.AMOUNT) or not any(
        reader.tokens[i].has("sums") for i in before
    ):
        return None
    words = reader.words(before)
    if any(token.is_name or token.mark is TokenKind.REST or token.has("elsewhere", "opens") for token in words):
        return None
    stated: list[ClauseReading] = []
    start = reader.whole_sentence(at)
    for reading in islice(reader.stated(at), _MOST):
        if reading.start < reader.tokens[start].start:
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
    return reader.settled(at, Sense.FIGURE, statements, sure=quantity.unit is not None)


def one_of_several(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """One of several numbers that are said of several names in turn."""
    run = reader.run(at)
    if run is None:
        return None
    first, ordinal, count = run
    clause = reader.clause(first)
    word = next((i for i in reversed(clause) if reader.tokens[i].has("severally")), None)
    if word is None:
        return None
    direction = direction_at(reader, first, clause)
    groups = reader.groups([index for index in clause if index < word])
    if len(groups) != count:
        return _several_changes(reader, at, quantity, clause, run, direction)
    tail = [index for index in clause if index > word]
    rate = next((reader.tokens[i].entry.rate for i in groups[ordinal] if reader.tokens[i].entry.rate), None)
    if rate is not None and quantity.kind in _RATES:
        shares = list(rated(reader, rate, quantity))
        if not shares:
            return reader.open_reading(at, Sense.SHARE)
        return reader.settled(at, Sense.SHARE, shares, sure=reader.is_known)
    named = compose(reader.words([*groups[ordinal], *tail] if direction[0] is None else groups[ordinal]), reader.scope)
    if named is None:
        return reader.open_reading(at)
    if direction[0] is not None:
        compared, _, is_last = reader.comparison(at, clause)
        if not is_last or compared is None:
            return reader.open_reading(at, Sense.CHANGE)
        return changed(reader, at, quantity, named.alternatives, direction[0], down=direction[1], sure=named.is_sure)
    if quantity.kind in _RATES:
        share = next((n for n, i in enumerate(tail) if reader.tokens[i].has("share")), None)
        return reader.open_reading(at, Sense.SHARE) if share is None else shared(reader, 
            at, quantity, named, reader.words(tail[share + 1 :])
        )  # fmt: skip
    return named_figure(reader, at, quantity, named, [])


def _several_changes(
    reader: Reader, at: int, quantity: Quantity, clause: Sequence[int], run: tuple[int, int, int],
    direction: tuple[int | None, bool, bool],
) -> ClauseReading | None:  # fmt: skip
    """Changes said in turn of the numbers stated before."""
    place, down, _ = direction
    first, ordinal, count = run
    if place is None:
        return None
    stated = [reading for _, reading in zip(range(count), reader.stated(first), strict=False)]
    if len(stated) < count or any(reader.tokens[index].is_name for index in clause):
        return reader.open_reading(at, Sense.CHANGE)
    subject = stated[count - 1 - ordinal]
    compared, _, is_last = reader.comparison(at, clause)
    if not subject.subjects or not is_last or compared is None:
        return reader.open_reading(at, Sense.CHANGE)
    sure = subject.verdict is Verdict.TRUE
    return changed(reader, at, quantity, subject.subjects, place, down=down, sure=sure)
