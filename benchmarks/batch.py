"""What a superior office waits for: thousands of .docx files checked at once, and what is found of planted faults.

`python benchmarks/batch.py [FILES]` makes the reports of `units.py` (60 ways of writing, a fault in every fourth),
checks them as `drafter batch check` does on two processes, and prints files a second on the clock and by processor
time, the memory of the workers over the run, one `drafter check` per file beside it, and of each fault how often it
was found.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.material import written  # noqa: E402
from benchmarks.measure import run, scale  # noqa: E402
from benchmarks.units import FAULTS, UnitReport, unit_report  # noqa: E402
from drafter.app.batch import Batch, BatchOptions, check_batch  # noqa: E402

_WORKERS = 2
_EVERY = 4
"""One report in so many has a fault."""
_ALONE = 10
"""Files that are checked by a command each."""
_SAMPLED = 0.25
"""Seconds between two looks at the workers' memory."""


def reports(count: int) -> Iterator[UnitReport]:
    """The reports, faults in turn in every fourth."""
    faults = list(FAULTS)
    for number in range(count):
        fault = faults[number // _EVERY % len(faults)] if number % _EVERY == 0 else ""
        yield unit_report(number, fault=fault)


class Memory(threading.Thread):
    """Megabytes that the workers hold, looked at while they run; where the system tells (Linux)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.samples: list[float] = []
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_SAMPLED):
            held = [_held(pid) for pid in _children()]
            if held:
                self.samples.append(max(held))

    def end(self) -> Sequence[float]:
        """Stop looking; what was seen."""
        self._ended.set()
        self.join()
        return self.samples


def _children() -> list[str]:
    try:
        return Path(f"/proc/self/task/{threading.main_thread().native_id}/children").read_text().split()
    except OSError:
        return []


def _held(pid: str) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 2**20
    except OSError:
        return 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """A batch, when each file was done, the memory over the run, and the processor time of all processes."""

    batch: Batch
    done: Sequence[float]
    memory: Sequence[float]
    processor: float


def checked(folder: Path, workers: int) -> Run:
    """Check the files in `folder`/in."""
    done: list[float] = []
    memory = Memory()
    memory.start()
    before = _processor()
    options = BatchOptions(year=2025, language="zh", workers=workers)
    batch = check_batch([folder / "in"], folder / "out", options, progress=lambda *told: done.append(told[2]))
    return Run(batch, done, memory.end(), _processor() - before)


def _processor() -> float:
    """Seconds of processor time of this process and of those that it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def told_faults(batch: Batch, made: dict[str, UnitReport]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Of each fault how often it was planted and found, and of each rule how often it is false in a report without."""
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for row in batch.rows:
        report, result = made[Path(row.file).name], batch.view.results.get(row.digest)
        rules = {item["rule"] for item in result.findings if item["severity"] != "info"} if result else set()
        if report.fault:
            planted[report.fault] += 1
            found[report.fault] += bool(rules & set(report.rules))
        else:
            false.update(rules)
    return planted, found, false


def main() -> None:
    """Make, check, tell."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="?", type=int, default=2000)
    asked.add_argument("--workers", type=int, default=_WORKERS)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = {f"{number:05}.docx": report for number, report in enumerate(reports(told.files))}
        (folder / "in").mkdir()
        for file, report in made.items():
            (folder / "in" / file).write_bytes(written(report.filing, "docx"))
        ran = checked(folder, told.workers)
        _speed(folder, list(made), ran, told.workers)
        _faults(*told_faults(ran.batch, made))


def _speed(folder: Path, names: Sequence[str], ran: Run, workers: int) -> None:
    count, done, memory = len(ran.done), ran.done, ran.memory
    print(f"{count} files in {ran.batch.seconds:.1f} s: {count / ran.batch.seconds:.0f} files/s on the clock")
    each = ran.processor / count
    print(
        f"processor time {each * 1000:.1f} ms a file, start and overview included: {workers / each:.0f} files/s",
        end=" ",
    )
    print(f"of {workers} free processors (this machine takes {scale():.2f} of the time of the one of the goals)")
    tenth = max(1, count // 10)
    first, last = done[2 * tenth] - done[tenth], done[-1] - done[-1 - tenth]
    print(
        f"on the clock {first / tenth * 1000:.1f} ms a file in the second tenth, {last / tenth * 1000:.1f} in the last"
    )
    if len(memory) >= 5:
        early, late = max(memory[: len(memory) // 5]), max(memory[-(len(memory) // 5) :])
        print(f"memory of a worker {early:.0f} MB in the first fifth, {late:.0f} MB in the last")
    command = [sys.executable, "-m", "drafter", "check"]
    alone = [run([*command, folder / "in" / name], Path.cwd(), codes=(0, 1)) for name in names[1 : 1 + _ALONE]]
    seconds = median(item.seconds for item in alone)
    print(f"one drafter check per file: {seconds * 1000:.0f} ms of processor time, {seconds / each:.0f} times as much")


def _faults(planted: Counter[str], found: Counter[str], false: Counter[str]) -> None:
    print(f"\n{'fault':30} {'planted':>8} {'found':>8} {'missed':>8}")
    for fault, count in planted.items():
        print(f"{fault:30} {count:8} {found[fault]:8} {count - found[fault]:8}")
    print(f"in all {sum(planted.values())} planted, {sum(found.values())} found")
    print(
        "false in reports without a fault: " + (", ".join(f"{rule} {count}" for rule, count in false.items()) or "none")
    )


if __name__ == "__main__":
    main()
