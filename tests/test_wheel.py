"""The wheel holds the data, and works away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_lists_forms_and_drafts_the_example(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("schemas", "prompts"):
        expected = {f"drafter/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / folder).rglob("*") if p.is_file()}
        assert expected <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", str(venv)], check=True)
    python = venv / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True)
    copied = tmp_path / "case"
    subprocess.run(["cp", "-R", str(ROOT / "examples"), str(copied)], check=True)
    for arguments in (["forms"], ["draft", str(copied)], ["check", str(copied)]):
        result = subprocess.run(
            [venv / "bin" / "drafter", *arguments], capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=120
        )
        assert result.returncode == 0, result.stderr
    assert (copied / "drafts" / "001.docx").is_file()
