"""What of a sentence nothing stands behind: words without a source, claims, and how far something got."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from functools import cached_property

from drafter.records import dataclass
from drafter.vouching.claims import unsaid
from drafter.vouching.examined import Examined
from drafter.vouching.resting import Clause, Resting
from drafter.vouching.segments import Word
from drafter.vouching.sources import Source, Sources, pieces
from drafter.vouching.stages import too_far, undone, unfounded

_SHARED = 0.5
"""Weight of a word without a source that shares a character with the sources: so do other words for the same thing."""
_ADDED = 2
"""Weight of a word without a source in a name, in a list, or known only from an event of last year."""

_ABOUT, _ALIKE = 3, 2
"""Pieces that a sentence of last year's shares with one that is about the same, and how many such are looked at."""
_FAR = 8
"""Code points before a word that are looked at for who is told to have done something."""
_PROMISED = 0.5
"""Weight of a name without a source in a promise, or of one known from last year's events in what goes on since."""


class Setting(Enum):
    """Where a sentence stands: in the section of problems it may promise without saying so."""

    TEXT = auto()
    PROBLEMS = auto()
    """The section in which a body tells its problems and what it will do about them."""
    MEASURES = auto()
    """There, behind words that turn to what it will do."""


@dataclass(frozen=True, eq=False)
class Support:
    """A sentence and its sources."""

    sentence: Examined
    sources: Sources
    part: Setting

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return Resting(self.sentence, self.sources).clauses

    @cached_property
    def chosen(self) -> tuple[Source, ...]:
        """Every source that a clause rests on, in order."""
        return tuple(dict.fromkeys(source for clause in self.clauses for source in clause.sources))

    @cached_property
    def before(self) -> tuple[Source, ...]:
        """Last year's sentences that are about the same, those most like it."""
        sentence = self.sentence
        small = sentence.text
        own = {small[start:end] for start, end in pieces(small) if not sentence.aside.issuperset(range(start, end))}
        shared = [(len(own & source.pieces), -at) for at, source in enumerate(self.sources.before)]
        best = sorted((item for item in shared if item[0] >= _ABOUT), reverse=True)[:_ALIKE]
        return tuple(self.sources.before[-at] for _, at in best)

    @cached_property
    def planned(self) -> tuple[bool, ...]:
        """Which clauses only promise: a word for it stands in them, or in one before."""
        stages, found, promised, measure = self.sentence.lexicon.progress, [], False, self.part is Setting.MEASURES
        for clause in self.clauses:
            named = self.sentence.coming and self.sentence.coming in clause.text
            promised = promised or bool(named or stages.planned.search(clause.text))
            begins = self.part is Setting.PROBLEMS and stages.measures.match(clause.text) is not None
            measure = measure or begins
            found.append(promised or (measure and not stages.done.search(clause.open_text)))
        return tuple(found)

    def unsaid(self) -> Iterator[str]:
        """Words that claim more than any source that is about the same says."""
        for number, word in unsaid(self.clauses, self.planned):
            if not self._may_wait(word, self.clauses[number]):
                yield word.text
        yield from unfounded(self.clauses, self.planned)

    def undone(self) -> Iterator[str]:
        """Words that call something done which its note says is not."""
        return undone(self.clauses, self.planned)

    def too_far(self) -> Iterator[str]:
        """Words that say more of how far something got than its source; not all of them are surely wrong."""
        return too_far(self.clauses, self.planned)

    @cached_property
    def _waiting_points(self) -> set[int]:
        """Code points that last year's events or the labels of the figures hold."""
        return self.sentence.in_source(self.sources.events) | self.sentence.in_source(self.sources.figures)

    def uncovered(self) -> list[str]:
        """Words that no source covers, where they are more than a rephrased sentence may have."""
        book = self.sentence.lexicon.book
        missing: list[str] = []
        total = counted = most = 0.0
        seen: set[str] = set()
        for number, clause in enumerate(self.clauses):
            plain = [word for word in clause.words if word.claim is None]
            bare = [word for word in plain if clause.is_bare(word) and not self._may_wait(word, clause)]
            unknown = [text for text in self._unknown_names(clause) if not any(text in word.text for word in bare)]
            weight = sum(self._weight(word, clause, number) for word in bare) + _ADDED * len(unknown)
            missing += [*(word.text for word in bare), *unknown]
            total += weight
            told = {word.text for word in set(plain).difference(bare) if not self._is_plain(word)}
            held = not told <= seen
            seen |= told
            most = max(most, weight / (book.most_added if held else book.most_alone))
            counted += sum(word.weight for word in plain if not self._is_plain(word))
        many = total > book.most_uncovered or (total >= book.most_added and total / counted > book.most_share)
        return missing if most >= 1 or many else []

    def _unknown_names(self, clause: Clause) -> Iterator[str]:
        """Names in quotation marks that stand in no source."""
        plain = self.sentence.plain - self.sentence.own
        for start, end in self.sentence.names:
            if clause.span[0] <= start < clause.span[1] and not plain.issuperset(range(start + 1, end - 1)):
                name = self.sentence.text[start + 1 : end - 1]
                found = {name[first:last] for first, last in pieces(name)}
                if 2 * len(found & self.sources.known) < len(found):
                    yield self.sentence.text[start:end]

    def _is_plain(self, word: Word) -> bool:
        return self.sentence.plain.issuperset(range(word.start, word.end))

    def _may_wait(self, word: Word, clause: Clause) -> bool:
        """Whether a word of last year's events stands in a clause that an open mark keeps open."""
        waits = any(clause.span[0] <= start < clause.span[1] for start, _ in self.sentence.marks)
        known = self._waiting_points | clause.covered | self.sentence.plain if waits else set[int]()
        return 2 * sum(at in known for at in range(word.start, word.end)) >= word.end - word.start

    @cached_property
    def _named(self) -> frozenset[int]:
        """Code points of names in quotation marks."""
        return frozenset(at for span in self.sentence.names for at in range(*span))

    def _is_known(self, word: Word) -> bool:
        """Whether sources that a sentence does not rest on hold a word."""
        found = {word.text[start:end] for start, end in pieces(word.text)}
        return bool(found) and found <= self.sources.pieces

    def _is_past(self, word: Word) -> bool:
        """Whether only last year's events hold a word."""
        found = {word.text[start:end] for start, end in pieces(word.text)}
        return bool(found) and found <= self.sources.past

    def _weight(self, word: Word, clause: Clause, number: int) -> float:
        """What a word without a source weighs; in a promise what tells of doing weighs nothing."""
        text, lexicon = self.sentence.text, self.sentence.lexicon
        beside = (text[word.start - 1 : word.start], text[word.end : word.end + 1])
        if word.start in self._named:
            return word.weight * _ADDED
        if self.planned[number]:
            return word.weight * _PROMISED if word.weight >= 1 else 0
        if word.weight >= 1 and lexicon.led.search(text, max(clause.span[0], word.start - _FAR), word.start):
            return word.weight * _ADDED
        if word.weight >= 1 and self._is_past(word):
            return word.weight * (_PROMISED if lexicon.habits.search(clause.text) else _ADDED)
        if any(lexicon.joins.fullmatch(char) for char in beside if char) and not self._is_known(word):
            return word.weight * _ADDED
        shares = not word.text.isascii() and any(
            char in source.plain for source in clause.sources if source.kind != "figures" for char in word.text
        )
        return word.weight * (_SHARED if shares else 1)
