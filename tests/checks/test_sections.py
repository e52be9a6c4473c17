"""The parts of the text that the form asks for are there."""

from __future__ import annotations

import dataclasses

import pytest

from drafter.checks.matter import Matter
from drafter.checks.rules import apply
from drafter.checks.sections import RULES
from drafter.form import Form
from drafter.report.facts import facts_of
from drafter.report.filing import Block, Filing, Sections


def found(filing: Filing, form: Form, narrative: Sections) -> list[tuple[str, str | None, str | None]]:
    changed = dataclasses.replace(filing, narrative=narrative)
    findings = apply(RULES, Matter(facts_of(form, filing.figures), changed)).findings
    return [(item.rule, item.place.section, item.place.topic) for item in findings]


def test_the_example_has_all_its_parts(example: Filing, form: Form) -> None:
    assert found(example, form, example.narrative) == []


@pytest.mark.parametrize("empty", [(), (Block((), "五、存在的主要问题及改进情况"),)])
def test_a_section_without_a_paragraph_is_an_error(empty: tuple[Block, ...], example: Filing, form: Form) -> None:
    assert found(example, form, {**example.narrative, "problems": empty}) == [("N1", "problems", None)]


def test_a_topic_that_is_missing_is_named(example: Filing, form: Form) -> None:
    kept = tuple(block for block in example.narrative["overview"] if block.topic != "platform")
    assert found(example, form, {**example.narrative, "overview": kept}) == [("N2", "overview", "platform")]


def test_tables_are_no_text(example: Filing, form: Form) -> None:
    sections = {section for _, section, _ in found(example, form, {})}
    assert sections == {section.key for section in form.sections if section.kind != "tables"}
