"""Whether a statement is true of the facts: pure and exact, within what the last printed digit of a number allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache

from drafter.records import dataclass
from drafter.report import Facts, Number, show
from drafter.report.quantities import find_quantities
from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.statements.entries import typed_number
from drafter.statements.language import Relation, Statement
from drafter.statements.tolerance import agrees, decimals, growth, is_far, is_growth, is_multiple, is_share, is_slip

ENTRY = "entry:"
"""What stands before the id of an entry where an address may stand."""
_PAIR = 2
"""A part and its whole, where the text itself states both."""
_NEARLY = Decimal("0.1")
"""How far "about as many as last year" may be off, as a part of last year's number."""


class Verdict(StrEnum):
    """What a statement came to."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with both sides: what the facts say, and what the text says, each as written."""

    verdict: Verdict
    expected: Number | None = None
    found: str = ""
    is_unit_slip: bool = False
    """Whether it would be true ten thousand times larger or smaller."""


UNKNOWN = Judgement(Verdict.UNKNOWN)


def judge(statement: Statement, facts: Facts) -> Judgement:
    """True, false or unknown; unknown as soon as a number that it needs is not there."""
    return _JUDGES[statement.relation](statement, facts)


def value(addresses: Iterable[str], facts: Facts, *, last: bool = False) -> Number | None:
    """The sum of cells and named sums, this year's or last year's; None when any of them is no number."""
    found: Number = 0
    for address in addresses:
        if address.startswith(ENTRY):
            one = _entry(address.removeprefix(ENTRY), facts, last=last)
        else:
            one = facts.before(address) if last else facts.value(address)
        if one is None:
            return None
        found += one
    return found


def _entry(name: str, facts: Facts, *, last: bool) -> Number | None:
    """The exact number of an entry; None where it is open, or only about so many."""
    entry = facts.entry_of.get(name)
    typed = None if entry is None else typed_number(entry, facts.form, last=last)
    return typed.value if typed is not None and typed.exactness is Exactness.EXACT else None


def scale_of(address: str, facts: Facts) -> int:
    """How many of what a quantity of money counts one unit of the cell is (10000 for ten thousand yuan)."""
    if address.startswith(ENTRY):
        return 1
    column = facts.form.column_of(address)
    return _scale(column.unit) if column.kind == "amount" and column.unit else 1


@cache
def _scale(unit: str) -> int:
    quantities = find_quantities(f"1{unit}", "zh")
    return quantities[0].scale if quantities else 1


def rounded(number: Decimal, quantity: Quantity) -> Decimal:
    """A number to as many decimals as a quantity is printed with."""
    return number.quantize(Decimal(1).scaleb(-decimals(quantity)), rounding=ROUND_HALF_UP)


def _verdict(holds: bool | None) -> Verdict:  # noqa: FBT001 - the truth value is what is turned into a verdict
    return Verdict.UNKNOWN if holds is None else Verdict.TRUE if holds else Verdict.FALSE


def _equal(statement: Statement, facts: Facts) -> Judgement:
    if len(statement.subject) == 1 and statement.subject[0].startswith(ENTRY):
        return _equal_to_entry(statement, facts)
    quantity, real = statement.quantity, value(statement.subject, facts, last=statement.is_last)
    if quantity is None or real is None or not statement.subject:
        return UNKNOWN
    scale = scale_of(statement.subject[0], facts) if quantity.kind is QuantityKind.AMOUNT else 1
    if agrees(quantity, real, scale):
        return Judgement(Verdict.TRUE, real, quantity.text)
    far = is_far(quantity, real, scale)
    return Judgement(_verdict(False if far else None), real, quantity.text, is_slip(quantity, real, scale))


def _equal_to_entry(statement: Statement, facts: Facts) -> Judgement:
    entry, quantity = facts.entry_of.get(statement.subject[0].removeprefix(ENTRY)), statement.quantity
    typed = None if entry is None else typed_number(entry, facts.form, last=statement.is_last)
    if quantity is None or typed is None:
        return UNKNOWN
    if typed.exactness is Exactness.EXACT:
        holds = agrees(quantity, typed.value) or (None if not is_far(quantity, typed.value) else False)
    else:
        alike = (quantity.exactness, quantity.upper) == (typed.exactness, typed.upper)
        holds = False if quantity.value != typed.value else alike or None
    return Judgement(_verdict(holds), typed.value, quantity.text)


def _change(statement: Statement, facts: Facts) -> Judgement:
    now, before = value(statement.subject, facts), value(statement.subject, facts, last=True)
    quantity = statement.quantity
    if not statement.subject and len(statement.parts) == _PAIR:
        return _own_change(statement)
    if quantity is None or now is None or before is None:
        return UNKNOWN
    if quantity.kind is QuantityKind.TIMES:
        return _multiple(statement, now, before, less=1)
    scale = scale_of(statement.subject[0], facts) if quantity.kind is QuantityKind.AMOUNT else 1
    kind = QuantityKind.PERCENT if quantity.kind in (QuantityKind.PERCENT, QuantityKind.TENTHS) else quantity.kind
    real = growth(now * scale, before * scale, kind)
    return _grown(quantity, real, statement)


def _grown(quantity: Quantity, real: Decimal | None, statement: Statement) -> Judgement:
    if real is None:
        return Judgement(Verdict.UNKNOWN, None, quantity.text)
    holds = is_growth(quantity, real, falling=statement.is_down)
    loose = quantity.exactness is not Exactness.EXACT and quantity.kind is not QuantityKind.TENTHS
    near = loose and not holds and (real < 0) == statement.is_down
    return Judgement(_verdict(None if near else holds), rounded(real, quantity), quantity.text)


def _own_change(statement: Statement) -> Judgement:
    """A change between two numbers of the text."""
    quantity, (now, before) = statement.quantity, statement.parts
    if quantity is None:
        return UNKNOWN
    rate = quantity.kind in (QuantityKind.PERCENT, QuantityKind.TENTHS)
    return _grown(quantity, growth(now.value, before.value, QuantityKind.PERCENT if rate else quantity.kind), statement)


def _times(statement: Statement, facts: Facts) -> Judgement:
    if not statement.subject and len(statement.parts) == _PAIR:
        return _own_multiple(statement)
    now, other = value(statement.subject, facts), statement.other
    before = value(other, facts) if other else value(statement.subject, facts, last=True)
    if statement.quantity is None or now is None or before is None:
        return UNKNOWN
    return _multiple(statement, now, before, less=0)


def _own_multiple(statement: Statement) -> Judgement:
    """How many times one number of the text is another, each within its last digit."""
    quantity, (one, other) = statement.quantity, statement.parts
    if quantity is None or not other.value:
        return UNKNOWN
    real = Decimal(one.value) / Decimal(other.value)
    holds = is_multiple(quantity, real, one.half_step / Decimal(other.value))
    return Judgement(_verdict(holds), rounded(real, quantity), quantity.text)


def _multiple(statement: Statement, now: Number, before: Number, *, less: int) -> Judgement:
    quantity = statement.quantity
    if not before or quantity is None:
        return UNKNOWN
    real = Decimal(now) / Decimal(before) - less
    return Judgement(_verdict(is_multiple(quantity, real)), rounded(real, quantity), quantity.text)


def _share(statement: Statement, facts: Facts) -> Judgement:
    last = statement.is_last
    part, whole = value(statement.subject, facts, last=last), value(statement.other, facts, last=last)
    quantity = statement.quantity
    if not statement.subject and statement.parts:
        part = statement.parts[0].value
        whole = statement.parts[1].value if len(statement.parts) == _PAIR else whole
    if quantity is None or part is None or not whole:
        return UNKNOWN
    real = Decimal(part) * 100 / Decimal(whole)
    return Judgement(_verdict(is_share(quantity, part, whole)), rounded(real, quantity), quantity.text)


def _points(statement: Statement, facts: Facts) -> Judgement:
    if not statement.subject and len(statement.parts) == _PAIR and statement.quantity is not None:
        now, before = statement.parts
        real = Decimal(now.value) - Decimal(before.value)
        return _grown(statement.quantity, real, statement)
    sides = [value(side, facts, last=last) for last in (False, True) for side in (statement.subject, statement.other)]
    quantity = statement.quantity
    if quantity is None or None in sides or not sides[1] or not sides[3]:
        return UNKNOWN
    shares = [Decimal(sides[at] or 0) * 100 / Decimal(sides[at + 1] or 1) for at in (0, 2)]
    room = 2 * quantity.half_step  # each of two shares may have been rounded before
    signed = -Decimal(quantity.value) if statement.is_down else Decimal(quantity.value)
    real = shares[0] - shares[1]
    return Judgement(_verdict(abs(real - signed) <= room), rounded(real, quantity), quantity.text)


def _difference(statement: Statement, facts: Facts) -> Judgement:
    if not statement.subject and statement.parts and statement.quantity is not None:
        whole, *parts = (Decimal(item.value) for item in statement.parts)
        return _grown(statement.quantity, whole - sum(parts, Decimal(0)), statement)
    one, other = value(statement.subject, facts), value(statement.other, facts)
    if statement.quantity is None or one is None or other is None:
        return UNKNOWN
    return _grown(statement.quantity, Decimal(one) - Decimal(other), statement)


def _largest(statement: Statement, facts: Facts) -> Judgement:
    own = [facts.value(address) for address in statement.subject]
    rivals = [facts.value(address) for address in statement.other if address not in statement.subject]
    known = [number for number in rivals if number is not None]
    if None in own or len(known) < len(rivals) or not own or not rivals:
        return UNKNOWN
    least, total = min(number for number in own if number is not None), value(statement.subject, facts)
    holds = least >= max(known) and bool(total)
    return Judgement(_verdict(holds), max(known), statement.words)


def _smallest(statement: Statement, facts: Facts) -> Judgement:
    own, rivals = value(statement.subject, facts), [facts.value(address) for address in statement.other]
    known = [number for number in rivals if number is not None]
    if own is None or not known or len(known) < len(rivals):
        return UNKNOWN
    return Judgement(_verdict(own <= min(known)), min(known), statement.words)


def _majority(statement: Statement, facts: Facts) -> Judgement:
    part, whole = value(statement.subject, facts), value(statement.other, facts)
    if part is None or whole is None:
        return UNKNOWN
    return Judgement(_verdict(2 * part > whole), part, statement.words)


def _all(statement: Statement, facts: Facts) -> Judgement:
    part, whole = value(statement.subject, facts), value(statement.other, facts)
    if part is None or whole is None:
        return UNKNOWN
    return Judgement(_verdict(part == whole), part, statement.words)


def _nothing(statement: Statement, facts: Facts) -> Judgement:
    real = value(statement.subject, facts, last=statement.is_last)
    return UNKNOWN if real is None else Judgement(_verdict(not real), real, statement.words)


def _against_last(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[Statement, Facts], Judgement]:
    def judged(statement: Statement, facts: Facts) -> Judgement:
        now, other = value(statement.subject, facts), statement.other
        before = value(other, facts) if other else value(statement.subject, facts, last=True)
        if not statement.subject and len(statement.parts) == _PAIR:
            now, before = (item.value for item in statement.parts)
        if now is None or before is None:
            return UNKNOWN
        return Judgement(_verdict(holds(Decimal(now), Decimal(before))), before, show(now))

    return judged


def _sum(statement: Statement, facts: Facts) -> Judgement:
    total, parts = statement.quantity, statement.parts
    exact = all(item.exactness is Exactness.EXACT and item.upper is None for item in (*parts, *filter(None, (total,))))
    if total is None or not parts or not exact:
        return UNKNOWN
    added = sum((Decimal(part.value) for part in parts), Decimal(0))
    return Judgement(_verdict(added == total.value), _plain(added), total.text)


def _plain(number: Decimal) -> Number:
    return int(number) if number == number.to_integral_value() else number


_JUDGES: Mapping[Relation, Callable[[Statement, Facts], Judgement]] = {
    Relation.EQUAL: _equal,
    Relation.CHANGE: _change,
    Relation.PERCENT: _change,
    Relation.TIMES: _times,
    Relation.SHARE: _share,
    Relation.POINTS: _points,
    Relation.DIFFERENCE: _difference,
    Relation.LARGEST: _largest,
    Relation.SMALLEST: _smallest,
    Relation.MAJORITY: _majority,
    Relation.ALL: _all,
    Relation.ZERO: _nothing,
    Relation.SETTLED: _nothing,
    Relation.MORE: _against_last(lambda now, before: now > before),
    Relation.FEWER: _against_last(lambda now, before: now < before),
    Relation.SAME: _against_last(lambda now, before: now == before),
    Relation.NEARLY: _against_last(lambda now, before: abs(now - before) <= before * _NEARLY),
    Relation.FIRST: _against_last(lambda now, before: now > 0 and not before),
    Relation.NO_LONGER: _against_last(lambda now, before: not now and before > 0),
    Relation.SUM: _sum,
    Relation.ELSEWHERE: lambda statement, facts: UNKNOWN,
}
