"""What the names in a clause mean together: rows and columns of one table, composed into addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from drafter.form import Form
from drafter.form.concepts import Concepts, NamedCells
from drafter.statements.reader.tokens import Token, TokenKind

Sum = tuple[str, ...]
"""Keys of rows, or addresses, that are added up."""
_NEAR = 4
"""Tokens within which a time belongs to a word that names a row by it."""


@dataclass
class Scope:
    """What a text is about at a place: the table, the rows named last, the year of the report."""

    form: Form
    concepts: Concepts
    year: int | None
    table: str | None = None
    rows: dict[str, tuple[Sum, ...]] = field(default_factory=dict)
    """By table: the rows named last, as alternatives."""
    whole: dict[str, tuple[Sum, ...]] = field(default_factory=dict)
    """By table: the totals of the form that the sentence has stated."""
    by_row: bool = True
    """Whether the figure stated last named a row rather than a column."""
    columns: tuple[Sum, ...] = ()
    """The columns of the figure that is being broken down."""
    only: tuple[Sum, ...] = ()
    """The columns within which the sentence speaks."""


@dataclass(frozen=True, slots=True)
class Named:
    """What names in a clause come to."""

    table: str
    alternatives: tuple[Sum, ...]
    """Sums of addresses that can be meant, likeliest first."""
    is_sure: bool
    """Whether every word of it is understood, so that none but the alternatives can be meant."""
    rows: tuple[Sum, ...]
    has_row: bool
    has_column: bool
    start: int
    """The ordinal of the first name among the tokens."""
    columns: tuple[Sum, ...] = ()
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    keys: tuple[Sum, ...]
    at: int
    is_timed: bool = False

    @property
    def is_vague(self) -> bool:
        """Whether the word may mean several rows or columns."""
        return len(self.keys) > 1


def compose(tokens: Sequence[Token], scope: Scope) -> Named | None:
    """The addresses that the names among the tokens of a clause come to; None where there are none."""
    table = _table(tokens, scope)
    if table is None:
        return None
    picks = [
        (at, sense)
        for at, token in enumerate(tokens)
        if token.is_name and (sense := sense_of(token, table, by_row=scope.by_row)) is not None
    ]
    if not picks:
        return None
    rows, columns = _terms(tokens, picks, scope)
    row, doubt = _chosen(rows)
    column, _ = _chosen(columns)
    weak = any(sense.is_weak for _, sense in picks)
    if row is None and column is not None and scope.table != table and len(picks) == len(columns):
        return None
    row_keys = row.keys if row else _rows(table, column is not None, scope)
    if weak and row is None:
        return None
    column_keys = column.keys if column else ()
    part = any(sense.is_part for _, sense in picks)
    alternatives, fallback = _addresses(table, row_keys, column_keys, scope)
    if not alternatives:
        return None
    sure = not (doubt or weak or fallback) and is_clear(tokens, picks[0][0]) and _stands(tokens, picks, table, scope)
    return Named(
        table, alternatives, sure, row_keys, row is not None, column is not None, picks[0][0], column_keys, part
    )


def keys_of(key: str) -> Sum:
    """The rows or columns that a key of a concept adds up."""
    return tuple(key.split("+"))


def table_of(token: Token) -> str | None:
    """The only table that a name is of; None where it can be of several, or is only part of one loosely."""
    tables = {sense.table for sense in token.entry.senses if not sense.is_weak}
    return next(iter(tables)) if len(tables) == 1 else None


def sense_of(token: Token, table: str, *, by_row: bool = True) -> NamedCells | None:
    """What a name means in a table; of a row and a column that share it, the one on the axis spoken of last."""
    found = [sense for sense in token.entry.senses if sense.table == table]
    if len(found) > 1:
        found.sort(key=lambda sense: bool(sense.rows) is not by_row)
    return found[0] if found else None


def _table(tokens: Sequence[Token], scope: Scope) -> str | None:
    found: str | None = None
    ambiguous: list[Token] = []
    for token in tokens:
        if not token.is_name:
            continue
        table = table_of(token)
        if table is None:
            ambiguous.append(token)
        else:
            found = table
    if found is not None:
        return found
    if not ambiguous:
        return None
    tables = [sense.table for sense in ambiguous[-1].entry.senses]
    return scope.table if scope.table in tables else None


def _terms(
    tokens: Sequence[Token], picks: Sequence[tuple[int, NamedCells]], scope: Scope
) -> tuple[list[_Term], list[_Term]]:
    rows: list[_Term] = []
    columns: list[_Term] = []
    before: tuple[int, list[_Term] | None] = (-1, None)
    for at, sense in picks:
        terms = rows if sense.rows else columns if sense.columns else None
        if terms is not None:
            keys = _timed(tokens, at, sense, scope) if sense.by_time else sense.rows or sense.columns
            term = _Term(tuple(map(keys_of, keys)), at, sense.by_time is not None)
            if before[1] is terms and terms and _joined(tokens, before[0], at) and not _related(terms[-1], term):
                terms[-1] = _sum(terms[-1], term)
            else:
                terms.append(term)
        before = (at, terms)
    return rows, columns


def _joined(tokens: Sequence[Token], first: int, second: int) -> bool:
    """Whether nothing but a word that joins, and perhaps a time, stands between two names."""
    between = [token for token in tokens[first + 1 : second] if time_of(token, None) is None]
    return bool(between) and all(token.mark is TokenKind.LIST or token.has("join", "or", "with") for token in between)


def _related(one: _Term, other: _Term) -> bool:
    """Whether one of two terms names a row of the group that the other names."""
    return not (one.is_vague or other.is_vague) and (_is_within(one, other) or _is_within(other, one))


def _sum(one: _Term, other: _Term) -> _Term:
    if one.is_vague or other.is_vague:
        return _Term(tuple(dict.fromkeys((*one.keys, *other.keys))), one.at)
    return _Term(((*one.keys[0], *other.keys[0]),), one.at)


def _timed(tokens: Sequence[Token], at: int, sense: NamedCells, scope: Scope) -> tuple[str, ...]:
    """The rows that a word means with the time beside it."""
    assert sense.by_time is not None
    last, following, neither = sense.by_time
    time, is_to = time_beside(tokens, at, scope.year)
    if time == "last" or (time == "this" and is_to):
        return last
    return following if time == "next" else neither


def time_beside(tokens: Sequence[Token], at: int, year: int | None) -> tuple[str | None, bool]:
    """The time right before a token, else right behind it, and whether it is one to which something goes."""
    for step in (-1, 1):
        index, is_to = at + step, False
        while 0 <= index < len(tokens) and abs(index - at) <= _NEAR:
            token = tokens[index]
            found = time_of(token, year)
            if found is not None and not (step < 0 and found == "this"):
                return found, is_to and step > 0
            is_to = is_to or token.has("to")
            if token.mark is not TokenKind.WORD or token.is_name or not token.has("glue", "to", "not", "join", "than"):
                break
            index += step
    return None, False


def time_of(token: Token, year: int | None) -> str | None:
    """The time that a token says: last, this, next, other; None for other words."""
    if token.mark is TokenKind.YEARS:
        return "other"
    if token.mark is TokenKind.YEAR:
        return year_of(token.number, year)
    for role, time in (("last_year", "last"), ("next_year", "next"), ("elsewhen", "other"), ("this_year", "this")):
        if token.has(role):
            return time
    return None


def year_of(written: int, year: int | None) -> str:
    """The time that a written year is, seen from that of the report."""
    if year is None:
        return "this"
    return {year: "this", year - 1: "last", year + 1: "next"}.get(written, "other")


def _chosen(terms: Sequence[_Term]) -> tuple[_Term | None, bool]:
    """The term that counts of several on one axis: the most specific, else the last; and whether that is doubtful."""
    if not terms:
        return None, False
    chosen, doubt = terms[-1], False
    for term in reversed(terms[:-1]):
        if _is_within(term, chosen):
            chosen = term
        elif any(_is_within(_Term((key,), chosen.at), term) for key in chosen.keys):
            continue
        elif term.is_timed and not chosen.is_timed:
            doubt = doubt or not (chosen.is_vague or _is_within(chosen, term) or chosen.keys == term.keys)
            chosen = _Term((*term.keys, *chosen.keys), term.at, True) if doubt else term
        elif chosen.is_vague and not term.is_vague and not chosen.is_timed:
            chosen = term
        elif chosen.is_vague and term.is_vague:
            chosen = _Term(tuple(dict.fromkeys((*chosen.keys, *term.keys))), term.at, chosen.is_timed)
    return chosen, doubt


def _is_within(term: _Term, other: _Term) -> bool:
    """Whether a term names a row of a group that the other names."""
    return all(any(key.startswith(f"{group}.") for group in other.keys[0]) for key in term.keys[0])


def _rows(table: str, has_column: bool, scope: Scope) -> tuple[Sum, ...]:  # noqa: FBT001
    words = scope.concepts.book.tables.get(table)
    default = tuple((key,) for key in words.rows.split("|")) if words and words.rows else ()
    if words and words.carries:
        return scope.rows.get(table, default)
    if has_column and scope.whole.get(table):
        return tuple(dict.fromkeys((*scope.whole[table], *scope.rows.get(table, ()))))
    return tuple(dict.fromkeys((*default, *(scope.rows.get(table, ()) if has_column else ()))))


def _addresses(table: str, rows: Sequence[Sum], columns: Sequence[Sum], scope: Scope) -> tuple[tuple[Sum, ...], bool]:
    """Every existing combination, and whether the columns had to be guessed."""
    words, form = scope.concepts.book.tables.get(table), scope.form
    guessed = False
    found: list[Sum] = []
    for row in rows:
        own: Sequence[Sum] = columns
        if not own:
            default = tuple((key,) for key in words.columns.split("|")) if words and words.columns else ()
            there = [
                key.rpartition(".")[2]
                for key in form.cells
                if key.startswith(f"{table}.{row[0]}.") and key.count(".") == row[0].count(".") + 2
            ]
            own = default or ((there[0],),) if len(there) == 1 or default else tuple((key,) for key in there)
            own = scope.only or tuple(dict.fromkeys((*scope.columns, *own)))
            guessed = guessed or (not default and len(there) > 1)
        for column in own:
            addresses = tuple(f"{table}.{one}.{key}" for one in row for key in column)
            if all(address in form.columns or address in form.sums for address in addresses):
                found.append(addresses)
    return tuple(dict.fromkeys(found)), guessed


def is_clear(tokens: Sequence[Token], start: int) -> bool:
    """Whether every word from a name on is understood, and none makes the number one of a part."""
    inside = [at for at in range(start, len(tokens)) if tokens[at].has("channel")]
    if inside and not any(token.has("open_ended") for token in tokens[inside[-1] : inside[-1] + 2]):
        return False
    return not any(
        token.mark is TokenKind.REST or token.has("subset", "elsewhere", "planned", "hollow", "open_ended")
        for token in tokens[start:]
        if not (token.is_name or token.has("with") or (inside and token.has("open_ended")))
    )


def _stands(tokens: Sequence[Token], picks: Sequence[tuple[int, NamedCells]], table: str, scope: Scope) -> bool:
    """Whether no name of another table, and no unknown word before a bare name, makes it something else."""
    first, sense = picks[0]
    chosen = {at for at, _ in picks}
    for at, token in enumerate(tokens):
        other = table_of(token) if token.is_name and at not in chosen else None
        if other not in (None, table) and not (at < first and _may_stand(token, str(other), first - at)):
            return False
    if any(token.has("subset", "planned", "channel") for token in tokens[:first]):
        return False
    if first and tokens[first - 1].has("about") and all(not (one.rows or one.columns) for _, one in picks):
        return False
    words = scope.concepts.book.tables.get(table)
    verbs = set(words.rows.split("|")) if words else set()
    if any(token.mark is TokenKind.REST for token in tokens[:first]) and not verbs & set(sense.rows):
        return False
    apart = any(token.has("elsewhere") and not token.is_name for token in tokens[:first])
    if apart and verbs & set(sense.rows) and all(sense.rows or sense.columns for _, sense in picks):
        return False
    before = tokens[first - 1] if first else None
    return not (sense.is_bare and before is not None and (before.mark is TokenKind.REST or before.has("elsewhere")))


def _may_stand(token: Token, table: str, distance: int) -> bool:
    """Whether a name of another table may stand before: a word for dealing with things of any kind, or their cause."""
    sense = sense_of(token, table)
    return sense is not None and (len(sense.rows) > 1 or not (sense.rows or sense.columns) or distance > 1)


def are_alike(one: Sum, other: Sum) -> bool:
    """Whether two sums can be compared: rows of one column, or columns of one row."""
    (row, _, column), (against, _, beside_it) = one[0].rpartition("."), other[0].rpartition(".")
    return one != other and (row == against or column == beside_it)
