"""The frozen program: what it needs lies in its folder, and its commands work where there is no Python."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("frozen")
    places = ["--distpath", str(folder / "dist"), "--workpath", str(folder / "build")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places]
    subprocess.run([*command, str(ROOT / "packaging" / "drafter.spec")], check=True, timeout=300, cwd=folder)
    return folder / "dist" / "drafter" / ("drafter.exe" if sys.platform == "win32" else "drafter")


def run(program: Path, folder: Path, *arguments: str) -> str:
    """What a command prints, in a folder of its own and without any Python on the path."""
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_frozen_program_drafts_checks_exports_and_serves(program: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "case", ignore=shutil.ignore_patterns("expected"))
    assert "错误 0 个" in run(program, tmp_path, "--lang", "zh", "draft", "case")
    assert (tmp_path / "case" / "drafts" / "001.docx").is_file()
    assert "44 项平" in run(program, tmp_path, "--lang", "zh", "check", "case/last-year.docx")
    run(program, tmp_path, "batch", "check", "case/last-year.docx", "-o", "out")
    assert (tmp_path / "out" / "summary.xlsx").is_file(), "in processes of its own"
    command = [program, "serve", "case", "--no-browser"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as serving:
        try:
            assert serving.stdout is not None
            address = next(found.group() for line in serving.stdout if (found := re.search(r"http://\S+", line)))
            with urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(address, timeout=20) as page:
                assert b"<html" in page.read()
        finally:
            serving.kill()
