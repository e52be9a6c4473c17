"""A model for the length of a run, reached or served, and the record that is kept with the draft."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from typing import Any

from drafter import prompt
from drafter.model import Model
from drafter.model.ladder import Wording
from drafter.model.settings import ModelSettings
from drafter.modelwriter import ModelNarrative, Options


@contextmanager
def opened(settings: ModelSettings, language: str) -> Iterator[tuple[Model, Options]]:
    """The model of these settings and the options that go with it; a model file is served until the block ends."""
    from drafter.model.client import OpenAIModel
    from drafter.model.local import served

    with served(settings) if settings.is_file else nullcontext(settings) as reached:
        model = OpenAIModel(reached, Wording(*prompt.wording(language)))
        yield model, options_of(reached)


def options_of(settings: ModelSettings) -> Options:
    """The writer's options that settings hold."""
    return Options(settings.concurrency, settings.context, settings.max_tokens)


def record_of(written: ModelNarrative, language: str) -> dict[str, Any]:
    """How a narrative came about, as JSON; of what was masked only the ends are shown."""
    return {
        "model": written.model,
        "sentences": written.sentences,
        "usage": asdict(written.usage),
        "rejected": [
            {"block": item.block, "text": item.text, "reasons": [reason.text(language) for reason in item.reasons]}
            for item in written.rejected
        ],
        "masked": [
            {"kind": item.kind, "where": item.where, "token": item.token, "shown": item.shown}
            for item in written.masked
        ],
        "withheld": list(written.withheld),
        "blocks": [dict(block) for block in written.blocks],
        "failed": [dict(block) for block in written.failed],
    }
