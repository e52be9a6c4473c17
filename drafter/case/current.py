"""The case as it stands: its last draft with whatever a person changed in a file of it, every file read once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from drafter.case.folder import CaseFolder
from drafter.case.inputs import Given
from drafter.checks import Context
from drafter.document import Notice
from drafter.drafting.draft import Kept
from drafter.drafting.revise import Brief, Drafted, draft_again
from drafter.recognition.files import read_report
from drafter.report.filing import Figures, Filing, complete


@dataclass(frozen=True, slots=True)
class Current:
    """What is known of a case now; without a draft, its figures alone."""

    case: CaseFolder
    brief: Brief
    given: Given
    number: int | None = None
    """Of the last draft."""
    kept: Kept | None = None
    """The draft that the text comes from: the last one, or an older one whose file was edited."""
    source: Path | None = None
    """The edited file that the wording was taken from."""
    drafted: Drafted | None = None
    """The draft in the wording of now with the figures of now."""
    changed: Figures = field(default_factory=dict)
    """Cells of the edited file that are not as they were written into it."""
    notices: tuple[Notice, ...] = ()

    @property
    def filing(self) -> Filing:
        """The report as it stands."""
        if self.drafted is not None:
            return self.drafted.filing
        figures, _ = complete(self.given.figures, self.case.form)
        return Filing(self.case.form.key, figures, {}, self.brief.organization, self.brief.year)

    def context(self, kind: str | None = None, confirmed: tuple[str, ...] = ()) -> Context:
        """What the report is checked against; `kind` and `confirmed` add to what the settings say."""
        settings, brief = self.case.settings, self.brief
        return Context(
            brief.last,
            brief.notes,
            self.drafted.kept.entries if self.drafted else (),
            kind or settings.kind,
            (*settings.confirmed, *confirmed),
            settings.notices,
            self.case.folder / settings.wording if settings.wording else None,
            workbook=self.given.heading,
            edited=self.changed,
        )


def current(case: CaseFolder, edited: Path | None = None, *, take_figures: bool = False) -> Current:
    """The case as it stands; `edited` is the file whose wording is taken, else that of the last draft if changed.

    With `take_figures`, cells that were changed in its tables are put into the workbook first.
    """
    now = inputs_of(case)
    numbers = case.numbers()
    if not numbers:
        return now
    last = numbers[-1]
    kept = case.draft(last)
    source = edited or case.edited(last, kept)
    if source is None:
        drafted = draft_again(now.brief, kept, edited=None, number=last)
        return replace(now, number=last, kept=kept, drafted=drafted)
    reading = read_report(source, case.form)
    base = case.base_of(source, reading.filing) or last
    kept = kept if base == last else case.draft(base)
    changed = _changed(reading.filing, kept.figures)
    if take_figures and changed:
        case.take_figures(changed)
        now, changed = _with_figures(now, changed), {}
    drafted = draft_again(now.brief, kept, edited=reading.filing, number=base)
    return Current(case, now.brief, now.given, last, kept, source, drafted, changed, reading.notices)


def inputs_of(case: CaseFolder) -> Current:
    """The case without its drafts: what a first draft is written from."""
    given = case.given()
    settings = case.settings
    last, notes = case.last_filing(), case.notes()
    brief = Brief(case.form, settings.organization, settings.year, given.figures, last, notes, given.entries)
    return Current(case, brief, given)


def _with_figures(now: Current, figures: Figures) -> Current:
    whole = {**now.given.figures, **figures}
    return replace(now, given=replace(now.given, figures=whole), brief=replace(now.brief, figures=whole))


def _changed(edited: Filing, base: Figures) -> Figures:
    unread = {item.cell for item in edited.unread}
    return {cell: value for cell, value in edited.figures.items() if cell not in unread and value != base.get(cell)}
