"""Which numbers of a text state which entries: told by the words around them, or else by the number itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from drafter.form import Form
from drafter.report import Entry, Facts, Paragraph, Place
from drafter.report.quantities import find_quantities
from drafter.report.quantities.chinese import Quantity

_BEFORE, _BEHIND = 12, 8
"""Code points around a number, within its clause, that tell what it counts."""
_ALIKE = 0.6
"""Share of the pairs of characters around two numbers that both have, at least, for them to count the same (chosen on
200 generated edits of the example's draft: words exchanged, sentences moved, numbers typed over others); ..."""
_SAME = 0.8
"""... and for a second number of the text to state an entry once more."""
_QUOTES = "\u201c\u201d\u2018\u2019\u300a\u300b\u300c\u300d"
_MOST = 1_000_000
"""Numbers times entries that are compared by their words; in a longer text a number alone tells its entry."""


class StatedEntry(NamedTuple):
    """An entry that a number states; `by_words`: so that any other number there contradicts it."""

    entry: Entry
    by_words: bool


class _Spot(NamedTuple):
    """A number of the text: its paragraph, and where in it the number begins."""

    place: Place
    start: int


class _Likely(NamedTuple):
    """An entry that a number may state, in the order in which they are tried: the likeliest first."""

    difference: float
    other_unit: bool
    elsewhere: bool
    paragraph: int
    start: int
    order: int


class EntriesStated:
    """The entries that the numbers of a text outside open marks state; asked for in the order of the text.

    An entry is stated wherever the words around its number come back, and otherwise once by the number alone.
    """

    def __init__(self, paragraphs: Sequence[Paragraph], facts: Facts) -> None:
        self._by_words = _by_words(paragraphs, facts)
        told = {entry.id for entry in self._by_words.values()}
        self._by_number: dict[tuple[object, ...], list[Entry]] = {}
        for entry in reversed(facts.entries):
            typed = typed_number(entry, facts.form) if entry.id not in told else None
            if typed is not None:
                key = entry.section, entry.topic, typed.value, typed.exactness, typed.upper
                self._by_number.setdefault(key, []).append(entry)

    def at(self, paragraph: Paragraph, quantity: Quantity) -> StatedEntry | None:
        """The entry that a number of a paragraph states."""
        where = paragraph.place
        entry = self._by_words.get(_Spot(where, quantity.number_start))
        if entry is not None:
            return StatedEntry(entry, by_words=True)
        key = where.section, where.topic, quantity.value, quantity.exactness, quantity.upper
        left = self._by_number.get(key, [])
        if left and left[-1].unit in (None, quantity.unit):
            return StatedEntry(left.pop(), by_words=False)
        return None


class EntriesAsked:
    """The entries as one paragraph asks for them, with what it was answered; `given` are answers it has already."""

    def __init__(self, entries: EntriesStated, given: Sequence[StatedEntry | None] = ()) -> None:
        self._entries, self._given = entries, list(given)
        self.asked: list[tuple[Quantity, StatedEntry | None]] = []

    def at(self, paragraph: Paragraph, quantity: Quantity) -> StatedEntry | None:
        """The entry that a number of the paragraph states."""
        answer = self._given.pop(0) if self._given else self._entries.at(paragraph, quantity)
        self.asked.append((quantity, answer))
        return answer


def typed_number(entry: Entry, form: Form, *, last: bool = False) -> Quantity | None:
    """This year's or last year's number of an entry; None where it is open or no number."""
    written = entry.last if last else entry.value
    found = find_quantities(f"{written}{entry.unit or ''}", form.definition.language) if written else ()
    return found[0] if len(found) == 1 else None


def _by_words(paragraphs: Sequence[Paragraph], facts: Facts) -> Mapping[_Spot, Entry]:
    """Numbers whose words tell the entry: each entry once where it is likeliest, and again where they are the same."""
    found: dict[_Spot, Entry] = {}
    contexts = _contexts(facts.entries, facts.form.definition.language)
    if not contexts or len(contexts) * sum(len(item.quantities) for item in paragraphs) > _MOST:
        return found
    used: set[str] = set()
    again: list[tuple[_Spot, Entry]] = []
    likely_in = _seeker(facts.entries, facts.form.definition.language)
    likely_ones = (
        likely._replace(paragraph=number)
        for number, paragraph in enumerate(paragraphs)
        for likely in likely_in(paragraph)
    )
    for likely in sorted(likely_ones):
        spot, entry = _Spot(paragraphs[likely.paragraph].place, likely.start), contexts[likely.order][0]
        if spot in found:
            continue
        if entry.id not in used:
            used.add(entry.id)
            found[spot] = entry
        elif likely.difference <= 1 - _SAME:
            again.append((spot, entry))
    for spot, entry in again:
        found.setdefault(spot, entry)
    return found


@lru_cache(maxsize=8)
def _seeker(entries: tuple[Entry, ...], language: str) -> Callable[[Paragraph], tuple[_Likely, ...]]:
    """A function that gives what the numbers of a paragraph, taken for the first one, may state."""
    contexts = _contexts(entries, language)
    return lru_cache(maxsize=1024)(lambda paragraph: tuple(_likely_ones(paragraph, contexts)))


def _likely_ones(paragraph: Paragraph, contexts: Sequence[tuple[Entry, Counter[str]]]) -> Iterator[_Likely]:
    where = paragraph.place.section, paragraph.place.topic
    for index, quantity in enumerate(paragraph.quantities):
        if paragraph.in_mark(quantity.start):
            continue
        around = _words_around(paragraph.text, paragraph.quantities, index)
        for order, (entry, context) in enumerate(contexts):
            alike = _alike(around, context) if around.total() > 1 and context.total() > 1 else 0
            if alike >= _ALIKE:
                elsewhere = (entry.section, entry.topic) != where
                other = entry.unit != quantity.unit
                yield _Likely(1 - alike, other, elsewhere, 0, quantity.number_start, order)


@lru_cache(maxsize=8)
def _contexts(entries: tuple[Entry, ...], language: str) -> Sequence[tuple[Entry, Counter[str]]]:
    """Each entry with the words around its number in last year's sentence."""
    seen: Counter[tuple[str, str, str | None]] = Counter()
    found = []
    for entry in entries:
        key = entry.sentence, entry.last, entry.unit
        text, quantities = entry.sentence, find_quantities(entry.sentence, language)
        same = [
            index
            for index, item in enumerate(quantities)
            if (text[item.number_start : item.number_end], item.unit) == (entry.last, entry.unit)
        ]
        if same:
            index = same[min(seen[key], len(same) - 1)]
            found.append((entry, _words_around(text, quantities, index)))
        seen[key] += 1
    return found


def _words_around(text: str, quantities: Sequence[Quantity], index: int) -> Counter[str]:
    """The unit of a number, and the pairs of characters before and behind it in its clause, to the next number."""
    quantity = quantities[index]
    start = max(quantity.start - _BEFORE, quantities[index - 1].end if index else 0)
    end = quantity.number_end + _BEHIND
    if index + 1 < len(quantities):
        end = min(end, quantities[index + 1].start)
    before = _first_clause(text[start : quantity.start][::-1])
    behind = _first_clause(text[quantity.number_end : end])
    pairs = Counter(part[at : at + 2] for part in (before[::-1], behind) for at in range(len(part) - 1))
    return pairs + Counter([quantity.unit or ""])


def _first_clause(text: str) -> str:
    """The words at the beginning of a text, as far as a punctuation mark; quotation marks are left out."""
    end = next((at for at, character in enumerate(text) if not _goes_on(character)), len(text))
    return "".join(character for character in text[:end] if character not in _QUOTES)


def _goes_on(character: str) -> bool:
    return character.isalnum() or character in "%\uff05\u2030" or character in _QUOTES


def _alike(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())
