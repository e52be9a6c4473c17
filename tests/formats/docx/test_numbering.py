"""Automatic numbers stand in front of the text that they belong to."""

import pytest

from drafter.formats.docx.number_formats import number_text
from tests.formats.docx.docx_making import NUMBERING, STYLES, numbered, p, r, texts


def test_automatic_numbers_stand_in_front_of_the_text():
    body = (
        numbered("总体", 1)
        + numbered("主动公开", 1, 1)
        + numbered("依申请公开", 1, 1)
        + numbered("收到", 1, 2)
        + numbered("2024年答复", 1, 2)
        + numbered("情况", 1)
        + numbered("主动公开", 1, 1)
        + numbered("备注", 1, 3)
        + numbered("圆点", 1, 4)
    )
    assert texts(body, numbering=NUMBERING) == [
        "一、总体",
        "（一）主动公开",
        "（二）依申请公开",
        "1.收到",
        "2. 2024年答复",
        "二、情况",
        "（一）主动公开",
        "2.1 备注",
        "圆点",
    ]


def test_a_list_may_start_elsewhere_and_lists_of_one_definition_count_on():
    body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 2) + numbered("丁", 1) + numbered("无", 0)
    assert texts(body, numbering=NUMBERING) == ["一、甲", "五、乙", "六、丙", "七、丁", "无"]


def test_a_style_may_bring_a_number():
    body = p(r("甲"), properties='<w:pStyle w:val="N"/>') + p(r("乙"), properties='<w:pStyle w:val="N"/>')
    assert texts(body, numbering=NUMBERING, styles=STYLES) == ["一、甲", "二、乙"]


def test_an_unknown_list_gives_no_number():
    assert texts(numbered("甲", 9) + numbered("乙", 1, 8), numbering=NUMBERING) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "japaneseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (2005, "chineseCountingThousand", "二千零五"),
        (10000, "chineseCounting", "10000"),
        (11, "chineseLegalSimplified", "壹拾壹"),
        (10, "ideographDigital", "一〇"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (28, "lowerLetter", "bb"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (0, "chineseCounting", "零"),
        (0, "upperRoman", "0"),
        (5, "decimalZero", "05"),
        (5, "somethingNew", "5"),
    ],
)
def test_numbers_are_written_as_the_format_says(value, form, text):
    assert number_text(value, form) == text
