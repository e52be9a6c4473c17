"""Hostile files: what the commands take for each, the worst first; exits 1 where one takes over 10 s or 500 MB.

python benchmarks/hostile.py [PROCESSES [PART OF A NAME ...]]
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.hostile_runs import MEGABYTES, SECONDS, Run, example_case, files, runs_of  # noqa: E402

_SHOWN = 20


def measured(name: str, example: Path) -> list[Run]:
    """The runs of all commands on one file; those that are over are printed at once."""
    with tempfile.TemporaryDirectory() as folder:
        runs = list(runs_of(name, example, Path(folder)))
    for run in runs:
        if run.over:
            print("OVER", line(run), run.said.strip()[-300:] if run.fell else "", flush=True)
    return runs


def line(run: Run) -> str:
    """A run in one line."""
    return f"{run.file:<50}{run.command:<8}{run.code:>4}{run.seconds:>8.1f} s{run.megabytes:>8.0f} MB"


def main() -> None:
    """Print what is over, and then the worst in time and in memory."""
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    wanted = [name for name in files() if any(part in name for part in sys.argv[2:] or [""])]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(processes) as pool:
        example = example_case(Path(folder))
        runs = [run for group in pool.map(lambda name: measured(name, example), wanted) for run in group]
    for title, key in (("time", lambda run: run.seconds), ("memory", lambda run: run.megabytes)):
        print(f"\nthe worst in {title}")
        print("\n".join(map(line, sorted(runs, key=key, reverse=True)[:_SHOWN])))
    over = sum(run.over for run in runs)
    print(f"\n{len(wanted)} files, {len(runs)} runs, {over} over {SECONDS} s or {MEGABYTES} MB or without a sentence")
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
