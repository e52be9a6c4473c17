"""What the page may ask for: each request with its fields, and nothing else."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(max_length=2000)]


class PageRequest(BaseModel):
    """A request that says all by its address."""

    model_config = ConfigDict(extra="forbid", strict=True)


class EditAsked(PageRequest):
    """A paragraph's new text; `before` is the one that was shown, `by_model` that a model's words were taken."""

    section: Line
    paragraph: int
    before: str
    text: str
    by_model: bool = False


class CellAsked(PageRequest):
    """New text for a cell or an entry; `before` is the one that was shown."""

    cell: Line
    before: Line
    text: Line


class FiguresAsked(PageRequest):
    """Cells that were typed."""

    cells: Annotated[list[CellAsked], Field(max_length=5000)]


class PasteAsked(PageRequest):
    """What was pasted at a cell: text with tabs, and the same as markup."""

    at: Line
    text: str
    page: str


class TableAsked(PageRequest):
    """A table by its key."""

    table: Line


class DecideAsked(PageRequest):
    """An answer to a finding by its key."""

    key: str
    answer: Literal["accept", "dismiss"]
    reason: Line
    by: Line


class SignAsked(PageRequest):
    """A review that is done."""

    review: Literal["first", "second", "final"]
    by: Line


class ExportAsked(PageRequest):
    """The format of a final text or of a copy for review."""

    suffix: Literal[".docx", ".html", ".txt"]
    review: bool


class NotesAsked(PageRequest):
    """The notes of a section or topic as they are to be; `before` is what was shown."""

    section: Line
    topic: Line | None
    before: str
    text: str


class CommentAsked(PageRequest):
    """A comment on words (`quote`) of a paragraph (`around`)."""

    text: Annotated[str, StringConstraints(max_length=5000)]
    quote: Line
    around: str
    by: Line


class ChangesAsked(PageRequest):
    """What the report is compared with: the number of a draft, or "signed" and a name behind a colon."""

    since: Line


class NewAsked(PageRequest):
    """A new case: from the file that was read last (by its identity), or for a named organisation and year."""

    reading: Line | None
    organization: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
    year: Annotated[int, Field(ge=1990, le=2200)] | None


class WriteAsked(PageRequest):
    """The whole text by the model, or a section of it."""

    section: Line | None


class ReviseAsked(PageRequest):
    """A paragraph to be revised by the model, and how."""

    section: Line
    paragraph: int
    instruction: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
