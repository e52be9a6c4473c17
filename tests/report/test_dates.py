"""Dates of notes in figures alone: told from numbers, and written out."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.report.dates import dates_written_out, short_dates
from drafter.report.facts import facts_of
from drafter.report.notes import Note


@pytest.mark.parametrize(
    ("note", "written"),
    [
        ("4.18 选房结果公布", "4月18日 选房结果公布"),
        ("避灾信息（8.9—8.11）连发", "避灾信息（8月9日—8月11日）连发"),
        ("7/11公布时间表", "7月11日公布时间表"),
        ("那件12.22收的", "那件12月22日收的"),
        ("停用6/3—6/13", "停用6月3日—6月13日"),
    ],
)
def test_a_date_in_figures_is_written_out(form: Form, note: str, written: str) -> None:
    assert dates_written_out(note, form) == written


@pytest.mark.parametrize(
    "note",
    ["扫3.1万条", "满意度9.5分", "占3.5%", "增至1.5倍", "得分9.8，居中", "V2.0版", "1/3的申请", "共12.8公里"],
)
def test_a_number_is_no_date(form: Form, note: str) -> None:
    assert short_dates(note, form) == ()


def test_a_date_is_no_quantity_of_a_note(form: Form) -> None:
    note = Note("overview.1", "overview", None, "7/11公布5处渡口撤渡时间表，4.2万张明白卡")
    facts = facts_of(form, {}, notes=(note,))
    assert [item.text for item in facts.noted[note.id]] == ["5处", "4.2万张"]
