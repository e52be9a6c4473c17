"""What a terminal shows of a reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter import recognition
from drafter.document import SourcePlace
from drafter.form import Form
from drafter.messages import catalogue
from drafter.recognition import Reading
from drafter.report.filing import Filing, Unplaced
from drafter.views.readings import reading_lines


def shown(filing: Filing, form: Form, language: str) -> list[str]:
    return [line for line in reading_lines(Reading(filing), form, language) if "栏目" in line]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_many_texts_without_a_place_are_shown_by_their_number_and_beginning(form: Form, language: str) -> None:
    links = tuple(Unplaced(f"栏目{n}", SourcePlace("before the title")) for n in range(300))
    filing = Filing(form=form.key, figures=dict.fromkeys(form.cells), narrative={}, unplaced=links)
    (line,) = shown(filing, form, language)
    assert "300" in line and "栏目0 / 栏目1" in line


def test_a_few_are_shown_each_on_a_line(form: Form) -> None:
    links = (Unplaced("栏目1", SourcePlace("before the title")), Unplaced("栏目2", SourcePlace("below the report")))
    filing = Filing(form=form.key, figures=dict.fromkeys(form.cells), narrative={}, unplaced=links)
    assert len(shown(filing, form, "zh")) == 2


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("line 12", "第 12 行"),
        ("requests table 1 row 3", "三、收到和处理政府信息公开申请情况，第 1 张表第 3 行"),
        ("picture in overview", "一、总体情况里的图片"),
        ("hidden on page 2", "第 2 页看不见的文字"),
        ("some other place", "some other place"),
    ],
)
def test_places_of_a_source_are_told_in_the_reader_s_language(where: str, shown: str, form: Form) -> None:
    filing = Filing(form=form.key, figures={}, narrative={}, unplaced=(Unplaced("栏目", SourcePlace.parse(where)),))
    (line,) = [line for line in reading_lines(Reading(filing), form, "zh") if "栏目" in line]
    assert f"（{shown}）" in line


def test_every_way_to_tell_a_row_has_words() -> None:
    """In both languages, as in the source of recognition."""
    folder = Path(recognition.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    told = {key.removeprefix("hows.").replace("_", " ") for key in catalogue("zh") if key.startswith("hows.")}
    assert all(f'"{words}"' in source for words in told)
