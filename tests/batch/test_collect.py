"""Collecting: every file is found once and under a name that people know, or told with what is wrong with it."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from drafter.batch.collect import collect
from drafter.errors import SourceError


class Unsaid(zipfile.ZipInfo):
    """A member whose name is in an encoding that the archive does not tell, as Chinese Windows packs it."""

    encoding = "gbk"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


def zipped(files: dict[str, bytes], encoding: str | None = None) -> bytes:
    """A zip; with an encoding its names are in that one, and the zip does not say so."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = Unsaid(name) if encoding else zipfile.ZipInfo(name)
            if isinstance(info, Unsaid) and encoding:
                info.encoding = encoding
            archive.writestr(info, content)
    return stream.getvalue()


def names(*paths: Path, **values: Path) -> list[str]:
    return [item.name.rpartition("/")[2] for item in collect(paths, **values)]


def test_a_folder_is_collected_to_its_depth_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", "a/b/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert names(tmp_path) == ["b.txt", "c.txt", "d.txt"]
    assert names(tmp_path / "b.txt", tmp_path) == ["b.txt", "c.txt", "d.txt"]


@pytest.mark.parametrize("name", [".DS_Store", "~$报告.docx", ".~lock.报告.docx#", "Thumbs.db", "__MACOSX/x.docx"])
def test_what_systems_lay_beside_files_is_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x")
    assert names(tmp_path) == []


def test_the_folder_of_results_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "summary.txt").write_text("x")
    (tmp_path / "a.txt").write_text("x")
    assert names(tmp_path, leave_out=tmp_path / "out") == ["a.txt"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_in_archives_that_do_not_tell_their_encoding_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "packed.zip"
    path.write_bytes(zipped({"青禾县水利局年报.txt": b"one", "教育局/报告.txt": b"two"}, encoding))
    found = {item.name.removeprefix("packed.zip/"): item.content() for item in collect([path])}
    assert found == {"青禾县水利局年报.txt": b"one", "教育局/报告.txt": b"two"}


def test_archives_in_archives_are_opened_and_documents_are_not(tmp_path: Path) -> None:
    document = zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"})
    inner = zipped({"甲.docx": document})
    (tmp_path / "outer.zip").write_bytes(zipped({"inner.zip": inner, "乙.txt": b"x"}))
    (found,) = [item for item in collect([tmp_path]) if item.name.endswith("甲.docx")]
    assert found.content() == document and found.members == ("inner.zip", "甲.docx")


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.zip", b"PK\x03\x04 cut", "archive_damaged"),
        ("a.rar", b"Rar!\x1a\x07", "packed"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "packed"),
        ("a.txt", b"  \n", "empty_file"),
        ("a.zip", zipped({"a.txt": b""}), "empty_file"),
    ],
)
def test_what_cannot_be_opened_is_collected_with_the_reason(
    name: str, content: bytes, key: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    (found,) = collect([tmp_path])
    assert found.fault is not None and found.fault.key == key


def test_a_member_of_a_damaged_archive_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"first " * 50, "b.txt": b"second " * 50})
    at = data.index(b"a.txt") + 7
    (tmp_path / "x.zip").write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
    first, second = collect([tmp_path])
    assert first.fault is not None and first.fault.key == "archive_damaged"
    assert second.content() == b"second " * 50


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        list(collect([tmp_path / "none"]))
    assert caught.value.key == "no_file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_collected_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.txt").chmod(0)
    (found,) = collect([tmp_path])
    assert found.fault is not None and found.fault.key == "cannot_open"
