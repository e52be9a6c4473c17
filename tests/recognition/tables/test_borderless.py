"""Tables without borders: a cell that left no trace and a number too many must not make up for each other."""

from __future__ import annotations

import pytest

from drafter.form import Form
from drafter.formats.text import read
from drafter.recognition import Reading, recognize

NEW = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"


def reading_of(text: str, form: Form) -> Reading:
    return recognize(read(text.encode()), form)


def reasons(reading: Reading, row: str) -> set[str]:
    return {item.reason for item in reading.filing.unread if item.cell.startswith(f"{row}.")}


def certain(reading: Reading, row: str) -> set[bool]:
    return {cell.certain for cell in reading.cells if cell.cell.startswith(f"{row}.")}


def lines(*cells: str, blank: str = "\n\n") -> str:
    return "".join(cell + blank for cell in cells)


DECISIONS = lines("行政许可", "12", "行政处罚", "7")


def test_a_number_further_from_its_label_than_others_is_not_its_value(form: Form) -> None:
    reading = reading_of(DECISIONS + lines("行政强制", "", "4", "行政事业性收费", "0"), form)
    assert reasons(reading, "proactive.coercion") == {"damaged"}
    assert reading.filing.figures["proactive.licensing.decisions"] == 12
    assert certain(reading, "proactive.licensing") == {True}


def test_a_label_and_a_number_below_it_are_certain(form: Form) -> None:
    reading = reading_of(DECISIONS + lines("行政强制", "4", "行政事业性收费", "0"), form)
    assert reading.filing.figures["proactive.coercion.decisions"] == 4
    assert certain(reading, "proactive.coercion") == {True}


def test_a_number_on_another_line_than_its_label_is_not_its_value_where_others_are_beside_theirs(form: Form) -> None:
    reading = reading_of("行政许可 12\n行政处罚 7\n行政强制\n4\n行政事业性收费 0\n", form)
    assert reasons(reading, "proactive.coercion") == {"damaged"}


PAGED = "一、总体情况\n全年公开信息5条。\n{}\n二、主动公开政府信息情况\n" + DECISIONS
BEHIND = "五、存在的主要问题及改进情况\n力量不足。\n{}\n"


@pytest.mark.parametrize(
    ("first", "value", "last", "reason"),
    [("1", "2", "3", "page"), ("1", "3", "5", "page"), ("1", "4", "", "page"), ("", "2", "3", "page")]
    + [("1", "0", "3", None), ("1", "3", "3", None), ("", "2", "", None), ("3", "2", "1", None)],
)
def test_a_lone_number_in_the_sequence_of_the_pages_is_not_read(
    first: str, value: str, last: str, reason: str | None, form: Form
) -> None:
    text = PAGED.format(first) + lines("行政强制", value, "行政事业性收费", "0.5") + BEHIND.format(last)
    reading = reading_of(text, form)
    assert reasons(reading, "proactive.coercion") == ({reason} if reason else set())
    assert reasons(reading, "proactive.fees") == set()


def test_a_page_number_takes_no_cell_that_left_no_trace(form: Form) -> None:
    text = PAGED.format("1") + lines(NEW, "3", "0", "0", "0", "2", "0", "3") + BEHIND.format("3")
    assert reasons(reading_of(text, form), "requests.new") == {"page"}
    assert not reasons(reading_of(text.replace("\n2\n", "\n0\n"), form), "requests.new")


def test_a_row_that_does_not_add_up_is_to_be_checked(form: Form) -> None:
    shifted = reading_of(f"{NEW} 1 2 0 0 0 0 12\n{CARRIED} 1 0 0 0 0 0 1\n", form)
    assert shifted.filing.figures["requests.new.total"] == 12
    assert (certain(shifted, "requests.new"), certain(shifted, "requests.carried_in")) == ({False}, {True})
    bordered = reading_of(f"{NEW} | 1 | 2 | 0 | 0 | 0 | 0 | 12 |\n", form)
    assert certain(bordered, "requests.new") == {False}
    assert [row.texts[-1] for row in bordered.contradicted] == ["12"]


def test_two_rows_that_changed_places_cost_two_rows(form: Form) -> None:
    rows = [lines("行政许可", "12"), lines("行政处罚", "7"), lines("行政强制", "4"), lines("行政事业性收费", "0")]
    rows[0], rows[2] = rows[2], rows[0]
    reading = reading_of("".join(rows), form)
    assert reasons(reading, "proactive.licensing") == reasons(reading, "proactive.coercion") == {"order"}
    assert reading.filing.figures["proactive.penalties.decisions"] == 7
    assert reading.filing.figures["proactive.fees.amount"] == 0
    turned = reading_of("".join(rows[1:] + rows[:1]), form)
    assert {item.reason for item in turned.filing.unread if item.cell.startswith("proactive.pen")} == {"order"}


def test_the_three_sums_of_a_row_are_all_asked(form: Form) -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    header = "\n".join(["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", *results])
    for values, sure in (("1 2 3 4 10 0 0 0 0 0 1 0 0 0 1", True), ("1 2 3 4 10 0 0 0 0 0 1 0 0 0 2", False)):
        assert certain(reading_of(f"{header}\n{values}\n", form), "disputes.review") == {sure}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("行政规范性文件      1 2      9", {"damaged"}),
        ("行政规范性文件      1      2      9", set()),
        ("行政规范性文件 1 2 9", set()),
        ("行政规范性文件 1234567 2 9", set()),
        ("行政规范性文件   1234567 9       9", set()),
    ],
)
def test_two_numbers_nearer_than_others_may_be_one(line: str, expected: set[str], form: Form) -> None:
    assert reasons(reading_of(f"规章   0   0   0\n{line}\n", form), "proactive.normative_documents") == expected


def test_values_that_stand_above_their_labels_are_not_read(form: Form) -> None:
    values = ["1 0 0 0 0 0 1", "2 0 0 0 0 0 2", "3 0 0 0 0 0 3"]
    labels = [NEW, CARRIED, "（一）予以公开"]
    above = reading_of(
        "自然人 总计\n" + "".join(f"{v}\n{label}\n" for v, label in zip(values, labels, strict=True)), form
    )
    assert reasons(above, "requests.new") == {"order"}
    page = reading_of(
        "自然人 总计\n" + "".join(f"{v}\n{n}\n" for v, n in zip(values, labels, strict=True)) + "4\n", form
    )
    assert reasons(page, "requests.new") == {"order"}
    below = reading_of(
        "自然人 总计\n" + "".join(f"{label}\n{v}\n" for v, label in zip(values, labels, strict=True)), form
    )
    assert below.filing.figures["requests.granted.total"] == 3
    led = reading_of(f"自然人 总计\n{values[0]}\n{CARRIED}\n{values[1]}\n{labels[2]}\n{values[2]}\n", form)
    assert led.filing.figures["requests.carried_in.total"] == 2


def test_a_number_at_the_end_of_a_line_that_is_cut_may_be_half_a_number(form: Form) -> None:
    reading = reading_of("行政许可 12\n行政处罚 2\n20 行政强制 5 第二十条第（八）项\n行政事业性收费 3\n", form)
    assert reasons(reading, "proactive.penalties") == {"damaged"}
    assert reading.filing.figures["proactive.licensing.decisions"] == 12
    item = reading_of(f"{NEW} 3 0 0 0 0 0 3\n1 属于国家秘密 1 0 0 0 0 0 1\n", form)
    assert item.filing.figures["requests.new.total"] == 3


def test_a_number_on_its_own_line_is_set_aside_where_the_row_on_a_line_adds_up(form: Form) -> None:
    reading = reading_of(f"{NEW} 3 0 0 2 0 0 5\n4\n{CARRIED}\n6\n1 0 0 0 0 0 1\n", form)
    assert [reading.filing.figures[f"requests.{row}.total"] for row in ("new", "carried_in")] == [5, 1]
    assert [item.text for item in reading.filing.unplaced] == ["4", "6"]
    either = reading_of(f"{NEW} 0 0 0 0 0 0 1\n2\n{CARRIED} 1 0 0 0 0 0 1\n", form)
    assert reasons(either, "requests.new") == {"damaged"}, "the total may be 12"


def test_the_usual_distance_is_known_for_a_row_that_took_over_values(form: Form) -> None:
    text = lines("规章", *"000", *"123", "行政许可", "5")
    reading = reading_of(text, form)
    assert reading.filing.figures["proactive.regulations.in_force"] == 0
    assert reasons(reading, "proactive.normative_documents") == {"unlabelled"}


def test_a_line_of_values_is_not_of_the_label_above_that_stands_behind_its_own(form: Form) -> None:
    reading = reading_of(
        f"三、收到和处理政府信息公开申请情况\n总计\n3 0 0 0 0 0 3 {NEW}\n1 0 0 0 0 0 1\n2 0 0 0 0 0 2 （一）予以公开\n",
        form,
    )
    assert reasons(reading, "requests.new") == {"damaged"}


def test_a_lone_number_where_most_labels_of_one_cell_have_none_is_not_read(form: Form) -> None:
    text = lines("规章", "0", "0", "0", "行政许可", "2", "行政处罚", "行政强制", "行政事业性收费")
    reading = reading_of(text, form)
    assert reasons(reading, "proactive.licensing") == {"page"}
    assert reading.filing.figures["proactive.regulations.in_force"] == 0


def test_a_number_beside_its_label_is_read_where_other_labels_have_none(form: Form) -> None:
    reading = reading_of("规章 0 0 0\n行政许可\n行政处罚\n行政强制 3\n行政事业性收费\n", form)
    assert reading.filing.figures["proactive.coercion.decisions"] == 3
