"""A model's answer and the gate's verdicts to draft paragraphs: what passed as text, what did not in open marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from drafter.drafting.render import open_mark
from drafter.errors import UnknownReference
from drafter.llm.writer.answer import Answer, PairsAnswer
from drafter.llm.writer.blocks import Material, Task, unused, written
from drafter.llm.writer.gate import Context, Gate, Judged, Reason
from drafter.llm.writer.short_ids import Shorthand
from drafter.messages import say
from drafter.report.filing import Block, Sections
from drafter.report.personal_data import Masker
from drafter.report.references import Reference, escape, parse

_BEGINNING = 60
"""Characters shown of an answer that could not be used."""


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence of an answer, or a problem with its measure; texts as the model gave them."""

    text: str
    sources: tuple[str, ...]
    measure: str = ""
    status: str = ""

    @property
    def said(self) -> str:
        """Everything that it says, on one line."""
        return f"{self.text} {self.measure}".strip()


Items = tuple[tuple[Item, ...], ...]
"""Items by paragraph; pairs are one paragraph."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence kept out of the clean text, where it was to stand, and why."""

    block: str
    text: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """The paragraphs of a block and what was kept out of them."""

    paragraphs: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    sentences: int
    """How many sentences (or pairs) of the model stand in the paragraphs."""


def items_of(answer: Answer, ids: Shorthand) -> Items:
    """The items of an answer with full ids; an empty text is what the model withdrew."""
    if isinstance(answer, PairsAnswer):
        return (tuple(_item(pair.problem, pair.sources, ids, pair.measure, pair.status) for pair in answer.pairs),)
    return tuple(
        tuple(_item(sentence.text, sentence.sources, ids) for sentence in paragraph.sentences)
        for paragraph in answer.paragraphs
    )


def said(items: Items) -> Items:
    """The items that say something."""
    kept = (tuple(item for item in paragraph if item.said) for paragraph in items)
    return tuple(paragraph for paragraph in kept if paragraph)


def _item(text: str, sources: Sequence[str], ids: Shorthand, measure: str = "", status: str = "") -> Item:
    return Item(ids.expanded(text), tuple(map(ids.source, sources)), ids.expanded(measure), status)


def compose(items: Items, gate: Gate, masker: Masker) -> Composed:
    """The block of these items; the gate judges every one anew."""
    work = _Work(gate, masker)
    if gate.task.kind == "pairs":
        return work.pairs(items[0] if items else ())
    return work.prose(items)


def unwritten(gate: Gate, masker: Masker, reason: str, text: str) -> Composed:
    """A block that the model did not manage: why, and how its answer begins, then what only a person can leave out."""
    return _Work(gate, masker).unwritten(reason, text)


def faults(items: Items, gate: Gate, masker: Masker) -> list[tuple[int, int, Item, tuple[Reason, ...]]]:
    """The items that may not stand: paragraph, place in it, item, reasons."""
    work = _Work(gate, masker)
    found = []
    for number, paragraph in enumerate(items):
        context = Context()
        for place, item in enumerate(paragraph):
            judged = work.judge(item, context)
            if judged.reasons:
                found.append((number, place, item, judged.reasons))
            else:
                context = work.after(context, judged.text)
    return found


@dataclass(slots=True)
class _Work:
    gate: Gate
    masker: Masker
    rejected: list[Rejected] = field(default_factory=list)
    sentences: int = 0

    def judge(self, item: Item, context: Context) -> Judged:
        """Whether an item may stand; of a pair both halves must."""
        if not self.masker.knows(item.said):
            return Judged(item.text, (Reason("token"),))
        if self.gate.task.kind == "pairs":
            return self._judge_pair(item)
        judged = self.gate.judge(item.text, item.sources, context)
        return judged if judged.reasons else Judged(self.masker.restore(judged.text))

    def _judge_pair(self, item: Item) -> Judged:
        problem = self.gate.judge(item.text, item.sources, plan=True, beside=item.measure)
        rest = tuple(source for source in item.sources if source.startswith("note:")) or ("general",)
        measure = self.gate.judge(item.measure, rest if item.status == "resolved" else ("general",), plan=True)
        reasons = (*problem.reasons, *measure.reasons, *self._status(item))
        return Judged(self.masker.restore(problem.text), tuple(dict.fromkeys(reasons)))

    def _status(self, item: Item) -> tuple[Reason, ...]:
        """A problem that goes on is one of last year's; that it is settled, or new, somebody must have said."""
        kinds = {source.partition(":")[0] for source in item.sources}
        needed = {"continuing": {"last"}, "resolved": {"note"}, "new": {"note", "figures"}}[item.status]
        return () if kinds & needed else (Reason(f"status_{item.status}"),)

    def after(self, context: Context, text: str) -> Context:
        """What stands before the sentence after this one."""
        targets = {part.target for part in parse(text) if isinstance(part, Reference) and part.prefix is None}
        return Context(context.words + written(text, self.gate.facts), context.targets | targets)

    def prose(self, items: Items) -> Composed:
        """Paragraphs of sentences, marks at their end, then what nobody but a person can leave out."""
        paragraphs = []
        for paragraph in items:
            context, parts, marks = Context(), [], []
            for item in paragraph:
                judged = self.judge(item, context)
                if judged.reasons:
                    marks.append(self._refused(item, judged.reasons))
                    continue
                parts.append(judged.text)
                self.sentences += 1
                context = self.after(context, judged.text)
            paragraphs.append("".join([*parts, *marks]))
        rest = [*self.gate.task.kept, *unused(self.gate.task, paragraphs, self.gate.facts)]
        return self._composed([*paragraphs, "".join(rest)])

    def pairs(self, items: Sequence[Item]) -> Composed:
        """Problems, then their measures, then what was settled; last year's problems not spoken of stay open."""
        standing: list[tuple[Item, str, str]] = []
        marks = []
        for item in items:
            judged = self.judge(item, Context())
            if judged.reasons:
                marks.append(self._refused(item, judged.reasons))
            else:
                measure = self.gate.judge(item.measure, ("general",), plan=True)
                standing.append((item, self._bare(judged.text), self._bare(self.masker.restore(measure.text))))
                self.sentences += 1
        spoken = {source for item, _, _ in standing for source in item.sources}
        marks += self._unspoken(spoken)
        open_pairs = [pair for pair in standing if pair[0].status != "resolved"]
        settled = [pair for pair in standing if pair[0].status == "resolved"]
        words = self.gate.writing.definition.pairs
        first = self._list(words.problems, [problem for _, problem, _ in open_pairs])
        second = self._list(words.measures, [measure for _, _, measure in open_pairs])
        joined = [
            f"{problem}{measure}"
            if self._ended(problem)
            else words.resolved_item.format(problem=problem, measure=measure)
            for _, problem, measure in settled
        ]
        return self._composed([self._list(words.resolved, joined), first, second, "".join(marks)])

    def unwritten(self, reason: str, text: str) -> Composed:
        """An open mark with the reason, and all that would be open or stated had the model said nothing."""
        form, task = self.gate.facts.form, self.gate.task
        language = form.definition.language
        begun = say(language, "writing.begun", text=self._readable(text)[:_BEGINNING]) if text.strip() else ""
        mark = open_mark(say(language, "writing.unwritten", heading=task.heading, reason=reason, begun=begun), form)
        rest = self._unspoken(set()) if task.kind == "pairs" else [*task.kept, *unused(task, (), self.gate.facts)]
        return self._composed([escape(mark), "".join(rest)])

    def _unspoken(self, spoken: set[str]) -> list[str]:
        template = self.gate.facts.form.open_mark.problem
        return [
            escape(open_mark(template.format(text=problem), self.gate.facts.form)) + self._end
            for number, problem in enumerate(self.gate.task.problems, 1)
            if f"last:{number}" not in spoken
        ]

    def _list(self, lead: str, items: Sequence[str]) -> str:
        words = self.gate.writing.definition.pairs
        if not items:
            return ""
        numbers = words.items if len(items) > 1 else ()
        numbered = [f"{numbers[at] if at < len(numbers) else ''}{item}" for at, item in enumerate(items)]
        start = lead.format(year=self.gate.material.year, organization=self.gate.material.organization)
        ends = [words.between] * (len(numbered) - 1) + [words.end]
        return start + "".join(
            item if self._ended(item) else f"{item}{end}" for item, end in zip(numbered, ends, strict=True)
        )

    def _ended(self, text: str) -> bool:
        """Whether a text ends its sentence itself, as a note that stands at its end may."""
        return written(text, self.gate.facts)[-1:] in self.gate.facts.form.sentence_end

    def _bare(self, text: str) -> str:
        """A sentence without its end, as an item of a list."""
        return text.rstrip(self.gate.facts.form.sentence_end)

    @property
    def _end(self) -> str:
        return self.gate.facts.form.sentence_end[0]

    def _refused(self, item: Item, reasons: tuple[Reason, ...]) -> str:
        """The open mark of a sentence: its words as they would have read, and why they were not taken."""
        form = self.gate.facts.form
        language = form.definition.language
        said = self._readable(item.said)
        self.rejected.append(Rejected(self.gate.task.key, said, reasons))
        why = say(language, "writing.between").join(dict.fromkeys(reason.text(language) for reason in reasons[:3]))
        mark = open_mark(say(language, "writing.mark", text=said, reasons=why), form)
        return f"{escape(mark)}"

    def _readable(self, text: str) -> str:
        restored = self.masker.restore(" ".join(text.split()))
        try:
            shown = written(restored, self.gate.facts)
        except UnknownReference:
            shown = restored
        mark = self.gate.facts.form.open_mark
        return shown.replace(mark.prefix, "").replace(mark.suffix, "")

    def _composed(self, paragraphs: Sequence[str]) -> Composed:
        standing = tuple(text for text in paragraphs if text)
        if not standing and self.gate.task.asks:
            standing = (escape(open_mark(self.gate.task.asks, self.gate.facts.form)),)
        return Composed(standing, tuple(self.rejected), self.sentences)


def placed(narrative: Sections, task: Task, paragraphs: Sequence[str], material: Material) -> Sections:
    """The narrative with a block's paragraphs where last year's stood, under the same heading."""
    blocks = tuple(narrative.get(task.section, ()))
    own = [
        block for block in blocks if block.topic == task.topic or material.form.section(task.section).kind != "topics"
    ]
    first = own[0] if own else Block((), task.heading if task.topic else None, task.topic)
    if task.topic is None:
        first = Block((), None, None)
    new = replace(first, paragraphs=tuple(paragraphs))
    kept = [block for block in blocks if block not in own]
    at = blocks.index(own[0]) if own else len(kept)
    return MappingProxyType({**narrative, task.section: (*kept[:at], new, *kept[at:])})
