"""Runs that are killed at random moments: what stood there stays whole, and the next runs work and clear."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drafter.recognition.files import kind_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COMMANDS = {
    "new": ["new", "{case}-new", "--last-year", str(EXAMPLES / "last-year.docx")],
    "draft": ["draft", "{case}"],
    "decide": ["decide", "{case}", "1", "--accept", "--reason", "x", "--by", "甲"],
    "sign": ["sign", "{case}", "--review", "first", "--by", "甲"],
    "export": ["export", "{case}", "--review", "-o", "{case}.docx", "--force"],
}
KILLS = 5
"""Of each command, at moments of their own."""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="no process is killed like that there")]


def command(name: str, case: Path) -> list[str]:
    return [sys.executable, "-m", "drafter", *(part.replace("{case}", str(case)) for part in COMMANDS[name])]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = tmp_path_factory.mktemp("drafted") / "case"
    shutil.copytree(EXAMPLES, case, ignore=shutil.ignore_patterns("expected"))
    subprocess.run(command("draft", case), check=True, capture_output=True)
    return case


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_run_loses_nothing_and_the_next_clears(name: str, number: int, drafted: Path, tmp_path: Path) -> None:
    case, output = tmp_path / "case", tmp_path / "case.docx"
    shutil.copytree(drafted, case)
    (case / "notes.md").write_text(f"## 主动公开\n\n- 开展培训{number}次。\n", encoding="utf-8")
    output.write_bytes(b"old")
    before = content(case)
    run = subprocess.Popen(command(name, case), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.Random(f"{name} {number}").uniform(0.2, 1.2))
    run.kill()
    run.wait()
    after = content(case)
    assert {name: after.get(name) for name in before} == before
    assert output.read_bytes() == b"old" or kind_of(output.read_bytes(), "x.docx") == "docx"
    assert not (tmp_path / "case-new").exists() or (tmp_path / "case-new" / "drafter.toml").is_file()
    shutil.rmtree(tmp_path / "case-new", ignore_errors=True)
    for again in ("draft", "decide", "check", "new"):
        words = command(again, case) if again in COMMANDS else [sys.executable, "-m", "drafter", "check", str(case)]
        assert subprocess.run(words, capture_output=True).returncode in (0, 1), again
    assert not list(tmp_path.rglob(".writing-*"))
