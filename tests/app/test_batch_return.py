"""Returning over two rounds: ten units, each with another course, and what they answered is kept."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from received import put, report, sheet

from drafter.app.batch import BatchOptions, check_batch
from drafter.app.batch_folder import SLIPS
from drafter.app.batch_return import Returned, return_batch
from drafter.batch.matching import Arrival
from drafter.batch.rounds import ItemState, Slip, read_rounds
from drafter.errors import SourceError

UNITS = [f"青禾县第{number}局" for number in "一二三四五六七八九十"]
CLEAN, MENDED, ANSWERED, CHANGED, OTHER, MISSING, OLD, UNREAD, BESIDE, WORSE = UNITS
WRONG = {"requests__new__total": 999}
TWICE = {**WRONG, "disputes__litigation_direct__total": 50}
FIRST = {
    f"{CLEAN}.docx": report(CLEAN),
    f"{MENDED}.docx": report(MENDED, **WRONG),
    f"{ANSWERED}.docx": report(ANSWERED, **WRONG),
    f"{CHANGED}.docx": report(CHANGED, **TWICE),
    f"{OTHER}.docx": report(OTHER, **WRONG),
    f"{OLD}.docx": report(OLD, 2023),
    f"{UNREAD}.docx": b"PK no archive",
    f"{BESIDE}.docx": report(BESIDE, **WRONG),
    f"{WORSE}.docx": report(WORSE),
}
SECOND = {
    f"{MENDED}.docx": report(MENDED),
    f"{CHANGED}.docx": report(CHANGED, requests__new__total=998),
    f"{OTHER}.docx": report(OTHER, disputes__litigation_direct__total=50),
    f"{MISSING}.docx": report(MISSING),
    f"{OLD}.docx": report(OLD),
    f"{UNREAD}.docx": report(UNREAD),
    f"{BESIDE}(改).docx": report(BESIDE),
    f"{WORSE}.docx": report(WORSE, **WRONG),
}
DAY = date(2025, 1, 20)


def answered(path: Path, answers: Mapping[int, str]) -> bytes:
    """A slip as a unit fills it in, by the numbers of items."""
    document = docx.Document(str(path))
    for table in document.tables:
        if answer := answers.get(int(table.cell(0, 0).text)):
            table.cell(len(table.rows) - 1, 2).text = answer
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


class Office:
    """An office with its folders."""

    def __init__(self, folder: Path) -> None:
        self.received, self.out = folder / "in", folder / "out"
        self.units = folder / "units.xlsx"
        self.units.write_bytes(sheet([["单位"], *([unit] for unit in UNITS)]))

    def check(self) -> dict[str, set[Arrival]]:
        options = BatchOptions(units=self.units, year=2024, workers=1)
        found: dict[str, set[Arrival]] = {}
        for row in check_batch([self.received], self.out, options).rows:
            found.setdefault(row.unit, set()).add(row.arrival)
        return found

    def give_back(self) -> Returned:
        return return_batch(self.out, day=DAY)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("office"))
    put(office.received, FIRST)
    office.check()
    office.give_back()
    return office


@pytest.fixture(scope="module")
def second(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = copied(office, tmp_path_factory.mktemp("second"))
    (slip,) = (office.out / "slips").glob(f"*{ANSWERED}*")
    put(office.received, {**SECOND, "退回意见(已填).docx": answered(slip, {1: "确为 999 件，系统数", 2: "已核对"})})
    office.check()
    office.give_back()
    return office


def copied(office: Office, folder: Path) -> Office:
    for place in (office.received, office.out):
        shutil.copytree(place, folder / place.name)
    return Office(folder)


def slips(office: Office) -> dict[str, Slip]:
    return {slip.unit: slip for slip in read_rounds(office.out)}


def keys(slip: Slip, state: ItemState) -> set[str]:
    return {item.rule for item in slip.standing(state)}


def test_every_unit_with_something_to_mend_gets_a_slip_and_no_other(office: Office) -> None:
    told = {path.name.split("-")[1] for path in (office.out / "slips").iterdir()}
    assert told == set(UNITS) - {CLEAN, MISSING, WORSE}
    lines = list(load_workbook(office.out / SLIPS).worksheets[0].iter_rows(values_only=True))
    assert {line[1]: line[2] for line in lines[1:]} == dict.fromkeys(told, "退回") | {
        CLEAN: "不用退回",
        WORSE: "不用退回",
        MISSING: "未报",
    }


def test_a_slip_tells_place_words_wanted_source_and_has_room_for_the_answer(office: Office) -> None:
    (path,) = (office.out / "slips").glob(f"*{MENDED}*")
    table = docx.Document(str(path)).tables[0]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[0][1:3] == ["位置", "表三“一、本年新收政府信息公开申请数量”行“总计”列"]
    assert texts[1][1:] == ["写的是", "999", "应为", "113"]
    assert "国办公开办函〔2021〕30号" in texts[2][2] and texts[3][1] == "答复" and not texts[3][2].strip()


def test_a_text_is_not_told_to_say_what_a_wrong_cell_says_nor_what_a_warning_compares_with(office: Office) -> None:
    items = slips(office)[MENDED].items
    assert {item.rule: item.wanted for item in items if item.rule == "A0"} == {"A0": "113"}
    text = [item for item in items if item.rule == "T1"]
    assert text and all("999" in item.message and not item.wanted for item in text)
    assert not any(item.wanted for item in items if item.severity != "error")


def test_the_same_files_are_the_same_round(office: Office) -> None:
    before = {path.name: path.read_bytes() for path in (office.out / "slips").iterdir()}
    office.give_back()
    assert {path.name: path.read_bytes() for path in (office.out / "slips").iterdir()} == before


def test_the_second_round_tells_what_is_mended_what_stands_and_what_is_new(second: Office) -> None:
    found = slips(second)
    assert not found[MENDED].items and found[MENDED].mended
    assert keys(found[CHANGED], ItemState.CHANGED) >= {"A0"} and "A0" not in keys(found[CHANGED], ItemState.STANDS)
    assert {item.rule for item in found[CHANGED].mended} >= {"A4"}
    assert {item.rule for item in found[OTHER].mended} >= {"A0"} and keys(found[OTHER], ItemState.NEW) >= {"A4"}
    assert [found[unit].round for unit in (MENDED, CHANGED, OTHER)] == [2, 2, 2]
    assert (found[WORSE].round, keys(found[WORSE], ItemState.NEW) >= {"A0"}) == (1, True)
    for unit in (OLD, UNREAD, BESIDE):
        assert not found[unit].items and found[unit].mended, unit


def test_nothing_is_examined_again_though_a_slip_lies_among_the_reports(second: Office) -> None:
    batch = check_batch([second.received], second.out, BatchOptions(units=second.units, year=2024, workers=1))
    assert Arrival.ANSWER in {row.arrival for row in batch.rows} and batch.examined == 0


def test_what_a_unit_answered_is_kept_and_its_file_is_no_report(second: Office) -> None:
    items = slips(second)[ANSWERED].items
    assert [item.answer for item in items[:2]] == ["确为 999 件，系统数", "已核对"]
    (second.received / "退回意见(已填).docx").unlink()
    put(second.received, {f"{ANSWERED}.docx": report(ANSWERED, **TWICE)})
    second.check()
    second.give_back()
    again = slips(second)[ANSWERED]
    told = {item.key: item for item in again.items}
    assert again.round == 2 and told[items[0].key].answered == "确为 999 件，系统数"
    assert told[items[0].key].state is ItemState.STANDS
    (path,) = (second.out / "slips").glob(f"*{ANSWERED}*")
    assert "确为 999 件，系统数" in "".join(cell.text for cell in docx.Document(str(path)).tables[0]._cells)


def test_what_the_office_accepted_is_neither_returned_nor_mended(second: Office) -> None:
    rules = sorted({item.rule for item in slips(second)[OTHER].items} - {"A4"})
    office = second.units.with_name("office.toml")
    office.write_text(f'[accepted]\n"{OTHER}" = ["A4"]', encoding="utf-8")
    put(
        second.received,
        {f"{OTHER}.docx": report(OTHER, disputes__litigation_direct__total=50, proactive__fees__amount=1)},
    )
    options = BatchOptions(units=second.units, year=2024, workers=1, rules=office)
    check_batch([second.received], second.out, options)
    second.give_back()
    told = slips(second)[OTHER]
    assert told.round == 3 and sorted({item.rule for item in told.standing(ItemState.STANDS)}) == rules
    assert "A4" not in {item.rule for item in (*told.items, *told.mended)}


def test_a_returned_file_beside_its_new_one_no_longer_counts(second: Office) -> None:
    arrivals = second.check()
    assert arrivals[BESIDE] == {Arrival.REPLACED, Arrival.CLEAN}
    assert arrivals[MISSING] == {Arrival.CLEAN}


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        return_batch(tmp_path)
    assert caught.value.key == "no_batch"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"rows": [{}]}', b"\xff"])
def test_rows_of_another_version_or_damaged_are_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_bytes(content)
    with pytest.raises(SourceError) as caught:
        return_batch(tmp_path)
    assert caught.value.key == "batch_damaged"


@pytest.mark.office
@pytest.mark.slow
def test_slips_open_in_an_office_program(office: Office, tmp_path: Path) -> None:
    paths = sorted((office.out / "slips").iterdir())
    command = ["soffice", f"-env:UserInstallation={tmp_path.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path / "pdf"), *map(str, paths)], check=True, capture_output=True)
    assert {path.stem for path in (tmp_path / "pdf").iterdir()} == {path.stem for path in paths}
