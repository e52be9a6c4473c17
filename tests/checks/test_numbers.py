"""Numbers in the text against the cells that they name."""

from __future__ import annotations

import pytest

from drafter.checks import check_account
from drafter.form import Form
from drafter.report.facts import Entry, facts_of
from drafter.report.filing import Block, blank_figures
from drafter.report.narrative import Narrative
from drafter.statements import bind
from tests.text_cases import judge, raised

CASES = {
    "全年新收政府信息公开申请113件，上年结转6件。": [],
    "全年新收政府信息公开申请113件，上年结转9件。": ["T1 error"],
    "全年新收政府信息公开申请100余件。": [],
    "全年新收政府信息公开申请900余件。": ["T1 error"],
    "全年新收政府信息公开申请一百一十三件。": [],
    "行政复议、行政诉讼共审结99件。": ["T1 error"],
    "收到政府信息公开申请113件，同比增长13%。": [],
    "收到政府信息公开申请113件，同比下降13%。": ["T4 error"],
    "收到政府信息公开申请113件，较上年有所减少。": ["T4 error"],
    "被提起政府信息公开行政诉讼1件。": ["T5 error"],
    "全年收取行政事业性收费318万元。": [],
    "全年收取行政事业性收费3180000元。": [],
    "全年收取行政事业性收费318元。": ["T9 error"],
    "行政复议、行政诉讼共审结7件。": [],
    "【待核：全年新收政府信息公开申请999件】": [],
    "【待核：上年5件，全年新收政府信息公开申请999件。": [],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_a_number_is_that_of_its_cell(text: str, expected: list[str], form: Form) -> None:
    assert raised(judge(form, text)) == expected


def test_a_mark_that_lost_its_end_does_not_reach_into_the_next_paragraph(form: Form) -> None:
    text = "【待核：上年5件，全年新收政府信息公开申请999件。", "上年结转9件。"
    found = judge(form, *text).findings
    assert [(finding.place.paragraph, finding.found) for finding in found] == [(1, "9件")]


ENTRIES = {
    "举办培训5场，比上年增加2场。": [],
    "举办培训5场，比上年增加9场。": ["T4 error"],
    "举办培训5场、讲课4次，共活动10场次。": [],
}


@pytest.mark.parametrize(("text", "expected"), ENTRIES.items())
def test_a_number_is_held_against_what_was_typed_for_an_entry(text: str, expected: list[str], form: Form) -> None:
    entries = (
        Entry("overview.proactive.1", "overview", "proactive", "举办培训3场。", "3", "场", "5"),
        Entry("overview.proactive.2", "overview", "proactive", "讲课2次。", "2", "次", "4"),
    )
    facts = facts_of(form, blank_figures(form), year=2024, entries=entries)
    found = check_account(bind(Narrative({"overview": (Block((text,), None, "proactive"),)}, form), facts), facts)
    assert raised(found) == expected
    assert all("文字用数“举办培训3场。”" in finding.message.zh for finding in found.findings)


def test_a_finding_shows_both_sides_and_where_the_number_stands(form: Form) -> None:
    text = "全年新收政府信息公开申请131件。"
    (finding,) = judge(form, text).findings
    assert (finding.found, finding.expected, finding.place.cells) == ("131件", "113", ("requests.new.total",))
    assert text[finding.place.start : finding.place.end] == finding.found


def test_every_number_that_is_right_counts_as_held(form: Form) -> None:
    tally = judge(form, "全年新收政府信息公开申请113件，上年结转6件。").tallies["T1"]
    assert (tally.held, tally.failed, tally.not_assessable) == (2, 0, 0)
