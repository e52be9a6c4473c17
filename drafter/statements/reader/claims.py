"""What a clause says of figures without a number: nothing, all, most, as many as last year, more, fewer, an outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.report.quantities.chinese import QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import Judgement, Verdict, judge
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.names import Named, Sum, compose, table_of
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.shares import wholes_of
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import Token, TokenKind

Found = tuple[int | None, ClauseReading]
"""A reading and the token at which it stands for what is said later, if it does."""
_ADVERB = 4
"""Characters that may stand between "all" and "done" without being known: how it was done."""
_TRENDS = ("up", "down", "same")


def claims_in(reader: Reader, start: int, end: int) -> Iterator[Found]:
    """The claims of a clause, tokens `start` to `end`."""
    tokens = reader.tokens[start:end]
    if not tokens or reader.paragraph.in_mark(tokens[0].start):
        return
    if any(token.has("planned") for token in tokens):
        return
    for attempt in (_nothing, _all, _most, _trend, _first, _outcome):
        found = list(attempt(reader, start, tokens))
        if found:
            yield from found
            return


def _reading(
    reader: Reader, tokens: Sequence[Token], statements: Sequence[Statement], *, sure: bool, grade: str = ""
) -> ClauseReading:
    first, last = tokens[0].start, tokens[-1].end
    judged = [(one, judge(one, reader.facts)) for one in statements]
    true = [pair for pair in judged if pair[1].verdict is Verdict.TRUE]
    statement, judgement = (true or judged)[0]
    if not true and any(one.verdict is Verdict.UNKNOWN for _, one in judged):
        judgement = Judgement(Verdict.UNKNOWN)
    table = statement.subject[0].partition(".")[0] if statement.subject else None
    subjects = tuple(one.subject for one, _ in true or judged)
    return ClauseReading(
        first, last, Sense.FIGURE, tuple(statements), sure, None, (first, last), statement, judgement, subjects,
        table, grade,
    )  # fmt: skip


def _is_plain(tokens: Sequence[Token]) -> bool:
    """Whether the words are understood and none of them is about something else."""
    return not any(
        token.mark is TokenKind.REST
        or (token.quantity is not None and token.quantity.value != 1)
        or (token.has("elsewhere", "subset", "hollow", "not", "timely") and not token.is_name)
        for token in tokens
    )


def _stands(reader: Reader, start: int, place: int, table: str) -> bool:
    """Whether what is said at a place is said of this year and of the whole, and the text is about the table."""
    at = start + place
    return not reader.is_narrow(at) and reader.time(at + 1) == "this" and reader.sure_of.get(table, True)


def _nothing(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """There is none of what is named."""
    place = next((at for at, token in enumerate(tokens) if token.has("not", "none") and not token.is_name), None)
    if place is None:
        return
    ahead, behind = tokens[:place], tokens[place + 1 :]
    named = compose(behind, reader.scope) if tokens[place].has("not") else None
    said: Sequence[Token] = tokens[place:]
    if named is None:
        if not _is_plain(behind) or any(token.is_name for token in behind):
            return
        named, said = compose(ahead, reader.scope), tokens[_first_name(ahead) :]
        if named is None or not _is_plain(ahead[named.start :]):
            return
    elif not _is_plain(behind):
        return
    if named.is_part and not named.has_row:
        return
    if _first_table(behind) not in (None, named.table):
        return
    sure = named.is_sure and _stands(reader, start, place, named.table)
    statements = [Statement(Relation.ZERO, one, words=_words(reader, said)) for one in named.alternatives]
    at = max(at for at, token in enumerate(tokens) if token.is_name)
    yield start + at, _reading(reader, said, statements, sure=sure)


def _first_table(tokens: Sequence[Token]) -> str | None:
    """The table of the first name that is more than the table's own; what is denied is that."""
    for token in tokens:
        if token.is_name and any(sense.rows or sense.columns for sense in token.entry.senses):
            return table_of(token)
    return None


def _first_name(tokens: Sequence[Token]) -> int:
    return next((at for at, token in enumerate(tokens) if token.is_name), 0)


def _words(reader: Reader, tokens: Sequence[Token]) -> str:
    return reader.paragraph.text[tokens[0].start : tokens[-1].end] if tokens else ""


def _all(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """All of what is spoken of is in one row or column, or done."""
    place = next((at for at, token in enumerate(tokens) if token.has("all") and not token.is_name), None)
    if place is None or any(token.has("not", "same", "up", "down") for token in tokens[place:]):
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
        if adverb <= _ADVERB and not any(token.has("subset", "hollow") for token in behind[: named.start]):
            grade = "timely" if any(token.has("timely") for token in (*ahead[-1:], *behind)) else "all"
            yield None, settled(reader, said, grade, sure=_stands(reader, start, place, named.table))
        return
    if not _is_plain(behind):
        return
    pairs = list(_wholes(reader, named, start + place))
    if not pairs:
        return
    sure = named.is_sure and _stands(reader, start, place, named.table)
    words = _words(reader, said)
    statements = [Statement(Relation.ALL, subject, whole, words=words) for subject, whole in pairs]
    yield None, _reading(reader, said, statements, sure=sure)


def settled(reader: Reader, said: Sequence[Token], grade: str, *, sure: bool) -> ClauseReading:
    """All is done: what is left is none."""
    rule = reader.concepts.book.settled[0]
    statement = Statement(Relation.SETTLED, (f"{rule.table}.{rule.left}",), words=_words(reader, said))
    return _reading(reader, said, [statement], sure=sure, grade=grade)


def _wholes(reader: Reader, named: Named, start: int) -> Iterator[tuple[Sum, Sum]]:
    """What is named, and the whole that it is said to be all of, in every way that can be meant."""
    stated = next(reader.stated(start), None)
    if stated is not None and stated.start < reader.tokens[reader.sentence(start)].start:
        stated = None
    seen: dict[tuple[Sum, Sum], None] = {}
    if stated is not None and set(stated.subjects) & set(named.alternatives):
        return iter(())
    alternatives = named.alternatives
    if named.has_column and not named.has_row and not reader.carries(named.table):
        rows = {
            address.rpartition(".")[0] for one in (stated.subjects if stated is not None else ()) for address in one
        }
        near = tuple(one for one in alternatives if one[0].rpartition(".")[0] in rows)
        alternatives = near or alternatives[:1]
    for subject in alternatives:
        if named.has_column:
            group = stated.subjects[0] if stated is not None and stated.subjects else ()
            if _cells(reader, subject) < _cells(reader, group):
                seen[subject, group] = None
            for total in ("total", "closed"):
                whole = tuple(f"{address.rpartition('.')[0]}.{total}" for address in subject)
                if whole != subject:
                    seen[subject, tuple(dict.fromkeys(whole))] = None
            continue
        for whole in wholes_of(reader, [subject], [stated] if stated is not None else []):
            if not set(whole) & set(subject):
                seen[subject, whole] = None
    form = reader.facts.form
    return (
        pair
        for pair in seen
        if all(address in form.columns or address in form.sums for address in (*pair[0], *pair[1]))
    )


def _cells(reader: Reader, subject: Sum) -> set[str]:
    """The cells that a sum of addresses adds up."""
    return {cell for address in subject for cell in reader.facts.form.sums.get(address, (address,))}


def _most(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """What is named is the largest of its kind, or more than half."""
    place = next(
        (at for at, token in enumerate(tokens) if token.has("largest", "majority") and not token.is_name), None
    )
    if place is None or not reader.is_known or any(token.mark is TokenKind.QUANTITY for token in tokens):
        return
    behind, ahead = tokens[place + 1 :], tokens[:place]
    named = compose(behind, reader.scope)
    around = behind
    if named is None:
        named, around = compose(ahead, reader.scope), ahead
    if named is None or not _is_plain(around[named.start :]) or len(named.rows) > 1 and not named.has_column:
        return
    if around is behind and any(token.mark is TokenKind.REST for token in behind[: named.start]):
        return
    sure = named.is_sure and _stands(reader, start, place, named.table)
    words, statements = _words(reader, tokens), []
    for subject in named.alternatives:
        for rivals in _rivals(reader, subject, start, by_column=named.has_column):
            if tokens[place].has("largest") and rivals:
                statements.append(Statement(Relation.LARGEST, subject, rivals, words=words))
        for _, whole in _wholes(reader, named, start):
            statements.append(Statement(Relation.MAJORITY, subject, whole, words=words))
    if statements:
        yield None, _reading(reader, tokens, statements, sure=sure)


def _rivals(reader: Reader, subject: Sum, start: int, *, by_column: bool) -> Iterator[Sum]:
    """The cells beside those of the subject: in the sum stated last, in the row, or in the smallest sum of rows."""
    form, own = reader.facts.form, _cells(reader, subject)
    table, _, rest = subject[0].partition(".")
    row, _, column = rest.rpartition(".")
    stated = next(reader.stated(start), None)
    if by_column:
        if stated is not None and stated.subjects and own < _cells(reader, stated.subjects[0]):
            yield tuple(sorted(_cells(reader, stated.subjects[0])))
        cells = (cell for cell in form.cells if cell.rpartition(".")[0] == f"{table}.{row}" and cell not in own)
        yield tuple(cell for cell in cells if cell.rpartition(".")[2] not in ("total", "pending"))
        return
    sums = [item for item in form.tables[table].definition.row_sums if row in item.rows]
    yield tuple(
        f"{table}.{other}.{column}" for other in (min(sums, key=lambda item: len(item.rows)).rows if sums else ())
    )


def _trend(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """More, fewer or as many as last year."""
    place = next((at for at, token in enumerate(tokens) if token.has(*_TRENDS) and not token.is_name), None)
    if place is None or any(token.mark is TokenKind.QUANTITY for token in tokens[place:]):
        return
    compared, _, is_last = reader.comparison(start + place, range(start, start + place))
    if compared is None or compared < start or not is_last:
        return
    ahead = tokens[: max(0, compared - start)]
    if not _is_plain(tokens[compared - start : place]) or not _is_plain(tokens[place + 1 :]):
        return
    named = compose(ahead, reader.scope)
    if named is None and not _is_plain(ahead):
        return
    subjects, sure = _compared(reader, start, named, tokens[:place])
    token = tokens[place]
    nearly = any(item.has("nearly") for item in tokens[:place])
    relation = Relation.FEWER if token.has("down") else Relation.MORE if token.has("up") else Relation.SAME
    relation = Relation.NEARLY if relation is Relation.SAME and nearly else relation
    for group in subjects:
        statements = [Statement(relation, one, words=_words(reader, tokens)) for one in group]
        if statements:
            standing = sure and not reader.is_narrow(start + place)
            yield None, _reading(reader, tokens, statements, sure=standing)


def _compared(
    reader: Reader, start: int, named: Named | None, tokens: Sequence[Token]
) -> tuple[list[tuple[Sum, ...]], bool]:
    """What is compared: what is named; else the figure stated last, or with "all" every one of its clause."""
    if named is not None:
        stated = next(reader.stated(start), None)
        near = stated is not None and not named.has_row and not named.has_column and stated.table == named.table
        if near and stated is not None and stated.subjects:
            return [stated.subjects], stated.verdict is Verdict.TRUE
        return [named.alternatives], named.is_sure
    every = any(token.has("all") for token in tokens)
    found: list[tuple[Sum, ...]] = []
    for reading in reader.stated(start):
        if not reading.subjects or reading.verdict is not Verdict.TRUE:
            break
        found.append(reading.subjects)
        if not every or len(found) > 1:
            break
    return found, bool(found)


def _first(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """There was none before, or there is none any more."""
    place = next((at for at, token in enumerate(tokens) if token.has("first", "again")), None)
    if place is None:
        return
    named = compose(tokens[place + 1 :], reader.scope)
    if named is None or not _is_plain(tokens[place + 1 :]) or len(named.rows) > 1:
        return
    relation = Relation.FIRST if tokens[place].has("first") else Relation.NO_LONGER
    sure = named.is_sure and _stands(reader, start, place, named.table)
    statements = [Statement(relation, one, words=_words(reader, tokens)) for one in named.alternatives]
    yield None, _reading(reader, tokens[place:], statements, sure=sure)


def _outcome(reader: Reader, start: int, tokens: Sequence[Token]) -> Iterator[Found]:
    """The outcome of the only case that was stated."""
    if any(token.mark is TokenKind.QUANTITY for token in tokens):
        return
    named = compose(tokens, reader.scope)
    if named is None or not named.has_column or not _is_plain(tokens[named.start :]):
        return
    words = reader.concepts.book.tables.get(named.table)
    stated = next(reader.stated(start), None)
    if stated is None or stated.table != named.table or not (words and words.carries) or stated.ordinal is None:
        return
    statement, quantity = stated.statement, reader.paragraph.quantities[stated.ordinal]
    if statement is None or quantity.value != 1 or quantity.kind is not QuantityKind.COUNT:
        return
    if not statement.subject[0].endswith((".total", ".closed")) or stated.verdict is not Verdict.TRUE:
        return
    rows = [address.rpartition(".")[0] for address in statement.subject]
    subjects = [tuple(f"{row}.{column}" for row in rows for column in columns) for columns in named.columns]
    said = _words(reader, tokens)
    statements = [Statement(Relation.ALL, one, statement.subject, words=said) for one in subjects]
    sure = _stands(reader, start, 0, named.table) and not any(token.has("elsewhere") for token in tokens)
    yield None, _reading(reader, tokens, statements, sure=sure)
