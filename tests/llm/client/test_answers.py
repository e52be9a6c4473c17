"""What a model wrote as an answer: found among thoughts and fences, mended where only quotation marks are wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from drafter.llm.client.answers import InvalidAnswer, mended, parse_answer, schema_of


class Item(BaseModel):
    """A part of what is asked for."""

    model_config = ConfigDict(extra="forbid")

    place: str
    text: str = "nothing"


class Asked(BaseModel):
    """What is asked for."""

    model_config = ConfigDict(extra="forbid")

    items: list[Item]


GOOD = '{"items": [{"place": "a", "text": "培训40人次"}]}'


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"  \n{GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"好的，结果如下：\n```\n{GOOD}\n```\n请查收。",
        f"<think>先想一想 {{}}</think>{GOOD}",
        f"先想一想 {{}}</think>{GOOD}",
        f"<THINKING>{GOOD.replace('a', 'b')}</THINKING>\n{GOOD}",
        f"结果是{GOOD}。",
    ],
)
def test_the_answer_is_found_wherever_it_stands(text: str) -> None:
    assert parse_answer(text, Asked).items == [Item(place="a", text="培训40人次")]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('{"items": [{"place": "a", "text": "办好"一件事"。"}]}', '办好"一件事"。'),
        ('{"items": [{"place": "a", "text": ""一件事"办好"}]}', '"一件事"办好'),
        ('{"items": [{"place": "a", "text": "说"好", 再说"}]}', '说"好", 再说'),
        ('{"items": [{"place": "a", "text": "一行\n两行"}]}', "一行\n两行"),
    ],
)
def test_quotation_marks_and_line_breaks_inside_a_text_are_mended(text: str, inner: str) -> None:
    assert parse_answer(text, Asked).items[0].text == inner


@given(st.lists(st.text(max_size=12), max_size=3))
def test_what_is_sound_stays_as_it_is(texts: list[str]) -> None:
    written = json.dumps({"items": [{"place": "a", "text": text} for text in texts]})
    assert [item.text for item in parse_answer(written, Asked).items] == texts
    if "\\\\" not in written:
        assert mended(written) == written


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON"),
        ("培训40人次", "not JSON"),
        ('{"items": [{"text": "甲"}]}', "items.0.place: Field required"),
        ('{"items": [], "more": 1}', "more: Extra inputs"),
        ('{"items": [{"place": "a", "text": "cut', "not JSON"),
        ("[1, 2]", "(root)"),
    ],
)
def test_what_is_no_answer_says_why_in_words_for_the_model(text: str, reason: str) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        parse_answer(text, Asked)
    assert reason in str(caught.value)


def test_brackets_without_end_are_no_answer_and_no_crash() -> None:
    with pytest.raises(InvalidAnswer):
        parse_answer("[" * 100_000, Asked)


def test_the_schema_for_strict_servers_is_closed_and_written_out() -> None:
    schema = schema_of(Asked)
    text = json.dumps(schema)
    assert "$ref" not in text and "$defs" not in text and '"title"' not in text and '"default"' not in text
    item = schema["properties"]["items"]["items"]
    assert item["required"] == ["place", "text"] and item["additionalProperties"] is False


class Titled(BaseModel):
    """Fields that are called like words of the schema itself."""

    title: str
    default: str


def test_a_field_may_be_called_like_a_word_of_the_schema() -> None:
    assert schema_of(Titled)["properties"].keys() == {"title", "default"}
