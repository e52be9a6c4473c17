"""The share of a part in a whole: named, or stated before, or a total of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import ENTRY, Verdict, value
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.names import Named, Sum, compose
from drafter.statements.reader.own import own_share
from drafter.statements.reader.own_shares import loosened, one_sided, restated_share
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
        place = _leads_to_whole(reader, before)
    if place is None and _says_part(reader, quantity, before):
        place = at
    if place is None:
        return _share_of_named(reader, at, quantity, before) or _aside_share(reader, at, quantity, before)
    ahead = reader.words([index for index in before if index < place])
    behind = reader.words([index for index in before if index > place])
    named = compose(ahead, reader.scope)
    again = restated_share(reader, at, quantity, ahead) if named is None and not behind else None
    if again is not None:
        return again
    if named is None and any(token.mark is TokenKind.REST or token.has("elsewhere") for token in ahead):
        return reader.open_reading(at, Sense.SHARE)
    quantity = loosened(reader, quantity, before[before.index(place) :] if place in before else [])
    own = own_share(reader, at, quantity) if named is None and not behind else None
    own = own or (one_sided(reader, at, quantity, before, behind) if named is None else None)
    return own or shared(reader, at, quantity, named, behind)


def _leads_to_whole(reader: Reader, before: Sequence[int]) -> int | None:
    """The word that opens a clause and says of a stated number how much of the whole named behind it is."""
    first = next((i for i in before if not reader.tokens[i].has("glue") or reader.tokens[i].has("equals")), None)
    behind = [index for index in before if first is not None and index > first]
    leads = first is not None and reader.tokens[first].has("over", "under", "around", "equals")
    if not (leads and behind and reader.tokens[behind[-1]].has("of")):
        return None
    named = any(reader.tokens[index].is_name for index in behind)
    return first if named and not any(index in reader.times for index in behind) else None


def _says_part(reader: Reader, quantity: Quantity, before: Sequence[int]) -> bool:
    """Whether tenths stand behind what is named, in a clause that says nothing else."""
    words, named = reader.words(before), any(reader.tokens[i].is_name for i in before)
    if not any(not token.has("glue") for token in words) and quantity.exactness is not Exactness.EXACT:
        return quantity.kind is QuantityKind.TENTHS
    return (
        quantity.kind is QuantityKind.TENTHS and named and not any(token.has("up", "down", "than") for token in words)
    )


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
    statements = [
        Statement(Relation.SHARE, one, whole, quantity)
        for one in named.alternatives for whole in wholes if one != whole
    ]  # fmt: skip
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
    """A share of what is named, else of what was stated."""
    stated = list(islice(reader.stated(at), _NEAREST))
    if named is not None:
        parts, sure = named.alternatives, named.is_sure
    else:
        if not stated:
            return reader.open_reading(at, Sense.SHARE)
        parts, sure = _part(reader, at, stated)
        stated = stated[1:]
    return share_of(reader, at, quantity, parts, stated, behind, sure=sure and not aside)


def share_of(
    reader: Reader, at: int, quantity: Quantity, parts: Sequence[Sum], stated: Sequence[ClauseReading],
    behind: Sequence[Token], *, sure: bool = True,
) -> ClauseReading:  # fmt: skip
    """The share of parts in the whole that is named, else in that within which one speaks, else in any possible one."""
    if not parts:
        return reader.open_reading(at, Sense.SHARE)
    whole = compose(behind, reader.scope)
    unclear = any(token.mark is TokenKind.REST or token.has("elsewhere") for token in behind)
    within = reader.within
    if whole is not None:
        wholes = list(whole.alternatives)
        sure = sure and whole.is_sure
    elif within is not None and within.table == parts[0][0].partition(".")[0] and within.alternatives[0] not in parts:
        wholes = list(within.alternatives)
        rows = {address.rpartition(".")[0] for one in wholes for address in one}
        parts = [one for one in parts if one[0].rpartition(".")[0] in rows] or parts
        begun = reader.tokens[reader.sentence(at)].start
        near = [one for reading in stated if reading.start >= begun for one in reading.subjects]
        wholes.extend(one for one in near if any(_cells(reader, part) < _cells(reader, one) for part in parts))
    else:
        wholes = list(wholes_of(reader, parts, stated))
    named = {subject for reading in stated for subject in reading.subjects}
    pairs = [
        (part, one) for part in parts for one in wholes
        if (part != one or quantity.value == _EVERY) and (whole is not None or one in named or _is_whole(part, one))
        and not _is_wider(reader, part, one)
    ]  # fmt: skip
    statements = [Statement(Relation.SHARE, part, one, quantity) for part, one in pairs]
    if not statements:
        return reader.open_reading(at, Sense.SHARE)
    sure = sure and not unclear and not reader.is_narrow(at) and reader.time(at) == "this"
    return reader.settled(at, Sense.SHARE, statements, sure=sure)


def _is_wider(reader: Reader, part: Sum, whole: Sum) -> bool:
    """Whether what would be the whole is less than its part, in the same row: the words mean another one."""
    own, other = value(part, reader.facts), value(whole, reader.facts)
    same = part[0].rpartition(".")[0] == whole[0].rpartition(".")[0]
    return same and own is not None and other is not None and own > other


def _cells(reader: Reader, subject: Sum) -> set[str]:
    held = reader.facts.form.sums
    return {cell for address in subject for cell in held.get(address, (address,))}


def _is_whole(part: Sum, whole: Sum) -> bool:
    """Whether one sum of cells can be the whole of another: of its row, or of its column where it is a row's total."""
    (row, _, column), (above, _, total) = part[0].rpartition("."), whole[0].rpartition(".")
    return row == above or (column == total and column in ("total", "closed"))


def _part(reader: Reader, at: int, stated: Sequence[ClauseReading]) -> tuple[tuple[Sum, ...], bool]:
    """What a share without a name is of: the figure stated last, or as many as the words before it count."""
    count = reader.tally(reader.before(at)) or 1
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
    rows = (*(words.rows.split("|") if words and words.rows else ()), "received")
    for row in [one[0] for one in reader.scope.whole.get(table, ())] or rows:
        seen[(f"{table}.{row}.total",)] = None
    known = reader.facts.form
    seen.update(dict.fromkeys(parts))
    return (one for one in seen if all(address in known.columns or address in known.sums for address in one))
