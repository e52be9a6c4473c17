"""The paragraphs of a narrative read one by one; one that was read before under the same facts is not read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from drafter.form.concepts import concepts_of
from drafter.records import dataclass
from drafter.report import Facts, Narrative, Place
from drafter.report.quantities.chinese import Quantity
from drafter.report.recent import Recent
from drafter.statements.account import Binding, ClaimFound
from drafter.statements.binding import bindings_of
from drafter.statements.claims import claims_of
from drafter.statements.discourse import Discourse
from drafter.statements.entries import EntriesAsked, EntriesStated, StatedEntry
from drafter.statements.reader.lists import ListFound, lists_in
from drafter.statements.reader.paragraph import read_paragraph
from drafter.statements.reader.readings import ClauseReading

_LONGEST = 60_000
"""Code points of a narrative that is remembered, some thirty pages of text: what is longer would take much memory."""


@dataclass(frozen=True, slots=True)
class ParagraphRead:
    """A paragraph with what the program reads in it, and which entries it asked for."""

    paragraph: Discourse
    readings: Sequence[ClauseReading]
    lists: tuple[ListFound, ...]
    claims: tuple[ClaimFound, ...]
    bindings: tuple[Binding, ...]
    asked: Sequence[tuple[Quantity, StatedEntry | None]]

    def with_readings(self, readings: Sequence[ClauseReading], facts: Facts) -> ParagraphRead:
        """The paragraph with other readings, and what they come to."""
        claims = tuple(claims_of(self.paragraph, readings))
        return replace(
            self, readings=readings, claims=claims, bindings=tuple(bindings_of(self.paragraph, readings, facts))
        )


@dataclass(frozen=True, slots=True)
class _Remembered:
    """The paragraphs of the narrative that was read last under some facts, by place and text."""

    year: int | None
    read: Mapping[tuple[Place, str], ParagraphRead]


_RECENT: Recent[_Remembered] = Recent()


def read_all(narrative: Narrative, facts: Facts, year: int | None) -> tuple[ParagraphRead, ...]:
    """Every paragraph of a narrative about a year, read."""
    found = _RECENT.get(facts)
    known = found.read if found is not None and found.year == year else {}
    paragraphs = []
    for item in narrative.paragraphs:
        before = known.get((item.place, item.text))
        fresh = Discourse(item.text, item.place, item.form, year, facts.organization)
        paragraphs.append(before.paragraph if before else fresh)
    entries = EntriesStated(paragraphs, facts)
    read = tuple(_read(item, facts, year, entries, known.get((item.place, item.text))) for item in paragraphs)
    if sum(len(item.text) for item in paragraphs) <= _LONGEST:
        _RECENT.keep(facts, _Remembered(year, {(item.paragraph.place, item.paragraph.text): item for item in read}))
    return read


def _read(
    paragraph: Discourse, facts: Facts, year: int | None, entries: EntriesStated, before: ParagraphRead | None
) -> ParagraphRead:
    """A paragraph read, or as it was before where its numbers still state the same entries."""
    given: list[StatedEntry | None] = []
    for quantity, answer in before.asked if before else ():
        given.append(entries.at(paragraph, quantity))
        if given[-1] != answer:
            break
    else:
        if before is not None:
            return before
    asked = EntriesAsked(entries, given)
    reader = read_paragraph(paragraph, facts, concepts_of(facts.form), year, asked)
    read = ParagraphRead(paragraph, reader.readings, tuple(lists_in(reader)), (), (), asked.asked)
    return read.with_readings(reader.readings, facts)
