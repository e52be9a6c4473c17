"""Which sources each clause of a sentence rests on: one, or two that each hold a good part of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from drafter.records import dataclass
from drafter.vouching.examined import Examined
from drafter.vouching.segments import Span, Word
from drafter.vouching.sources import Source, Sources
from drafter.vouching.stated import Stated

_ENOUGH = 3
"""Code points of a clause that a source must hold where the rest of the sentence does not rest on it."""
_MOST_SOURCES = 2
"""Sources that one clause may join; a clause that is put together from more says something that none of them does."""
_NUMBER = 4
"""What a number that stands in a source is worth, in code points, for finding the source that is meant."""

_NEAR = 80
"""Code points around a word that may say what it is about; hardly a clause is longer."""
_HABIT = 0.7
"""What a code point is worth that a practice of last year holds: what a note says of this year goes before."""
_PLAINLY = 0.002
"""What a plain word of two code points is worth."""


@dataclass(frozen=True, eq=False)
class Clause:
    """A clause of a sentence beside the sources that it rests on, the one that holds most of it first."""

    sentence: Examined
    span: Span
    words: tuple[Word, ...]
    stated: tuple[Stated, ...]
    sources: tuple[Source, ...]
    covered: frozenset[int]
    """Code points that these sources hold."""
    labels: frozenset[int]
    """Code points that the labels of the figures hold."""

    @property
    def text(self) -> str:
        return self.sentence.text[slice(*self.span)]

    @property
    def open_text(self) -> str:
        """Its text without fixed expressions and what figures state."""
        aside = self.sentence.aside | self.labels
        text = "".join(" " if at in aside else self.sentence.text[at] for at in range(*self.span))
        return self.sentence.lexicon.progress.names.sub("", text)

    @property
    def counted(self) -> bool:
        """Whether figures say anything of it."""
        return any(item.by == "figures" for item in self.stated)

    @property
    def claimed(self) -> bool:
        """Whether figures bear out words of it that have no number."""
        return any(item.by == "figures" and item.value is None for item in self.stated)

    @property
    def told_by_figures(self) -> bool:
        """Whether figures say something of it, and their labels hold all that it tells."""
        return self.counted and self.content <= self.labels

    @cached_property
    def content(self) -> frozenset[int]:
        """Code points of its words that need a source and claim no more than a fact."""
        points = {at for word in self.words if word.claim is None for at in range(word.start, word.end)}
        return frozenset(points - self.sentence.plain)

    def around(self, word: Word) -> tuple[Word, ...]:
        """The words of it that stand near one of them; all, where it is no longer than clauses are."""
        starts = self._starts
        begin, end = bisect_left(starts, word.start - _NEAR), bisect_right(starts, word.end + _NEAR)
        return self.words[begin:end]

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def has_bare(self) -> bool:
        """Whether any of its words that claim no more than a fact has no source."""
        return any(self.is_bare(word) for word in self.words if word.claim is None)

    def is_bare(self, word: Word) -> bool:
        """Whether less than half of a word needs no source or has one."""
        known = sum(at in self.covered or at in self.sentence.plain for at in range(word.start, word.end))
        return 2 * known < word.end - word.start

    @cached_property
    def part(self) -> Source | None:
        """The clause of a source that is most like it."""
        parts = [part for source in self.sources if source.kind != "figures" for part in source.parts]
        likeness = [self.likeness(part) for part in parts]
        best = max(likeness, default=0)
        return parts[likeness.index(best)] if best else None

    def likeness(self, part: Source) -> int:
        """How much of it a clause of a source holds."""
        held = sum(self.span[0] <= at < self.span[1] for at in self.sentence.in_source(part))
        return held + _NUMBER * sum(item.value in part.numbers for item in self.stated if item.value is not None)


@dataclass(frozen=True, eq=False)
class Resting:
    """A sentence and its sources, clause by clause."""

    sentence: Examined
    sources: Sources

    @cached_property
    def candidates(self) -> tuple[Source, ...]:
        """Sources that hold anything of the sentence, and those of its numbers."""
        names = {item.by for item in self.sentence.stated}
        found = self.sources.with_any(self.sentence.needs)
        return (*found, *(source for source in self.sources.all if source.name in names and source not in found))

    @cached_property
    def _found(self) -> tuple[set[int], ...]:
        return tuple(self.sentence.in_source(source) for source in self.candidates)

    @cached_property
    def _main(self) -> int | None:
        """The source that holds most of the sentence."""
        return self._best(dict(enumerate(self._found)), self.sentence.stated, set())

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause with what it rests on; one that tells nothing of its own goes with those beside it."""
        found = [self._clause(number, span) for number, span in enumerate(self.sentence.clauses)]
        for number, clause in enumerate(found):
            if not clause.content:
                beside = [source for other in found[max(0, number - 1) : number + 2] for source in other.sources]
                found[number] = replace(clause, sources=tuple(dict.fromkeys((*clause.sources, *beside))))
        return tuple(found)

    def _clause(self, number: int, span: Span) -> Clause:
        sentence, points = self.sentence, frozenset(range(*span))
        stated = tuple(item for item in sentence.stated if item.start in points)
        words = sentence.words_of.get(number, ())
        chosen = self._chosen(points, stated, claiming=any(word.claim for word in words))
        covered = {at for index in chosen for at in self._found[index] & points}
        labels = set[int]()
        if any(item.by == "figures" for item in sentence.stated):
            labels = self._labelled & points
        found = (*(self.candidates[index] for index in chosen), *([self.sources.figures] if labels else ()))
        return Clause(sentence, span, words, stated, found, frozenset(covered | labels), frozenset(labels))

    @cached_property
    def _labelled(self) -> set[int]:
        """Code points that the labels of the figures hold."""
        return self.sentence.in_source(self.sources.figures)

    def _chosen(self, points: frozenset[int], stated: Sequence[Stated], *, claiming: bool) -> list[int]:
        """The sources of a clause, the best first; where it claims, one that holds only plain words of it will do."""
        names = {item.by for item in stated}
        here = {
            index: held
            for index, found in enumerate(self._found)
            if (held := found & points) or self.candidates[index].name in names
        }
        chosen: list[int] = []
        covered: set[int] = set()
        while len(chosen) < _MOST_SOURCES:
            best = self._best(here, stated, covered)
            if best is None or best in chosen:
                break
            gained = here[best] - self.sentence.plain - covered
            if not (best == self._main or self.candidates[best].name in names or len(gained) >= _ENOUGH):
                break
            chosen.append(best)
            covered |= here[best]
        if not chosen and claiming and (plainly := self._best(here, stated, set(), _PLAINLY)) is not None:
            chosen.append(plainly)
        if self._main is not None and self._main not in chosen and here.get(self._main):
            chosen.append(self._main)
        return chosen

    def _best(
        self, held: Mapping[int, set[int]], stated: Sequence[Stated], covered: set[int], least: float = 1
    ) -> int | None:
        """Of what sources hold of a stretch, the source that adds most to what is covered."""
        worth: dict[int, float] = {}
        for index, points in held.items():
            source = self.candidates[index]
            gained = len(points - self.sentence.plain - covered) * (_HABIT if source.kind == "last" else 1)
            numbers = 0 if covered else sum(item.by == source.name for item in stated)
            worth[index] = gained + _NUMBER * numbers + _PLAINLY * len(points) / 2
        best = max(worth, key=worth.__getitem__, default=None)
        return best if best is not None and worth[best] >= least else None
