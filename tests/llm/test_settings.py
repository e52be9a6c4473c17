"""Where settings come from, what the schemas are, and what is hidden."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter.errors import CaseError, ModelError
from drafter.llm.client.answers import InvalidAnswer, mended, parse_answer, schema_of
from drafter.llm.client.faults import retry_after
from drafter.llm.prompts import tokens
from drafter.llm.settings import model_settings, servers
from drafter.llm.writer.answer import PassageAnswer, ReportAnswer, RevisionAnswer
from drafter.messages import error_text

ROOT = Path(__file__).resolve().parents[2]


def test_options_go_over_environment_over_file() -> None:
    environ = {"DRAFTER_MODEL": "env", "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    assert model_settings({}, {"model": "file"}, environ).model == "env"
    assert model_settings({"model": "told"}, {"model": "file"}, environ).model == "told"
    found = model_settings({"model": None}, {"model": "file", "concurrency": 2}, {"OPENAI_API_KEY": "k"})
    assert (found.model, found.concurrency, found.key) == ("file", 2, "k")


def test_a_key_does_not_belong_in_a_file() -> None:
    with pytest.raises(CaseError):
        model_settings({}, {"model": "m", "key": "sk-1"}, {})


@pytest.mark.parametrize(
    "table",
    [
        {"concurrency": "4"},
        {"rung": "top"},
        {"stream": 1},
        {"timeout": True},
        {"timeout": -1},
        {"concurrency": 0},
        {"context": 5},
    ],
)
def test_a_wrong_value_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(CaseError):
        model_settings({"model": "m"}, table, {"OPENAI_API_KEY": "k"})


@pytest.mark.parametrize("address", ["127.0.0.1:9/v1", "ftp://host/v1", "http://", "u:secret@host/v1"])
def test_an_address_that_is_none_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(ModelError) as caught:
        model_settings({"model": "m", "base_url": address}, {}, {})
    assert caught.value.key == "model_bad_address" and "secret" not in error_text("en", caught.value)


@pytest.mark.parametrize("key", ["sk-abcdefghijklmnop", "  SK-abcdefghijklmnop.x", "abcdefghijklmnop0123456789"])
def test_a_key_in_the_place_of_the_address_is_not_echoed(key: str) -> None:
    with pytest.raises(ModelError) as caught:
        model_settings({"model": "m", "base_url": key}, {}, {})
    assert key.strip() not in error_text("en", caught.value) + str(caught.value)


@pytest.mark.parametrize("key", ["sk-\u5bc6\u94a5", "sk-\uff11\uff12", "sk-a\u200b"])
def test_a_key_with_other_than_ascii_is_told_before_anything_is_sent(key: str) -> None:
    with pytest.raises(ModelError) as caught:
        model_settings({"model": "m"}, {}, {"OPENAI_API_KEY": key})
    assert caught.value.key == "model_key_not_ascii" and key not in error_text("zh", caught.value)


def test_no_model_and_no_key_are_errors_of_their_own() -> None:
    with pytest.raises(ModelError, check=lambda error: error.key == "model_not_named"):
        model_settings({}, {}, {})
    with pytest.raises(ModelError, check=lambda error: error.key == "model_no_key"):
        model_settings({"model": "m"}, {}, {})
    assert model_settings({"model": "m", "base_url": "http://127.0.0.1:1/v1"}, {}, {}).key == "none"
    assert model_settings({"model": "x.gguf"}, {}, {}).is_file


def test_what_a_server_is_known_for_is_taken_into_account() -> None:
    deepseek = model_settings({"model": "m", "base_url": "https://api.deepseek.com/v1"}, {}, {"OPENAI_API_KEY": "k"})
    assert deepseek.rung == "object"
    qwen = {"model": "m", "base_url": "https://dashscope.aliyuncs.com/compatible-mode/v1"}
    assert model_settings(qwen, {}, {"OPENAI_API_KEY": "k"}).extra == {"enable_thinking": False}
    assert model_settings({"model": "m", "base_url": "http://127.0.0.1:11434/v1"}, {}, {}).context == 4096


def test_every_known_server_is_in_the_documentation() -> None:
    text = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    assert all(server.name in text and server.base_url in text for server in servers())


@pytest.mark.parametrize("schema", [ReportAnswer, RevisionAnswer, PassageAnswer])
def test_answer_schemas_are_closed_and_all_required(schema: type[ReportAnswer]) -> None:
    def closed(node: object) -> bool:
        if isinstance(node, list):
            return all(map(closed, node))
        if not isinstance(node, dict):
            return True
        own = "properties" not in node or (
            node["additionalProperties"] is False and set(node["required"]) == set(node["properties"])
        )
        return own and all(map(closed, node.values()))

    text = json.dumps(schema_of(schema))
    assert closed(schema_of(schema)) and not any(word in text for word in ("$ref", "default", "pattern", "title"))


def test_mending_changes_nothing_in_what_is_well_formed() -> None:
    text = json.dumps({"a": 'he said "yes", then left', "b": ["x", "y"]}, ensure_ascii=False)
    assert json.loads(mended(text)) == json.loads(text)


def test_a_text_without_an_answer_says_so() -> None:
    with pytest.raises(InvalidAnswer, match="not JSON"):
        parse_answer("I cannot do that.", ReportAnswer)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"retry-after": "3"}, 3.0), ({"retry-after": "250ms"}, 0.25), ({"retry-after-ms": "1500"}, 1.5), ({}, None),
     ({"retry-after": "Thu, 01 Jan 1970 00:01:00 GMT"}, 30.0), ({"retry-after": "soon"}, None)],
)  # fmt: skip
def test_retry_after_in_every_form(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, now=30.0) == seconds


def test_tokens_are_estimated_too_high_rather_than_too_low() -> None:
    assert tokens("政府信息公开") == 6 and tokens("abc def") == 3
