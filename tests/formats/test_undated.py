"""A clock that no zip can tell hinders no writing, and writes the same bytes as any other."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from drafter.app.draft import draft_case
from drafter.app.options import ReportOptions
from drafter.case.create import create
from drafter.form import Form

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "last-year.txt"


@pytest.mark.parametrize("when", [1_000.0, 4_500_000_000.0], ids=["1970", "2112"])
def test_a_case_is_made_and_drafted_at_any_time(
    when: float, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def files(name: str) -> dict[str, bytes]:
        case, _ = create(tmp_path / name, form, last_year=EXAMPLE)
        draft_case(case, ReportOptions(form.key), output=None)
        return {path.name: path.read_bytes() for path in case.folder.rglob("*") if path.suffix in (".xlsx", ".docx")}

    usual, local = files("usual"), time.localtime
    monkeypatch.setattr(time, "localtime", lambda seconds=None: local(when))
    monkeypatch.setattr(time, "time", lambda: when)
    assert files("odd") == usual and len(usual) == 2
