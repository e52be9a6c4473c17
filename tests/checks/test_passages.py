"""All words of a report as one text: passages by their places, sensitive words masked, open marks hidden."""

from __future__ import annotations

import pytest

from drafter.checks.passages import heading_of, manuscript
from drafter.document import SourcePlace
from drafter.form import Form
from drafter.form.wording import wording_of
from drafter.report.filing import Block, Filing, Unplaced
from drafter.report.findings import Place

BLOCKS = {
    "overview": (Block(("甲乙。丙【待核：几件】丁。",), "（一）公开", "proactive"), Block(("戊己。",))),
    "problems": (Block(("庚辛。",)),),
}
LOOSE = (Unplaced("壬癸", SourcePlace("below the report")),)


@pytest.fixture
def filing(form: Form) -> Filing:
    return Filing(form.key, {}, BLOCKS, unplaced=LOOSE)


def test_every_code_point_belongs_to_its_passage(filing: Filing, form: Form) -> None:
    script = manuscript(filing, form, wording_of(form))
    for passage in script.passages:
        for at in (passage.start, passage.end - 1):
            assert script.at(at) is passage
    assert [passage.section for passage in script.passages] == ["overview"] * 3 + ["problems", None]
    assert len(script.text) == len(script.shown)


def test_open_marks_are_hidden_from_rules_on_mistakes_and_shown_to_those_on_what_must_be_said(
    filing: Filing, form: Form
) -> None:
    script = manuscript(filing, form, wording_of(form))
    assert "几件" in script.shown and "几件" not in script.text
    assert (
        script.text.replace(script.text[script.shown.index("【")], "")
        == "（一）公开\n甲乙。丙丁。\n戊己。\n庚辛。\n壬癸"
    )


def test_a_place_is_told_by_section_paragraph_and_offsets(filing: Filing, form: Form) -> None:
    script = manuscript(filing, form, wording_of(form))
    at = script.text.index("己")
    place = script.place(at, at + 1)
    assert (place.section, place.paragraph, place.start, place.end) == ("overview", 1, 1, 2)
    loose = script.place(script.text.index("壬"), script.text.index("壬") + 1)
    assert loose == Place(text=loose.text), "text in no section has no offsets"


def test_a_sentence_is_found_around_a_place(filing: Filing, form: Form) -> None:
    script = manuscript(filing, form, wording_of(form))
    at = script.text.index("乙")
    assert script.sentence(at, at + 1) == "甲乙。"
    assert script.sentence(at, script.text.index("丁") + 1).startswith("甲乙。丙")


def test_a_section_has_its_stretch_of_the_text(filing: Filing, form: Form) -> None:
    script = manuscript(filing, form, wording_of(form))
    start, end = script.span("overview")
    assert script.text[start:end].endswith("戊己。") and start == 0
    assert script.span("other_matters") == (0, 0)


def test_personal_data_is_masked_in_all_that_is_shown(form: Form) -> None:
    filing = Filing(form.key, {}, {"overview": (Block(("联系电话13812345678。",)),)})
    script = manuscript(filing, form, wording_of(form))
    assert "13812345678" not in script.shown + script.text and len(script.hits) == 1


def test_a_section_without_a_heading_goes_by_its_key(form: Form) -> None:
    assert heading_of("problems", form) == form.section("problems").heading
    assert heading_of("preface", form) == "preface" and heading_of(None, form) == ""
