"""What a reading model answers: statements in their one language, and what stands behind each sentence.

Types are as lenient as the schema that a server is given is strict: one wrong statement is dropped where it is judged,
and does not cost the others.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from drafter.statements.language import Relation

_RELATIONS: dict[str, JsonValue] = {"enum": [relation.value for relation in Relation]}
_YEARS: dict[str, JsonValue] = {"enum": ["this", "last"]}
_DIRECTIONS: dict[str, JsonValue] = {"enum": ["up", "down", "none"]}
_STATES: dict[str, JsonValue] = {"enum": ["vouched", "unvouched", "contradicted"]}


class Lenient(BaseModel):
    """An object whose other keys are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class StatementAnswer(Lenient):
    """One statement: see `drafter.statements.language`."""

    paragraph: int
    words: str
    relation: str = Field(json_schema_extra=_RELATIONS)
    subject: tuple[str, ...] = ()
    year: str = Field("this", json_schema_extra=_YEARS)
    other: tuple[str, ...] = ()
    direction: str = Field("none", json_schema_extra=_DIRECTIONS)
    number: str = ""
    parts: tuple[str, ...] = ()


class StatementsAnswer(Lenient):
    """Every statement of some paragraphs."""

    statements: tuple[StatementAnswer, ...] = ()


class SentenceAnswer(Lenient):
    """What stands behind one sentence: by what, or which words nothing covers."""

    sentence: int
    state: str = Field(json_schema_extra=_STATES)
    words: str = ""
    sources: tuple[str, ...] = ()


class SentencesAnswer(Lenient):
    """What stands behind some sentences."""

    sentences: tuple[SentenceAnswer, ...] = ()
