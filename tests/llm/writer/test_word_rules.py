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
    assert any("年一季度" in item.raw for item in written.out) is not stands
