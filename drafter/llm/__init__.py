"""The seam to a language model: messages and a schema go out, a validated reply comes back.

`Model.complete` is the whole of it. `OpenAIModel` speaks to any OpenAI-compatible server, `ScriptedModel` stands in for
one where none is wanted; whoever writes with a model knows neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from drafter.errors import ModelError
from drafter.records import dataclass

if TYPE_CHECKING:
    from pydantic import BaseModel

Heard = Callable[[str], None]
"""Told while an answer comes in: what there is of it by now."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; the role is "system", "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them; `cached` is the part of `prompt` that its prefix cache served."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.prompt + other.prompt, self.completion + other.completion, self.cached + other.cached)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request and what came of it: "answered" or the name of a fault."""

    rung: str
    outcome: str
    seconds: float
    text: str = ""
    detail: str = ""
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that holds to its schema, and every request that it took to get it."""

    answer: BaseModel
    text: str
    model: str
    rung: str
    attempts: tuple[Attempt, ...] = ()

    @property
    def usage(self) -> Usage:
        return sum((attempt.usage for attempt in self.attempts), Usage())

    @property
    def seconds(self) -> float:
        return sum(attempt.seconds for attempt in self.attempts)


class AskFailed(ModelError):
    """No usable answer to a question.

    `fatal` when asking for anything else would fail as well; `answered` when the server did its part and the model
    had nothing usable to say.
    """

    def __init__(
        self,
        key: str,
        /,
        *,
        attempts: tuple[Attempt, ...] = (),
        fatal: bool = False,
        answered: bool = False,
        **values: object,
    ):
        super().__init__(key, **values)
        self.attempts = attempts
        self.fatal = fatal
        self.answered = answered


class Model(Protocol):
    """Whatever answers messages with an instance of a schema; AskFailed when it does not."""

    @property
    def name(self) -> str:
        """What the model is called in a record."""

    def complete(self, messages: Sequence[Message], schema: type[BaseModel], heard: Heard | None = None) -> Reply:
        """The reply to messages; thread-safe, and done within a time of the model's own."""

    def cancel(self) -> None:
        """Give up whatever is being waited for; it and all that is asked later fail."""


@dataclass(slots=True)
class ScriptedModel:
    """A model that answers from a script: a function of the messages and the schema, giving text or raising."""

    script: Callable[[Sequence[Message], type[BaseModel]], str]
    name: str = "scripted"
    asked: list[tuple[Message, ...]] = field(default_factory=list)
    cancelled: bool = False

    def complete(self, messages: Sequence[Message], schema: type[BaseModel], heard: Heard | None = None) -> Reply:
        """What the script says, held to the schema like a server's answer."""
        from drafter.llm.client.answers import InvalidAnswer, parse_answer

        self.asked.append(tuple(messages))
        text = self.script(messages, schema)
        if heard:
            heard(text)
        attempt = Attempt("script", "answered", 0.0, text)
        try:
            return Reply(parse_answer(text, schema), text, self.name, "script", (attempt,))
        except InvalidAnswer as error:
            raise AskFailed(
                "model_invalid", model=self.name, reason=error, attempts=(attempt,), answered=True
            ) from error

    def cancel(self) -> None:
        """Remember that the writer gave up."""
        self.cancelled = True
