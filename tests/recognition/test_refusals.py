"""One document, one report: a second title is refused where it parts what would otherwise be read as one."""

from __future__ import annotations

import pytest

from drafter.errors import SourceError
from drafter.form import Form
from drafter.formats.text import read
from drafter.recognition import Reading, recognize

TITLE = "青禾县人民政府2024年政府信息公开工作年度报告\n"
OTHERS = ("白河镇人民政府2024年政府信息公开工作年度报告\n", "青禾县人民政府2023年政府信息公开工作年度报告\n")
SPLIT = "白河镇人民政府\n2024年政府信息公开\n工作年度报告\n"
NEW = "一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |\n"
CARRIED = "二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
OVERVIEW = "一、总体情况\n全年公开信息5条。\n"
REQUESTS = "三、收到和处理政府信息公开申请情况\n"
OTHER = "六、其他需要报告的事项\n没有其他事项。\n"


def reading_of(text: str, form: Form) -> Reading:
    return recognize(read(text.encode()), form)


@pytest.mark.parametrize("other", [*OTHERS, SPLIT])
@pytest.mark.parametrize(
    "text",
    [
        "{title}" + NEW + "{other}" + CARRIED,
        "{title}" + NEW + "{other}" + OVERVIEW + REQUESTS + CARRIED,
        "{title}" + REQUESTS + NEW + "{other}" + OVERVIEW + OTHER,
        "{title}" + OVERVIEW + "{other}" + REQUESTS + NEW + OTHER,
        "{title}一、总体情况\n六、其他需要报告的事项\n{other}" + OVERVIEW + OTHER,
        "{other}{title}" + OVERVIEW + OTHER + "{other}" + REQUESTS + NEW,
    ],
)
def test_a_second_title_between_parts_of_reports_is_refused(text: str, other: str, form: Form) -> None:
    with pytest.raises(SourceError, check=lambda error: error.key == "two_reports"):
        reading_of(text.format(title=TITLE, other=other), form)


@pytest.mark.parametrize(
    "line",
    [
        TITLE,
        "青禾县2024年政府信息公开工作年度报告\n",
        "丰州市青禾县人民政府2024年政府信息公开工作年度报告\n",
        "2024年政府信息公开工作年度报告\n",
        "（五）编制2023年政府信息公开工作年度报告\n",
        "3.青禾县人民政府2023年政府信息公开工作年度报告\n",
        "上一篇：青禾县人民政府2023年政府信息公开工作年度报告\n",
        "内容见青禾县人民政府2023年政府信息公开工作年度报告。\n",
    ],
)
@pytest.mark.parametrize("text", ["{0}{1}{2}", "{0}{2}{1}"])
def test_a_line_that_is_no_other_title_may_stand_within_a_report(line: str, text: str, form: Form) -> None:
    body = text.format(REQUESTS + NEW, line, CARRIED)
    filing = reading_of(TITLE + OVERVIEW + line + body + line + OTHER, form).filing
    assert filing.figures["requests.carried_in.total"] == 1
    assert filing.year == 2024


@pytest.mark.parametrize(
    "text",
    [
        TITLE + OVERVIEW + REQUESTS + NEW + OTHER + "相关链接\n" + "".join(OTHERS),
        TITLE + OVERVIEW + REQUESTS + NEW + OTHER + "附件：\n" + SPLIT + "青禾县人民政府\n2025年1月10日\n",
        "".join(OTHERS) + TITLE + OVERVIEW + REQUESTS + NEW + OTHER,
        TITLE + "一、总体情况\n六、其他需要报告的事项\n" + TITLE + OVERVIEW + REQUESTS + NEW + OTHER,
    ],
)
def test_titles_above_and_below_a_report_are_links(text: str, form: Form) -> None:
    filing = reading_of(text, form).filing
    assert filing.figures["requests.new.total"] == 3
