"""Several numbers together: a total behind its parts, and numbers said of several names in turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from drafter.report.quantities.chinese import Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.changes import changed, direction_at
from drafter.statements.reader.figures import beside_brackets, named_figure
from drafter.statements.reader.names import compose, keys_of, year_of
from drafter.statements.reader.own_shares import in_turn
from drafter.statements.reader.rates import rated
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.shares import share_of, shared
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import Token, TokenKind

_MOST = 24
"""The most numbers before a total that are its parts."""
_YEAR = re.compile(r"\d{4}")
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
    counted = reader.tally(before)
    sums = [
        tuple(address for reading in reversed(stated[:count]) for address in reading.subjects[0])
        for count in ([counted] if 1 < counted <= len(stated) else range(2, len(stated) + 1))
        if all(reading.subjects and reading.verdict is Verdict.TRUE for reading in stated[:count])
    ]
    if not sums:
        return None
    statements = [Statement(Relation.EQUAL, one, quantity=quantity) for one in sums]
    return reader.settled(at, Sense.FIGURE, statements, sure=quantity.unit is not None)


def each_of(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """A number that is said of each of several names, or of each of the figures stated last."""
    word = next((i for i in reversed(before) if not reader.tokens[i].has("glue") or reader.tokens[i].has("each")), None)
    if word is None or not reader.tokens[word].has("each", "all"):
        return None
    groups = reader.groups([index for index in before if index < word])
    if not groups and word == before[0] and reader.tokens[word - 1].mark is TokenKind.OPEN:
        groups = reader.groups(beside_brackets(reader, word - 1))
    if quantity.kind in _RATES:
        return _each_share(reader, at, quantity, [i for i in before if i > word]) if not groups else None
    named = [compose(reader.words(group), reader.scope) for group in groups]
    if len(named) < 2 or quantity.kind is not QuantityKind.COUNT:
        return None
    found = [named_figure(reader, at, quantity, one, []) for one in named if one is not None]
    return _worst(found) if len(found) == len(named) else reader.open_reading(at)


def _worst(found: Sequence[ClauseReading]) -> ClauseReading:
    """Of readings that must all be true, the one that is false, else one that is unknown."""
    order = (Verdict.FALSE, Verdict.UNKNOWN, Verdict.TRUE)
    return min(found, key=lambda one: order.index(one.verdict))


def _each_share(reader: Reader, at: int, quantity: Quantity, behind: Sequence[int]) -> ClauseReading | None:
    stated = list(islice(reader.stated(at), _MOST))
    alike = [one for one in stated[:2] if one.subjects and one.verdict is Verdict.TRUE]
    if len(alike) < 2:
        return None
    words = reader.words(behind)
    return _worst([share_of(reader, at, quantity, one.subjects, stated, words) for one in alike])


def one_of_several(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """One of several numbers that are said of several names, years or numbers in turn."""
    run = reader.run(at)
    if run is None:
        return None
    first, ordinal, count = run
    clause = reader.clause(first)
    word = next((i for i in reversed(clause) if reader.tokens[i].has("severally")), None)
    if word is None:
        return None
    direction = direction_at(reader, first, clause)
    ahead, tail = [index for index in clause if index < word], [index for index in clause if index > word]
    groups = [reader.words(group) for group in reader.groups(ahead)]
    if len(groups) == 1 and count > 1:
        groups = _taken_apart(reader, groups[0])
    if len(groups) == count:
        return _of_name(reader, at, quantity, groups[ordinal], reader.words(tail), direction)
    years = _years(reader, ahead, count)
    if len(years) == count:
        return _of_year(reader, at, quantity, ahead, years[ordinal])
    if any(reader.tokens[index].is_name for index in clause):
        return None if direction[0] is None else reader.open_reading(at, Sense.CHANGE)
    stated = [reading for _, reading in zip(range(count), reader.stated(first), strict=False)]
    if len(stated) < count:
        return reader.open_reading(at, Sense.CHANGE) if direction[0] is not None else None
    return _of_stated(reader, at, quantity, clause, stated[count - 1 - ordinal], direction)


def _of_name(
    reader: Reader, at: int, quantity: Quantity, group: Sequence[Token], tail: Sequence[Token],
    direction: tuple[int | None, bool, bool],
) -> ClauseReading:  # fmt: skip
    rate = next((token.entry.rate for token in group if token.entry.rate), None)
    if rate is not None and quantity.kind in _RATES:
        shares = list(rated(reader, rate, quantity))
        if not shares:
            return reader.open_reading(at, Sense.SHARE)
        return reader.settled(at, Sense.SHARE, shares, sure=reader.is_known)
    named = compose([*group, *tail] if direction[0] is None else group, reader.scope)
    if named is None:
        return reader.open_reading(at)
    if direction[0] is not None:
        if not reader.comparison(at, [])[2]:
            return reader.open_reading(at, Sense.CHANGE)
        return changed(reader, at, quantity, named.alternatives, direction[0], down=direction[1], sure=named.is_sure)
    if quantity.kind in _RATES:
        share = next((n for n, token in enumerate(tail) if token.has("share")), None)
        if share is None:
            return reader.open_reading(at, Sense.SHARE)
        return shared(reader, at, quantity, named, tail[share + 1 :])
    return named_figure(reader, at, quantity, named, [])


def _taken_apart(reader: Reader, group: Sequence[Token]) -> list[list[Token]]:
    """A group whose name adds up several rows, as one group for each of them."""
    place = next(
        (n for n, token in enumerate(group) if any("+" in row for s in token.entry.senses for row in s.rows)), None
    )
    if place is None:
        return [list(group)]
    token = group[place]
    sense = token.entry.senses[0]
    parts = [replace(sense, rows=(row,)) for row in keys_of(sense.rows[0])]
    return [
        [*group[:place], replace(token, entry=replace(token.entry, senses=(part,))), *group[place + 1 :]]
        for part in parts
    ]


def _years(reader: Reader, clause: Sequence[int], count: int) -> list[str]:
    """The times of a clause in turn, years joined into one word taken apart."""
    found: list[str] = []
    for index in clause:
        token = reader.tokens[index]
        if token.mark is TokenKind.YEARS:
            written = _YEAR.findall(reader.paragraph.text, token.start, token.end)
            found.extend(year_of(int(year), reader.year) for year in written)
        elif token.has("series"):
            found.extend((*["other"] * (count - 2), "last", "this"))
        elif index in reader.times:
            found.append(reader.times[index])
    return found


def _of_year(reader: Reader, at: int, quantity: Quantity, clause: Sequence[int], time: str) -> ClauseReading | None:
    """A number of what is named, of one of the years named with it."""
    named = compose([reader.tokens[i] for i in clause if i not in reader.times], reader.scope)
    if named is None or quantity.kind not in (QuantityKind.COUNT, QuantityKind.AMOUNT):
        return None
    if time not in ("this", "last"):
        return reader.open_reading(at, Sense.BEFORE)
    last = time == "last"
    statements = [Statement(Relation.EQUAL, one, quantity=quantity, is_last=last) for one in named.alternatives]
    sure = named.is_sure and not reader.is_narrow(at) and reader.is_known
    return reader.settled(at, Sense.BEFORE if last else Sense.FIGURE, statements, sure=sure)


def _of_stated(
    reader: Reader, at: int, quantity: Quantity, clause: Sequence[int], subject: ClauseReading,
    direction: tuple[int | None, bool, bool],
) -> ClauseReading | None:  # fmt: skip
    """Changes, shares or last year's numbers said in turn of the numbers stated before."""
    place, down, _ = direction
    sure = subject.verdict is Verdict.TRUE
    if place is not None:
        if not subject.subjects or not reader.comparison(at, clause)[2]:
            return reader.open_reading(at, Sense.CHANGE)
        return changed(reader, at, quantity, subject.subjects, place, down=down, sure=sure)
    share = next((i for i in clause if reader.tokens[i].has("share")), None)
    if quantity.kind in _RATES and share is not None and share == clause[-1] and not sure:
        return in_turn(reader, at, quantity, subject)
    if not subject.subjects:
        return None
    if quantity.kind in _RATES and share is not None:
        behind = reader.words([i for i in clause if i > share])
        return share_of(reader, at, quantity, subject.subjects, list(islice(reader.stated(at), _MOST)), behind)
    times = [reader.times[i] for i in clause if i in reader.times]
    if quantity.kind in _RATES or times[-1:] != ["last"]:
        return None
    statements = [Statement(Relation.EQUAL, one, quantity=quantity, is_last=True) for one in subject.subjects]
    return reader.settled(at, Sense.BEFORE, statements, sure=sure)
