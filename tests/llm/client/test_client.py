"""A server that behaves badly: what is tried, how often, and what the user is told. Requests are counted."""

from __future__ import annotations

import json
import socket
import threading
import time
from email.utils import formatdate

import pytest

from drafter.llm import AskFailed, Heard, Message
from drafter.llm.client import OpenAIModel
from drafter.llm.client.formats import FormatInstructions
from drafter.llm.settings import ModelSettings
from drafter.messages import error_text
from tests.llm.conftest import (
    ASKED,
    GOOD,
    KEY,
    Act,
    Server,
    Small,
    Waits,
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

PLAIN = FormatInstructions("{schema}", "{error}")


def fails(model: OpenAIModel, key: str, heard: Heard | None = None) -> AskFailed:
    """The error of a question, which has the given key and says nothing of the secret in either language."""
    with pytest.raises(AskFailed) as caught:
        model.complete(ASKED, Small, heard)
    assert caught.value.key == key
    for language in ("zh", "en"):
        assert KEY not in error_text(language, caught.value)
    assert KEY not in repr(caught.value) + str(caught.value.__cause__) + repr(caught.value.attempts)
    return caught.value


def test_an_answer_comes_with_its_rung_and_usage(server: Server, model: OpenAIModel) -> None:
    server.script = [answer(GOOD)]
    reply = model.complete(ASKED, Small)
    assert (reply.answer, reply.rung, reply.usage.prompt, reply.usage.cached) == (
        Small(text="hello"),
        "strict",
        100,
        64,
    )
    sent = server.bodies[0]["response_format"]["json_schema"]
    assert sent["strict"] and sent["schema"]["additionalProperties"] is False and sent["schema"]["required"] == ["text"]
    assert server.requests == 1


THOUGHT = {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}


def test_a_content_in_parts_is_joined_without_what_is_only_thought(server: Server, model: OpenAIModel) -> None:
    parts = [THOUGHT, {"type": "text", "text": GOOD[:5]}, {"type": "text", "text": GOOD[5:]}]
    server.script = [answer(parts)]  # type: ignore[arg-type]
    assert model.complete(ASKED, Small).answer == Small(text="hello")
    streamed = [piece([THOUGHT]), piece([{"type": "text", "text": GOOD}]), piece(None, "stop")]  # type: ignore[arg-type]
    server.script = [events(*streamed, "[DONE]")]
    assert model.complete(ASKED, Small).answer == Small(text="hello")


LONG = (Message("system", "".join(f"the {n}th word of all; " for n in range(60))), Message("user", "x" * 900))


def counted(text: str, tokens: int) -> bytes:
    """An answer for which the server counts so many tokens of the prompt."""
    body = completion(json.dumps({"text": text})) | {"usage": {"prompt_tokens": tokens, "completion_tokens": 5}}
    return http(json.dumps(body))


def test_a_prompt_that_was_cut_is_told(server: Server, model: OpenAIModel) -> None:
    server.script = [counted("hello", 25)]
    with pytest.raises(AskFailed) as caught:
        model.complete(LONG, Small)
    assert caught.value.key == "model_cut_prompt" and caught.value.fatal


@pytest.mark.parametrize("answers", [[("hello", 900), ("hello", 25)], [("the 17th word of all", 25)], [("hello", 0)]])
def test_a_prompt_that_a_cache_served_was_not_cut(
    server: Server, model: OpenAIModel, answers: list[tuple[str, int]]
) -> None:
    """The server has counted a whole prompt before, or the answer holds what stands at its beginning."""
    server.script = [counted(*item) for item in answers]
    for text, _ in answers:
        assert model.complete(LONG, Small).answer == Small(text=text)


def test_a_streamed_answer_is_heard_while_it_comes(server: Server, model: OpenAIModel) -> None:
    usage = {
        "id": "x",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "m",
        "choices": [],
        "usage": {"prompt_tokens": 30, "completion_tokens": 9, "total_tokens": 39},
    }
    server.script = [events(piece(GOOD[:5]), piece(GOOD[5:]), piece(None, "stop"), usage, "[DONE]")]
    heard: list[str] = []
    reply = model.complete(ASKED, Small, heard.append)
    assert reply.answer == Small(text="hello") and reply.usage.completion == 9
    assert heard[-1] == GOOD and GOOD[:5] in heard


def test_a_server_without_strict_schemas_is_asked_on_lower_rungs_and_remembered(
    server: Server, model: OpenAIModel
) -> None:
    refused = failure("400 Bad Request", "This response_format type is unavailable now")
    server.script = [refused, refused, answer(GOOD), answer(GOOD)]
    assert model.complete(ASKED, Small).rung == "object"
    assert "json" in json.dumps(server.bodies[2]["messages"]).lower()
    assert server.bodies[2]["messages"][0] == server.bodies[0]["messages"][0], "the prefix stays the same"
    assert model.complete(ASKED, Small).rung == "object"
    assert server.requests == 4


def test_a_server_that_fails_on_schemas_with_500_is_asked_on_lower_rungs(server: Server, model: OpenAIModel) -> None:
    broken = failure("500 Internal Server Error", "grammar")
    server.script = [broken, broken, broken, answer(GOOD)]
    assert model.complete(ASKED, Small).rung == "object"
    assert server.requests == 4


@pytest.mark.parametrize("name", ["stream_options", "temperature", "max_tokens"])
def test_a_parameter_refused_by_name_is_left_out_for_good(server: Server, model: OpenAIModel, name: str) -> None:
    server.script = [failure("400 Bad Request", f"Unsupported parameter: '{name}'"), answer(GOOD), answer(GOOD)]
    assert model.complete(ASKED, Small).rung == "strict"
    model.complete(ASKED, Small)
    assert name in server.bodies[0] and name not in server.bodies[1] and name not in server.bodies[2]
    assert server.requests == 3


@pytest.mark.parametrize(
    "text",
    [
        f"<think>{{}} is not it</think>{GOOD}",
        f"Here it is:\n```json\n{GOOD}\n```\nDone.",
        '{"text": "hello"} Anything else?',
    ],
)
def test_thinking_fences_and_talk_around_an_answer_are_stripped(server: Server, model: OpenAIModel, text: str) -> None:
    server.script = [answer(text)]
    assert model.complete(ASKED, Small).answer == Small(text="hello")
    assert server.requests == 1


def test_quotation_marks_closed_wrongly_are_mended(server: Server, model: OpenAIModel) -> None:
    server.script = [answer('{"text": "落实“三审三校"制度"}')]
    assert model.complete(ASKED, Small).answer == Small(text='落实“三审三校"制度')


def test_an_answer_in_the_thinking_field_counts(server: Server, model: OpenAIModel) -> None:
    server.script = [answer(None, reasoning_content=GOOD)]
    assert model.complete(ASKED, Small).answer == Small(text="hello")


def test_an_empty_answer_is_asked_for_once_more_without_json_mode(server: Server, model: OpenAIModel) -> None:
    server.script = [answer(""), answer(GOOD)]
    assert model.complete(ASKED, Small).answer == Small(text="hello")
    assert "response_format" not in server.bodies[1] and server.requests == 2


def test_valid_json_of_another_schema_comes_back_once_with_the_error(server: Server, model: OpenAIModel) -> None:
    server.script = [answer('{"words": "hello"}'), answer(GOOD)]
    reply = model.complete(ASKED, Small)
    assert reply.answer == Small(text="hello") and [item.outcome for item in reply.attempts] == ["invalid", "answered"]
    assert "Wrong: text: Field required" in server.bodies[1]["messages"][-1]["content"]
    assert server.requests == 2


def test_a_second_invalid_answer_is_an_error_and_kept(server: Server, model: OpenAIModel) -> None:
    server.script = [answer('{"words": "hello"}')]
    error = fails(model, "model_invalid")
    assert server.requests == 2 and error.attempts[1].text == '{"words": "hello"}'


def test_a_cut_answer_gets_twice_the_room_once(server: Server, model: OpenAIModel) -> None:
    server.script = [answer('{"text": "hel', "length"), answer(GOOD)]
    assert model.complete(ASKED, Small).answer == Small(text="hello")
    assert [body["max_tokens"] for body in server.bodies] == [50, 100]


def test_valid_but_cut_json_is_never_taken(server: Server, model: OpenAIModel) -> None:
    server.script = [answer(GOOD, "length")]
    fails(model, "model_truncated")
    assert server.requests == 2


def test_white_space_without_end_is_cut_off(server: Server, model: OpenAIModel) -> None:
    server.script = [events(piece('{"text": '), *[piece(" " * 100) for _ in range(9)]), answer(GOOD)]
    assert model.complete(ASKED, Small).rung == "schema"
    assert server.requests == 2


@pytest.mark.parametrize(
    ("act", "key"),
    [
        (answer(None, refusal="I will not."), "model_refused"),
        (answer("", "content_filter"), "model_filtered"),
        (failure("401 Unauthorized", f"Incorrect API key provided: {KEY}"), "model_key"),
        (failure("403 Forbidden", "no"), "model_key"),
        (failure("404 Not Found", "The model `m` does not exist", "model_not_found"), "model_unknown_model"),
        (http("<html>404</html>", "404 Not Found", "text/html"), "model_wrong_address"),
        (failure("429 Too Many Requests", "You exceeded your current quota", "insufficient_quota"), "model_quota"),
        (failure("402 Payment Required", "Insufficient Balance"), "model_quota"),
        (failure("400 Bad Request", "This model's maximum context length is 10 tokens"), "model_context"),
        (http("<!DOCTYPE html><title>Sign in</title>", kind="text/html"), "model_not_api"),
        (http("[]"), "model_not_api"),
    ],
)  # fmt: skip
def test_what_cannot_be_helped_is_asked_once(server: Server, model: OpenAIModel, act: bytes, key: str) -> None:
    server.script = [act]
    fails(model, key)
    assert server.requests == 1


def test_empty_choices_are_an_error_after_one_more_try(server: Server, model: OpenAIModel) -> None:
    server.script = [http(json.dumps({"id": "x", "choices": []}))]
    fails(model, "model_empty")
    assert server.requests == 2


def test_a_server_that_always_fails_is_given_up_on(server: Server, model: OpenAIModel) -> None:
    server.script = [failure("500 Internal Server Error", "boom")]
    assert fails(model, "model_server").fatal
    assert server.requests == 5, "once more on the first rung, then once on each below"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Retry_After": "0.05"}, [0.05, 0.05]),
        ({"retry_after_ms": "50"}, [0.05, 0.05]),
        ({"Retry_After": "50ms"}, [0.05, 0.05]),
        ({}, [0.01, 0.02]),
        ({"Retry_After": formatdate(0, usegmt=True)}, [0, 0]),
    ],
)
def test_a_busy_server_is_asked_again_when_it_says(
    server: Server, model: OpenAIModel, waits: Waits, headers: dict[str, str], expected: list[float]
) -> None:
    server.script = [
        failure("429 Too Many Requests", "slow down", **headers),
        failure("503 Service Unavailable", "busy", **headers),
        answer(GOOD),
    ]
    reply = model.complete(ASKED, Small)
    assert [item.outcome for item in reply.attempts] == ["busy", "busy", "answered"] and reply.rung == "strict"
    assert waits.seconds == expected and server.requests == 3


def test_a_server_that_stays_busy_is_given_up_on(server: Server, waits: Waits) -> None:
    server.script = [failure("429 Too Many Requests", "slow down")]
    fails(OpenAIModel(settings(server, retries=2), PLAIN, wait=waits), "model_busy")
    assert server.requests == 3


def test_a_wait_longer_than_the_deadline_is_not_waited(server: Server, model: OpenAIModel, waits: Waits) -> None:
    server.script = [failure("429 Too Many Requests", "slow down", Retry_After="3600")]
    fails(model, "model_busy")
    assert waits.seconds == [] and server.requests == 1


def test_a_reset_is_asked_again_once_and_on_the_record(server: Server, model: OpenAIModel) -> None:
    server.script = [resets, answer(GOOD)]
    assert [item.outcome for item in model.complete(ASKED, Small).attempts] == ["reset", "answered"]
    assert server.requests == 2


def test_a_second_reset_is_an_error(server: Server, model: OpenAIModel) -> None:
    server.script = [resets]
    fails(model, "model_reset")
    assert server.requests == 2


def drip_whole(connection: socket.socket) -> None:
    """The same without streaming, and without an end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _ in range(200):
        connection.sendall(b" ")
        time.sleep(0.05)


def drip_head(connection: socket.socket) -> None:
    """Headers without end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        connection.sendall(f"X-{number}: x\r\n".encode())
        time.sleep(0.05)


@pytest.mark.parametrize(("act", "heard"), [(hangs, False), (drips, True), (drip_whole, True), (drip_head, False)])
def test_the_deadline_holds_against_any_server(server: Server, act: Act, heard: bool) -> None:
    """The hour is over as soon as the server is at it; whoever waited for its end would see the act end first."""
    began = threading.Event()

    def now() -> float:
        at_it = began.is_set() if heard else server.requests > 0
        return 3601.0 if at_it else 0.0

    server.script = [act]
    model = OpenAIModel(settings(server, timeout=3600), PLAIN, now=now)
    error = fails(model, "model_deadline", lambda _: began.set())
    assert server.requests == 1 and server.ended == 0
    assert error.fatal is not heard, "a server of which nothing was heard will not answer the next either"


def test_a_stream_without_end_is_cut_off(server: Server, model: OpenAIModel) -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        chunk = f"data: {json.dumps(piece('x' * 20000))}\n\n".encode()
        for _ in range(40):
            connection.sendall(chunk)

    server.script = [endless]
    fails(model, "model_endless")
    assert server.requests == 1


def test_an_error_inside_a_stream_is_an_error(server: Server, model: OpenAIModel) -> None:
    server.script = [events(piece("{"), {"error": {"message": "out of memory"}})]
    assert "out of memory" in error_text("en", fails(model, "model_server"))


def test_a_server_that_is_not_there_is_said_to_be_unreachable() -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    model = OpenAIModel(ModelSettings("m", f"http://user:pass@127.0.0.1:{port}/v1", KEY), PLAIN)
    error = fails(model, "model_unreachable")
    assert error.fatal and "pass" not in error_text("en", error)


def test_a_prompt_that_was_cut_without_a_word_is_an_error(server: Server, model: OpenAIModel) -> None:
    long = (*ASKED[:1], ASKED[1].__class__("user", "长" * 9000))
    server.script = [answer(GOOD)]
    with pytest.raises(AskFailed) as caught:
        model.complete(long, Small)
    assert caught.value.key == "model_cut_prompt" and server.requests == 1


def test_giving_up_ends_whatever_is_waited_for(server: Server, model: OpenAIModel) -> None:
    def cancel_and_hang(connection: socket.socket) -> None:
        model.cancel()
        hangs(connection)

    server.script = [cancel_and_hang]
    fails(model, "model_cancelled")
    assert server.requests == 1 and server.ended == 0


def test_the_key_is_sent_and_nowhere_else(server: Server, model: OpenAIModel) -> None:
    server.script = [answer(GOOD)]
    reply = model.complete(ASKED, Small)
    assert f"Bearer {KEY}" in server.headers[0]
    assert KEY not in json.dumps(server.bodies) + repr(reply) + repr(model.settings)
