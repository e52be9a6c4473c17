"""How a request is put: the rung of the ladder, the parameters that a server has not refused, and what it learned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import field
from threading import Lock
from typing import TYPE_CHECKING, Any

from drafter.llm import Message
from drafter.llm.client.answers import schema_of
from drafter.llm.settings import RUNGS, ModelSettings, Rung
from drafter.records import dataclass

if TYPE_CHECKING:
    from pydantic import BaseModel

_SHORT = 8
"""Values of a list that is spelled out to a model; longer ones stand in what it is asked anyway, and cost tokens."""
_SPELLED: tuple[Rung, ...] = ("object", "text")
"""Rungs on which the server is not told the schema, so that the prompt has to."""
OPTIONAL = ("stream_options", "temperature", "max_tokens", "enable_thinking", "chat_template_kwargs")
"""Parameters that some server refuses by name; `max_tokens` has a second name, the others are left out."""


@dataclass(frozen=True, slots=True)
class FormatInstructions:
    """What a model is told by this package itself; templates with `schema` or `error`."""

    schema: str
    invalid: str


@dataclass(slots=True)
class Ladder:
    """The rung to begin with and the parameters refused, shared by all requests of a run."""

    settings: ModelSettings
    rung: Rung = "strict"
    refused: set[str] = field(default_factory=set)
    counts: bool = False
    """Whether the server has been seen to count whole prompts: a far smaller count is what its cache did not serve."""
    _lock: Lock = field(default_factory=Lock)

    def remember(self, rung: Rung) -> None:
        """A rung answered well: nothing above it is tried again."""
        with self._lock:
            if RUNGS.index(rung) > RUNGS.index(self.rung):
                self.rung = rung

    def refuse(self, name: str) -> None:
        """A parameter was refused by name."""
        with self._lock:
            self.refused.add(name)


def below(rung: Rung) -> Rung | None:
    """The next rung down; None below the last."""
    at = RUNGS.index(rung) + 1
    return RUNGS[at] if at < len(RUNGS) else None


def parameters(
    messages: Sequence[Message],
    schema: type[BaseModel],
    rung: Rung,
    budget: int,
    ladder: Ladder,
    wording: FormatInstructions,
) -> dict[str, Any]:
    """The arguments of a chat completion, but for its timeout."""
    settings, refused = ladder.settings, ladder.refused
    extra = {name: value for name, value in settings.extra.items() if name not in refused}
    limit = "max_completion_tokens" if "max_tokens" in refused else "max_tokens"
    found: dict[str, Any] = {
        "model": settings.model,
        "messages": [{"role": item.role, "content": item.content} for item in _told(messages, schema, rung, wording)],
        limit: budget,
        "stream": settings.stream,
    }
    if settings.stream and "stream_options" not in refused:
        found["stream_options"] = {"include_usage": True}
    if settings.temperature is not None and "temperature" not in refused:
        found["temperature"] = settings.temperature
    return found | ({"extra_body": extra} if extra else {}) | _format(schema, rung)


def _told(
    messages: Sequence[Message], schema: type[BaseModel], rung: Rung, wording: FormatInstructions
) -> tuple[Message, ...]:
    """The messages; on the lower rungs the schema follows the block's own part, so that the prefix stays the same."""
    if rung not in _SPELLED:
        return tuple(messages)
    at = next(index for index, item in enumerate(messages) if item.role == "user")
    spelled = wording.schema.format(
        schema=json.dumps(_spelled(schema_of(schema)), ensure_ascii=False, separators=(",", ":"))
    )
    told = Message("user", f"{messages[at].content}\n{spelled}")
    return (*messages[:at], told, *messages[at + 1 :])


def _format(schema: type[BaseModel], rung: Rung) -> dict[str, Any]:
    if rung == "text":
        return {}
    if rung == "object":
        return {"response_format": {"type": "json_object"}}
    described = {"name": "answer", "schema": schema_of(schema), "strict": rung == "strict"}
    return {"response_format": {"type": "json_schema", "json_schema": described}}


def _spelled(node: Any) -> Any:
    """A schema as a model needs it: without bounds, which only a server keeps, and without long lists of values."""
    if isinstance(node, list):
        return [_spelled(item) for item in node]
    if not isinstance(node, dict):
        return node
    long = len(node.get("enum", ())) > _SHORT
    left_out = ("minItems", "maxItems", *(("enum",) if long else ()))
    return {name: _spelled(value) for name, value in node.items() if name not in left_out}
