"""What is kept of asking, as JSON: every message, answer, attempt and token."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from drafter.errors import OutputError
from drafter.llm import AskFailed, Attempt, Message, Reply, Usage
from drafter.llm.prompts import Refused
from drafter.llm.writer.compose import WriterAnswers
from drafter.llm.writer.requests import Request
from drafter.messages import error_text
from drafter.records import dataclass


def reply_record(
    request: Request,
    reply: Reply,
    told: WriterAnswers,
    exchanges: Sequence[dict[str, Any]],
    returned: Sequence[Refused],
) -> dict[str, Any]:
    """A finished request: what the model told, what came back to it, and what that took."""
    return {
        "digest": request.digest,
        "model": reply.model,
        "rung": reply.rung,
        "time": _now(),
        "seconds": round(sum(item["seconds"] for item in exchanges), 3),
        "usage": asdict(sum((Usage(**item["usage"]) for item in exchanges), Usage())),
        "returned": [asdict(one) for one in returned],
        **told.as_json(),
        "exchanges": list(exchanges),
    }


def failed_record(request: Request, error: AskFailed, language: str) -> dict[str, Any]:
    """A request that was not answered: why, and every attempt."""
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


@dataclass(frozen=True, slots=True)
class Journal:
    """A file of JSON lines: one for every request that was finished, and for every one that failed."""

    path: Path

    def add(self, key: str, data: Mapping[str, Any]) -> None:
        """Write a request down at once; OutputError when that cannot be done."""
        line = json.dumps({"key": key} | dict(data), ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write((b"" if self._is_whole() else b"\n") + line.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError("cannot_write", path=self.path, reason=error.strerror or error) from error

    def _is_whole(self) -> bool:
        """Whether the file ends with its last line; one that was cut off is closed and never read."""
        if not self.path.exists() or not self.path.stat().st_size:
            return True
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def entries(self) -> tuple[dict[str, Any], ...]:
        """Every line that is whole, in order."""
        if not self.path.is_file():
            return ()
        found = []
        for line in self.path.read_bytes().splitlines():
            try:
                data = json.loads(line)
            except ValueError:
                continue
            if isinstance(data, dict) and "key" in data:
                found.append(data)
        return tuple(found)

    def finished(self) -> dict[str, dict[str, Any]]:
        """Finished requests by key, the last of each."""
        return {data["key"]: data for data in self.entries() if "sentences" in data}
