"""Coverage: what a writer's text says of notes and last year's problems, and what the program asks or says instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.llm.writer import Material
from drafter.llm.writer.answer import ProblemAnswer
from drafter.llm.writer.coverage import Coverage
from drafter.llm.writer.sentences import WrittenSentence
from drafter.report.notes import Note

TELEGRAPH = Note("overview.supervision.1", "overview", "supervision", "人手少，兼职，换人后手生")


def sentence(material: Material, place: str, text: str, *sources: str) -> WrittenSentence:
    part = material.part(place)
    assert part is not None
    return WrittenSentence(1, part, 0, text, sources, text)


def with_note(material: Material, note: Note) -> Material:
    return replace(material, facts=replace(material.facts, notes=(note,)))


@pytest.mark.parametrize(
    ("text", "sources", "said"),
    [
        ("从事公开工作的人员多为兼职，更替后业务不熟。", (f"note:{TELEGRAPH.id}",), True),
        ("从事公开工作的人员多为兼职，更替后业务不熟。", (), False),
        ("公开专区更新及时。", (f"note:{TELEGRAPH.id}",), False),
    ],
)
def test_a_note_in_telegraph_style_is_said_where_its_source_is_named_and_some_of_it_stands(
    material: Material, text: str, sources: tuple[str, ...], said: bool
) -> None:
    noted = with_note(material, TELEGRAPH)
    gaps = Coverage(noted).gaps([sentence(noted, "overview.supervision", text, *sources)], noted.parts)
    assert (TELEGRAPH not in gaps.notes) is said


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("【待核：上年“政策解读形式单一”问题的整改情况】", (3,)),
        ("【待核：上年解读形式单一、人员流动较快等问题的整改情况】", ()),
        ("全年工作平稳。", (1, 3)),
    ],
)
def test_a_problem_of_which_no_material_tells_is_asked_by_an_open_mark_of_the_writer_or_else_of_the_program(
    material: Material, text: str, unknown: tuple[int, ...]
) -> None:
    answers = (
        ProblemAnswer(number=1, status="unknown"),
        ProblemAnswer(number=2, status="resolved", source="n3"),
        ProblemAnswer(number=3, status="unknown"),
    )
    standing, coverage = [sentence(material, "problems", text)], Coverage(material)
    gaps = coverage.gaps(standing, material.parts, problems=answers)
    assert gaps.unknown == unknown and not gaps.problems
    marked = [item.text for item in coverage.marked(tuple(standing), gaps) if item.by_program]
    assert [text for text in marked if "上年问题“" in text] == [
        f"【待核：上年问题“{material.last_problems[number - 1]}”是否已整改】" for number in unknown
    ]
