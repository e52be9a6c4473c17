"""The roll-forward writer: last year's narrative with this year's references in it, and the rest in open marks.

What a table decides becomes a reference, what the sheet of quantities asks for becomes an entry, the reporting year
moves on, and every other old number, date, event, problem and measure stands inside an open mark and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import pairwise

from drafter.drafting.merge import PREFACE
from drafter.drafting.past import past_stretches
from drafter.drafting.render import open_mark
from drafter.records import dataclass
from drafter.report import Block, Edit, Entry, Facts, Narrative, Place, Sections, Taken, facts_of, splice
from drafter.report.quantities import find_quantities
from drafter.report.references import Reference, escape
from drafter.statements import Account, Binding, ClaimFound, Discourse, State, bind
from drafter.statements.judge import Verdict, judge

_LONGEST_SENTENCE = 1_000
"""Characters of a sentence that an entry shows whole; those of the published reports at hand have up to 244."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Last year's narrative rolled forward, and the quantities that wait for this year's value."""

    narrative: Sections
    entries: tuple[Entry, ...]


def roll_forward(facts: Facts) -> Plan:
    """The plan of a draft, empty without last year's report; without a year of this report all years are left open."""
    last, form = facts.last, facts.form
    if last is None:
        return Plan({}, ())
    account = bind(Narrative(last.narrative, form), facts_of(form, last.figures))
    claims: dict[Place, list[ClaimFound]] = {}
    for claim in account.claims:
        claims.setdefault(claim.where, []).append(claim)
    writer = _Writer(facts, last.year, account, claims)
    keys = [section.key for section in form.sections if section.kind != "tables" or last.narrative.get(section.key)]
    narrative = {key: writer.section(key, last.narrative.get(key, ())) for key in (PREFACE, *keys)}
    return Plan(narrative, tuple(writer.entries))


@dataclass(slots=True)
class _Writer:
    """Walks last year's blocks in order and collects the entries met on the way."""

    facts: Facts
    """Figures of this year serve only to choose between a number and the wording for none."""
    last_year: int | None
    account: Account
    claims: Mapping[Place, Sequence[ClaimFound]]
    """Those of the account, by paragraph."""
    entries: list[Entry] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    """How many entries each topic has so far."""

    def section(self, key: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
        problems = key != PREFACE and self.facts.form.section(key).kind == "problems"
        bindings = self.account.by_paragraph()
        written, ordinal, turned = [], 0, False
        for block in blocks:
            texts = []
            for _ in block.paragraphs:
                paragraph = self.account.paragraphs[Place(key, block.topic, ordinal)]
                if problems:
                    text, turned = self._problems(paragraph, turned)
                else:
                    text = self._paragraph(paragraph, bindings[paragraph.place])
                texts.append(text)
                ordinal += 1
            heading = block.heading and self._heading(block.heading)
            written.append(replace(block, heading=heading, paragraphs=tuple(texts)))
        return tuple(written)

    def _heading(self, text: str) -> str:
        """A heading is plain text in a draft, so an old year in it is moved or opened at once."""
        form = self.facts.form
        numbers = (
            Edit(item.start, item.end, open_mark(form.open_mark.last.format(text=item.text), form))
            for item in find_quantities(text, form.definition.language)
        )
        return splice(text, [*self._unsettled(text), *numbers, *self._years(text)])

    def _paragraph(self, paragraph: Discourse, bindings: Sequence[Binding]) -> str:
        text = paragraph.text
        claims = self.claims.get(paragraph.place, ())
        numbers = [binding.quantity.start for binding in bindings]
        edits = [
            *self._events(paragraph),
            *self._names(text),
            *self._unsettled(text),
            *self._claims([claim for claim in claims if _number_in(claim, numbers) is None]),
            *self._doubted(paragraph, claims, numbers),
        ]
        taken = Taken(len(text), edits)
        if paragraph.place.section != PREFACE:
            past = [self._opened(text, *span) for span in past_stretches(paragraph, numbers)]
            edits += [edit for edit in past if taken.is_free(edit.start, edit.end)]
            taken = Taken(len(text), edits)
        for binding in bindings:
            quantity = binding.quantity
            if taken.is_free(binding.start, binding.end) and taken.is_free(quantity.start, quantity.end):
                edits.append(self._number(paragraph, binding, bindings))
                taken.take(edits[-1])
        return splice(text, [*edits, *self._years(text)], rest=escape)

    def _opened(self, text: str, start: int, end: int) -> Edit:
        """Words that stand inside an open mark from now on."""
        return Edit(start, end, escape(open_mark(text[start:end], self.facts.form)))

    def _number(self, paragraph: Discourse, binding: Binding, others: Sequence[Binding]) -> Edit:
        quantity, place = binding.quantity, paragraph.place
        known = binding.state is State.BOUND and binding.reference is not None
        if known and not self._of_another_year(paragraph, quantity.start):
            return self._restated(paragraph, binding, others)
        prefix = f"{place.section}.{place.topic}" if place.topic else f"{place.section}"
        self.counted[prefix] += 1
        number = self.counted[prefix]
        written = paragraph.text[quantity.number_start : quantity.number_end]
        sentence = _around(paragraph, quantity.start).strip()
        entry = Entry(f"{prefix}.{number}", place.section or "", place.topic, sentence, written, quantity.unit)
        self.entries.append(entry)
        return Edit(quantity.number_start, quantity.number_end, str(Reference(entry.id, "entry")))

    def _restated(self, paragraph: Discourse, binding: Binding, others: Sequence[Binding]) -> Edit:
        """A number as a reference; where this year's is zero and alone in its clause, the program's wording of it."""
        reference, phrases = binding.reference, self.facts.phrases
        assert reference is not None
        if (
            reference.target in phrases.subjects
            and reference.derivation is None
            and self.facts.value(reference.target) == 0
        ):
            start = paragraph.clause_start(binding.start)
            worded = re.compile(phrases.book.words.zero_after).match(paragraph.text, binding.quantity.end)
            alone = not any(other is not binding and start <= other.start < binding.quantity.end for other in others)
            if worded and alone:
                return Edit(start, worded.end(), str(replace(reference, derivation="phrase")))
        return Edit(binding.start, binding.end, str(reference))

    def _of_another_year(self, paragraph: Discourse, position: int) -> bool:
        """Whether the year named last before a number, in its sentence, is not the reporting year."""
        start = paragraph.sentence_at(position).start
        years = [match.group("year") for match in self.facts.phrases.year.finditer(paragraph.text, start, position)]
        return bool(years) and years[-1] != str(self.last_year)

    def _problems(self, paragraph: Discourse, turned: bool, /) -> tuple[str, bool]:
        """Every item of last year inside a mark of its own; words that only announce items go on as they are."""
        form, phrases = self.facts.form, self.facts.phrases
        leads = tuple(set(phrases.book.words.clause_end) - set(form.sentence_end))
        parts = []
        for piece in self._pieces(paragraph):
            turned = turned or phrases.measures_from.match(piece) is not None
            announces = phrases.item.match(piece) is None and piece.rstrip().endswith(leads)
            if announces and not find_quantities(piece, form.definition.language):
                parts.append(splice(piece, self._years(piece), rest=escape))
                continue
            template = form.open_mark.measure if turned else form.open_mark.problem
            old = piece.strip().rstrip(form.sentence_end)
            parts.append(escape(open_mark(template.format(text=old), form)) + piece.strip()[len(old) :])
        return "".join(parts), turned

    def _pieces(self, paragraph: Discourse) -> Iterator[str]:
        """A paragraph cut where an item of an enumeration begins and where a sentence turns to measures."""
        text, phrases = paragraph.text, self.facts.phrases
        cuts = {0, len(text)} | {match.start() for match in phrases.item.finditer(text)}
        starts = {sentence.start for sentence in paragraph.sentences}
        cuts |= starts & {match.start() for match in phrases.measures_from.finditer(text)}
        edges = sorted(cuts)
        for start, end in pairwise(edges):
            yield text[start:end]

    def _doubted(self, paragraph: Discourse, claims: Iterable[ClaimFound], numbers: Sequence[int]) -> Iterator[Edit]:
        """Claims that run into a number: their clauses before the number's own are opened."""
        for found in claims:
            number = _number_in(found, numbers)
            end = -1 if number is None else paragraph.clause_start(number) - 1
            if end > found.start:
                yield self._opened(paragraph.text, found.start, end)

    def _claims(self, claims: Iterable[ClaimFound]) -> Iterator[Edit]:
        """Claims of nothing become the program's wording; others are opened when this year's figures refute them."""
        for found in claims:
            if found.writes:
                yield Edit(found.start, found.end, found.writes)
            elif judge(found.statement, self.facts).verdict is not Verdict.TRUE:
                yield Edit(found.start, found.end, escape(open_mark(found.text, self.facts.form)))

    def _unsettled(self, text: str) -> Iterator[Edit]:
        for pattern in self.facts.phrases.unsettled:
            for match in pattern.finditer(text):
                yield self._opened(text, *match.span())

    def _events(self, paragraph: Discourse) -> Iterator[Edit]:
        """Sentences with a date that is not the reporting period's."""
        reading, ends = self.facts.form.definition.reading, self.facts.form.sentence_end
        for match in re.finditer(reading.events, paragraph.text):
            if not re.search(reading.period, match.group()) or match.group("year") not in (None, str(self.last_year)):
                sentence = paragraph.sentence_at(match.start())
                end = sentence.start + len(sentence.text.rstrip().rstrip(ends))
                yield self._opened(paragraph.text, sentence.start, end)

    def _names(self, text: str) -> Iterator[Edit]:
        """Names and numbers of documents of the reporting year."""
        reading, old = self.facts.form.definition.reading, str(self.last_year)
        for match in re.finditer(reading.names, text):
            if self.facts.phrases.year.search(match.group()) or old in match.group():
                yield self._opened(text, *match.span())
        for match in re.finditer(reading.document_year, text):
            if match.group("year") == old:
                yield self._opened(text, *match.span())

    def _years(self, text: str) -> Iterator[Edit]:
        """The reporting year moved on; any other year opened, except in names of documents."""
        named = [match.span() for match in re.finditer(self.facts.form.definition.reading.names, text)]
        for match in self.facts.phrases.year.finditer(text):
            if any(start <= match.start() < end for start, end in named):
                continue
            if self.facts.year is not None and match.group("year") == str(self.last_year):
                yield Edit(*match.span("year"), str(self.facts.year))
            else:
                yield self._opened(text, *match.span())


def _around(paragraph: Discourse, position: int) -> str:
    """The sentence in which a number stands, or what is near the number where the sentence has no end."""
    sentence = paragraph.sentence_at(position)
    if len(sentence.text) <= _LONGEST_SENTENCE:
        return sentence.text
    half = _LONGEST_SENTENCE // 2
    return paragraph.text[max(sentence.start, position - half) : min(sentence.end, position + half)]


def _number_in(found: ClaimFound, numbers: Sequence[int]) -> int | None:
    """Where a number (of these, in order) stands in the words of a claim or right behind them: not all claim none."""
    at = bisect_left(numbers, found.start)
    return numbers[at] if at < len(numbers) and numbers[at] <= found.end else None
