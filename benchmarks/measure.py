"""How things are measured: by turns, several times, as processor time; and what one line of the table is.

A goal in seconds was set on one machine. `scale` says how fast this one is at the moment, by a loop that takes `LOOP`
seconds there, and a goal is taken times that: what is judged is the program, not the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

LOOP = 0.0163
"""Seconds of `_loop` on the machine on which the goals in seconds were set."""
Action = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured beside what; `goal` is the most (or, `at_least`, the least) that it may be."""

    name: str
    samples: tuple[float, ...]
    unit: str
    goal: float
    peer: str = ""
    theirs: tuple[float, ...] = ()
    at_least: bool = False
    relative: bool = False
    """The goal is a multiple of the peer; else it is in the line's unit, and in seconds it goes with the machine."""

    @property
    def value(self) -> float:
        """What is held against the goal."""
        own = median(self.samples)
        return own / median(self.theirs) if self.relative else own

    def holds(self, room: float = 1.0) -> bool:
        """True if the goal is met, with so many times as much room."""
        pace = scale() if self.timed else 1.0
        return self.value >= self.goal / pace / room if self.at_least else self.value <= self.goal * pace * room

    @property
    def timed(self) -> bool:
        """True if the goal goes with the speed of the machine."""
        return not self.relative and self.unit in ("s", "ms", "files/s")

    def shown(self) -> tuple[str, ...]:
        """The cells of its row in the table."""
        spread = f"{_written(min(self.samples), self.unit)}–{_written(max(self.samples), self.unit)}"
        peer = f"{self.peer} {_written(median(self.theirs), self.unit)}" if self.theirs else self.peer
        ratio = f"{median(self.samples) / median(self.theirs):.2f}x" if self.theirs else ""
        sign = "≥" if self.at_least else "≤"
        goal = f"{sign} {self.goal:g}x" if self.relative else f"{sign} {_written(self.goal, self.unit)}"
        own = _written(median(self.samples), self.unit)
        return self.name, own, spread, peer, ratio, goal, "" if self.holds() else "MISSED"


_UNITS = {"s": (1, "{:.2f} s"), "ms": (1000, "{:.2f} ms")}


def _written(value: float, unit: str) -> str:
    factor, form = _UNITS.get(unit, (1, f"{{:.3g}} {unit}"))
    return form.format(value * factor).rstrip()


def by_turns(actions: Mapping[str, Action], rounds: int, *, repeat: int = 1) -> dict[str, tuple[float, ...]]:
    """Seconds of processor time of each action, measured by turns after one round that warms up."""
    found: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(rounds + 1):
        for name, action in actions.items():
            begun = time.process_time()
            for _ in range(repeat if number else 1):
                action()
            if number:
                found[name].append((time.process_time() - begun) / repeat)
    return {name: tuple(samples) for name, samples in found.items()}


@dataclass(frozen=True, slots=True)
class Used:
    """What a process took: seconds of processor time, seconds on the clock, megabytes at its most."""

    seconds: float
    wall: float
    megabytes: float


def run(command: Sequence[str | Path], folder: Path, site: Path | None = None, *, codes: Sequence[int] = (0,)) -> Used:
    """A whole process and its children; RuntimeError with what it said when its exit code is none of these."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"} | ({"PYTHONPATH": str(site)} if site else {})
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise RuntimeError(f"{command}: exit code {process.returncode}: {said.decode()}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Used(usage.ru_utime + usage.ru_stime, time.perf_counter() - begun, kilobytes / 1024)


def _loop() -> int:
    total = 0
    for number in range(400_000):
        total += number % 7
    return total


_known: list[float] = []


def scale() -> float:
    """How much slower than where the goals were set this machine is now."""
    if not _known:
        _known.append(min(by_turns({"loop": _loop}, 9)["loop"]) / LOOP)
    return _known[0]


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """By which power of the size the time grows between the smallest and the largest: 1 is linear."""
    from math import log

    return log(seconds[-1] / seconds[0]) / log(sizes[-1] / sizes[0])
