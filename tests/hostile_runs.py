"""Commands on hostile files, each in a process of its own that is measured and cannot run away."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.hostile_files import CASES, REPORTS, WORKBOOKS, Maker, suffix_of

ROOT = Path(__file__).resolve().parents[1]
SECONDS, MEGABYTES = 10, 500
"""What a command may take: processor time and memory, LibreOffice's included."""
_STOPPED_AFTER, _STOPPED_AT = 40, 4 * 2**30
"""Seconds and bytes at which a command is stopped."""

MEASURED = """
import atexit, json, re, resource, sys, time
from pathlib import Path

def left():
    own = re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() + waited.ru_utime + waited.ru_stime
    Path(kept).write_text(json.dumps([seconds, max(int(own), waited.ru_maxrss) / 1024]))

kept = sys.argv.pop(1)
sys.argv[0] = "drafter"
atexit.register(left)
from drafter.cli import main
main()
"""
"""A run that leaves its processor time and the most memory it had; what a parent is told counts its own as well."""


@dataclass(frozen=True)
class Run:
    """What a command on a file came to."""

    file: str
    command: str
    code: int
    said: str
    seconds: float
    megabytes: float

    @property
    def fell(self) -> bool:
        """True if it ended in something else than sentences."""
        return self.code not in (0, 1, 2) or "Traceback" in self.said

    @property
    def over(self) -> bool:
        """True if it fell or took more than a command may."""
        return self.fell or self.seconds > SECONDS or self.megabytes > MEGABYTES


def files() -> dict[str, Maker]:
    """How every hostile file is made, by its name."""
    return {**REPORTS, **WORKBOOKS, **{name: make for name, (_, make) in CASES.items()}}


def example_case(folder: Path) -> Path:
    """The example as a case with one draft."""
    case = folder / "example"
    shutil.copytree(ROOT / "examples", case)
    _drafter(["draft", str(case)], folder / "used")
    return case


def runs_of(name: str, example: Path, folder: Path) -> Iterator[Run]:
    """The commands on a file, one after the other; what they leave in `folder` is taken away."""
    data = files()[name]()
    for command in ("check", "draft", "diff", "log", "export") if name in CASES else COMMANDS:
        place = folder / "run"
        place.mkdir(parents=True)
        yield _run(name, command, _arguments(name, data, command, example, place), place / "used")
        shutil.rmtree(place)


COMMANDS = ("read", "check", "new", "draft", "diff")


def _arguments(name: str, data: bytes, command: str, example: Path, place: Path) -> list[str]:
    """What the command line says, the files it names being laid out in `place`."""
    case = place / "case"
    if command != "new" and (command == "draft" or name not in REPORTS):
        shutil.copytree(example, case)
    if name in CASES or (name in WORKBOOKS and command in ("draft", "diff")):
        (case / (CASES[name][0] if name in CASES else "figures.xlsx")).write_bytes(data)
        return {
            "diff": ["diff", str(example), str(case), "-o", str(place / "page.html")],
            "export": ["export", str(case), "--review", "-o", str(place / "out.docx")],
        }.get(command, [command, str(case)])
    path = place / f"report{suffix_of(name) if name in REPORTS else '.xlsx'}"
    path.write_bytes(data)
    return {
        "new": ["new", str(case), "--last-year", str(path), "--organization", "乙县人民政府", "--year", "2026"],
        "draft": ["draft", str(case), "--from", str(path)],
        "diff": ["diff", str(example / "last-year.txt"), str(path), "-o", str(place / "page.html")],
    }.get(command, [command, str(path)])


def _run(name: str, command: str, arguments: list[str], kept: Path) -> Run:
    code, said = _drafter(arguments, kept)
    seconds, megabytes = float("inf"), float("inf")
    with suppress(OSError):
        seconds, megabytes = json.loads(kept.read_text())
    return Run(name, command, code, said, seconds, megabytes)


def _drafter(arguments: list[str], kept: Path) -> tuple[int, str]:
    """Exit code of a command in English and what it said on stderr."""
    command = [sys.executable, "-c", MEASURED, str(kept), "--lang", "en", *arguments]
    done = subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        preexec_fn=_bounded,
        env={**os.environ, "DRAFTER_CACHE": ""},
        cwd=ROOT,
        check=False,
    )
    return done.returncode, done.stderr.decode(errors="replace")


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_STOPPED_AFTER, _STOPPED_AFTER))
    resource.setrlimit(resource.RLIMIT_AS, (_STOPPED_AT, _STOPPED_AT))
