"""Acts of the page, each with what its files held before and after, and their undoing: nothing is ever lost.

A record of an act names files by digest; what they held lies beside it, once for each content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, field, replace
from datetime import datetime
from pathlib import Path

from drafter.case.files import digest, write_file
from drafter.case.folder import WORKBOOK, CaseFolder
from drafter.case.typing import TypedCell, type_cells
from drafter.errors import CaseError
from drafter.records import dataclass

ACTS = ".workbench"
"""The folder of a case for its acts and for what its files held."""
EDITED = ".md"
"""The file of a draft that edits in the page go into, where `current` finds them as it finds those of a person."""
_HELD = "held"
_LOOKED_AT = 400
"""Acts that are looked at for what was lost of them: twice the cells of the form of 2021."""
_NUMBERED = re.compile(r"[0-9]{6}\.json")
_OF_DRAFT = re.compile(r"drafts/(\d{3,})\.")


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what kind, when, by whom, on what; its files with digests before and after (None: not there)."""

    number: int
    kind: str
    when: str
    by: str
    about: str
    files: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    cells: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Cells and entries of the workbook with what stood there before and after."""
    undone: bool = False


@contextmanager
def kept(
    case: CaseFolder, kind: str, watched: Sequence[str], *, by: str = "", about: str = ""
) -> Iterator[dict[str, tuple[str, str]]]:
    """Keep what files and folders of a case (by name) hold before and after an act.

    Gives a table for the cells that the act is on; nothing is kept of an act that changes nothing and is on none.
    """
    cells: dict[str, tuple[str, str]] = {}
    before = _held_now(case, watched)
    yield cells
    after = _held_now(case, watched)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not (changed or cells):
        return
    for data in (table[name] for table in (before, after) for name in changed if name in table):
        _hold(case, data)
    files = {name: (_digest(before.get(name)), _digest(after.get(name))) for name in changed}
    number = max((int(path.stem) for path in _paths(case)), default=0) + 1
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    _write(case, Act(number, kind, when, by, about, files, cells))


def acts_of(case: CaseFolder) -> tuple[Act, ...]:
    """Every act that was kept, oldest first."""
    return tuple(act for path in _paths(case) if (act := _read(path)) is not None)


def _paths(case: CaseFolder) -> list[Path]:
    return sorted(path for path in (case.folder / ACTS).glob("*.json") if _NUMBERED.fullmatch(path.name))


def undo(case: CaseFolder) -> Act:
    """Take back the last act that still stands; CaseError where nothing can be undone."""
    act = _last(case)
    if act is None:
        raise CaseError("nothing_to_undo")
    changed = next((name for name, (_, after) in act.files.items() if _digest_now(case, name) != after), None)
    if changed == WORKBOOK and act.cells:
        _undo_cells(case, act)
    elif changed is not None:
        raise CaseError("undo_changed", file=changed)
    else:
        with case.locked():
            for name, (before, _) in act.files.items():
                _put_back(case, name, before)
    _write(case, replace(act, undone=True))
    return act


def lost_cells(case: CaseFolder, now: Mapping[str, str]) -> Mapping[str, str]:
    """Cells typed in the page that hold again what stood there before, though nobody undid it, and what was typed.

    So it is where a program that had the workbook open saved its older copy over it.
    """
    latest: dict[str, tuple[str, str]] = {}
    for path in _paths(case)[-_LOOKED_AT:]:
        act = _read(path)
        latest |= act.cells if act is not None and not act.undone else {}
    return {
        cell: after for cell, (before, after) in latest.items() if before != after and now.get(cell, after) == before
    }


def can_undo(case: CaseFolder) -> bool:
    """Whether an act stands that `undo` would take back."""
    return _last(case) is not None


def _undo_cells(case: CaseFolder, act: Act) -> None:
    """Put cells back in a workbook that holds something else by now; none where one of them was changed again."""
    typed = [TypedCell(cell, after, before) for cell, (before, after) in act.cells.items()]
    if type_cells(case, typed, whole=True).conflicts:
        raise CaseError("undo_changed", file=WORKBOOK)


def _last(case: CaseFolder) -> Act | None:
    """The last act that stands, unless a later draft rests on what it changed."""
    read = (_read(path) for path in reversed(_paths(case)))
    last = next((act for act in read if act is not None and not act.undone), None)
    if last is None:
        return None
    numbers = {int(match.group(1)) for name in last.files if (match := _OF_DRAFT.match(name))}
    return None if numbers and max(numbers) != max(case.numbers(), default=0) else last


# --- what files hold -------------------------------------------------------------------------------------------------


def _held_now(case: CaseFolder, watched: Sequence[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name in watched:
        path = case.folder / name
        for item in sorted(path.iterdir()) if path.is_dir() else [path]:
            if item.is_file():
                found[item.relative_to(case.folder).as_posix()] = item.read_bytes()
    return found


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digest(data)


def _digest_now(case: CaseFolder, name: str) -> str | None:
    path = case.folder / name
    return digest(path.read_bytes()) if path.is_file() else None


def _hold(case: CaseFolder, data: bytes) -> None:
    path = case.folder / ACTS / _HELD / digest(data)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)


def _put_back(case: CaseFolder, name: str, before: str | None) -> None:
    path = case.folder / name
    if before is None:
        path.unlink(missing_ok=True)
        return
    held = case.folder / ACTS / _HELD / before
    if not held.is_file():
        raise CaseError("undo_changed", file=name)
    path.parent.mkdir(exist_ok=True)
    write_file(path, held.read_bytes())


def _write(case: CaseFolder, act: Act) -> None:
    folder = case.folder / ACTS
    folder.mkdir(exist_ok=True)
    data = json.dumps(asdict(act), ensure_ascii=False).encode()
    write_file(folder / f"{act.number:06}.json", data)


def _read(path: Path) -> Act | None:
    """A record; None for one that somebody has spoiled, which can then not be undone."""
    try:
        data = json.loads(path.read_bytes())
        files = {name: (before, after) for name, (before, after) in data["files"].items()}
        cells = {cell: (before, after) for cell, (before, after) in data["cells"].items()}
        return Act(**{**data, "files": files, "cells": cells})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
