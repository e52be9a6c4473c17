"""The sources that a sentence may rest on: notes, typed entries, last year's practices, the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cached_property

from drafter.records import dataclass
from drafter.report import Entry, Facts, Narrative, Note, Number, Paragraph, Sentence, sentences_of
from drafter.report.dates import dates_written_out
from drafter.report.quantities import find_quantities
from drafter.vouching.words import VouchingLexicon

_MOST_FOUND = 40
"""Sources that one pair of characters may call up; a pair that more of them hold tells none from the others."""
_SHORTEST, _LONGEST = 2, 5
"""Characters of a body's name made short."""
_PIECE = re.compile(r"[a-z0-9_]+|[^\W_a-z0-9]+")


@dataclass(frozen=True, eq=False)
class Source:
    """Something that may stand behind a sentence: what it says, as far as it vouches for anything this year."""

    name: str
    """`note:`, `entry:` and `last:` with an id, or "figures"."""
    text: str
    lexicon: VouchingLexicon = field(repr=False)
    open: bool = False
    """Whether nothing of it is done: a problem of last year, or a note that begins as a plan."""

    @cached_property
    def parts(self) -> tuple[Source, ...]:
        """Its clauses, each as a source of its own."""
        found = []
        for sentence in sentences_of(self.text, self.lexicon.form):
            for start, end in self.lexicon.clauses(sentence.text):
                found.append(Source(self.name, sentence.text[start:end], self.lexicon, self.open))
        return tuple(found) if len(found) > 1 else (self,)

    @cached_property
    def kind(self) -> str:
        return self.name.partition(":")[0]

    @cached_property
    def plain(self) -> str:
        """Its text without white space, in small letters."""
        return self.text.lower() if self.lexicon.spaced else "".join(self.text.lower().split())

    @cached_property
    def stages(self) -> str:
        """Its text without names that only sound as if something was not done."""
        return self.lexicon.progress.names.sub("", self.plain)

    @cached_property
    def pieces(self) -> frozenset[str]:
        """Its words in Latin letters and pairs of neighbouring other characters."""
        return frozenset(self.plain[start:end] for start, end in pieces(self.plain))

    @cached_property
    def numbers(self) -> frozenset[Number]:
        """The values of the quantities in it."""
        return frozenset(item.value for item in find_quantities(self.text, self.lexicon.form.definition.language))

    @cached_property
    def _meant(self) -> frozenset[str]:
        """Every word that means the same as one of its words."""
        lexicon = self.lexicon
        longer = {at for span in lexicon.mild_glue.find(self.plain) if span[1] - span[0] > 1 for at in range(*span)}
        places = [
            (start, end) for start, end in lexicon.alike.find(self.plain) if end - start > 1 or start not in longer
        ]
        return frozenset[str]().union(*(lexicon.synonyms[self.plain[start:end]] for start, end in places))

    @cached_property
    def short_names(self) -> frozenset[str]:
        """What can be a body's name made short: a few characters of it that end as names of bodies do."""
        ends = (match.end() for match in self.lexicon.body_end.finditer(self.plain))
        found = (self.plain[max(0, end - length) : end] for end in ends for length in range(_SHORTEST, _LONGEST + 1))
        return frozenset(name for name in found if name.isalpha())

    def says(self, token: str) -> bool:
        """Whether it holds a word or one that means the same."""
        return token in self._meant or (token in self.pieces if token.isascii() else token in self.plain)

    def claims(self, word: str) -> bool:
        """Whether it says a word that claims more, and not only as a part of a longer one: a deputy is not the head."""
        longer = [span for span in self.lexicon.claiming.find(self.plain) if span[1] - span[0] > len(word)]
        places = (match.span() for match in re.finditer(re.escape(word), self.plain))
        alone = any(not any(a <= start and end <= b for a, b in longer) for start, end in places)
        return self.says(word) and (alone or word not in self.plain)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where words in Latin letters and pairs of neighbouring other characters stand in a text in small letters."""
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if match.group().isascii():
            yield start, end
        else:
            yield from ((at, at + 2) for at in range(start, end - 1))


@dataclass(frozen=True, eq=False)
class Sources:
    """Every source of a report, found by the words that they hold."""

    all: tuple[Source, ...]
    figures: Source
    events: Source
    """What last year's report tells of events: it vouches for nothing."""
    before: tuple[Source, ...] = ()
    """Last year's sentences as they stand: they vouch for numbers that are said to be last year's."""

    @cached_property
    def pieces(self) -> frozenset[str]:
        """The pieces of all sources."""
        return frozenset[str]().union(*(source.pieces for source in self.all))

    @cached_property
    def known(self) -> frozenset[str]:
        """The pieces of all sources and of last year's events."""
        return self.pieces | self.events.pieces

    @cached_property
    def past(self) -> frozenset[str]:
        """Pieces of last year's events that no source holds."""
        return self.events.pieces - self.pieces

    @cached_property
    def _by_piece(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, source in enumerate(self.all):
            for piece in source.pieces:
                found.setdefault(piece, []).append(number)
        return found

    def with_any(self, texts: Sequence[str]) -> list[Source]:
        """Sources that hold a piece of one of the texts, in order."""
        numbers: set[int] = set()
        for text in texts:
            for start, end in pieces(text):
                numbers.update(self._by_piece.get(text[start:end], ())[:_MOST_FOUND])
        return [self.all[number] for number in sorted(numbers)]


def sources_of(facts: Facts, lexicon: VouchingLexicon) -> Sources:
    """The sources of a report; a clause of last year that tells an event is none."""
    notes = (_of_note(note, lexicon) for note in facts.notes)
    entries = (Source(f"entry:{item.id}", _asked(item, lexicon), lexicon) for item in facts.entries if item.value)
    practices, events = [], []
    before = tuple(
        Source(f"last:{paragraph.place.section}.{paragraph.place.paragraph}", sentence.text, lexicon)
        for paragraph in (Narrative(facts.last.narrative, facts.form).paragraphs if facts.last else ())
        for sentence in paragraph.sentences
    )
    problems = {section.key for section in facts.form.sections if section.kind == "problems"}
    for name, kept, left in _last_year(facts, lexicon):
        open_still = name.partition(":")[2].partition(".")[0] in problems
        practices += [Source(name, kept, lexicon, open_still)] if kept.strip() else []
        events.append(left)
    return Sources(
        (*notes, *entries, *practices),
        Source("figures", _labels(facts, lexicon), lexicon),
        Source("events", "\n".join(events), lexicon),
        before,
    )


def _of_note(note: Note, lexicon: VouchingLexicon) -> Source:
    """A note, its dates written out as a text has them."""
    text = dates_written_out(note.text, lexicon.form)
    return Source(f"note:{note.id}", text, lexicon, _is_plan(text, lexicon))


def _is_plan(text: str, lexicon: VouchingLexicon) -> bool:
    """Whether a note begins with a label that says it is a plan."""
    head, mark, _ = text.partition(lexicon.book.label_end)
    return bool(mark) and lexicon.progress.planned.search(head) is not None


def _asked(entry: Entry, lexicon: VouchingLexicon) -> str:
    """The clause of last year's sentence whose number was asked for; the whole sentence where it is not found."""
    parts = [entry.sentence[start:end] for start, end in lexicon.clauses(entry.sentence)]
    return next((part for part in parts if entry.last in part), entry.sentence)


def _labels(facts: Facts, lexicon: VouchingLexicon) -> str:
    """The words in which the form names its figures."""
    form = facts.form
    found = dict.fromkeys(lexicon.book.figures)
    for address in (*form.cells, *form.sums):
        found |= dict.fromkeys((form.row_label(address), form.column_label(address)))
    found |= dict.fromkeys(table.definition.name for table in form.tables.values())
    return "\n".join(found)


def _last_year(facts: Facts, lexicon: VouchingLexicon) -> Iterator[tuple[str, str, str]]:
    """Last year's sentences: a name for each, what in it goes on, and its events."""
    if facts.last is None:
        return
    for paragraph in Narrative(facts.last.narrative, facts.form).paragraphs:
        place = paragraph.place
        for sentence in paragraph.sentences:
            yield f"last:{place.section}.{place.paragraph}", *practice_of(paragraph, sentence, lexicon)


def practice_of(paragraph: Paragraph, sentence: Sentence, lexicon: VouchingLexicon) -> tuple[str, str]:
    """What a sentence of last year says of things that go on, and what of events and fields of that year."""
    kept: list[str] = []
    left: list[str] = []
    past = False
    for start, end in lexicon.clauses(sentence.text):
        clause = sentence.text[start:end]
        habit = lexicon.habits.search(clause)
        past = not habit and (past or lexicon.is_event(clause))
        if past or (not habit and lexicon.counted.search(clause)):
            left.append(clause)
        else:
            left += [match.group() for match in lexicon.fields.finditer(clause)]
            kept.append(lexicon.fields.sub("", clause))
    return "".join(kept), "\n".join(left)
