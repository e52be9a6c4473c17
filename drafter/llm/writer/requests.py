"""Everything that a run would send, made before anything is sent."""

from __future__ import annotations

import hashlib
import json

from drafter.errors import ModelError
from drafter.llm import Message
from drafter.llm import prompts as prompt
from drafter.llm.writer.blocks import Material, Task, masked_task, tasks_of
from drafter.llm.writer.offered_figures import catalogue, example
from drafter.llm.writer.records import Options, Prepared, Request
from drafter.llm.writer.short_ids import shorthand
from drafter.report.personal_data import Masker


def prepare(material: Material, options: Options | None = None) -> Prepared:
    """Everything that would be sent; ModelError when a prompt does not fit the context."""
    chosen = options or Options()
    masker = Masker()
    form, facts = material.form, material.facts
    language = form.definition.language
    name = form.definition.name.zh if language == "zh" else form.definition.name.en
    head = prompt.prefix(
        language, organization=material.organization, year=material.year, form=name, example=example(facts)
    )
    tasks = [task for task in tasks_of(material) if not chosen.only or task.key in chosen.only]
    requests = tuple(_request(task, head, material, masker) for task in tasks)
    for request in requests:
        _fits(request, chosen)
    return Prepared(material, requests, masker, masker.masked, tuple(text for task in tasks for text in task.withheld))


def _request(task: Task, head: str, material: Material, masker: Masker) -> Request:
    hidden, ids = masked_task(task, masker), shorthand(task)
    told = prompt.Part(
        heading=task.heading,
        asks=task.asks,
        kind=task.kind,
        paragraphs=task.paragraphs,
        figures=catalogue(task, material.facts),
        last=[ids.shortened(text) for text in hidden["last"]],
        problems=len(task.problems),
        notes=hidden["notes"],
    )
    own = prompt.part(material.form.definition.language, told)
    basis = json.dumps([head, task.key, hidden, [note.id for note in task.notes]], ensure_ascii=False)
    messages = (Message("system", head), Message("user", own))
    return Request(task, messages, prompt.tokens_of([head, own]), digest_of(basis))


def _fits(request: Request, options: Options) -> None:
    """Some servers cut a long prompt without a word, so that it is refused before it is sent."""
    if options.context is not None and request.tokens + options.max_tokens > options.context:
        raise ModelError(
            "model_context_too_small",
            block=request.task.heading,
            tokens=request.tokens,
            answer=options.max_tokens,
            context=options.context,
        )


def digest_of(text: str) -> str:
    """What a text is known by."""
    return hashlib.sha256(text.encode()).hexdigest()
