"""Scripted models that write about the example case: an honest one, and ones that stray."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from drafter.llm import Message
from drafter.llm.writer import Material, prepare

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
HONEST = tomllib.loads((BENCHMARKS / "honest.toml").read_text(encoding="utf-8"))
HELD_OUT = tomllib.loads((BENCHMARKS / "heldout.toml").read_text(encoding="utf-8"))
Sentence = dict[str, Any]


def prose(*sentences: Sentence | str) -> str:
    """An answer of one paragraph; a plain text is a general sentence."""
    made = [item if isinstance(item, dict) else {"text": item, "sources": ["general"]} for item in sentences]
    return json.dumps({"paragraphs": [{"sentences": made}]}, ensure_ascii=False)


def pairs(*found: dict[str, Any]) -> str:
    """An answer of problems with their measures."""
    return json.dumps({"pairs": list(found)}, ensure_ascii=False)


def noted(key: str, material: Material, source: dict[str, Any] = HONEST) -> dict[str, Any]:
    """The honest answer of a block as data, `note:1` standing for its first note."""
    own = [note for note in material.notes if f"{note.section}.{note.topic}" == key or note.section == key]
    items: dict[str, list[Sentence]] = {"pairs": source["pairs"]}
    for block in source["sentences"]:
        items.setdefault(block["block"], []).extend(block["items"])
    text = json.dumps(items)
    for number, note in enumerate(own, 1):
        text = text.replace(f"note:{number}", f"note:{note.id}")
    data: dict[str, Any] = json.loads(text)
    return data


def honest(key: str, material: Material) -> str:
    """What an honest model answers for a block."""
    data = noted(key, material)
    return pairs(*data["pairs"]) if key == "problems" else prose(*data[key])


def keys(material: Material) -> dict[str, str]:
    """Blocks by the message that asks for them."""
    return {request.messages[1].content: request.task.key for request in prepare(material).requests}


Script = Callable[[Sequence[Message], type[BaseModel]], str]


def script(material: Material, first: dict[str, str] | None = None, again: dict[str, str] | None = None) -> Script:
    """Honest answers but for the blocks in `first`; `again` is what is answered when sentences come back."""
    known = keys(material)

    def answer(messages: Sequence[Message], schema: type[BaseModel]) -> str:
        key = known[messages[1].content]
        if len(messages) > 2:
            return (again or {}).get(key, prose() if key != "problems" else pairs())
        return (first or {}).get(key) or honest(key, material)

    return answer
