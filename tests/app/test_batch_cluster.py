"""A batch on a cluster of two workers: the same results to the byte, also when one of them is killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from received import put, report

from drafter.app.batch import BatchOptions, check_batch
from drafter.errors import OutputError

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = pytest.mark.slow
FILES = 120


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("received")
    faults = [{}, {"requests__new__total": 999}, {"disputes__review__total": 70}]
    files = {f"{at:03}.docx": report(f"青禾县第{at}局", **faults[at % 3]) for at in range(FILES)}
    return put(folder / "in", files)


def start(received: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "drafter", "--lang", "zh", "batch", "check", str(received), "-o", str(out)]
    return subprocess.Popen(
        [*command, "--workers", "2", *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def kept(out: Path) -> dict[str, bytes]:
    """Every file of a folder, by its place."""
    paths = (path for path in out.rglob("*") if path.is_file() and path.name != ".drafter.lock")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def whole(received: Path) -> dict[str, bytes]:
    """What the processes of one machine leave."""
    process = start(received, received.parent / "whole")
    process.communicate()
    assert process.returncode == 1
    return kept(received.parent / "whole")


def test_two_workers_leave_the_same(received: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    process = start(received, tmp_path / "out", "--cluster", "local")
    _, said = process.communicate()
    assert process.returncode == 1, said
    assert kept(tmp_path / "out") == whole


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are found in /proc")
def test_a_killed_worker_is_replaced_and_the_results_are_the_same(
    received: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """At an address, as on a cluster of several machines: a scheduler and two workers of its own."""
    environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    dask = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    log = tmp_path / "scheduler.log"
    with log.open("w") as file:
        scheduler = subprocess.Popen(dask, stderr=file, env=environment)
    started: list[subprocess.Popen[bytes]] = [scheduler]
    try:
        while scheduler.poll() is None and not (found := re.search(r"tcp://127\.0\.0\.1:\d+", log.read_text())):
            time.sleep(0.01)
        assert found
        address = found[0]
        command = [
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            address,
            "--nthreads",
            "1",
            "--no-dashboard",
            "--no-nanny",
        ]
        workers = [subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment) for _ in range(2)]
        started += workers
        process = start(received, tmp_path / "out", "--cluster", address)
        results = tmp_path / "out" / "results.jsonl"
        while process.poll() is None and not (results.is_file() and results.read_bytes().count(b"\n") > FILES // 8):
            time.sleep(0.01)
        assert process.poll() is None, "the run was over before a worker could be killed"
        os.kill(workers[0].pid, signal.SIGKILL)
        _, said = process.communicate()
        assert process.returncode == 1, said
        assert kept(tmp_path / "out") == whole
    finally:
        for item in started:
            item.kill()
            item.wait()


def test_no_cluster_at_an_address_is_said(received: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        check_batch([received], tmp_path / "out", BatchOptions(cluster="127.0.0.1"))
    assert caught.value.key == "cluster_unreachable"
