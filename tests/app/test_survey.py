"""Surveying a batch: pages that link to each other, hold no markup from outside, and a workbook of the same."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from received import put, report, sheet

from drafter.app.batch import BatchOptions, check_batch
from drafter.app.batch_folder import ALIKE, INDEX, OUTLIERS, SURVEY
from drafter.app.survey import survey_batch
from drafter.batch.survey_pages import Survey
from drafter.report import Block, Filing

OTHER = "青禾县<b>局"
UNITS = [f"青禾县第{number}局" for number in range(9)]


def told(unit: str, words: str, **figures: int) -> Filing:
    filing = report(unit, **figures)
    return replace(filing, narrative={**filing.narrative, "overview": (Block((words,)),)})


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Survey]:
    folder = tmp_path_factory.mktemp("survey")
    files = {
        f"{unit}.json": told(unit, f"{unit}。", proactive__penalties__decisions=50 + at)
        for at, unit in enumerate(UNITS)
    }
    words = "".join(chr(0x5000 + 7 * at % 2000) for at in range(300))
    files["copy.json"] = told(UNITS[0], words, proactive__penalties__decisions=9000)
    del files[f"{UNITS[0]}.json"]
    files["b.json"] = told(OTHER, f"<i>{words}{UNITS[3]}")
    put(folder / "in", files)
    (folder / "units.xlsx").write_bytes(sheet([["单位"], [OTHER], *([unit] for unit in UNITS)]))
    check_batch([folder / "in"], folder / "out", BatchOptions(units=folder / "units.xlsx", workers=1))
    return folder / "out", survey_batch(folder / "out")


def test_what_was_planted_is_found(surveyed: tuple[Path, Survey]) -> None:
    _, found = surveyed
    assert {pair.first.unit for pair in found.pairs} | {pair.second.unit for pair in found.pairs} >= {OTHER, UNITS[0]}
    assert [(item.unit, item.other) for item in found.names] == [(OTHER, UNITS[3])]
    assert [item.unit for item in found.outliers if item.cell == "proactive.penalties.decisions"][0] == UNITS[0]


def test_pages_link_to_what_is_there_and_hold_no_markup_from_outside(surveyed: tuple[Path, Survey]) -> None:
    folder, _ = surveyed
    index = (folder / INDEX).read_text(encoding="utf-8")
    assert all(f'href="{name}"' in index for name in (ALIKE, OUTLIERS, SURVEY))
    alike, outliers = ((folder / name).read_text(encoding="utf-8") for name in (ALIKE, OUTLIERS))
    links = re.findall(r'href="(alike/\d+\.html)"', alike)
    assert links and all((folder / link).is_file() for link in links)
    pages = [alike, outliers, *((folder / link).read_text(encoding="utf-8") for link in links)]
    for page in pages:
        assert "<b>局" not in page and "<i>" not in page and "http://" not in page and "https://" not in page
    assert "<svg" in outliers and 'class="out"' in outliers


def test_the_workbook_holds_the_same(surveyed: tuple[Path, Survey]) -> None:
    folder, found = surveyed
    pairs, names, outliers, kinds = (list(page.iter_rows(values_only=True)) for page in load_workbook(folder / SURVEY))
    assert [len(rows) - 1 for rows in (pairs, names, outliers)] == [
        len(found.pairs),
        len(found.names),
        len(found.outliers),
    ]
    assert len(kinds) > 1
