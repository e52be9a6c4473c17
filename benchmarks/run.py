"""Measure everything that `benchmarks/` measures quickly, and print one table. `make bench`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import core  # noqa: E402


def main() -> None:
    """Print the table."""
    rows = [("what", "measured", "goal"), *core.rows()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
