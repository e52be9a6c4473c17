"""Rules on what a narrative says: for each, a sentence that passes beside one that fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.checks import check
from drafter.checks.catalogue import rules_of
from drafter.form import Form
from drafter.report.facts import facts_for
from drafter.report.filing import Block, Filing
from tests.conftest import SHARED, gold
from tests.text_cases import judge, raised

PAIRS = [
    ("T1", "全县新收政府信息公开申请113件。", "全县新收政府信息公开申请131件。"),
    ("T1", "办结政府信息公开申请一百一十五件。", "办结政府信息公开申请一百五十一件。"),
    ("T1", "因政府信息公开被申请行政复议8件，其中结果维持4件。", "因政府信息公开被申请行政复议8件，其中结果维持5件。"),
    ("T1", "行政复议、行政诉讼共8件。", "行政复议、行政诉讼共9件。"),
    ("T2", "申请人以自然人为主。", "收到的政府信息公开申请均为自然人申请。"),
    ("T3", "发布信息30条，其中图解20条、视频10条。", "发布信息30条，其中图解20条、视频16条。"),
    ("T3", "发布信息30条，其中图解20条、视频5条等。", "发布信息30条，分别为图解20条、视频9条。"),
    ("T3", "收取费用90元，其中甲局40元、乙局50元。", "收取费用90元，其中甲局40元、乙局60元。"),
    ("T4", "收到政府信息公开申请113件，同比增长13%。", "收到政府信息公开申请113件，同比增长31%。"),
    ("T4", "收到政府信息公开申请113件，较上年增加13件。", "收到政府信息公开申请113件，较上年减少13件。"),
    ("T4", "收到政府信息公开申请113件，比2023年（100件）增长13.0%。",
     "收到政府信息公开申请113件，比2023年（110件）增长2.7%。"),
    ("T4", "收到政府信息公开申请113件，较上年有所增加。", "收到政府信息公开申请113件，较上年有所减少。"),
    ("T4", "收到申请113件，其中自然人申请96件，占85.0%。", "收到申请113件，其中自然人申请96件，占80.5%。"),
    ("T4", "办结率96.6%。", "办结率98.5%。"),
    ("T5", "未发生政府信息公开行政诉讼。", "未发生政府信息公开行政复议、行政诉讼。"),
    ("T5", "被提起政府信息公开行政诉讼0件。", "被提起政府信息公开行政诉讼2件。"),
    ("T7", "收到政府信息公开申请113件，其中网络申请74件、信函申请18件、当面申请21件。",
     "收到政府信息公开申请113件，其中网络申请74件、信函申请18件、当面申请31件。"),
    ("T8", "自然人申请96件，法人或其他组织申请17件。", "自然人申请96件，法人或其他组织申请18件。"),
    ("T9", "收取行政事业性收费318万元。", "收取行政事业性收费318元。"),
    ("T11", "报告所列统计期限自2024年1月1日至2024年12月31日。", "报告所列统计期限自2024年1月1日至2024年12月20日。"),
    ("T12", "收取信息处理费1260元。全年信息处理费1260元。", "收取信息处理费1260元。全年信息处理费1620元。"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "true", "false"), PAIRS)
def test_a_true_sentence_passes_and_a_false_one_is_an_error(form: Form, rule: str, true: str, false: str) -> None:
    assert raised(judge(form, true)) == []
    assert raised(judge(form, false)) == [f"{rule} error"]


WARNED = [
    ("T3", "发布信息30条，其中图解20条、视频6条、问答4条。", "发布信息30条，其中图解20条、视频6条、问答2条。"),
    (
        "T10",
        "政府网站发布信息754条。县政府门户网站公开信息754条。",
        "政府网站发布信息754条。县政府门户网站公开信息1014条。",
    ),
    ("T11", "截至2024年12月31日，公开政府信息754条。", "截至2024年12月20日，公开政府信息754条。"),
    ("T11", "2024年，全县公开工作有序推进。", "2023年，全县公开工作有序推进。"),
    ("T12", "收取信息处理费3940元。", "收取信息处理费3947元。"),
    ("T9", "收取信息处理费3940元。", "收取信息处理费3940万元。"),
]


@pytest.mark.parametrize(("rule", "true", "doubtful"), WARNED)
def test_a_doubtful_sentence_is_a_warning(form: Form, rule: str, true: str, doubtful: str) -> None:
    assert raised(judge(form, true)) == []
    assert raised(judge(form, doubtful)) == [f"{rule} warning"]


GRADES = [
    ("新收申请113件，均已办结。", {"requests__carried_out__total": 0}, []),
    ("新收申请113件，均已办结。", {}, ["T6 warning"]),
    ("新收申请113件，均已办结。", {"requests__carried_out__total": 7}, ["T6 error"]),
    ("新收申请113件，上年结转6件，均已办结。", {}, ["T6 error"]),
    ("办结率100%。", {}, ["T6 error"]),
    ("新收申请113件，均在法定期限内答复。", {}, ["T6 info"]),
    ("新收申请113件，均在法定期限内答复，另有4件正在办理。", {}, []),
    ("新收申请113件，除4件结转下年度外，均已办结。", {}, []),
    ("上年结转的6件申请均已办结。", {}, []),
    ("全年办结115件，均出具答复书，全部答复。", {}, []),
]


@pytest.mark.parametrize(("text", "changed", "expected"), GRADES)
def test_all_done_is_graded_by_what_is_carried_on(
    form: Form, text: str, changed: dict[str, int], expected: list[str]
) -> None:
    assert raised(judge(form, text, **changed)) == expected


def test_a_fee_said_twice_differently_is_an_error_even_when_one_of_them_is_none(form: Form) -> None:
    assert raised(judge(form, "全年未收取信息处理费。2024年收取信息处理费1260元。")) == ["T12 error"]


def test_the_handling_fee_is_never_taken_for_the_administrative_charges(form: Form) -> None:
    found = judge(form, "全年收取政府信息公开信息处理费3180000元。", section="other_matters")
    assert raised(found) == []
    assert found.tallies.get("T1") is None


def test_items_of_items_are_understood(form: Form) -> None:
    nested = "发布信息30条，其中图解20条，其中长图12条、短图8条，视频10条。"
    assert raised(judge(form, nested)) == []


def test_a_change_is_not_assessable_without_last_years_figures(form: Form) -> None:
    found = judge(form, "收到政府信息公开申请113件，同比增长31%。", last=False)
    assert raised(found) == []
    assert found.tallies["T4"].not_assessable == 1


TRUE_OF_OTHERS = [
    "其中县公安局收到政府信息公开申请45件。",
    "县本级收到政府信息公开申请23件。",
    "2024年上半年收到政府信息公开申请50件。",
    "2023年收到政府信息公开申请100件。",
    "收到网民留言97条，全部办结。",
    "受理行政许可申请1200件，均已办结。",
    "逾期答复3件，延期答复20件。",
    "【待核：新收政府信息公开申请999件，均已办结】",
    "予以公开和部分公开63件。",
    "行政复议、行政诉讼共8件。",
    "政府信息公开申请较2021年（80件）增长41.3%。",
    "从受理到答复平均用时12个工作日。",
]


@pytest.mark.parametrize("text", TRUE_OF_OTHERS)
def test_what_is_said_of_something_else_raises_nothing(form: Form, text: str) -> None:
    assert raised(judge(form, text)) == []


def test_every_rule_on_text_is_in_the_catalogue_with_a_source(form: Form) -> None:
    rules = {rule.code: rule for rule in rules_of(form)}
    for number in range(1, 13):
        assert rules[f"T{number}"].source
        assert rules[f"T{number}"].name.zh != rules[f"T{number}"].name.en


def test_findings_name_their_source_and_what_they_saw(form: Form) -> None:
    for _, _, false in PAIRS:
        for finding in judge(form, false).findings:
            assert finding.source, finding
            assert finding.found, finding


def test_the_seed_report_is_warned_of_what_it_carries_on_and_of_nothing_else(form: Form) -> None:
    if not SHARED.is_dir():
        pytest.skip("the real reports are not on this machine")
    filing = gold(SHARED / "seed-chongqing-2024.gold.json", form)
    found = [f for f in check(filing, facts_for(filing, form)).findings if f.rule in {f"T{n}" for n in range(1, 13)}]
    assert [(f.rule, f.severity.value, f.found, f.place.topic) for f in found] == [("T6", "warning", "1", "on_request")]


def test_the_report_of_a_real_city_raises_no_error(form: Form) -> None:
    if not SHARED.is_dir():
        pytest.skip("the real reports are not on this machine")
    filing = gold(SHARED / "huaian-2024.gold.json", form)
    found = [f for f in check(filing, facts_for(filing, form)).findings if f.rule in {f"T{n}" for n in range(1, 13)}]
    assert found == []


def test_a_section_without_text_is_empty_and_a_missing_topic_is_told(form: Form, example: Filing) -> None:
    bare = replace(example, narrative={**example.narrative, "problems": (Block(()),)})
    assert "N1" in {finding.rule for finding in check(bare, facts_for(bare, form)).findings}
