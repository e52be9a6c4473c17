"""Everything that a run would send, made before anything is sent: one request where the context allows, else more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from drafter.errors import ModelError
from drafter.llm import Message
from drafter.llm import prompts as prompt
from drafter.llm.writer.material import Material, Names, Part, names_of
from drafter.llm.writer.prompt_material import PromptMaterial, prompt_material
from drafter.records import dataclass
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
        language = self.material.form.definition.language
        told, keys = self._told(parts), [part.key for part in parts]
        head, material = self.beginning(parts)
        asked = prompt.filled(language, "ask", keys=keys, whole=len(parts) == len(self.material.parts))
        own = f"{material}{asked}"
        last = sum(prompt.tokens(line) for part in parts for line in part.last)
        basis = json.dumps([head.content, keys, told.basis], ensure_ascii=False)
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
        head = prompt.filled(language, "system", organization=facts.organization or "", year=facts.year, form=name)
        return Message("system", head), prompt.filled(language, "material", **asdict(self._told(parts)))

    def _told(self, parts: Sequence[Part]) -> PromptMaterial:
        return prompt_material(parts, self.material, self.names, self.masker)
