"""All that is wrong with the folder of a form at once: file, key, what is expected there, and an example."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from drafter.errors import FormError
from drafter.form import Form, FormDefinition, load_form
from drafter.form.concepts import unknown_keys
from drafter.form.files import FORM_FILE, FORM_FILES
from drafter.form.phrases import PhraseBook, phrases_of, unknown_targets
from drafter.form.schema.concepts import ConceptBook
from drafter.form.schema.values import strictly
from drafter.form.schema.vouching import VouchingBook
from drafter.form.structure import faults
from drafter.form.wording import WordingBook, unknown_names
from drafter.form.writing import WritingDefinition
from drafter.messages import LANGUAGES, Text, both, error_text
from drafter.records import dataclass
from drafter.resources import folder, key_path, parse_toml

Node = Mapping[str, Any]
_MODELS: Mapping[str, type[BaseModel]] = dict(
    zip(
        FORM_FILES,
        (FormDefinition, PhraseBook, ConceptBook, WordingBook, WritingDefinition, VouchingBook),
        strict=True,
    )
)
_MODEL_FORM = "disclosure-2021"
"""The form from which examples are taken."""
_SHOWN = 40
"""Characters of a wrong value that are shown."""


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing that is wrong; `key` is "" where it is the whole file, `example` a line that would stand there."""

    file: str
    key: str
    reason: Text
    example: str = ""


def problems_of(where: Path) -> tuple[FormProblem, ...]:
    """What is wrong with a form's folder, file by file; none where the form can be used."""
    found: list[FormProblem] = []
    books: dict[str, Any] = {}
    for name, model in _MODELS.items():
        if name == FORM_FILE or os.path.lexists(where / name):
            try:
                data = parse_toml(where / name)
                books[name] = model.model_validate(data, context=strictly(data))
            except FormError as error:
                found.append(FormProblem(name, "", Text(*(error_text(language, error) for language in LANGUAGES))))
            except ValidationError as error:
                found += _key_problems(name, model, data, error)
    if FORM_FILE in books:
        found += (_fault(FORM_FILE, reason) for reason in faults(books[FORM_FILE]))
    if not any(problem.file == FORM_FILE for problem in found):
        found += _names(load_form(str(where.resolve())), books)
    return tuple(dict.fromkeys(found))


def _fault(file: str, reason: str) -> FormProblem:
    key, _, rest = reason.partition(": ")
    return FormProblem(file, key, Text(rest, rest))


def _names(form: Form, books: Mapping[str, Any]) -> Iterator[FormProblem]:
    """What the other files of a sound form name that it does not have."""
    for name, book in books.items():
        if isinstance(book, PhraseBook):
            unknown = unknown_targets(form, book)
            yield from (_fault(name, f"targets: no cell or named sum {target!r}") for target in unknown)
            if not unknown:
                yield from (_fault(name, f"{item.source}: {wrong}") for item, wrong in phrases_of(form).unusable())
        elif isinstance(book, ConceptBook):
            yield from (_fault(name, reason) for reason in unknown_keys(form, book))
        elif isinstance(book, WordingBook):
            yield from (_fault(name, reason) for reason in unknown_names(book, form))
        elif isinstance(book, WritingDefinition):
            places = {
                (section.key, topic) for section in form.sections for topic in (None, *_topics(form, section.key))
            }
            for block in book.blocks:
                if (block.section, block.topic) not in places:
                    yield _fault(name, f"blocks: no section {block.section!r} with a topic {block.topic!r}")


def _topics(form: Form, section: str) -> tuple[str, ...]:
    return tuple(topic.key for topic in form.section(section).topics)


def _key_problems(name: str, model: type[BaseModel], data: Node, error: ValidationError) -> Iterator[FormProblem]:
    schema = model.model_json_schema()
    for item in error.errors(include_url=False):
        loc = tuple(_within(item["loc"], data))
        node = next(_nodes(schema, item["loc"], schema), {})
        known = next(_nodes(schema, item["loc"][:-1], schema), {}).get("properties", {})
        reason = _reason(item, node, known)
        example = "" if item["type"] == "extra_forbidden" else _example(name, loc, node, schema)
        yield FormProblem(name, key_path(loc), reason, example)


def _within(loc: Sequence[int | str], data: object) -> Iterator[int | str]:
    """The parts of a place that stand in the data, without the names of alternatives; the last may be missing there."""
    for part in loc:
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
            yield part
        elif isinstance(data, dict) and (part in data or part is loc[-1]):
            data = data.get(part)
            yield part


def _reason(item: ErrorDetails, node: Node, known: Iterable[str]) -> Text:
    found = _toml(item["input"])[:_SHOWN]
    match item["type"]:
        case "extra_forbidden":
            return both("form_problems.unknown", known=" ".join(known))
        case "missing":
            return both("form_problems.missing", expected=_expected(node))
        case "value_error":
            text = item["msg"].removeprefix("Value error, ")
            return Text(text, text)
        case "string_too_short":
            return both("form_problems.empty")
        case "string_pattern_mismatch":
            return both("form_problems.shape", pattern=item["ctx"]["pattern"], found=found)
        case "union_tag_invalid":
            return both("form_problems.wrong", expected=item["ctx"]["expected_tags"], found=item["ctx"]["tag"])
        case _:
            return both("form_problems.wrong", expected=_expected(node), found=found)


def _nodes(node: Node, loc: Sequence[int | str], schema: Node) -> Iterator[Node]:
    """The parts of a JSON Schema that describe the value at a place; tags of alternatives in it are passed over."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    alternatives = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    for alternative in alternatives:
        yield from _nodes(alternative, loc, schema)
    if not loc:
        yield from () if alternatives else (node,)
    elif isinstance(loc[0], int):
        yield from _nodes(node["items"], loc[1:], schema) if "items" in node else ()
    elif loc[0] in node.get("properties", {}):
        yield from _nodes(node["properties"][loc[0]], loc[1:], schema)
    elif isinstance(node.get("additionalProperties"), dict):
        yield from _nodes(node["additionalProperties"], loc[1:], schema)
    elif "properties" in node:
        yield from _nodes(node, loc[1:], schema) if len(loc) > 1 else ()


def _expected(node: Node) -> Text:
    if "enum" in node:
        allowed = " | ".join(map(_toml, node["enum"]))
        return Text(allowed, allowed)
    return both(f"form_problems.types.{node.get('type', 'string')}")


def _example(name: str, loc: Sequence[int | str], node: Node, schema: Node) -> str:
    """A line for this key, with the values of the built-in form."""
    keys = tuple(part for part in loc if isinstance(part, str))
    sample = _sample(node, schema, parse_toml(folder("schemas") / _MODEL_FORM / name), keys)
    shown = [sample] if loc and isinstance(loc[-1], int) else sample
    return f"{keys[-1]} = {_toml(shown)}" if keys else ""


def _sample(node: Node, schema: Node, data: object, keys: tuple[str, ...]) -> object:
    """The least that may stand at a path of keys: of a table, the keys that must be there; of a list, one item."""
    if "properties" in node:
        needed = node.get("required", list(node["properties"])[:2])
        return {key: _sample(next(_nodes(node, (key,), schema)), schema, data, (*keys, key)) for key in needed}
    if node.get("type") == "array" and "items" in node:
        return [_sample(next(_nodes(node, (0,), schema)), schema, data, keys)]
    known = [value for value in _values(data, keys) if not isinstance(value, dict)]
    if known:
        return min(known, key=lambda value: len(_toml(value)))
    return {"integer": 1, "number": 1.0, "boolean": True}.get(node.get("type", ""), "text")


def _values(data: object, keys: Sequence[str]) -> Iterator[object]:
    """All values at a path of keys, through lists and past keys that are none of the file."""
    if isinstance(data, list):
        for item in data:
            yield from _values(item, keys)
    elif not keys:
        yield data
    elif isinstance(data, dict) and (keys[0] in data or len(keys) > 1):
        yield from _values(data.get(keys[0], data), keys[1:])


def _toml(value: object) -> str:
    """A value as it stands in a TOML file, tables and lists in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, str) and "\\" in value and "'" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False, default=str)
