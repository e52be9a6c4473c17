"""Whatever the files are, a command takes at most 10 s of processor time and 500 MB, and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile_files import DATA, DOCX, HTML, REPORTS, TEXTS
from tests.hostile_runs import MEGABYTES, SECONDS, example_case, runs_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory is asked for as Linux has it"),
]
BOMBS = [name for name in REPORTS if "bomb" in name or name.startswith("pdf of a packed") or "2.5 KB" in name]
SLICE = (
    *BOMBS,
    *list(TEXTS)[::6],
    *list(HTML)[::8],
    *list(DOCX)[::8],
    *list(DATA)[::3],
    "notes of 5 MB",
    "settings nested",
)
"""A part of the benchmark `hostile.py`, which takes half an hour."""


@pytest.mark.parametrize("name", SLICE)
def test_commands_are_bounded_and_say_in_words_what_is_wrong(name: str, tmp_path: Path) -> None:
    example = example_case(tmp_path)
    for run in runs_of(name, example, tmp_path):
        assert not run.fell, run.said
        assert run.seconds < SECONDS and run.megabytes < MEGABYTES, run
