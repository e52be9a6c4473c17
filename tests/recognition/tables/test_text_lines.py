"""Tables that are only text: what is read of them, and what is left unread and said."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.document import Cell, TableBlock, cell
from drafter.drafting.merge import merge
from drafter.form import Form
from drafter.formats import FORMATS
from drafter.formats.text import slot_texts
from drafter.recognition import Reading, recognize
from drafter.report.filing import Filing
from tests import damage, text_forms
from tests.conftest import gold

HEADINGS = "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
SENTENCE = "本部分以表格形式报告。"


def reading_of(text: str, form: Form) -> Reading:
    return recognize(FORMATS["txt"].read(text.encode()), form)


def filled(form: Form) -> Filing:
    """A filing with another number in every cell."""
    return Filing(form.key, {address: 7 * number + 1 for number, address in enumerate(form.cells)}, {})


def tables_in(form: Form, name: str) -> str:
    return text_forms.write(merge(filled(form), form), name)


def unread(reading: Reading) -> dict[str, str]:
    return {item.cell: item.reason for item in reading.filing.unread}


def row_of(form: Form, row: str) -> set[str]:
    return {address for address in form.cells if address.rpartition(".")[0] == row}


def agrees(reading: Reading, filing: Filing, except_for: set[str]) -> bool:
    """Whether all cells but some are read as they were written, and those are unread."""
    others = set(filing.figures) - except_for
    return set(unread(reading)) == except_for and all(reading.filing.figures[c] == filing.figures[c] for c in others)


@pytest.mark.parametrize("name", ["F3", "F4", "F5", "F10"])
def test_a_lost_label_costs_its_own_row_only(name: str, form: Form) -> None:
    lost = row_of(form, "requests.denied.internal_affairs")
    lines = tables_in(form, name).split("\n")
    text = "\n".join(line.replace("5.属于三类内部事务信息", "").removeprefix(" |") for line in lines)
    reading = reading_of(text, form)
    assert agrees(reading, filled(form), lost)
    assert set(unread(reading).values()) == {"unlabelled"}


@pytest.mark.parametrize("name", ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F9", "F10"])
@pytest.mark.parametrize("stray", ["（续表）", "- 12 -", "第 3 页 共 6 页"])
def test_a_stray_line_between_rows_costs_nothing(name: str, stray: str, form: Form) -> None:
    whole = reading_of(tables_in(form, name), form)
    lines = tables_in(form, name).split("\n")
    at = next(number for number, line in enumerate(lines) if "3.危及" in line)
    reading = reading_of("\n".join([*lines[:at], stray, *lines[at:]]), form)
    assert reading.filing.figures == whole.filing.figures
    assert stray in {item.text for item in reading.filing.unplaced}


def test_labels_without_values_are_unread_and_said(form: Form) -> None:
    document = merge(Filing(form.key, dict.fromkeys(form.cells), {}), form)
    lines = [line for line in text_forms.write(document, "F3").split("\n") if line]
    reading = reading_of("\n".join(lines) + "\n", form)
    assert set(unread(reading)) == set(form.cells)
    assert set(unread(reading).values()) <= {"vanished", "absent"}


def test_a_label_stands_around_its_values(form: Form) -> None:
    text = (
        "   1.申请人无正当理由\n三、 逾期不补正、行政机\n（六）    50   80   3   0   0   4   137\n"
        "本年 关不再处理其政府信\n其他处 息公开申请\n理  3.其他   1   0   0   0   0   0   1\n"
    )
    figures = reading_of(text, form).filing.figures
    assert figures["requests.other.correction_overdue.total"] == 137
    assert figures["requests.other.other.natural_person"] == 1


def test_a_number_alone_beside_a_row_may_be_half_a_number(form: Form) -> None:
    text = "一、本年新收政府信息公开申请数量 123 0 0 0 0 0\n45\n二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1\n"
    reading = reading_of(text, form)
    assert reading.filing.figures["requests.new.natural_person"] is None
    assert unread(reading)["requests.new.natural_person"] == "damaged"
    assert reading.filing.figures["requests.carried_in.total"] == 1


HEADER_IN_COLUMNS = """四、政府信息公开行政复议、行政诉讼情况
     行政复议                       行政诉讼
                    未经复议直接起诉           复议后起诉
结果 结果 其他结 尚未
                总计 结果 结果 其他 尚未    结果 结果 其他 尚未
维持 纠正 果   审结               总计             总计
                   维持 纠正 结果 审结    维持 纠正 结果 审结
1  2  3  4  10  5  6  7  8  26  0  0  0  9  9
"""


def test_a_header_of_narrow_columns_is_read_line_by_line(form: Form) -> None:
    filing = reading_of(HEADER_IN_COLUMNS, form).filing
    assert [filing.figures[f"disputes.review.{key}"] for key in ("upheld", "pending", "total")] == [1, 4, 10]
    assert filing.figures["disputes.litigation_after_review.pending"] == 9


def test_columns_that_changed_places_are_not_read(form: Form) -> None:
    text = HEADER_IN_COLUMNS.replace("维持 纠正", "纠正 维持", 1)
    assert reading_of(text, form).filing.figures["disputes.review.upheld"] is None


def test_letters_of_a_vertical_header_may_stand_side_by_side(form: Form) -> None:
    labels = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    lines = [" ".join(label[at : at + 1] for label in labels) for at in range(4)]
    head = "行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n"
    text = "四、政府信息公开行政复议、行政诉讼情况\n" + head + "\n".join(lines) + "\n"
    reading = reading_of(text + " ".join(str(number) for number in range(15)) + "\n", form)
    assert reading.filing.figures["disputes.litigation_direct.upheld"] == 5


def test_a_block_of_the_older_format_is_told_from_columns_side_by_side(form: Form) -> None:
    text = (
        "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容   本年新   本年新   对外公开\n"
        "      制作数量  公开数量  总数量\n规章   1   2   3\n行政规范性文件   4   5   6\n"
    )
    reading = reading_of(text, form)
    assert unread(reading)["proactive.regulations.issued"] == "superseded"
    assert reading.filing.figures["proactive.normative_documents.in_force"] is None


@pytest.mark.parametrize(("year", "reason"), [(2020, "superseded"), (2024, None)])
def test_without_its_header_a_row_of_an_older_report_may_be_of_the_older_format(
    year: int, reason: str | None, form: Form
) -> None:
    text = f"青禾县人民政府{year}年政府信息公开工作年度报告\n二、主动公开政府信息情况\n规章 | 1 | 2 | 3 |\n"
    assert unread(reading_of(text, form)).get("proactive.regulations.issued") == reason


def test_a_number_alone_at_the_end_of_a_page_is_the_pages(form: Form) -> None:
    row = "二、上年结转政府信息公开申请数量   1   0   0   0   0   0   1\n"
    rest = "（一）予以公开   1   0   0   0   0   0   1\n"
    assert reading_of(row + "\n      4\n\f" + rest, form).filing.figures["requests.carried_in.total"] == 1
    among = reading_of(row + "\n      4\n" + rest, form)
    assert among.filing.figures["requests.carried_in.total"] == 1
    assert [item.text for item in among.filing.unplaced] == ["4"]
    wrong = row.replace("1\n", "2\n")
    assert reading_of(wrong + "\n      4\n" + rest, form).filing.figures["requests.carried_in.total"] is None


def test_rows_out_of_the_forms_order_are_doubted(form: Form) -> None:
    values = "\n".join("1000001")
    text = f"（七）总计\n{values}\n（一）予以公开\n{values}\n四、结转下年度继续办理\n{values}\n"
    assert set(unread(reading_of(text, form)).values()) == {"order", "absent"}


def test_values_run_together_are_divided_in_one_way_only(form: Form) -> None:
    text = (
        "第二十条第(一)项\n信息内容本年制发件数本年废止件数现行有效件数\n规章000\n行政规范性文件123\n行政许可12\n"
        "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量3000003\n"
        "二、上年结转政府信息公开申请数量12000012\n三、本年度办理结果（一）予以公开3000004\n"
    )
    reading = reading_of(text, form)
    figures = reading.filing.figures
    assert (figures["proactive.regulations.in_force"], figures["proactive.licensing.decisions"]) == (0, 12)
    assert (figures["requests.new.natural_person"], figures["requests.new.total"]) == (3, 3)
    for row in ("proactive.normative_documents", "requests.carried_in", "requests.granted"):
        assert {unread(reading)[address] for address in row_of(form, row)} == {"damaged"}
    assert not any(item.certain for item in reading.cells if item.cell in row_of(form, "requests.new"))


def test_absent_tables_are_said_cell_by_cell(form: Form) -> None:
    reading = reading_of(HEADINGS + "五、存在的主要问题及改进情况\n力量不足。\n", form)
    assert set(unread(reading).values()) == {"absent"}
    assert len(reading.filing.unread) == len(form.cells)


TRADITIONAL = """青禾縣人民政府2024年政府信息公開工作年度報告
一、總體情況
（一）主動公開情況。全縣公開信息5條。
（二）依申請公開情況。無。
二、主動公開政府信息情況
第二十條第（一）項
信息內容 | 本年制發件數 | 本年廢止件數 | 現行有效件數 |
規章 | 0 | 0 | 0 |
行政規範性文件 | 2 | 1 | 9 |
三、收到和處理政府信息公開申請情況
一、本年新收政府信息公開申請數量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
"""


def test_labels_in_traditional_characters_are_recognised_and_the_text_is_kept(form: Form) -> None:
    filing = reading_of(TRADITIONAL, form).filing
    assert (filing.organization, filing.year) == ("青禾縣人民政府", 2024)
    assert [block.topic for block in filing.narrative["overview"]] == ["proactive", "on_request"]
    assert filing.narrative["overview"][0].paragraphs == ("全縣公開信息5條。",)
    assert filing.figures["proactive.normative_documents.in_force"] == 9
    assert filing.figures["requests.new.total"] == 3


@pytest.mark.parametrize(
    ("raw", "figure"),
    [("0", 0), ("０", 0), ("  0", 0), ("0.0", 0), ("0.00", 0), ("/", "/"), ("-", "-"), ("无", "无"), ("", None)],
)
def test_zeros_are_zeros_and_other_signs_stay_as_they_are(raw: str, figure: object, form: Form) -> None:
    row = f"一、本年新收政府信息公开申请数量 | {raw} | 0 | 0 | 0 | 0 | 0 | 3 |\n"
    assert reading_of(row, form).filing.figures["requests.new.natural_person"] == figure


@pytest.mark.parametrize("name", ["F1", "F2", "F3", "F9", "F10"])
def test_header_rows_may_be_repeated_on_every_page(name: str, form: Form) -> None:
    document = merge(filled(form), form)
    tables = [number for number, block in enumerate(document.blocks) if isinstance(block, TableBlock)]
    blocks = list(document.blocks)
    table = blocks[tables[1]]
    assert isinstance(table, TableBlock)
    again: tuple[tuple[Cell, ...], ...] = (*table.rows[:12], *table.rows[:3], *table.rows[12:])
    if name in ("F2", "F9"):  # drawn as a grid: what spans the page break is not drawn twice
        again = (*_unspanned(table, 0, 12), *_unspanned(table, 0, 3), *_unspanned(table, 12, None))
    blocks[tables[1]] = replace(table, rows=again)
    text = text_forms.write(replace(document, blocks=tuple(blocks)), name)
    assert agrees(reading_of(text, form), filled(form), set())


def _unspanned(table: TableBlock, start: int, end: int | None) -> tuple[tuple[Cell, ...], ...]:
    rows = slot_texts(table)[start:end]
    return tuple(tuple(cell(text, label=not text.isdigit()) for text in row) for row in rows)


def test_a_sentence_between_heading_and_table_is_kept(form: Form) -> None:
    for name in text_forms.FORMS:
        text = tables_in(form, name).replace("二、主动公开政府信息情况\n", f"二、主动公开政府信息情况\n{SENTENCE}\n")
        reading = reading_of(text, form)
        assert [block.paragraphs for block in reading.filing.narrative["proactive"]] == [(SENTENCE,)], name


WRAPPED = """        青禾县人民政府2024年政府信息公开工作年度报告
    本报告由青禾县人民政府办公室编制，所列数据的统计期限
自2024年1月1日起，至2024年12月31日止。
    一、总体情况
    （一）主动公开情况。全年公开各类信息500条，其中政策
解读30条，回应群众关切的问题12个，没有一件超过规定的时
限。
                        - 1 -
    （二）依申请公开情况
    全年收到申请3件，都在规定的时限里答复。答复以前，先
由承办的单位提出意见，再由办公室审核。
    另有咨询40次。
"""


def test_paragraphs_broken_into_lines_are_whole_again(form: Form) -> None:
    filing = reading_of(WRAPPED, form).filing
    first, second = filing.narrative["overview"]
    assert filing.narrative["preface"][0].paragraphs[0].endswith("统计期限自2024年1月1日起，至2024年12月31日止。")
    assert first.paragraphs[0].endswith("没有一件超过规定的时限。") and first.run_in
    assert len(second.paragraphs) == 2 and second.paragraphs[0].endswith(
        "答复以前，先由承办的单位提出意见，再由办公室审核。"
    )
    assert [item.text for item in filing.unplaced] == ["- 1 -"]


def test_lines_of_their_own_stay_apart(form: Form) -> None:
    text = "一、总体情况\n全县公开信息5条。\n一是抓培训\n二是抓考核\n青禾县人民政府\n2025年1月10日\n"
    block = reading_of(text, form).filing.narrative["overview"][0]
    assert len(block.paragraphs) == 5


def test_what_a_page_puts_below_the_report_is_set_aside(form: Form) -> None:
    text = "六、其他需要报告的事项\n没有其他事项。\n青禾县人民政府\n"
    filing = reading_of(f"{text}【打印本页】【关闭窗口】\n主办单位：青禾县人民政府办公室\n", form).filing
    assert [block.paragraphs for block in filing.narrative["other_matters"]] == [("没有其他事项。", "青禾县人民政府")]
    assert [str(item.where) for item in filing.unplaced] == ["below the report"] * 2


FOOTS = {
    "a sentence": "【打印本页】【关闭窗口】\n上一篇：青禾县教育局2023年年报\n建议使用新的浏览器。\n",
    "attachments": "附件：\n青禾县人民政府2024年政府信息公开工作年度报告.docx\n（此件公开发布）\n",
    "a request": "责任编辑：李四\n未经授权禁止转载。\n版权所有 青禾县人民政府\n",
}


@pytest.mark.parametrize("foot", FOOTS.values(), ids=FOOTS)
def test_a_sentence_at_a_page_s_foot_keeps_nothing_of_it(foot: str, form: Form) -> None:
    filing = reading_of(f"六、其他需要报告的事项\n没有其他事项。\n{foot}", form).filing
    assert [block.paragraphs for block in filing.narrative["other_matters"]] == [("没有其他事项。",)]
    assert len(filing.unplaced) == foot.count("\n")


@pytest.mark.parametrize("last", ["联系我们：0000-5550123。", "附件中的数据由县政府办公室汇总。", "关闭账号2个。"])
def test_a_last_paragraph_of_a_report_is_no_foot(last: str, form: Form) -> None:
    block = reading_of(f"六、其他需要报告的事项\n没有其他事项。\n{last}\n", form).filing.narrative["other_matters"][0]
    assert block.paragraphs[-1] == last


def test_a_line_like_a_link_within_the_text_stays(form: Form) -> None:
    text = "六、其他需要报告的事项\n打印报告20份\n没有其他事项。\n"
    block = reading_of(text, form).filing.narrative["other_matters"][0]
    assert block.paragraphs == ("打印报告20份", "没有其他事项。")


@pytest.mark.pdf
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize("mode", ["-layout", "-raw"])
@pytest.mark.parametrize("seed", range(3))
def test_text_taken_from_a_pdf_reads_as_the_report(
    mode: str, seed: int, form: Form, example: Filing, tmp_path: Path
) -> None:
    pytest.importorskip("weasyprint")
    draw = random.Random(seed)
    figures = {address: draw.choice([0, draw.randrange(100), draw.randrange(10**6)]) for address in form.cells}
    filing = replace(example, figures=figures)
    (tmp_path / "report.pdf").write_bytes(damage.pdf(merge(filing, form)))
    command = ["pdftotext", mode, tmp_path / "report.pdf", "-"]
    again = recognize(FORMATS["txt"].read(subprocess.run(command, capture_output=True, check=True).stdout), form).filing
    assert again.figures == figures and not again.unread
    assert again.narrative == filing.narrative


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize("mode", ["-layout", "-raw"])
def test_text_taken_from_a_published_pdf_has_every_cell(mode: str, shared: Path, form: Form) -> None:
    command = ["pdftotext", mode, shared / "huaian-2024.pdf", "-"]
    again = recognize(FORMATS["txt"].read(subprocess.run(command, capture_output=True, check=True).stdout), form).filing
    expected = gold(shared / "huaian-2024.gold.json", form)
    assert (again.figures, again.unread, again.title) == (expected.figures, (), expected.title)
    if mode == "-layout":
        assert _words(again) == _words(expected)


def _words(filing: Filing) -> dict[str, list[str]]:
    return {
        key: ["".join("".join((block.heading or "", *block.paragraphs)).split()) for block in blocks]
        for key, blocks in filing.narrative.items()
    }


@pytest.mark.parametrize("name", ["F1", "F2", "F2 across", "F2 repeated"])
def test_tables_of_markdown_are_read_however_they_write_merged_cells(name: str, form: Form) -> None:
    """Converters put a header of nothing above a table, and write a row as long as its cells need."""
    forms = text_forms.FORMS
    text = text_forms.write(merge(filled(form), form), name)
    for table in form.tables.values():
        first = forms[name](tables_of(form)[table.key].rows)[0]
        text = text.replace(f"{first}\n", f"\n|{'  |' * table.width}\n|{' --- |' * table.width}\n{first}\n", 1)
    marked = text.replace("| 规章 |", "| **规章** |")
    reading = recognize(FORMATS["md"].read(marked.encode()), form)
    assert agrees(reading, filled(form), set())


def tables_of(form: Form) -> dict[str, TableBlock]:
    blocks = [block for block in merge(filled(form), form).blocks if isinstance(block, TableBlock)]
    return dict(zip(form.tables, blocks, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "规章 | 1 | 0 | 3 |\n行政规范性文件 | 2 | 0 | 1\n4 |\n行政许可 | 7 |\n",
        "规章 | 1 | 0 | 3\n行政规范性文件 | 2 | 0 | 1\n4\n行政许可 | 7\n",
    ],
)
def test_a_number_that_a_line_breaks_is_not_read_as_its_first_half(text: str, form: Form) -> None:
    figures = reading_of(f"二、主动公开政府信息情况\n{text}", form).filing.figures
    assert figures["proactive.normative_documents.in_force"] == "1 4"
    assert (figures["proactive.regulations.in_force"], figures["proactive.licensing.decisions"]) == (3, 7)
