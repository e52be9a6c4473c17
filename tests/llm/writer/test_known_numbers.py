"""Numbers that a writer types: the note or entry whose number each is, and what stands in the words of a note."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.llm.writer import Material
from drafter.llm.writer.known_numbers import reference_of
from drafter.llm.writer.prove import Prover
from drafter.llm.writer.sentences import WrittenSentence
from drafter.report.notes import Note
from drafter.report.personal_data import Masker
from drafter.report.quantities.chinese import find_quantities

SCHOOL = Note("overview.management.1", "overview", "management", "校长培训加了公开课，45人参加，发了12册读本")
VISITS = Note("overview.management.2", "overview", "management", "走访企业12家，收意见9条，办了7")
BUS = Note("overview.management.3", "overview", "management", "2022、2023两年的公交线路信息重新核对，17路改回原线")


@pytest.fixture
def noted(material: Material) -> Material:
    return replace(material, facts=replace(material.facts, notes=(SCHOOL, VISITS, BUS)))


@pytest.mark.parametrize(
    ("sentence", "number", "found"),
    [
        ("45名校长参加培训。", 0, (SCHOOL.id, "1")),
        ("走访企业12家。", 0, (VISITS.id, "1")),
        ("发放读本12本。", 0, None),
        ("收到意见9条，其中7条已办理。", 1, (VISITS.id, "3")),
        ("45次专题会议召开。", 0, None),
    ],
)
def test_a_typed_number_is_that_of_a_note_in_its_unit_or_in_a_measure_word_alike(
    noted: Material, sentence: str, number: int, found: tuple[str, str] | None
) -> None:
    rules = Prover(noted, Masker()).words.writing
    reference = reference_of(find_quantities(sentence)[number], sentence, noted.facts, rules)
    assert (reference and (reference.target, reference.argument)) == found


def refused(material: Material, place: str, text: str) -> tuple[str, ...]:
    part = material.part(place)
    assert part is not None
    proven = Prover(material, Masker()).prove([WrittenSentence(1, part, 0, text, ())]).sentences
    return tuple(reason.rule for item in proven for reason in item.reasons if not reason.soft)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("对2022年、2023年的公交线路信息进行了核对，17路恢复原线路。", ()),
        ("对2021年的公交线路信息进行了核对。", ("typed",)),
        ("对公交线路信息进行了核对，18路恢复原线路。", ("typed",)),
    ],
)
def test_years_and_names_of_a_note_stand_in_other_words(noted: Material, text: str, rules: tuple[str, ...]) -> None:
    assert refused(noted, "overview.management", text) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("予以公开和部分公开两项合计占办结总数的60%。", ()),
        ("予以公开和部分公开两项合计占办结总数的61%。", ("typed",)),
        ("自然人申请占八成以上。", ("typed",)),
        ("自然人申请过半数。", ()),
        ("法人或其他组织申请过半数。", ("contradicted", "typed")),
        ("行政诉讼6件，其中复议后起诉{disputes.litigation_direct.total}件。", ("contradicted", "meaning")),
    ],
)
def test_what_the_figures_bear_out_needs_no_reference_and_a_row_called_by_another_name_is_refused(
    material: Material, text: str, rules: tuple[str, ...]
) -> None:
    assert set(refused(material, "overview.on_request", text)) == set(rules)
