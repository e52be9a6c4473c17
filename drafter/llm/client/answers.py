"""What a model wrote, as an instance of a schema: reasoning and fences stripped, quotation marks mended, checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

A = TypeVar("A", bound="BaseModel")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>|^.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*?)```", re.DOTALL)
_MOST = 200_000
"""Longer text is no answer to anything asked here."""


class InvalidAnswer(ValueError):
    """Why a text is no answer of the schema, in words that the model may be shown."""


def parse_answer(text: str, schema: type[A]) -> A:
    """The first object in the text that holds to the schema; InvalidAnswer says what is wrong with the likeliest."""
    from pydantic import ValidationError

    wrong = "no JSON object"
    for candidate in _candidates(text[:_MOST]):
        for version in (candidate, mended(candidate)):
            try:
                return schema.model_validate(json.loads(version, strict=False))
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                wrong = f"{'.'.join(str(part) for part in first['loc']) or '(root)'}: {first['msg']}"
            except (ValueError, RecursionError) as error:
                wrong = wrong if wrong != "no JSON object" else f"not JSON: {str(error)[:200]}"
    raise InvalidAnswer(wrong)


def _candidates(text: str) -> Iterator[str]:
    """Where an answer may stand, likeliest first: the whole text, a fenced part, from the first brace to the last."""
    plain = _THOUGHT.sub("", text).strip()
    yield plain
    yield from (match.strip() for match in _FENCE.findall(plain))
    start, end = plain.find("{"), plain.rfind("}")
    if 0 <= start < end and (start, end) != (0, len(plain) - 1):
        yield plain[start : end + 1]


_AFTER = frozenset(":,]}")


def mended(text: str) -> str:
    """JSON with every quotation mark that opens or closes nothing escaped; it counts only if the schema holds then."""
    parts = []
    inside = False
    for at, char in enumerate(text):
        if char != '"' or (at and text[at - 1] == "\\"):
            parts.append(char)
        elif not inside:
            inside = True
            parts.append(char)
        elif _closes(text, at):
            inside = False
            parts.append(char)
        else:
            parts.append('\\"')
    return "".join(parts)


def _closes(text: str, at: int) -> bool:
    """Whether a quotation mark inside a string ends it: only what may follow a string follows."""
    rest = text[at + 1 :].lstrip()
    if not rest:
        return True
    if rest[0] not in _AFTER:
        return False
    following = rest[1:].lstrip()
    return rest[0] != "," or following[:1] in ('"', "{", "[", "")


def schema_of(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema as the strictest servers want it: closed, all required, written out, no titles or defaults."""
    full = schema.model_json_schema()
    plain: dict[str, Any] = _plain(full, full.get("$defs", {}))
    return plain


def _plain(node: Any, known: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_plain(item, known) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _plain(known[node["$ref"].rpartition("/")[2]], known)
    kept = {name: value for name, value in node.items() if name not in ("title", "default", "description", "$defs")}
    if "properties" in node:
        kept["properties"] = {name: _plain(value, known) for name, value in node["properties"].items()}
        kept |= {"required": list(node["properties"]), "additionalProperties": False}
    return {name: value if name in ("properties", "required") else _plain(value, known) for name, value in kept.items()}
