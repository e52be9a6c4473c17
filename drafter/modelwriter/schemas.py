"""The JSON Schemas of answers in `schemas/`; `python -m drafter.modelwriter.schemas` writes them anew."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import BaseModel

from drafter.model.answers import schema_of
from drafter.modelwriter.answer import PairsAnswer, ProseAnswer
from drafter.resources import folder

SCHEMAS: Mapping[str, type[BaseModel]] = {
    "answer-prose.schema.json": ProseAnswer,
    "answer-pairs.schema.json": PairsAnswer,
}


def schema_text(name: str) -> str:
    """The JSON Schema that goes by this file name, as servers are given it."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(head | schema_of(SCHEMAS[name]), ensure_ascii=False, indent=1) + "\n"


def write_all() -> None:
    """Write the schemas to `schemas/`."""
    for name in SCHEMAS:
        (folder("schemas") / name).write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    write_all()
