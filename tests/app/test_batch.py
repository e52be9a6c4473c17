"""A batch as an office runs it: again, cut off, two at once, with bad files among the good ones."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from received import put, report, sheet

from drafter.app.batch import Batch, BatchOptions, check_batch
from drafter.batch.matching import Arrival
from drafter.errors import SourceError

UNITS = ["青禾县水利局", "青禾县教育局", "青禾县司法局"]


@pytest.fixture
def received(tmp_path: Path) -> Path:
    files = {f"{unit}.txt": report(unit) for unit in UNITS}
    return put(tmp_path / "in", {**files, "附件.bin": b"\x00\x01\x02" * 9})


def checked(folder: Path, **options: object) -> Batch:
    return check_batch([folder], folder.parent / "out", BatchOptions(workers=1, **options))  # type: ignore[arg-type]


def arrivals(batch: Batch) -> dict[str, Arrival]:
    return {Path(row.file).name or row.unit: row.arrival for row in batch.rows}


def test_a_batch_is_read_checked_and_matched(received: Path) -> None:
    put(received.parent, {"units.xlsx": sheet([["单位"], *([unit] for unit in UNITS), ["青禾县财政局"]])})
    batch = checked(received, units=received.parent / "units.xlsx")
    assert arrivals(batch) == {f"{unit}.txt": Arrival.CLEAN for unit in UNITS} | {
        "附件.bin": Arrival.UNREADABLE,
        "青禾县财政局": Arrival.MISSING,
    }
    pages = {path.stem for path in (batch.folder / "pages").iterdir()}
    assert pages == {row.digest[:20] for row in batch.rows if row.counts}


def test_a_second_run_examines_only_what_changed(received: Path) -> None:
    assert checked(received).examined == 4
    assert checked(received).examined == 0
    put(received, {"青禾县水利局.txt": report("青禾县水利局", requests__new__total=999)})
    again = checked(received)
    assert again.examined == 1
    assert arrivals(again)["青禾县水利局.txt"] is Arrival.ERRORS


def test_a_run_that_was_cut_off_goes_on_and_ends_the_same(received: Path) -> None:
    results = checked(received).view.results.path
    whole = results.read_bytes()
    lines = whole.splitlines(keepends=True)
    results.write_bytes(lines[0] + lines[1][: len(lines[1]) // 2])
    assert checked(received).examined == 3
    assert results.read_bytes() == whole


def test_two_runs_at_once_end_in_the_same_results(received: Path) -> None:
    found: list[Batch] = []
    runs = [threading.Thread(target=lambda: found.append(checked(received))) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    first, second = found
    assert first.rows == second.rows and {first.examined, second.examined} == {4, 0}


def test_last_years_reports_are_held_against_this_years_by_unit(received: Path) -> None:
    last = {f"{unit}2023.txt": report(unit, 2023, requests__carried_out__total=77) for unit in UNITS}
    put(received.parent / "last", last)
    batch = checked(received, last_year=(received.parent / "last",))
    for row in (row for row in batch.rows if row.unit):
        kept = batch.view.results.get(row.digest)
        assert kept and any("last" in item["message"]["en"] for item in kept.findings), row.unit
    put(received.parent / "last", {"青禾县水利局2023.txt": report("青禾县水利局", 2023)})
    assert checked(received, last_year=(received.parent / "last",)).examined == 1


def test_an_empty_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(SourceError) as caught:
        checked(tmp_path / "in")
    assert caught.value.key == "batch_empty"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_prints_the_overview_and_ends_with_one_where_something_is_to_be_done(
    language: str, received: Path
) -> None:
    command = [sys.executable, "-m", "drafter", "--lang", language, "batch", "check", str(received)]
    command += ["-o", str(received.parent / "out"), "--format", "json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    data = json.loads(done.stdout)
    assert done.returncode == 1 and data["counts"] == {"clean": 3, "unreadable": 1} and data["year"] == 2024
