"""What is measured on: the reports of `examples/`, real ones where they are beside the checkout, and generated ones."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from drafter.drafting.merge import merge  # noqa: E402
from drafter.form import Form, load_form  # noqa: E402
from drafter.formats import FORMATS  # noqa: E402
from drafter.formats.style import load_style  # noqa: E402
from drafter.recognition.files import read_report  # noqa: E402
from drafter.report import Block, Filing  # noqa: E402

FORM = load_form("disclosure-2021")
REPORTS = ROOT.parent / "shared" / "reports"
EXAMPLE = ROOT / "examples" / "last-year.txt"
SEED = REPORTS / "seed-chongqing-2024.txt" if (REPORTS / "seed-chongqing-2024.txt").is_file() else EXAMPLE
CITY = REPORTS / "huaian-2024.pdf" if (REPORTS / "huaian-2024.pdf").is_file() else EXAMPLE


def filing(path: Path = EXAMPLE) -> Filing:
    """The report in a file."""
    return read_report(path, FORM).filing


def written(report: Filing, suffix: str, form: Form = FORM) -> bytes:
    """A report as a file of a format ("docx", "html", "txt")."""
    return FORMATS[suffix].write(merge(report, form), load_style(form.definition.style))


def of_length(characters: int) -> Filing:
    """The example with so many characters of overview: its own paragraphs again and again, their numbers changed."""
    report, chance = filing(), random.Random(2)
    texts = [text for block in report.narrative["overview"] for text in block.paragraphs]
    found: list[str] = []
    while sum(map(len, found)) < characters:
        text = texts[len(found) % len(texts)]
        found.append("".join(str(chance.randrange(10)) if char.isdecimal() else char for char in text))
    first = report.narrative["overview"][0]
    return replace(report, narrative={**report.narrative, "overview": (replace(first, paragraphs=tuple(found)),)})


def next_year(report: Filing) -> Filing:
    """The same report a year later: other numbers, a sentence less here and one more there."""
    chance = random.Random(3)

    def shorter(text: str) -> str:
        kept = [part for part in text.split("。") if part and chance.random() > 0.1]
        return "".join(f"{part}。" for part in kept).replace("1", "2").replace("3", "5") or text

    def changed(block: Block) -> Block:
        return replace(block, paragraphs=tuple(map(shorter, block.paragraphs)))

    narrative = {key: tuple(map(changed, blocks)) for key, blocks in report.narrative.items()}
    return replace(report, narrative=narrative, year=(report.year or 2024) + 1)
