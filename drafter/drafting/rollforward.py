"""The roll-forward writer: last year's narrative with this year's references in it, and the rest in open marks.

What a table decides becomes a reference, what the sheet of quantities asks for becomes an entry, the reporting year
moves on, and every other old number, date, event, problem and measure stands inside an open mark and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from drafter.drafting.merge import PREFACE
from drafter.drafting.render import open_mark
from drafter.form import Form, SectionDefinition
from drafter.form.phrases import Phrases, phrases_of
from drafter.form.schema.form import TopicDefinition
from drafter.report.entries import Entry
from drafter.report.facts import facts_of
from drafter.report.filing import Block, Figures, Filing, Sections, value_of
from drafter.report.findings import Place
from drafter.report.narrative import Narrative
from drafter.report.notes import Note
from drafter.report.quantities import find_quantities
from drafter.report.references import Reference, escape
from drafter.statements import Account, Binding, ClaimFound, State, bind


@dataclass(frozen=True, slots=True)
class Edit:
    """Code points `start` to `end` of a paragraph and the draft text that takes their place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Last year's narrative rolled forward, and the quantities that wait for this year's value."""

    narrative: Sections
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    form: Form
    phrases: Phrases
    last_year: int | None
    year: int | None
    figures: Figures
    """This year's, only to choose between a number and the wording for none."""


def roll_forward(last: Filing, form: Form, *, year: int | None, figures: Figures) -> Plan:
    """The plan of a draft from last year's filing; without a year the years are left open."""
    task = _Task(form, phrases_of(form), last.year, year, figures)
    account = bind(Narrative(last.narrative, form), facts_of(form, last.figures))
    writer = _Writer(task, account)
    narrative = {key: writer.section(key, last.narrative.get(key, ())) for key in _keys(last, form)}
    return Plan(narrative, tuple(writer.entries))


def _keys(last: Filing, form: Form) -> Iterator[str]:
    yield PREFACE
    for section in form.sections:
        if section.kind != "tables" or last.narrative.get(section.key):
            yield section.key


class _Writer:
    """Walks last year's blocks in order and collects the entries met on the way."""

    def __init__(self, task: _Task, account: Account) -> None:
        self.task = task
        self.entries: list[Entry] = []
        self._bindings = _by_paragraph(account.bindings)
        self._claims = _by_paragraph(account.claims)

    def section(self, key: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
        definition = None if key == PREFACE else self.task.form.section(key)
        written = []
        ordinal = 0
        turned = False
        for block in blocks:
            texts = []
            for text in block.paragraphs:
                if definition is not None and definition.kind == "problems":
                    draft, turned = self._problems(text, turned)
                    texts.append(draft)
                else:
                    texts.append(self._paragraph(text, key, block.topic, ordinal))
                ordinal += 1
            written.append(replace(block, heading=self._heading(block.heading), paragraphs=tuple(texts)))
        return tuple(written)

    def _heading(self, heading: str | None) -> str | None:
        """A heading is plain text in a draft, so an old year in it is moved or opened at once."""
        if not heading:
            return heading
        edits = [Edit(edit.start, edit.end, edit.text) for edit in _unsettled(heading, self.task)]
        for quantity in find_quantities(heading, self.task.form.definition.language):
            if _free(quantity.start, quantity.end, edits):
                last = self.task.form.definition.open_mark.last.format(text=quantity.text)
                edits.append(Edit(quantity.start, quantity.end, open_mark(last, self.task.form)))
        edits += [edit for edit in _years(heading, self.task) if _free(edit.start, edit.end, edits)]
        return _apply(heading, edits, plain=True)

    def _paragraph(self, text: str, section: str, topic: str | None, ordinal: int) -> str:
        place = Place(section, topic, ordinal)
        claims, bindings = self._claims.get(place, []), self._bindings.get(place, [])
        edits = _kept_apart(
            [
                *_events(text, self.task),
                *_names(text, self.task),
                *_unsettled(text, self.task),
                *_claims([c for c in claims if _number_in(c, bindings) is None], self.task),
                *_doubted(text, claims, bindings, self.task),
            ]
        )
        for binding in bindings:
            if _free(binding.start, binding.end, edits) and _free(binding.quantity.start, binding.quantity.end, edits):
                edits.append(self._number(text, binding, section, topic, bindings))
        edits += [edit for edit in _years(text, self.task) if _free(edit.start, edit.end, edits)]
        return _apply(text, edits)

    def _number(self, text: str, binding: Binding, section: str, topic: str | None, others: Sequence[Binding]) -> Edit:
        known = binding.state is State.BOUND and binding.reference is not None
        if known and not _of_another_year(text, binding.quantity.start, self.task):
            return _restated(text, binding, others, self.task)
        quantity = binding.quantity
        prefix = f"{section}.{topic}" if topic else section
        number = sum(entry.id.rpartition(".")[0] == prefix for entry in self.entries) + 1
        written = text[quantity.number_start : quantity.number_end]
        sentence = _sentence(text, quantity.start, self.task.phrases.book.words.sentence_end)
        entry = Entry(f"{prefix}.{number}", section, topic, sentence, written, quantity.unit)
        self.entries.append(entry)
        return Edit(quantity.number_start, quantity.number_end, str(Reference(entry.id, "entry")))

    def _problems(self, text: str, turned: bool, /) -> tuple[str, bool]:
        """Every item of last year inside a mark of its own; words that only announce items go on as they are."""
        mark, words = self.task.form.definition.open_mark, self.task.phrases.book.words
        parts = []
        for piece in _pieces(text, self.task.phrases):
            turned = turned or self.task.phrases.measures_from.match(piece) is not None
            leads = self.task.phrases.item.match(piece) is None and piece.rstrip().endswith(_leads(self.task))
            if leads and not find_quantities(piece, self.task.form.definition.language):
                parts.append(_apply(piece, _years(piece, self.task)))
                continue
            template = mark.measure if turned else mark.problem
            old = piece.strip().rstrip(words.sentence_end)
            marked = escape(open_mark(template.format(text=old), self.task.form))
            parts.append(marked + piece.strip()[len(old) :])
        return "".join(parts), turned


def _leads(task: _Task) -> tuple[str, ...]:
    return tuple(set(task.phrases.book.words.clause_end) - set(task.phrases.book.words.sentence_end))


def _pieces(text: str, phrases: Phrases) -> Iterator[str]:
    """A paragraph cut where an item of an enumeration begins and where a sentence turns to measures."""
    cuts = {0, len(text)} | {match.start() for match in phrases.item.finditer(text)}
    for match in phrases.measures_from.finditer(text):
        if text[match.start() - 1 : match.start()] in phrases.book.words.sentence_end:
            cuts.add(match.start())
    edges = sorted(cuts)
    for start, end in zip(edges, edges[1:], strict=False):
        yield text[start:end]


T = TypeVar("T", Binding, ClaimFound)


def _by_paragraph(items: Iterable[T]) -> dict[Place, list[T]]:
    found: dict[Place, list[T]] = {}
    for item in items:
        found.setdefault(item.where, []).append(item)
    return found


def _restated(text: str, binding: Binding, others: Sequence[Binding], task: _Task) -> Edit:
    """A number as a reference; where this year's is zero and alone in its clause, the program's wording of it."""
    reference = binding.reference
    assert reference is not None
    subject = task.phrases.subjects.get(reference.target)
    if subject and reference.derivation is None and value_of(reference.target, task.figures, task.form) == 0:
        start = _clause_start(text, binding.start, task.phrases.book.words.clause_end)
        worded = re.compile(task.phrases.book.words.zero_after).match(text, binding.quantity.end)
        alone = not any(other is not binding and start <= other.start < binding.quantity.end for other in others)
        if worded and alone:
            return Edit(start, worded.end(), str(replace(reference, derivation="phrase")))
    return Edit(binding.start, binding.end, str(reference))


def _of_another_year(text: str, position: int, task: _Task) -> bool:
    """Whether the year named last before a number, in its sentence, is not the reporting year."""
    start = _clause_start(text, position, task.phrases.book.words.sentence_end)
    years = [match.group("year") for match in task.phrases.year.finditer(text, start, position)]
    return bool(years) and years[-1] != str(task.last_year)


def _clause_start(text: str, position: int, ends: str) -> int:
    return max((text.rfind(end, 0, position) for end in ends), default=-1) + 1


def _sentence(text: str, position: int, ends: str) -> str:
    start = _clause_start(text, position, ends)
    stops = [found for end in ends if (found := text.find(end, position)) >= 0]
    return text[start : min(stops, default=len(text) - 1) + 1]


def _number_in(found: ClaimFound, bindings: Iterable[Binding]) -> int | None:
    """Where a number stands in the words of a claim or right behind them, so that not all of them claim none."""
    places = (binding.quantity.start for binding in bindings)
    return next((place for place in places if found.start <= place <= found.end), None)


def _doubted(text: str, claims: Iterable[ClaimFound], bindings: Sequence[Binding], task: _Task) -> Iterator[Edit]:
    """Claims that run into a number: their clauses before the number's own are opened."""
    for found in claims:
        number = _number_in(found, bindings)
        end = _clause_start(text, number, task.phrases.book.words.clause_end) - 1 if number is not None else -1
        if end > found.start:
            yield Edit(found.start, end, escape(open_mark(text[found.start : end], task.form)))


def _claims(claims: Iterable[ClaimFound], task: _Task) -> Iterator[Edit]:
    """Claims of nothing become the program's wording; others are opened when this year's figures refute them."""
    for found in claims:
        if found.claim.writes:
            yield Edit(found.start, found.end, found.claim.writes)
            continue
        values = [value_of(cell, task.figures, task.form) for cell in found.claim.cells]
        if any(value is None or value != 0 for value in values):
            yield Edit(found.start, found.end, escape(open_mark(found.text, task.form)))


def _unsettled(text: str, task: _Task) -> Iterator[Edit]:
    for pattern in task.phrases.unsettled:
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.end(), escape(open_mark(match.group(), task.form)))


def _events(text: str, task: _Task) -> Iterator[Edit]:
    """Sentences with a date that is not the reporting period's."""
    reading = task.form.definition.reading
    period = re.compile(reading.period)
    ends = task.phrases.book.words.sentence_end
    for match in re.finditer(reading.events, text):
        if not period.search(match.group()) or match.group("year") not in (None, str(task.last_year)):
            start = _clause_start(text, match.start(), ends)
            sentence = _sentence(text, match.start(), ends).rstrip(ends)
            yield Edit(start, start + len(sentence), escape(open_mark(sentence, task.form)))


def _names(text: str, task: _Task) -> Iterator[Edit]:
    """Names and numbers of documents of the reporting year."""
    reading = task.form.definition.reading
    old = str(task.last_year)
    for match in re.finditer(reading.names, text):
        if task.phrases.year.search(match.group()) or old in match.group():
            yield Edit(match.start(), match.end(), escape(open_mark(match.group(), task.form)))
    for match in re.finditer(reading.document_year, text):
        if match.group("year") == old:
            yield Edit(match.start(), match.end(), escape(open_mark(match.group(), task.form)))


def _years(text: str, task: _Task) -> Iterator[Edit]:
    """The reporting year moved on; any other year opened, except in names of documents."""
    named = [match.span() for match in re.finditer(task.form.definition.reading.names, text)]
    for match in task.phrases.year.finditer(text):
        if any(start <= match.start() < end for start, end in named):
            continue
        start, end = match.span("year")
        if task.year is not None and task.last_year is not None and int(match.group("year")) == task.last_year:
            yield Edit(start, end, str(task.year))
        else:
            yield Edit(match.start(), match.end(), escape(open_mark(match.group(), task.form)))


def _free(start: int, end: int, edits: Iterable[Edit]) -> bool:
    return not any(start < edit.end and edit.start < end for edit in edits)


def _kept_apart(edits: Iterable[Edit]) -> list[Edit]:
    """Of edits that overlap, the one given first."""
    kept: list[Edit] = []
    for edit in edits:
        if _free(edit.start, edit.end, kept):
            kept.append(edit)
    return kept


def _apply(text: str, edits: Iterable[Edit], *, plain: bool = False) -> str:
    """The draft text of a paragraph: edits in place, everything else escaped."""
    parts = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [text[position : edit.start] if plain else escape(text[position : edit.start]), edit.text]
        position = edit.end
    parts.append(text[position:] if plain else escape(text[position:]))
    return "".join(parts)


def with_notes(narrative: Sections, notes: Sequence[Note], form: Form) -> Sections:
    """The narrative with every note that it does not hold yet, verbatim under its topic, after what stands there."""
    present = "\n".join(text for blocks in narrative.values() for block in blocks for text in block.paragraphs)
    result = {key: tuple(blocks) for key, blocks in narrative.items()}
    for note in notes:
        reference = str(Reference(note.id, "note"))
        if reference not in present:
            result[note.section] = _with_paragraph(
                result.get(note.section, ()), note.topic, reference, form, note.section
            )
    return result


def _with_paragraph(
    blocks: tuple[Block, ...], topic: str | None, text: str, form: Form, section: str
) -> tuple[Block, ...]:
    for index in range(len(blocks) - 1, -1, -1):
        if blocks[index].topic == topic:
            grown = replace(blocks[index], paragraphs=(*blocks[index].paragraphs, text))
            return (*blocks[:index], grown, *blocks[index + 1 :])
    heading = next((item.heading for item in form.section(section).topics if item.key == topic), None)
    return (*blocks, Block((text,), heading, topic))


def without_notes(narrative: Sections, ids: Collection[str]) -> Sections:
    """The narrative without the paragraphs that are nothing but one of these notes."""
    gone = {str(Reference(name, "note")) for name in ids}
    return {
        key: tuple(replace(block, paragraphs=tuple(t for t in block.paragraphs if t not in gone)) for block in blocks)
        for key, blocks in narrative.items()
    }


def complete_narrative(narrative: Sections, form: Form, notes: Sequence[Note] = ()) -> Sections:
    """The narrative with a request for every section and topic about which neither it nor a note says anything."""
    told = {(note.section, note.topic) for note in notes}
    result = {PREFACE: tuple(narrative.get(PREFACE, ()))}
    for section in form.sections:
        blocks = tuple(narrative.get(section.key, ()))
        if section.kind == "tables":
            if blocks:
                result[section.key] = blocks
            continue
        result[section.key] = _completed(blocks, section, form, told)
    return result


def _completed(
    blocks: tuple[Block, ...], section: SectionDefinition, form: Form, told: Collection[tuple[str, str | None]]
) -> tuple[Block, ...]:
    if not any(block.paragraphs for block in blocks):
        asked = () if (section.key, None) in told or not section.asks else (escape(open_mark(section.asks, form)),)
        texts = section.skeleton or asked
        blocks = (*blocks, Block(tuple(texts))) if texts else blocks
    present = {block.topic for block in blocks}
    missing = [topic for topic in section.topics if topic.key not in present]
    return (*blocks, *(_asked(topic, form, told=(section.key, topic.key) in told) for topic in missing))


def _asked(topic: TopicDefinition, form: Form, *, told: bool) -> Block:
    asks = () if told else (escape(open_mark(topic.asks, form)),)
    return Block((*topic.skeleton, *asks), topic.heading, topic.key)


def filled(entries: Iterable[Entry], values: Mapping[str, str | None], form: Form) -> tuple[Entry, ...]:
    """Entries with this year's values as typed, without a unit typed along; what is no number leaves an entry open."""
    return tuple(replace(entry, value=_typed(values.get(entry.id), entry.unit, form)) for entry in entries)


def _typed(value: str | None, unit: str | None, form: Form) -> str | None:
    text = (value or "").strip()
    if unit and text.endswith(unit):
        text = text.removesuffix(unit).strip()
    found = find_quantities(f"{text}{unit or ''}", form.definition.language) if text else ()
    return text if len(found) == 1 and (found[0].start, found[0].number_end) == (0, len(text)) else None
