"""Measure what a user waits for, and print one table: `make bench`; `--quick` for CI.

Each line stands beside a peer or a limit measured in the same run. Exit code 1 when a goal is missed; `--quick` takes
fewer rounds and files, and misses only by twice a goal that does not go with the machine: a ratio, or how work grows.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import commands, growth, warm  # noqa: E402
from benchmarks.measure import Line, scale  # noqa: E402

HEADER = ("what", "median", "least–most", "compared with", "ratio", "goal", "")
WIDTHS = (40, 12, 22, 34, 8, 14, 6)


def lines(folder: Path, *, quick: bool) -> Iterator[Line]:
    """Every line, as it is measured."""
    yield from warm.lines(5 if quick else 15)
    yield from growth.lines(folder, 2 if quick else 5, 100 if quick else 2000)
    yield from commands.lines(folder, 3 if quick else 9)


def row(cells: tuple[str, ...]) -> str:
    """One row of the table."""
    return "  ".join(map(str.ljust, cells, WIDTHS)).rstrip()


def main() -> None:
    """Print the table, each line as soon as it is measured."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true")
    quick = asked.parse_args().quick
    found = []
    print(row(HEADER))
    with tempfile.TemporaryDirectory() as name:
        for line in lines(Path(name), quick=quick):
            print(row(line.shown()), flush=True)
            found.append(line)
    print(f"\nThis machine takes {scale():.2f} of the time of the one on which the goals in seconds were set.")
    judged = [line for line in found if not (quick and line.timed)]
    missed = [line.name for line in judged if not line.holds(2 if quick else 1)]
    if missed:
        print(f"Missed{', by twice the goal' if quick else ''}: {'; '.join(missed)}")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
