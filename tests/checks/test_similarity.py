"""This year's words beside last year's: too alike, unchanged, the same problems again."""

from __future__ import annotations

import dataclasses

import pytest

from drafter.checks.matter import Matter
from drafter.checks.similarity import MOST, bare, check_similarity, ratio
from drafter.form import Form
from drafter.form.wording import wording_of
from drafter.report.facts import facts_of
from drafter.report.filing import Block, Filing

OVERVIEW = (
    "全县围绕种子、水利、养老三类事项推进公开，把群众问得最多的四十个问题做成图解，"
    "放在乡镇大厅和村口公示栏，由村里的讲解员逐户说明。"
)
OTHER = "本年新设夜间窗口，方便下班后来查询的群众；对邮寄来的申请当天登记、当天分办，并由专人电话说明办理进度。"
PROBLEMS = (
    "一是乡镇公示栏更新不快。二是图解数量偏少。三是窗口人员更替频繁。"
    "下一步，一是按月检查公示栏。二是每季度出一批图解。三是组织轮训。"
)


def filing(year: int, overview: str, problems: str, organization: str = "青禾县人民政府") -> Filing:
    narrative = {"preface": (Block((OVERVIEW * 3,)),), "overview": (Block((overview,), "（一）主动公开情况"),)}
    return Filing("disclosure-2021", {}, narrative | {"problems": (Block((problems,)),)}, organization, year)


def found(form: Form, now: Filing, last: Filing) -> list[tuple[str, str | None]]:
    matter = Matter(facts_of(form, now.figures, last=last), now, wording=wording_of(form))
    findings = [outcome.finding for outcome in check_similarity(matter) if outcome.finding]
    return [(finding.rule, finding.place.section) for finding in findings]


def test_a_report_written_anew_is_not_too_alike(form: Form) -> None:
    problems = "一是夜间窗口宣传不够。二是部分答复用语生硬。下一步，在村口张贴夜间窗口的时间，并编写答复用语手册。"
    now, last = filing(2024, OTHER, problems), filing(2023, OVERVIEW, PROBLEMS)
    assert found(form, now, last) == [], "that the preface is the same is in order"


def test_an_overview_that_changes_only_numbers_is_too_alike(form: Form) -> None:
    now, last = (
        filing(2024, OVERVIEW + "公开信息4630条。", OTHER),
        filing(2023, OVERVIEW + "公开信息4200条。", PROBLEMS),
    )
    assert found(form, now, last) == [("S2", "overview")]


def test_problems_word_for_word_are_said_once(form: Form) -> None:
    now, last = filing(2024, OTHER, "2024年，" + PROBLEMS), filing(2023, OVERVIEW, "2023年，" + PROBLEMS)
    assert found(form, now, last) == [("S1", "problems")]


def test_the_same_problem_again_is_named(form: Form) -> None:
    problems = (
        "一是乡镇公示栏更新不快。二是部分答复用语生硬，夜间窗口知道的人少，网上查询的步骤多。"
        "下一步，编写答复用语手册，简化步骤。"
    )
    now, last = filing(2024, OTHER, problems), filing(2023, OVERVIEW, PROBLEMS)
    assert found(form, now, last) == [("S3", "problems")]


def test_words_in_an_open_mark_are_not_this_years(form: Form) -> None:
    mark = form.definition.open_mark
    now = filing(2024, OTHER, f"{mark.prefix}{PROBLEMS}{mark.suffix}")
    assert found(form, now, filing(2023, OVERVIEW, PROBLEMS)) == []


def test_names_of_documents_and_of_the_body_do_not_count(form: Form) -> None:
    one = dataclasses.replace(filing(2024, "青禾县人民政府落实《政府信息公开条例》2024年规定。", ""))
    assert bare("overview", one, form, r"《[^《》]*》|[\s\d]") == "落实年规定。"


@pytest.mark.parametrize(
    ("now", "last", "expected"), [("种子水利", "种子水利", 100), ("种子", "水利", 0), ("种子", "种水", 50)]
)
def test_the_ratio_is_the_common_part_of_both(now: str, last: str, expected: float) -> None:
    assert ratio(now, last) == expected


def test_what_stands_behind_the_longest_section_there_is_does_not_count() -> None:
    text = "种" * MOST
    assert ratio(text + "水" * MOST, text + "利" * MOST) == 100
    assert ratio(text[1:] + "水" * MOST, text) < 100
