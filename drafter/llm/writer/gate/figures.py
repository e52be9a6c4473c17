"""Rules on what a sentence states: entries in their own clause, figures among words that name them, nothing refuted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from drafter.checks import check_account
from drafter.llm.writer.blocks import Material, Task, written
from drafter.llm.writer.gate.sentence import DERIVED, ENOUGH, Ground, Reason, Sentence, plain_of
from drafter.llm.writer.offered_figures import meaning, offered, subject_words
from drafter.report.filing import Block
from drafter.report.findings import Severity
from drafter.report.narrative import Narrative
from drafter.report.references import Reference, parse
from drafter.statements import Binding, bind

_NEARLY = 0.6
"""Least share of a label's words that name a figure."""


class FigureRules(Ground):
    """Rules on the figures."""

    def __init__(self, material: Material, task: Task) -> None:
        super().__init__(material, task)
        self._offered = {address: self._label(address) for address in offered(task, self.facts)}

    def entries(self, sentence: Sentence) -> Iterator[Reason]:
        """References to notes stand alone; entries stand in last year's clause, before its unit."""
        parts = sentence.parts
        for at, part in enumerate(parts):
            if not isinstance(part, Reference) or part.prefix != "entry":
                continue
            entry = self.facts.entry_of[part.target]
            after = parts[at + 1] if at + 1 < len(parts) and isinstance(parts[at + 1], str) else ""
            if entry.unit and not str(after).lstrip().startswith(entry.unit):
                yield Reason("unit", str(part))
            whole = next(text for text in self.task.sentences if str(part) in text)
            if not self._same_entry(part, sentence, whole):
                yield Reason("meaning", str(part))

    def _same_entry(self, part: Reference, sentence: Sentence, whole: str) -> bool:
        """Whether an entry is led up to as in last year's sentence, or told by its unit and by no other's words."""
        clause, old = _leading(sentence.text, part, self._clause), _leading(whole, part, self._clause)
        if self._alike(clause, old, sentence.plain, plain_of(whole)):
            return True
        every = (item for item in parse(whole) if isinstance(item, Reference) and item.prefix == "entry")
        others = [item for item in every if item.target != part.target]
        unit = self.facts.entry_of[part.target].unit
        words = self.writing.words(clause)
        taken = any(words & self.writing.words(_leading(whole, item, self._clause)) for item in others)
        told = bool(unit) and all(self.facts.entry_of[item.target].unit != unit for item in others)
        return told and not taken and self._alike("", "", sentence.plain, plain_of(whole))

    def _clause(self, text: str) -> str:
        ends = self.facts.phrases.book.words.clause_end + self.facts.form.definition.reading.list_separator.strip()
        start = max((text.rfind(end) for end in ends), default=-1)
        return text[start + 1 :]

    def _alike(self, clause: str, old: str, text: str, sentence: str) -> bool:
        """Whether two numbers are introduced by the same words, or by nothing in like sentences."""
        words, known = self.writing.words(clause), self.writing.words(old)
        if words and known:
            return bool(words & known)
        return len(self.writing.words(text) & self.writing.words(sentence)) >= ENOUGH

    def stated(self, sentence: Sentence) -> Iterator[Reason]:
        """What the rendered sentence states, after what stands before it, checked the way a report is checked."""
        said = written(sentence.text, self.facts)
        start = len(sentence.before.words)
        whole = {self.task.section: (Block((sentence.before.words + said,), None, self.task.topic),)}
        account = bind(Narrative(whole, self.facts.form), self.facts)
        for finding in check_account(account, self.facts).findings:
            if (finding.place.end or 0) > start and finding.severity is not Severity.INFO:
                yield Reason("contradicted", finding.place.text or "")
        for found in account.claims:
            values = [self.facts.value(cell) for cell in found.claim.cells]
            if found.end > start and None in values:
                yield Reason("claim", found.text)
        met = [item for item in account.bindings if item.quantity.start >= start]
        yield from self._meant(sentence, met, start)

    def _meant(self, sentence: Sentence, met: Sequence[Binding], start: int) -> Iterator[Reason]:
        """Every figure stands among words that name it, and is counted in its own unit."""
        position = start
        stated = set(sentence.before.targets)
        for part in sentence.parts:
            text = part if isinstance(part, str) else written(str(part), self.facts)
            end = position + len(text)
            if isinstance(part, Reference) and part.prefix in (None, "last"):
                bound = [item for item in met if position <= item.quantity.start < end]
                yield from self._one_meant(part, bound, sentence, stated)
                stated.add(part.target)
            position = end

    def _one_meant(
        self, part: Reference, bound: Sequence[Binding], sentence: Sentence, stated: set[str]
    ) -> Iterator[Reason]:
        units = {None, self.facts.phrases.unit(part.target), *self.facts.phrases.book.units}
        if part.derivation is None and any(item.quantity.unit not in units for item in bound):
            yield Reason("unit", str(part))
        if part.derivation == "phrase":
            return
        for item in bound:
            if part.target in (item.target, *item.said):
                return
            if item.said and part.derivation not in DERIVED:
                if not self._named(part, sentence, item.said):
                    yield Reason("meaning", str(part))
                return
        if part.derivation in DERIVED and part.target in stated:
            return
        clause = self.writing.words(_leading(sentence.text, part, self._clause))
        nearest = max((len(clause & label) for label in self._offered.values()), default=0)
        form, words = self.facts.form, self.writing.words(sentence.before.words[-40:] + sentence.plain)
        label = f"{form.row_label(part.target)} {form.column_label(part.target)}"
        known = self.writing.words(f"{label} {subject_words(part.target, self.facts.phrases)}")
        if not words & known or len(clause & known) < nearest:
            yield Reason("meaning", str(part))

    def _named(self, part: Reference, sentence: Sentence, said: Sequence[str]) -> bool:
        """Whether the words before a figure give its label, and more of it than of what else they may mean.

        A row of a sum that is spoken of may be told by the words that only its own label has.
        """
        words = self.writing.words(_leading(sentence.text, part, self._clause))
        own, spoken = self._label(part.target), [self._label(target) for target in said]
        others = max((len(words & label) for label in spoken), default=0)
        if len(words & own) >= _NEARLY * len(own) and len(words & own) > others:
            return True
        beside = [item for address, item in self._offered.items() if address != part.target]
        rest = own.difference(*beside, *spoken)
        whole = {cell for target in said for cell in self.facts.form.sums.get(target, ())}
        return part.target in whole and len(words & rest) >= ENOUGH

    def _label(self, target: str) -> frozenset[str]:
        return self.writing.words(meaning(target, self.facts))


def _leading(text: str, reference: Reference, clause: Callable[[str], str]) -> str:
    """The words that lead up to a reference in a draft's text, of its clause."""
    return plain_of(clause(text.partition(str(reference))[0]))
