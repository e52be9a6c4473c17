"""What of last year's text is past stands in an open mark, and a note on the same takes its place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from drafter.drafting.revise import draft_anew
from drafter.form import Form
from drafter.report import Block, Filing, Note, blank_figures, facts_of

CASES = tomllib.loads(Path(__file__).with_name("past.toml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_the_past_waits_and_notes_take_its_place(case: dict[str, Any], form: Form) -> None:
    blocks = {"overview": (Block((case["last"],), None, "proactive"),)}
    last = Filing(form.key, {}, blocks, "青禾县人民政府", 2024)
    notes = [
        Note(f"overview.proactive.{n}", "overview", "proactive", text) for n, text in enumerate(case.get("notes", ()))
    ]
    drafted = draft_anew(
        facts_of(form, blank_figures(form), organization="青禾县人民政府", year=2025, last=last, notes=notes)
    )
    (block,) = (block for block in drafted.filing.narrative["overview"] if block.topic == "proactive")
    assert "\n".join(block.paragraphs) == case["text"]
