"""The words of a form's `vouching.toml`, compiled, and the words of a text that need something behind them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache

from drafter.errors import FormError
from drafter.form import Form
from drafter.form.files import read_file
from drafter.form.schema.vouching import ClaimWords, VouchingBook
from drafter.patterns import compiled
from drafter.records import dataclass
from drafter.vouching.segments import Span, Word, WordList, segments

_NEVER = "(?!)"
_LONGEST = 6
"""Neighbouring words of the segmentation that a word of the form may consist of."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The words that say how far something got, compiled; `form.schema.vouching.Progress` says what each is."""

    open: re.Pattern[str]
    done: re.Pattern[str]
    negative: re.Pattern[str]
    lacking: re.Pattern[str]
    waiting: re.Pattern[str]
    planned: re.Pattern[str]
    measures: re.Pattern[str]
    partly: re.Pattern[str]
    names: re.Pattern[str]

    def is_unfinished(self, text: str) -> bool:
        """Whether a text says of anything that it is not done, or not yet."""
        text = self.names.sub("", text)
        return any(words.search(text) for words in (self.open, self.negative, self.waiting, self.planned))


@dataclass(frozen=True, eq=False)
class VouchingLexicon:
    """A form's vouching words, compiled."""

    form: Form
    book: VouchingBook
    known: frozenset[str]
    """Words with synonyms and words that claim more, which the segmentation must not cut."""
    glue: WordList
    """Plain words that state nothing wherever they stand."""
    weak: frozenset[str]
    mild_glue: WordList
    """Plain words that state nothing in a clause that begins mildly."""
    claiming: WordList
    """Any word that claims more and has two characters or more."""
    claim_of: Mapping[str, ClaimWords]
    synonyms: Mapping[str, frozenset[str]]
    alike: WordList
    """Any word that has synonyms."""
    fixed: re.Pattern[str]
    claims: tuple[tuple[re.Pattern[str], ClaimWords], ...]
    endings: tuple[tuple[str, ClaimWords], ...]
    clause_end: re.Pattern[str]
    joins: re.Pattern[str]
    """What joins the items of a list."""
    names: re.Pattern[str]
    """A name, in its quotation marks."""
    body_end: re.Pattern[str]
    """The end of a body's name."""
    said_before: re.Pattern[str]
    """What says that the number behind it is last year's."""
    compared: re.Pattern[str]
    """What compares a number with last year's."""
    led: re.Pattern[str]
    """What stands before whoever is told to have done something."""
    events: re.Pattern[str]
    fields: re.Pattern[str]
    habits: re.Pattern[str]
    """What shows that a clause tells what goes on."""
    counted: re.Pattern[str]
    """What was done so often, or how much came of it: a result of that year."""
    period: re.Pattern[str]
    """The first and last day of the reporting year, which are no dates of events."""
    progress: Stages
    mild: re.Pattern[str]
    spaced: bool = field(default=False)
    """Whether the language divides its words by spaces."""

    def words(self, text: str, aside: Collection[int] = ()) -> list[Word]:
        """The words of a text in small letters that need a source, in order, without those that touch `aside`."""
        taken = set(aside)
        found = []
        for word in (*self._claims(text), *self._tokens(text)):
            if taken.isdisjoint(range(word.start, word.end)):
                found.append(word)
                taken.update(range(word.start, word.end))
        return sorted(found)

    def _claims(self, text: str) -> Iterator[Word]:
        """Words that claim more; not where they are a part of a longer plain word or of one that has synonyms."""
        longest = [0] * (len(text) + 1)
        for start, end in (*self.mild_glue.find(text), *self.alike.find(text)):
            for at in range(start, end):
                longest[at] = max(longest[at], end - start)
        spans = [(*match.span(), claim) for pattern, claim in self.claims for match in pattern.finditer(text)]
        for start, end in self.claiming.find(text):
            spans.append((start, end, self.claim_of[text[start:end]]))
        for start, end, claim in sorted(spans, key=lambda span: (span[0], -span[1])):
            if longest[start] <= end - start:
                yield Word(start, end, text[start:end], 1, claim)

    def _tokens(self, text: str) -> Iterator[Word]:
        """The other words; neighbours that together are a word of the form are one."""
        pieces = list(segments(text, spaced=self.spaced))
        index = 0
        while index < len(pieces):
            start, end, weight = pieces[index]
            taken = 1
            for count in range(min(_LONGEST, len(pieces) - index), 1, -1):
                stop = pieces[index + count - 1][1]
                if text[start:stop] in self.known:
                    end, taken, weight = stop, count, 1
                    break
            token = text[start:end]
            claim = self.claim_of.get(token) if len(token) < 2 else self._by_ending(token)
            if token in self.weak:
                weight = min(weight, 0.5)
            if weight or claim:
                yield Word(start, end, token, weight, claim)
            index += taken

    def _by_ending(self, token: str) -> ClaimWords | None:
        if token in self.mild_glue.words:
            return None
        named = (claim for end, claim in self.endings if token.endswith(end) and len(token) > len(end) + 1)
        return next(named, None)

    def is_event(self, clause: str) -> bool:
        """Whether a clause of last year's report tells an event of that year."""
        return self.events.search(self.period.sub("", clause)) is not None

    def clauses(self, text: str) -> Sequence[Span]:
        """Where the clauses of a sentence stand, their ends included."""
        edges = [0, *(match.end() for match in self.clause_end.finditer(text)), len(text)]
        return [(start, end) for start, end in zip(edges, edges[1:], strict=False) if start < end]


@cache
def lexicon_of(form: Form) -> VouchingLexicon | None:
    """The vouching words in the form's folder, None without any; FormError when they are not what the schema allows."""
    path = form.folder / "vouching.toml"
    if not path.is_file():
        return None
    book = read_file(path, VouchingBook)
    try:
        return _compiled(form, book)
    except re.error as error:
        raise FormError("form_structure", path=path, reason=error) from error


def _compiled(form: Form, book: VouchingBook) -> VouchingLexicon:
    claim_of = {word.lower(): claim for claim in book.claims for word in claim.words}
    synonyms: dict[str, frozenset[str]] = {}
    for words in book.synonyms:
        group = frozenset(word.lower() for word in words)
        synonyms |= {word: group | synonyms.get(word, frozenset()) for word in group}
    reading = form.definition.reading
    glue = frozenset(word.lower() for word in book.glue)
    weak = frozenset(word.lower() for word in book.weak)
    return VouchingLexicon(
        form,
        book,
        frozenset((*synonyms, *claim_of)),
        WordList(glue - weak, reading.word_spaces),
        weak,
        WordList(glue | weak, reading.word_spaces),
        WordList(frozenset(word for word in claim_of if len(word) > 1), reading.word_spaces),
        claim_of,
        synonyms,
        WordList(frozenset(synonyms), reading.word_spaces),
        _any(book.fixed),
        tuple((compiled(pattern), claim) for claim in book.claims for pattern in claim.patterns),
        tuple((ending, claim) for claim in book.claims for ending in claim.endings),
        re.compile(f"[{re.escape(book.clause_end)}]"),
        compiled(book.joins),
        compiled(book.names),
        compiled(book.bodies),
        compiled(book.last_year.said),
        compiled(book.last_year.compared),
        _any(claim.led for claim in book.claims if claim.led),
        _any(book.last_year.events),
        _any(book.last_year.fields),
        _any(book.last_year.habits),
        _any(book.last_year.counted),
        compiled(reading.period),
        Stages(**{name: _any(patterns) for name, patterns in book.progress}),
        _any(book.mild),
        reading.word_spaces,
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return compiled("|".join(f"(?:{pattern})" for pattern in patterns) or _NEVER, re.IGNORECASE)
