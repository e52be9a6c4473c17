"""Lists that break a total down: which numbers are items of which total, and whether the words say that it is all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from drafter.records import dataclass
from drafter.report import ReadBy
from drafter.report.quantities.chinese import Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.reader.layout import HALF_STOPS
from drafter.statements.reader.state import Reader, row_of
from drafter.statements.reader.tokens import TokenKind

_DIVIDED = (Sense.CHANGE, Sense.SHARE, Sense.BEFORE)
_FAR = 64
"""The most numbers before a place among which a total is looked for."""
_LONGEST = 400
"""Tokens within which the items of a list stand."""
_MOST = 100
"""Lists of a paragraph that are read: a bound on time, far beyond what a paragraph of a report announces."""
_BEHIND = 8
"""Tokens behind a list in which its total may stand."""
_PERIODS = {"half": 2, "quarter": 4}
"""How many of a kind of period make a year, by the role of their names."""
_TOTALS = 4
"""The most numbers before a list of which one may be its total."""


@dataclass(frozen=True, slots=True)
class ListFound:
    """A list of numbers: ordinals of quantities in their paragraph."""

    totals: tuple[int, ...]
    """What may be their total, likeliest first; none where the form's totals are the only ones."""
    items: tuple[int, ...]
    nested: frozenset[int] = frozenset()
    """Places among the items at which a list of the item before may begin."""
    first: int = 0
    """How many items stand before the first full stop, or semicolon, behind the list's beginning."""
    is_open: bool = False
    """Whether the words say that there are more."""
    is_complete: bool = False
    """Whether the words say that these are all."""
    rule: str = ""
    """The rule of what it splits, for lists of the form's own kinds."""
    reader: ReadBy = ReadBy.PROGRAM


def lists_in(reader: Reader) -> Iterator[ListFound]:
    """Every list of a paragraph, each total's own first."""
    left = _MOST
    for at, token in enumerate(reader.tokens):
        after_number = at and reader.tokens[at - 1].quantity is not None
        if left <= 0:
            break
        opens = token.has("opens") and not reader.in_mark(at)
        if opens or (token.mark in (TokenKind.COLON, TokenKind.OPEN) and after_number):
            left -= 1
            yield from _announced(reader, at)
        elif (token.mark in (TokenKind.COMMA, TokenKind.COLON) and _divides(reader, at)) or _leads_in(reader, at):
            left -= 1
            yield from _announced(reader, at, divided=True)
        elif token.quantity is not None:
            found = _summed(reader, at)
            if found is not None:
                yield found
    yield from _splits(reader)
    yield from _periods(reader)


def _periods(reader: Reader) -> Iterator[ListFound]:
    """Totals that a sentence divides among all halves, or all quarters, of the year."""
    found: dict[tuple[int, str], dict[str, int]] = {}
    for at in reader.stating:
        own = [reader.tokens[index] for index in reader.before(at)]
        for token, role in ((token, role) for token in own for role in _PERIODS if token.has(role)):
            word = reader.paragraph.text[token.start : token.end]
            found.setdefault((reader.whole_sentence(at), role), {}).setdefault(word, at)
    for (begun, role), places in found.items():
        items = sorted(places.values())
        if len(items) != _PERIODS[role] or len({reader.quantity(at).unit for at in items}) > 1:
            continue
        near = [
            at
            for at in (*_quantities_before(reader, items[0], begun), *_behind(reader, items[-1]))
            if reader.quantity(at).unit == reader.quantity(items[0]).unit
        ]
        totals = [at for at in near if reader.quantity(at).value >= max(reader.quantity(one).value for one in items)]
        if totals:
            numbers = tuple(reader.tokens[at].number for at in items)
            yield ListFound(
                tuple(reader.tokens[at].number for at in totals), numbers, first=len(numbers), is_complete=True
            )


def _behind(reader: Reader, at: int) -> Iterator[int]:
    """The number right behind a list that says what it comes to."""
    for index in range(at + 1, min(len(reader.tokens), at + _BEHIND)):
        if reader.tokens[index].quantity is not None:
            if any(reader.tokens[place].has("sums") for place in reader.before(index)):
                yield index
            return


def _leads_in(reader: Reader, at: int) -> bool:
    """Whether a word for "among" stands right before the parts, behind the number of the whole."""
    clause = reader.before(at) if reader.tokens[at].has("inside") else []
    if not clause or not clause[0]:
        return False
    after = reader.tokens[at + 1].mark if at + 1 < len(reader.tokens) else TokenKind.STOP
    return reader.tokens[clause[0] - 1].quantity is not None and after is not TokenKind.COMMA


def _divides(reader: Reader, at: int) -> bool:
    """Whether the clause before a mark says by what a total is divided, or within what its parts are counted."""
    clause = reader.before(at)
    if clause and reader.tokens[clause[-1]].has("inside"):
        return reader.tokens[clause[0] - 1].quantity is not None if clause[0] else False
    by = clause and reader.tokens[clause[0]].has("by")
    return bool(by) and any(reader.tokens[index].has("divided") for index in clause[1:])


def _announced(reader: Reader, at: int, *, divided: bool = False) -> Iterator[ListFound]:
    """The list that a word announces, or the words for a division: of each kind of number that may be its total."""
    begun = reader.sentence(at)
    leads = not any(reader.tokens[i].quantity is not None for i in range(begun, at))
    floor = reader.whole_sentence(begun - 1) if leads and begun else reader.whole_sentence(at)
    if reader.tokens[at].has("severally"):
        floor = reader.whole_sentence(at)
    if divided and floor:
        floor = reader.whole_sentence(floor - 1)
    totals = list(_quantities_before(reader, at, floor))
    for kind in dict.fromkeys(reader.quantity(place).kind for place in totals):
        own = [place for place in totals if reader.quantity(place).kind is kind]
        items, nested, first = _items(reader, at, reader.quantity(own[0]))
        if divided:
            most = max((reader.quantity(place).value for place in items), default=0)
            own = [place for place in own if reader.quantity(place).value >= most]
        own = own[:_TOTALS]
        if len(items) > 1 and own:
            yield ListFound(
                tuple(reader.tokens[place].number for place in own),
                tuple(reader.tokens[place].number for place in items),
                frozenset(nested), first, _is_open(reader, at, items), _is_complete(reader, at, items),
            )  # fmt: skip


def _quantities_before(reader: Reader, at: int, floor: int) -> Iterator[int]:
    """Places of numbers between two tokens that may be totals, the last first; asides are left out."""
    last = bisect_left(reader.stating, at) - 1
    for place in range(last, max(-1, last - _FAR), -1):
        index = reader.stating[place]
        if index < floor:
            return
        if not reader.is_aside(index, at) and _counts(reader, index):
            yield index


def _counts(reader: Reader, index: int) -> bool:
    """Whether a number counts something, rather than comparing or ordering."""
    token, reading = reader.tokens[index], reader.by_token.get(index)
    divided = reading is not None and reading.sense in _DIVIDED
    return (
        token.quantity is not None and token.quantity.kind in (QuantityKind.COUNT, QuantityKind.AMOUNT) and not divided
        and not reader.in_mark(index)
    )  # fmt: skip


def _items(reader: Reader, at: int, total: Quantity) -> tuple[list[int], list[int], int]:
    """The numbers of a list that begins at a token: their places, where lists of items begin, how many come first."""
    items: list[int] = []
    nested: list[int] = []
    first = 0
    index = at + 1
    stopped = False
    past = _is_of_years(reader, at)
    while index < min(len(reader.tokens), at + _LONGEST):
        token = reader.tokens[index]
        if token.mark is TokenKind.OPEN and index in reader.match_open:
            index = reader.match_open[index] + 1
            continue
        if token.mark is TokenKind.CLOSE:
            break
        if token.mark is TokenKind.STOP:
            stopped = True
            if reader.paragraph.text[token.start] not in HALF_STOPS:
                break
        if token.has("opens") and items and len(nested) < len(items) and not reader.tokens[index - 1].has("opens"):
            nested.append(len(items))
        if token.quantity is not None and (_counts(reader, index) or (past and not reader.in_mark(index))):
            if any(reader.tokens[i].has("sums") for i in reader.clause(index)) or _is_flow(reader, index):
                break
            if reader.alike(token.quantity, total):
                items.append(index)
                first += not stopped
        index += 1
    return items, nested, first


def _is_of_years(reader: Reader, at: int) -> bool:
    """Whether brackets break down a number of several years, so that last year's is an item as well."""
    opened = reader.tokens[at].mark is TokenKind.OPEN
    return opened and any(reader.times.get(index) == "other" for index in reader.before(at - 1))


def _is_flow(reader: Reader, index: int) -> bool:
    """Whether a number states one of the totals of the form, which is no item of a list."""
    reading = reader.by_token.get(index)
    statement = reading.statement if reading is not None else None
    if reading is None or statement is None or not reading.is_sure or not statement.subject:
        return False
    table, _, rest = statement.subject[0].partition(".")
    words = reader.concepts.book.tables.get(table)
    return bool(words and words.rows) and rest.endswith(".total") and rest.rpartition(".")[0] in reader.flow(table)


def _is_open(reader: Reader, at: int, items: Sequence[int]) -> bool:
    """Whether the words around a list say that there are more items."""
    lead = reader.tokens[at : items[0]]
    if any(token.has("open_ended") and not token.is_name and not _is_tail(token.start, reader) for token in lead[:4]):
        return True
    for place in items:
        index = place + 1
        while index < len(reader.tokens) and index <= place + 3:
            token = reader.tokens[index]
            if token.quantity is not None or token.mark in (
                TokenKind.STOP,
                TokenKind.COMMA,
                TokenKind.LIST,
                TokenKind.CLOSE,
            ):
                break
            if _is_tail(token.start, reader) and token.has("open_ended"):
                return True
            index += 1
    return False


def _is_tail(start: int, reader: Reader) -> bool:
    return reader.paragraph.text[start] in reader.concepts.tails


def _is_complete(reader: Reader, at: int, items: Sequence[int]) -> bool:
    """Whether the words say that these are all: a list said in turn, or one with the rest in it."""
    lead = reader.tokens[at : items[0]]
    rest = any(any(reader.tokens[i].has("rest") for i in reader.before(place)) and place != items[0] for place in items)
    return rest or any(token.has("severally", "complete") for token in lead)


def _summed(reader: Reader, at: int) -> ListFound | None:
    """A total behind its parts: the numbers before it in its sentence."""
    reading = reader.by_token.get(at)
    if reading is not None and reading.statement is not None:
        return None
    clause = _words_of_sum(reader, at)
    words = reader.words(clause)
    if not any(token.has("sums") for token in words) or any(token.has("opens") for token in words):
        return None
    floor = reader.sentence(at)
    total = reader.quantity(at)
    items = [i for i in _quantities_before(reader, at, floor) if reader.quantity(i).unit == total.unit]
    count = reader.tally(clause)
    bare = bool(clause) and _is_bare_sum(reader, clause, items)
    if len(items) < max(2, count) or not (bare or any(token.has("added") for token in words)):
        return None
    numbers = tuple(reader.tokens[place].number for place in (items[:count] if count else items))
    is_open = not (count or bare)
    return ListFound((reader.tokens[at].number,), numbers, frozenset(), len(numbers), is_open, bool(count) or bare)


def _words_of_sum(reader: Reader, at: int) -> list[int]:
    """The clause of a number; of one right behind another, as "5 in 3 parts" has them, the clause of that one."""
    own = reader.before(at)
    beside = at - 2 if at > 1 and reader.tokens[at - 1].mark is TokenKind.LIST else at - 1
    if not own and beside > 0 and reader.tokens[beside].quantity is not None:
        return reader.before(beside)
    return reader.clause(at)


def _is_bare_sum(reader: Reader, clause: Sequence[int], items: Sequence[int]) -> bool:
    """Whether a clause right behind a list says nothing but that it comes to so many."""
    first = clause[0]
    behind_number = first > 1 and reader.tokens[first - 1].mark is TokenKind.COMMA
    said = all(reader.tokens[index].has("sums", "glue") for index in clause)
    nested = items and any(reader.tokens[index].has("opens") for index in range(items[-1], first))
    return behind_number and said and not nested and reader.tokens[first - 2].quantity is not None


def _splits(reader: Reader) -> Iterator[ListFound]:
    """Totals of the form that a half-sentence splits in the form's own ways."""
    for split in reader.concepts.splits:
        sentences: dict[tuple[int, int], list[tuple[int, frozenset[str]]]] = {}
        for at, token in enumerate(reader.tokens):
            if token.quantity is None or token.quantity.kind is not QuantityKind.COUNT or not _counts(reader, at):
                continue
            if not reader.fits(token.quantity) or reader.table_at(at) != split.table:
                continue
            words = frozenset(word for word in split.parts if word in _own_words(reader, at))
            if words:
                sentences.setdefault((reader.sentence(at), reader.depth_at(at)), []).append((at, words))
        for items in sentences.values():
            every = split.complete and len({word for _, words in items for word in words}) == len(split.parts)
            if len(items) > 1 and (every or not split.complete):
                yield _split(reader, split.rule, [at for at, _ in items], every=every)


def _own_words(reader: Reader, at: int) -> frozenset[str]:
    """What the names that go with a number are: the channels, or the columns, of its own clause."""
    found: set[str] = set()
    own = reader.before(at)
    sides = (
        [own]
        if any(reader.tokens[i].has("channel") or reader.tokens[i].is_name for i in own)
        else [own, reader.after(at)]
    )
    for side in sides:
        for index in side:
            token = reader.tokens[index]
            if token.has("channel"):
                found.add("channel")
            for sense in token.entry.senses:
                found.update(sense.columns)
    return frozenset(found)


def _names_flow(reader: Reader, start: int, end: int) -> bool:
    """Whether words name a total of the form, be its number stated with them or not."""
    senses = [sense for token in reader.tokens[start:end] for sense in token.entry.senses]
    return any(set(sense.rows) & reader.flow(sense.table) for sense in senses)


def _received_before(reader: Reader, begun: int) -> list[int]:
    """The totals of the form that the paragraph states before a sentence, but for those of what is done or left."""
    found: list[int] = []
    settled = reader.concepts.book.settled
    other = {row for item in settled for row in (*item.done, item.left.rpartition(".")[0])}
    for place in _quantities_before(reader, begun, 0):
        reading = reader.by_token.get(place)
        subject = reading.statement.subject[0] if reading is not None and reading.statement is not None else ""
        if _is_flow(reader, place) and row_of(subject) not in other:
            found.append(place)
    return found


def _split(reader: Reader, rule: str, places: Sequence[int], *, every: bool) -> ListFound:
    begun = reader.whole_sentence(places[0])
    totals = list(_quantities_before(reader, places[0], begun))
    if begun and not any(_is_flow(reader, place) for place in totals) and not _names_flow(reader, begun, places[0]):
        totals.extend(_received_before(reader, begun))
    items = tuple(reader.tokens[place].number for place in places)
    open_ended = _is_open(reader, places[0], places)
    lead = any(token.has("severally", "complete") for token in reader.tokens[begun : places[0]])
    return ListFound(
        tuple(reader.tokens[place].number for place in totals), items, frozenset(), len(items), open_ended,
        every or lead or _is_complete(reader, places[0], places), rule,
    )  # fmt: skip
