"""One reading: what is not kept is asked for, several requests at once, and every answer is handed on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, field, replace
from typing import Any

from drafter.llm import AskFailed, Model, Reply, Usage
from drafter.llm.reader.answer import SentencesAnswer, StatementsAnswer
from drafter.llm.reader.material import Ids
from drafter.llm.reader.records import Inquiry, ModelReading, ReadingRequest, Subject
from drafter.llm.reader.requests import Asking, requests_of
from drafter.llm.writer.journal import exchange, failed_exchange
from drafter.llm.writer.records import Progress
from drafter.llm.writer.requests import Options
from drafter.records import dataclass
from drafter.report import Facts, Narrative, Place
from drafter.report.personal_data import Masker
from drafter.statements import bind
from drafter.statements.language import Statement, statement_of
from drafter.statements.second import SecondReading, SentenceVerdict
from drafter.vouching import SentenceVouching, vouch

Kept = Mapping[str, Sequence[Mapping[str, Any]]]
"""What a model said about paragraphs and sentences, by their digests."""
BOTH: tuple[Subject, ...] = ("statements", "sentences")


def read_narrative(
    narrative: Narrative,
    facts: Facts,
    model: Model,
    options: Options | None = None,
    *,
    own: Collection[Place] = (),
    about: Collection[Subject] = BOTH,
    kept: Kept | None = None,
    on_reply: Callable[[str, Mapping[str, Any]], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ModelReading:
    """The narrative as a model reads it; what could not be had is missing, and `failure` says why.

    `own` are places of text that a person wrote and answers for; `about` is what is asked. Only what is not in `kept`
    is asked for.
    """
    reading = _Inquiries(narrative, facts, Asking(facts, model.name, Masker()), own, about)
    run = _ReadingRun(model, options or Options(), on_reply or _ignored, progress or _ignored, dict(kept or {}))
    run.ask(reading.inquiries)
    return replace(reading.result(model.name, run.answers), requests=run.sent, usage=run.usage, seconds=run.seconds,
                   failure=run.failure)  # fmt: skip


def kept_reading(
    narrative: Narrative, facts: Facts, model: str, kept: Kept, *, own: Collection[Place] = ()
) -> ModelReading:
    """The narrative as a model has read it before; nothing is sent, and what is not kept is missing."""
    return _Inquiries(narrative, facts, Asking(facts, model, Masker()), own, BOTH).result(model, kept)


def _ignored(*_: object) -> None:
    """A listener that does not listen."""


class _Inquiries:
    """A narrative and what is asked about it."""

    def __init__(
        self, narrative: Narrative, facts: Facts, asking: Asking, own: Collection[Place], about: Collection[Subject]
    ) -> None:
        self.facts, self.asking = facts, asking
        self.sentences: Sequence[SentenceVouching] = ()
        self.inquiries: list[Inquiry] = []
        if "statements" in about:
            self.inquiries.append(asking.about_statements(narrative))
        if "sentences" in about:
            account = bind(narrative, facts)
            self.sentences = vouch(narrative, facts, account, own=own).sentences
        if self.sentences:
            self.inquiries.append(asking.about_sentences(narrative, account, self.sentences))

    def result(self, model: str, answers: Kept) -> ModelReading:
        """What the answers come to."""
        statements: list[Statement] = []
        sentences: list[SentenceVerdict] = []
        unread = malformed = 0
        for inquiry in self.inquiries:
            for item in inquiry.items:
                unread += item.digest not in answers
                for raw in answers.get(item.digest, ()):
                    if inquiry.subject == "sentences":
                        sentences.append(self._verdict(item.number, raw))
                    elif (statement := self._statement(item.number, raw)) is not None:
                        statements.append(statement)
                    else:
                        malformed += 1
        second = SecondReading(model, tuple(statements), tuple(sentences), malformed)
        return ModelReading(second, masked=self.asking.masker.masked, unread=unread)

    def _statement(self, number: int, raw: Mapping[str, Any]) -> Statement | None:
        words = self.asking.masker.restore(str(raw.get("words") or ""))
        told = {**raw, "paragraph": number, "words": words}
        return statement_of(told, self.facts.form.definition.language)

    def _verdict(self, number: int, raw: Mapping[str, Any]) -> SentenceVerdict:
        place = self.sentences[number - 1].place
        words = self.asking.masker.restore(str(raw.get("words") or ""))
        ids = Ids(self.facts)
        sources = tuple(filter(None, (ids.full(str(name)) for name in raw.get("sources") or ())))
        state = str(raw.get("state") or "")
        return SentenceVerdict(place.section, place.paragraph, place.start or 0, state, words, sources)


@dataclass(slots=True)
class _ReadingRun:
    """The requests of a reading, and what came of them."""

    model: Model
    options: Options
    on_reply: Callable[[str, Mapping[str, Any]], None]
    progress: Callable[[Progress], None]
    answers: dict[str, Sequence[Mapping[str, Any]]]
    sent: int = 0
    usage: Usage = field(default=Usage())
    seconds: float = 0.0
    failure: AskFailed | None = None

    def ask(self, inquiries: Iterable[Inquiry]) -> None:
        """Send what is missing, several at once; whatever is answered is handed on, come what may."""
        requests = [one for inquiry in inquiries for one in requests_of(inquiry, self.answers, self.options)]
        if not requests:
            return
        pool = ThreadPoolExecutor(max(1, self.options.concurrency), thread_name_prefix="drafter-reading")
        try:
            futures = {pool.submit(self._complete, request): request for request in requests}
            for future in as_completed(futures):
                self._take(future, futures[future])
                if self.failure is not None and self.failure.fatal:
                    break
        except BaseException:
            self.model.cancel()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _complete(self, request: ReadingRequest) -> Reply:
        self._tell(request, "asked")
        return self.model.complete(
            request.messages, request.inquiry.schema, lambda text: self._tell(request, "heard", len(text))
        )

    def _take(self, future: Future[Reply], request: ReadingRequest) -> None:
        self.sent += 1
        try:
            reply = future.result()
        except AskFailed as error:
            self.failure = error
            self.usage += sum((attempt.usage for attempt in error.attempts), Usage())
            self.on_reply(request.key, {"model": self.model.name, **failed_exchange(request.messages, error)})
            self.progress(Progress(request.key, _title(request), "failed", error=error))
            return
        self.usage, self.seconds = self.usage + reply.usage, max(self.seconds, reply.seconds)
        items = _by_digest(request, reply)
        self.answers |= items
        self.on_reply(request.key, {"model": self.model.name, "items": items, "usage": asdict(reply.usage),
                                    "exchanges": [exchange(request.messages, reply)]})  # fmt: skip
        self._tell(request, "done")

    def _tell(self, request: ReadingRequest, state: Any, characters: int = 0) -> None:
        self.progress(Progress(request.key, _title(request), state, characters))


def _title(request: ReadingRequest) -> str:
    """What a request is called on a terminal; the words for it are messages."""
    return f"{request.items[0].number}\u2013{request.items[-1].number}"


def _by_digest(request: ReadingRequest, reply: Reply) -> dict[str, list[dict[str, Any]]]:
    """What was answered about each item; an item about which nothing is said is answered with nothing."""
    found: dict[int, list[dict[str, Any]]] = {item.number: [] for item in request.items}
    answer = reply.answer
    if isinstance(answer, StatementsAnswer):
        told = [(one.paragraph, one.model_dump(mode="json", exclude={"paragraph"})) for one in answer.statements]
    else:
        assert isinstance(answer, SentencesAnswer)
        told = [(one.sentence, one.model_dump(mode="json", exclude={"sentence"})) for one in answer.sentences]
    for number, raw in told:
        if number in found:
            found[number].append(raw)
    kept: dict[str, list[dict[str, Any]]] = {}
    for item in request.items:
        kept[item.digest] = found[item.number] or kept.get(item.digest, [])
    return kept
