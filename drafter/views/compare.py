"""Two filings side by side as one self-contained HTML page: differences, findings, and what every number rests on."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafter.binding import Binding, State
from drafter.checks.report import Checked
from drafter.decisions import Judged, Standing
from drafter.diff import BREAK, Comparison, Item, Passage, Run, Section, Status, reuse
from drafter.document import Cell, Role
from drafter.filing import show
from drafter.form import Form
from drafter.formats.html import head_rows
from drafter.merge import PREFACE
from drafter.messages import catalogue, say
from drafter.resources import folder
from drafter.views.differences import cell_text, percentage, status_key, summary_lines
from drafter.views.marks import Mark, anchor_of, binding_marks, finding_marks, parts, text_marks
from drafter.views.redline import address_of, grids, row_role


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that looks the same throughout."""

    text: str
    kind: str = "same"
    """What changed: the kind of its run, or "moved"."""
    role: str = ""
    """"open" or "heading"."""
    findings: tuple[int, ...] = ()
    number: Number | None = None
    last: bool = True
    """Whether the number ends here; a change inside it may have cut it for display."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: its identity on the page, its state, the cells it rests on, and that in words."""

    id: str
    state: str
    cells: tuple[str, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Note:
    """A finding in the margin."""

    number: int
    severity: str
    label: str
    rule: str
    message: str
    related: tuple[str, ...]
    source: str
    key: str
    answer: str = ""
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: the same passage in both texts, or something with findings only."""

    id: str
    status: str
    label: str
    old: tuple[tuple[Piece, ...], ...]
    new: tuple[tuple[Piece, ...], ...]
    heading: bool
    flags: tuple[str, ...]
    """What filters ask: "changed", "wording", "open", "findings"."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a printed table; a label has no address."""

    cell: Cell
    address: str | None
    old: str
    new: str
    hint: str = ""
    numbers: tuple[str, ...] = ()
    """Identities of the numbers in the text that rest on it."""
    findings: tuple[int, ...] = ()

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table with its changes as a list and its findings."""

    id: str
    head: int
    widths: tuple[float, ...]
    rows: tuple[tuple[Slot, ...], ...]
    marks: tuple[str, ...]
    changes: tuple[tuple[str, ...], ...]
    flags: tuple[str, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page."""

    key: str
    heading: str
    reuse: str
    rows: tuple[Row, ...]
    grids: tuple[Grid, ...]
    notes: tuple[Note, ...] = ()
    new_heading: bool = field(default=True)


def compare_page(
    comparison: Comparison, checked: Checked, form: Form, language: str, judged: Sequence[Judged] = ()
) -> str:
    """The page; `judged` says which findings are answered (findings that are not in it are open)."""
    page = _Page(comparison, checked, form, language, {item.finding.key: item for item in judged})
    parts_of = tuple(page.parts())
    script = (folder("schemas") / "page" / "compare.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    prefix = "compare."
    words = {key.removeprefix(prefix): text for key, text in catalogue(_known(language)).items() if key.startswith(prefix)}
    return _template().render(
        language=language,
        form_language=form.definition.language,
        words=words,
        title=page.title,
        old_title=comparison.old.title or words["untitled"],
        new_title=comparison.new.title or words["untitled"],
        title_row=page.title_row(),
        parts=parts_of,
        summary=tuple(summary_lines(comparison, language)),
        totals=page.totals(parts_of),
        script=script,
        digest=digest,
    )
