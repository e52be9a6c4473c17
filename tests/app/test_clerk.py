"""What a clerk reads: figures and notes as they are typed in a hurry, drafts that change nothing, pages to send on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from lxml import html

import drafter
from drafter.case.decisions import Answer
from drafter.errors import CaseError
from drafter.messages import error_text
from drafter.views.findings_page import findings_page
from drafter.views.readings import notice_lines
from drafter.views.terminal import account_lines, checked_lines, drafted_lines, log_lines
from tests.app.test_edits import rewrite, text_of, type_entry

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ADDRESS = re.compile(r"\b(?:requests|proactive|disputes|overview|problems|other_matters)[./]")


@pytest.fixture
def case(tmp_path: Path) -> drafter.Case:
    shutil.copytree(EXAMPLES, tmp_path / "案卷", ignore=shutil.ignore_patterns("expected", "drafts"))
    return drafter.Case.open(tmp_path / "案卷")


def type_cell(case: drafter.Case, address: str, value: object) -> str:
    """Type into a cell of the workbook; gives back where it stands."""
    named = case.current().given.names[address]
    sheet, _, cell = named.rpartition(" ")
    path = case.path / "figures.xlsx"
    book = openpyxl.load_workbook(path)
    book[sheet][cell].value = value
    book.save(path)
    return named


def told(case: drafter.Case) -> str:
    return "\n".join(notice_lines(case.check().notices, "zh"))


def shown(case: drafter.Case) -> str:
    return "\n".join(checked_lines(case.check(), "zh"))


def test_a_finding_about_a_cell_names_where_it_stands_in_the_workbook(case: drafter.Case) -> None:
    where = type_cell(case, "requests.granted.natural_person", "十来件")
    case.draft()
    assert where.startswith("表三 ") and f"（工作簿 {where}）" in shown(case)
    assert not ADDRESS.search(shown(case))


def test_a_mark_tells_what_was_typed_where_a_number_belongs(case: drafter.Case) -> None:
    type_cell(case, "requests.new.natural_person", "约120")
    case.draft()
    assert "填的“约120”不是数】" in text_of(case)


def test_a_formula_that_comes_to_an_error_is_told_as_that(case: drafter.Case) -> None:
    where = type_cell(case, "requests.granted.natural_person", "#DIV/0!")
    case.draft()
    assert where in shown(case) + told(case) and "打开保存一次" not in told(case)


def test_a_total_that_was_typed_over_its_formula_is_named(case: drafter.Case) -> None:
    where = type_cell(case, "requests.granted.total", 999)
    assert f"{where} 本来自动求和，现在是填上去的 999" in told(case)


def test_a_table_that_nobody_filled_in_is_told_once(tmp_path: Path) -> None:
    case = drafter.Case.new(tmp_path / "新 案卷", last_year=EXAMPLES / "last-year.docx")
    blank = [line for line in shown(case).splitlines() if "还没有填" in line]
    assert len(blank) == 3 and sum(" D1 " in line for line in shown(case).splitlines()) == 3


def test_full_width_digits_of_an_entry_are_a_number(case: drafter.Case) -> None:
    type_entry(case, "overview.management.1", "２７")
    case.draft()
    assert "基本目录27个领域" in text_of(case)


@pytest.mark.parametrize(
    ("note", "stands"),
    [
        ("编印手册两种", "编印手册两种。"),
        ("编印手册两种。", "编印手册两种。"),
        ("编印“便民手册”", "编印“便民手册”。"),
        ("群众说“很方便。”", "群众说“很方便。”"),
        ("办好了！", "办好了！"),
    ],
)
def test_a_note_ends_in_one_full_stop(case: drafter.Case, note: str, stands: str) -> None:
    path = case.path / "notes.md"
    path.write_text("## （四）政府信息公开平台建设情况\n- " + note + "\n", encoding="utf-8")
    case.draft()
    assert f"\n{stands}\n" in f"\n{text_of(case)}\n"
    path.write_text("", encoding="utf-8")
    case.draft()
    assert note not in text_of(case) and "\n。\n" not in text_of(case)


def test_a_draft_that_changes_nothing_is_not_written(case: drafter.Case) -> None:
    first = case.draft()
    again = case.draft()
    assert (again.number, again.paths[".docx"]) == (1, first.paths[".docx"])
    assert "与第 1 稿相比什么也没有变，没有写新的一稿。" in notice_lines(again.notices, "zh")
    type_entry(case, "overview.management.1", "27")
    assert case.draft().number == 2


def test_a_draft_says_what_has_changed_since_the_last(case: drafter.Case) -> None:
    assert not any("相比" in line for line in drafted_lines(case.draft(), "zh"))
    rewrite(case.draft().paths[".docx"], {"召开新闻发布会": "举行新闻通气会"})
    type_cell(case, "proactive.licensing.decisions", 13300)
    (line,) = [line for line in drafted_lines(case.draft(), "zh") if line.startswith("与第 1 稿相比")]
    assert line == "与第 1 稿相比：1 句改措辞，1 句只改年份或数，1 格有变化。"


def test_what_was_decided_is_told_in_words(case: drafter.Case) -> None:
    type_cell(case, "requests.granted.natural_person", 1)
    case.draft()
    errors = [item for item in case.check().judged if item.is_error]
    assert errors
    for item in errors:
        case.decide(str(item.number), Answer.ACCEPT, reason="已核对", by="李明")
    lines = "\n".join(log_lines(case.folder, "zh"))
    assert "表三" in lines and not ADDRESS.search(lines)


def test_the_account_names_cells_and_sources_in_words(case: drafter.Case) -> None:
    case.draft()
    result = case.check()
    lines = "\n".join(account_lines(result.checked, result.form, "zh"))
    assert "一、本年新收政府信息公开申请数量" in lines and "文字用数" in lines and not ADDRESS.search(lines)


def test_a_command_that_is_suggested_runs_for_a_folder_with_a_space(tmp_path: Path) -> None:
    folder = tmp_path / "没 有"
    with pytest.raises(CaseError) as caught:
        drafter.Case.open(folder)
    assert f"drafter new '{folder}' --last-year" in error_text("zh", caught.value)


def test_the_page_of_a_check_has_counts_lists_places_and_answers(case: drafter.Case) -> None:
    path = case.draft().paths[".docx"]
    rewrite(path, {"发布政策解读": "约谈7家单位。发布政策解读", "行政复议10件": "行政复议12件"})
    wrong = next(item for item in case.check().judged if item.is_error)
    case.decide(str(wrong.number), Answer.ACCEPT, reason="口径不同", by="李明")
    text = findings_page(case.check(), "zh")
    page = html.document_fromstring(text)
    counts = page.xpath('//ul[@class="counts"]/li/text()')
    assert "待核 16 处。" in counts and any("无依据 1 句" in line for line in counts)
    assert page.xpath("//h2/text()") == ["检查结果", "无依据或者与依据相矛盾的句子", "已说明", "待核", "正文"]
    assert len(page.xpath('//ol[@class="open"]/li')) == 16
    links = {link[1:] for link in page.xpath("//a/@href")}
    assert links and links <= set(page.xpath("//@id")) and len(page.xpath("//@id")) == len(set(page.xpath("//@id")))
    (waiting,) = page.xpath('//tr[td[contains(., "无依据 V1")]]')
    place = page.get_element_by_id(waiting.xpath(".//a/@href")[0][1:])
    assert "约谈7家单位。" in place.xpath('.//span[@class="told"]//text()')
    assert "口径不同（李明" in page.xpath('string(//p[@class="answer"])')
    assert not ADDRESS.search(page.text_content()) and "http" not in text.replace("http-equiv", "")
