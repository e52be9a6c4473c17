"""What a clause says of figures without a number: nothing, all, most, as many as last year, more, fewer, an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from drafter.report.quantities.chinese import QuantityKind
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.claiming import (
    Found,
    cells_of,
    claim,
    is_plain,
    is_understood,
    primary,
    stands,
    wholes_of_claim,
    words_of,
)
from drafter.statements.reader.names import Named, Sum, compose, table_of
from drafter.statements.reader.ranks import beside, rank_of
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.state import Reader, row_of
from drafter.statements.reader.tokens import Token, TokenKind

_FAR = 24
"""Tokens before "all" in which an exception to it may stand."""
_ADVERB = 4
"""Characters that may stand between "all" and "done" without being known: how it was done."""
_TRENDS = ("up", "down", "same")


def claims_in(reader: Reader, start: int, end: int) -> Iterator[Found]:
    """The claims of a clause, tokens `start` to `end`."""
    tokens = reader.tokens[start:end]
    if not tokens or reader.paragraph.in_mark(tokens[0].start):
        return
    if reader.is_planned(end) or any(token.has("planned") for token in tokens):
        return
    for attempts in ((_nothing, _all, rank_of, beside, _first, _outcome), (_trend,)):
        yield from next((found for attempt in attempts if (found := list(attempt(reader, start, tokens)))), [])


def _nothing(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """There is none of what is named."""
    place = next((at for at, token in enumerate(tokens) if token.has("not", "none") and not token.is_name), None)
    if place is None:
        return
    if any(token.has("remainder") for token in tokens[:place]):
        return
    ahead, behind = tokens[:place], _without_not_again(tokens[place + 1 :])
    named = compose(behind, reader.scope) if tokens[place].has("not") else None
    if named is not None and not (named.has_row or named.has_column):
        named = _denied_to(reader, ahead, behind) or named
    said: Sequence[Token] = tokens[place:]
    if named is None:
        if not is_plain(behind) or any(token.is_name for token in behind):
            return
        named, said = compose(ahead, reader.scope), tokens[_first_name(ahead) :]
        if named is None or not is_plain(ahead[named.start :]):
            return
    elif not is_plain(behind):
        return
    if named.is_part and not named.has_row:
        return
    if _first_table(behind) not in (None, named.table):
        return
    other = any(token.is_name and table_of(token) not in (None, named.table) for token in ahead)
    last = reader.time(start + place + 1) == "last"
    about = stands(reader, start, place, named.table, time="last" if last else "this")
    sure = named.is_sure and not other and about
    words = words_of(reader, said)
    statements = [Statement(Relation.ZERO, one, is_last=last, words=words) for one in named.alternatives]
    at = max(at for at, token in enumerate(tokens) if token.is_name)
    yield start + at, claim(reader, said, statements, sure=sure)


def _without_not_again(tokens: Sequence[Token]) -> list[Token]:
    """The tokens but for a "not" that is only said again behind a comma of a list."""
    return [
        token for at, token in enumerate(tokens)
        if not (at > 1 and token.has("not") and not token.is_name and tokens[at - 1].mark is TokenKind.LIST)
    ]  # fmt: skip


def _denied_to(reader: Reader, ahead: Sequence[Token], behind: Sequence[Token]) -> Named | None:
    """What is named before a "not" that has only the table's own name behind it; None where that is not clear."""
    if not is_plain(ahead[_first_name(ahead) :]):
        return None
    named = compose([*ahead, *behind], reader.scope)
    return named if named is not None and (named.has_row or named.has_column) else None


def _first_table(tokens: Sequence[Token]) -> str | None:
    """The table of the first name that is more than the table's own; what is denied is that."""
    for token in tokens:
        if token.is_name and any(sense.rows or sense.columns for sense in token.entry.senses):
            return table_of(token)
    return None


def _first_name(tokens: Sequence[Token]) -> int:
    return next((at for at, token in enumerate(tokens) if token.is_name), 0)


def _all(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """All of what is spoken of is in one row or column, or done."""
    places = [at for at, token in enumerate(tokens) if token.has("all") and not token.is_name]
    place = places[-1] if places else None
    if place is None or any(token.has("not", "same", "up", "down") for token in tokens[place:]):
        return
    begun = reader.whole_sentence(start + place)
    if any(token.has("except") for token in reader.tokens[max(begun, start - _FAR) : start + place]):
        return
    ahead, behind = tokens[:place], tokens[place + 1 :]
    named = compose(behind, reader.scope)
    if named is None or not reader.is_known:
        return
    unknown = any(token.mark is TokenKind.REST or token.has("elsewhere") for token in ahead)
    if unknown and not any(token.is_name for token in ahead):
        return
    if any(token.mark is TokenKind.QUANTITY for token in behind):
        return
    said = tokens[place:]
    rule = next((item for item in reader.concepts.book.settled if item.table == named.table), None)
    if rule is not None and any(row[0] in rule.done for row in named.rows) and not named.has_column:
        adverb = sum(token.end - token.start for token in behind[: named.start] if token.mark is TokenKind.REST)
        how = any(token.has("subset", "hollow", "channel", "manner") for token in behind)
        if adverb <= _ADVERB and not how:
            grade = "timely" if any(token.has("timely") for token in (*ahead[-1:], *behind)) else "all"
            yield None, settled(reader, said, grade, sure=stands(reader, start, place, named.table))
        return
    if not is_plain(behind) or any(token.has("remainder") for token in ahead):
        return
    whole = compose(ahead, reader.scope) if named.has_row else None
    if whole is not None and whole.has_row and whole.table == named.table:
        pairs = [(one, other) for one in named.alternatives for other in whole.alternatives if one != other]
    else:
        at = start + place
        pairs = [] if _sums_up(reader, named, at) else list(wholes_of_claim(reader, named, at))
    if not pairs:
        return
    sure = named.is_sure and stands(reader, start, place, named.table)
    words = words_of(reader, said)
    statements = [Statement(Relation.ALL, subject, whole, words=words) for subject, whole in pairs]
    yield None, claim(reader, said, statements, sure=sure)


def _sums_up(reader: Reader, named: Named, at: int) -> bool:
    """Whether "all" is said of the items right before, each of which is a part of what is named."""
    begun = reader.tokens[reader.sentence(at)].start
    items = [reading for reading in islice(reader.stated(at), _FAR) if reading.start >= begun and reading.subjects]
    wholes = {row_of(address) for one in named.alternatives for address in one}
    return len(items) > 1 and all(
        any(row_of(address).startswith(f"{row}.") for row in wholes)
        for reading in items for address in reading.subjects[0]
    )  # fmt: skip


def settled(reader: Reader, said: Sequence[Token], grade: str, *, sure: bool) -> ClauseReading:
    """All is done: what is left is none."""
    rule = reader.concepts.book.settled[0]
    statement = Statement(Relation.SETTLED, (f"{rule.table}.{rule.left}",), words=words_of(reader, said))
    return claim(reader, said, [statement], sure=sure, grade=grade)


def _trend(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """More, fewer or as many as last year."""
    place = next((at for at, token in enumerate(tokens) if token.has(*_TRENDS) and not token.is_name), None)
    if place is None or any(token.mark is TokenKind.QUANTITY for token in tokens[place:]):
        return
    compared, _, is_last = reader.comparison(start + place, range(start, start + place))
    implied = compared is None and any(token.has("implied", "all", "both") for token in tokens[: place + 1])
    if implied and not any(token.has("to", "again") for token in tokens):
        compared = start + place
    if compared is None or not is_last or (compared < start and not _leads(reader, compared, start)):
        return
    cut = compared - start if compared >= start else place
    ahead = tokens[:cut]
    if not is_plain(tokens[cut:place]) or not is_plain(tokens[place + 1 :]):
        return
    named = compose(ahead, reader.scope)
    if named is None and not is_plain(ahead):
        return
    if (compared < start or implied) and (named is None or not (named.has_row or named.is_sure)):
        return
    every = any(item.has("all", "both") for item in tokens[: place + 1])
    groups = reader.groups(range(start, start + cut)) if every else []
    parts = [compose(reader.words(group), reader.scope) for group in groups] if len(groups) > 1 else []
    if parts and all(part is not None for part in parts):
        subjects = [primary(reader, part) for part in parts if part is not None]
        sure = all(part.is_sure for part in parts if part is not None)
    else:
        subjects, sure = _compared(reader, start, named, tokens[:place])
    token = tokens[place]
    nearly = any(item.has("nearly") for item in tokens[:place])
    relation = Relation.FEWER if token.has("down") else Relation.MORE if token.has("up") else Relation.SAME
    relation = Relation.NEARLY if relation is Relation.SAME and nearly else relation
    for group in subjects:
        statements = [Statement(relation, one, words=words_of(reader, tokens)) for one in group]
        if statements:
            standing = sure and not reader.is_narrow(start + place)
            yield None, claim(reader, tokens, statements, sure=standing)


def _leads(reader: Reader, compared: int, start: int) -> bool:
    """Whether a comparison stands in a clause of its own, and the clauses behind it go on about it."""
    clause = reader.before(compared)
    return not any(reader.tokens[index].is_name for index in clause) and not any(
        reader.tokens[index].is_name
        for index in range(compared, start)
        if reader.tokens[index].mark is not TokenKind.COMMA and index < _clause_end(reader, compared)
    )


def _clause_end(reader: Reader, at: int) -> int:
    """Where the clause around a token ends."""
    ends = (TokenKind.COMMA, TokenKind.STOP, TokenKind.COLON)
    return next((i for i in range(at, len(reader.tokens)) if reader.tokens[i].mark in ends), len(reader.tokens))


def _compared(
    reader: Reader, start: int, named: Named | None, tokens: Sequence[Token]
) -> tuple[list[tuple[Sum, ...]], bool]:
    """What is compared: what is named; else the figure stated last, or with "all" every one of its clause."""
    if named is not None:
        stated = next(reader.stated(start), None)
        near = stated is not None and not named.has_row and not named.has_column and stated.table == named.table
        if near and stated is not None and stated.subjects:
            return [stated.subjects], stated.verdict is Verdict.TRUE
        return [primary(reader, named)], named.is_sure
    every = any(token.has("all") for token in tokens)
    earlier = None if every or not start else _earlier_clause(reader, start)
    if earlier is not None:
        return [primary(reader, earlier)], earlier.is_sure
    found: list[tuple[Sum, ...]] = []
    for reading in reader.stated(start):
        if not reading.subjects or reading.verdict is not Verdict.TRUE:
            break
        found.append(reading.subjects)
        if not every or len(found) > 1:
            break
    return found, bool(found)


def _earlier_clause(reader: Reader, start: int) -> Named | None:
    """What the clause right before names, where it states no number."""
    if reader.tokens[start - 1].mark is not TokenKind.COMMA:
        return None
    clause = reader.before(start - 1)
    first = clause[0] if clause else 0
    if not clause or (first and reader.tokens[first - 1].mark is TokenKind.QUANTITY):
        return None
    return compose(reader.words(clause), reader.scope)


def _first(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """There was none before, or there is none any more."""
    place = next((at for at, token in enumerate(tokens) if token.has("first", "again")), None)
    if place is None:
        return
    named = compose(tokens[place + 1 :], reader.scope)
    if named is None or not is_understood(tokens[place + 1 :]):
        return
    if len(named.rows) > 1 and not named.has_column:
        return
    relation = Relation.FIRST if tokens[place].has("first") else Relation.NO_LONGER
    sure = named.is_sure and stands(reader, start, place, named.table)
    statements = [Statement(relation, one, words=words_of(reader, tokens)) for one in primary(reader, named)]
    yield None, claim(reader, tokens[place:], statements, sure=sure)


def _outcome(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """The outcome of the only case that was stated."""
    if any(token.mark is TokenKind.QUANTITY for token in tokens):
        return
    named = compose(tokens, reader.scope)
    if named is None or not is_plain(tokens[named.start :]):
        return
    stated = next(reader.stated(start), None)
    if stated is None or stated.table != named.table or stated.ordinal is None:
        return
    statement, quantity = stated.statement, reader.paragraph.quantities[stated.ordinal]
    if statement is None or quantity.value != 1 or quantity.kind is not QuantityKind.COUNT:
        return
    if not statement.subject[0].endswith((".total", ".closed")) or stated.verdict is not Verdict.TRUE:
        return
    if named.has_row and not named.has_column:
        yield from _only_row(reader, start, tokens, named, statement)
        return
    rows = [address.rpartition(".")[0] for address in statement.subject]
    subjects = [tuple(f"{row}.{column}" for row in rows for column in columns) for columns in named.columns]
    said = words_of(reader, tokens)
    statements = [Statement(Relation.ALL, one, statement.subject, words=said) for one in subjects]
    sure = stands(reader, start, 0, named.table) and not any(token.has("elsewhere") for token in tokens)
    yield None, claim(reader, tokens, statements, sure=sure)


def _only_row(reader: Reader, start: int, tokens: Sequence[Token], named: Named, whole: Statement) -> Iterator[Found]:
    """The only case of a sum of rows, in parentheses right behind it: the row that it is of."""
    cells = cells_of(reader, whole.subject)
    rows = [one for one in primary(reader, named) if cells_of(reader, one) < cells]
    if not rows or not start or reader.tokens[start - 1].mark is not TokenKind.OPEN:
        return
    said = words_of(reader, tokens)
    statements = [Statement(Relation.ALL, one, whole.subject, words=said) for one in rows]
    yield None, claim(reader, tokens, statements, sure=named.is_sure)
