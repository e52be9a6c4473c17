"""A small schema, settings for a local server, and a server that behaves as badly as it is told to."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from drafter.app.model_drafts import material_of
from drafter.case.current import inputs_of
from drafter.case.folder import open_folder
from drafter.llm import Message
from drafter.llm.client import OpenAIModel
from drafter.llm.client.formats import FormatInstructions
from drafter.llm.settings import ModelSettings
from drafter.llm.writer import Material

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-secret-0123456789"


class Small(BaseModel):
    """What is asked for."""

    model_config = ConfigDict(extra="forbid")

    text: str


ASKED = (Message("system", "Answer in JSON."), Message("user", "Say hello."))
GOOD = json.dumps({"text": "hello"})


def completion(text: str | None, finish: str | None = "stop", **message: Any) -> dict[str, Any]:
    """A chat completion in one piece."""
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text} | message}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 64}},
    }


def http(body: str | bytes, status: str = "200 OK", kind: str = "application/json", **headers: str) -> bytes:
    """A whole HTTP response."""
    data = body.encode() if isinstance(body, str) else body
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\nConnection: close\r\n{extra}\r\n"
    )
    return head.encode() + data


def answer(text: str | None, finish: str | None = "stop", **message: Any) -> bytes:
    """A response with a completion."""
    return http(json.dumps(completion(text, finish, **message)))


def failure(status: str, message: str, code: str = "", **headers: str) -> bytes:
    """A response that refuses."""
    return http(json.dumps({"error": {"message": message, "code": code, "type": "x"}}), status, **headers)


def events(*pieces: dict[str, Any] | str) -> bytes:
    """A streamed response, whole."""
    lines = [piece if isinstance(piece, str) else json.dumps(piece) for piece in pieces]
    return http("".join(f"data: {line}\n\n" for line in lines), kind="text/event-stream")


def piece(text: str | None, finish: str | None = None, **delta: Any) -> dict[str, Any]:
    """One event of a streamed answer."""
    choice = {"index": 0, "finish_reason": finish, "delta": {"content": text} | delta}
    return {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}


Act = bytes | Callable[[socket.socket], None]


def resets(connection: socket.socket) -> None:
    """Break off in the middle of the body."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"choices"')
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def hangs(connection: socket.socket) -> None:
    """Never answer."""
    time.sleep(8)


def drips(connection: socket.socket) -> None:
    """A byte now and then, for ever, of a streamed answer."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    for _ in range(200):
        connection.sendall(b": \n")
        time.sleep(0.05)


@dataclass
class Server:
    """Answers each connection with the next act of a script; the last act goes on for ever."""

    script: list[Act] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    socket: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    closing: threading.Event = field(default_factory=threading.Event)
    ended: int = 0
    """Acts that came to their end."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/v1"

    @property
    def requests(self) -> int:
        return len(self.bodies)

    def serve(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection:
            try:
                head, _, rest = self._head(connection)
                length = int(
                    next(line.split(":")[1] for line in head.splitlines() if line.lower().startswith("content-length"))
                )
                while len(rest) < length:
                    rest += connection.recv(65536)
                act = self.script[min(len(self.bodies), len(self.script) - 1)]
                self.headers.append(head)
                self.bodies.append(json.loads(rest))
                connection.sendall(act) if isinstance(act, bytes) else act(connection)
                self.ended += 1
            except OSError:
                return

    @staticmethod
    def _head(connection: socket.socket) -> tuple[str, str, bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, rest = data.partition(b"\r\n\r\n")
        return head.decode(), "", rest


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    yield made
    made.closing.set()
    made.socket.close()


def settings(server: Server, **changes: Any) -> ModelSettings:
    """Settings that reach the server and lose no time."""
    values: dict[str, Any] = {"model": "m", "base_url": server.url, "key": KEY, "timeout": 5.0, "max_tokens": 50}
    return ModelSettings(**(values | changes))


@dataclass
class Waits:
    """Waits that are kept instead of waited for, in seconds."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, cancelled: threading.Event, seconds: float) -> bool:
        self.seconds.append(seconds)
        return cancelled.is_set()


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def model(server: Server, waits: Waits) -> OpenAIModel:
    return OpenAIModel(settings(server), FormatInstructions("Schema: {schema}", "Wrong: {error}"), wait=waits)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of a hundredth of a second where a server does not say how long."""
    monkeypatch.setattr("drafter.llm.client._FIRST_WAIT", 0.01)


@pytest.fixture(scope="session")
def material() -> Material:
    """The material of the example case."""
    case = open_folder(ROOT / "examples")
    return material_of(case, inputs_of(case).facts)
