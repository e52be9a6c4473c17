"""Likeness: which units' texts share passages with another's, this year's or last year's, and whose name stands where.

A text is compared by its shingles, pieces of ten characters without spaces, signs and digits, laid aside what every
report says: headings, titles of laws, the form's fixed expressions, the unit's own names, and pieces that more than
a share of all units have. Pieces are found in an index, so the time goes with what is shared, not with the pairs.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

from drafter.form import Form
from drafter.records import dataclass
from drafter.report import Filing, without_marks
from drafter.vouching.words import lexicon_of

_LENGTH = 10
"""Characters of a shingle: four or five Chinese words, more than plain official phrases run to."""
_KEPT = 4
"""One in so many shingles is kept, chosen by itself: a quarter of the memory, and a passage of two lines has ten."""
_FEWEST = 25
"""Kept shingles that a pair must share: about a hundred characters, two sentences."""
_COMMON_LEAST, _COMMON_MOST = 5, 100
"""A shingle that more than half of the units have is common to all; at least so many, and at most so many."""
_TITLES = re.compile("\u300a[^\u300b]*\u300b")
_SHORTEST_NAME = 4
"""Characters of a name that is looked for in others' texts: shorter ones stand in other words."""
_AROUND = 20
"""Characters before and behind a name by which its place is shown."""


@dataclass(frozen=True, slots=True)
class UnitText:
    """What is compared of a report: its paragraphs, the words that count, and where each of these stands."""

    unit: str
    year: int | None
    paragraphs: tuple[str, ...]
    words: str
    at: tuple[int, ...]
    """For each of the words' characters its place in the paragraphs, joined by line ends."""
    is_last: bool = False

    @classmethod
    def of(cls, unit: str, names: Collection[str], filing: Filing, form: Form, *, is_last: bool = False) -> UnitText:
        """The text of a report without headings and tables."""
        told = {section.key for section in form.sections if section.kind != "tables"}
        blocks = (block for key, section in filing.narrative.items() if key in told for block in section)
        paragraphs = tuple(without_marks(text, form) for block in blocks for text in block.paragraphs)
        text = "\n".join(paragraphs)
        aside = _aside(text, {*names, unit, filing.organization or ""}, form)
        at = tuple(place for place, char in enumerate(text) if place not in aside and _counts(char))
        return cls(unit, filing.year, paragraphs, "".join(text[place] for place in at), at, is_last)

    def shingles(self) -> Iterator[tuple[int, int]]:
        """Where shingles begin among the words, and the shingles as numbers; the same ones of every text."""
        data = self.words.encode("utf-32-le")
        for at in range(len(self.words) - _LENGTH + 1):
            shingle = zlib.crc32(data[4 * at : 4 * (at + _LENGTH)])
            if not shingle % _KEPT:
                yield at, shingle


def _counts(char: str) -> bool:
    return char.isalpha()


def _aside(text: str, names: Iterable[str], form: Form) -> set[int]:
    """Places of what is not compared."""
    lexicon = lexicon_of(form)
    patterns = [_TITLES, *((lexicon.fixed,) if lexicon else ())]
    patterns += [re.compile(re.escape(name)) for name in names if name]
    return {place for pattern in patterns for match in pattern.finditer(text) for place in range(*match.span())}


class TextPiece(NamedTuple):
    """A piece of a paragraph; `is_shared` if the other text has it."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two texts and how much of the shorter one's own words the other has, in percent."""

    first: UnitText
    second: UnitText
    percent: int
    shared: int
    """About so many characters both have."""
    common: frozenset[int] = field(default=frozenset())
    """Their shingles in common, but for those of everybody."""

    def marked(self, text: UnitText) -> Iterator[tuple[TextPiece, ...]]:
        """One of the texts, paragraph by paragraph, its common passages told apart; none ends for a few characters."""
        shared: set[int] = set()
        end = -_LENGTH
        for place, shingle in text.shingles():
            if shingle in self.common:
                begin = text.at[end] if place - end < _LENGTH else text.at[place]
                end = place + _LENGTH - 1
                shared.update(range(begin, text.at[end] + 1))
        start = 0
        for paragraph in text.paragraphs:
            yield tuple(_text_pieces(paragraph, [start + at in shared for at in range(len(paragraph))]))
            start += len(paragraph) + 1


def _text_pieces(text: str, shared: Sequence[bool]) -> Iterator[TextPiece]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or shared[at] != shared[start]:
            yield TextPiece(text[start:at], shared[start])
            start = at


def alike_pairs(texts: Sequence[UnitText], least: int) -> list[AlikePair]:
    """Pairs of units that share so many percent of the shorter text, the most alike first; of each pair the most.

    Last year's texts are compared with this year's, a unit's own aside: that is a rule of each report's check.
    """
    shingles = [frozenset(shingle for _, shingle in text.shingles()) for text in texts]
    own, index = _index(texts, shingles)
    pairs = []
    for number, text in enumerate(texts):
        if text.is_last:
            continue
        shared: Counter[int] = Counter()
        for shingle in shingles[number]:
            shared.update(index.get(shingle, ()))
        for other, count in shared.items():
            if count >= _FEWEST and _are_compared(texts, number, other):
                percent = round(100 * count / max(1, min(own[number], own[other])))
                if percent >= least:
                    common = frozenset(item for item in shingles[number] & shingles[other] if item in index)
                    pairs.append(AlikePair(text, texts[other], percent, count * _KEPT, common))
    pairs.sort(key=lambda pair: (-pair.percent, -pair.shared, pair.second.is_last, pair.first.unit, pair.second.unit))
    best: dict[frozenset[str], AlikePair] = {}
    for pair in pairs:
        best.setdefault(frozenset((pair.first.unit, pair.second.unit)), pair)
    return list(best.values())


def _index(texts: Sequence[UnitText], shingles: Sequence[frozenset[int]]) -> tuple[list[int], dict[int, list[int]]]:
    """How many shingles of its own each text has, and for each that several and not all have, in which texts it is."""
    index: dict[int, list[int]] = {}
    for number, found in enumerate(shingles):
        for shingle in found:
            index.setdefault(shingle, []).append(number)
    units = len({text.unit for text in texts})
    most = max(_COMMON_LEAST, min(units // 2, _COMMON_MOST))
    common = {shingle for shingle, numbers in index.items() if _units(texts, numbers) > most}
    own = [len(found - common) for found in shingles]
    return own, {key: numbers for key, numbers in index.items() if len(numbers) > 1 and key not in common}


def _units(texts: Sequence[UnitText], numbers: Sequence[int]) -> int:
    return len(numbers) if len(numbers) <= _COMMON_LEAST else len({texts[number].unit for number in numbers})


def _are_compared(texts: Sequence[UnitText], number: int, other: int) -> bool:
    """Each pair once, another unit's."""
    return texts[number].unit != texts[other].unit and (texts[other].is_last or number < other)


class NamedUnit(NamedTuple):
    """Another unit's name in a unit's text, with the words around it."""

    unit: str
    other: str
    before: str
    name: str
    after: str


def named_others(texts: Sequence[UnitText], names: Sequence[tuple[str, str]]) -> Iterator[NamedUnit]:
    """Names of other units in this year's texts, once for each; `names` are names with the units that they are of.

    A name inside a longer one is not meant, nor one that is a part of the unit's own.
    """
    longest_first = sorted(
        ((name, unit) for name, unit in names if len(name) >= _SHORTEST_NAME), key=lambda item: -len(item[0])
    )
    for text in texts:
        if not text.is_last:
            whole = "\n".join(text.paragraphs)
            taken: set[int] = set()
            told: set[str] = set()
            for name, unit in longest_first:
                at = _free(whole, name, taken)
                if at is not None and unit != text.unit and unit not in told and name not in text.unit:
                    told.add(unit)
                    end = at + len(name)
                    yield NamedUnit(text.unit, unit, whole[max(0, at - _AROUND) : at], name, whole[end : end + _AROUND])


def _free(text: str, name: str, taken: set[int]) -> int | None:
    """Where a name first stands outside longer names; all its places are taken from then on."""
    found, at = None, text.find(name)
    while at >= 0:
        if at not in taken:
            found = at if found is None else found
            taken.update(range(at, at + len(name)))
        at = text.find(name, at + len(name))
    return found
