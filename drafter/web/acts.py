"""What a person does in the page, done as the commands do it, and undone: what a file held before is never lost."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from drafter.app.draft import draft_case
from drafter.app.options import ReportOptions
from drafter.app.output import bytes_of
from drafter.app.review import ExportResult, decide, export, sign
from drafter.case.current import current, edited_reading
from drafter.case.decisions import Answer, Review
from drafter.case.files import digest, write_file
from drafter.case.folder import DECISIONS, CaseFolder
from drafter.errors import CaseError
from drafter.records import dataclass
from drafter.report import Block, Filing, Sections

ACTS = ".workbench"
"""The folder of a case for what its files held before each act."""
EDITED = ".md"
"""The file of a draft that edits in the page go into, where `current` finds them as it finds those of a person."""


@dataclass(frozen=True, slots=True)
class ParagraphEdit:
    """New text for a paragraph; `before` is the text that the person saw. A line break makes two paragraphs."""

    section: str
    paragraph: int
    before: str
    text: str


# --- acts ------------------------------------------------------------------------------------------------------------


def edit(case: CaseFolder, change: ParagraphEdit) -> None:
    """Put a paragraph's new text into the edited draft; CaseError when somebody else has changed it meanwhile."""
    now = current(case)
    if now.drafted is None or now.number is None:
        raise CaseError("no_draft", folder=case.folder)
    if now.source is not None and now.source.suffix != EDITED:
        draft_case(case, ReportOptions(case.form.key))
        now = current(case)
    filing = replace(now.filing, narrative=_changed(now.filing.narrative, change))
    data = bytes_of(filing, case.form, EDITED)
    path = case.drafts / f"{now.number:03}{EDITED}"
    _read_back(case, filing, data, path)
    with case.locked(), _kept(case, "edit", path):
        write_file(path, data)


def answer(case: CaseFolder, key: str, given: Answer, reason: str, by: str) -> None:
    """Keep an answer to a finding or a waiting sentence."""
    with _kept(case, "decide", case.folder / DECISIONS):
        decide(case, key, given, reason=reason, by=by or None)


def signed(case: CaseFolder, review: Review, by: str) -> None:
    """Sign the report as it stands."""
    with _kept(case, "sign", case.folder / DECISIONS):
        sign(case, review, by=by or None)


def drafted(case: CaseFolder) -> None:
    """Write the next draft."""
    draft_case(case, ReportOptions(case.form.key))


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


# --- undoing ---------------------------------------------------------------------------------------------------------


@contextmanager
def _kept(case: CaseFolder, kind: str, path: Path) -> Iterator[Path]:
    """Keep what a file holds before and after an act."""
    before = path.read_bytes() if path.is_file() else None
    yield path
    after = path.read_bytes()
    if after != before:
        folder = case.folder / ACTS
        folder.mkdir(exist_ok=True)
        number = max((int(item.stem) for item in _records(case)), default=0) + 1
        name = path.relative_to(case.folder).as_posix()
        record = {"kind": kind, "file": name, "before": _coded(before), "after": _coded(after), "undone": False}
        write_file(folder / f"{number:06}.json", json.dumps(record).encode())


def undo(case: CaseFolder) -> str:
    """Take back the last act that still stands and give back what it was; CaseError where nothing can be undone."""
    with case.locked():
        found = next(
            ((path, record) for path in reversed(_records(case)) if not (record := _record(path))["undone"]), None
        )
        if found is None or not _is_of_now(case, str(found[1]["file"])):
            raise CaseError("nothing_to_undo")
        path, record = found
        target = case.folder / str(record["file"])
        if not target.is_file() or digest(target.read_bytes()) != digest(_decoded(record["after"])):
            raise CaseError("undo_changed", file=record["file"])
        if record["before"] is None:
            target.unlink()
        else:
            write_file(target, _decoded(record["before"]))
        write_file(path, json.dumps({**record, "undone": True}).encode())
        return str(record["kind"])


def can_undo(case: CaseFolder) -> bool:
    """Whether an act stands that `undo` would take back."""
    last = next((record for path in reversed(_records(case)) if not (record := _record(path))["undone"]), None)
    return last is not None and _is_of_now(case, str(last["file"]))


def _is_of_now(case: CaseFolder, name: str) -> bool:
    """Whether a file is none of a draft before the last: a later draft rests on what was edited there."""
    edited = re.fullmatch(rf"drafts/(\d{{3,}}){re.escape(EDITED)}", name)
    return name == DECISIONS or (edited is not None and case.numbers()[-1:] == (int(edited.group(1)),))


def _records(case: CaseFolder) -> list[Path]:
    return sorted((case.folder / ACTS).glob("[0-9]*.json"))


def _record(path: Path) -> dict[str, object]:
    record: dict[str, object] = json.loads(path.read_bytes())
    return record


def _coded(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _decoded(text: object) -> bytes:
    return base64.b64decode(str(text))
