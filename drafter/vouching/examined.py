"""A sentence as it is judged: its clauses, its words, and which of its code points need no source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from drafter.records import dataclass
from drafter.report import Facts
from drafter.statements import State
from drafter.vouching.segments import Span, Word
from drafter.vouching.sources import Source, pieces
from drafter.vouching.stated import Stated
from drafter.vouching.words import VouchingLexicon

_LONGEST_NAME = 12
"""Characters of the whole name of a body, as it stands in a sentence."""


@dataclass(frozen=True, eq=False)
class Examined:
    """A sentence in small letters, by its own offsets."""

    text: str
    lexicon: VouchingLexicon
    stated: tuple[Stated, ...]
    """What the account says of it, without open numbers in fixed expressions."""
    marks: tuple[Span, ...]
    aside: frozenset[int]
    """Code points of marks, names, fixed expressions and of what is stated."""
    plain: frozenset[int]
    """Code points that need no source: these and the plain words."""
    own: frozenset[int] = frozenset()
    """Code points of the organisation's name."""
    coming: str = ""
    """The year after the reporting year."""

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that need a source."""
        return tuple(self.lexicon.words(self.text, self.aside))

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """Its clauses; none ends inside an open mark."""
        found: list[Span] = []
        for start, end in self.lexicon.clauses(self.text):
            inside = any(begin < start < stop for begin, stop in self.marks)
            found.append((found.pop()[0] if inside and found else start, end))
        return tuple(found)

    @cached_property
    def names(self) -> tuple[Span, ...]:
        """What stands in quotation marks."""
        return tuple(match.span() for match in self.lexicon.names.finditer(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.clauses]

    def clause(self, position: int) -> int:
        """The number of the clause that a code point stands in."""
        return bisect_right(self._starts, position) - 1

    @cached_property
    def words_of(self) -> Mapping[int, tuple[Word, ...]]:
        """The words of each clause that has any."""
        found: dict[int, list[Word]] = {}
        for word in self.words:
            found.setdefault(self.clause(word.start), []).append(word)
        return {number: tuple(words) for number, words in found.items()}

    @cached_property
    def _alike(self) -> Mapping[str, Sequence[Span]]:
        """Where each word that has synonyms stands."""
        return _places(self.text, self.lexicon.alike.find(self.text))

    @cached_property
    def _pieces(self) -> Mapping[str, Sequence[Span]]:
        return _places(self.text, pieces(self.text))

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """What is looked for in the sources: its text without what is left aside, and the synonyms of its words."""
        needed = "".join(" " if at in self.aside else char for at, char in enumerate(self.text))
        looked = (word for word, spans in self._alike.items() if any(start not in self.plain for start, _ in spans))
        return needed, *(other for word in looked for other in self.lexicon.synonyms[word])

    def in_source(self, source: Source) -> set[int]:
        """The code points that stand in a source, or for which it has other words."""
        spans = [span for piece in self._pieces.keys() & source.pieces for span in self._pieces[piece]]
        spans += [span for word, places in self._alike.items() if source.says(word) for span in places]
        spans += self.bodies_in(source)
        return {at for span in spans for at in range(*span)}

    @cached_property
    def _body_ends(self) -> tuple[int, ...]:
        """Where names of bodies end."""
        return tuple(match.end() for match in self.lexicon.body_end.finditer(self.text))

    def bodies_in(self, source: Source) -> Iterator[Span]:
        """Where the text has the whole name of a body that a source names in short: first and last character are the
        same, and those between stand in the whole name in the same order."""
        for end in self._body_ends if source.short_names else ():
            for short in source.short_names:
                if short[-1] == self.text[end - 1]:
                    start = _begin(short, self.text, end)
                    if start is not None and end - start > len(short):
                        yield start, end


@dataclass(frozen=True, eq=False)
class Examiner:
    """Prepares sentences of a report for being judged."""

    facts: Facts
    lexicon: VouchingLexicon

    @cached_property
    def _fixed(self) -> re.Pattern[str]:
        """What needs no source: the organisation, the year, the form's name and headings, fixed expressions."""
        form = self.facts.form
        names = (self.facts.organization, form.definition.name.zh, form.definition.name.en)
        texts = sorted(filter(None, (*names, *(section.heading for section in form.sections))), key=len, reverse=True)
        years = [self.facts.year, self.facts.year + 1] if self.facts.year else []
        year = [rf"(?<!\d){number}(?!\d)" for number in years]
        period = self.lexicon.period.pattern
        return re.compile("|".join([*map(re.escape, texts), *year, period, self.lexicon.fixed.pattern]), re.IGNORECASE)

    @cached_property
    def _name(self) -> frozenset[str]:
        """The pieces of the organisation's name."""
        who = (self.facts.organization or "").lower()
        return frozenset(who[start:end] for start, end in pieces(who))

    def examined(self, text: str, start: int, marks: Sequence[Span], stated: Sequence[Stated]) -> Examined:
        """The sentence that begins at `start` of its paragraph; marks and what is stated by the paragraph's offsets."""
        marks = [(max(0, begin - start), min(len(text), end - start)) for begin, end in marks]
        fixed = _points([*marks, *(match.span() for match in self._fixed.finditer(text))])
        moved = (replace(item, start=item.start - start, end=item.end - start) for item in stated)
        kept = [item for item in moved if item.state is not State.OPEN or item.start not in fixed]
        aside = fixed | _points((item.start, item.end) for item in kept)
        small = text.lower()
        own = _points(span for span in pieces(small) if small[span[0] : span[1]] in self._name)
        plain = aside | own | _points(self._plain_words(small))
        plain |= {at for at, char in enumerate(text) if not char.isalnum()}
        coming = str(self.facts.year + 1) if self.facts.year else ""
        return Examined(small, self.lexicon, tuple(kept), tuple(marks), aside, plain, own, coming)

    def _plain_words(self, text: str) -> Iterator[Span]:
        """Plain words; in a clause that begins mildly more of them."""
        lexicon = self.lexicon
        for start, end in lexicon.clauses(text):
            words = lexicon.mild_glue if lexicon.mild.match(text, start, end) else lexicon.glue
            yield from ((start + first, start + last) for first, last in words.find(text[start:end]))


def _begin(short: str, text: str, end: int) -> int | None:
    """Where the name that ends at `end` begins if it is what a short one stands for; None where it is not."""
    at = end
    for char in reversed(short):
        at = text.rfind(char, max(0, end - _LONGEST_NAME), at)
        if at < 0:
            return None
    return at if text[at:end].isalpha() else None


def _places(text: str, spans: Iterable[Span]) -> Mapping[str, Sequence[Span]]:
    found: dict[str, list[Span]] = {}
    for start, end in spans:
        found.setdefault(text[start:end], []).append((start, end))
    return found


def _points(spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(at for start, end in spans for at in range(start, end))
