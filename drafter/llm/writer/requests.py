"""Everything that a run would send, made before anything is sent: one request where the context allows, else more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from drafter.errors import ModelError
from drafter.llm import Message
from drafter.llm import prompts as prompt
from drafter.llm.writer.figure_lines import figure_lines
from drafter.llm.writer.material import Material, Names, Part, names_of, numbered, references_in
from drafter.report.facts import Entry
from drafter.report.notes import Note
from drafter.report.personal_data import Masked, Masker

_REFERENCES = 1.4
"""Tokens of an answer to those of last year's text: references take more than the numbers they stand for. Measured on
the example's answer (1.3) and a city's (1.4)."""
_LEAST_ANSWER = 400
"""Tokens that an answer needs at least."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the writer works; lengths in tokens."""

    concurrency: int = 4
    context: int | None = None
    """The longest prompt and answer together; None: not known."""
    max_tokens: int = 8000


@dataclass(frozen=True, slots=True)
class Request:
    """What would be sent for some places, and about how many tokens that is."""

    parts: tuple[Part, ...]
    messages: tuple[Message, ...]
    tokens: int
    answer: int
    """About how many tokens the answer takes."""
    digest: str
    """Of what it is written from, figures aside: they are references, and proven anew."""

    @property
    def key(self) -> str:
        """What the request goes by in the journal."""
        return "+".join(part.key for part in self.parts)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that would be sent, and what was taken out of it."""

    material: Material
    names: Names
    requests: tuple[Request, ...]
    masker: Masker

    @property
    def masked(self) -> tuple[Masked, ...]:
        """What was hidden before sending."""
        return self.masker.masked

    @property
    def tokens(self) -> int:
        """About how many tokens are sent when every request is sent once."""
        return sum(request.tokens for request in self.requests)


def prepare(material: Material, options: Options | None = None) -> Prepared:
    """Everything that would be sent; ModelError when not even one place fits the context."""
    chosen = options or Options()
    maker = _Maker(material, names_of(material.facts), Masker())
    for groups in _divisions(material.parts):
        requests = tuple(maker.request(parts) for parts in groups)
        if all(_fits(request, chosen) for request in requests):
            break
    else:
        tight = max(requests, key=lambda request: request.tokens + request.answer)
        raise ModelError(
            "model_context_too_small",
            block=tight.parts[0].label,
            tokens=tight.tokens,
            answer=tight.answer,
            context=chosen.context,
        )
    return Prepared(material, maker.names, requests, maker.masker)


def material_message(material: Material, masker: Masker) -> tuple[Message, str]:
    """How every request with the whole material begins: the rules, and the material itself."""
    return _Maker(material, names_of(material.facts), masker).beginning(material.parts)


def _divisions(parts: tuple[Part, ...]) -> tuple[list[tuple[Part, ...]], ...]:
    """Ways to divide the report: all at once, by section, by place."""
    sections = list(dict.fromkeys(part.section for part in parts))
    by_section = [tuple(part for part in parts if part.section == section) for section in sections]
    return [parts], by_section, [(part,) for part in parts]


def _fits(request: Request, options: Options) -> bool:
    """Some servers cut a long prompt without a word, so that it is refused before it is sent."""
    within = options.context is None or request.tokens + request.answer <= options.context
    return within and request.answer <= 2 * options.max_tokens  # the client doubles the room once


@dataclass(frozen=True, slots=True)
class _Maker:
    material: Material
    names: Names
    masker: Masker

    def request(self, parts: tuple[Part, ...]) -> Request:
        """The request for some places; it holds no material of others."""
        whole = len(parts) == len(self.material.parts)
        language = self.material.form.definition.language
        told, keys = self._told(parts, whole=whole), [part.key for part in parts]
        head, material = self.beginning(parts)
        own = f"{material}{prompt.ask(language, keys, whole=whole)}"
        last = sum(prompt.tokens(line) for part in parts for line in part.last)
        basis = json.dumps([head.content, keys, _basis(told)], ensure_ascii=False)
        return Request(
            parts,
            (head, Message("user", own)),
            prompt.tokens_of([head.content, own]),
            max(_LEAST_ANSWER, int(last * _REFERENCES) + sum(prompt.tokens(note) for note in told.notes)),
            hashlib.sha256(basis.encode()).hexdigest(),
        )

    def beginning(self, parts: tuple[Part, ...]) -> tuple[Message, str]:
        """The rules, and the material of some places."""
        form, facts = self.material.form, self.material.facts
        language = form.definition.language
        name = form.definition.name.zh if language == "zh" else form.definition.name.en
        head = prompt.system(language, organization=facts.organization or "", year=facts.year, form=name)
        told = self._told(parts, whole=len(parts) == len(self.material.parts))
        return Message("system", head), prompt.material(language, told)

    def _told(self, parts: Sequence[Part], *, whole: bool) -> prompt.PromptMaterial:
        facts, material = self.material.facts, self.material
        entries = facts.entries if whole else entries_of(parts, material)
        notes = facts.notes if whole else notes_of(parts, material)
        return prompt.PromptMaterial(
            facts.year,
            [prompt.PromptPlace(part.key, part.label, part.asks, self._last(part)) for part in parts],
            figure_lines(parts, facts),
            [self._entry(entry) for entry in entries if entry.value],
            [self._note(note) for note in notes],
            material.formulas,
            material.style,
            all(value is not None for value in facts.figures.values()),
            self._required(parts),
        )

    def _required(self, parts: Sequence[Part]) -> list[str]:
        """What must be said in the sections of some places, in the words of the review that would miss it."""
        form = self.material.form
        sections = dict.fromkeys((part.section for part in parts), ())
        findings = self.material.required(sections)
        return [str(getattr(item.message, form.definition.language)) for item in findings]

    def _last(self, part: Part) -> list[str]:
        untyped = {entry.id for entry in self.material.facts.entries if not entry.value}
        return [
            self.masker.mask(self.names.shown(_without(line, untyped)), f"last:{part.key}.{number}")
            for number, line in enumerate(part.last, 1)
        ]

    def _entry(self, entry: Entry) -> str:
        unit = entry.unit or ""
        return f"{self.names.short(f'entry:{entry.id}')}\uff1d{entry.value}{unit}\uff08{entry.last}{unit}\uff09"

    def _note(self, note: Note) -> str:
        home = self.material.home(note.section, note.topic).key
        text = self.masker.mask(numbered(note, self.material.facts, self.names), f"note:{note.id}")
        return f"{self.names.short(f'note:{note.id}')}\uff3b{home}\uff3d{text}"


def _without(line: str, untyped: set[str]) -> str:
    """A line of last year with entries that nobody typed this year as gaps: there is nothing to write for them."""
    for entry in untyped:
        line = line.replace(f"{{entry:{entry}}}", "\u3014\u2026\u3015")
    return line


def _basis(told: prompt.PromptMaterial) -> list[object]:
    """What an answer rests on, without the values of figures and entries."""
    places = [[place.key, *place.last] for place in told.places]
    return [places, [line.partition("\uff1d")[0] for line in told.entries], list(told.notes), told.style]


def entries_of(parts: Sequence[Part], material: Material) -> list[Entry]:
    """The entries that last year's text of some places held."""
    named = {ref.target for ref in references_in(line for part in parts for line in part.last) if ref.prefix == "entry"}
    return [entry for entry in material.facts.entries if entry.id in named]


def notes_of(parts: Sequence[Part], material: Material) -> list[Note]:
    """The notes that belong to some places."""
    return [note for note in material.facts.notes if material.home(note.section, note.topic) in parts]
