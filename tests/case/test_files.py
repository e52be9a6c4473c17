"""Files of a case are written whole or not at all, and leave nothing else behind."""

from __future__ import annotations

import os
import subprocess
import sys
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


@pytest.mark.skipif(os.name == "nt", reason="files have no such rights")
@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077])
def test_who_may_read_what_is_written_is_as_the_user_has_set_it(mask: int, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    before = os.umask(mask)
    try:
        write_file(path, b"x")
    finally:
        os.umask(before)
    assert os.stat(path).st_mode & 0o777 == 0o666 & ~mask


def _dead_process() -> int:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@pytest.mark.skipif(os.name == "nt", reason="there only old leftovers are known to be such")
def test_what_a_killed_run_left_is_taken_away_and_what_another_writes_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = tmp_path / files.leftover_name()
    with monkeypatch.context() as patched:
        patched.setattr(files.os, "getpid", _dead_process)
        dead, folder = (tmp_path / files.leftover_name() for _ in range(2))
        patched.setattr(files.platform, "node", lambda: "elsewhere")
        foreign, old = (tmp_path / files.leftover_name() for _ in range(2))
    for path in (alive, dead, foreign, old):
        path.write_bytes(b"half")
    (folder / "drafts").mkdir(parents=True)
    os.utime(old, (0, 0))
    write_file(tmp_path / "notes.md", b"x")
    assert {*tmp_path.iterdir()} == {alive, foreign, tmp_path / "notes.md"}


def test_a_digest_tells_one_content_from_another() -> None:
    assert digest(b"one") == digest(b"one") != digest(b"two") and len(digest(b"")) == 64
