"""Rules on where a sentence comes from: sources that support it, nothing of last year, nothing invented."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.form.writing import pairs_of
from drafter.llm.writer.blocks import Material, Task
from drafter.llm.writer.gate.sentence import ENOUGH, Ground, Reason, Sentence, plain_of, shared
from drafter.report.findings import Place
from drafter.report.narrative import open_marks
from drafter.statements import find_claims

_SAME = 0.6
"""Least share of common words at which a sentence repeats an event of last year, or retells a note."""


class SourceRules(Ground):
    """Rules on the sources."""

    def __init__(self, material: Material, task: Task) -> None:
        super().__init__(material, task)
        last = {f"last:{number}": plain_of(text) for number, text in enumerate(task.sentences, 1)}
        self._sources = last | {f"note:{note.id}": note.text for note in task.notes}

    def _about(self, sentence: Sentence) -> str:
        """A sentence's own words and those of the notes that it quotes."""
        quoted = (self.facts.note_of[item.target].text for item in sentence.references if item.prefix == "note")
        return " ".join((sentence.plain, *quoted))

    def _supports(self, text: str, sentence: Sentence) -> bool:
        """Whether two texts share words, at least one of them on what they are about."""
        said = f"{self._about(sentence)} {sentence.beside}"
        own = self.writing.words(said)
        return bool(own & self.writing.words(text)) and len(pairs_of(said) & pairs_of(text)) >= min(ENOUGH, len(own))

    def supported(self, sentence: Sentence) -> Iterator[Reason]:
        """Every source is known and shares words with the sentence; a sentence on figures refers to one."""
        if not sentence.sources:
            yield Reason("no_source")
        for source in sentence.sources:
            if source in ("figures", "general"):
                continue
            known = self._sources.get(source)
            if known is None:
                yield Reason("unknown_source", source)
            elif not self._cites(sentence, source) and not self._supports(known, sentence):
                yield Reason("unsupported", source)
        if set(sentence.sources) == {"figures"} and not sentence.references and not self._claims(sentence.plain):
            yield Reason("unsupported", "figures")

    @staticmethod
    def _cites(sentence: Sentence, source: str) -> bool:
        return any(f"{reference.prefix}:{reference.target}" == source for reference in sentence.references)

    def _backed(self, sentence: Sentence) -> bool:
        """Whether a note stands behind a sentence."""
        words = self.writing.words(self._about(sentence))
        notes = [text for source, text in self._sources.items() if source in sentence.sources and "note:" in source]
        return any(reference.prefix == "note" for reference in sentence.references) or any(
            len(words & self.writing.words(text)) >= ENOUGH for text in notes
        )

    def past(self, sentence: Sentence) -> Iterator[Reason]:
        """Last year's events, events and honours that nothing tells of, names that stand nowhere, notes retold."""
        words = self.writing.words(sentence.plain)
        backed = self._backed(sentence)
        for event in () if backed else self.task.events:
            known = self.writing.words(event)
            counted = any(reference.prefix == "entry" for reference in sentence.references)
            if len(words) > 3 and not counted and shared(words, known) >= _SAME:
                yield Reason("last_event", event[:30])
        if not backed:
            yield from self._invented(sentence, words)
        for note in self.task.notes:
            cited = any(reference.target == note.id for reference in sentence.references)
            if not cited and len(words) > 3 and shared(self.writing.words(note.text), words) >= _SAME:
                yield Reason("retold", f"{{note:{note.id}}}")

    def _invented(self, sentence: Sentence, words: frozenset[str]) -> Iterator[Reason]:
        last = [f"last:{number}" for number in range(1, len(self.task.sentences) + 1)]
        named = [source for source in sentence.sources if source in last]
        told = [self.task.sentences[last.index(source)] for source in named]
        for match in () if sentence.plan else self.writing.events.finditer(sentence.holed):
            if not any(match.group() in text and len(words & self.writing.words(plain_of(text))) > 2 for text in told):
                yield Reason("event", match.group())
        for match in self.writing.honours.finditer(sentence.holed):
            if not any(match.group() in text for text in told):
                yield Reason("event", match.group())
        for match in self.writing.names.finditer(sentence.holed):
            start, end = next(span for span in match.regs[1:] if span != (-1, -1))
            if not self._known_name(sentence.holed[start:end]):
                yield Reason("name", sentence.holed[start - 1 : end + 1])

    def _known_name(self, name: str) -> bool:
        """Whether a name is a fixed expression, the report's own, or stands in the material."""
        form = self.material.form.definition
        plan = (text for blocks in self.material.plan.values() for block in blocks for text in block.paragraphs)
        known = (
            *self.task.sentences,
            *(note.text for note in self.task.notes),
            f"{form.name.zh} {form.name.en}",
            *(text for text in plan if not any(open_marks(text, self.material.form))),
        )
        return bool(self.writing.fixed.fullmatch(name)) or any(name in text for text in known)

    def _claims(self, text: str) -> bool:
        place = Place(self.task.section, self.task.topic, 0)
        return any(True for _ in find_claims(text, place, self.facts.form))
