"""Merging: a filing in the form's order as a document, every cell with its address, every open mark with its role."""

from __future__ import annotations

import pytest

from drafter.document import Role, Span, TableBlock, TextBlock
from drafter.drafting.merge import merge, run_in, spans_of
from drafter.form import Form
from drafter.report.filing import Block, Filing
from drafter.report.findings import Place

NEW = "requests.new.total"


def test_the_document_follows_the_form_whatever_the_order_of_the_narrative(form: Form) -> None:
    narrative = {"other_matters": (Block(("丙",)),), "preface": (Block(("甲",)),), "overview": (Block(("乙",)),)}
    document = merge(Filing(form.key, {}, narrative, title="题"), form)
    texts = [(block.text, block.level) for block in document.paragraphs()]
    headings = [(section.heading, 1) for section in form.sections]
    assert [text for text in texts if text[1] == 1] == headings
    assert [text for text, _ in texts if text in "题甲乙丙"] == ["题", "甲", "乙", "丙"]
    assert document.title == "题" and document.language == form.definition.language


def test_every_fixed_cell_has_its_address_once_and_blanks_have_none(form: Form) -> None:
    document = merge(Filing(form.key, dict.fromkeys(form.cells, 7)), form)
    targets = [span.target for table in document.tables() for row in table.rows for cell in row for span in cell.spans]
    assert sorted(target for target in targets if target) == sorted(form.cells)
    blank = merge(Filing(form.key, dict.fromkeys(form.cells)), form)
    assert not any(
        span.role is Role.FIGURE
        for table in blank.tables()
        for row in table.rows
        for cell in row
        for span in cell.spans
    )


def test_every_row_of_a_table_fills_its_width(form: Form) -> None:
    for table in merge(Filing(form.key, {}), form).tables():
        assert len(set(table.row_widths())) == 1


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("（一）主动公开", "（一）主动公开。"),
        ("一是更新慢。", "一是更新慢。"),
        ("平台（二）", "平台（二）。"),
        ("平台：", "平台："),
    ],
)
def test_a_run_in_heading_is_closed_once(heading: str, shown: str, form: Form) -> None:
    assert run_in(heading, form) == shown


def test_a_run_in_heading_stands_on_the_line_of_its_first_paragraph(form: Form) -> None:
    narrative = {"overview": (Block(("甲。", "乙。"), "（一）主动公开", "proactive", run_in=True),)}
    found = [block for block in merge(Filing(form.key, {}, narrative), form).blocks if isinstance(block, TextBlock)]
    (line,) = [block for block in found if block.text == "（一）主动公开。甲。"]
    assert line.spans[0].role is Role.HEADING and line.level is None
    assert "乙。" in [block.text for block in found]


def test_a_heading_without_paragraphs_is_a_heading(form: Form) -> None:
    narrative = {"overview": (Block((), "（一）主动公开", "proactive", run_in=True),)}
    (heading,) = [block for block in merge(Filing(form.key, {}, narrative), form).paragraphs() if block.level == 2]
    assert heading.text == "（一）主动公开"


def test_known_spans_take_the_place_of_a_paragraph(form: Form) -> None:
    known = {Place("overview", None, 1): (Span("收到"), Span("3", Role.FIGURE, NEW), Span("件。"))}
    narrative = {"overview": (Block(("甲。", "收到3件。")),)}
    document = merge(Filing(form.key, {}, narrative), form, known)
    (line,) = [block for block in document.paragraphs() if block.text == "收到3件。"]
    assert line.spans == known[Place("overview", None, 1)]


def test_text_is_cut_at_its_open_marks(form: Form) -> None:
    found = spans_of("甲【待核：乙】丙【待核：丁】", form)
    assert [(span.text, span.role is Role.OPEN) for span in found] == [
        ("甲", False), ("【待核：乙】", True), ("丙", False), ("【待核：丁】", True),
    ]  # fmt: skip
    assert spans_of("", form) == ()


def test_rows_of_an_open_table_are_those_of_the_filing(english: Form) -> None:
    open_tables = [table for table in english.tables.values() if table.open_rows]
    if not open_tables:
        pytest.skip("this form has no open table")
    table = open_tables[0]
    column = next(iter(table.columns))
    document = merge(Filing(english.key, {f"{table.key}.north.{column}": 1, f"{table.key}.south.{column}": 2}), english)
    texts = [
        cell.text for block in document.blocks if isinstance(block, TableBlock) for row in block.rows for cell in row
    ]
    assert "north" in texts and "south" in texts
