"""Parts of a whole said in words (a third, over half): shares without a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.statements.reader.changes import change_at, direction_at, part_of_last
from drafter.statements.reader.names import compose
from drafter.statements.reader.own_shares import one_sided, restated_share
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.shares import shared
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import Token, TokenKind

_ROOM = Decimal("2.5")
"""Percent that a part of a whole in words may be off: "a third" is said of 31 to 36 %."""
_EXACTNESS = (("over", Exactness.OVER), ("under", Exactness.UNDER), ("around", Exactness.ABOUT))


def portion_at(reader: Reader, at: int, portion: Fraction) -> ClauseReading | None:
    """The share that a fraction in words states; None where its clause does not say of what it is."""
    before = reader.before(at)
    lead = next((index for index in before if _exactness([reader.tokens[index]]) is not None), None)
    share = next((index for index in reversed(before) if reader.tokens[index].has("share")), lead)
    beside = [*(reader.tokens[index] for index in before[-2:]), *reader.tokens[at + 1 : at + 2]]
    exactness = _exactness(beside)
    if lead is not None and exactness is None and lead == share:
        exactness = _exactness([reader.tokens[lead]])
    quantity = _quantity(reader.tokens[at], portion, exactness or Exactness.EXACT, reader)
    if direction_at(reader, at, before)[0] is not None:
        changed = change_at(reader, at, quantity, before)
        return changed if changed is not None and changed.statement is not None else None
    if share is None:
        return _of_named(reader, at, quantity, before)
    time_at = next((index for index in before if index > share and reader.times.get(index) == "last"), None)
    if time_at is not None and not reader.tokens[share].has("share"):
        return part_of_last(reader, at, quantity, before, time_at)
    ahead, behind = ([i for i in before if i < share], [i for i in before if i > share])
    words = reader.words(ahead)
    named = compose(words, reader.scope)
    again = restated_share(reader, at, quantity, words) if named is None and not behind else None
    if again is not None:
        return again
    if named is None and any(token.mark is TokenKind.REST or token.has("elsewhere") for token in words):
        return None
    own = one_sided(reader, at, quantity, before, reader.words(behind)) if named is None else None
    reading = own or shared(reader, at, quantity, named, reader.words(behind))
    return reading if reading.statement is not None else None


def _of_named(reader: Reader, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
    """A part right before what it is of."""
    if any(not reader.tokens[index].has("glue") for index in before):
        return None
    behind = reader.words(reader.after(at))
    named = compose(behind, reader.scope)
    if named is None or not (named.has_row or named.has_column) or any(t.mark is TokenKind.REST for t in behind):
        return None
    reading = shared(reader, at, quantity, named, [])
    return reading if reading.statement is not None else None


def _exactness(tokens: Sequence[Token]) -> Exactness | None:
    return next((kind for role, kind in _EXACTNESS if any(token.has(role) for token in tokens)), None)


def _quantity(token: Token, portion: Fraction, exactness: Exactness, reader: Reader) -> Quantity:
    value = round(Decimal(100 * portion.numerator) / Decimal(portion.denominator), 1)
    text, kind = reader.paragraph.text[token.start : token.end], QuantityKind.TENTHS
    return Quantity(token.start, token.end, token.start, token.end, text, value, None, kind, exactness, _ROOM)
