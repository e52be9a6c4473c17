"""What recognition knows of a form: its words for "no number" may be signs, letters, or none at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drafter.form import load_form
from drafter.recognition.files import read_report
from drafter.views.terminal import reading_lines

FORM = Path(__file__).resolve().parents[1] / "forms" / "records-2020"


@pytest.mark.parametrize("words", ['["N/A", "-"]', '["N/A"]', "[]"])
def test_words_that_stand_for_no_number_need_hold_no_sign(words: str, tmp_path: Path) -> None:
    folder = tmp_path / "form"
    shutil.copytree(FORM, folder)
    path = folder / "form.toml"
    text = path.read_text(encoding="utf-8")
    assert '["N/A", "-"]' in text
    path.write_text(text.replace('not_numbers = ["N/A", "-"]', f"not_numbers = {words}"), encoding="utf-8")
    form = load_form(str(folder))
    reading = read_report(FORM / "last-year.txt", form)
    assert reading.filing.figures["components.South quay.granted"] == "N/A"
    assert reading.filing.figures["volume.received.count"] == 120
    assert not any("N/A" in line or "moved in May" in line for line in reading_lines(reading, form, "en"))
