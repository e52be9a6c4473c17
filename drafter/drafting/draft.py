"""Drafts as JSON: text with references, what they were written from, and digests of the files made from them."""

from __future__ import annotations

import json
from dataclasses import asdict, field
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from drafter.drafting.render import Draft
from drafter.errors import CaseError
from drafter.formats.comments import Comment
from drafter.records import dataclass
from drafter.report import Entry, Figures, Note
from drafter.report.json import BlockModel, dumps, narrative_data, narrative_of, nested


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it is kept: with the figures, entries and notes of the day, so that it can be written out again."""

    draft: Draft
    figures: Figures
    entries: tuple[Entry, ...] = ()
    notes: tuple[Note, ...] = ()
    based_on: int | None = None
    digests: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each file made from it, by suffix."""
    adopted: dict[str, str] = field(default_factory=dict)
    """SHA-256 of every edited file, by name, whose wording this draft or one that it comes from has taken."""
    pending: Figures = field(default_factory=dict)
    """Cells that a person typed into the tables of an earlier draft's file and that nobody has taken yet."""
    own: tuple[str, ...] = ()
    """Sentences that a person wrote into a file of an earlier draft, as they were written."""
    comments: tuple[Comment, ...] = ()
    """What people wrote as comments into a file of an earlier draft."""


_FiguresModel = dict[str, dict[str, dict[str, int | float | Decimal | str | None]]]


class _EntryModel(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    section: str
    topic: str | None
    sentence: str
    last: str
    unit: str | None
    value: str | None


class _NoteModel(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    section: str
    topic: str | None
    text: str


class _CommentModel(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    author: str
    date: str | None
    text: str
    quote: str
    around: str
    column: int | None


class DraftModel(BaseModel):
    """A draft file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    form: str
    organization: str | None
    year: int | None
    writer: str
    based_on: int | None
    narrative: dict[str, list[BlockModel]]
    figures: _FiguresModel
    entries: list[_EntryModel]
    notes: list[_NoteModel]
    digests: dict[str, str]
    adopted: dict[str, str] = {}
    pending: _FiguresModel = {}
    own: list[str] = []
    comments: list[_CommentModel] = []


def write(kept: KeptDraft) -> bytes:
    """A kept draft as JSON bytes."""
    draft = kept.draft
    return dumps(
        {
            "form": draft.form,
            "organization": draft.organization,
            "year": draft.year,
            "writer": draft.writer,
            "based_on": kept.based_on,
            "narrative": narrative_data(draft.narrative),
            "figures": nested(kept.figures),
            "entries": [asdict(entry) for entry in kept.entries],
            "notes": [asdict(note) for note in kept.notes],
            "digests": kept.digests,
            "adopted": kept.adopted,
            "pending": nested(kept.pending),
            "own": list(kept.own),
            "comments": [asdict(comment) for comment in kept.comments],
        }
    ).encode()


def read(data: bytes, name: str) -> KeptDraft:
    """The draft in JSON bytes; CaseError names the key that is wrong."""
    try:
        model = DraftModel.model_validate(json.loads(data.decode(), parse_float=Decimal))
    except (ValueError, ValidationError, RecursionError) as error:
        raise CaseError("draft_damaged", path=name, reason=str(error).splitlines()[0]) from error
    blocks: dict[str, list[dict[str, Any]]] = {
        key: [block.model_dump() for block in section] for key, section in model.narrative.items()
    }
    draft = Draft(model.form, model.organization, model.year, narrative_of(blocks), model.writer)
    entries = tuple(Entry(**entry.model_dump()) for entry in model.entries)
    notes = tuple(Note(**note.model_dump()) for note in model.notes)
    return KeptDraft(
        draft,
        _figures(model.figures),
        entries,
        notes,
        model.based_on,
        model.digests,
        model.adopted,
        _figures(model.pending),
        tuple(model.own),
        tuple(Comment(**comment.model_dump()) for comment in model.comments),
    )


def _figures(tables: _FiguresModel) -> Figures:
    return {
        f"{table}.{row}.{column}": value if not isinstance(value, float) else Decimal(repr(value))
        for table, rows in tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
