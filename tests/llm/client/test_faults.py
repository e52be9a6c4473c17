"""A server fails at one request of eight: what is told, what is kept, and that nothing finished is asked for again.

Every fault is a real socket that does what some server has done. What stands in `SERVERS` is a server that cannot be
used: an error, the roll-forward offered. What stands in `ANSWERS` is a model that says nothing usable about one place
while it writes the others: a draft, and an open mark.
"""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import pytest

from drafter.document import Role
from drafter.drafting.render import Draft, render
from drafter.errors import ModelError
from drafter.llm.client import OpenAIModel
from drafter.llm.client.formats import FormatInstructions
from drafter.llm.settings import Server as Known
from drafter.llm.settings import model_settings
from drafter.llm.writer import Material, ModelNarrative, write_narrative
from drafter.llm.writer.journal import Journal
from drafter.llm.writer.result import record_of
from drafter.messages import error_text
from tests.llm.conftest import (
    KEY,
    Act,
    Server,
    answer,
    completion,
    drips,
    events,
    failure,
    hangs,
    http,
    piece,
    resets,
    settings,
)
from tests.llm.scripts import APART, honest, keys

BAD = "overview.platform"
BEFORE = 4
"""Places that come before it, one at a time."""
PLACES = 8


def prose(*texts: str) -> str:
    """An answer of these paragraphs at the bad place."""
    paragraphs = [{"place": BAD, "text": text, "sources": []} for text in texts]
    return json.dumps({"paragraphs": paragraphs, "last_problems": [], "omitted": []}, ensure_ascii=False)


def streams_for_ever(connection: socket.socket) -> None:
    """Text without an end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    chunk = f"data: {json.dumps(piece('x' * 20000))}\n\n".encode()
    for _ in range(40):
        connection.sendall(chunk)


USED = {"usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}}
BUSY = "429 Too Many Requests"
SERVERS: dict[str, tuple[Act, str, int]] = {
    "wrong key": (failure("401 Unauthorized", f"Incorrect API key provided: {KEY}"), "model_key", 1),
    "unknown model": (failure("404 Not Found", "The model `m` does not exist"), "model_unknown_model", 1),
    "hangs": (hangs, "model_deadline", 1),
    "drips": (drips, "model_deadline", 1),
    "resets": (resets, "model_reset", 2),
    "HTML": (http("<!DOCTYPE html><title>Sign in</title>", kind="text/html"), "model_not_api", 1),
    "500 for ever": (failure("500 Internal Server Error", "boom"), "model_server", 5),
    "429, seconds": (failure(BUSY, "slow down", Retry_After="0.02"), "model_busy", 3),
    "429, a date": (failure(BUSY, "slow down", Retry_After=formatdate(0, usegmt=True)), "model_busy", 3),
    "429, milliseconds": (failure(BUSY, "slow down", retry_after_ms="20"), "model_busy", 3),
    "429, not told": (failure(BUSY, "slow down"), "model_busy", 3),
    "429, an hour": (failure(BUSY, "slow down", Retry_After="3600"), "model_busy", 1),
    "429, absurd": (failure(BUSY, "slow down", Retry_After="9" * 400), "model_busy", 1),
    "429, a date far off": (failure(BUSY, "slow down", Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"), "model_busy", 1),
    "429, negative": (failure(BUSY, "slow down", Retry_After="-5"), "model_busy", 3),
    "429, no number": (failure(BUSY, "slow down", Retry_After="soon"), "model_busy", 3),
}  # fmt: skip
"""Each with the key of its error and how many requests it is worth."""

ANSWERS: dict[str, tuple[Act, str, int]] = {
    "empty choice": (http(json.dumps({"id": "x", "choices": []})), "model_empty", 2),
    "empty text": (answer(""), "model_empty", 2),
    "no sentence": (http(json.dumps(completion(prose()) | USED)), "model_nothing", 1),
    "refusal": (answer(None, refusal="I will not."), "model_refused", 1),
    "filtered": (answer("", "content_filter"), "model_filtered", 1),
    "cut JSON": (answer('{"paragraphs": [{"place": "overview", "text": "优化', "length"), "model_truncated", 2),
    "cut JSON that looks whole": (answer('{"paragraphs": [{"place": "overview", "text": "优化'), "model_invalid", 2),
    "valid JSON, cut": (answer(prose("优化检索功能。"), "length"), "model_truncated", 2),
    "another schema": (answer('{"words": "优化检索功能。"}'), "model_invalid", 2),
    "no JSON": (answer("优化检索功能，公开9999条。"), "model_invalid", 2),
    "only thought": (answer("<think>想一想</think>"), "model_invalid", 2),
    "streams for ever": (streams_for_ever, "model_endless", 1),
    "blanks for ever": (events(piece('{"paragraphs":' + " " * 900), "[DONE]"), "model_blank", 2),
}


class Case:
    """The example asked for on a server that does one thing at one place, and answers the others well."""

    def __init__(self, server: Server, material: Material, folder: Path) -> None:
        self.server, self.material = server, material
        self.journal = Journal(folder / "pending.jsonl")
        self.answered: Counter[str] = Counter()
        self.known = keys(material)

    def run(self, act: Act | None) -> ModelNarrative:
        """One run; `act` is what the server does at the bad place."""
        self.server.script = [self._acting(act)]
        model = OpenAIModel(settings(self.server, timeout=0.8, retries=2), FormatInstructions("{schema}", "{error}"))
        return write_narrative(
            self.material,
            model,
            APART,
            finished=self.journal.finished(),
            on_reply=self.journal.add,
        )

    def _acting(self, act: Act | None) -> Callable[[socket.socket], None]:
        def one(connection: socket.socket) -> None:
            told = self.server.bodies[-1]["messages"][1]["content"]
            key = next(key for text, key in self.known.items() if told.startswith(text))
            if key == BAD and act is not None:
                connection.sendall(act) if isinstance(act, bytes) else act(connection)
                return
            self.answered[key] += 1
            connection.sendall(http(json.dumps(completion(json.dumps(honest(key))) | USED)))

        return one


@pytest.fixture
def case(server: Server, material: Material, tmp_path: Path) -> Case:
    return Case(server, material, tmp_path)


@pytest.mark.parametrize("name", SERVERS)
def test_a_failing_server_is_an_error_and_nothing_finished_is_asked_again(case: Case, name: str) -> None:
    act, key, requests = SERVERS[name]
    with pytest.raises(ModelError) as caught:
        case.run(act)
    kept = case.journal.finished()
    assert BAD not in kept and len(kept) >= BEFORE
    entries = [item for item in case.journal.entries() if item["key"] == BAD]
    assert entries[0]["failed"] == key and len(entries[0]["attempts"]) == requests
    assert "--writer rollforward" in error_text("zh", caught.value)
    assert KEY not in error_text("en", caught.value) + case.journal.path.read_text(encoding="utf-8")
    written = case.run(None)
    assert len(written.replies) == PLACES and not written.failed
    assert set(case.answered.values()) == {1}, "every place was answered once"
    assert case.server.requests == PLACES + requests


@pytest.mark.parametrize("name", ANSWERS)
def test_a_place_that_the_model_does_not_manage_stands_open(case: Case, name: str) -> None:
    act, key, requests = ANSWERS[name]
    written = case.run(act)
    assert [item["failed"] for item in written.failed] == [key] and len(written.replies) == PLACES - 1
    assert case.server.requests == PLACES - 1 + requests and len(written.failed[0]["attempts"]) == requests
    rendered = render(Draft(case.material.form.key, "", 2025, written.narrative), case.material.facts)
    text = "".join(span.text for spans in rendered.spans.values() for span in spans if span.role is Role.OPEN)
    assert "模型没有写成“（四）政府信息公开平台建设情况”" in text
    clean = "".join(span.text for spans in rendered.spans.values() for span in spans if span.role is not Role.OPEN)
    assert "9999" not in clean and "优化检索功能" not in clean
    assert "访问量141万人次" in clean, "what the user typed is stated all the same"
    assert record_of(written, "zh")["failed"][0]["attempts"]
    again = case.run(None)
    assert len(again.replies) == PLACES and set(case.answered.values()) == {1}


def test_a_model_that_manages_nothing_could_not_be_had(server: Server, material: Material, tmp_path: Path) -> None:
    server.script = [answer(None, refusal="No.")]
    model = OpenAIModel(settings(server), FormatInstructions("{schema}", "{error}"))
    with pytest.raises(ModelError) as caught:
        write_narrative(material, model, APART, on_reply=Journal(tmp_path / "j").add)
    assert caught.value.key == "model_failed_all" and server.requests == PLACES
    assert "--writer rollforward" in error_text("en", caught.value)


def test_a_server_that_is_not_there_is_asked_once_for_all(material: Material) -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    found = model_settings({"model": "m", "base_url": f"http://127.0.0.1:{port}/v1"}, {}, {})
    with pytest.raises(ModelError) as caught:
        write_narrative(material, OpenAIModel(found, FormatInstructions("{schema}", "{error}")), APART)
    assert "127.0.0.1" in error_text("zh", caught.value) and len(caught.value.attempts) == 1  # type: ignore[attr-defined]


def test_without_a_key_nothing_is_sent(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = Known(name="Strict", match="127.0.0.1", base_url=server.url)
    monkeypatch.setattr("drafter.llm.settings.servers", lambda: (strict,))
    with pytest.raises(ModelError, check=lambda error: error.key == "model_no_key"):
        model_settings({"model": "m", "base_url": server.url}, {}, {})
    assert server.requests == 0
