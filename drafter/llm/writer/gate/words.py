"""Rules on a sentence's own words: references that exist, no number, no direction, nothing that alters a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.form.writing import HOLE, fits
from drafter.llm.writer.blocks import Material, Task
from drafter.llm.writer.gate.sentence import DERIVED, Ground, Reason, Sentence, allowed_words, is_figure
from drafter.report.quantities import find_quantities
from drafter.report.references import Reference, parse


class WordRules(Ground):
    """Rules on the words."""

    def __init__(self, material: Material, task: Task) -> None:
        super().__init__(material, task)
        self._allowed = allowed_words(material, task, self.writing)
        self._patterns = self.writing.figures_for(task.section, task.topic)
        self._shown = frozenset(
            part.target for text in task.sentences for part in parse(text) if isinstance(part, Reference)
        )

    def shape(self, sentence: Sentence) -> Iterator[Reason]:
        """Something must be said, and without the signs of an open mark."""
        mark = self.material.form.open_mark
        if not sentence.holed.strip(f" {self.facts.form.sentence_end}"):
            yield Reason("empty")
        for sign in (mark.prefix[:1], mark.suffix):
            if sign in sentence.holed:
                yield Reason("mark", sign)
                return

    def references(self, sentence: Sentence) -> Iterator[Reason]:
        """References that name nothing, or nothing of this block."""
        for reference in sentence.references:
            if not self._exists(reference):
                yield Reason("unknown", str(reference))

    def _exists(self, reference: Reference) -> bool:
        if reference.prefix == "note":
            return any(note.id == reference.target for note in self.task.notes) and not reference.derivation
        if reference.prefix == "entry":
            return any(str(reference) in text for text in self.task.sentences)
        if not self._offered(reference.target) or reference.derivation not in (
            None, "unit", "change", "percent", "phrase", "share",
        ):  # fmt: skip
            return False
        if reference.derivation == "share":
            return is_figure((reference.argument or "").partition("@")[0], self.facts)
        if reference.argument and not (reference.derivation == "percent" and re.fullmatch("[0-2]", reference.argument)):
            return False
        return self._computable(reference)

    def _offered(self, target: str) -> bool:
        """Whether a figure is one of this block's, or stands in last year's sentences."""
        return is_figure(target, self.facts) and (fits(target, self._patterns) is not None or target in self._shown)

    def _computable(self, reference: Reference) -> bool:
        """Not so a change of what is known this year and was not last year; a blank of this year is an open mark."""
        now = self.facts.value(reference.target)
        if now is None or reference.derivation not in DERIVED:
            return True
        before = self.facts.before(reference.target)
        return before is not None and (reference.derivation == "change" or before != 0)

    def numbers(self, sentence: Sentence) -> Iterator[Reason]:
        """Digits and numbers in words that nothing allows."""
        text = self._allowed.sub(lambda match: "\u3000" * len(match.group()), sentence.holed)
        for match in re.finditer(r"\d[\d.,%]*", text):
            yield Reason("number", match.group())
        for quantity in find_quantities(text, self.material.form.definition.language):
            yield Reason("number", quantity.text)
        for match in self.writing.quantities.finditer(text):
            yield Reason("number", match.group())
        for char in text:
            if char.isnumeric() and not char.isalpha() and not char.isdecimal():
                yield Reason("number", char)

    def directions(self, sentence: Sentence) -> Iterator[Reason]:
        """Changes in the model's own words; a comparison must be completed by a reference in its clause."""
        holed = sentence.holed
        for match in self.writing.directions.finditer(holed):
            yield Reason("direction", match.group())
        for before, part in zip(sentence.parts, sentence.parts[1:], strict=False):
            derived = isinstance(part, Reference) and part.derivation in DERIVED
            turned = self.writing.turned.search(before) if isinstance(before, str) and derived else None
            if turned:
                yield Reason("direction", turned.group())
        changes = iter(reference.derivation in DERIVED for reference in sentence.references)
        places = {at: next(changes) for at, char in enumerate(holed) if char == HOLE}
        ends = self.facts.phrases.book.words.clause_end
        for match in self.writing.comparison.finditer(holed):
            stop = min((at for end in ends if (at := holed.find(end, match.end())) >= 0), default=len(holed))
            if not any(change for at, change in places.items() if match.end() <= at < stop):
                yield Reason("direction", match.group())

    def around(self, sentence: Sentence) -> Iterator[Reason]:
        """Words right before or after a reference that change its number."""
        holed = sentence.holed
        holes = [at for at, char in enumerate(holed) if char == HOLE]
        for match in self.writing.around.finditer(holed):
            reference = sentence.references[holes.index(holed.index(HOLE, match.start()))]
            unit = self._unit(reference)
            after = match.group().rpartition(HOLE)[2].strip()
            if not (unit and after and unit.startswith(after)):
                yield Reason("around", match.group().replace(HOLE, "{}"))

    def _unit(self, reference: Reference) -> str | None:
        """What a reference's number is counted in."""
        if reference.prefix == "entry":
            return self.facts.entry_of[reference.target].unit
        return self.facts.phrases.unit(reference.target) if is_figure(reference.target, self.facts) else None
