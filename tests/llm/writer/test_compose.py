"""A model's answers as sentences at their places, what came back to it put in, and the narrative that they make."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.llm.writer import Material
from drafter.llm.writer.answer import OmissionAnswer, ParagraphAnswer, ProblemAnswer, ReplacementAnswer, RevisionAnswer
from drafter.llm.writer.answer import ReportAnswer as Answer
from drafter.llm.writer.compose import WriterAnswers, narrative_of, read_told, revised, told_of
from drafter.llm.writer.material import names_of

PLACE = "overview.platform"


def told(material: Material, *paragraphs: tuple[str, str]) -> WriterAnswers:
    answer = Answer(paragraphs=tuple(ParagraphAnswer(place=place, text=text) for place, text in paragraphs))
    return told_of(answer, material.parts, names_of(material.facts), material)


def texts(answers: WriterAnswers) -> list[tuple[str, int, str]]:
    return [(item.part.key, item.paragraph, item.raw) for item in answers.sentences]


def test_paragraphs_of_a_place_are_counted_and_cut_into_sentences(material: Material) -> None:
    found = told(material, (PLACE, "甲。乙。"), ("problems", "丙。"), (f" {PLACE} ", "丁。"))
    assert texts(found) == [(PLACE, 0, "甲。"), (PLACE, 0, "乙。"), ("problems", 0, "丙。"), (PLACE, 1, "丁。")]
    assert [item.number for item in found.sentences] == [1, 2, 3, 4]


def test_a_place_that_there_is_not_is_the_first_one_asked_for(material: Material) -> None:
    assert texts(told(material, ("nowhere", "甲。"))) == [(material.parts[0].key, 0, "甲。")]


def test_the_heading_that_the_program_writes_is_dropped(material: Material) -> None:
    heading = next(part.heading for part in material.parts if part.key == PLACE)
    assert texts(told(material, (PLACE, f"## {heading}甲。"))) == [(PLACE, 0, "甲。")]


def test_what_was_told_is_kept_and_read_again(material: Material) -> None:
    found = replace(
        told(material, (PLACE, "甲。乙。")),
        problems=(ProblemAnswer(number=1, status="dropped", reason="并入其他"),),
        omitted=(OmissionAnswer(source="n1", reason="重复"),),
    )
    assert read_told(found.as_json(), material) == found
    with pytest.raises(LookupError):
        read_told(found.as_json() | {"sentences": [{"place": "nowhere"}]}, material)


def test_sentences_that_came_back_are_replaced_withdrawn_or_added_to(material: Material) -> None:
    first = told(material, (PLACE, "甲。乙。丙。"))
    answer = RevisionAnswer(
        replacements=(ReplacementAnswer(number=1, text="子。丑。"), ReplacementAnswer(number=2, text="")),
        additions=(ParagraphAnswer(place=PLACE, text="寅。"),),
    )
    second = revised(first, answer, material.parts, material)
    assert [item.raw for item in second.sentences] == ["子。", "丑。", "丙。", "寅。"]
    assert {item.paragraph for item in second.sentences} == {0}, "what is added goes on with the last paragraph"
    assert [item.number for item in second.sentences] == [1, 2, 3, 4]


def test_what_became_of_a_problem_is_what_was_told_last(material: Material) -> None:
    one, two = (ProblemAnswer(number=number, status="continuing") for number in (1, 2))
    later = ProblemAnswer(number=2, status="dropped", reason="x")
    found = revised(replace(told(material), problems=(one, two)), RevisionAnswer(last_problems=(later,)), (), material)
    assert found.problems == (one, later)


def test_a_place_without_sentences_stands_open_and_says_why_if_there_is_a_reason(material: Material) -> None:
    sentences = [replace(item, text=item.raw) for item in told(material, (PLACE, "甲。乙。")).sentences]
    blocks = {
        block.topic: block
        for block in narrative_of(sentences, material, {"overview.management": "没有回答"})["overview"]
    }
    assert blocks["platform"].paragraphs == ("甲。乙。",)
    assert blocks["management"].paragraphs == ("【待核：没有回答】",)
    asks = next(part.asks for part in material.parts if part.key == "overview.supervision")
    assert blocks["supervision"].paragraphs == (f"【待核：{asks}】",)
