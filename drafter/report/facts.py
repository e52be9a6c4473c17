"""The facts of a report: all that this year's text may state, gathered once and the same for all who write or check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from functools import cached_property
from types import MappingProxyType

from drafter.form import Form
from drafter.form.phrases import Phrases, phrases_of
from drafter.records import dataclass
from drafter.report.dates import short_dates
from drafter.report.filing import Figures, Filing, Number, complete, value_of
from drafter.report.notes import Note
from drafter.report.quantities import find_quantities
from drafter.report.quantities.chinese import Quantity

_NOTHING: Figures = MappingProxyType({})
_PLAIN = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0xFF0C: ",", 0xFF05: "%"}
"""Full-width digits and signs of numbers, as a clerk's input method types them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A quantity of last year's text that no cell decides: where it stood, and its number then and now, as written."""

    id: str
    """`section.topic.ordinal`, or `section.ordinal` outside topics; stable while last year's report is the same."""
    section: str
    topic: str | None
    sentence: str
    last: str
    """The number as it stood in the text, with its approximation and without its unit."""
    unit: str | None
    value: str | None = None
    """This year's number as typed; None while it is open."""


@dataclass(frozen=True, eq=False)
class Facts:
    """Form, organisation, year, this year's figures with every total that follows, last year's report, notes, entries.

    Make it with `facts_of`, which completes the figures.
    """

    form: Form
    organization: str | None
    year: int | None
    figures: Figures
    """Complete: a blank total whose parts are all given is filled in."""
    computed: frozenset[str] = frozenset()
    """Addresses of the totals that were filled in."""
    last: Filing | None = None
    notes: tuple[Note, ...] = ()
    entries: tuple[Entry, ...] = ()
    """Quantities of the text that no cell decides, with this year's values as far as they are typed."""
    typed: Mapping[str, str | None] = field(default_factory=dict)
    """What was typed for this year, by the id of its entry."""

    def says_the_same(self, other: Facts) -> bool:
        """Whether every value of these facts is that of the others."""
        return self is other or all(getattr(self, item.name) == getattr(other, item.name) for item in fields(self))

    def with_figures(self, figures: Figures) -> Facts:
        """The facts with other figures of this year, completed."""
        whole, computed = complete(figures, self.form)
        return replace(self, figures=whole, computed=computed)

    def with_entries(self, entries: Iterable[Entry]) -> Facts:
        """The facts with these entries and what was typed for them; what is no number leaves an entry open."""
        known = (replace(entry, value=self._typed(self.typed.get(entry.id), entry.unit)) for entry in entries)
        return replace(self, entries=tuple(known))

    def _typed(self, value: str | None, unit: str | None) -> str | None:
        """A number as typed, without a unit that was typed along."""
        text = (value or "").strip().translate(_PLAIN)
        if unit and text.endswith(unit):
            text = text.removesuffix(unit).strip()
        found = find_quantities(f"{text}{unit or ''}", self.form.definition.language) if text else ()
        return text if len(found) == 1 and (found[0].start, found[0].number_end) == (0, len(text)) else None

    @property
    def last_figures(self) -> Figures:
        """Last year's figures; empty where there is no report of last year."""
        return self.last.figures if self.last else _NOTHING

    def value(self, address: str) -> Number | None:
        """This year's number of a cell or named sum; None when any part of it is no number."""
        return value_of(address, self.figures, self.form)

    def before(self, address: str) -> Number | None:
        """Last year's number of a cell or named sum; None when it is not known."""
        return value_of(address, self.last_figures, self.form)

    def knows(self, address: str) -> bool:
        """Whether an address is a cell of this report, a named sum of the form, or several of these joined by "+"."""
        return all(one in self.figures or one in self.form.sums for one in address.split("+"))

    @property
    def phrases(self) -> Phrases:
        """How the form's figures are said."""
        return phrases_of(self.form)

    def notes_at(self, section: str | None, topic: str | None) -> tuple[Note, ...]:
        """The notes on a section or topic."""
        return tuple(note for note in self.notes if (note.section, note.topic) == (section, topic))

    @cached_property
    def noted(self) -> Mapping[str, tuple[Quantity, ...]]:
        """The quantities of each note, by its id; a date in figures is none."""
        return {note.id: tuple(_quantities(note, self.form)) for note in self.notes}

    @cached_property
    def note_of(self) -> Mapping[str, Note]:
        """Notes by id."""
        return {note.id: note for note in self.notes}

    @cached_property
    def entry_of(self) -> Mapping[str, Entry]:
        """Entries by id."""
        return {entry.id: entry for entry in self.entries}


def _quantities(note: Note, form: Form) -> Iterator[Quantity]:
    dates = short_dates(note.text, form)
    for quantity in find_quantities(note.text, form.definition.language):
        if not any(start < quantity.end and quantity.start < end for start, end in dates):
            yield quantity


def facts_for(filing: Filing, form: Form, *, last: Filing | None = None, notes: Sequence[Note] = ()) -> Facts:
    """The facts of a report that is there already."""
    return facts_of(form, filing.figures, organization=filing.organization, year=filing.year, last=last, notes=notes)


def facts_of(
    form: Form,
    figures: Figures,
    *,
    organization: str | None = None,
    year: int | None = None,
    last: Filing | None = None,
    notes: Sequence[Note] = (),
    entries: Sequence[Entry] = (),
    typed: Mapping[str, str | None] | None = None,
) -> Facts:
    """The facts of a report, its figures completed."""
    whole, computed = complete(figures, form)
    return Facts(form, organization, year, whole, computed, last, tuple(notes), tuple(entries), typed or {})
