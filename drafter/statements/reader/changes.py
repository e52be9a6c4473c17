"""Last year's number, and what is more or less than it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from drafter.report.quantities.chinese import Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.names import Sum, are_alike, compose, time_of
from drafter.statements.reader.own import own_change, own_points, spanned_change
from drafter.statements.reader.own_shares import loosened
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import TokenKind
from drafter.statements.tolerance import growth, is_growth

_FAR = 240
"""Tokens before a change within which its base, or the share that it is of, is looked for."""
_SIGNS = ("+", "\uff0b", "-")
_RATES = (QuantityKind.PERCENT, QuantityKind.TENTHS)


def value_before(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """Last year's number, named to compare with."""
    times, aside = _times(reader, at, before)
    if quantity.kind is QuantityKind.TIMES and not times:
        return _multiple(reader, at, quantity, before)
    if not times or direction_at(reader, at, before)[0] is not None:
        return None
    time_at = times[-1]
    if quantity.kind in _RATES:
        return part_of_last(reader, at, quantity, before, time_at) or _share_before(reader, at, quantity)
    if quantity.kind not in (QuantityKind.COUNT, QuantityKind.AMOUNT, QuantityKind.TIMES):
        return None
    after_time = [] if aside else [index for index in before if index > time_at]
    if any(reader.tokens[index].mark is TokenKind.REST for index in after_time):
        return None
    clause = reader.words([index for index in before if index != time_at])
    named = compose(clause, reader.scope)
    if named is not None:
        subjects: tuple[Sum, ...] = named.alternatives
    else:
        stated = next(reader.stated(time_at if aside else at), None)
        doubtful = stated is None or (stated.judgement.verdict is Verdict.FALSE and not stated.is_sure)
        subjects = stated.subjects if stated is not None and not doubtful else ()
    if time_of(reader.tokens[time_at], reader.year) == "other" or not subjects:
        return reader.open_reading(at, Sense.OTHER if reader.times[time_at] == "other" and not aside else Sense.BEFORE)
    if quantity.kind is QuantityKind.TIMES:
        return reader.settled(
            at, Sense.CHANGE, [Statement(Relation.TIMES, one, quantity=quantity) for one in subjects], sure=True
        )
    statements = [Statement(Relation.EQUAL, one, quantity=quantity, is_last=True) for one in subjects]
    compared = time_at and reader.tokens[time_at - 1].has("than") or aside or named is None
    leads = bool(before) and time_at == before[0] and named is not None and named.has_row and reader.is_known
    sure = bool(compared or leads) and (named is None or named.is_sure) and not reader.is_narrow(at)
    return reader.settled(at, Sense.BEFORE, statements, sure=sure)


def part_of_last(
    reader: Reader, at: int, quantity: Quantity, before: Sequence[int], time_at: int
) -> ClauseReading | None:
    """What was stated last, as a part of what it was last year ("four fifths of last year's"): a multiple below one."""
    between = [index for index in before if index > time_at]
    if not between or not reader.tokens[between[-1]].has("of"):
        return None
    if any(not reader.tokens[index].has("glue", "of") for index in between) or reader.times[time_at] != "last":
        return None
    ahead = [index for index in before if index < time_at]
    lead = reader.tokens[ahead[-1]] if ahead else None
    last = next((token.quantity for token in reversed(reader.tokens[:time_at]) if token.quantity is not None), None)
    if last is not None and last.kind is QuantityKind.PERCENT and quantity.kind is QuantityKind.PERCENT:
        return None  # one rate beside another: it is last year's, and no part of it
    says = lead is not None and lead.has("equals", "over", "under", "around")
    if any(reader.tokens[index].has("share") for index in ahead) or not says:
        return None
    named = compose(reader.words(ahead), reader.scope)
    stated = next(reader.stated(at), None)
    subjects = named.alternatives if named is not None else stated.subjects if stated is not None else ()
    sure = named.is_sure if named is not None else stated is not None and stated.verdict is Verdict.TRUE
    multiple = times_of(loosened(reader, quantity, ahead))
    statements = [Statement(Relation.TIMES, one, quantity=multiple) for one in subjects]
    return reader.settled(at, Sense.CHANGE, statements, sure=sure and not reader.is_narrow(at)) if subjects else None


def times_of(quantity: Quantity) -> Quantity:
    """A part of a whole as a multiple of it: eight tenths are 0.8 times."""
    value, half = Decimal(quantity.value) / 100, quantity.half_step / 100
    upper = None if quantity.upper is None else Decimal(quantity.upper) / 100
    return replace(quantity, kind=QuantityKind.TIMES, value=value, half_step=half, upper=upper)


def _times(reader: Reader, at: int, before: Sequence[int]) -> tuple[list[int], bool]:
    """The words for another time that go with a number, and whether they stand before the parenthesis that it is in."""
    times = [
        index for index in before
        if time_of(reader.tokens[index], reader.year) in ("last", "other") and not _by_row(reader, index)
    ]  # fmt: skip
    if times and any(time_of(reader.tokens[index], reader.year) == "this" for index in before if index > times[-1]):
        return [], False
    opened = before[0] - 1 if before else at - 1
    if not times and not any(reader.tokens[index].is_name for index in before):
        mark = reader.tokens[opened] if opened >= 0 else None
        if mark is not None and mark.mark is TokenKind.OPEN and opened:
            time = time_of(reader.tokens[opened - 1], reader.year)
            if time in ("last", "other"):
                return [opened - 1], True
    return times, False


def _multiple(reader: Reader, at: int, quantity: Quantity, before: Sequence[int]) -> ClauseReading | None:
    """How many times as much as something else of this year."""
    words = [
        index for index in before if reader.tokens[index].has("than", "equals") and not reader.tokens[index].is_name
    ]
    than = next((index for index in words if index > before[0]), next(iter(words), None))
    if than is None or direction_at(reader, at, before)[0] is not None:
        return None
    other = compose(reader.words([index for index in before if index > than]), reader.scope)
    one = compose(reader.words([index for index in before if index < than]), reader.scope)
    stated = next(reader.stated(at), None)
    subjects = one.alternatives if one is not None else stated.subjects if stated is not None else ()
    if other is None or not (other.has_row or other.has_column) or not subjects:
        return None
    statements = [
        Statement(Relation.TIMES, subject, against, quantity)
        for subject in subjects for against in other.alternatives if are_alike(subject, against)
    ]  # fmt: skip
    sure = other.is_sure and (one.is_sure if one is not None else True) and not reader.is_narrow(at)
    return reader.settled(at, Sense.CHANGE, statements, sure=sure) if statements else None


def _by_row(reader: Reader, index: int) -> bool:
    """Whether a time belongs to a word that names a row by it."""
    if index and reader.tokens[index - 1].has("than"):
        beyond = reader.tokens[index + 1] if index + 1 < len(reader.tokens) else None
        return beyond is not None and any(sense.by_time for sense in beyond.entry.senses)
    return reader.is_used(index)


def direction_at(reader: Reader, at: int, before: Sequence[int]) -> tuple[int | None, bool, bool]:
    """The word for more or less right before a number: where, whether it is less, whether it says up to what."""
    index = before[-1] if before else -1
    places = list(before)
    to = False
    while places:
        index = places.pop()
        token = reader.tokens[index]
        if token.has("up", "down") and not (token.is_name and token.entry.senses):
            return index, token.has("down"), to or token.has("to")
        if token.has("to"):
            to = True
        elif not token.has("glue", "somewhat", "severally", "each", "all"):
            break
    return None, False, False


def change_at(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """A change against last year of what the words before it name, else of the figure stated before."""
    place, down, to = direction_at(reader, at, before)
    if place is None:
        return None
    over_years = None if to else spanned_change(reader, at, quantity, before, down=down)
    if over_years is not None:
        return over_years
    head = [index for index in before if index < place]
    compared, inside, is_last = reader.comparison(at, head)
    ahead = reader.words([index for index in head if compared is None or not inside or index < compared])
    if quantity.kind is QuantityKind.POINTS:
        return _points(reader, at, quantity, down=down) if is_last else reader.open_reading(at, Sense.CHANGE)
    named = compose(ahead, reader.scope)
    other = any(
        token.mark is TokenKind.REST or token.has("elsewhere", "subset", "rate") or token.entry.rate for token in ahead
    )
    if named is None and other:
        return reader.open_reading(at, Sense.CHANGE)
    difference = _difference(reader, at, quantity, head, down=down)
    if difference is not None:
        return difference
    if named is not None:
        stated = next(reader.stated(at), None)
        near = stated is not None and not named.has_row and not named.has_column and stated.table == named.table
        subjects = stated.subjects if near and stated is not None and stated.subjects else named.alternatives
        sure = named.is_sure
    else:
        stated = (_base(reader, at) if to else None) or next(reader.stated(at), None) or _changed_before(reader, at)
        if stated is None or not stated.subjects or stated.judgement.verdict is Verdict.FALSE:
            found = None if to or not is_last else own_change(reader, at, quantity, down=down)
            return found or reader.open_reading(at, Sense.CHANGE)
        subjects, sure = stated.subjects, stated.verdict is Verdict.TRUE
    if to:
        statements = [Statement(Relation.EQUAL, one, quantity=quantity) for one in subjects]
        return reader.settled(at, Sense.FIGURE, statements, sure=sure)
    if not is_last:
        return reader.open_reading(at, Sense.CHANGE)
    bare = quantity.kind is QuantityKind.PERCENT and not any(reader.tokens[i].has("than", "share") for i in before)
    based = compared is not None or bare or _is_based(reader, at, subjects) or _says_only_how(reader, head, place)
    return changed(reader, at, quantity, subjects, place, down=down, sure=sure and based)


def _says_only_how(reader: Reader, head: Sequence[int], place: int) -> bool:
    """Whether a clause says nothing but by how much the figure before it changed, or that it did so on balance."""
    if reader.tokens[place].has("implied"):
        return True
    return all(reader.tokens[index].has("glue", "somewhat") and not reader.tokens[index].is_name for index in head)


def _is_based(reader: Reader, at: int, subjects: Sequence[Sum]) -> bool:
    """Whether the sentence states what the subject of a change was last year."""
    for index in range(at - 1, max(reader.whole_sentence(at) - 1, at - _FAR), -1):
        reading = reader.by_token.get(index)
        if reading is not None and reading.sense is Sense.BEFORE and reading.verdict is Verdict.TRUE:
            return bool(set(reading.subjects) & set(subjects))
    return False


def _changed_before(reader: Reader, at: int) -> ClauseReading | None:
    """The change right before, of which another one speaks as well."""
    near = next((i for i in range(at - 1, max(-1, at - _FAR), -1) if reader.tokens[i].quantity is not None), None)
    reading = reader.by_token.get(near) if near is not None else None
    return reading if reading is not None and reading.sense is Sense.CHANGE else None


def _base(reader: Reader, at: int) -> ClauseReading | None:
    """Last year's number right before, from which one goes up or down to this year's."""
    near = next((i for i in range(at - 1, -1, -1) if reader.tokens[i].quantity is not None), None)
    reading = reader.by_token.get(near) if near is not None else None
    return reading if reading is not None and reading.sense is Sense.BEFORE else None


def changed(
    reader: Reader, at: int, quantity: Quantity, subjects: Sequence[Sum], place: int, *, down: bool, sure: bool
) -> ClauseReading:
    """A change of one of the subjects against last year."""
    relation = Relation.PERCENT if quantity.kind in _RATES else Relation.CHANGE
    statements = [Statement(relation, one, quantity=quantity, is_down=down) for one in subjects]
    narrow = reader.is_narrow(at)
    sure = sure and not narrow and not _fits_base(reader, at, quantity, down=down)
    reading = reader.settled(at, Sense.CHANGE, statements, sure=sure, start=reader.tokens[place].start)
    return reader.open_reading(at, Sense.CHANGE) if narrow else reading


def _fits_base(reader: Reader, at: int, quantity: Quantity, *, down: bool) -> bool:
    """Whether a change comes out of the number of last year that the text itself names, be that right or wrong."""
    base: Quantity | None = None
    for index in range(at - 1, max(reader.whole_sentence(at) - 1, at - _FAR), -1):
        reading, found = reader.by_token.get(index), reader.tokens[index].quantity
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


def share_stated(reader: Reader, at: int) -> Statement | None:
    """The share stated last before a token, if it is true."""
    for index in range(at - 1, max(-1, at - _FAR), -1):
        reading = reader.by_token.get(index)
        if reading is not None and reading.sense is Sense.SHARE:
            one = reading.statement
            true = one is not None and reading.judgement.verdict is Verdict.TRUE and bool(one.other)
            return one if true else None
    return None


def _share_before(reader: Reader, at: int, quantity: Quantity) -> ClauseReading:
    """Last year's share, named to compare with the one before it."""
    one = share_stated(reader, at)
    if one is None:
        return reader.open_reading(at, Sense.BEFORE)
    statement = Statement(Relation.SHARE, one.subject, one.other, quantity, is_last=True)
    return reader.settled(at, Sense.BEFORE, [statement], sure=not reader.is_narrow(at))


def _points(reader: Reader, at: int, quantity: Quantity, *, down: bool) -> ClauseReading:
    """Percentage points: of the share that the clause names, else of the one stated before."""
    named = _share_named(reader, at, quantity)
    if named:
        statements = [replace(one, relation=Relation.POINTS, is_down=down) for one in named]
        return reader.settled(at, Sense.CHANGE, statements, sure=len(statements) == 1)
    one = share_stated(reader, at)
    if one is None:
        return own_points(reader, at, quantity, down=down) or reader.open_reading(at, Sense.CHANGE)
    statement = Statement(Relation.POINTS, one.subject, one.other, quantity, is_down=down)
    return reader.settled(at, Sense.CHANGE, [statement], sure=True)


def _share_named(reader: Reader, at: int, quantity: Quantity) -> list[Statement]:
    """The shares that a clause can name without a number: of what it names, or stands before, in a whole it names."""
    clause = reader.before(at)
    share = next((index for index in clause if reader.tokens[index].has("share")), None)
    if share is None:
        return []
    end = next((index for index in clause if index > share and reader.tokens[index].has("than", "compared")), at)
    whole = compose(reader.words([index for index in clause if share < index < end]), reader.scope)
    part = compose(reader.words([index for index in clause if index < share]), reader.scope)
    stated = next(reader.stated(at), None)
    subjects = part.alternatives if part is not None else stated.subjects if stated is not None else ()
    if whole is None:
        return []
    return [Statement(Relation.SHARE, one, other, quantity) for one in subjects for other in whole.alternatives]


def signed_change(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """A percentage with its sign, alone in brackets behind what changed by it."""
    if quantity.kind is not QuantityKind.PERCENT or reader.opened[at] < 0:
        return None
    opened = reader.opened[at]
    between = reader.paragraph.text[reader.tokens[opened].end : quantity.number_start]
    sign = "-" if quantity.value < 0 else between.strip()
    if sign not in _SIGNS or reader.match_open.get(opened) != at + 1:
        return None
    stated = reader.by_token.get(opened - 1)
    named = compose(reader.words(reader.before(opened)), reader.scope) if stated is None else None
    subjects = stated.subjects if stated is not None else named.alternatives if named is not None else ()
    sure = stated.verdict is Verdict.TRUE if stated is not None else named is not None and named.is_sure
    if not subjects:
        return reader.open_reading(at, Sense.CHANGE)
    absolute = replace(quantity, value=abs(Decimal(quantity.value)))
    return changed(reader, at, absolute, subjects, at, down=quantity.value < 0, sure=sure)


def _difference(
    reader: Reader, at: int, quantity: Quantity, head: Sequence[int], *, down: bool
) -> ClauseReading | None:
    """How much more than another row of this year."""
    tokens = reader.words(head)
    than = next((place for place, token in enumerate(tokens) if token.has("than")), None)
    if than is None or quantity.kind is not QuantityKind.COUNT:
        return None
    other = compose(tokens[than + 1 :], reader.scope)
    if other is None or not (other.has_row or other.has_column):
        return None
    one = compose(tokens[:than], reader.scope)
    stated = next(reader.stated(at), None)
    if one is None and (stated is None or not stated.subjects):
        return reader.open_reading(at, Sense.CHANGE)
    subjects = one.alternatives if one is not None else stated.subjects if stated is not None else ()
    known = one.is_sure if one is not None else stated is not None and stated.verdict is Verdict.TRUE
    statements = [
        Statement(Relation.DIFFERENCE, subject, second, quantity, is_down=down)
        for subject in subjects for second in other.alternatives if are_alike(subject, second)
    ]  # fmt: skip
    if not statements:
        return reader.open_reading(at, Sense.CHANGE)
    return reader.settled(at, Sense.CHANGE, statements, sure=other.is_sure and known)
