"""Start-up, reading text and checking figures, each beside what it is compared with, in one run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from drafter.checks.figures import rules_of
from drafter.checks.matter import Matter
from drafter.checks.rules import Outcomes, apply
from drafter.form import Form, load_form
from drafter.formats import FORMATS
from drafter.recognition import recognize
from drafter.report.facts import facts_of
from drafter.report.filing import Figures, Filing

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared" / "reports" / "seed-chongqing-2024.txt"
EXAMPLE = ROOT / "examples" / "last-year.txt"
TRIVIAL = """import typer
app = typer.Typer(no_args_is_help=True)
@app.callback()
def main(): "A trivial program."
@app.command()
def one(name: str): "Say a name."
@app.command()
def two(name: str): "Say it again."
app()
"""


def best(action: Callable[[], object], times: int) -> float:
    """The least seconds of several runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


def start_up() -> tuple[float, float]:
    """Median seconds of `drafter --help` and of a trivial typer program's, run by turns."""
    with tempfile.TemporaryDirectory() as name:
        program = Path(name) / "trivial.py"
        program.write_text(TRIVIAL)
        ours, theirs = [], []
        for _ in range(15):
            for times, command in (
                (ours, [sys.executable, "-m", "drafter", "--help"]),
                (theirs, [sys.executable, str(program), "--help"]),
            ):
                start = time.perf_counter()
                subprocess.run(command, capture_output=True, check=True)
                times.append(time.perf_counter() - start)
        return median(ours), median(theirs)


def checked(figures: Figures, form: Form) -> Outcomes:
    """Every rule on figures alone."""
    return apply(rules_of(form), Matter(facts_of(form, figures), Filing(form.key, figures)))


def bare_sums(form: Form, figures: Figures) -> int:
    """A bare loop over the same terms, that only adds them up and compares."""
    failed = 0
    for item in form.identities:
        if not item.crosses_years:
            left = sum(term.weight * figures[term.address] for term in item.left)  # type: ignore[operator]
            right = sum(term.weight * figures[term.address] for term in item.right)  # type: ignore[operator]
            failed += left != right
    return failed


def rows() -> list[tuple[str, str, str]]:
    """What was measured, the figure, and its goal."""
    form = load_form("disclosure-2021")
    source = SEED if SEED.is_file() else EXAMPLE
    data = source.read_bytes()
    reading = best(lambda: recognize(FORMATS["txt"].read(data), form), 200)
    figures = recognize(FORMATS["txt"].read(data), form).filing.figures
    checking, bare = best(lambda: checked(figures, form), 400), best(lambda: bare_sums(form, figures), 400)
    ours, theirs = start_up()
    return [
        ("drafter --help / trivial typer program", f"{ours / theirs:.2f}x ({ours:.3f} s / {theirs:.3f} s)", "<= 1.5x"),
        (f"reading {source.name}", f"{reading * 1e3:.2f} ms", "<= 1.3 ms"),
        ("all figure checks of one filing", f"{checking * 1e6:.0f} us", "<= 150 us"),
        ("figure checks / a bare loop over the terms", f"{checking / bare:.2f}x", ""),
    ]
