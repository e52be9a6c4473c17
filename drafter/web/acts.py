"""What a person does in the page, done as the commands do it and kept so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from drafter.app.draft import draft_case
from drafter.app.options import ReportOptions
from drafter.app.output import bytes_of
from drafter.app.review import ExportResult, decide, export, sign
from drafter.case.comments import COMMENTS, joined
from drafter.case.current import current, edited_reading
from drafter.case.decisions import Answer, Review
from drafter.case.files import write_file
from drafter.case.folder import BY_MODEL, DECISIONS, NOTES, WORKBOOK, CaseFolder
from drafter.case.notes import places_of, write_notes
from drafter.case.typing import TypedCell, Typing, texts_of, type_cells, without_equal_totals, zeros_for
from drafter.errors import CaseError
from drafter.formats.comments import Comment
from drafter.recognition.pasted import read_pasted
from drafter.records import dataclass
from drafter.report import Block, Filing, Sections, sentences_of
from drafter.web.undo import EDITED, kept, lost_cells

DRAFTS = "drafts"


_ABOUT = 120
"""Characters of what an act is about that are kept with it."""


_ATTEMPTS = 5
"""How often an edit is tried while somebody else writes drafts."""


@dataclass(frozen=True, slots=True)
class ParagraphEdit:
    """New text for a paragraph; `before` is the text that the person saw. A line break makes two paragraphs."""

    section: str
    paragraph: int
    before: str
    text: str
    by_model: bool = False
    """Whether a model wrote what is new in it, and the person took it."""


# --- acts ------------------------------------------------------------------------------------------------------------


def edit(case: CaseFolder, change: ParagraphEdit) -> None:
    """Put a paragraph's new text into the edited draft; CaseError when somebody else has changed it meanwhile.

    When somebody writes the next draft meanwhile, the edit goes into that one.
    """
    for left in reversed(range(_ATTEMPTS)):
        try:
            _edit(case, change)
            return
        except CaseError as error:
            if error.key != "edited_meanwhile" or not left:
                raise


def _edit(case: CaseFolder, change: ParagraphEdit) -> None:
    seen, now = case.drafts_now(), current(case)
    if now.drafted is None or now.number is None:
        raise CaseError("no_draft", folder=case.folder)
    if now.source is not None and now.source.suffix != EDITED:
        drafted(case)
        seen, now = case.drafts_now(), current(case)
    filing = replace(now.filing, narrative=_changed(now.filing.narrative, change))
    data = bytes_of(filing, case.form, EDITED)
    path = case.drafts / f"{now.number:03}{EDITED}"
    _read_back(case, filing, data, path)
    watched = [f"{DRAFTS}/{path.name}", BY_MODEL]
    with case.locked(), kept(case, "edit", watched, about=change.text[:_ABOUT]):
        if seen != case.drafts_now():
            raise CaseError("edited_meanwhile", folder=case.folder)
        if change.by_model:
            before = {item.text.strip() for item in sentences_of(change.before, case.form)}
            taken = {item.text.strip() for item in sentences_of(change.text, case.form)}
            case.keep_by_model(taken - before)
        write_file(path, data)


def answer(case: CaseFolder, key: str, given: Answer, reason: str, by: str) -> None:
    """Keep an answer to a finding or a waiting sentence."""
    with kept(case, "decide", [DECISIONS], by=by, about=f"{key} {reason}"[:_ABOUT]):
        decide(case, key, given, reason=reason, by=by or None)


def commented(case: CaseFolder, text: str, quote: str, around: str, by: str) -> None:
    """Keep a comment on words of a paragraph; the next draft's file holds it as well."""
    if not by.strip():
        raise CaseError("no_name")
    if not text.strip():
        raise CaseError("no_comment")
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    comment = Comment(by.strip(), date.today().isoformat(), lines, quote, around)
    with kept(case, "comment", [COMMENTS], by=by, about=lines[:_ABOUT]), case.locked():
        case.keep_comments(joined(case.comments(), [comment]))


def noted(case: CaseFolder, place: tuple[str, str | None], before: str, text: str) -> None:
    """Put other notes at a place."""
    if place not in places_of(case):
        raise CaseError("notes_elsewhere")
    with kept(case, "notes", [NOTES], about=text[:_ABOUT]):
        write_notes(case, place, before, text)


def signed(case: CaseFolder, review: Review, by: str) -> None:
    """Sign the report as it stands."""
    with kept(case, "sign", [DECISIONS, DRAFTS], by=by, about=review.value):
        sign(case, review, by=by or None)


def drafted(case: CaseFolder) -> None:
    """Write the next draft."""
    with kept(case, "draft", [DRAFTS, COMMENTS]):
        draft_case(case, ReportOptions(case.form.key))


def typed(case: CaseFolder, cells: Iterable[TypedCell], kind: str = "figures") -> Typing:
    """Put what was typed into the workbook; what somebody else changed meanwhile is left, and told.

    A cell that lost what was typed before and is to stay as it is now is not asked about again.
    """
    cells, now = list(cells), texts_of(case.given())
    left = {item.cell for item in cells if item.text == now.get(item.cell)} & set(lost_cells(case, now))
    with kept(case, kind, [WORKBOOK]) as changed:
        result = type_cells(case, cells)
        changed.update({cell: (now[cell], now[cell]) for cell in left} | dict(result.written))
    return result


def pasted(case: CaseFolder, text: str, page: str, at: str) -> Typing:
    """Put what was pasted into the workbook, all of it; SourceError says why it does not fit."""
    given = case.given()
    found, now = read_pasted(text, page, at, case.form), texts_of(given)
    fitting = without_equal_totals(found, given, case.form)
    return typed(case, [TypedCell(cell, now[cell], new) for cell, new in fitting.items() if cell in now], "paste")


def rest_zero(case: CaseFolder, table: str) -> Typing:
    """0 for all that is blank in a table."""
    return typed(case, list(zeros_for(case.given(), table, case.form)), "rest_zero")


def exported(case: CaseFolder, suffix: str, language: str, *, review: bool) -> tuple[ExportResult, bytes]:
    """The final text, or the copy for review, as bytes; none where something holds it back."""
    with TemporaryDirectory(prefix="drafter-") as folder:
        result = export(case, Path(folder) / f"report{suffix}", review=review, language=language)
        return result, result.path.read_bytes() if result.path else b""


def _changed(narrative: Sections, change: ParagraphEdit) -> Sections:
    """The narrative with a paragraph's new text, or without the paragraph where there is none."""
    texts = [line.strip() for line in change.text.splitlines() if line.strip()]
    blocks, ordinal = [], 0
    for block in narrative.get(change.section, ()):
        place = change.paragraph - ordinal
        ordinal += len(block.paragraphs)
        blocks.append(_with_texts(block, place, change.before, texts) if 0 <= place < len(block.paragraphs) else block)
    if change.paragraph >= ordinal:
        raise CaseError("edited_elsewhere")
    return {**narrative, change.section: tuple(block for block in blocks if block.paragraphs or block.heading)}


def _with_texts(block: Block, place: int, before: str, texts: list[str]) -> Block:
    if block.paragraphs[place] != before:
        raise CaseError("edited_elsewhere")
    return replace(block, paragraphs=(*block.paragraphs[:place], *texts, *block.paragraphs[place + 1 :]))


def _read_back(case: CaseFolder, filing: Filing, data: bytes, path: Path) -> None:
    """CaseError unless the file says what was written: a text that would be read as something else is not taken."""
    if _texts(edited_reading(data, path, case.form).filing) != _texts(filing):
        raise CaseError("edit_misread")


def _texts(filing: Filing) -> list[tuple[str, str]]:
    """Every paragraph of a report with its section."""
    return [(key, text) for key, blocks in filing.narrative.items() for block in blocks for text in block.paragraphs]
