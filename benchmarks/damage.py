"""Random damage to written reports, 500 per format: wrong numbers, cells lost outside the damage, damage not said.

python benchmarks/damage.py [COUNT [FORMAT ...]]
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from drafter.form import load_form  # noqa: E402
from drafter.recognition.files import read_report  # noqa: E402
from drafter.report.filing import Figure, Filing, as_number  # noqa: E402
from tests.damage import DAMAGES, FORMATS, OVERWRITE, damaged, judge, totals_of  # noqa: E402
from tests.text_forms import TRACELESS  # noqa: E402

FORM = load_form("disclosure-2021")
EXAMPLE = read_report(ROOT / "examples" / "last-year.txt", FORM).filing

TOTALS = totals_of(FORM)


def filing(rng: random.Random, *, blanks: bool, adding_up: bool) -> Filing:
    """The example with random figures: blanks, "/", zeros, small and large counts; the last cell of a row is filled in.

    `adding_up`: totals are the sums of their rows, without which no row shows that one of its values is another's.
    """
    figures: dict[str, Figure] = {}
    last = {row.addresses[-1] for table in FORM.tables.values() for row in table.printed} | TOTALS.keys()
    for cell in FORM.cells:
        draw = rng.random()
        if blanks and draw < 0.08 and cell not in last:
            figures[cell] = None if draw < 0.05 else "/"
        else:
            figures[cell] = 0 if draw < 0.5 else rng.randrange(100) if draw < 0.9 else rng.randrange(10**6)
    for cell, parts in TOTALS.items() if adding_up else ():
        figures[cell] = sum((as_number(figures[part]) or 0 for part in parts), 0)
    return replace(EXAMPLE, figures=figures)


def measured(name: str, count: int) -> Counter[str]:
    """What `count` damages to reports in one format came to."""
    found: Counter[str] = Counter()
    kinds = sorted(DAMAGES)
    number = 0
    while found["damages"] < count and number < 20 * count:
        rng = random.Random(f"{name} {number}")
        kind = kinds[number % len(kinds)]
        report = filing(rng, blanks=name not in TRACELESS, adding_up=kind == OVERWRITE or rng.random() < 0.5)
        case = damaged(report, FORM, name, kind, rng)
        number += 1
        if case is None:
            continue
        verdict = judge(case, FORM)
        found["damages"] += 1
        found["wrong"] += bool(verdict.wrong)
        found["lost"] += bool(verdict.lost)
        found["unsaid"] += not verdict.reported
    return found


def main() -> None:
    """Print a line per format."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    print(f"{'format':<16}{'damages':>8}{'wrong numbers':>15}{'lost outside':>14}{'not said':>10}")
    for name in sys.argv[2:] or (*FORMATS, "pdf"):
        if name == "pdf" and find_spec("weasyprint") is None:
            print("pdf              WeasyPrint is not installed")
            continue
        found = measured(name, count)
        print(
            f"{name:<16}{found['damages']:>8}{found['wrong']:>15}{found['lost']:>14}{found['unsaid']:>10}", flush=True
        )


if __name__ == "__main__":
    main()
