"""Two filings compared: sections, paragraphs, sentences, cells."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from report_pairs import FORM, edited, reports

from drafter.checks import check
from drafter.comparison import BREAK, Comparison, Status, compare, reuse
from drafter.comparison.narrative import items
from drafter.messages import LANGUAGES
from drafter.report.facts import facts_for
from drafter.report.filing import Block, Filing, Unread
from drafter.report.json import dumps
from drafter.views.diff_text import diff_data, diff_lines


def with_text(*paragraphs: str) -> Filing:
    return Filing(FORM.key, {}, {"problems": (Block(paragraphs),)}, "云溪县档案服务中心", 2025)


def problems(old: Filing, new: Filing):
    return next(section for section in compare(old, new, FORM).sections if section.key == "problems")


def shared() -> Comparison:
    old, new = reports()
    return compare(old, new, FORM, check(new, facts_for(new, FORM, last=old)).account)


@pytest.mark.parametrize("seed", range(30))
def test_the_passages_hold_both_texts_whole(seed):
    old, _ = reports()
    new = edited(old, seed)
    for section in compare(old, new, FORM).sections:
        for side, filing in (("old", old), ("new", new)):
            expected = BREAK.join(item.text for item in items(filing, FORM, section.key))
            texts = ["".join(getattr(run, side) for run in passage.runs()) for passage in section.passages]
            assert BREAK.join(filter(None, texts)) == expected


def test_every_status_is_told():
    counts = shared().counts()
    assert counts == counts | {"kept": 4, "moved": 2, "dropped": 2, "new": 2}
    statuses = {passage.status for section in shared().sections for passage in section.passages}
    assert statuses == {Status.KEPT, Status.CHANGED, Status.SPLIT, Status.DROPPED, Status.NEW}


def test_a_sentence_moved_to_another_section_is_moved_and_counted_once():
    moved = "组织开展政府信息公开业务培训三次，覆盖全部科室。"
    old = replace(with_text("存在解读不够的问题。", moved), title="报告")
    new = Filing(FORM.key, {}, {"problems": (Block(("存在解读不够的问题。",)),), "other_matters": (Block((moved,)),)})
    comparison = compare(old, new, FORM)
    assert comparison.counts()["moved"] == 1
    places = [(s.key, p.status) for s in comparison.sections for p in s.passages if p.status is Status.MOVED]
    assert places == [("problems", Status.MOVED), ("other_matters", Status.MOVED)]


def test_joined_sentences_are_told():
    old = with_text("建立办理台账，明确责任人员。按月通报办理进度并督促整改。")
    new = with_text("建立办理台账，明确责任人员，按月通报办理进度并督促整改。")
    assert [s.status for s in problems(old, new).sentences()] == [Status.JOINED]


def test_numbers_and_years_are_no_change_of_wording():
    section = problems(with_text("2024年办结12件，增长12.5%。"), with_text("2025年办结15件，增长7.4%。"))
    assert (section.passages[0].status, section.passages[0].wording, section.reuse) == (Status.CHANGED, False, 1.0)


def kinds_of(comparison: Comparison) -> set[tuple[str, str]]:
    runs = (run for section in comparison.sections for passage in section.passages for run in passage.runs())
    return {(run.kind.value, run.new) for run in runs if not run.same}


def test_a_bound_number_is_told_from_others():
    expected = {("figure", "15件"), ("number", "158条"), ("year", "2025"), ("open", "【待核：上年26】")}
    assert expected <= kinds_of(shared())


def test_the_direction_of_a_bound_change_goes_with_its_number():
    old, new = reports()
    old = replace(old, narrative={"overview": (Block(("新收政府信息公开申请8件，同比下降12.5%。",)),)})
    new = replace(new, narrative={"overview": (Block(("新收政府信息公开申请15件，同比增长87.5%。",)),)})
    comparison = compare(old, new, FORM, check(new, facts_for(new, FORM, last=old)).account)
    assert kinds_of(comparison) == {("figure", "15件"), ("figure", "增长"), ("figure", "87.5%")}
    assert not any(sentence.wording for section in comparison.sections for sentence in section.sentences())


def test_the_preface_does_not_count_for_reuse():
    comparison = shared()
    assert comparison.sections[0].reuse == 1.0
    assert reuse(comparison.body) == pytest.approx(
        sum(s.kept for s in comparison.body) / sum(s.written for s in comparison.body)
    )
    assert reuse(comparison.body) < 1


def test_a_heading_is_no_earlier_wording_of_a_paragraph():
    old = Filing(FORM.key, {}, {"problems": (Block((), "存在的主要问题"),)})
    new = with_text("存在的主要问题是什么。")
    assert [passage.status for passage in problems(old, new).passages] == [Status.DROPPED, Status.NEW]


def test_headings_of_one_topic_belong_together_whatever_they_say():
    old = Filing(FORM.key, {}, {"overview": (Block(("甲。",), "（一）主动公开情况", "proactive"),)})
    new = Filing(FORM.key, {}, {"overview": (Block(("甲。",), "（一）着力做好公开", "proactive"),)})
    section = next(s for s in compare(old, new, FORM).sections if s.key == "overview")
    assert [passage.status for passage in section.passages] == [Status.CHANGED, Status.KEPT]


def test_a_new_sentence_is_new_whole_with_its_marks_and_numbers():
    before, after = "全年新收政府信息公开申请，依法答复。", "增长2.5%；“完成。”开展业务培训，覆盖各镇街。"
    fresh = "清理【待核：上年3条。含2条】。"
    old, new = (
        Filing(FORM.key, {}, {"overview": (Block((text,)),)}) for text in (before + after, before + fresh + after)
    )
    section = next(s for s in compare(old, new, FORM).sections if s.key == "overview")
    added = [item.new for item in section.passages[0].sentences if item.status is Status.NEW]
    assert added == [fresh] and len(section.passages[0].sentences) == 5


def test_cells_show_old_new_change_and_percent():
    cells = {item.cell: item for item in shared().cells}
    total = cells["requests.new.total"]
    assert (total.old, total.new, total.change, total.percent) == (8, 15, 7, Decimal("87.5"))
    assert "requests.new.research" not in cells


def test_a_change_from_nothing_has_no_percent_and_one_to_text_no_change():
    cell = FORM.cells[0]
    for old, new, expected in ((0, 5, (5, None)), (None, 5, (None, None)), (5, "/", (None, None))):
        found = compare(Filing(FORM.key, {cell: old}), Filing(FORM.key, {cell: new}), FORM).cells
        assert [(item.change, item.percent) for item in found] == [expected]


def test_a_cell_that_could_not_be_read_is_told_from_a_blank_one():
    cell = FORM.cells[0]
    old = Filing(FORM.key, {cell: None}, unread=(Unread(cell, "?", "damaged"),))
    assert [item.unread for item in compare(old, Filing(FORM.key, {cell: None}), FORM).cells] == [("old",)]


def test_a_report_compared_with_itself_shows_no_difference():
    old, _ = reports()
    comparison = compare(old, old, FORM)
    assert comparison.cells == () and reuse(comparison.body) == 1.0
    assert {s.status for section in comparison.sections for s in section.sentences()} == {Status.KEPT}


def test_the_json_is_plain_data():
    data = json.loads(dumps(diff_data(shared(), FORM)))
    assert data["summary"]["cells"] == {"compared": len(FORM.cells), "changed": len(shared().cells)}
    assert BREAK not in json.dumps(data, ensure_ascii=False)
    overview = next(section for section in data["sections"] if section["key"] == "overview")
    assert overview["passages"][2]["old"][0] == {
        "topic": "proactive",
        "paragraph": 1,
        "text": reports()[0].narrative["overview"][1].paragraphs[0],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_show_what_went_and_what_came(language):
    assert any("[-12.5%-]{+7.4%+}" in line for line in diff_lines(shared(), FORM, language))


def test_a_terminal_shows_what_changed_and_on_demand_the_rest():
    lines, every = (list(diff_lines(shared(), FORM, "zh", whole=whole)) for whole in (False, True))
    assert not any("未改" in line.split("  ")[1:2] for line in lines) and any("  未改  " in line for line in every)
    assert [line for line in every if line in lines] == lines


def test_nothing_changed_is_said_in_the_summary_alone():
    same = replace(shared(), new=shared().old)
    comparison = compare(same.old, same.new, FORM)
    lines = [line for line in diff_lines(comparison, FORM, "zh") if line]
    assert len(lines) == 3 and "文字沿用 100%" in lines[0]
