"""A rate by its name: of a form's cells, or of two numbers of the same sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from drafter.form.schema.concepts import Rate
from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.claims import settled
from drafter.statements.reader.names import compose
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import TokenKind

_RATES = (QuantityKind.PERCENT, QuantityKind.TENTHS)
_EVERY = 100
_NEAREST = 24
"""Figures before a rate among which its whole is looked for."""
_BESIDE = 6
"""Code points beside a number in which the word that it counts stands."""
_RATE = 12
"""Code points before a number in which the name of a rate may stand."""


def rate_at(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """A rate by its name."""
    if quantity.kind not in _RATES:
        return None
    place = next((index for index in reversed(before) if reader.tokens[index].entry.rate is not None), None)
    if place is None or not reader.is_known:
        return _own_rate(reader, at, quantity)
    rate = reader.tokens[place].entry.rate
    assert rate is not None
    head = reader.words([index for index in before if index < place])
    if any(token.has("elsewhere", "subset") or token.mark is TokenKind.REST for token in head) or not reader.is_known:
        return reader.open_reading(at, Sense.OTHER)
    if any(token.has("timely") for token in head):
        if rate.grade and quantity.value == _EVERY and reader.time(at) == "this":
            _claimed(reader, at, place - 1, "timely")
        return reader.open_reading(at, Sense.OTHER)
    part = _defined(reader, place)
    if part is not None and not part:
        return reader.open_reading(at, Sense.OTHER)
    statements = _of_stated(reader, at, part or list(rated(reader, rate, quantity)))
    statements += _of_wider_part(reader, at, statements)
    statements = [replace(one, quantity=quantity) for one in statements]
    if reader.time(at) != "this":
        return reader.open_reading(at, Sense.OTHER)
    if rate.grade and quantity.value == _EVERY:
        _claimed(reader, at, place, rate.grade)
    if not statements:
        return reader.open_reading(at, Sense.OTHER)
    sure = not (rate.grade and quantity.value == _EVERY) and reader.sure_of.get(rate.table, True)
    sure = (
        sure
        and not reader.is_narrow(at)
        and not any(reader.tokens[i].mark is TokenKind.REST for i in before if i > place)
    )
    return reader.settled(at, Sense.SHARE, statements, sure=sure)


def _defined(reader: Reader, place: int) -> list[Statement] | None:
    """The shares that a parenthesis right behind a rate makes it to be; none where it is not read; None without one."""
    end = reader.match_open.get(place + 1)
    rate = reader.tokens[place].entry.rate
    if end is None or rate is None:
        return None
    part = compose(reader.tokens[place + 2 : end], reader.scope)
    if part is None or not part.has_row or part.table != rate.table:
        return []
    wholes = [(f"{rate.table}.{whole}",) for whole in rate.wholes]
    return [Statement(Relation.SHARE, one, whole) for one in part.alternatives for whole in wholes]


def _of_stated(reader: Reader, at: int, statements: list[Statement]) -> list[Statement]:
    """Where the sentence states the widest whole that a rate can be of, those of that whole alone."""
    begun = reader.tokens[reader.whole_sentence(at)].start
    near = [one for one in islice(reader.stated(at), _NEAREST) if one.start >= begun]
    stated = {subject for one in near if one.verdict is Verdict.TRUE for subject in one.subjects}
    widest = [one for one in statements if one.other == statements[0].other and one.other in stated]
    return widest or statements


def _of_wider_part(reader: Reader, at: int, statements: Sequence[Statement]) -> list[Statement]:
    """A rate of the figure stated right before, where that holds the part that the rate is of by its name."""
    last = next(reader.stated(at), None)
    if last is None or last.verdict is not Verdict.TRUE or not last.subjects:
        return []
    wider, sums = last.subjects[0], reader.facts.form.sums
    cells = {cell for address in wider for cell in sums.get(address, (address,))}
    held = [one for one in statements if {c for a in one.subject for c in sums.get(a, (a,))} < cells]
    return [replace(one, subject=wider) for one in held if one.other != wider]


def _own_rate(reader: Reader, at: int, quantity: Quantity) -> ClauseReading | None:
    """A rate of two numbers that the sentence itself states: of what its word is said of, in what stands before."""
    text, begun = reader.paragraph.text, reader.tokens[reader.whole_sentence(at)].start
    match = reader.concepts.rate.search(text, max(begun, quantity.start - _RATE), quantity.start)
    counted = [item for item in reader.paragraph.quantities if begun <= item.start < quantity.start] if match else []
    counts = [item for item in counted if item.kind is QuantityKind.COUNT and item.exactness is Exactness.EXACT]
    parts = [item for item in counts if match and set(match.group(1)) & set(_around(text, item))]
    if match is None or not parts:
        return None
    part = parts[-1]
    wholes = [
        item for item in counts if item.start < part.start and item.unit == part.unit and item.value >= part.value
    ]
    listed = [item for item in counts if item.unit == part.unit]
    if not wholes and len(listed) > 1:
        wholes = [replace(part, value=sum(item.value for item in listed))]
    if not wholes:
        return None
    statements = [Statement(Relation.SHARE, (), (), quantity, parts=(part, whole)) for whole in wholes]
    return reader.settled(at, Sense.SHARE, statements, sure=True)


def _claimed(reader: Reader, at: int, place: int, grade: str) -> None:
    """A rate of 100 % claims that nothing is left."""
    if not reader.is_narrow(at) and reader.is_known:
        reader.readings.append(settled(reader, reader.tokens[place : at + 1], grade, sure=True))


def rated(reader: Reader, rate: Rate, quantity: Quantity) -> Iterator[Statement]:
    """The shares that a rate can be: of its part in each of its wholes."""
    rows = [rate.rows] if rate.rows else [row for item in reader.scope.rows.get(rate.table, ()) for row in item[:1]]
    prefixes = [f"{rate.table}."] if "." in rate.part else [f"{rate.table}.{row}." for row in rows]
    for prefix in prefixes if rate.part else ():
        for whole in rate.wholes:
            yield Statement(Relation.SHARE, (prefix + rate.part,), (prefix + whole,), quantity)


def _around(text: str, quantity: Quantity) -> str:
    """The characters right before and behind a quantity."""
    behind = text[quantity.end : quantity.end + _BESIDE]
    ends = [at for at, char in enumerate(behind) if not char.isalnum()]
    return text[max(0, quantity.start - _BESIDE) : quantity.start] + behind[: min(ends, default=len(behind))]
