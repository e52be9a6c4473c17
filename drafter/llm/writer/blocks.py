"""What each block is written from: figures, last year's sentences with this year's references, events past, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafter.drafting.outline import complete_narrative
from drafter.drafting.render import paragraph_spans
from drafter.drafting.rollforward import roll_forward
from drafter.form import Form, SectionDefinition
from drafter.form.phrases import phrases_of
from drafter.form.writing import Writing, writing_of
from drafter.report.entries import Entry
from drafter.report.facts import Facts, facts_of
from drafter.report.filing import Block, Figures, Filing, Sections
from drafter.report.narrative import marked_words, sentences_of
from drafter.report.notes import Note
from drafter.report.personal_data import Masker
from drafter.report.references import Reference, parse


@dataclass(frozen=True, slots=True)
class Material:
    """All that the writer may use: this year's figures, last year's report and its roll-forward, notes."""

    form: Form
    organization: str
    year: int
    figures: Figures
    plan: Sections
    """Last year's narrative rolled forward, or the form's skeleton: draft text with references."""
    entries: tuple[Entry, ...] = ()
    """With this year's values as typed."""
    notes: tuple[Note, ...] = ()
    last: Filing | None = None

    @property
    def facts(self) -> Facts:
        """What references may name."""
        return Facts(
            self.form,
            self.organization,
            self.year,
            self.figures,
            last=self.last,
            notes=self.notes,
            entries=self.entries,
        )


def gather(
    form: Form,
    figures: Figures,
    *,
    organization: str,
    year: int,
    last: Filing | None = None,
    notes: tuple[Note, ...] = (),
    values: Mapping[str, str | None] | None = None,
) -> Material:
    """The material for a report; `values` are this year's numbers as typed, by entry."""
    facts = facts_of(form, figures, organization=organization, year=year, last=last, notes=notes, typed=values)
    plan = roll_forward(facts)
    narrative, entries = complete_narrative(plan.narrative, form), facts.with_entries(plan.entries).entries
    return Material(form, organization, year, facts.figures, narrative, entries, notes, last)


@dataclass(frozen=True, slots=True)
class Task:
    """One block to write."""

    key: str
    section: str
    topic: str | None
    kind: str
    """Either prose or pairs."""
    heading: str
    asks: str
    paragraphs: int
    sentences: tuple[str, ...]
    """Last year's, rolled forward: what the model is shown and may name as a source."""
    kept: tuple[str, ...]
    """Sentences that only a person can vouch for: they stay as the roll-forward left them."""
    problems: tuple[str, ...]
    """Last year's problems, one for each of the first `sentences` of a block of pairs."""
    events: tuple[str, ...]
    """Sentences on what happened last year."""
    notes: tuple[Note, ...]
    withheld: tuple[str, ...] = field(default=())
    """Text that speaks to a machine: shown to nobody but the user."""


def tasks_of(material: Material) -> tuple[Task, ...]:
    """The blocks to write, in the order of the form."""
    found = []
    for section in material.form.sections:
        if section.kind == "topics":
            found += [_task(material, section, topic.key, topic.heading, topic.asks) for topic in section.topics]
        elif section.kind != "tables":
            found.append(_task(material, section, None, section.heading, section.asks))
    return tuple(found)


def _task(material: Material, section: SectionDefinition, topic: str | None, heading: str, asks: str) -> Task:
    form, writing = material.form, writing_of(material.form)
    pairs = section.kind == "problems"
    blocks = [block for block in material.plan.get(section.key, ()) if block.topic == topic or section.kind != "topics"]
    texts = [text for block in blocks for text in block.paragraphs]
    sorted_out = _pairs(texts, material) if pairs else _prose(texts, material, asks)
    shown, withheld = _apart(sorted_out.sentences, writing)
    return Task(
        key=f"{section.key}.{topic}" if topic else section.key,
        section=section.key,
        topic=topic,
        kind="pairs" if pairs else "prose",
        heading=heading,
        asks=asks,
        paragraphs=max(1, min(3, len(texts))),
        sentences=tuple(shown),
        kept=tuple(sorted_out.kept),
        problems=tuple(item for item in sorted_out.problems if not writing.instructions.search(item)),
        events=tuple(_events(material, section.key, topic, form)),
        notes=tuple(note for note in material.notes if (note.section, note.topic) == (section.key, topic)),
        withheld=tuple(withheld),
    )


@dataclass(slots=True)
class _Sorted:
    sentences: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def _prose(texts: Iterable[str], material: Material, asks: str) -> _Sorted:
    """Rolled-forward sentences without open marks to show; those with claims to vouch for to keep; the rest is past."""
    found = _Sorted()
    unsettled = phrases_of(material.form).unsettled
    for text in texts:
        for sentence in _sentences(text, material.form):
            marked = tuple(marked_words(sentence, material.form))
            if not marked:
                found.sentences.append(sentence)
            elif any(pattern.search(inner) for inner in marked for pattern in unsettled) and asks not in marked:
                found.kept.append(sentence)
    return found


def _pairs(texts: Iterable[str], material: Material) -> _Sorted:
    """Last year's problems first, then its measures, out of the marks that the roll-forward put them in."""
    found = _Sorted()
    measures = []
    mark = material.form.open_mark
    for inner in (inner for text in texts for inner in marked_words(text, material.form)):
        problem, measure = _unwrapped(mark.problem, inner), _unwrapped(mark.measure, inner)
        if problem is not None:
            found.problems.append(_unnumbered(problem, material.form))
        elif measure is not None:
            measures.append(_unnumbered(measure, material.form))
    found.sentences = [*found.problems, *measures]
    return found


def _unnumbered(text: str, form: Form) -> str:
    """An item of an enumeration without its number."""
    number = phrases_of(form).item.match(text)
    return text[number.end() :].lstrip(phrases_of(form).book.words.clause_end) if number else text


def _unwrapped(template: str, inner: str) -> str | None:
    before, _, after = template.partition("{text}")
    if inner.startswith(before) and inner.endswith(after) and len(inner) > len(before) + len(after):
        return inner[len(before) : len(inner) - len(after)]
    return None


def _sentences(text: str, form: Form) -> Iterator[str]:
    """The sentences of a draft's paragraph, in which no reference is cut."""
    return (sentence.text.strip() for sentence in sentences_of(text, form) if sentence.text.strip())


def _apart(sentences: Iterable[str], writing: Writing) -> tuple[list[str], list[str]]:
    """Sentences to show, and those that speak to a machine."""
    shown: list[str] = []
    withheld: list[str] = []
    for sentence in sentences:
        (withheld if writing.instructions.search(sentence) else shown).append(sentence)
    return shown, withheld


def _events(material: Material, section: str, topic: str | None, form: Form) -> Iterator[str]:
    """Last year's sentences with a date that is not the period's, or with a count of something that took place."""
    reading, writing = form.definition.reading, writing_of(form)
    dated, period = re.compile(reading.events), re.compile(reading.period)
    counted = {entry.sentence.strip() for entry in material.entries if (entry.section, entry.topic) == (section, topic)}
    blocks: Sequence[Block] = material.last.narrative.get(section, ()) if material.last else ()
    for block in blocks:
        if topic is not None and block.topic != topic:
            continue
        for text in block.paragraphs:
            for sentence in _sentences(text, form):
                dates = [match for match in dated.finditer(sentence) if not period.search(match.group())]
                if dates or (sentence in counted and writing.events.search(sentence)):
                    yield sentence


def unused(task: Task, paragraphs: Sequence[str], facts: Facts) -> list[str]:
    """Rolled-forward sentences with numbers that the user typed for this year and the text does not state."""
    stated = {entry for text in paragraphs for entry in _entries(text)}
    missing = []
    for sentence in task.sentences if task.kind == "prose" else ():
        typed = {entry for entry in _entries(sentence) if _typed(entry, facts)}
        if typed - stated:
            missing.append(sentence)
    return missing


def _entries(text: str) -> Iterator[str]:
    for part in parse(text):
        if isinstance(part, Reference) and part.prefix == "entry":
            yield part.target


def _typed(entry: str, facts: Facts) -> bool:
    known = facts.entry_of.get(entry)
    return bool(known and known.value)


def written(text: str, facts: Facts) -> str:
    """A draft's text as words."""
    return "".join(span.text for span in paragraph_spans(text, facts))


def masked_task(task: Task, masker: Masker) -> Mapping[str, Sequence[str]]:
    """The task's texts as they may leave the building: last year's sentences and notes."""
    last = [masker.mask(text, f"last:{task.key}.{number}") for number, text in enumerate(task.sentences, 1)]
    notes = [masker.mask(note.text, f"note:{note.id}") for note in task.notes]
    return {"last": last, "notes": notes}
