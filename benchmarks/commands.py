"""Whole commands as a user runs them: a process each, from the built wheel, beside a program that only says a name."""

from __future__ import annotations

import compileall
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.material import EXAMPLE, ROOT, SEED, filing, next_year, written
from benchmarks.measure import Line, Used, run

TRIVIAL = "import typer\napp = typer.Typer()\n@app.command()\ndef main(name: str):\n    print(name)\napp()\n"
DRAFTER = [sys.executable, "-c", "from drafter.cli import main; main()"]
GOALS = {
    "check": 1.7, "read": 1.8, "draft": 2.6, "diff, as a page": 3.2, "diff, as a redline": 3.2, "export, as PDF": 8.8,
}  # fmt: skip
"""Multiples of the program that only says a name, which took 0.17 s where the goals were set."""


def installed(folder: Path) -> Path:
    """The wheel, built and unpacked and compiled as an installer does; the checkout itself where none can be built."""
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT], capture_output=True, encoding="utf-8"
    )
    if built.returncode:
        print("no wheel could be built; the checkout is measured", file=sys.stderr)
        compileall.compile_dir(ROOT / "drafter", quiet=2)
        return ROOT
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    compileall.compile_dir(folder / "site", quiet=2)
    return folder / "site"


def prepared(folder: Path) -> dict[str, tuple[list[str | Path], Callable[[], object]]]:
    """The commands, each with what has to be done before it."""
    case = folder / "case"
    shutil.copytree(ROOT / "examples", case, ignore=shutil.ignore_patterns("expected", "drafts"))
    old = filing()
    for name, report in (("old", old), ("new", next_year(old))):
        (folder / f"{name}.docx").write_bytes(written(report, "docx"))
    (folder / "trivial.py").write_text(TRIVIAL)

    def fresh() -> None:
        shutil.rmtree(case / "drafts", ignore_errors=True)

    diff: list[str | Path] = [*DRAFTER, "diff", "old.docx", "new.docx", "--force", "-o"]
    return {
        "trivial": ([sys.executable, "trivial.py", "x"], lambda: None),
        "check": ([*DRAFTER, "check", SEED], lambda: None),
        "read": ([*DRAFTER, "read", EXAMPLE], lambda: None),
        "draft": ([*DRAFTER, "draft", case], fresh),
        "diff, as a page": ([*diff, "page.html"], lambda: None),
        "diff, as a redline": ([*diff, "redline.docx"], lambda: None),
        "export, as PDF": ([*DRAFTER, "export", case, "--review", "--force", "-o", "final.pdf"], lambda: None),
    }


def lines(folder: Path, rounds: int) -> Iterator[Line]:
    """A line per command, and the most memory that one of them took."""
    site = installed(folder)
    found: dict[str, list[Used]] = {}
    commands = prepared(folder)
    for number in range(rounds + 1):
        for name, (command, before) in commands.items():
            before()
            codes = (0, 1) if name == "check" else (0,)
            used = run(command, folder, site, codes=codes)
            if number:
                found.setdefault(name, []).append(used)
    trivial = tuple(used.seconds for used in found["trivial"])
    for name, goal in GOALS.items():
        samples = tuple(used.seconds for used in found[name])
        yield Line(f"drafter {name}", samples, "s", goal, "says a name", trivial, relative=True)
    most = max(found, key=lambda name: median(used.megabytes for used in found[name]))
    yield Line(f"memory of drafter {most}", tuple(used.megabytes for used in found[most]), "MB", 200)
