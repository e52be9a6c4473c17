"""What an office looks at: the workbook, the page and the lines tell the same rows and counts."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from received import FORM, put, report, sheet

from drafter.app.batch import Batch, BatchOptions, check_batch
from drafter.app.batch_folder import INDEX, SUMMARY
from drafter.batch.matching import Arrival
from drafter.batch.office import OfficeChoice, read_choice
from drafter.batch.overview import overview_lines
from drafter.errors import DrafterError


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    wrong = report("青禾县教育局", requests__new__total=999)
    put(
        tmp_path / "in",
        {"a.txt": report("青禾县水利局"), "b.txt": wrong, "c.bin": b"\x00\x01", "=d.txt": report("<b>局")},
    )
    (tmp_path / "units.xlsx").write_bytes(sheet([["单位"], ["青禾县水利局"], ["青禾县教育局"], ["青禾县司法局"]]))
    return check_batch([tmp_path / "in"], tmp_path / "out", BatchOptions(units=tmp_path / "units.xlsx", workers=1))


def cells(data: bytes) -> list[list[list[object]]]:
    return [[list(row) for row in page.iter_rows(values_only=True)] for page in load_workbook(BytesIO(data))]


def test_the_workbook_has_a_line_for_each_row_each_finding_and_each_rule(batch: Batch) -> None:
    rows, findings, rules = cells((batch.folder / SUMMARY).read_bytes())
    assert len(rows) == 1 + len(batch.rows)
    errors = sum(row.errors + row.warnings for row in batch.rows if row.counts)
    assert len(findings) - 1 >= errors > 0
    assert sum(int(str(line[4])) for line in rules[1:]) == len(findings) - 1


def test_what_wants_something_done_stands_first_and_text_stays_text(batch: Batch) -> None:
    rows, *_ = cells((batch.folder / SUMMARY).read_bytes())
    assert [line[0] for line in rows[1:]] == ["读不出", "不在名单", "未报", "有错误", "没有错误"]
    assert "=d.txt" in rows[2]


def test_the_page_holds_every_row_with_its_link_and_no_markup_from_outside(batch: Batch) -> None:
    page = (batch.folder / INDEX).read_text(encoding="utf-8")
    assert len(re.findall(r'<tr class="', page)) == len(batch.rows)
    links = re.findall(r'href="(pages/[0-9a-f]+\.html)"', page)
    assert len(links) == 3 and all((batch.folder / link).is_file() for link in links)
    assert "<b>局" not in page and "http" not in page.replace("http-equiv", "")


def test_the_lines_leave_out_what_is_in_order_and_count_everything(batch: Batch) -> None:
    *lines, counts = overview_lines(batch.rows, 2024, "zh")
    assert len(lines) == len(batch.rows) - 1 and "没有错误 1" in counts


def test_an_office_chooses_its_rules(batch: Batch, tmp_path: Path) -> None:
    codes = {row.unit: row.rules for row in batch.rows}["青禾县教育局"]
    office = tmp_path / "office.toml"
    office.write_text(f"off = {list(codes[:-1])}\nseverity = {{ {codes[-1]} = 'warning' }}", encoding="utf-8")
    again = check_batch([tmp_path / "in"], batch.folder, BatchOptions(rules=office, workers=1))
    assert again.examined == 0
    (row,) = [row for row in again.rows if row.unit == "青禾县教育局"]
    assert (row.arrival, row.rules) == (Arrival.CLEAN, codes[-1:])


def test_an_explanation_that_was_accepted_is_held_against_its_unit_no_more(batch: Batch, tmp_path: Path) -> None:
    codes = {row.unit: row.rules for row in batch.rows}["青禾县教育局"]
    office = tmp_path / "office.toml"
    office.write_text(f'[accepted]\n"青禾县教育局" = {list(codes)}\n"青禾县水利局" = ["A1"]', encoding="utf-8")
    again = check_batch([tmp_path / "in"], batch.folder, BatchOptions(rules=office, workers=1))
    assert {row.unit: (row.arrival, row.rules) for row in again.rows}["青禾县教育局"] == (Arrival.CLEAN, ())
    assert not any(row.unit == "青禾县教育局" and found for row, found in again.view.findings())


@pytest.mark.parametrize(
    "text",
    [
        "accepted = { x = ['A99'] }",
        "of = ['A1']",
        "off = ['A99']",
        "severity = { A1 = 'deadly' }",
        "off = [",
        "returned = 3",
    ],
)
def test_a_choice_that_says_nothing_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DrafterError) as caught:
        read_choice(tmp_path / "office.toml", FORM)
    assert "office.toml" in str(caught.value)


def test_what_is_returned_weighs_enough() -> None:
    findings = [
        {"rule": rule, "severity": weight} for rule, weight in (("a", "info"), ("b", "warning"), ("c", "error"))
    ]
    choice = OfficeChoice(returned="error", severity={"b": "error"}, off=("c",))
    assert [item["rule"] for item in choice.to_return(findings)] == ["b"]
