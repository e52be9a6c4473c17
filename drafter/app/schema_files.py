"""The JSON Schemas in `schemas/`, generated from the models; `python -m drafter.app.schema_files` writes them anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from drafter.drafting.draft import DraftModel
from drafter.form.phrases import PhraseBook
from drafter.form.schema.concepts import ConceptBook
from drafter.form.schema.form import FormDefinition
from drafter.form.schema.vouching import VouchingBook
from drafter.form.wording import WordingBook
from drafter.llm.client.answers import schema_of
from drafter.llm.writer.answer import PassageAnswer, ReportAnswer, RevisionAnswer
from drafter.report.json import BlockModel, FilingModel
from drafter.resources import folder
from drafter.statements.language import STATEMENTS_SCHEMA

SCHEMAS: Mapping[str, Any] = {
    "form.schema.json": FormDefinition,
    "phrases.schema.json": PhraseBook,
    "concepts.schema.json": ConceptBook,
    "wording.schema.json": WordingBook,
    "vouching.schema.json": VouchingBook,
    "filing.schema.json": FilingModel,
    "narrative.schema.json": dict[str, list[BlockModel]],
    "draft.schema.json": DraftModel,
}
ANSWERS: Mapping[str, Any] = {
    "answer-report.schema.json": ReportAnswer,
    "answer-revision.schema.json": RevisionAnswer,
    "answer-passage.schema.json": PassageAnswer,
}
"""Answers of a model, as servers are given their schemas: strict, without titles."""
FLAT: Mapping[str, Any] = {"statements.schema.json": STATEMENTS_SCHEMA}
"""Schemas that are written by hand."""


def schema_text(name: str) -> str:
    """The JSON Schema that goes by this file name."""
    if name in FLAT:
        schema = FLAT[name]
    else:
        schema = schema_of(ANSWERS[name]) if name in ANSWERS else TypeAdapter(SCHEMAS[name]).json_schema()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(head | dict(schema), ensure_ascii=False, indent=1) + "\n"


def write_all() -> None:
    """Write every schema to `schemas/`."""
    for name in (*SCHEMAS, *ANSWERS, *FLAT):
        (folder("schemas") / name).write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    write_all()
