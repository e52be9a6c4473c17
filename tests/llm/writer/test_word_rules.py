"""The writer's own words: what may stand though no reference wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.llm import ScriptedModel
from drafter.llm.writer import Material, write_narrative
from drafter.report.notes import Note
from tests.llm.scripts import honest, script


@pytest.mark.parametrize(
    ("note", "sentence", "stands"),
    [
        ("第三方评估还在做，结果明年一季度出", "第三方评估正在进行，结果预计2026年一季度形成。", True),
        ("第三方评估还在做，结果待定", "第三方评估正在进行，结果预计2026年一季度形成。", False),
        ("第三方评估还在做，结果明年一季度出", "第三方评估正在进行，结果预计2027年一季度形成。", False),
    ],
)
def test_the_next_year_may_be_named_where_a_note_speaks_of_it(
    material: Material, note: str, sentence: str, stands: bool
) -> None:
    facts = replace(material.facts, notes=(*material.facts.notes, Note("99", "overview", "supervision", note)))
    answer = honest()
    answer["paragraphs"].append({"place": "overview.supervision", "text": sentence, "sources": ["n4"]})
    written = write_narrative(replace(material, facts=facts), ScriptedModel(script(answer)))
    text = "".join(item.raw for item in written.sentences)
    assert ("年一季度形成" in text) is stands
    assert "第三方评估正在进行" in text, "only the clause goes that nothing bears out"


@pytest.mark.parametrize(
    ("place", "sentence", "stands"),
    [
        ("problems", "下一步建立以老带新制度，每季度组织一次培训，帮助新同志熟悉业务。", True),
        ("problems", "下一步建立以老带新制度，每月组织三次培训，帮助新同志熟悉业务。", False),
        ("problems", "对照检查，上年指出的三个问题仍在改进。", True),
        ("problems", "对照检查，上年指出的四个问题仍在改进。", False),
        ("overview.supervision", "对照检查，上年指出的三个问题仍在改进。", False),
    ],
)
def test_numbers_in_words_stand_as_the_material_has_them(
    material: Material, place: str, sentence: str, stands: bool
) -> None:
    answer = honest()
    answer["paragraphs"].append({"place": place, "text": sentence, "sources": []})
    written = write_narrative(material, ScriptedModel(script(answer)))
    assert (sentence in [item.raw for item in written.sentences]) is stands


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("全年召开座谈会伍拾场。", False),
        ("全年召开座谈会伍场。", False),
        ("培训人员半百人次。", False),
        ("推出便民举措XII项。", False),
        ("加强工作队伍建设，陆续完善制度，收拾整理档案。", True),
    ],
)
def test_numbers_in_formal_or_foreign_numerals_are_numbers_too(material: Material, sentence: str, stands: bool) -> None:
    answer = honest()
    answer["paragraphs"].append({"place": "overview.supervision", "text": sentence, "sources": ["n4"]})
    written = write_narrative(material, ScriptedModel(script(answer)))
    assert (sentence in [item.raw for item in written.sentences]) is stands


def test_changes_behind_respectively_are_written_by_their_size(material: Material) -> None:
    answer = honest()
    sentence = "全年举办业务培训{e16}次，培训{e17}人次，分别比上年增加1次、52人次。"
    answer["paragraphs"].append({"place": "overview.supervision", "text": sentence, "sources": ["e16", "e17"]})
    written = write_narrative(material, ScriptedModel(script(answer)))
    (text,) = [item.text for item in written.sentences if "分别" in item.text]
    assert text.endswith("|change}、{entry:overview.supervision.3|diff}人次。"), "one direction, then the size"
