"""Files of a case are written whole or not at all, and leave nothing else behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from drafter.case import files
from drafter.case.files import digest, write_file
from drafter.errors import OutputError


def test_a_file_is_written_over_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_on_the_way_keeps_what_was_there(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(b"one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, step, full)
    with pytest.raises(OutputError) as caught:
        write_file(path, b"two")
    assert caught.value.key == "cannot_write" and caught.value.values["reason"] == "No space left on device"
    assert path.read_bytes() == b"one" and list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_file(tmp_path / "nowhere" / "notes.md", b"x")


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    write_file(path, b"x")
    assert os.stat(path).st_mode & 0o600 == 0o600


def test_a_digest_tells_one_content_from_another() -> None:
    assert digest(b"one") == digest(b"one") != digest(b"two") and len(digest(b"")) == 64
