"""Numbers that come of other numbers of the same text, whatever they count: changes, shares and averages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.state import Reader

_FAR = 60
"""Tokens before a number among which those stand of which it comes."""
_BESIDE = 12
"""Code points before a number in which stands what it is an average of."""
_RATES = (QuantityKind.PERCENT, QuantityKind.TENTHS)


def average_at(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """An average of a total that the sentence states over how many there were of something."""
    if quantity.kind is not QuantityKind.COUNT:
        return None
    text, begun = reader.paragraph.text, reader.tokens[reader.whole_sentence(at)].start
    match = reader.concepts.average.search(text, max(begun, quantity.start - _BESIDE), quantity.start)
    if match is None:
        return None
    counts = [one for _, one in _earlier(reader, at) if one.unit == match.group("unit")]
    totals = [one for _, one in _earlier(reader, at) if one.unit == quantity.unit]
    statements = [
        Statement(Relation.TIMES, (), (), quantity, parts=(total, count))
        for total in totals for count in counts if count.value
    ]  # fmt: skip
    if not statements:
        return reader.open_reading(at)
    return reader.settled(at, Sense.CHANGE, statements, sure=True)


def own_change(reader: Reader, at: int, quantity: Quantity, *, down: bool) -> ClauseReading | None:
    """A change of what no table counts, where its clause or the one before states the numbers of both years."""
    earlier = list(_earlier(reader, at))[:2]
    if len(earlier) < 2:
        return None
    (last, one), (first, other) = earlier
    if one.unit != other.unit or (quantity.kind not in _RATES and quantity.unit != one.unit):
        return None
    if _is_base(reader, last):
        now, base = other, one
    elif _is_base(reader, first):
        now, base = one, other
    elif quantity.kind in _RATES and (fell := _moves(reader, last)) is not None and fell is down:
        now, base = other, replace(other, value=other.value + one.value * (1 if fell else -1))
    else:
        return None
    relation = Relation.PERCENT if quantity.kind in _RATES else Relation.CHANGE
    statement = Statement(relation, (), (), quantity, is_down=down, parts=(now, base))
    return reader.settled(at, Sense.CHANGE, [statement], sure=True)


def _moves(reader: Reader, index: int) -> bool | None:
    """Whether a number says by how much something fell; None where it says of no change."""
    token = next((reader.tokens[i] for i in reversed(reader.before(index)) if reader.tokens[i].has("up", "down")), None)
    return None if token is None or token.has("to") else token.has("down")


def own_points(reader: Reader, at: int, quantity: Quantity, *, down: bool) -> ClauseReading | None:
    """Percentage points between two shares that the sentence states, last year's the nearer."""
    places = range(at - 1, max(reader.whole_sentence(at) - 1, at - _FAR), -1)
    found = [(index, one) for index in places if (one := reader.tokens[index].quantity) is not None][:2]
    if len(found) < 2 or any(one.kind is not QuantityKind.PERCENT for _, one in found):
        return None
    if not any(reader.times.get(place) == "last" for place in reader.before(found[0][0])):
        return None
    parts = (found[1][1], found[0][1])
    statement = Statement(Relation.POINTS, (), (), quantity, is_down=down, parts=parts)
    return reader.settled(at, Sense.CHANGE, [statement], sure=True)


def own_share(reader: Reader, at: int, quantity: Quantity) -> ClauseReading | None:
    """The share of the number before in the one of which it is announced as a part."""
    earlier = list(_earlier(reader, at))[:2]
    if len(earlier) < 2:
        return None
    (last, part), (first, whole) = earlier
    opened = any(reader.tokens[index].has("opens") for index in range(first + 1, last))
    known = any(index in reader.by_token and reader.by_token[index].subjects for index in (first, last))
    if not opened or known or part.unit != whole.unit or part.value > whole.value:
        return None
    statement = Statement(Relation.SHARE, (), (), quantity, parts=(part, whole))
    return reader.settled(at, Sense.SHARE, [statement], sure=True)


def _is_base(reader: Reader, index: int) -> bool:
    """Whether a number is last year's, or one from which something went up or down."""
    clause = reader.before(index)
    if any(reader.tokens[place].has("up", "down") for place in clause):
        return False
    last = any(reader.times.get(place) == "last" for place in clause)
    return last or any(reader.tokens[place].has("from") for place in clause[-1:])


def _earlier(reader: Reader, at: int) -> Iterator[tuple[int, Quantity]]:
    """Exact counts of the sentence before a number, nearest first, with their tokens."""
    for index in range(at - 1, max(reader.whole_sentence(at) - 1, at - _FAR), -1):
        one = reader.tokens[index].quantity
        exact = one is not None and one.exactness is Exactness.EXACT and one.upper is None
        if one is not None and exact and one.kind is QuantityKind.COUNT:
            yield index, one
