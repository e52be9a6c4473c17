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
from drafter.report.filing import Figure, Filing  # noqa: E402
from tests.damage import DAMAGES, FORMATS, damaged, judge  # noqa: E402
from tests.text_forms import TRACELESS  # noqa: E402

FORM = load_form("disclosure-2021")
EXAMPLE = read_report(ROOT / "examples" / "last-year.txt", FORM).filing


def filing(rng: random.Random, *, blanks: bool) -> Filing:
    """The example with random figures: blanks, "/", zeros, small and large counts."""
    figures: dict[str, Figure] = {}
    for cell in FORM.cells:
        draw = rng.random()
        if blanks and draw < 0.08:
            figures[cell] = None if draw < 0.05 else "/"
        else:
            figures[cell] = 0 if draw < 0.5 else rng.randrange(100) if draw < 0.9 else rng.randrange(10**6)
    return replace(EXAMPLE, figures=figures)


def measured(name: str, count: int) -> Counter[str]:
    """What `count` damages to reports in one format came to."""
    found: Counter[str] = Counter()
    kinds = sorted(DAMAGES)
    number = 0
    while found["damages"] < count and number < 20 * count:
        rng = random.Random(f"{name} {number}")
        case = damaged(filing(rng, blanks=name not in TRACELESS), FORM, name, kinds[number % len(kinds)], rng)
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
