"""The JSON Schemas in `schemas/`, generated from the models; `python -m drafter.schema_files` writes them anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from drafter.codecs.draft import DraftModel
from drafter.codecs.json import BlockModel, FilingModel
from drafter.form.definition import FormDefinition
from drafter.form.phrases import PhraseBook
from drafter.form.wording import WordingBook
from drafter.resources import folder

SCHEMAS: Mapping[str, Any] = {
    "form.schema.json": FormDefinition,
    "phrases.schema.json": PhraseBook,
    "wording.schema.json": WordingBook,
    "filing.schema.json": FilingModel,
    "narrative.schema.json": dict[str, list[BlockModel]],
    "draft.schema.json": DraftModel,
}


def schema_text(name: str) -> str:
    """The JSON Schema that goes by this file name."""
    schema = TypeAdapter(SCHEMAS[name]).json_schema()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(head | schema, ensure_ascii=False, indent=1) + "\n"


def write_all() -> None:
    """Write every schema to `schemas/`."""
    for name in SCHEMAS:
        (folder("schemas") / name).write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    write_all()
