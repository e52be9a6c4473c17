"""What a server is told that an answer may name, and what is taken from a model that names something else."""

from __future__ import annotations

from typing import Any

from drafter.llm.client.answers import schema_of
from drafter.llm.writer.answer import AnswerBounds, ReportAnswer, RevisionAnswer

ASKED = AnswerBounds(("overview", "problems"), ("n1", "n2", "e1"), 2)


def described(schema: dict[str, Any], *path: str) -> dict[str, Any]:
    for name in path:
        schema = schema["items"] if name == "items" else schema["properties"][name]
    return schema


def test_places_and_sources_are_named_from_the_material_and_problems_by_their_number() -> None:
    schema = schema_of(ASKED.report())
    assert described(schema, "paragraphs", "items", "place")["enum"] == ["overview", "problems"]
    assert described(schema, "paragraphs", "items", "sources", "items")["enum"] == ["n1", "n2", "e1"]
    assert described(schema, "omitted", "items", "source")["enum"] == ["n1", "n2", "e1"]
    problems = described(schema, "last_problems")
    assert problems["maxItems"] == 2 and described(problems, "items", "number")["enum"] == [1, 2]
    assert "enum" not in described(schema, "paragraphs", "items", "text")


def test_only_what_was_sent_back_may_be_replaced() -> None:
    schema = schema_of(ASKED.revision([4, 9]))
    replaced = described(schema, "replacements")
    assert replaced["maxItems"] == 2 and described(replaced, "items", "number")["enum"] == [4, 9]
    assert described(schema_of(ASKED.revision([])), "replacements")["maxItems"] == 0


def test_nothing_is_listed_that_is_not_there_and_no_list_is_longer_than_servers_take() -> None:
    bare = schema_of(AnswerBounds(("overview",), (), 0).report())
    assert described(bare, "last_problems")["maxItems"] == 0 and described(bare, "omitted")["maxItems"] == 0
    assert "enum" not in described(bare, "paragraphs", "items", "sources", "items")
    long = schema_of(AnswerBounds(("overview",), tuple(f"e{number}" for number in range(400)), 0).report())
    assert "enum" not in described(long, "paragraphs", "items", "sources", "items")


def test_an_answer_is_taken_as_it_comes_from_a_server_that_keeps_no_schema() -> None:
    paragraph = {"place": "elsewhere", "text": "Read.", "sources": ["n9"] * 40}
    answer = ASKED.report().model_validate({"paragraphs": [paragraph]})
    assert isinstance(answer, ReportAnswer) and answer.paragraphs[0].place == "elsewhere"
    revision = ASKED.revision([4]).model_validate({"replacements": [{"number": 7, "text": ""}]})
    assert isinstance(revision, RevisionAnswer) and revision.replacements[0].number == 7
