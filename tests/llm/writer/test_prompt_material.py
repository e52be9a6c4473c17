"""The variables of the prompt: one record, all of it named in each language's template, whole or for some places."""

from __future__ import annotations

from dataclasses import asdict, fields, replace

import pytest
from jinja2 import Environment, meta

from drafter.llm.prompts import filled
from drafter.llm.writer import Material
from drafter.llm.writer.material import names_of
from drafter.llm.writer.prompt_material import PromptMaterial, prompt_material
from drafter.report.notes import Note
from drafter.report.personal_data import Masker
from drafter.resources import folder


def told(material: Material, *keys: str) -> PromptMaterial:
    parts = [part for part in material.parts if not keys or part.key in keys]
    return prompt_material(parts, material, names_of(material.facts), Masker())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_names_every_variable_and_no_other(language: str) -> None:
    template = (folder("prompts") / language / "material.jinja").read_text(encoding="utf-8")
    named = meta.find_undeclared_variables(Environment().parse(template))
    assert named == {field.name for field in fields(PromptMaterial)}


def test_all_places_are_told_all_notes_and_entries(material: Material) -> None:
    whole = told(material)
    assert len(whole.notes) == len(material.facts.notes)
    assert len(whole.entries) == len(material.facts.entries)


def test_a_place_is_told_its_own_notes_entries_and_last_text_alone(material: Material) -> None:
    own = told(material, "overview.management")
    assert [place.key for place in own.parts] == ["overview.management"]
    assert own.notes and all("［overview.management］" in note for note in own.notes)
    assert len(own.notes) < len(material.facts.notes) and len(own.entries) < len(told(material).entries)


def test_style_keeps_its_lines_in_the_prompt(material: Material) -> None:
    styled = replace(material, style="句子要短。\n<不用>排比。")
    text = filled("zh", "material", **asdict(told(styled)))
    assert "句子要短。\n‹不用›排比。\n" in text


def test_a_telephone_number_of_a_note_is_hidden(material: Material) -> None:
    note = Note("n-tel", "overview", "platform", "咨询电话13812345678已公布")
    more = replace(material, facts=replace(material.facts, notes=(*material.facts.notes, note)))
    lines = [line for line in told(more).notes if "咨询电话" in line]
    assert len(lines) == 1 and "13812345678" not in lines[0]


def test_an_answer_rests_on_what_entries_there_are_and_not_on_their_values(material: Material) -> None:
    facts = material.facts
    entries = tuple(replace(entry, value="77") if entry.value else entry for entry in facts.entries)
    other = replace(material, facts=replace(facts, entries=entries))
    assert told(other).entries != told(material).entries and told(other).basis == told(material).basis
    fewer = replace(material, facts=replace(facts, notes=facts.notes[1:]))
    assert told(fewer).basis != told(material).basis
