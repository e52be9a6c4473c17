"""Scripted models that write about the example case: an honest one, and ones that stray."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from drafter.llm import Message
from drafter.llm.writer import Material, Options, prepare

HONEST: dict[str, Any] = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "benchmarks" / "honest.toml").read_text(encoding="utf-8")
)
APART = Options(concurrency=1, context=4300)
"""So little room that every place of the example is a request of its own."""
Change = Callable[[dict[str, Any]], None]


def honest(key: str | None = None) -> dict[str, Any]:
    """What an honest model answers, of all places or of one."""
    paragraphs = [dict(item) for item in HONEST["paragraphs"] if key in (None, item["place"])]
    problems = [dict(item) for item in HONEST["last_problems"]] if key in (None, "problems") else []
    return {"paragraphs": paragraphs, "last_problems": problems}


def keys(material: Material, options: Options = APART) -> dict[str, str]:
    """Places by the message that asks for them."""
    return {request.messages[1].content: request.key for request in prepare(material, options).requests}


def changed(place: str, old: str, new: str) -> dict[str, Any]:
    """An honest answer with one wording changed; an empty old one: a sentence added at the end of a paragraph."""
    answer = honest()
    for paragraph in answer["paragraphs"]:
        if paragraph["place"] == place and old in paragraph["text"]:
            paragraph["text"] = paragraph["text"].replace(old, new) if old else paragraph["text"] + new
            return answer
    raise AssertionError(f"{old} does not stand in {place}")


Script = Callable[[Sequence[Message], type[BaseModel]], str]


def script(answer: dict[str, Any], again: dict[str, Any] | Callable[[str], dict[str, Any]] | None = None) -> Script:
    """Answers the first message and what is sent back; by default that goes unheeded."""

    def reply(messages: Sequence[Message], schema: type[BaseModel]) -> str:
        if len(messages) == 2:
            return json.dumps(answer, ensure_ascii=False)
        second = again(messages[-1].content) if callable(again) else again or {}
        return json.dumps(second, ensure_ascii=False)

    return reply
