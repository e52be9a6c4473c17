"""Claims of order: what is most, second, least, more than half, or more than something else of this year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.claiming import Found, cells_of, claim, is_understood, stands, wholes_of_claim, words_of
from drafter.statements.reader.names import Named, Sum, are_alike, compose
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import Token, TokenKind

_RANKS = ("largest", "mainly", "majority", "second", "second_to", "smallest")
_AGAINST = ("up", "down", "over", "under", "same")


def rank_of(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """What is named is the largest of its kind, the second, the smallest, or more than half."""
    place = next((at for at, token in enumerate(tokens) if token.has(*_RANKS) and not token.is_name), None)
    if place is None or not reader.is_known:
        return
    numbers = sum(token.mark is TokenKind.QUANTITY for token in tokens)
    if numbers > (0 if tokens[place].has("mainly", "majority") else 1):
        return
    behind, ahead = tokens[place + 1 :], tokens[:place]
    most = _more_than_half(reader, start, tokens, place)
    if most is not None:
        yield None, most
        return
    if tokens[place].has("second_to"):
        yield from _second_to(reader, start, tokens, place)
        return
    named, around = compose(behind, reader.scope), behind
    if named is None:
        named, around = compose(ahead, reader.scope), ahead
    if named is None or not is_understood(around[named.start :]) or len(named.rows) > 1 and not named.has_column:
        return
    if around is behind and any(token.mark is TokenKind.REST for token in behind[: named.start]):
        return
    words = words_of(reader, tokens)
    statements = list(_ranked(reader, tokens[place], named, start, words))
    if statements:
        sure = named.is_sure and stands(reader, start, place, named.table)
        reading = claim(reader, tokens, statements, sure=sure)
        if tokens[place].has("largest", "mainly") and reading.statement is not None:
            reader.first = frozenset(cells_of(reader, reading.statement.subject))
        yield None, reading


def _more_than_half(reader: Reader, start: int, tokens: Sequence[Token], place: int) -> ClauseReading | None:
    """What was stated last, or is named, as more than half of the whole that stands behind a word for a share."""
    share = next((at for at, token in enumerate(tokens[:place]) if token.has("share")), None)
    if share is None or not tokens[place].has("majority"):
        return None
    whole, ahead = compose(tokens[share + 1 : place], reader.scope), tokens[:share]
    part, stated = compose(ahead, reader.scope), next(reader.stated(start), None)
    if whole is None or (part is None and (stated is None or any(token.mark is TokenKind.REST for token in ahead))):
        return None
    subjects = part.alternatives if part is not None else stated.subjects if stated is not None else ()
    known = part.is_sure if part is not None else stated is not None and stated.verdict is Verdict.TRUE
    words = words_of(reader, tokens)
    statements = [
        Statement(Relation.MAJORITY, one, other, words=words)
        for one in subjects for other in whole.alternatives if one != other
    ]  # fmt: skip
    sure = known and whole.is_sure and stands(reader, start, place, whole.table)
    return claim(reader, tokens, statements, sure=sure) if statements else None


def _second_to(reader: Reader, start: int, tokens: Sequence[Token], place: int) -> Iterator[Found]:
    """What is named, or was stated last, as more than all else of its kind but for what is named behind."""
    first, own = compose(tokens[place + 1 :], reader.scope), compose(tokens[:place], reader.scope)
    stated = next(reader.stated(start), None)
    specific = own is not None and (own.has_row or own.has_column)
    subjects = own.alternatives if own is not None and specific else stated.subjects if stated is not None else ()
    known = own.is_sure if own is not None and specific else stated is not None and stated.verdict is Verdict.TRUE
    if first is None or not is_understood(tokens[place + 1 :]):
        return
    words, statements = words_of(reader, tokens), []
    for subject in subjects:
        for above in first.alternatives:
            for rivals in (
                _rivals(reader, subject, start, by_column=first.has_column) if are_alike(subject, above) else ()
            ):
                others = tuple(one for one in rivals if not cells_of(reader, (one,)) & cells_of(reader, above))
                statements += [Statement(Relation.LARGEST, subject, others, words=words)] if others else []
    if statements:
        sure = known and first.is_sure and stands(reader, start, place, first.table)
        yield None, claim(reader, tokens, statements, sure=sure)


def _ranked(reader: Reader, rank: Token, named: Named, start: int, words: str) -> Iterator[Statement]:
    """What a rank says of what is named, among every group that can be meant."""
    for subject in named.alternatives:
        own = cells_of(reader, subject)
        for rivals in _rivals(reader, subject, start, by_column=named.has_column) if not rank.has("majority") else ():
            if rank.has("smallest"):
                others = tuple(one for one in rivals if one not in own)
                if others:
                    yield Statement(Relation.SMALLEST, subject, others, words=words)
            elif rank.has("second"):
                left = tuple(one for one in rivals if not cells_of(reader, (one,)) & reader.first)
                if reader.first and left:
                    yield Statement(Relation.LARGEST, subject, left, words=words)
            elif rivals:
                yield Statement(Relation.LARGEST, subject, rivals, words=words)
        if rank.has("majority", "mainly"):
            for _, whole in wholes_of_claim(reader, named, start):
                yield Statement(Relation.MAJORITY, subject, whole, words=words)


def _rivals(reader: Reader, subject: Sum, start: int, *, by_column: bool) -> Iterator[Sum]:
    """The cells beside those of the subject: in that within which one speaks, else in the row or the sums above."""
    form, own, within = reader.facts.form, cells_of(reader, subject), reader.within
    table, _, rest = subject[0].partition(".")
    row, _, column = rest.rpartition(".")
    if within is not None and own < (group := cells_of(reader, within.alternatives[0])):
        yield tuple(sorted(group))
        return
    if not by_column:
        yield from _groups(reader, subject, start)
    stated = next(reader.stated(start), None)
    if by_column:
        if stated is not None and stated.subjects and own < cells_of(reader, stated.subjects[0]):
            yield tuple(sorted(cells_of(reader, stated.subjects[0])))
        spoken = {key for token in reader.tokens[reader.whole_sentence(start) : start + 1] for key in _columns(token)}
        for key, cells in form.sums.items():
            if key.startswith(f"{table}.{row}.") and own < set(cells) and key.rpartition(".")[2] in spoken:
                yield tuple(cells)
        beside_it = (cell for cell in form.cells if cell.rpartition(".")[0] == f"{table}.{row}" and cell not in own)
        yield tuple(cell for cell in beside_it if cell.rpartition(".")[2] not in ("total", "pending"))
        return
    if _groups(reader, subject, start):
        return
    sums = [item for item in form.tables[table].definition.row_sums if row in item.rows]
    if sums:
        yield tuple(f"{table}.{other}.{column}" for other in min(sums, key=lambda item: len(item.rows)).rows)
    else:  # a table that adds nothing up: the rows that have the same column
        yield tuple(cell for cell in form.cells if cell.startswith(f"{table}.") and cell.endswith(f".{column}"))


def _groups(reader: Reader, subject: Sum, start: int) -> list[Sum]:
    """The cells of the sums, named in the clause itself, that hold a row."""
    own, (table, _, rest) = cells_of(reader, subject), subject[0].partition(".")
    column, held = rest.rpartition(".")[2], reader.facts.form.sums
    found: list[Sum] = []
    for index in range(start, len(reader.tokens)):
        token = reader.tokens[index]
        if token.mark in (TokenKind.COMMA, TokenKind.STOP):
            break
        rows = [
            row for sense in token.entry.senses if sense.table == table and len(sense.rows) == 1 for row in sense.rows
        ]
        cells = [held.get(f"{table}.{row}.{column}", ()) for row in rows]
        found.extend(tuple(one) for one in cells if own < set(one))
    return found


def _columns(token: Token) -> set[str]:
    return {column for sense in token.entry.senses for column in sense.columns}


def beside(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """What is named is more, fewer or as many as something else of this year."""
    place = next((at for at, token in enumerate(tokens) if token.has(*_AGAINST) and not token.is_name), None)
    if place is None or not reader.is_known or any(start + at in reader.times for at in range(len(tokens))):
        return
    if any(token.mark is TokenKind.QUANTITY or token.has("compared") or token.entry.fraction for token in tokens):
        return
    sides = _sides(reader, start, tokens, place)
    if sides is None:
        return
    one, other = sides
    token, words = tokens[place], words_of(reader, tokens)
    relation = Relation.FEWER if token.has("down", "under") else Relation.MORE
    relation = Relation.SAME if token.has("same") else relation
    statements = [
        Statement(relation, subject, against, words=words)
        for subject in one.alternatives for against in other.alternatives if are_alike(subject, against)
    ]  # fmt: skip
    if statements:
        sure = one.is_sure and other.is_sure and stands(reader, start, place, one.table)
        yield None, claim(reader, tokens, statements, sure=sure)


def _sides(reader: Reader, start: int, tokens: Sequence[Token], place: int) -> tuple[Named, Named] | None:
    """The two that are compared: before and behind the word, or before it with "than" or "and" between them."""
    joins = not tokens[place].has("same")
    than = next(
        (
            at
            for at in range(1, place)
            if tokens[at].has("than") and not tokens[at].is_name and not (joins and tokens[at].has("join"))
        ),
        place,
    )
    ahead, behind = tokens[:than], (tokens[than + 1 : place] if than < place else tokens[place + 1 :])
    if than < place and any(token.is_name or token.mark is TokenKind.REST for token in tokens[place + 1 :]):
        return None
    groups = reader.groups(range(start, start + place)) if than == place and tokens[place].has("same") else []
    if len(groups) == 2:
        ahead, behind = (reader.words(group) for group in groups)
    one, other = compose(ahead, reader.scope), compose(behind, reader.scope)
    if one is None or other is None or one.table != other.table or not (is_understood(ahead) and is_understood(behind)):
        return None
    specific = (one.has_row and other.has_row) or (one.has_column and other.has_column)
    return (one, other) if specific else None
