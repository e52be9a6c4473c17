"""A number that states a figure: by the names before it, else by those behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.names import Named, Sum, compose, table_of
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import Token, TokenKind

_BEHIND = 2
"""Tokens from the first one of a clause back to the number of the clause before."""
_BESIDE = 8
"""Tokens before a number in which the figure stands that it says once more."""


def figure_at(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """A figure by the names before the number, or behind it where none stand before."""
    if quantity.kind not in (QuantityKind.COUNT, QuantityKind.AMOUNT) or not reader.fits(quantity):
        _counted_elsewhere(reader, before)
        return reader.open_reading(at)
    wider = _wider(reader, at, before)
    if wider:
        return reader.open_reading(at)
    alone = bool(at) and reader.tokens[at - 1].mark is TokenKind.OPEN and reader.match_open.get(at - 1) == at + 1
    clause = reader.words(before or (_said_in_brackets(reader, at) if alone else []))
    own = _defined(reader, at, clause) or compose(clause, reader.scope)
    after = reader.after(at)
    behind = reader.words(after)
    noun = next((token for token in behind if not token.has("glue")), None)
    if own is not None and noun is not None and noun.is_name:
        merged = compose([*clause, *behind], reader.scope)
        beside = own.is_sure and own.has_row and len(own.rows) == 1 and table_of(noun) == own.table
        bare = not any(sense.rows or sense.columns for sense in noun.entry.senses)
        own = merged if merged is not None and not (beside and bare) else own
    elif own is None and behind:
        own = _named_behind(reader, clause, behind)
    if own is None:
        restated = _restated(reader, at, quantity)
        if restated is not None:
            return restated
        _counted_elsewhere(reader, before)
        return reader.open_reading(at)
    counts = next((token for token in reversed(clause) if not token.has("glue")), None)
    other = counts is not None and counts.has("elsewhere") and not counts.is_name
    if (
        other
        or _vague(reader, quantity, behind)
        or (noun is not None and noun.has("elsewhere", "narrow") and not noun.is_name)
    ):
        reader.is_known = False
        return reader.open_reading(at)
    return named_figure(reader, at, quantity, own, [*clause, *behind])


def _said_in_brackets(reader: Reader, at: int) -> list[int]:
    """What a number that stands alone in brackets is said of: the words right before them, else those right behind."""
    ahead = beside_brackets(reader, at - 1)
    if any(reader.tokens[index].is_name for index in ahead):
        return ahead
    leads = any(reader.tokens[index].has("majority", "mainly", "largest", "rest") for index in ahead)
    return reader.after(at + 1) if leads else []


def beside_brackets(reader: Reader, opening: int) -> list[int]:
    """The words right before brackets, as far as the item of a list before them."""
    ahead = reader.before(opening)
    lists = [index for index in ahead if reader.tokens[index].mark is TokenKind.LIST]
    if lists and reader.tokens[lists[-1] - 1].mark is TokenKind.CLOSE:
        return [index for index in ahead if index > lists[-1]]
    return ahead


def _restated(reader: Reader, at: int, quantity: Quantity) -> ClauseReading | None:
    """The figure right before once more, in a clause that says nothing else: about, over or under so many."""
    clause = reader.words(reader.before(at))
    loose = quantity.exactness is not Exactness.EXACT or any(token.has("same_as") for token in clause)
    ends = reader.tokens[at + 1].mark if at + 1 < len(reader.tokens) else TokenKind.STOP
    alone = ends in (TokenKind.STOP, TokenKind.COMMA, TokenKind.CLOSE)
    if not (loose and alone) or any(not token.has("glue", "same_as") for token in clause):
        return None
    last = next((i for i in range(at - 1, max(-1, at - _BESIDE), -1) if reader.tokens[i].quantity is not None), None)
    stated = reader.by_token.get(last) if last is not None else None
    said = reader.tokens[last].quantity if last is not None else None
    if stated is None or said is None or stated.sense is not Sense.FIGURE or said.kind is not quantity.kind:
        return None
    if quantity.kind is QuantityKind.COUNT and said.unit != quantity.unit:
        return None
    statements = [Statement(Relation.EQUAL, one, quantity=quantity) for one in stated.subjects]
    return reader.settled(at, Sense.FIGURE, statements, sure=stated.verdict is Verdict.TRUE)


def _wider(reader: Reader, at: int, before: Sequence[int]) -> bool:
    """Whether a list right behind a number says that only a part of it is about the form's table."""
    about = {word for item in reader.concepts.book.tables.values() for word in item.about.split()}
    if at + 2 >= len(reader.tokens) or not reader.tokens[at + 2].has("opens"):
        return False
    ends = next((i for i in range(at + 3, len(reader.tokens)) if reader.tokens[i].quantity is not None), at + 3)
    start, end = reader.tokens[at + 2].end, reader.tokens[min(ends, len(reader.tokens) - 1)].start
    part = reader.paragraph.text[start:end]
    named = any(reader.tokens[index].is_name for index in range(at + 3, ends))
    said = reader.paragraph.text[reader.tokens[reader.sentence(at)].start : reader.tokens[at].start]
    return not named and any(word in part for word in about) and not any(word in said for word in about)


def _defined(reader: Reader, at: int, clause: Sequence[Token]) -> Named | None:
    """What a parenthesis right before a number lists, or adds to what stands before it."""
    start = reader.match.get(at - 1) if at else None
    if start is None:
        return None
    inner = reader.tokens[start + 1 : at - 1]
    found = compose(inner, reader.scope)
    if found is None or not found.has_row or any(token.quantity is not None for token in inner):
        return None
    if not inner[0].has("with", "opens"):
        return found if len(found.alternatives[0]) > 1 else None
    base = compose(clause, reader.scope)
    if base is None:
        return None
    held = reader.facts.form.sums
    both = tuple(
        (*one, *other) for one in base.alternatives for other in found.alternatives
        if not any(address in held.get(whole, ()) for whole in one for address in other)
    )  # fmt: skip
    return replace(base, alternatives=(*both, *base.alternatives))


def _named_behind(reader: Reader, clause: Sequence[Token], behind: Sequence[Token]) -> Named | None:
    if any(token.has("elsewhere") or token.mark is TokenKind.REST for token in clause):
        return None
    found = compose(behind, reader.scope)
    if found is None:
        return None
    first = behind[: found.start]
    unclear = any(token.mark is TokenKind.REST or token.has("elsewhere", "subset") for token in first)
    return replace(found, is_sure=found.is_sure and not unclear)


def named_figure(reader: Reader, at: int, quantity: Quantity, own: Named, clause: Sequence[Token]) -> ClauseReading:
    """A number said of what is named, this year or last."""
    time = reader.time(at)
    known = reader.is_known or (reader.unknown_at < reader.sentence(at) and _names_table(reader, own, clause))
    if not (known or own.has_row) or not _is_of_kind(reader, quantity, own):
        return reader.open_reading(at)
    narrow = reader.is_narrow(at)
    if time in ("other", "next") or reader.is_planned(at):
        return reader.open_reading(at)
    carried = _of_column(reader, at, own)
    statements = [
        Statement(Relation.EQUAL, subject, quantity=quantity, is_last=time == "last")
        for subject in (*own.alternatives, *carried)
    ]
    sure = (
        own.is_sure
        and _is_within(reader, own)
        and not narrow
        and time == "this"
        and reader.sure_of.get(own.table, True)
        and known
    )
    sure = sure and not (
        _is_net(reader, at, own)
        or _is_rest_of_list(reader, at)
        or own.is_part
        or carried
        or quantity.unit is None
        or _is_of_published(reader, at, quantity)
    )
    sense = Sense.BEFORE if time == "last" else Sense.FIGURE
    reading = reader.settled(at, sense, statements, sure=sure)
    if narrow:
        return reader.open_reading(at)
    return reading


def _of_column(reader: Reader, at: int, own: Named) -> tuple[Sum, ...]:
    """What a number that opens its clause may be of as well: the named row in the column of the figure right before,
    whose parts it and those behind it may tell ("2 by businesses, 1 granted, 1 withdrawn")."""
    last = None if reader.before(at) or own.has_column else next(reader.stated(at), None)
    begun = reader.tokens[reader.sentence(at)].start
    if last is None or last.start < begun or last.table != own.table or not last.subjects:
        return ()
    column = last.subjects[0][0].rpartition(".")[2]
    cells = (tuple(f"{address.rpartition('.')[0]}.{column}" for address in one) for one in own.alternatives)
    known = reader.facts.form.columns
    return tuple(one for one in cells if one not in own.alternatives and all(address in known for address in one))


def _is_net(reader: Reader, at: int, own: Named) -> bool:
    """Whether a number that may be of several rows is what is left after an exception that its sentence makes."""
    vague = len(own.rows) > 1 or not own.has_row
    return vague and any(token.has("except") for token in reader.tokens[reader.sentence(at) : at])


def _is_rest_of_list(reader: Reader, at: int) -> bool:
    """Whether a number is that of "the others" behind an item of a list that no cell decides."""
    clause = reader.before(at)
    names = [reader.tokens[index] for index in clause if reader.tokens[index].is_name]
    if not names or not all(token.has("rest") for token in names) or clause[0] < _BEHIND:
        return False
    last = clause[0] - _BEHIND
    item = reader.by_token.get(last)
    return reader.tokens[last].quantity is not None and (item is None or item.statement is None)


def _is_of_published(reader: Reader, at: int, quantity: Quantity) -> bool:
    """Whether a number may count what was published or gathered, as the words at the head of its list say."""
    vague = quantity.unit in reader.concepts.vague_units
    words = list(reader.words(range(reader.whole_sentence(at), at))) if vague else []
    clause = reader.before(at)
    while clause and clause[0] > 1 and reader.tokens[clause[0] - 1].mark is TokenKind.LIST:
        if reader.tokens[clause[0] - 2].quantity is None:
            break
        clause = reader.before(clause[0] - 2)
        words.extend(reader.words(clause))
    return any(token.has("subset") or (vague and any(sense.is_weak for sense in token.entry.senses)) for token in words)


def _names_table(reader: Reader, own: Named, words: Sequence[Token]) -> bool:
    """Whether the words about a number hold a name that nothing but the table has."""
    return own.has_row and any(
        sense.table == own.table and not (sense.is_bare or sense.is_weak or token.has("elsewhere"))
        for token in words
        if table_of(token) == own.table
        for sense in token.entry.senses
        if not sense.by_time and not set(sense.rows) & reader.flow(own.table)
    )


def _is_within(reader: Reader, own: Named) -> bool:
    """Whether what is named can be a part of the rows that a clause before it restricts the sentence to."""
    if reader.within is None or reader.within.table != own.table or not own.has_row:
        return True
    done = {row for item in reader.concepts.book.settled if item.table == own.table for row in item.done}
    groups = [row for item in reader.within.rows for row in item]
    held, own_cells = reader.facts.form.sums, {one for item in own.alternatives[:1] for one in item}
    if any(own_cells <= set(held.get(address, ())) for item in reader.within.alternatives for address in item):
        return True
    return bool(done & set(groups)) or all(
        any(row.startswith(f"{group}.") or row == group for group in groups) for item in own.rows for row in item
    )


def _is_of_kind(reader: Reader, quantity: Quantity, own: Named) -> bool:
    """Whether a number of this kind can be said of the columns: money of amounts, counts of the others."""
    address = own.alternatives[0][0]
    amount = reader.facts.form.column_of(address).kind == "amount"
    return amount == (quantity.kind is QuantityKind.AMOUNT)


def _vague(reader: Reader, quantity: Quantity, behind: Sequence[Token]) -> bool:
    vague = quantity.unit in reader.concepts.vague_units
    return vague and bool(behind) and behind[0].mark is TokenKind.REST


def _counted_elsewhere(reader: Reader, before: Sequence[int]) -> None:
    """What is counted here is something else: what follows in the sentence is about it."""
    words = reader.words(before)
    if any(token.mark is TokenKind.REST or token.has("elsewhere") for token in words) and any(
        token.is_name for token in words
    ):
        reader.is_known = False
