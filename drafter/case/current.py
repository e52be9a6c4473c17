"""The case as it stands: its last draft with whatever a person changed in a file of it, every file read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace
from functools import lru_cache
from pathlib import Path

from drafter.case.comments import joined
from drafter.case.files import digest
from drafter.case.folder import CaseFolder
from drafter.case.inputs import Given
from drafter.checks import Context
from drafter.document import Notice
from drafter.drafting.draft import KeptDraft
from drafter.drafting.remarks import AUTHOR, own_words, place_of
from drafter.drafting.revise import WrittenDraft, draft_again
from drafter.form import Form
from drafter.formats.comments import Comment
from drafter.recognition.files import load, reading_of
from drafter.records import dataclass
from drafter.report import Facts, Figures, Filing, Narrative, Place, facts_of, new_sentences

_NUMBERS = re.compile(r"[0-9\uff10-\uff19][0-9\uff10-\uff19.,\uff0c]*(?<![.,\uff0c])")
edited_reading = lru_cache(maxsize=2)(reading_of)
"""The reading of an edited file, by its bytes: it is asked for again and again while they stay the same."""
_BY_MODEL = "model:"
"""How the writer of a draft begins that a model wrote."""


@dataclass(frozen=True, slots=True)
class Current:
    """What is known of a case now; without a draft, its figures alone."""

    case: CaseFolder
    facts: Facts
    given: Given
    number: int | None = None
    """Of the last draft."""
    kept: KeptDraft | None = None
    """The draft that the text comes from: the last one, or an older one whose file was edited."""
    source: Path | None = None
    """The edited file that the wording was taken from."""
    drafted: WrittenDraft | None = None
    """The draft in the wording of now with the figures of now."""
    changed: Figures = field(default_factory=dict)
    """Cells of the edited file that are not as they were written into it."""
    taken: Figures = field(default_factory=dict)
    """Cells that were put into the workbook at the user's word."""
    notices: tuple[Notice, ...] = ()

    @property
    def filing(self) -> Filing:
        """The report as it stands."""
        if self.drafted is not None:
            return self.drafted.filing
        facts = self.facts
        return Filing(facts.form.key, facts.figures, {}, facts.organization, facts.year)

    @property
    def model_writer(self) -> str | None:
        """The model that wrote the draft that the text comes from; None where none did."""
        kept = self.drafted.kept if self.drafted else self.kept
        writer = kept.draft.writer if kept else ""
        return writer.removeprefix(_BY_MODEL) if writer.startswith(_BY_MODEL) else None

    @property
    def own(self) -> tuple[Place, ...]:
        """Sentences that a person wrote or changed in an edited file of this draft or one before; numbers apart."""
        if self.drafted is None or not self.drafted.kept.own:
            return ()
        own = {_without_numbers(text) for text in self.drafted.kept.own}
        return tuple(
            paragraph.at(sentence.start, sentence.end)
            for paragraph in Narrative(self.drafted.filing.narrative, self.case.form).paragraphs
            for sentence in paragraph.sentences
            if _without_numbers(sentence.text) in own
        )

    @property
    def comments(self) -> tuple[tuple[Place, Comment], ...]:
        """What people wrote as comments, with their places in the text of now."""
        if self.drafted is None:
            return ()
        narrative = Narrative(self.drafted.filing.narrative, self.case.form)
        return tuple((place_of(comment, narrative), comment) for comment in self.drafted.kept.comments)

    def context(self, kind: str | None = None, confirmed: tuple[str, ...] = ()) -> Context:
        """What the report is checked against; `kind` and `confirmed` add to what the settings say."""
        settings = self.case.settings
        return Context(
            kind or settings.kind,
            (*settings.confirmed, *confirmed),
            settings.notices,
            self.case.folder / settings.wording if settings.wording else None,
            workbook=self.given.heading,
            edited=self.changed,
            own=self.own,
            comments=self.comments,
            is_draft=self.drafted is not None,
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
    edits, adopted, base, notices = None, dict(kept.adopted), last, now.notices
    pending, own, comments = kept.pending, kept.own, kept.comments
    if source is not None:
        reading = edited_reading(load(source), source, case.form)
        edits, notices = reading.filing, (*notices, *(item for item in reading.notices if item.key != "comments"))
        base = case.base_of(source, edits) or last
        kept = kept if base == last else case.draft(base)
        adopted |= {source.name: digest(load(source))}
        pending = {**pending, **_changed(edits, kept.figures)}
        comments = _comments(source) if source.suffix.lower() == ".docx" else comments
        written, others = _written(edits, case.filing(base), case.form), case.by_model()
        own = tuple(dict.fromkeys((*kept.own, *(text for text in written if text not in others))))
    comments = joined(comments, case.comments())
    pending = {cell: value for cell, value in pending.items() if value != now.given.figures.get(cell)}
    taken: Figures = {}
    if take_figures and pending:
        copy = case.take_figures(pending)
        notices = (*notices, Notice("figures_taken", (("cells", _named(pending, case)), ("copy", copy.name))))
        now, taken, pending = _with_figures(now, pending), pending, {}
    drafted = draft_again(now.facts, kept, edited=edits, number=base)
    told = replace(drafted.kept, adopted=adopted, pending=pending, own=own, comments=comments)
    drafted = replace(drafted, kept=told)
    return replace(
        now, number=last, kept=kept, source=source, drafted=drafted, changed=pending, taken=taken, notices=notices
    )


def _comments(source: Path) -> tuple[Comment, ...]:
    """What people wrote as comments into a file; those that the program wrote itself are none."""
    from drafter.formats.docx.comment_reader import comments_in

    return tuple(own_words(comment) for comment in comments_in(load(source)) if comment.author != AUTHOR)


def inputs_of(case: CaseFolder) -> Current:
    """The case without its drafts: what a first draft is written from."""
    given = case.given()
    settings = case.settings
    facts = facts_of(
        case.form,
        given.figures,
        organization=settings.organization,
        year=settings.year,
        last=case.last_filing(),
        notes=case.notes(),
        typed=given.entries,
    )
    unfinished = tuple(Notice("orphan", (("path", f"{path.parent.name}/{path.name}"),)) for path in case.orphans())
    return Current(case, facts, given, notices=unfinished)


def _with_figures(now: Current, figures: Figures) -> Current:
    whole = {**now.given.figures, **figures}
    return replace(now, given=replace(now.given, figures=whole), facts=now.facts.with_figures(whole))


def _named(figures: Figures, case: CaseFolder) -> str:
    names = (f"{case.form.row_label(cell)} {case.form.column_label(cell)}" for cell in figures)
    return case.form.definition.reading.list_separator.join(names)


def _changed(edited: Filing, base: Figures) -> Figures:
    unread = {item.cell for item in edited.unread}
    return {cell: value for cell, value in edited.figures.items() if cell not in unread and value != base.get(cell)}


def _written(edited: Filing, before: Filing, form: Form) -> Iterator[str]:
    """Sentences of an edited file that do not stand in the draft as it was written out."""
    after = Narrative(edited.narrative, form)
    for place in new_sentences(Narrative(before.narrative, form), after):
        assert place.section is not None and place.paragraph is not None
        yield after.paragraph(place.section, place.paragraph).text[place.start : place.end].strip()


def _without_numbers(text: str) -> str:
    return _NUMBERS.sub("#", text.strip())
