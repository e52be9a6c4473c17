"""A case: the folder for one report. The workbook is the source of figures, the last draft the source of wording.

Nothing in it is ever overwritten but the workbook and notes by their owner; drafts are numbered, written whole or not
at all, and two runs at once get two numbers.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout
from rapidfuzz import fuzz

from drafter.case import comments as comment_file
from drafter.case import decisions
from drafter.case.comments import COMMENTS
from drafter.case.decisions import Ledger
from drafter.case.files import digest, write_file, write_whole
from drafter.case.inputs import Given, notes_notices, open_elsewhere, read_figures, read_notes
from drafter.case.settings import SETTINGS, Settings, form_of, read_settings
from drafter.document import Notice
from drafter.drafting import draft as draft_codec
from drafter.drafting.draft import KeptDraft
from drafter.drafting.revise import WrittenDraft
from drafter.errors import CaseError, OutputError, SourceError
from drafter.form import Form
from drafter.formats.comments import Comment
from drafter.recognition import Reading
from drafter.recognition.files import load, read_report
from drafter.records import dataclass
from drafter.report import Figures, Filing, Note
from drafter.report import json as filing_codec

WORKBOOK = "figures.xlsx"
FIGURES_JSON = "figures.json"
NOTES = "notes.md"
LAST = "last-year"
READER_JOURNAL = "reader.jsonl"
"""What models have read in a case, beside its drafts."""
READING = "last-year.reading.json"
DECISIONS = "decisions.toml"
BY_MODEL = "by-model.json"
"""Sentences that a model wrote and a person took into an edited draft."""
_DRAFT = re.compile(r"(\d{3,})\.draft\.json")
_WAIT = 60
"""Seconds to wait for another run on the same case."""


DraftsNow = tuple[tuple[int, ...], Mapping[str, str]]
"""Numbers of all drafts, and digests of the files of the last one by name."""


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """The files of a case."""

    folder: Path
    settings: Settings
    form: Form

    @property
    def drafts(self) -> Path:
        return self.folder / "drafts"

    def last_filing(self) -> Filing | None:
        """Last year's report as read when the case was made, or as it is now when the file has changed since."""
        if self.settings.last_year is None:
            return None
        source = self.folder / self.settings.last_year
        kept = self.folder / READING
        if kept.is_file():
            with suppress(ValueError, KeyError, TypeError, SourceError):  # spoiled: read the report again
                data = json.loads(kept.read_bytes())
                if data["digest"] == digest(load(source)):
                    return filing_codec.read(json.dumps(data["filing"]).encode(), self.form)
        reading = read_report(source, self.form)
        with suppress(
            OSError
        ):  # kept for speed and for the record; a folder that cannot be written is read all the same
            write_whole(kept, reading_data(reading, load(source)))
        return reading.filing

    def given(self) -> Given:
        """This year's figures, from the workbook or figures.json; CaseError when there is neither."""
        for name in (WORKBOOK, FIGURES_JSON):
            path = self.folder / name
            if path.is_file():
                given = read_figures(path, self.form)
                return replace(given, notices=(*given.notices, *open_elsewhere(path)))
        raise CaseError("no_figures", folder=self.folder, workbook=WORKBOOK, json=FIGURES_JSON)

    def take_figures(self, figures: Figures) -> Path:
        """Put figures into the workbook, at the user's word; gives back the copy that is kept of it as it was."""
        from drafter import workbook

        path = self.folder / WORKBOOK
        with self.locked():
            before = load(path)
            copy = next(name for name in self._copies() if not name.exists())
            write_file(copy, before)
            write_file(path, workbook.with_figures(before, figures, self.form))
        return copy

    def _copies(self) -> Iterator[Path]:
        return (self.folder / f"figures.before-{number:03}.xlsx" for number in count(1))

    def notes(self) -> tuple[Note, ...]:
        """The bullets of notes.md; none when there is no such file."""
        path = self.folder / NOTES
        return read_notes(path, self.form) if path.is_file() else ()

    def notices(self) -> tuple[Notice, ...]:
        """What is odd in the notes."""
        return notes_notices(self.folder / NOTES, self.form)

    def numbers(self) -> tuple[int, ...]:
        """Numbers of the drafts that are whole, in order."""
        found = (_DRAFT.fullmatch(path.name) for path in self.drafts.glob("*.draft.json"))
        return tuple(sorted(int(match.group(1)) for match in found if match))

    def draft(self, number: int) -> KeptDraft:
        """A kept draft."""
        path = self.drafts / f"{number:03}.draft.json"
        return draft_codec.read(load(path), path.name)

    def edited(self, number: int, kept: KeptDraft) -> Path | None:
        """The file of a draft that someone has changed since it was written; CaseError when there are several."""
        changed = self._changed(number, kept)
        if len(changed) > 1:
            raise CaseError("several_edited", files=" ".join(path.name for path in changed))
        return changed[0] if changed else None

    def edited_earlier(self, adopted: Mapping[str, str]) -> Path | None:
        """A file of a draft before the last with edits that no draft has taken; `adopted` are those that were."""
        for number in self.numbers()[:-1]:
            for path in self._changed(number, self.draft(number)):
                if adopted.get(path.name) != digest(path.read_bytes()):
                    return path
        return None

    def orphans(self) -> tuple[Path, ...]:
        """Files of drafts that were never finished: a run was cut off, or a record was deleted."""
        whole = set(self.numbers())
        found = (path for path in self.drafts.glob("*.docx") if re.match(r"\d{3,}\.docx$", path.name))
        return tuple(sorted(path for path in found if int(path.stem) not in whole))

    def _changed(self, number: int, kept: KeptDraft) -> list[Path]:
        files = {self.drafts / f"{number:03}{suffix}": written for suffix, written in kept.digests.items()}
        return [path for path, written in files.items() if path.is_file() and digest(path.read_bytes()) != written]

    def base_of(self, path: Path, edited: Filing) -> int | None:
        """The draft from which an edited file comes: by its name in the case, else the one whose text is nearest."""
        named = re.match(r"\d{3,}", path.name) if path.resolve().parent == self.drafts.resolve() else None
        numbers = self.numbers()
        if named and int(named.group()) in numbers:
            return int(named.group())
        text = _all_text(edited)
        ranked = [(fuzz.ratio(text, _all_text(self.filing(number))), number) for number in numbers]
        return max(ranked, default=(0.0, None))[1]

    def filing(self, number: int) -> Filing:
        """The report of a kept draft as it was written out."""
        path = self.drafts / f"{number:03}.json"
        return filing_codec.read(load(path), self.form) if path.is_file() else Filing(self.form.key, {})

    def drafts_now(self) -> DraftsNow:
        """The last draft and what its files hold now: what tells whether somebody wrote meanwhile."""
        numbers = self.numbers()
        files = sorted(self.drafts.glob(f"{numbers[-1]:03}.*")) if numbers else []
        return numbers, {path.name: digest(path.read_bytes()) for path in files}

    def keep(
        self, drafted: WrittenDraft, files: Mapping[str, bytes], seen: DraftsNow | None = None
    ) -> tuple[int, dict[str, Path]]:
        """Write a draft and its files (by suffix) under the next number; the draft file comes last, making it whole.

        CaseError when the drafts are not any more what was `seen`: an edit that was made meanwhile is not passed over.
        """
        with self.locked():
            if seen is not None and seen != self.drafts_now():
                raise CaseError("edited_meanwhile", folder=self.folder)
            self.drafts.mkdir(exist_ok=True)
            number = self._next()
            paths = {}
            for suffix, data in files.items():
                paths[suffix] = self.drafts / f"{number:03}{suffix}"
                write_whole(paths[suffix], data)
            digests = {suffix: digest(data) for suffix, data in files.items() if suffix != ".json"}
            kept = replace(drafted.kept, digests=digests)
            write_whole(self.drafts / f"{number:03}.draft.json", draft_codec.write(kept))
            if waiting := self.comments():
                self.keep_comments(comment_file.without(waiting, kept.comments))
            return number, paths

    def _next(self) -> int:
        taken = [int(match.group()) for path in self.drafts.iterdir() if (match := re.match(r"\d{3,}", path.name))]
        return max(taken, default=0) + 1

    def signed(self, digest: str) -> Path:
        """Where the report that was signed under a digest is kept."""
        return self.drafts / f"signed-{digest[:12]}.json"

    def ledger(self) -> Ledger:
        """The decisions and signatures; none when nothing was decided yet."""
        path = self.folder / DECISIONS
        return decisions.read(load(path), path.name) if path.is_file() else Ledger()

    def keep_ledger(self, ledger: Ledger) -> None:
        """Write the decisions and signatures."""
        write_file(self.folder / DECISIONS, decisions.write(ledger))

    def comments(self) -> tuple[Comment, ...]:
        """Comments written since the last draft outside its file."""
        return comment_file.read(self.folder / COMMENTS)

    def keep_comments(self, comments: Sequence[Comment]) -> None:
        """Write the comments that no draft holds yet; without any there is no file."""
        path = self.folder / COMMENTS
        if comments:
            write_file(path, comment_file.write(comments))
        else:
            path.unlink(missing_ok=True)

    def by_model(self) -> frozenset[str]:
        """Sentences of edited files that a model wrote and a person took: no person's own word vouches for them."""
        path = self.folder / BY_MODEL
        try:
            return frozenset(map(str, json.loads(path.read_bytes()))) if path.is_file() else frozenset()
        except (ValueError, TypeError) as error:
            raise CaseError("by_model_file", path=path.name, reason=error) from error

    def keep_by_model(self, sentences: Iterable[str]) -> None:
        """Keep sentences of a model that a person took, with those before."""
        known = sorted({*self.by_model(), *sentences})
        write_file(self.folder / BY_MODEL, (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One writer at a time; the lock goes with the process that holds it."""
        try:
            with FileLock(self.folder / ".drafter.lock", timeout=_WAIT):
                yield
        except Timeout as error:
            raise CaseError("locked", folder=self.folder, seconds=_WAIT) from error
        except OSError as error:
            raise OutputError("cannot_write", path=self.folder, reason=error.strerror or error) from error


def open_folder(folder: Path) -> CaseFolder:
    """The case in a folder; CaseError when there is none or its settings are wrong."""
    path = folder / SETTINGS
    if not path.is_file():
        raise CaseError("no_case", folder=folder, settings=SETTINGS, quoted=shlex.quote(str(folder)))
    _refuse_ways_out(folder)
    settings = read_settings(path)
    return CaseFolder(folder, settings, form_of(settings, path))


def _refuse_ways_out(folder: Path) -> None:
    """CaseError where a link in a case leads out of it: a case that was sent on must not read what lies elsewhere."""
    inside = folder.resolve()
    for path in (*folder.iterdir(), *(folder / "drafts").glob("*")):
        if path.is_symlink() and not path.resolve().is_relative_to(inside):
            raise CaseError("leads_out", path=path, target=os.readlink(path))


def reading_data(reading: Reading, source: bytes) -> bytes:
    """A reading as it is kept beside its source, with the digest of the source."""
    cells = [
        {"cell": cell.cell, "raw": cell.raw, "where": str(cell.where), "how": cell.how, "certain": cell.certain}
        for cell in reading.cells
    ]
    data = {"digest": digest(source), "filing": filing_codec.filing_data(reading.filing), "cells": cells}
    return filing_codec.dumps(data).encode()


def _all_text(filing: Filing) -> str:
    texts = (text for blocks in filing.narrative.values() for block in blocks for text in block.paragraphs)
    return "\n".join(texts)
