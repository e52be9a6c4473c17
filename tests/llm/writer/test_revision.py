"""Revising: one passage changes as it was asked for, all else stays to the byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import pytest
from pydantic import BaseModel

from drafter.document import text_of
from drafter.drafting.render import paragraph_spans
from drafter.errors import CaseError, ModelError
from drafter.llm import Message, ScriptedModel
from drafter.llm.writer import Material, write_narrative
from drafter.llm.writer.material import names_of
from drafter.llm.writer.revision import RevisedPassage, passage_at, revise
from drafter.report.filing import Sections
from tests.llm.scripts import honest, script


@pytest.fixture(scope="module")
def sections(material: Material) -> Sections:
    return write_narrative(material, ScriptedModel(script(honest()))).narrative


def answering(*texts: str) -> ScriptedModel:
    """A model that gives these texts in turn."""
    waiting = list(texts)

    def reply(messages: Sequence[Message], schema: type[BaseModel]) -> str:
        return json.dumps({"text": waiting.pop(0)})

    return ScriptedModel(reply)


def read(passage: RevisedPassage, material: Material) -> str:
    return text_of(paragraph_spans(passage.text, material.facts))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("overview.management", "坚持先审查、后公开，落实“三审三校”，完成农业、水利两个领域政府信息属性的逐件核对。"),
        ("problems:1", "上年指出的答复文书不规范问题已整改，答复文书范本印发各单位使用。"),
        ("overview.supervision:1.2", "全年举办业务培训5次，培训412人次。"),
        ("先审查、后公开", "坚持先审查、后公开，落实“三审三校”，完成农业、水利两个领域政府信息属性的逐件核对。"),
    ],
)
def test_a_place_is_a_key_with_numbers_or_words_of_the_text(
    material: Material, sections: Sections, place: str, text: str
) -> None:
    assert read(passage_at(place, sections, material), material) == text


@pytest.mark.parametrize(
    ("place", "key"),
    [("overview.none", "no_passage"), ("problems", "several_passages"), ("problems:9", "no_passage")],
)
def test_a_place_that_is_none_or_several_is_said(material: Material, sections: Sections, place: str, key: str) -> None:
    with pytest.raises(CaseError) as caught:
        passage_at(place, sections, material)
    assert caught.value.key == key and "overview.management" in str(caught.value.values["known"])


def test_facts_stay_unless_the_instruction_speaks_of_them(material: Material, sections: Sections) -> None:
    passage = passage_at("overview.supervision:1.2", sections, material)
    short, whole = "全年举办业务培训{e16}次。", "全年举办业务培训{e16}次，共培训{e17}人次。"
    model = answering(short, whole)
    assert revise(passage, "再顺一些", material, model).lost == ()
    assert "{e17}" in model.asked[1][-1].content, "the lost number is named when the text comes back"
    with pytest.raises(ModelError):
        revise(passage, "再顺一些", material, answering(short, short))
    assert revise(passage, "去掉培训人次", material, answering(short)).lost == ("{e17}",)


def test_what_cannot_be_proven_changes_nothing(material: Material, sections: Sections) -> None:
    passage = passage_at("overview.supervision:1.2", sections, material)
    wrong = "全年举办业务培训{e16}次，培训{e17}人次，开展检查9次。"
    with pytest.raises(ModelError) as caught:
        revise(passage, "补上检查", material, answering(wrong, wrong))
    assert "9次" in str(caught.value.values["reason"])


def test_the_request_begins_like_that_of_the_whole_report(material: Material, sections: Sections) -> None:
    writer = ScriptedModel(script(honest()))
    write_narrative(material, writer)
    model = answering("全年培训{e17}人次，举办业务培训{e16}次。")
    revise(passage_at("overview.supervision:1.2", sections, material), "换个顺序", material, model)
    first, second = writer.asked[0], model.asked[0]
    assert first[0] == second[0] and second[1].content.startswith(first[1].content[:3000])


def test_twenty_edits_and_their_reverses_leave_all_else_to_the_byte(material: Material, sections: Sections) -> None:
    names, before = names_of(material.facts), digests(sections)
    places = [(key, at) for key, blocks in before.items() for at in range(len(blocks)) if key[0] != "preface"]
    now = sections
    for round_ in range(20):
        section, block = places[round_ % len(places)][0]
        text = now[section][block].paragraphs[0]
        passage = RevisedPassage(section, block, 0, 0, len(text), "", text)
        for words in (f"（一）{names.shown(text)}", names.shown(text)):
            revision = revise(passage, "加上序号", material, answering(words))
            now = passage.put_back(now, revision.text)
            changed = [key for key, value in digests(now).items() if value != before[key]]
            assert changed in ([], [(section, block)])
            passage = RevisedPassage(section, block, 0, 0, len(revision.text), "", revision.text)
        assert digests(now) == before


def digests(sections: Sections) -> dict[tuple[str, int], list[str]]:
    """Of every paragraph."""
    return {
        (key, at): [hashlib.sha256(text.encode()).hexdigest() for text in block.paragraphs]
        for key, blocks in sections.items()
        for at, block in enumerate(blocks)
        if block.paragraphs
    }
