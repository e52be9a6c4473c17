"""One run: every block that is missing is asked for, several at once, and whatever is finished is handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from threading import Event
from typing import Any

from drafter.llm import AskFailed, Message, Model, Reply, Usage
from drafter.llm import prompts as prompt
from drafter.llm.client.formats import Wording
from drafter.llm.settings import ModelSettings
from drafter.llm.writer.answer import PairsAnswer, ProseAnswer
from drafter.llm.writer.blocks import Material
from drafter.llm.writer.compose import Composed, Item, Items, compose, faults, items_of, placed, said, unwritten
from drafter.llm.writer.gate import Gate, Reason
from drafter.llm.writer.journal import block_record, exchange, failed_exchange, failed_record
from drafter.llm.writer.records import ModelNarrative, Options, Prepared, Progress, Request, State
from drafter.llm.writer.requests import prepare
from drafter.llm.writer.short_ids import shorthand
from drafter.messages import both, error_text

OnBlock = Callable[[str, Mapping[str, Any]], None]


def write_narrative(
    material: Material,
    model: Model,
    options: Options | None = None,
    *,
    finished: Mapping[str, Mapping[str, Any]] | None = None,
    on_block: OnBlock | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ModelNarrative:
    """The narrative, written by the model but for blocks that it did not manage, which stand open.

    ModelError when the server failed, or when the model managed nothing; what is finished was handed to `on_block`.
    """
    chosen = options or Options()
    run = _Run(prepare(material, chosen), model, chosen, on_block or _ignored, progress or _ignored)
    run.take(finished or {})
    run.ask()
    return run.result()


def _ignored(*_: object) -> None:
    """A listener that does not listen."""


@dataclass(slots=True)
class _Run:
    """What is finished, what failed, and what became of each block."""

    prepared: Prepared
    model: Model
    options: Options
    on_block: OnBlock
    progress: Callable[[Progress], None]
    done: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    failed: dict[str, AskFailed] = field(default_factory=dict)
    stopped: Event = field(default_factory=Event)

    @property
    def language(self) -> str:
        """The form's."""
        return self.prepared.material.form.definition.language

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
            self.on_block(key, failed_record(request, error, self.language))
            self._tell(request, "failed", error=error)
        else:
            raise error

    def _tell(self, request: Request, state: State, *, characters: int = 0, error: AskFailed | None = None) -> None:
        self.progress(Progress(request.task.key, request.task.heading, state, characters, error))

    def _block(self, request: Request) -> Mapping[str, Any]:
        """Ask for one block, and once more for the sentences that may not stand."""
        self._tell(request, "asked")
        reply = self._complete(request.messages, request)
        items = said(items_of(reply.answer, shorthand(request.task)))  # type: ignore[arg-type]
        if not items:
            raise AskFailed("model_nothing", attempts=reply.attempts, answered=True, model=self.model.name)
        exchanges = [exchange(request.messages, reply)]
        returned = faults(items, Gate(self.prepared.material, request.task), self.prepared.masker)
        if returned:
            items, more = self._again(request, reply, items, returned)
            exchanges += more
        return block_record(request, reply, items, exchanges, self._refused(returned))

    def _complete(self, messages: Sequence[Message], request: Request) -> Reply:
        schema = PairsAnswer if request.task.kind == "pairs" else ProseAnswer
        return self.model.complete(messages, schema, lambda count: self._tell(request, "heard", characters=count))

    def _refused(self, returned: Sequence[tuple[int, int, Item, tuple[Reason, ...]]]) -> list[prompt.Refused]:
        return [
            prompt.Refused(item.said, [reason.text(self.language) for reason in reasons])
            for _, _, item, reasons in returned
        ]

    def _again(
        self,
        request: Request,
        reply: Reply,
        items: Items,
        returned: Sequence[tuple[int, int, Item, tuple[Reason, ...]]],
    ) -> tuple[Items, list[dict[str, Any]]]:
        """The items with the rejected ones as the model put them anew; as they were when it did not answer."""
        ids = shorthand(request.task)
        refused = [
            prompt.Refused(prompt.as_data(ids.shortened(one.text)), [ids.shortened(text) for text in one.reasons])
            for one in self._refused(returned)
        ]
        told = Message("user", prompt.again(self.language, refused, request.task.kind))
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
            return items, [failed_exchange(messages, error)]
        anew = items_of(second.answer, ids)  # type: ignore[arg-type]
        return _replaced(items, [(number, place) for number, place, _, _ in returned], anew), [
            exchange(messages, second)
        ]

    def result(self) -> ModelNarrative:
        """The narrative; ModelError when a server failed, or when the model managed no block at all."""
        if not self.done or not all(request.task.key in self._met for request in self.prepared.requests):
            raise self._error()
        material = self.prepared.material
        narrative, composed = material.plan, []
        for request in self.prepared.requests:
            block = self._composed(request)
            narrative = placed(narrative, request.task, block.paragraphs, material)
            composed.append(block)
        asked = {request.task.key: request for request in self.prepared.requests}
        blocks = tuple({"key": key} | dict(self.done[key]) for key in asked if key in self.done)
        failed = tuple(
            {"key": key} | failed_record(asked[key], error, self.language) for key, error in self.failed.items()
        )
        return ModelNarrative(
            narrative,
            self.model.name,
            blocks,
            tuple(item for block in composed for item in block.rejected),
            self.prepared.masked,
            self.prepared.withheld,
            sum(block.sentences for block in composed),
            failed,
            sum((Usage(**block["usage"]) for block in (*blocks, *failed)), Usage()),
        )

    @property
    def _met(self) -> set[str]:
        """Blocks that are finished, and those that the model answered but did not manage."""
        return {*self.done, *(key for key, error in self.failed.items() if error.answered)}

    def _composed(self, request: Request) -> Composed:
        gate, masker = Gate(self.prepared.material, request.task), self.prepared.masker
        error = self.failed.get(request.task.key)
        if error is not None:
            text = error.attempts[-1].text if error.attempts else ""
            return unwritten(gate, masker, error_text(self.language, error), text)
        items = tuple(
            tuple(Item(**(item | {"sources": tuple(item["sources"])})) for item in paragraph)
            for paragraph in self.done[request.task.key]["items"]
        )
        return compose(items, gate, masker)

    def _error(self) -> AskFailed:
        faults = sorted(self.failed.values(), key=lambda error: (error.answered, not error.fatal))
        return AskFailed(
            "model_failed" if self.done else "model_failed_all",
            attempts=faults[0].attempts,
            fatal=faults[0].fatal,
            reason=both(f"errors.{faults[0].key}", **faults[0].values),
            done=len(self.done),
            total=len(self.prepared.requests),
        )


def _replaced(items: Items, places: Sequence[tuple[int, int]], anew: Items) -> Items:
    """The items at these places replaced in order; one that was answered with an empty text is withdrawn."""
    new = dict(zip(places, (item for paragraph in anew for item in paragraph), strict=False))
    return tuple(
        tuple(item for place, old in enumerate(paragraph) if (item := new.get((number, place), old)).said)
        for number, paragraph in enumerate(items)
    )


@contextmanager
def opened(settings: ModelSettings, language: str) -> Iterator[tuple[Model, Options]]:
    """The model of these settings and the options that go with it; a model file is served until the block ends."""
    from drafter.llm.client import OpenAIModel
    from drafter.llm.client.local import served

    with served(settings) if settings.is_file else nullcontext(settings) as reached:
        model = OpenAIModel(reached, Wording(*prompt.wording(language)))
        yield model, options_of(reached)


def options_of(settings: ModelSettings) -> Options:
    """The writer's options that settings hold."""
    return Options(settings.concurrency, settings.context, settings.max_tokens)


def record_of(written: ModelNarrative, language: str) -> dict[str, Any]:
    """How a narrative came about, as JSON; of what was masked only the ends are shown."""
    return {
        "model": written.model,
        "sentences": written.sentences,
        "usage": asdict(written.usage),
        "rejected": [
            {"block": item.block, "text": item.text, "reasons": [reason.text(language) for reason in item.reasons]}
            for item in written.rejected
        ],
        "masked": [
            {"kind": item.kind, "where": item.where, "token": item.token, "shown": item.shown}
            for item in written.masked
        ],
        "withheld": list(written.withheld),
        "blocks": [dict(block) for block in written.blocks],
        "failed": [dict(block) for block in written.failed],
    }
