"""One passage of a draft revised as it was asked for: its facts stay unless told, all else is not touched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from drafter.document import text_of
from drafter.drafting.render import paragraph_spans
from drafter.errors import CaseError, ModelError
from drafter.form.writing import writing_of
from drafter.llm import Message, Model
from drafter.llm import prompts as prompt
from drafter.llm.writer.answer import PassageAnswer
from drafter.llm.writer.journal import exchange
from drafter.llm.writer.material import Material, Part, names_of
from drafter.llm.writer.prove import Prover
from drafter.llm.writer.requests import material_message
from drafter.llm.writer.sentences import Reason, WrittenSentence, split
from drafter.records import dataclass
from drafter.report import Sections, sentences_of
from drafter.report.personal_data import Masker
from drafter.report.references import Reference, parse

_PLACE = re.compile(r"(?P<part>[a-z_]+(?:\.[a-z0-9_]+)?)(?::(?P<paragraph>\d+)(?:\.(?P<sentence>\d+))?)?")


@dataclass(frozen=True, slots=True)
class RevisedPassage:
    """A paragraph of a draft, or one sentence of it."""

    section: str
    block: int
    paragraph: int
    """In its block."""
    start: int
    end: int
    """Code points of the draft text of its paragraph."""
    label: str
    text: str
    """The draft text of the passage."""

    def put_back(self, sections: Sections, text: str) -> Sections:
        """The draft with other words in this place and nothing else changed."""
        block = sections[self.section][self.block]
        old = block.paragraphs[self.paragraph]
        whole = f"{old[: self.start]}{text}{old[self.end :]}"
        paragraphs = (*block.paragraphs[: self.paragraph], whole, *block.paragraphs[self.paragraph + 1 :])
        blocks = sections[self.section]
        changed = (*blocks[: self.block], replace(block, paragraphs=paragraphs), *blocks[self.block + 1 :])
        return {**sections, self.section: changed}


@dataclass(frozen=True, slots=True)
class Revision:
    """A passage and its new draft text, with the facts that went and came."""

    passage: RevisedPassage
    text: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    exchanges: tuple[dict[str, Any], ...]


def passage_at(place: str, sections: Sections, material: Material) -> RevisedPassage:
    """The passage at a place: `overview.proactive:2` the second paragraph, `…:2.1` its first sentence, or words of it.

    CaseError when there is none, or when there are several.
    """
    found = list(_named(place, sections, material)) or list(_holding(place, sections, material))
    if len(found) != 1:
        known = " ".join(part.key for part in material.parts)
        raise CaseError("no_passage" if not found else "several_passages", place=place, known=known)
    return found[0]


def _named(place: str, sections: Sections, material: Material) -> Iterator[RevisedPassage]:
    match = _PLACE.fullmatch(place.strip())
    part = material.part(match["part"]) if match else None
    if match is None or part is None:
        return
    texts = [
        item for item in _paragraphs(sections, material) if (item.section, item.label) == (part.section, part.label)
    ]
    if match["paragraph"] is None:
        yield from texts
        return
    for item in texts[int(match["paragraph"]) - 1 : int(match["paragraph"])]:
        yield from _sentence(item, match["sentence"], material)


def _sentence(item: RevisedPassage, number: str | None, material: Material) -> Iterator[RevisedPassage]:
    if number is None:
        yield item
        return
    for sentence in list(sentences_of(item.text, material.form))[int(number) - 1 : int(number)]:
        text = sentence.text.rstrip()
        yield replace(item, start=sentence.start, end=sentence.start + len(text), text=text)


def _holding(words: str, sections: Sections, material: Material) -> Iterator[RevisedPassage]:
    """The paragraphs in which some words stand as they read."""
    for item in _paragraphs(sections, material):
        if words.strip() and words.strip() in text_of(paragraph_spans(item.text, material.facts)):
            yield item


def _paragraphs(sections: Sections, material: Material) -> Iterator[RevisedPassage]:
    for section in dict.fromkeys(part.section for part in material.parts):
        for number, block in enumerate(sections.get(section, ())):
            label = block.heading or material.form.section(section).heading
            for ordinal, text in enumerate(block.paragraphs):
                yield RevisedPassage(section, number, ordinal, 0, len(text), label, text)


def revise(passage: RevisedPassage, instruction: str, material: Material, model: Model) -> Revision:
    """The passage as the model revised it; ModelError when it cannot be proven, or changes facts untold."""
    return _Revising(passage, instruction, material, model, Masker()).run()


@dataclass(slots=True)
class _Revising:
    passage: RevisedPassage
    instruction: str
    material: Material
    model: Model
    masker: Masker

    def run(self) -> Revision:
        """Ask, and once more where what came back does not stand."""
        messages, exchanges = self._messages(), []
        for _ in range(2):
            reply = self.model.complete(messages, PassageAnswer)
            exchanges.append(exchange(messages, reply))
            assert isinstance(reply.answer, PassageAnswer)
            proven = Prover(self.material, self.masker).prove(self._sentences(reply.answer.text)).sentences
            reasons = [reason for item in proven for reason in item.reasons if not reason.soft]
            text = "".join(item.text for item in proven)
            lost, gained = self._moved(text)
            if (lost or gained) and not self._told():
                reasons.append(Reason("facts", ", ".join((*lost, *gained))))
            if not reasons and text:
                return Revision(self.passage, text, lost, gained, tuple(exchanges))
            messages = (*messages, Message("assistant", reply.text), self._again(reply.answer.text, reasons))
        language = self.material.form.definition.language
        raise ModelError("revision_refused", reason="; ".join(reason.text(language) for reason in reasons))

    def _messages(self) -> tuple[Message, ...]:
        names = names_of(self.material.facts)
        language = self.material.form.definition.language
        keep = [names.shown(str(reference)) for reference in _references(self.passage.text)]
        shown = self.masker.mask(names.shown(self.passage.text), "passage")
        system, told = material_message(self.material, self.masker)
        asked = prompt.filled(
            language,
            "revise",
            place=self.passage.label,
            text=shown,
            instruction=self.instruction,
            keep=[] if self._told() else keep,
            sentence=len(list(split(self.passage.text, self.material.form))) == 1,
        )
        return (system, Message("user", f"{told}{asked}"))

    def _again(self, text: str, reasons: Sequence[Reason]) -> Message:
        language = self.material.form.definition.language
        refused = [prompt.Refused(1, text, [reason.text(language) for reason in reasons])]
        return Message("user", prompt.filled(language, "again", refused=refused, missing=(), problems=()))

    def _sentences(self, text: str) -> list[WrittenSentence]:
        part = self._part()
        return [
            WrittenSentence(number, part, 0, item) for number, item in enumerate(split(text, self.material.form), 1)
        ]

    def _part(self) -> Part:
        own = [part for part in self.material.parts if part.section == self.passage.section]
        return next((part for part in own if part.label == self.passage.label), own[0])

    def _told(self) -> bool:
        """Whether the instruction speaks of what to say, so that facts may come and go."""
        return writing_of(self.material.form).told.search(self.instruction) is not None

    def _moved(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names = names_of(self.material.facts)
        before, after = (Counter(map(_fact, _references(item))) for item in (self.passage.text, text))
        return tuple(map(names.shown, sorted(before - after))), tuple(map(names.shown, sorted(after - before)))


def _references(text: str) -> list[Reference]:
    return [part for part in parse(text) if isinstance(part, Reference)]


def _fact(reference: Reference) -> str:
    """A reference as a fact: a number and the same number with its unit are one."""
    plain = reference.derivation in (None, "unit", "phrase")
    return str(Reference(reference.target, reference.prefix) if plain else reference)
