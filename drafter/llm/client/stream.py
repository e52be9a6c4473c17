"""One request on the wire, in a thread of its own, so that no server can keep the caller longer than it allows.

The client's timeout counts from byte to byte and never fires on a server that drips; the deadline here is the caller's.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from drafter.llm import Usage
from drafter.llm.client.faults import Fault, FaultKind, fault_of
from drafter.records import dataclass

_TICK = 0.1
_BLANK_TAIL = 600
"""White space without end is how some servers fail to close an object."""
_MOST = 200_000
_TEXT_PARTS = ("text", "output_text")


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """What a server said, and why it stopped: "stop", "length", "content_filter", "blank", or None."""

    text: str
    finish: str | None = None
    refusal: str = ""
    usage: Usage | None = None


@dataclass(slots=True)
class _Call:
    """A request under way and what has come of it."""

    client: Any
    parameters: Mapping[str, Any]
    key: str | None
    news: queue.SimpleQueue[str | ServerAnswer | Fault]
    response: Any = None
    given_up: bool = False

    def run(self) -> None:
        try:
            self.news.put(self._answer())
        except Exception as error:
            self.news.put(fault_of(error, self.key))

    def _answer(self) -> ServerAnswer | Fault:
        create = self.client.chat.completions.with_streaming_response.create
        with create(**self.parameters) as response:
            self.response = response
            self.news.put("")
            if "event-stream" in response.headers.get("content-type", ""):
                return self._streamed(response.parse())
            body = response.read()
            try:
                return whole(json.loads(body))
            except (ValueError, AttributeError, TypeError, LookupError):
                shown = body[:80].decode("utf-8", "replace")
                return Fault(FaultKind.NOT_API, " ".join(shown.split()), response.status_code)

    def _streamed(self, chunks: Iterable[Any]) -> ServerAnswer | Fault:
        found = _Pieces()
        for chunk in chunks:
            if self.given_up:
                return Fault(FaultKind.CANCELLED)
            found.add(chunk)
            self.news.put(found.text)
            if len(found.text) > _MOST:
                return Fault(FaultKind.ENDLESS)
            if found.blank:
                return ServerAnswer(found.text, "blank", found.refusal, found.usage)
        return found.answer()

    def close(self) -> None:
        """Let the server go; the thread ends at the next byte or at the client's own timeout."""
        self.given_up = True
        response = self.response
        if response is not None:
            threading.Thread(target=_closed, args=(response,), daemon=True).start()


def _closed(response: Any) -> None:
    from contextlib import suppress

    with suppress(Exception):
        response.close()


class _Pieces:
    """A streamed answer as it comes together."""

    def __init__(self) -> None:
        self.text = self.thought = self.refusal = ""
        self.finish: str | None = None
        self.usage: Usage | None = None

    def add(self, chunk: Any) -> None:
        if getattr(chunk, "usage", None):
            self.usage = usage_of(chunk.usage.model_dump())
        for choice in (chunk.choices or ())[:1]:
            delta = choice.delta
            self.text += joined(delta.content)
            self.refusal += getattr(delta, "refusal", None) or ""
            self.thought += getattr(delta, "reasoning_content", None) or ""
            self.finish = choice.finish_reason or self.finish

    @property
    def blank(self) -> bool:
        tail = self.text[-_BLANK_TAIL:]
        return len(tail) == _BLANK_TAIL and not tail.strip()

    def answer(self) -> ServerAnswer:
        return ServerAnswer(self.text if self.text.strip() else self.thought, self.finish, self.refusal, self.usage)


def whole(data: Mapping[str, Any]) -> ServerAnswer | Fault:
    """An answer that came in one piece; AttributeError, TypeError or LookupError when it is no chat completion."""
    if data.get("error"):
        return Fault(FaultKind.SERVER, str(data["error"])[:300])
    usage = usage_of(data["usage"]) if data.get("usage") else None
    if not data["choices"]:
        return ServerAnswer("", None, "", usage)
    choice = data["choices"][0]
    message = choice.get("message") or {}
    text = joined(message.get("content")) or message.get("reasoning_content") or ""
    return ServerAnswer(text, choice.get("finish_reason"), message.get("refusal") or "", usage)


def joined(content: object) -> str:
    """The text of a content: one piece, or a list of parts of which those that only think are left out."""
    if isinstance(content, list):
        parts = [part for part in content if isinstance(part, dict) and part.get("type", "text") in _TEXT_PARTS]
        return "".join(str(part.get("text") or "") for part in parts)
    return content if isinstance(content, str) else ""


def usage_of(data: Mapping[str, Any]) -> Usage:
    """Tokens as a server counted them, in whichever of the usual fields."""
    details = data.get("prompt_tokens_details") or {}
    cached = details.get("cached_tokens") or data.get("prompt_cache_hit_tokens") or 0
    return Usage(int(data.get("prompt_tokens") or 0), int(data.get("completion_tokens") or 0), int(cached))


def send(
    client: Any,
    parameters: Mapping[str, Any],
    key: str | None,
    *,
    deadline: float,
    now: Callable[[], float],
    cancelled: threading.Event,
    heard: Callable[[str], None] | None,
) -> ServerAnswer | Fault:
    """What comes of one request by `deadline`, told by `now` (in seconds)."""
    call = _Call(client, parameters, key, queue.SimpleQueue())
    threading.Thread(target=call.run, daemon=True, name="drafter-request").start()
    silent = True
    while True:
        remaining = deadline - now()
        if remaining <= 0 or cancelled.is_set():
            call.close()
            return Fault(FaultKind.CANCELLED if cancelled.is_set() else FaultKind.DEADLINE, silent=silent)
        try:
            news = call.news.get(timeout=min(_TICK, remaining))
        except queue.Empty:
            continue
        if not isinstance(news, str):
            return replace(news, silent=silent) if isinstance(news, Fault) else news
        silent = False
        if heard:
            heard(news)
