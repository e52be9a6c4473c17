"""What is kept of asking, as JSON: every message, answer, attempt and token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from drafter.messages import error_text
from drafter.model import AskFailed, Attempt, Message, Reply, Usage
from drafter.modelwriter.compose import Items
from drafter.modelwriter.prepare import digest_of
from drafter.modelwriter.records import Request
from drafter.prompt import Refused


def block_record(
    request: Request, reply: Reply, items: Items, exchanges: Sequence[dict[str, Any]], returned: Sequence[Refused]
) -> dict[str, Any]:
    """A finished block: what the model said, what came back to it, and what that took."""
    return {
        "digest": request.digest,
        "prompt_digest": digest_of("".join(message.content for message in request.messages)),
        "model": reply.model,
        "rung": reply.rung,
        "time": _now(),
        "seconds": round(sum(item["seconds"] for item in exchanges), 3),
        "usage": asdict(sum((Usage(**item["usage"]) for item in exchanges), Usage())),
        "returned": [asdict(one) for one in returned],
        "items": [[asdict(item) for item in paragraph] for paragraph in items],
        "exchanges": list(exchanges),
    }


def failed_record(request: Request, error: AskFailed, language: str) -> dict[str, Any]:
    """A block that was not had: why, and every attempt."""
    return {
        "failed": error.key,
        "reason": error_text(language, error),
        "time": _now(),
        "messages": [asdict(message) for message in request.messages],
        "attempts": [asdict(attempt) for attempt in error.attempts],
        "usage": asdict(_spent(error.attempts)),
    }


def exchange(messages: Sequence[Message], reply: Reply) -> dict[str, Any]:
    """Messages and the answer to them."""
    return {
        "messages": [asdict(message) for message in messages],
        "answer": reply.text,
        "rung": reply.rung,
        "seconds": round(reply.seconds, 3),
        "usage": asdict(reply.usage),
        "attempts": [asdict(attempt) for attempt in reply.attempts],
    }


def failed_exchange(messages: Sequence[Message], error: AskFailed) -> dict[str, Any]:
    """Messages that found no answer."""
    return {
        "messages": [asdict(message) for message in messages],
        "answer": None,
        "failed": error.key,
        "rung": error.attempts[-1].rung if error.attempts else "",
        "seconds": round(sum(attempt.seconds for attempt in error.attempts), 3),
        "usage": asdict(_spent(error.attempts)),
        "attempts": [asdict(attempt) for attempt in error.attempts],
    }


def _spent(attempts: Sequence[Attempt]) -> Usage:
    return sum((attempt.usage for attempt in attempts), Usage())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
