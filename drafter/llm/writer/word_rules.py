"""Rules on a writer's own words: no number or year in them that nothing holds, no direction against the figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property

from drafter.drafting.derivations import amount
from drafter.form.expression import Expression
from drafter.form.writing import Writing, writing_of
from drafter.llm.writer.material import Material
from drafter.llm.writer.sentences import PlacedSentence, Reason
from drafter.records import dataclass
from drafter.report import Facts
from drafter.report.dates import dates_written_out
from drafter.report.personal_data import Masker
from drafter.report.references import Reference, parse

_COMPARED = ("change", "diff", "percent", "points")
_QUOTED = re.compile(r"[\u201c\u300a\u300e][^\u201d\u300b\u300f]{2,60}[\u201d\u300b\u300f]")
_RUN = re.compile(r"[A-Za-z0-9+*\u00d7./-]+")
_LONG = 5
"""Digits from which on a number without a unit is a name, as that of a hotline."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_SAME = 2
"""Words that a sentence shares with a note, beside a number, when both speak of the same."""
_MORE = 4
"""Characters by which a phrase must be longer than the numeral in it to be its name and not the number itself."""

Stretch = tuple[int, int]


@dataclass(frozen=True, eq=False)
class WordRules:
    """Looks for what a sentence says in the writer's own words; positions are those of the sentence."""

    material: Material
    masker: Masker

    @property
    def facts(self) -> Facts:
        return self.material.facts

    @cached_property
    def writing(self) -> Writing:
        return writing_of(self.material.form)

    @cached_property
    def _notes(self) -> str:
        """The notes as they stand, and with their dates written out."""
        form = self.material.form
        return "\n".join(text for note in self.facts.notes for text in {note.text, dates_written_out(note.text, form)})

    @cached_property
    def _shown(self) -> str:
        """Everything that the writer was shown, to look names up in."""
        return "\n".join([self._notes, *(line for part in self.material.parts for line in part.last)])

    def reasons(self, item: PlacedSentence, taken: Sequence[Stretch]) -> Iterator[Reason]:
        """Every reason against the words of a sentence; `taken` are the numbers that are judged elsewhere."""
        inner = [(start - item.start, end - item.start) for start, end in taken]
        yield from self._vague(item, inner)
        yield from self._digits(item, inner)
        yield from self._trends(item)

    def is_in_material(self, words: str, start: int, end: int) -> bool:
        """Whether a stretch is part of a fixed expression, or of a name or wording that the material holds."""
        if any(match.start() <= start and end <= match.end() for match in self.writing.fixed.finditer(words)):
            return True
        if any(run in self._shown for run in _glued(words, start, end)):
            return True
        if any(a <= start and end <= b for a, b in self._set_phrases(words, end - start + _MORE)):
            return True
        if end - start >= _LONG and re.search(rf"(?<!\d){re.escape(words[start:end])}(?!\d)", self._notes):
            return True
        if self._is_date_of_a_note(words, start, end) or self._stands_in_a_note(words, start, end):
            return True
        rules = (match for match in self.writing.frequency.finditer(words) if match.start() <= start < match.end())
        if any(match.group() in self._shown for match in rules):
            return True
        around = words[max(0, start - 2) : end + 1].strip()
        return len(around) > end - start + 1 and around in self._notes

    def _is_date_of_a_note(self, words: str, start: int, end: int) -> bool:
        """Whether a stretch is in a date or a part of the year that a note gives, whatever stands around it."""
        found = [match for pattern in self._dates for match in pattern.finditer(words)]
        dates = (match.group() for match in found if match.start() <= start and end <= match.end())
        return any(re.search(rf"(?<!\d){re.escape(date)}", self._notes) for date in dates)

    def _stands_in_a_note(self, words: str, start: int, end: int) -> bool:
        """Whether a number with what it counts, or a year, stands so in a note that speaks of the same."""
        number, following = words[start:end], words[end : end + 1]
        told = number if _YEAR.fullmatch(number) else f"{number}{following}" if number[-1].isnumeric() else number
        said = self.writing.words(words) - self.writing.words(told)
        return any(
            re.search(rf"(?<!\d){re.escape(told)}(?!\d)", note.text)
            and len(said & self.writing.words(note.text)) >= _SAME
            for note in self.facts.notes
        )

    @cached_property
    def _dates(self) -> tuple[re.Pattern[str] | Expression, ...]:
        form = self.material.form
        return re.compile(form.definition.reading.events), self.facts.phrases.patterns.time

    def _set_phrases(self, words: str, least: int) -> Iterator[Stretch]:
        """What a person vouches for or will have to, in an open mark, and personal data that was put back."""
        for pattern in self.facts.phrases.unsettled:
            yield from (match.span() for match in pattern.finditer(words) if len(match.group()) >= least)
        for said in (*self.material.formulas, *(item.original for item in self.masker.masked)):
            yield from (match.span() for match in re.finditer(re.escape(said), words))

    def _vague(self, item: PlacedSentence, taken: Sequence[Stretch]) -> Iterator[Reason]:
        """Numbers in words that nothing reads: in no note, in no fixed expression."""
        for match in self.writing.quantities.finditer(item.words):
            start, end = match.span()
            around = item.words[max(0, start - 1) : end + 1]
            if self._is_own(item, start, end, taken) and around not in self._shown:
                yield Reason("typed", match.group())

    def _digits(self, item: PlacedSentence, taken: Sequence[Stretch]) -> Iterator[Reason]:
        """Digits of any script that are no number judged elsewhere and no part of a date or name of the material."""
        for start, end in _digit_runs(item.words):
            if self._is_own(item, start, end, taken) and not self._is_year(item, start, end):
                yield Reason("typed", item.words[start : end + 1])

    def _is_own(self, item: PlacedSentence, start: int, end: int, taken: Sequence[Stretch]) -> bool:
        plain = item.is_plain(start + item.start, end + item.start)
        counted = any(a < end and start < b for a, b in taken)
        return plain and not counted and not self.is_in_material(item.words, start, end)

    def _is_year(self, item: PlacedSentence, start: int, end: int) -> bool:
        """Whether digits are this report's year, the next in a plan, or last year in a comparison."""
        text, year = item.words[start:end], self.facts.year
        if year is None or not text.isascii() or not text.isdigit():
            return False
        before = item.words[max(0, start - 2) : start]
        compared = any(ref.prefix == "last" or ref.derivation in _COMPARED for ref in item.sentence.references)
        if int(text) == year - 1:
            return compared or self.writing.comparing.search(before) is not None
        foretold = item.sentence.part.is_problems or self.writing.next_year.search(self._notes) is not None
        return int(text) == year or (int(text) == year + 1 and foretold)

    # --- directions without a size

    def _trends(self, item: PlacedSentence) -> Iterator[Reason]:
        """A direction right behind a figure that went the other way."""
        subjects = list(_subjects(item))
        for match in self.writing.directed.finditer(item.words):
            start, end = match.span()
            if not item.is_plain(start + item.start, end + item.start) or self._has_size(item, end):
                continue
            before = [(stop, ref) for stop, ref in subjects if stop <= start]
            said = bool(before) and self.writing.trend.fullmatch(item.words[before[-1][0] : start])
            if said and self._went(before[-1][1], match.group()) is False:
                yield Reason("direction", item.words[before[-1][0] : end].lstrip())

    def _has_size(self, item: PlacedSentence, end: int) -> bool:
        following = item.words[end : end + 3]
        return any(unicodedata.category(char).startswith("N") for char in following) or not item.is_plain(
            item.start + end, item.start + end + 2
        )

    def _went(self, reference: Reference, direction: str) -> bool | None:
        """Whether a figure went the way that a word says; None when it is not known."""
        prefix = "entry:" if reference.prefix == "entry" else ""
        subject = amount((f"{prefix}{target}" for target in reference.targets), self.facts)
        if subject.now is None or subject.before is None:
            return None
        book = self.writing.definition
        if direction in book.rising:
            return subject.now > subject.before
        return subject.now < subject.before if direction in book.falling else subject.now == subject.before


def _subjects(item: PlacedSentence) -> Iterator[tuple[int, Reference]]:
    """Figures of this year that a sentence states, each with where it ends."""
    for begin, span in item.placed():
        if span.target is None:
            continue
        reference = next(part for part in parse(f"{{{span.target}}}") if isinstance(part, Reference))
        if reference.prefix in (None, "entry") and reference.derivation in (None, "unit", "phrase"):
            yield begin + len(span.text) - item.start, reference


def _digit_runs(text: str) -> Iterator[Stretch]:
    start: int | None = None
    for at, char in enumerate(f"{text} "):
        digit = unicodedata.category(char).startswith("N")
        if digit and start is None:
            start = at
        elif not digit and start is not None:
            yield start, at
            start = None


def _glued(text: str, start: int, end: int) -> Iterator[str]:
    """The name in quotation marks, and the run of letters and digits, that a stretch of a text stands in."""
    for match in _QUOTED.finditer(text):
        if match.start() <= start and end <= match.end():
            yield match.group()
    for match in _RUN.finditer(text):
        run = match.group()
        if match.start() <= start and match.end() >= end - 1 and not run.isdigit():
            yield run
        if match.start() <= start < match.end() and run.isdigit() and len(run) >= _LONG:
            yield run + text[match.end() : match.end() + 1]
