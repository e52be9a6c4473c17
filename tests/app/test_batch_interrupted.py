"""A batch that is killed, whose workers are killed, or that meets a poisoned file: the same results in the end."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from received import put, report

from drafter.app.batch import BatchOptions, check_batch
from drafter.batch.engine import Bounds
from drafter.batch.matching import Arrival
from drafter.report import json as filing_codec

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="processes are found in /proc and killed by signals"
    ),
]
FILES = 40
KILLS = 20


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("received")
    faults = [{}, {"requests__new__total": 999}, {"disputes__review__total": 70}]
    files = {f"{at:02}.docx": report(f"青禾县第{at}局", **faults[at % 3]) for at in range(FILES)}
    return put(folder / "in", files)


@pytest.fixture(scope="module")
def whole(received: Path) -> dict[str, bytes]:
    """What a run that nobody disturbs leaves."""
    out = received.parent / "whole"
    assert start(received, out).wait() == 1
    return kept(out)


def start(received: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "drafter", "--lang", "zh", "batch", "check", str(received), "-o", str(out)]
    return subprocess.Popen([*command, "--workers", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kept(out: Path) -> dict[str, bytes]:
    """Every file of a folder, by its place."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != ".drafter.lock"
    }


def lines(out: Path) -> int:
    path = out / "results.jsonl"
    return path.read_bytes().count(b"\n") if path.is_file() else 0


def wait_until(is_so: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    while not is_so() and process.poll() is None:
        time.sleep(0.001)


def kill(process: subprocess.Popen[bytes]) -> bool:
    """Kill it as a power cut would; False if it had ended by itself."""
    alive = process.poll() is None
    process.kill()
    process.wait()
    return alive


def test_a_run_killed_at_twenty_points_goes_on_and_leaves_the_same(
    received: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out, killed = tmp_path / "out", 0
    for point in range(KILLS):
        wanted = 1 + 2 * point
        process = start(received, out)
        wait_until(lambda wanted=wanted: lines(out) >= wanted, process)  # type: ignore[misc]
        time.sleep(0.003 * (point % 4))
        killed += kill(process)
    assert killed >= KILLS - 2, "nearly every run was still at work"
    assert start(received, out).wait() == 1
    assert kept(out) == whole


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.06])
def test_a_run_killed_while_it_writes_the_overview_leaves_the_same(
    delay: float, received: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = start(received, out)
    wait_until(lambda: lines(out) >= FILES, process)
    time.sleep(delay)
    kill(process)
    assert start(received, out).wait() == 1
    assert kept(out) == whole


def test_killed_workers_are_replaced_and_the_results_are_the_same(
    received: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = start(received, out)
    killed = set[str]()
    for point in (1, 6, 12):
        wait_until(lambda point=point: lines(out) >= point, process)  # type: ignore[misc]
        workers = []
        with suppress(OSError):  # on a busy machine the run may be over before it is looked at again
            workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for worker in sorted(set(workers) - killed, key=int)[-1:]:
            with suppress(ProcessLookupError):
                os.kill(int(worker), signal.SIGKILL)
                killed.add(worker)
    assert process.wait() == 1 and killed
    assert kept(out) == whole


@pytest.mark.parametrize("bytes_of_a_file", [2_000, 60_000])
def test_a_full_disk_is_said_and_what_was_kept_is_gone_on_from(
    bytes_of_a_file: int, received: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_of_a_file, resource.RLIM_INFINITY))

    out = tmp_path / "out"
    command = [sys.executable, "-m", "drafter", "--lang", "en", "batch", "check", str(received), "-o", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit)
    assert done.returncode == 2 and "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert start(received, out).wait() == 1
    assert kept(out) == whole


def test_what_a_killed_worker_left_of_a_page_is_taken_away(
    received: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    put(tmp_path / "out" / "pages", {"0123456789abcdef0123.77.writing": b"half", "0123456789abcdef0123.html": b"gone"})
    assert start(received, tmp_path / "out").wait() == 1
    assert kept(tmp_path / "out") == whole


def test_two_runs_at_once_leave_the_same(received: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    runs = [start(received, tmp_path / "out") for _ in range(2)]
    assert [run.wait() for run in runs] == [1, 1]
    assert kept(tmp_path / "out") == whole


def test_a_poisoned_file_is_told_and_changes_nothing_of_others(
    received: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    words = tuple(f"全年新收政府信息公开申请{number}件，其中自然人申请{number + 1}件。" for number in range(40_000))
    filing = report("青禾县毒局")
    overview = (replace(filing.narrative["overview"][0], paragraphs=words), *filing.narrative["overview"][1:])
    long = replace(filing, narrative={**filing.narrative, "overview": overview})
    put(tmp_path / "poison", {"毒.json": filing_codec.write(long)})
    options = BatchOptions(workers=2, language="zh", bounds=Bounds(seconds=2.0))
    batch = check_batch([received, tmp_path / "poison"], tmp_path / "out", options)
    rows = {Path(row.file).name: row for row in batch.rows}
    poisoned = rows.pop("毒.json")
    assert poisoned.arrival in (Arrival.FAILED, Arrival.UNREADABLE) and (poisoned.said or {})["zh"]
    pages = {name: data for name, data in kept(batch.folder).items() if name.startswith("pages/")}
    assert pages == {name: data for name, data in whole.items() if name.startswith("pages/")}
    assert len(rows) == FILES and all(row.counts for row in rows.values())
