"""The sources that together stand behind a sentence, and which of its words they leave uncovered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from drafter.vouching.examined import Examined
from drafter.vouching.sources import Source, Sources
from drafter.vouching.words import Word

_MOST_SOURCES = 4
"""Sources that one sentence may join."""
_ENOUGH = 4
"""Code points by which a further source must add to what the others cover, unless it completes a clause."""
_SHARED = 0.5
"""Weight of a word without a source that shares a character with the sources: so do other words for the same thing."""
_ADDED = 2
"""Weight of a word without a source that extends a list, or that tells of an event of last year."""


@dataclass(frozen=True, eq=False)
class Support:
    """A sentence and its sources."""

    sentence: Examined
    sources: Sources

    @cached_property
    def candidates(self) -> tuple[Source, ...]:
        """Sources that hold anything of the sentence."""
        figures = any(item.by == "figures" for item in self.sentence.stated)
        return (*self.sources.with_any(self.sentence.needs), *([self.sources.figures] if figures else []))

    @cached_property
    def _found(self) -> tuple[set[int], ...]:
        return tuple(self.sentence.in_source(source) for source in self.candidates)

    @cached_property
    def chosen(self) -> tuple[Source, ...]:
        """The sources that together cover most of the sentence, the one that covers most first."""
        held = [found - self.sentence.plain for found in self._found]
        chosen: list[int] = []
        covered: set[int] = set()
        while len(chosen) < min(_MOST_SOURCES, len(held)):
            best = max(range(len(held)), key=lambda number: len(held[number] - covered))
            gained = held[best] - covered
            if not gained or (chosen and len(gained) < _ENOUGH and not self._completes(gained, covered)):
                break
            chosen.append(best)
            covered |= gained
        return tuple(self.candidates[number] for number in chosen)

    def _completes(self, gained: set[int], covered: set[int]) -> bool:
        """Whether what a source adds covers the last words of a clause."""
        known = gained | covered | self.sentence.plain
        numbers = {self.sentence.clause(at) for at in gained}
        return any(
            all(known.issuperset(range(word.start, word.end)) for word in self.sentence.words_of.get(number, ()))
            for number in numbers
        )

    @cached_property
    def covered(self) -> frozenset[int]:
        """The code points that the chosen sources hold; in a clause with an open mark also last year's events."""
        sentence = self.sentence
        found = {at for source in self.chosen for at in sentence.in_source(source)}
        waiting = {sentence.clause(start) for start, _ in sentence.marks}
        events = sentence.in_source(self.sources.events) if waiting else ()
        return frozenset(found.union(at for at in events if sentence.clause(at) in waiting))

    def unsaid(self) -> Iterator[str]:
        """Words that claim more than any source that is about the same says."""
        return (word.text for word in self.sentence.words if word.claim and not self._claimed(word))

    def _claimed(self, word: Word) -> bool:
        """Whether a source says what a word claims, of the very thing: it holds half of what stands beside the word."""
        sentence, claim = self.sentence, word.claim
        assert claim is not None
        if claim.figures and any(item.by == "figures" for item in sentence.stated):
            return True
        if self.covered.issuperset(range(word.start, word.end)) and self._waits(word):
            return True
        others = [other for other in sentence.words_of[sentence.clause(word.start)] if other.claim is None]
        beside = {at for other in others for at in range(other.start, other.end)} - sentence.plain
        if not beside:
            return any(source.says(word.text) and claim.may_be(source.kind) for source in self.chosen)
        return any(
            claim.may_be(source.kind) and source.says(word.text) and 2 * len(found & beside) >= len(beside)
            for source, found in zip(self.candidates, self._found, strict=True)
        )

    def _waits(self, word: Word) -> bool:
        number = self.sentence.clause(word.start)
        return any(self.sentence.clause(start) == number for start, _ in self.sentence.marks)

    def uncovered(self) -> list[str]:
        """Words that no source covers, where they are more than a rephrased sentence may have."""
        book = self.sentence.lexicon.book
        missing: list[str] = []
        total = counted = 0.0
        alone = False
        for words in self.sentence.words_of.values():
            plain = [word for word in words if word.claim is None]
            bare = [word for word in plain if self._is_bare(word)]
            weight = sum(self._weight(word) for word in bare)
            missing += [word.text for word in bare]
            total += weight
            counted += sum(word.weight for word in plain if not self._is_plain(word))
            held = any(not self.covered.isdisjoint(range(word.start, word.end)) for word in plain)
            alone = alone or (not held and weight >= book.most_alone)
        many = total > book.most_uncovered or (counted and total / counted > book.most_share)
        return missing if alone or many else []

    def _is_plain(self, word: Word) -> bool:
        return self.sentence.plain.issuperset(range(word.start, word.end))

    def _is_bare(self, word: Word) -> bool:
        """Whether less than half of a word needs no source or has one."""
        known = sum(at in self.covered or at in self.sentence.plain for at in range(word.start, word.end))
        return 2 * known < word.end - word.start

    def _weight(self, word: Word) -> float:
        """What a word without a source weighs."""
        text, joins = self.sentence.text, self.sentence.lexicon.joins
        beside = (text[word.start - 1 : word.start], text[word.end : word.end + 1])
        if any(joins.fullmatch(char) for char in beside if char) or self.sources.events.says(word.text):
            return word.weight * _ADDED
        shares = not word.text.isascii() and _share_a_character(word.text, self.chosen)
        return word.weight * (_SHARED if shares else 1)


def _share_a_character(word: str, sources: Sequence[Source]) -> bool:
    return any(char in source.plain for source in sources for char in word)
