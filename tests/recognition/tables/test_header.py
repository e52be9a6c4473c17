"""Whose columns they are: a header that names other columns, or another order, gives no value to the form."""

from __future__ import annotations

import pytest

from drafter.document import Document, TableBlock, cell
from drafter.form import Form
from drafter.formats.text import read
from drafter.recognition import Reading, recognize
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.tables.header import ColumnsNamed, HeaderAbove

NEW = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"
HANDLED = "四、结转下年度继续办理"


def read_text(text: str, form: Form) -> Reading:
    return recognize(read(f"青禾县2024年政府信息公开工作年度报告\n{text}".encode()), form)


def reasons(reading: Reading, row: str) -> set[str]:
    return {item.reason for item in reading.filing.unread if item.cell.startswith(f"{row}.")}


@pytest.mark.parametrize(
    "header",
    [
        "信息内容 | 本年制发数 | 本年度废止件数 | 现行有效数 |",
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |",
    ],
)
def test_a_header_may_have_or_lack_a_filling_letter(header: str, form: Form) -> None:
    reading = read_text(NORMS.format(header), form)
    assert reading.filing.figures["proactive.normative_documents.issued"] == 5


NORMS = "第二十条第（一）项\n{}\n行政规范性文件 | 5 | 6 | 1 |\n"
FEES = "第二十条第（八）项\n信息内容 | {} |\n行政事业性收费 | 3186000 |\n"
PEOPLE = f"申请人情况\n{{}}\n{NEW} | 113 | 96 | 11 | 1 | 0 | 3 | 2 |\n"


@pytest.mark.parametrize(
    ("row", "table", "header"),
    [
        ("proactive.normative_documents", NORMS, "信息内容 | 2023年 | 2024年 | 增减 |"),
        ("proactive.normative_documents", NORMS, "信息内容 | 本年废止数 | 本年制发数 | 现行有效件数 |"),
        ("proactive.normative_documents", NORMS, "信息内容 | 上年制发件数 | 上年废止件数 | 现行有效件数 |"),
        ("proactive.fees", FEES, "本年收费金额（单位：元）"),
        ("proactive.fees", FEES, "本年收费金额（单位：亿元）"),
        ("proactive.fees", FEES, "上年收费金额（单位：万元）"),
        (
            "requests.new",
            PEOPLE,
            "合计 | 自然人 | 法人或其他组织 |\n商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |",
        ),
        (
            "requests.new",
            PEOPLE,
            "总计 | 自然人 | 法人或其他组织 |\n企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |",
        ),
    ],
)
def test_other_columns_than_the_forms_are_not_read(row: str, table: str, header: str, form: Form) -> None:
    assert reasons(read_text(table.format(header), form), row) == {"columns"}


def rows_of(*rows: list[tuple[str, int, int]]) -> Document:
    table = TableBlock(
        tuple(tuple(cell(text, row_span=down, col_span=wide) for text, down, wide in row) for row in rows)
    )
    title = read("青禾县2024年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n".encode())
    return Document((*title.blocks, table))


def row(label: str, *values: str) -> list[tuple[str, int, int]]:
    return [(label, 1, 1), *((value, 1, 1) for value in values)]


def test_a_merged_cell_and_a_column_more_do_not_make_up_for_each_other(form: Form) -> None:
    merged = [(NEW, 1, 1), ("107", 1, 2), *((value, 1, 1) for value in ("1", "0", "3", "2", "113", ""))]
    others = [row(label, "1", "2", "3", "4", "5", "6", "21") for label in (CARRIED, HANDLED)]
    reading = recognize(rows_of(merged, *others), form)
    assert reasons(reading, "requests.new") == {"damaged"}
    assert reading.filing.figures["requests.carried_out.total"] == 21


def test_a_cell_that_reaches_down_shifts_no_value_of_the_row_below(form: Form) -> None:
    tall = [(NEW, 1, 1), ("96", 2, 1), *((value, 1, 1) for value in ("11", "1", "0", "3", "2", "113"))]
    below = row(CARRIED, "1", "0", "0", "0", "0", "6", "")
    others = [row(label, "1", "2", "3", "4", "5", "6", "21") for label in ("（一）予以公开", HANDLED)]
    reading = recognize(rows_of(tall, below, *others), form)
    assert reasons(reading, "requests.carried_in") == {"damaged"}
    assert reading.filing.figures["requests.new.total"] == 113


def test_disputes_in_another_order_of_blocks_are_not_read(form: Form) -> None:
    results = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |"
    header = f"行政诉讼 | 行政复议 |\n未经复议直接起诉 | 复议后起诉 | {results}\n{results} {results}\n"
    values = " | ".join(map(str, range(1, 16)))
    reading = read_text(f"四、政府信息公开行政复议、行政诉讼情况\n{header}{values} |\n", form)
    assert all(reading.filing.figures[address] is None for address in form.cells if address.startswith("disputes."))


OLDER = (
    "规章 | 1 | 2 | 3 |\n规范性文件 | 4 | 5 | 6 |\n行政许可 | 7 | 1 | 8 |\n其他对外管理服务事项 | 0 | 0 | 0 |\n"
    "行政处罚 | 9 | 2 | 11 |\n行政强制 | 3 |\n行政事业性收费 | 0 | 0 |\n"
)
ROWS = ("regulations", "licensing", "penalties", "coercion", "fees")


@pytest.mark.parametrize("lines", [OLDER, "\n".join(line for line in OLDER.split("\n") if "规范" not in line)])
@pytest.mark.parametrize("bar", [" | ", "\n", "  "])
def test_a_table_of_the_older_format_without_its_headers_is_not_read(lines: str, bar: str, form: Form) -> None:
    reading = read_text("二、主动公开政府信息情况\n" + lines.replace(" |\n", "\n").replace(" | ", bar), form)
    assert {key: reasons(reading, f"proactive.{key}") for key in ROWS} == {
        "regulations": {"superseded"},
        "licensing": {"damaged"},
        "penalties": {"damaged"},
        "coercion": {"superseded"},
        "fees": {"damaged"},
    }


def test_without_headers_and_without_a_sign_of_the_older_format_rows_are_read(form: Form) -> None:
    reading = read_text("规章 | 1 | 2 | 3 |\n行政许可 | 8 |\n行政强制 | 3 |\n行政事业性收费 | 0 |\n", form)
    assert not any(reasons(reading, f"proactive.{key}") for key in ("regulations", "licensing", "coercion", "fees"))


def test_a_row_of_the_older_format_more_does_not_touch_rows_below_their_headers(form: Form) -> None:
    header = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"
    reading = read_text(NORMS.format(header) + "政府集中采购 | 5 | 6 |\n", form)
    assert reading.filing.figures["proactive.normative_documents.issued"] == 5
    assert [notice.key for notice in reading.notices if notice.key == "superseded"]


def certain(reading: Reading, row: str) -> set[bool]:
    return {cell.certain for cell in reading.cells if cell.cell.startswith(f"{row}.")}


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("| 0 | 0 | 0 | 0 | 2 | 3 | |", False),
        ("| 0 | 0 | 0 | 0 | 0 | 0 | |", False),
        ("| / | / | / | / | / | / | |", True),
        ("| 1 | 0 | 0 | 0 | 2 | 3 | 6 |", True),
    ],
)
def test_a_row_that_ends_in_a_blank_where_others_end_in_their_total_is_unread(
    line: str, whole: bool, form: Form
) -> None:
    others = f"{CARRIED} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n{HANDLED} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
    reading = read_text(f"{NEW} {line}\n{others}", form)
    assert reasons(reading, "requests.new") == (set() if whole else {"no_total"})
    without = read_text(f"{NEW} {line}\n{others.replace('1 |', ' |')}", form)
    assert (certain(without, "requests.new"), reasons(without, "requests.new")) == ({whole}, set())


def test_a_total_that_is_blank_among_others_may_be_that_of_a_lost_cell(form: Form) -> None:
    results = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |"
    header = f"行政复议 | 行政诉讼 |\n{results} 未经复议直接起诉 | 复议后起诉 |\n{results} {results}\n"
    values = "1 | 2 | 0 | 3 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | |"
    reading = read_text(f"四、政府信息公开行政复议、行政诉讼情况\n{header}{values}\n", form)
    assert reasons(reading, "disputes.review") == {"no_total"}
    rows = read_text(
        "规章 | 0 | 0 | 0 |\n行政规范性文件 | 3 | 4 | |\n" + f"{NEW} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n", form
    )
    assert reasons(rows, "proactive.normative_documents") == {"no_total"}


def test_two_rows_in_one_row_of_the_source_cost_the_first_of_them(form: Form) -> None:
    text = f"{NEW} | 3 | 0 | 0 | 0 | 0 | 0 | 3 | {CARRIED} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
    reading = read_text(text, form)
    assert reasons(reading, "requests.new") == {"damaged"}
    assert reading.filing.figures["requests.carried_in.total"] == 1
    assert reasons(read_text(text.replace(CARRIED, NEW), form), "requests.new") == {"twice"}


@pytest.mark.parametrize(("line", "sure"), [("0 | 20 | | 0 | 5 | 0 | 7", False), ("0 | 2 | | | 5 | | 7", True)])
def test_a_blank_in_a_row_that_does_not_add_up_may_be_half_of_a_merged_cell(line: str, sure: bool, form: Form) -> None:
    reading = read_text(f"{NEW} | {line} |\n{CARRIED} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n", form)
    assert (certain(reading, "requests.new"), reasons(reading, "requests.new")) == ({sure}, set())


@pytest.mark.parametrize(
    "results", ["总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结", "结果纠正 | 结果维持 | 其他结果 | 尚未审结 | 总计"]
)
def test_columns_of_the_same_names_in_another_order_are_not_read(results: str, form: Form) -> None:
    usual = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
    text = (
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼 |\n{} | 未经复议直接起诉 | 复议后起诉 |\n"
        f"{usual} | {usual} |\n" + "8 | 4 | 1 | 2 | 1 | " + "0 | " * 10 + "\n"
    )
    assert not reasons(read_text(text.format(usual), form), "disputes.review")
    assert reasons(read_text(text.format(results), form), "disputes.review") == {"columns"}


LABELS = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")


@pytest.fixture
def regulations(lexicon: Lexicon) -> int:
    return lexicon.anchors["规章"][0]


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ([LABELS], ColumnsNamed(True, True)),
        ([[label] for label in LABELS], ColumnsNamed(True, True)),
        ([LABELS[:3]], ColumnsNamed(False, True)),
        ([(LABELS[0], LABELS[2], LABELS[1], LABELS[3])], ColumnsNamed(True, False)),
        ([(*LABELS, "本年收费")], ColumnsNamed(True, True)),
        ([("信息内容", "本年收费", "上年收费")], ColumnsNamed(False, False)),
        ([], ColumnsNamed(False, True)),
    ],
)
def test_a_header_tells_which_columns_it_names_and_whether_in_order(
    lines: list[tuple[str, ...]], named: ColumnsNamed, lexicon: Lexicon, regulations: int
) -> None:
    header = HeaderAbove().with_labels(lines, None, lexicon)
    assert header.columns_of(regulations, lexicon) == named


def test_a_closed_header_holds_until_the_next_label(lexicon: Lexicon, regulations: int) -> None:
    header = HeaderAbove().with_labels([LABELS], "2019", lexicon).close()
    assert header.columns_of(regulations, lexicon).all and header.superseded == "2019"
    after = header.with_labels([["行政许可"]], None, lexicon)
    assert (after.lines, after.superseded, after.closed) == (("行政许可",), None, False)
    assert header.close() is header


def test_an_open_header_grows_and_keeps_the_older_format(lexicon: Lexicon) -> None:
    header = HeaderAbove().with_labels([["本年新公开数量"]], "2019", lexicon).with_labels([["信息内容"]], None, lexicon)
    assert header.lines == ("本年新公开数量", "信息内容") and header.superseded == "2019"


def test_a_header_keeps_so_many_lines_and_no_more(lexicon: Lexicon) -> None:
    header = HeaderAbove()
    for number in range(300):
        header = header.with_labels([[f"a{number}", "b"]], None, lexicon)
    assert len(header.lines) == len(header.columns) == 100
    assert header.lines[-1] == "a299b"


def test_the_header_of_a_row_without_a_label_announces_it(lexicon: Lexicon) -> None:
    for signature, row in lexicon.signatures:
        assert HeaderAbove().with_labels([[signature]], None, lexicon).row_below(lexicon) == row
    assert HeaderAbove().row_below(lexicon) is None
