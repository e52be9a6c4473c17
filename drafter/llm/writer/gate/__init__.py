"""The gate: whether a sentence that a model wrote may stand, and every reason why not.

The model's own words hold no number and no direction; every reference exists and is named for what it states; every
source that is named supports the sentence; the figures refute nothing in it. What passes is draft text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from drafter.drafting.render import open_mark
from drafter.errors import UnknownReference
from drafter.llm.writer.blocks import Material, Task
from drafter.llm.writer.gate.figures import FigureRules
from drafter.llm.writer.gate.sentence import Context, Ground, Judged, Reason, Sentence, tidied
from drafter.llm.writer.gate.sources import SourceRules
from drafter.llm.writer.gate.words import WordRules
from drafter.report.findings import Place
from drafter.report.references import Reference, escape, parse
from drafter.statements import find_claims

Rule = Callable[[Sentence], Iterable[Reason]]

__all__ = ["Context", "Gate", "Judged", "Reason"]


class Gate(Ground):
    """Judges the sentences of one block."""

    def __init__(self, material: Material, task: Task) -> None:
        super().__init__(material, task)
        words, sources, figures = WordRules(material, task), SourceRules(material, task), FigureRules(material, task)
        self._stages: tuple[tuple[Rule, ...], ...] = (
            (words.shape, words.references),
            (words.numbers, words.directions, words.around, sources.supported, sources.past, figures.entries),
            (figures.stated,),
        )
        """Rules of one stage are all asked; those of the next only of a sentence that has passed so far."""

    def judge(
        self, text: str, sources: Sequence[str], before: Context | None = None, *, plan: bool = False, beside: str = ""
    ) -> Judged:
        """Whether a sentence may stand after what stands before it, or beside it as the other half of a pair."""
        tidy = tidied(text, self.facts, self.writing)
        try:
            parts = tuple(parse(tidy))
        except UnknownReference as error:
            return Judged(text, (Reason("syntax", str(error.values.get("text", ""))),))
        sentence = Sentence(tidy, parts, tuple(sources), before or Context(), plan, beside)
        reasons: list[Reason] = []
        for rules in self._stages:
            reasons = reasons or [reason for rule in rules for reason in rule(sentence)]
        return Judged(text, tuple(dict.fromkeys(reasons))) if reasons else Judged(self._settled(sentence))

    def _settled(self, sentence: Sentence) -> str:
        """The sentence as draft text: claims as references, and in open marks what must be confirmed every year."""
        where = Place(self.task.section, self.task.topic, 0)
        pieces = []
        for part in sentence.parts:
            if isinstance(part, Reference):
                pieces.append(str(part))
                continue
            text = escape(part)
            for found in find_claims(part, where, self.facts.form):
                text = text.replace(escape(found.text), found.claim.writes or escape(found.text), 1)
            pieces.append(self._opened(text))
        text = "".join(pieces)
        noted = isinstance(sentence.parts[-1], Reference) and sentence.parts[-1].prefix == "note"
        ends = self.facts.form.sentence_end
        return text if noted or text[-1:] in ends else f"{text}{ends[0]}"

    def _opened(self, text: str) -> str:
        for pattern in self.facts.phrases.unsettled:
            text = pattern.compiled.sub(self._mark, text)
        return text

    def _mark(self, match: re.Match[str]) -> str:
        said = match.group()
        confirmed = any(said in note.text for note in self.task.notes)
        return said if confirmed else open_mark(said, self.facts.form)
