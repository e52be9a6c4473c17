"""How a request is put: down the ladder the schema moves from the parameters into the prompt."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, Field

from drafter.llm import Message
from drafter.llm.client.formats import FormatInstructions, Ladder, below, parameters
from drafter.llm.settings import RUNGS, ModelSettings, Rung
from tests.llm.conftest import ASKED, Small

TOLD = FormatInstructions("Schema: {schema}", "Wrong: {error}")


def asked(rung: Rung, ladder: Ladder | None = None, **settings: Any) -> dict[str, Any]:
    known = ladder or Ladder(ModelSettings("m", "http://127.0.0.1/v1", **settings))
    return parameters(ASKED, Small, rung, 50, known, TOLD)


def test_the_schema_goes_with_the_parameters_on_the_upper_rungs_and_into_the_prompt_below() -> None:
    for rung in RUNGS:
        found = asked(rung)
        inside = "Schema: " in found["messages"][-1]["content"]
        assert inside is (rung in ("object", "text")), rung
        assert found["messages"][0]["content"] == ASKED[0].content, "the beginning is the same on every rung"
    assert asked("strict")["response_format"]["json_schema"]["strict"] is True
    assert asked("schema")["response_format"]["json_schema"]["strict"] is False
    assert asked("object")["response_format"] == {"type": "json_object"} and "response_format" not in asked("text")


def test_the_schema_stands_in_the_first_message_of_the_user_whatever_follows() -> None:
    messages = (*ASKED, Message("assistant", "{}"), Message("user", "Again."))
    ladder = Ladder(ModelSettings("m", "http://127.0.0.1/v1"))
    found = parameters(messages, Small, "text", 50, ladder, TOLD)["messages"]
    assert ["Schema: " in message["content"] for message in found] == [False, True, False, False]


def test_a_schema_in_the_prompt_lists_no_more_than_a_model_needs() -> None:
    names = [f"n{number}" for number in range(30)]

    class Named(BaseModel):
        """A name from a long list, a state from a short one."""

        name: str = Field(json_schema_extra={"enum": list(names)})
        state: str = Field(json_schema_extra={"enum": ["open", "done"]})
        some: tuple[str, ...] = Field(json_schema_extra={"minItems": 1, "maxItems": 3})

    ladder = Ladder(ModelSettings("m", "http://127.0.0.1/v1"))
    spelled = parameters(ASKED, Named, "object", 50, ladder, TOLD)["messages"][-1]["content"]
    assert "n29" not in spelled and "done" in spelled and "Items" not in spelled
    kept = parameters(ASKED, Named, "strict", 50, ladder, TOLD)["response_format"]["json_schema"]["schema"][
        "properties"
    ]
    assert kept["name"]["enum"] == names and kept["some"]["maxItems"] == 3


def test_a_parameter_that_was_refused_is_not_sent_again_and_one_goes_by_another_name() -> None:
    ladder = Ladder(ModelSettings("m", "http://127.0.0.1/v1", temperature=0.2, stream=True))
    full = asked("strict", ladder)
    assert full["temperature"] == 0.2 and full["max_tokens"] == 50 and "stream_options" in full
    for name in ("temperature", "max_tokens", "stream_options"):
        ladder.refuse(name)
    less = asked("strict", ladder)
    assert "temperature" not in less and "stream_options" not in less
    assert "max_tokens" not in less and less["max_completion_tokens"] == 50


def test_what_a_server_wants_besides_goes_along_until_it_is_refused() -> None:
    ladder = Ladder(ModelSettings("m", "http://127.0.0.1/v1", extra={"enable_thinking": False}))
    assert asked("strict", ladder)["extra_body"] == {"enable_thinking": False}
    ladder.refuse("enable_thinking")
    assert "extra_body" not in asked("strict", ladder)


def test_a_rung_that_answered_well_is_where_the_next_request_begins_and_never_above() -> None:
    ladder = Ladder(ModelSettings("m", "http://127.0.0.1/v1"))
    ladder.remember("object")
    ladder.remember("strict")
    assert ladder.rung == "object"


@pytest.mark.parametrize(("rung", "lower"), list(zip(RUNGS, [*RUNGS[1:], None], strict=True)))
def test_the_ladder_ends(rung: Rung, lower: Rung | None) -> None:
    assert below(rung) == lower
