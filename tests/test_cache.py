"""A cache changes nothing but the time: whatever its files are, the same is said, and no error with it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import cache
from drafter.cache import Shelf

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "examples" / "last-year.txt"
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="others cannot write into a user's folder on Windows")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that holds one entry, "key", on the shelf "things"."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("DRAFTER_CACHE", str(folder))
    shelf = Shelf("things")
    shelf.put("key", {"a": [1, "two", b"three"]})
    shelf.save()
    return folder


def test_what_was_kept_is_there_for_the_next_command(kept: Path) -> None:
    assert Shelf("things").get("key") == {"a": [1, "two", b"three"]}
    assert Shelf("things").get("another key") is None


def test_a_value_that_is_changed_is_not_changed_on_the_shelf(kept: Path) -> None:
    shelf = Shelf("things")
    shelf.get("key")["a"].clear()
    assert shelf.get("key") == {"a": [1, "two", b"three"]}


def test_a_value_that_cannot_be_written_is_not_kept(kept: Path) -> None:
    shelf = Shelf("things")
    shelf.put("path", Path())
    assert shelf.get("path") is None


def other_version(folder: Path) -> None:
    path = folder / "things"
    path.write_bytes(path.read_bytes().replace(sys.version[:4].encode(), b"2.7 ", 1))


def damaged(folder: Path) -> None:
    path = folder / "things"
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)


def cut(folder: Path) -> None:
    path = folder / "things"
    path.write_bytes(path.read_bytes()[:-3])


def foreign(folder: Path) -> None:
    (folder / "things").write_bytes(b"\x80\x04cposix\nsystem\n")


def empty(folder: Path) -> None:
    (folder / "things").write_bytes(b"")


def a_folder(folder: Path) -> None:
    (folder / "things").unlink()
    (folder / "things").mkdir()


def huge(folder: Path) -> None:
    os.truncate(folder / "things", 1 << 40)


def writable_by_others(folder: Path) -> None:
    (folder / "things").chmod(0o666)


def in_a_folder_of_everybody(folder: Path) -> None:
    folder.chmod(0o777)


def a_link(folder: Path) -> None:
    (folder / "things").rename(folder / "elsewhere")
    (folder / "things").symlink_to(folder / "elsewhere")


def a_pipe(folder: Path) -> None:
    (folder / "things").unlink()
    os.mkfifo(folder / "things")


ANYWHERE = (other_version, damaged, cut, foreign, empty, a_folder, huge)
ON_UNIX = (writable_by_others, in_a_folder_of_everybody, a_link, a_pipe)


@pytest.mark.parametrize("spoil", [*ANYWHERE, *(pytest.param(spoil, marks=UNIX) for spoil in ON_UNIX)])
def test_a_file_that_cannot_be_trusted_is_not_read(kept: Path, spoil: Callable[[Path], None]) -> None:
    spoil(kept)
    shelf = Shelf("things")
    assert shelf.get("key") is None
    shelf.put("key", "made anew")
    shelf.save()
    assert shelf.get("key") == "made anew"


@pytest.mark.parametrize("spoil", [other_version, damaged, cut, foreign, empty])
def test_a_file_that_is_not_read_is_written_anew(kept: Path, spoil: Callable[[Path], None]) -> None:
    spoil(kept)
    shelf = Shelf("things")
    shelf.put("key", "made anew")
    shelf.save()
    assert Shelf("things").get("key") == "made anew"
    assert [path.name for path in kept.iterdir()] == ["things"]


@UNIX
def test_another_user_s_folder_is_neither_read_nor_written(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (kept / "things").read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(kept).st_uid + 1)
    shelf = Shelf("things")
    assert shelf.get("key") is None
    shelf.put("key", 2)
    shelf.save()
    assert (kept / "things").read_bytes() == before


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DRAFTER_CACHE", str(tmp_path / "file" / "cache"))
    shelf = Shelf("things")
    shelf.put("key", 1)
    shelf.save()
    assert shelf.get("key") == 1
    assert Shelf("things").get("key") is None


def test_a_file_does_not_grow_without_end(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_ENTRIES", 3)
    for number in range(10):
        shelf = Shelf("things")
        shelf.put(str(number), number)
        shelf.save()
    assert Shelf("things").get("9") == 9
    assert sum(Shelf("things").get(str(number)) is not None for number in range(10)) <= 3


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTER_CACHE", "")
    assert cache.folder() is None


def test_the_folder_is_among_the_user_s_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAFTER_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.folder() == tmp_path / "drafter"


def run(folder: Path | str) -> tuple[int, str, str]:
    """What `drafter check` says and answers with a cache folder."""
    result = subprocess.run(
        [sys.executable, "-m", "drafter", "check", str(REPORT)],
        cwd=ROOT, env={**os.environ, "DRAFTER_CACHE": str(folder)}, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    return result.returncode, result.stdout, result.stderr


def test_a_command_says_the_same_whatever_its_cache_is(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    said = run("")
    assert run(folder) == said
    assert sorted(path.name for path in folder.iterdir()) == ["patterns", "tables"]
    assert run(folder) == said
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert run(folder) == said


def test_nothing_of_a_report_is_kept(tmp_path: Path) -> None:
    case = tmp_path / "case"
    shutil.copytree(ROOT / "examples", case, ignore=shutil.ignore_patterns("expected", "drafts"))
    name = "\u5357\u661f\u5cad\u53bf\u4eba\u6c11\u653f\u5e9c"
    settings = re.sub('organization = ".*"', f'organization = "{name}"', (case / "drafter.toml").read_text("utf-8"))
    (case / "drafter.toml").write_text(settings, "utf-8")
    folder = tmp_path / "cache"
    subprocess.run(
        [sys.executable, "-m", "drafter", "draft", str(case)],
        cwd=ROOT, env={**os.environ, "DRAFTER_CACHE": str(folder)}, capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    for path in folder.iterdir():
        assert name.encode() not in path.read_bytes()
