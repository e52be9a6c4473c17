"""Rendering: references become words with their targets, blanks become open marks, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.document import Role, text_of
from drafter.drafting.render import Draft, open_mark, paragraph_spans, render
from drafter.errors import UnknownReference
from drafter.form import Form, load_form
from drafter.report.facts import Entry, facts_of
from drafter.report.filing import Block
from drafter.report.findings import Place
from drafter.report.references import escape

NEW = "requests.new.total"
FORM = load_form("disclosure-2021")


def test_a_paragraph_knows_which_words_rest_on_what(form: Form) -> None:
    spans = paragraph_spans(f"收到{{{NEW}}}件，{{{{按时}}}}办结。", facts_of(form, {NEW: 141}))
    assert [(span.text, span.role, span.target) for span in spans] == [
        ("收到", Role.PLAIN, None),
        ("141", Role.FIGURE, NEW),
        ("件，{按时}办结。", Role.PLAIN, None),
    ]


def test_a_blank_is_an_open_mark_that_names_the_cell(form: Form) -> None:
    (span,) = paragraph_spans(f"{{{NEW}}}", facts_of(form, {NEW: None}))
    assert span.role is Role.OPEN and span.target == NEW
    assert form.row_label(NEW) in span.text and form.column_label(NEW) in span.text


def test_the_open_mark_of_a_rest_names_what_is_missing(form: Form) -> None:
    granted = "requests.granted.total"
    (span,) = paragraph_spans(f"{{{NEW}|rest:{granted}}}", facts_of(form, {NEW: 3, granted: None}))
    assert form.row_label(granted) in span.text


def test_an_entry_that_nobody_typed_shows_last_years_number(form: Form) -> None:
    entry = Entry("e", "overview", None, "", "4630", "条")
    (span,) = paragraph_spans("{entry:e}", facts_of(form, {}, entries=[entry]))
    assert span.role is Role.OPEN and span.text == "【待核：上年4630】"


def test_open_marks_of_the_draft_itself_have_their_role(form: Form) -> None:
    spans = paragraph_spans("已办结。【待核：评议结果】", facts_of(form, {}))
    assert [span.role for span in spans] == [Role.PLAIN, Role.OPEN]


def test_nothing_can_close_an_open_mark_early(form: Form) -> None:
    assert open_mark("甲】乙【待核：丙", form) == "【待核：甲)乙丙】"


@given(st.text(st.characters(codec="utf-8", exclude_characters="【】"), max_size=30))
def test_text_without_references_stays_as_it_is(text: str) -> None:
    assert text_of(paragraph_spans(escape(text), facts_of(FORM, {}))) == text


def test_a_draft_becomes_a_filing_with_spans_by_place(form: Form) -> None:
    blocks = (Block(("甲",), "一"), Block((f"收到{{{NEW}}}件。", "乙"), None, "on_request", run_in=True))
    facts = facts_of(form, {NEW: 2})
    rendered = render(Draft(form.key, "青禾县人民政府", 2025, {"overview": blocks}), facts)
    assert [block.paragraphs for block in rendered.filing.narrative["overview"]] == [("甲",), ("收到2件。", "乙")]
    assert rendered.filing.narrative["overview"][1].run_in
    assert text_of(rendered.spans[Place("overview", "on_request", 1)]) == "收到2件。"
    assert rendered.filing.title == "青禾县人民政府2025年政府信息公开工作年度报告"
    assert render(Draft(form.key, None, 2025, {}), facts).filing.title is None


def test_a_draft_that_names_what_is_not_there_is_refused(form: Form) -> None:
    with pytest.raises(UnknownReference):
        render(Draft(form.key, None, None, {"overview": (Block(("{requests.nothing.total}",)),)}), facts_of(form, {}))
