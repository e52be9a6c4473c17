"""One run: what is missing is asked for, what is not proven goes back once, and whatever is finished is handed on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from dataclasses import field, replace
from threading import Event
from typing import Any

from drafter.llm import AskFailed, Message, Model, Reply
from drafter.llm import prompts as prompt
from drafter.llm.client.formats import FormatInstructions
from drafter.llm.settings import ModelSettings
from drafter.llm.writer.answer import AnswerBounds, ReportAnswer, RevisionAnswer
from drafter.llm.writer.compose import WriterAnswers, revised, told_of
from drafter.llm.writer.coverage import Coverage, Gaps
from drafter.llm.writer.journal import exchange, failed_exchange, failed_record, reply_record
from drafter.llm.writer.material import Material
from drafter.llm.writer.prove import Prover
from drafter.llm.writer.records import ModelNarrative, Progress, State
from drafter.llm.writer.requests import Options, Prepared, Request, prepare
from drafter.llm.writer.result import result_of
from drafter.messages import both
from drafter.records import dataclass

OnReply = Callable[[str, Mapping[str, Any]], None]
_PLACE = re.compile(r'"place"\s*:\s*"([^"]*)"')


def write_narrative(
    material: Material,
    model: Model,
    options: Options | None = None,
    *,
    finished: Mapping[str, Mapping[str, Any]] | None = None,
    on_reply: OnReply | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ModelNarrative:
    """The narrative, written by the model but for places that it did not manage, which stand open.

    ModelError when the server failed, or when the model managed nothing; what is finished was handed to `on_reply`.
    """
    chosen = options or Options()
    run = _Run(prepare(material, chosen), model, chosen, on_reply or _ignored, progress or _ignored)
    run.take(finished or {})
    run.ask()
    return run.result()


def _ignored(*_: object) -> None:
    """A listener that does not listen."""


@dataclass(slots=True)
class _Run:
    """What is finished, what failed, and what became of each request."""

    prepared: Prepared
    model: Model
    options: Options
    on_reply: OnReply
    progress: Callable[[Progress], None]
    done: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    failed: dict[str, AskFailed] = field(default_factory=dict)
    stopped: Event = field(default_factory=Event)

    @property
    def material(self) -> Material:
        return self.prepared.material

    @property
    def language(self) -> str:
        """The form's."""
        return self.material.form.definition.language

    def take(self, finished: Mapping[str, Mapping[str, Any]]) -> None:
        """Requests that were answered from the same material are not sent again."""
        for request in self.prepared.requests:
            data = finished.get(request.key)
            if data and data.get("digest") == request.digest:
                self.done[request.key] = data
                self._tell(request, "kept")

    def ask(self) -> None:
        """Send every request that is missing, several at once; whatever is finished is handed on, come what may."""
        missing = [request for request in self.prepared.requests if request.key not in self.done]
        if not missing:
            return
        futures: dict[Future[Mapping[str, Any] | None], Request] = {}
        pool = ThreadPoolExecutor(max(1, self.options.concurrency), thread_name_prefix="drafter-request")
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
        """A request's record; None where another has met a fault that this one would meet as well."""
        if self.stopped.is_set():
            return None
        try:
            return _Exchange(self, request).record()
        except AskFailed as error:
            if error.fatal:
                self.stopped.set()
            raise

    def _take(self, future: Future[Mapping[str, Any] | None], request: Request) -> None:
        key = request.key
        if key in self.done or key in self.failed or not future.done() or future.cancelled():
            return
        error = future.exception()
        if error is None:
            data = future.result()
            if data is not None:
                self.done[key] = data
                self.on_reply(key, data)
                self._tell(request, "done")
        elif isinstance(error, AskFailed):
            self.failed[key] = error
            self.on_reply(key, failed_record(request, error, self.language))
            self._tell(request, "failed", error=error)
        else:
            raise error

    def _tell(self, request: Request, state: State, *, text: str = "", error: AskFailed | None = None) -> None:
        whole = len(request.parts) == len(self.material.parts)
        heading = "" if whole else request.parts[0].label
        places = _PLACE.findall(text)
        part = self.material.part(places[-1]) if places else None
        self.progress(Progress(request.key, heading, state, len(text), part.label if part else "", error))

    def result(self) -> ModelNarrative:
        """The narrative; ModelError when a server failed, or when the model managed no request at all."""
        met = {*self.done, *(key for key, error in self.failed.items() if error.answered)}
        if not self.done or not all(request.key in met for request in self.prepared.requests):
            raise self._error()
        return result_of(self.prepared, self.model.name, self.done, self.failed)

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


@dataclass(slots=True)
class _Exchange:
    """One request, its answer, and the one time that something of it goes back."""

    run: _Run
    request: Request
    exchanges: list[dict[str, Any]] = field(default_factory=list)

    @property
    def material(self) -> Material:
        return self.run.material

    def record(self) -> Mapping[str, Any]:
        """What the model told, as it is kept."""
        self.run._tell(self.request, "asked")
        reply = self._complete(self.request.messages, self._asked.report())
        assert isinstance(reply.answer, ReportAnswer)
        told = told_of(reply.answer, self.request.parts, self.run.prepared.names, self.material)
        if not told.sentences:
            raise AskFailed("model_nothing", attempts=reply.attempts, answered=True, model=self.run.model.name)
        self.exchanges.append(exchange(self.request.messages, reply))
        refused, missing, problems = self._lacking(told)
        if refused or missing or problems:
            told = self._again(reply, told, refused, (missing, problems))
        return reply_record(self.request, reply, told, self.exchanges, refused)

    @property
    def _asked(self) -> AnswerBounds:
        """What the answer may name: the places of the request, and the sources of the whole report."""
        parts = self.request.parts
        problems = len(self.material.last_problems) if any(part.is_problems for part in parts) else 0
        return AnswerBounds(tuple(part.key for part in parts), tuple(self.run.prepared.names.full), problems)

    def _complete(self, messages: Sequence[Message], schema: type[ReportAnswer | RevisionAnswer]) -> Reply:
        return self.run.model.complete(messages, schema, lambda text: self.run._tell(self.request, "heard", text=text))

    def _lacking(self, told: WriterAnswers) -> tuple[list[prompt.Refused], list[str], list[str]]:
        """Sentences that go back with their reasons, what is not said, and last year's problems not accounted for."""
        masker, language = self.run.prepared.masker, self.run.language
        proof = Prover(self.material, masker).prove(told.sentences)
        coverage = Coverage(self.material)
        against = {item.number: item for item in proof.sentences}
        for sentence, reason in coverage.unfounded(proof.sentences, told.problems):
            against[sentence.number] = against[sentence.number].against(reason)
        refused = [
            prompt.Refused(item.number, item.raw, [reason.text(language) for reason in item.reasons])
            for item in against.values()
            if item.reasons
        ]
        meant = [replace(item, reasons=()) for item in proof.sentences]  # a sentence that goes back says what it said
        gaps = coverage.gaps(meant, self.request.parts, omitted=told.omitted, problems=told.problems)
        apart = {part.section for part in self.material.parts if part not in self.request.parts}
        required = [item for item in gaps.required if item.place.section not in apart]
        said = [f"{getattr(item.message, language)}\uff08{coverage.place_of(item).key}\uff09" for item in required]
        return refused, [*self._missing(gaps), *said], self._problems(gaps)

    def _missing(self, gaps: Gaps) -> list[str]:
        names, masker = self.run.prepared.names, self.run.prepared.masker
        notes = [f"{names.short(f'note:{note.id}')} {masker.mask(note.text, f'note:{note.id}')}" for note in gaps.notes]
        entries = [
            f"{names.short(f'entry:{entry.id}')} {entry.value}{entry.unit or ''}"
            f"\uff08{self.material.home(entry.section, entry.topic).key}\uff09"
            for entry in gaps.entries
        ]
        return notes + entries

    def _problems(self, gaps: Gaps) -> list[str]:
        return [f"\u3014{number}\u3015{self.material.last_problems[number - 1]}" for number in gaps.problems]

    def _again(
        self, reply: Reply, told: WriterAnswers, refused: Sequence[prompt.Refused], lacking: tuple[list[str], list[str]]
    ) -> WriterAnswers:
        """What was told with what the model mended; as it was when the model did not answer."""
        missing, problems = lacking
        asked = prompt.filled(self.run.language, "again", refused=refused, missing=missing, problems=problems)
        messages = (*self.request.messages, Message("assistant", reply.text), Message("user", asked))
        context = self.run.options.context
        longest = prompt.tokens_of([message.content for message in messages]) + self.request.answer // 2
        if context is not None and longest > context:
            return told
        self.run._tell(self.request, "again")
        try:
            second = self._complete(messages, self._asked.revision([item.number for item in refused]))
        except AskFailed as error:
            if error.key == "model_cancelled":
                raise
            self.exchanges.append(failed_exchange(messages, error))
            return told
        self.exchanges.append(exchange(messages, second))
        assert isinstance(second.answer, RevisionAnswer)
        return revised(told, second.answer, self.request.parts, self.material)


@contextmanager
def opened(settings: ModelSettings, language: str) -> Iterator[tuple[Model, Options]]:
    """The model of these settings and the options that go with it; a model file is served until the block ends."""
    from drafter.llm.client import OpenAIModel
    from drafter.llm.client.local import served

    with served(settings) if settings.is_file else nullcontext(settings) as reached:
        model = OpenAIModel(reached, FormatInstructions(*prompt.wording(language)))
        yield model, options_of(reached)


def options_of(settings: ModelSettings) -> Options:
    """The writer's options that settings hold."""
    return Options(settings.concurrency, settings.context, settings.max_tokens)
