"""The model writer: asks for every block, judges what comes back, asks once more, and keeps every exchange.

Its result is draft text with references, like the roll-forward's: whoever renders it writes the numbers. A finished
block is handed to `on_block` at once, and one that is handed in again is not asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from threading import Event
from types import MappingProxyType
from typing import Any, Literal

from drafter import prompt
from drafter.errors import ModelError
from drafter.filing import Block, Narrative
from drafter.masking import Masked, Masker
from drafter.messages import both
from drafter.model import AskFailed, Attempt, Message, Model, Reply, Usage
from drafter.modelwriter.answer import PairsAnswer, ProseAnswer
from drafter.modelwriter.catalogue import catalogue, example
from drafter.modelwriter.compose import Composed, Item, Items, Rejected, compose, faults, items_of
from drafter.modelwriter.gate import Gate
from drafter.modelwriter.material import Material, Task, gather, masked_task, tasks_of

__all__ = [
    "Material",
    "ModelNarrative",
    "Options",
    "Prepared",
    "Progress",
    "Rejected",
    "gather",
    "prepare",
    "write_narrative",
]

OnBlock = Callable[[str, Mapping[str, Any]], None]
State = Literal["asked", "heard", "again", "done", "kept", "failed"]


@dataclass(frozen=True, slots=True)
class Options:
    """How the writer works; lengths in tokens."""

    concurrency: int = 4
    context: int | None = None
    max_tokens: int = 2000
    only: tuple[str, ...] = ()
    """Keys of the blocks to write; none: all. The others stay as the roll-forward left them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Something that happened to a block; `characters` of the answer so far."""

    key: str
    heading: str
    state: State
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What would be sent for a block first, and about how many tokens that is."""

    task: Task
    messages: tuple[Message, ...]
    tokens: int
    digest: str
    """Of what the block is written from, figures aside: they are references, and judged anew."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that would be sent, and what was taken out of it."""

    material: Material
    requests: tuple[Request, ...]
    masker: Masker
    masked: tuple[Masked, ...]
    withheld: tuple[str, ...]

    @property
    def prefix_tokens(self) -> int:
        """About how many tokens all requests begin with alike."""
        return prompt.tokens_of([self.requests[0].messages[0].content]) if self.requests else 0

    @property
    def tokens(self) -> int:
        """About how many tokens are sent when every block is asked for once."""
        return sum(request.tokens for request in self.requests)


@dataclass(frozen=True, slots=True)
class ModelNarrative:
    """What a model wrote: draft text with references and open marks, and the whole record of how it came about."""

    narrative: Narrative
    model: str
    blocks: tuple[Mapping[str, Any], ...]
    """Each block's record: items, exchanges, rung, prompt digest, usage, attempts, seconds, time."""
    rejected: tuple[Rejected, ...]
    masked: tuple[Masked, ...]
    withheld: tuple[str, ...]
    sentences: int
    usage: Usage = field(default=Usage())


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
    hidden = masked_task(task, masker)
    notes = [prompt.Note(note.id, text) for note, text in zip(task.notes, hidden["notes"], strict=True)]
    told = prompt.Part(
        heading=task.heading,
        asks=task.asks,
        kind=task.kind,
        paragraphs=task.paragraphs,
        figures=catalogue(task, material.facts),
        last=hidden["last"],
        problems=len(task.problems),
        notes=notes,
    )
    own = prompt.part(material.form.definition.language, told)
    basis = json.dumps([head, task.key, told.last, [asdict(note) for note in notes]], ensure_ascii=False)
    messages = (Message("system", head), Message("user", own))
    return Request(task, messages, prompt.tokens_of([head, own]), _digest(basis))


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


def write_narrative(
    material: Material,
    model: Model,
    options: Options | None = None,
    *,
    finished: Mapping[str, Mapping[str, Any]] | None = None,
    on_block: OnBlock | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ModelNarrative:
    """The narrative with every block written by the model; ModelError when one could not be had, the others kept."""
    chosen = options or Options()
    run = _Run(prepare(material, chosen), model, chosen, on_block or _ignored, progress or _ignored)
    run.take(finished or {})
    run.ask()
    return run.result()


def _ignored(*_: object) -> None:
    """A listener that does not listen."""


@dataclass(slots=True)
class _Run:
    """One run: what is finished, what failed, and what became of each block."""

    prepared: Prepared
    model: Model
    options: Options
    on_block: OnBlock
    progress: Callable[[Progress], None]
    done: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    failed: dict[str, AskFailed] = field(default_factory=dict)
    stopped: Event = field(default_factory=Event)

    def take(self, finished: Mapping[str, Mapping[str, Any]]) -> None:
        """Blocks that were written from the same material are not asked for again."""
        for request in self.prepared.requests:
            data = finished.get(request.task.key)
            if data and data.get("digest") == request.digest:
                self.done[request.task.key] = data
                self._tell(request, "kept")

    def ask(self) -> None:
        """Ask for every block that is missing, several at once; whatever is finished is handed on, come what may."""
        missing = [request for request in self.prepared.requests if request.task.key not in self.done]
        if not missing:
            return
        futures: dict[Future[Mapping[str, Any] | None], Request] = {}
        pool = ThreadPoolExecutor(max(1, self.options.concurrency), thread_name_prefix="drafter-block")
        try:
            futures |= {pool.submit(self._asked, request): request for request in missing}
            for future in as_completed(futures):
                self._take(future, futures[future])
                if any(error.fatal for error in self.failed.values()):
                    break
        except BaseException:
            self.model.cancel()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            for future, request in futures.items():
                self._take(future, request)

    def _asked(self, request: Request) -> Mapping[str, Any] | None:
        """A block's record; None where another block has met a fault that this one would meet as well."""
        if self.stopped.is_set():
            return None
        try:
            return self._block(request)
        except AskFailed as error:
            if error.fatal:
                self.stopped.set()
            raise

    def _take(self, future: Future[Mapping[str, Any] | None], request: Request) -> None:
        key = request.task.key
        if key in self.done or key in self.failed or not future.done() or future.cancelled():
            return
        error = future.exception()
        if error is None:
            data = future.result()
            if data is not None:
                self.done[key] = data
                self.on_block(key, data)
                self._tell(request, "done")
        elif isinstance(error, AskFailed):
            self.failed[key] = error
            self.on_block(key, {"failed": error.key, "attempts": [asdict(item) for item in error.attempts]})
            self._tell(request, "failed")
        else:
            raise error

    def _tell(self, request: Request, state: State, characters: int = 0) -> None:
        self.progress(Progress(request.task.key, request.task.heading, state, characters))

    def _block(self, request: Request) -> Mapping[str, Any]:
        """Ask for one block, and once more for the sentences that may not stand."""
        self._tell(request, "asked")
        gate = Gate(self.prepared.material, request.task)
        reply = self._complete(request.messages, request)
        items = items_of(reply.answer)  # type: ignore[arg-type]
        exchanges = [_exchange(request.messages, reply)]
        returned = faults(items, gate, self.prepared.masker)
        if returned:
            items, more = self._again(request, reply, items, returned)
            exchanges += more
        language = self.prepared.material.form.definition.language
        return {
            "digest": request.digest,
            "prompt_digest": _digest("".join(message.content for message in request.messages)),
            "model": reply.model,
            "rung": reply.rung,
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(sum(item["seconds"] for item in exchanges), 3),
            "usage": asdict(sum((Usage(**item["usage"]) for item in exchanges), Usage())),
            "returned": [
                {"text": item.said, "reasons": [reason.text(language) for reason in reasons]}
                for _, _, item, reasons in returned
            ],
            "items": [[asdict(item) for item in paragraph] for paragraph in items],
            "exchanges": exchanges,
        }

    def _complete(self, messages: Sequence[Message], request: Request) -> Reply:
        schema = PairsAnswer if request.task.kind == "pairs" else ProseAnswer
        return self.model.complete(messages, schema, lambda count: self._tell(request, "heard", count))

    def _again(
        self, request: Request, reply: Reply, items: Items, returned: Sequence[tuple[int, int, Item, Any]]
    ) -> tuple[Items, list[dict[str, Any]]]:
        """The items with the rejected ones as the model put them anew; as they were when it did not answer."""
        language = self.prepared.material.form.definition.language
        refused = [
            prompt.Refused(prompt.as_data(item.said), [reason.text(language) for reason in reasons])
            for _, _, item, reasons in returned
        ]
        told = Message("user", prompt.again(language, refused, request.task.kind))
        messages = (*request.messages, Message("assistant", reply.text), told)
        longest = prompt.tokens_of([message.content for message in messages]) + self.options.max_tokens
        if self.options.context is not None and longest > self.options.context:
            return items, []
        self._tell(request, "again")
        try:
            second = self._complete(messages, request)
        except AskFailed as error:
            if error.key == "model_cancelled":
                raise
            return items, [_failed_exchange(messages, error)]
        return _replaced(items, returned, second), [_exchange(messages, second)]

    def result(self) -> ModelNarrative:
        """The narrative; ModelError when a block is missing."""
        if self.failed or len(self.done) < len(self.prepared.requests):
            raise self._error()
        composed = {request.task: self._composed(request) for request in self.prepared.requests}
        narrative = self.prepared.material.plan
        for task, block in composed.items():
            narrative = placed(narrative, task, block.paragraphs, self.prepared.material)
        blocks = tuple({"key": key} | dict(self.done[key]) for key in (task.key for task in composed))
        return ModelNarrative(
            narrative,
            self.model.name,
            blocks,
            tuple(item for block in composed.values() for item in block.rejected),
            self.prepared.masked,
            self.prepared.withheld,
            sum(block.sentences for block in composed.values()),
            sum((Usage(**block["usage"]) for block in blocks), Usage()),
        )

    def _composed(self, request: Request) -> Composed:
        items = tuple(
            tuple(Item(**(item | {"sources": tuple(item["sources"])})) for item in paragraph)
            for paragraph in self.done[request.task.key]["items"]
        )
        return compose(items, Gate(self.prepared.material, request.task), self.prepared.masker)

    def _error(self) -> ModelError:
        error = next((item for item in self.failed.values() if item.fatal), next(iter(self.failed.values())))
        reason = both(f"errors.{error.key}", **error.values)
        return AskFailed(
            "model_failed",
            attempts=error.attempts,
            fatal=error.fatal,
            reason=reason,
            done=len(self.done),
            total=len(self.prepared.requests),
        )


def _replaced(items: Items, returned: Sequence[tuple[int, int, Item, Any]], reply: Reply) -> Items:
    """The rejected items replaced in order; one that was answered with an empty text is withdrawn."""
    answer = reply.answer
    if isinstance(answer, PairsAnswer):
        anew = [Item(pair.problem, tuple(pair.sources), pair.measure, pair.status) for pair in answer.pairs]
    else:
        assert isinstance(answer, ProseAnswer)
        sentences = (sentence for paragraph in answer.paragraphs for sentence in paragraph.sentences)
        anew = [Item(sentence.text, tuple(sentence.sources)) for sentence in sentences]
    places = {(number, place): item for (number, place, _, _), item in zip(returned, anew, strict=False)}
    return tuple(
        tuple(item for place, old in enumerate(paragraph) if (item := places.get((number, place), old)).said)
        for number, paragraph in enumerate(items)
    )


def placed(narrative: Narrative, task: Task, paragraphs: Sequence[str], material: Material) -> Narrative:
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


def _exchange(messages: Sequence[Message], reply: Reply) -> dict[str, Any]:
    return {
        "messages": [asdict(message) for message in messages],
        "answer": reply.text,
        "rung": reply.rung,
        "seconds": round(reply.seconds, 3),
        "usage": asdict(reply.usage),
        "attempts": [asdict(attempt) for attempt in reply.attempts],
    }


def _failed_exchange(messages: Sequence[Message], error: AskFailed) -> dict[str, Any]:
    spent = _spent(error.attempts)
    return {
        "messages": [asdict(message) for message in messages],
        "answer": None,
        "failed": error.key,
        "rung": error.attempts[-1].rung if error.attempts else "",
        "seconds": round(sum(attempt.seconds for attempt in error.attempts), 3),
        "usage": asdict(spent),
        "attempts": [asdict(attempt) for attempt in error.attempts],
    }


def _spent(attempts: Sequence[Attempt]) -> Usage:
    return sum((attempt.usage for attempt in attempts), Usage())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
