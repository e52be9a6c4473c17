"""An answer on the wire, in one piece: fields where servers put them, parts of contents, usage in any of its shapes."""

from __future__ import annotations

from typing import Any

import pytest

from drafter.llm import Usage
from drafter.llm.client.faults import Fault, FaultKind
from drafter.llm.client.stream import ServerAnswer, joined, usage_of, whole


def body(message: dict[str, Any], finish: str | None = "stop", **more: Any) -> dict[str, Any]:
    return {"choices": [{"message": message, "finish_reason": finish}], **more}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": "好"}, "好"),
        ({"content": None, "reasoning_content": "想"}, "想"),
        ({"content": "", "reasoning_content": "想"}, "想"),
        ({"content": [{"type": "text", "text": "好"}, {"type": "thinking", "text": "想"}, {"text": "吗"}]}, "好吗"),
        ({"content": 7}, ""),
        ({}, ""),
    ],
)
def test_the_text_is_found_where_servers_put_it(message: dict[str, Any], text: str) -> None:
    assert whole(body(message)) == ServerAnswer(text, "stop")


def test_a_refusal_and_the_reason_for_the_end_are_kept() -> None:
    assert whole(body({"content": None, "refusal": "No."}, "content_filter")) == ServerAnswer(
        "", "content_filter", "No."
    )


def test_an_error_in_place_of_an_answer_is_a_fault() -> None:
    found = whole({"error": {"message": "out of memory"}})
    assert isinstance(found, Fault) and found.kind is FaultKind.SERVER and "out of memory" in found.detail


def test_an_answer_without_choices_is_empty() -> None:
    assert whole({"choices": [], "usage": {"prompt_tokens": 3}}) == ServerAnswer("", None, "", Usage(3))


@pytest.mark.parametrize("data", [{}, {"choices": None}, {"choices": [None]}, {"choices": [3]}])
def test_what_is_no_completion_is_told_by_an_error(data: dict[str, Any]) -> None:
    with pytest.raises((AttributeError, TypeError, LookupError)):
        if whole(data) == ServerAnswer(""):
            raise LookupError


@pytest.mark.parametrize(
    ("data", "usage"),
    [
        ({"prompt_tokens": 100, "completion_tokens": 5}, Usage(100, 5, 0)),
        ({"prompt_tokens": 100, "prompt_tokens_details": {"cached_tokens": 64}}, Usage(100, 0, 64)),
        ({"prompt_tokens": 100, "prompt_cache_hit_tokens": 64}, Usage(100, 0, 64)),
        ({"prompt_tokens": None, "completion_tokens": None, "prompt_tokens_details": None}, Usage()),
    ],
)
def test_usage_is_read_from_whichever_fields_there_are(data: dict[str, Any], usage: Usage) -> None:
    assert usage_of(data) == usage


def test_a_content_of_parts_is_its_text_without_what_only_thinks() -> None:
    assert (
        joined([{"type": "output_text", "text": "一"}, "x", {"type": "reasoning", "text": "二"}, {"text": None}])
        == "一"
    )
    assert joined(None) == ""
