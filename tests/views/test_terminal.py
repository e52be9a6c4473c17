"""What a terminal shows of a reading."""

from __future__ import annotations

import pytest

from drafter.filing import Filing, Unplaced
from drafter.form import Form
from drafter.recognize import Reading
from drafter.views.terminal import reading_lines


def shown(filing: Filing, form: Form, language: str) -> list[str]:
    return [line for line in reading_lines(Reading(filing), form, language) if "栏目" in line]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_many_texts_without_a_place_are_shown_by_their_number_and_beginning(form: Form, language: str) -> None:
    links = tuple(Unplaced(f"栏目{n}", "before the title") for n in range(300))
    filing = Filing(form=form.key, figures=dict.fromkeys(form.cells), narrative={}, unplaced=links)
    (line,) = shown(filing, form, language)
    assert "300" in line and "栏目0 / 栏目1" in line


def test_a_few_are_shown_each_on_a_line(form: Form) -> None:
    links = (Unplaced("栏目1", "before the title"), Unplaced("栏目2", "below the report"))
    filing = Filing(form=form.key, figures=dict.fromkeys(form.cells), narrative={}, unplaced=links)
    assert len(shown(filing, form, "zh")) == 2
