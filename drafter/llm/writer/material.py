"""What a report is written from, and the places that it has: sections, the form's topics, topics of the body's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from drafter.checks.matter import Context, Matter
from drafter.checks.wording import check_missing
from drafter.drafting.outline import complete_narrative
from drafter.drafting.rollforward import roll_forward
from drafter.form import Form
from drafter.form.phrases import phrases_of
from drafter.form.wording import wording_of
from drafter.records import dataclass
from drafter.report import Block, Entry, Facts, Filing, Finding, Note, Sections, open_marks, words_in
from drafter.report.references import Reference, escape, parse


@dataclass(frozen=True, slots=True)
class Part:
    """One place of the report that is written: a lead, a topic, or a section without topics."""

    key: str
    """What the model calls it: `overview`, `overview.proactive`, `overview.own1` for a topic of the body's own."""
    section: str
    topic: str | None
    heading: str | None
    label: str
    asks: str
    is_problems: bool
    last: tuple[str, ...]
    """Last year's paragraphs with this year's references; what was last year's alone stands in brackets."""


@dataclass(frozen=True, eq=False)
class Material:
    """The facts of the report and all else that the writer is told."""

    facts: Facts
    plan: Sections
    """Last year's text rolled forward, or the form's skeleton: draft text."""
    formulas: tuple[str, ...] = ()
    """Names of congresses, sessions and documents that the user vouches for this year."""
    style: str = ""
    """How the text shall read, in the user's words."""
    context: Context | None = None
    """What the report will be checked against; None: nothing is required of its words."""

    @property
    def form(self) -> Form:
        return self.facts.form

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The places to be written, in order."""
        return tuple(_parts(self))

    def part(self, key: str) -> Part | None:
        """The place that goes by a key."""
        return next((part for part in self.parts if part.key == key), None)

    @cached_property
    def last_problems(self) -> tuple[str, ...]:
        """Last year's problems, each without its number in the list."""
        return tuple(found for section in self.form.sections for found in _problems(self.plan, section.key, self.form))

    def required(self, sections: Sections) -> Iterator[Finding]:
        """What must be said and is not said in these sections, among their rules."""
        facts = self.facts
        if self.context is None or not sections:
            return
        filing = Filing(self.form.key, facts.figures, sections, facts.organization, facts.year)
        wording = wording_of(self.form, self.context.wording)
        for finding in check_missing(Matter(facts, filing, context=self.context, wording=wording)):
            if finding.place.section in sections:
                yield finding

    def home(self, section: str, topic: str | None) -> Part:
        """The place where something of a section and topic is said: its own, or the last one of the section."""
        own = [part for part in self.parts if part.section == section]
        exact = [part for part in own if part.topic == topic and not (topic is None and part.heading)]
        return (exact or own[-1:] or list(self.parts[-1:]))[0]


def gather(facts: Facts, *, formulas: Sequence[str] = (), style: str = "", context: Context | None = None) -> Material:
    """The material for a report, whose entries are those of last year's text."""
    plan = roll_forward(facts)
    narrative = complete_narrative(plan.narrative, facts.form)
    return Material(facts.with_entries(plan.entries), narrative, tuple(formulas), style, context)


def _parts(material: Material) -> Iterator[Part]:
    form, numbers = material.form, iter(range(1, 1000))
    for section in form.sections:
        if section.kind == "tables":
            continue
        blocks = material.plan.get(section.key, ())
        asks = {topic.key: topic.asks for topic in section.topics}
        leads = [block for block in blocks if block.topic is None and not block.heading]
        own = [block for block in blocks if block.topic is None and block.heading]
        if leads or not blocks or (section.kind != "topics" and not own):
            lines = _lines(leads, section.asks, form, numbers)
            problems = section.kind == "problems"
            yield Part(section.key, section.key, None, None, section.heading, section.asks, problems, lines)
        for block in blocks:
            if block.topic is None and not block.heading:
                continue
            key = f"{section.key}.{block.topic or f'own{own.index(block) + 1}'}"
            asked = asks.get(block.topic or "", "")
            lines = _lines([block], asked, form, numbers)
            label, problems = block.heading or section.heading, section.kind == "problems"
            yield Part(key, section.key, block.topic, block.heading, label, asked, problems, lines)


def _lines(blocks: Iterable[Block], asks: str, form: Form, numbers: Iterator[int]) -> tuple[str, ...]:
    """Paragraphs as the model sees them, without those that only ask."""
    found = []
    for block in blocks:
        for text in block.paragraphs:
            line = _shown(text, asks, form, numbers)
            if line.strip():
                found.append(line)
    return tuple(found)


def _shown(text: str, asks: str, form: Form, numbers: Iterator[int]) -> str:
    """A paragraph of the plan with brackets in place of open marks; problems are numbered."""
    mark, position = form.open_mark, 0
    pieces: list[str] = []
    for start, end in open_marks(text, form):
        inner = words_in(text[start:end], form)
        problem, measure = unwrapped(mark.problem, inner), unwrapped(mark.measure, inner)
        pieces.append(text[position:start])
        position = end
        if inner == asks:
            continue
        if problem is not None:
            pieces.append(f"\u3014{next(numbers)}\u3015{problem}")
        else:
            pieces.append(measure if measure is not None else f"\u3014{inner}\u3015")
    return "".join([*pieces, text[position:]])


def unwrapped(template: str, inner: str) -> str | None:
    """What stands in the place of `{text}` in a template; None when the text is none of the template's."""
    before, _, after = template.partition("{text}")
    if inner.startswith(before) and inner.endswith(after) and len(inner) > len(before) + len(after):
        return inner[len(before) : len(inner) - len(after)]
    return None


def _problems(plan: Sections, section: str, form: Form) -> Iterator[str]:
    mark, phrases = form.open_mark, phrases_of(form)
    for block in plan.get(section, ()):
        for text in block.paragraphs:
            for start, end in open_marks(text, form):
                inner = words_in(text[start:end], form)
                problem = unwrapped(mark.problem, inner)
                if problem is not None:
                    number = phrases.item.match(problem)
                    yield problem[number.end() :].lstrip(phrases.book.words.clause_end) if number else problem


@dataclass(frozen=True, eq=False)
class Names:
    """Short names: `e1` for the first entry, `n1` for the first note, `n1.2` for the second number of that note."""

    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]

    @cached_property
    def full(self) -> Mapping[str, str]:
        """Ids with their prefix by short name."""
        entries = {f"e{number}": f"entry:{item.id}" for number, item in enumerate(self.entries, 1)}
        return entries | {f"n{number}": f"note:{item.id}" for number, item in enumerate(self.notes, 1)}

    @cached_property
    def _short(self) -> Mapping[str, str]:
        return {full: short for short, full in self.full.items()}

    def short(self, full: str) -> str:
        """The short name of `entry:ID` or `note:ID`."""
        return self._short.get(full, full)

    def source(self, name: str) -> str:
        """The full id of a source as the model names it: `e1`, `entry:1`, `n2`, `note:2`, `n2.1`; else the name."""
        plain = re.sub(r"^(e|n)(?:ntry|ote)?:?(\d+)(?:\.\d+)?$", r"\1\2", name.strip("{} "))
        return self.full.get(plain, name)

    def shown(self, text: str) -> str:
        """Draft text with short names in its references."""
        pieces = []
        for part in parse(text):
            if isinstance(part, str):
                pieces.append(part)
            elif part.prefix == "note" and part.derivation == "number":
                pieces.append(f"{{{self.short(f'note:{part.target}')}.{part.argument}}}")
            elif part.prefix in ("note", "entry"):
                pieces.append(self._shown(part))
            else:
                pieces.append(str(part))
        return "".join(pieces)

    def _shown(self, reference: Reference) -> str:
        targets = "+".join(self.short(f"{reference.prefix}:{target}") for target in reference.targets)
        argument = re.sub(r"[^+@]+", lambda match: self.short(match.group()), reference.argument or "")
        derived = f"|{reference.derivation}" if reference.derivation else ""
        return f"{{{targets}{derived}{':' if argument else ''}{argument}}}"

    def expanded(self, text: str) -> str:
        """A model's text as draft text: short names written out, wide or doubled braces made plain."""
        plain = text.translate({0xFF5B: "{", 0xFF5D: "}"})
        return re.sub(r"\$?\{+([^{}]*)\}+", lambda match: self._reference(match.group(1)), plain)

    def _reference(self, inner: str) -> str:
        head, bar, tail = "".join(inner.split()).partition("|")
        derivation, colon, argument = tail.partition(":")
        note = re.fullmatch(r"n(?:ote:)?(\d+)\.(\d+)", head)
        if note and f"n{note.group(1)}" in self.full:
            return f"{{{self.full[f'n{note.group(1)}']}|number:{note.group(2)}}}"
        last = head.startswith("last:") and self.source(head.removeprefix("last:")) != head.removeprefix("last:")
        if last:
            return f"{{{self.source(head.removeprefix('last:'))}|last}}"
        names = [self.source(name) for name in head.split("+")]
        target = "+".join([names[0], *(name.removeprefix("entry:") for name in names[1:])])
        whole, at, places = argument.partition("@")
        argued = "+".join(self.source(name) for name in whole.split("+")) + at + places
        return f"{{{target}{bar}{derivation}{colon}{argued}}}"


def names_of(facts: Facts) -> Names:
    """The short names of a report's entries and notes."""
    return Names(facts.entries, facts.notes)


def numbered(note: Note, facts: Facts, names: Names) -> str:
    """A note with its numbers as references, each followed by what it stands for."""
    pieces: list[str] = []
    position = 0
    for number, item in enumerate(facts.noted[note.id], 1):
        short = f"{names.short(f'note:{note.id}')}.{number}"
        pieces += [escape(note.text[position : item.number_start]), f"{{{short}}}"]
        pieces.append(f"\u27e8{note.text[item.number_start : item.number_end]}\u27e9")
        position = item.number_end
    return "".join([*pieces, escape(note.text[position:])])


def references_in(texts: Iterable[str]) -> Iterator[Reference]:
    """The references of draft texts, in order."""
    for text in texts:
        yield from (part for part in parse(text) if isinstance(part, Reference))
