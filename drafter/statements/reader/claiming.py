"""What claims without a number have in common: how one is judged, whether its words stand, what it is said to be of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.statements.account import Sense
from drafter.statements.judge import Judgement, Verdict, judge
from drafter.statements.language import Statement
from drafter.statements.reader.names import Named, Sum
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.shares import wholes_of
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import Token, TokenKind

Found = tuple[int | None, ClauseReading]
"""A reading and the token at which it stands for what is said later, if it does."""


def claim(
    reader: Reader, tokens: Sequence[Token], statements: Sequence[Statement], *, sure: bool, grade: str = ""
) -> ClauseReading:
    """A claim, judged: the first statement that is true counts."""
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


def is_plain(tokens: Sequence[Token]) -> bool:
    """Whether the words are understood and none of them is about something else."""
    return not any(
        token.mark is TokenKind.REST
        or (token.quantity is not None and token.quantity.value != 1)
        or (token.has("elsewhere", "subset", "hollow", "not", "timely") and not token.is_name)
        for token in tokens
    )


def stands(reader: Reader, start: int, place: int, table: str, *, time: str = "this") -> bool:
    """Whether what is said at a place is said of a year and of the whole, and the text is about the table."""
    at = start + place
    return not reader.is_narrow(at) and reader.time(at + 1) == time and reader.sure_of.get(table, True)


def words_of(reader: Reader, tokens: Sequence[Token]) -> str:
    """The text of some tokens."""
    return reader.paragraph.text[tokens[0].start : tokens[-1].end] if tokens else ""


def wholes_of_claim(reader: Reader, named: Named, start: int) -> Iterator[tuple[Sum, Sum]]:
    """What is named, and the whole that it is said to be all of, in every way that can be meant."""
    stated = next(reader.stated(start), None)
    if stated is not None and stated.start < reader.tokens[reader.sentence(start)].start:
        stated = None
    seen: dict[tuple[Sum, Sum], None] = {}
    if stated is not None and set(stated.subjects) & set(named.alternatives):
        return iter(())
    alternatives = named.alternatives if named.has_column else primary(reader, named)
    if named.has_column and not named.has_row and not reader.carries(named.table):
        rows = {
            address.rpartition(".")[0] for one in (stated.subjects if stated is not None else ()) for address in one
        }
        near = tuple(one for one in alternatives if one[0].rpartition(".")[0] in rows)
        alternatives = near or alternatives[:1]
    for subject in alternatives:
        if named.has_column:
            group = stated.subjects[0] if stated is not None and stated.subjects else ()
            if cells_of(reader, subject) < cells_of(reader, group):
                seen[subject, group] = None
            for total in ("total", "closed"):
                whole = tuple(f"{address.rpartition('.')[0]}.{total}" for address in subject)
                if whole != subject:
                    seen[subject, tuple(dict.fromkeys(whole))] = None
            continue
        for whole in _above(reader, subject, stated):
            if not set(whole) & set(subject):
                seen[subject, whole] = None
    form = reader.facts.form
    return (
        pair
        for pair in seen
        if all(address in form.columns or address in form.sums for address in (*pair[0], *pair[1]))
    )


def _above(reader: Reader, subject: Sum, stated: ClauseReading | None) -> Iterator[Sum]:
    """What a row can be all, or most, of: that within which one speaks, else every sum above it."""
    own, within = cells_of(reader, subject), reader.within
    if within is not None:
        inside = [one for one in within.alternatives if own < cells_of(reader, one)]
        if inside:
            yield from inside
            return
    yield from wholes_of(reader, [subject], [stated] if stated is not None else [])
    column = subject[0].rpartition(".")[2]
    for key, cells in reader.facts.form.sums.items():
        if key.endswith(f".{column}") and own < set(cells):
            yield (key,)


def cells_of(reader: Reader, subject: Sum) -> set[str]:
    """The cells that a sum of addresses adds up."""
    return {cell for address in subject for cell in reader.facts.form.sums.get(address, (address,))}


def is_understood(tokens: Sequence[Token]) -> bool:
    """Whether the words are known and none of them is about something else; numbers may stand among them."""
    return not any(
        token.mark is TokenKind.REST or (token.has("elsewhere", "subset", "hollow", "not") and not token.is_name)
        for token in tokens
    )


def primary(reader: Reader, named: Named) -> tuple[Sum, ...]:
    """What is named, in the first of a table's columns alone where the words name none."""
    words = reader.concepts.book.tables.get(named.table)
    if named.has_column or not words or not words.columns:
        return named.alternatives
    column = words.columns.split("|")[0]
    return tuple(one for one in named.alternatives if one[0].endswith(f".{column}")) or named.alternatives
