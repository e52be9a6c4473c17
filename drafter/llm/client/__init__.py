"""Any OpenAI-compatible server as a `Model`; with its faults it is the only part that imports openai.

Every request is ours: the client's own retries are off, since they pay twice without a word. What cannot help is not
tried; what may help is tried once, on the record.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from drafter.llm import AskFailed, Attempt, Heard, Message, Reply, Usage
from drafter.llm.client.answers import InvalidAnswer, parse_answer
from drafter.llm.client.faults import PASSING, Fault, FaultKind, scrubbed
from drafter.llm.client.formats import FormatInstructions, Ladder, below, parameters
from drafter.llm.client.stream import ServerAnswer, send
from drafter.llm.prompts import tokens_of
from drafter.llm.settings import ModelSettings, Rung

if TYPE_CHECKING:
    from pydantic import BaseModel

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0
_LEAST_COUNTED = 0.2
"""Tokens to characters: the least that a tokenizer makes of a whole prompt; Chinese text takes 0.5 to 1.5."""
_RUN = 8
"""Characters that an answer does not have in common with a prompt by chance."""
_LEAST_ROOM = 256
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class OpenAIModel:
    """A model behind an OpenAI-compatible address; `now` (in seconds) and `wait` are its clock."""

    def __init__(
        self,
        settings: ModelSettings,
        wording: FormatInstructions,
        *,
        now: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Event, float], bool] = threading.Event.wait,
    ) -> None:
        self.settings = settings
        self.now, self.wait = now, wait
        self.wording = wording
        self.ladder = Ladder(settings, settings.rung)
        self.client = _client(settings)
        self.cancelled = threading.Event()

    @property
    def name(self) -> str:
        return self.settings.model

    def complete(self, messages: Sequence[Message], schema: type[BaseModel], heard: Heard | None = None) -> Reply:
        """The reply to messages, by way of the ladder; AskFailed with every attempt when there is none."""
        return _Asking(self, tuple(messages), schema, heard).run()

    def cancel(self) -> None:
        """Give up whatever is being waited for."""
        self.cancelled.set()


def _client(settings: ModelSettings) -> Any:
    import openai

    options: dict[str, Any] = {}
    if (urlsplit(settings.base_url).hostname or "") in _LOOPBACK:
        options["http_client"] = openai.DefaultHttpxClient(trust_env=False)
    return openai.OpenAI(
        api_key=settings.key or "none", base_url=settings.base_url, max_retries=0, timeout=settings.timeout, **options
    )


class _Asking:
    """One question until it is answered, with what has been tried for it."""

    def __init__(self, model: OpenAIModel, messages: tuple[Message, ...], schema: type[BaseModel], heard: Heard | None):
        self.model, self.messages, self.schema, self.heard = model, messages, schema, heard
        self.settings, self.ladder = model.settings, model.ladder
        self.rung: Rung = self.ladder.rung
        self.budget = self._room()
        self.deadline = model.now() + self.settings.timeout
        self.attempts: list[Attempt] = []
        self.waits = 0
        self._tried: set[str] = set()

    def _room(self) -> int:
        """Tokens for the answer: as set, as far as the context leaves them."""
        if self.settings.context is None:
            return self.settings.max_tokens
        left = self.settings.context - tokens_of([message.content for message in self.messages])
        return max(min(self.settings.max_tokens, left), min(self.settings.max_tokens, _LEAST_ROOM))

    def run(self) -> Reply:
        while True:
            reply = self._step()
            if reply is not None:
                return reply

    def _step(self) -> Reply | None:
        began = self.model.now()
        found = parameters(self.messages, self.schema, self.rung, self.budget, self.ladder, self.model.wording)
        found["timeout"] = max(0.1, self.deadline - began)
        outcome = send(
            self.model.client,
            found,
            self.settings.key,
            deadline=self.deadline,
            now=self.model.now,
            cancelled=self.model.cancelled,
            heard=self.heard,
        )
        seconds = self.model.now() - began
        if isinstance(outcome, Fault):
            self._note(outcome.kind.value, seconds, detail=outcome.detail)
            self._remedy(outcome)
            return None
        return self._judged(outcome, seconds)

    def _note(
        self, outcome: str, seconds: float, *, text: str = "", detail: str = "", usage: Usage | None = None
    ) -> None:
        clean = scrubbed(text, self.settings.key)
        self.attempts.append(Attempt(self.rung, outcome, round(seconds, 3), clean, detail, usage or Usage()))

    def _once(self, what: str) -> bool:
        """Whether this is the first time that something is tried for this question."""
        if what in self._tried:
            return False
        self._tried.add(what)
        return True

    # --- answers

    def _judged(self, answer: ServerAnswer, seconds: float) -> Reply | None:
        problem = self._problem(answer)
        if problem:
            self._note(problem, seconds, text=answer.text, detail=answer.refusal, usage=answer.usage)
            self._answer_remedy(problem, answer)
            return None
        try:
            parsed = parse_answer(answer.text, self.schema)
        except InvalidAnswer as error:
            self._note("invalid", seconds, text=answer.text, detail=str(error), usage=answer.usage)
            self._ask_again(answer.text, str(error))
            return None
        self._note("answered", seconds, text=answer.text, usage=answer.usage)
        self._not_cut(answer)
        if "empty" not in self._tried:
            self.ladder.remember(self.rung)
        return Reply(parsed, answer.text, self.model.name, self.rung, tuple(self.attempts))

    @staticmethod
    def _problem(answer: ServerAnswer) -> str | None:
        if answer.refusal:
            return "refused"
        if answer.finish in ("content_filter", "length", "blank"):
            return {"content_filter": "filtered", "length": "truncated"}.get(answer.finish, "blank")
        return None if answer.text.strip() else "empty"

    def _answer_remedy(self, problem: str, answer: ServerAnswer) -> None:
        """Raise the budget once, leave JSON mode once; nothing helps against a refusal."""
        if problem == "truncated" and self._once("budget"):
            self.budget *= 2
            return
        if problem == "empty" and self._once("empty"):
            self.rung = "text"
            return
        if problem == "blank" and self._once("blank"):
            self.rung = below(self.rung) or self.rung
            return
        raise self._failed(f"model_{problem}", reason=answer.refusal or problem, answered=True)

    def _ask_again(self, text: str, error: str) -> None:
        """Once, with the error shown; where the server did not hold to the schema, the prompt spells it out."""
        if not self._once("again"):
            raise self._failed("model_invalid", reason=error, answered=True)
        told = Message("user", self.model.wording.invalid.format(error=error))
        self.messages = (*self.messages, Message("assistant", text[:20_000]), told)
        if self.rung in ("strict", "schema"):
            self.rung = "object"

    def _not_cut(self, answer: ServerAnswer) -> None:
        """A prompt that the server counts far shorter than it is was cut without a word.

        Unless it counts only what its cache did not serve: then it has counted more before, or the answer holds words
        that stand only in the first half of what was sent, which is what such servers cut.
        """
        usage, sent = answer.usage, sum(len(message.content) for message in self.messages)
        counted = usage.prompt + usage.cached if usage else 0
        if not usage or not usage.prompt or counted >= sent * _LEAST_COUNTED:
            self.ladder.counts = self.ladder.counts or bool(counted)
            return
        if not self.ladder.counts and not _has_read(answer.text, [message.content for message in self.messages]):
            raise self._failed("model_cut_prompt", tokens=usage.prompt, characters=sent, fatal=True)

    # --- faults

    def _remedy(self, fault: Fault) -> None:
        """Return when asking again may help, having seen to it; AskFailed when it cannot."""
        match fault.kind:
            case FaultKind.PARAMETER if self._once(f"without {fault.name}"):
                self.ladder.refuse(fault.name)
                return None
            case FaultKind.BUSY if self.waits < self.settings.retries:
                return self._wait(fault)
            case FaultKind.SERVER if self._once("server"):
                return self._wait(fault)
            case FaultKind.RESET if self._once("reset"):
                return None
            case FaultKind.FORMAT | FaultKind.SERVER | FaultKind.PARAMETER if self._down():
                return None
        values = {"wait": round(fault.wait)} if fault.wait else {}
        reason = fault.detail or fault.kind.value
        fatal = fault.kind not in PASSING or fault.silent
        answered = fault.kind is FaultKind.ENDLESS
        raise self._failed(f"model_{fault.kind.value}", fatal=fatal, answered=answered, reason=reason, **values)

    def _down(self) -> bool:
        lower = below(self.rung)
        self.rung = lower or self.rung
        return lower is not None

    def _wait(self, fault: Fault) -> None:
        seconds = fault.wait if fault.wait is not None else min(_FIRST_WAIT * 2**self.waits, _LONGEST_WAIT)
        self.waits += 1
        if self.model.now() + seconds >= self.deadline:
            raise self._failed("model_busy", reason=fault.detail, wait=round(seconds, 1))
        if self.model.wait(self.model.cancelled, seconds):
            raise self._failed("model_cancelled")

    def _failed(self, key: str, *, fatal: bool = False, answered: bool = False, **values: object) -> AskFailed:
        shown = {"reason": "", "seconds": round(self.settings.timeout), "requests": len(self.attempts)} | values
        return AskFailed(
            key,
            attempts=tuple(self.attempts),
            fatal=fatal,
            answered=answered,
            model=self.settings.model,
            address=_shown(self.settings.base_url),
            **{name: scrubbed(str(value), self.settings.key) for name, value in shown.items()},
        )


def _has_read(answer: str, sent: Sequence[str]) -> bool:
    """Whether an answer holds a run of characters that stands only in the first half of what was sent."""
    whole = "\n".join(sent)
    first, second = whole[: len(whole) // 2], whole[len(whole) // 2 :]
    runs = (answer[at : at + _RUN] for at in range(0, len(answer) - _RUN, _RUN // 2))
    return any(run in first and run not in second for run in runs)


def _shown(address: str) -> str:
    """An address without user name, password and query."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"
