"""Numbers that come of other numbers of the same text, whatever they count: changes, shares and averages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import TokenKind

_FAR = 60
"""Tokens before a number among which those stand of which it comes."""
_BESIDE = 12
"""Code points before a number in which stands what it is an average of."""
_RATES = (QuantityKind.PERCENT, QuantityKind.TENTHS)
_PAIR = 2
"""A whole and its part."""
_COUNTED = (QuantityKind.COUNT, QuantityKind.AMOUNT)


def average_at(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """An average of a total that the sentence states over how many there were of something."""
    if quantity.kind not in _COUNTED:
        return None
    text, begun = reader.paragraph.text, reader.tokens[reader.whole_sentence(at)].start
    match = reader.concepts.average.search(text, max(begun, quantity.start - _BESIDE), quantity.start)
    if match is None:
        return None
    unit = match.group("unit") or match.group("over")
    earlier = [(index, one) for index, one in _earlier(reader, at) if _goes_on(reader, at, index, before)]
    whole_year = not any(
        reader.times.get(index, "this") == "other"
        for index in range(reader.whole_sentence(at), before[0] if before else at)
    )
    periods = reader.concepts.periods.get(unit, ()) if whole_year else ()
    counts = [one for _, one in earlier if one.unit == unit] or [_of_year(quantity, number) for number in periods]
    money = quantity.kind is QuantityKind.AMOUNT
    totals = [one for _, one in earlier if one.kind is quantity.kind and (money or one.unit == quantity.unit)]
    statements = [
        Statement(Relation.TIMES, (), (), quantity, parts=(total, count))
        for total in totals for count in counts if count.value
    ]  # fmt: skip
    if not statements:
        return reader.open_reading(at)
    return reader.settled(at, Sense.CHANGE, statements, sure=True)


def _of_year(quantity: Quantity, number: int) -> Quantity:
    """How many of a period the year has, as if the text had counted them."""
    return replace(quantity, value=number, unit=None, exactness=Exactness.EXACT, half_step=Decimal(0), upper=None)


def _goes_on(reader: Reader, at: int, index: int, before: Sequence[int]) -> bool:
    """Whether the words of a clause before a number all come back from those around an earlier number."""
    behind = reader.tokens[index + 1 : index + 2]
    ends = behind[0].end if behind and behind[0].mark is TokenKind.REST else reader.tokens[index].end
    said = reader.paragraph.text[reader.tokens[reader.whole_sentence(at)].start : ends]
    return all(
        set(reader.paragraph.text[token.start : token.end]) <= set(said)
        for token in reader.words(before)
        if (token.mark is TokenKind.REST or token.is_name or token.has("elsewhere")) and not token.has("glue")
    )


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


def spanned_change(
    reader: Reader, at: int, quantity: Quantity, before: Sequence[int], *, down: bool
) -> ClauseReading | None:
    """A change over several years, from the first number that the sentence states; the one right behind goes on."""
    kind = Relation.PERCENT if quantity.kind in _RATES else Relation.CHANGE
    if not any(reader.tokens[index].has("span") for index in before):
        parts = _parts_of_change(reader, at, before)
        if not parts:
            return None
        statement = Statement(kind, (), (), quantity, is_down=down, parts=parts)
        return reader.settled(at, Sense.CHANGE, [statement], sure=True)
    numbers = [one for index, one in _earlier(reader, at) if not _is_change(reader, index)]
    if quantity.kind not in _RATES:
        numbers = [one for one in numbers if one.unit == quantity.unit]
    bases = [one for one in numbers[1:] if one.unit == numbers[0].unit]
    pairs = [(numbers[0], base) for base in (bases[1:] or bases)]
    statements = [Statement(kind, (), (), quantity, is_down=down, parts=pair) for pair in pairs]
    if not statements:
        return reader.open_reading(at, Sense.CHANGE)
    return reader.settled(at, Sense.CHANGE, statements, sure=True)


def _parts_of_change(reader: Reader, at: int, before: Sequence[int]) -> tuple[Quantity, ...]:
    """The two numbers of the text of which the change right before speaks, where these words name nothing else."""
    if any(reader.tokens[i].is_name or reader.tokens[i].has("than", "compared") or i in reader.times for i in before):
        return ()
    near = next((i for i in range(at - 1, max(-1, at - _FAR), -1) if reader.tokens[i].quantity is not None), None)
    reading = reader.by_token.get(near) if near is not None else None
    if reading is None or reading.sense is not Sense.CHANGE or reading.statement is None or reading.statement.subject:
        return ()
    return reading.statement.parts if reading.statement.relation in (Relation.CHANGE, Relation.PERCENT) else ()


def _is_change(reader: Reader, index: int) -> bool:
    """Whether a number was read as a change or a share."""
    reading = reader.by_token.get(index)
    return reading is not None and reading.sense in (Sense.CHANGE, Sense.SHARE)


def _moves(reader: Reader, index: int) -> bool | None:
    """Whether a number says by how much something fell; None where it says of no change."""
    token = next((reader.tokens[i] for i in reversed(reader.before(index)) if reader.tokens[i].has("up", "down")), None)
    return None if token is None or token.has("to") else token.has("down")


def rest_of(reader: Reader, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
    """What is left of a number of the half-sentence less its parts, all in one unit."""
    first = next((index for index in before if not reader.tokens[index].has("glue")), None)
    if first is None or not reader.tokens[first].has("remainder"):
        return None
    begun = reader.tokens[reader.sentence(at)].start
    stated = list(islice(reader.stated(at), _FAR))
    pairs = [(number, one) for one in reversed(stated) if (number := reader.number_of(one)) is not None]
    alike = [(number, one) for number, one in pairs if number.unit == quantity.unit]
    near = [one for _, one in alike if one.start >= begun]
    inside = range(reader.sentence(at), at)
    if len(near) < _PAIR or any(reader.tokens[index].mark is TokenKind.CLOSE for index in inside):
        return None
    if not (_is_whole_of(reader, near) or (len(alike) == _PAIR and not any(one.subjects for one in near))):
        return None
    parts = tuple(number for number, one in alike if one.start >= begun)
    if parts[0].value < sum(one.value for one in parts[1:]):
        return None
    statement = Statement(Relation.DIFFERENCE, (), (), quantity, parts=parts)
    return reader.settled(at, Sense.CHANGE, [statement], sure=True)


def _is_whole_of(reader: Reader, readings: Sequence[ClauseReading]) -> bool:
    """Whether the first of some figures is a sum that holds the others."""
    if any(not one.subjects or one.verdict is not Verdict.TRUE for one in readings):
        return False
    whole, *parts = (
        {cell for address in one.subjects[0] for cell in reader.facts.form.sums.get(address, (address,))}
        for one in readings
    )
    return all(part < whole for part in parts)


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
    opened = opened or any(reader.tokens[index].has("share") for index in reader.before(last))
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
        if one is not None and exact and one.kind in _COUNTED:
            yield index, one
