"""How well sentences are vouched for: false ones that are not, and honest ones that are marked.

    python benchmarks/vouching.py [--show] [FILES…]

Every sentence of the files (by default those in `vouching/`, whose README says what a file holds) stands alone in its
place of an otherwise empty report, beside its body's material. Printed by kind; `--show` lists what went wrong.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from drafter.form import Form, load_form  # noqa: E402
from drafter.report.facts import (  # noqa: E402
    Entry,  # noqa: E402
    Facts,
    facts_of,
)
from drafter.report.filing import Block, Figures, Filing, blank_figures  # noqa: E402
from drafter.report.narrative import Narrative  # noqa: E402
from drafter.report.notes import parse_notes  # noqa: E402
from drafter.statements import bind  # noqa: E402
from drafter.vouching import Backing, SentenceVouching, vouch  # noqa: E402

HERE = ROOT / "benchmarks" / "vouching"


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled sentence and what vouching made of it; more than one item where it was read as several sentences."""

    file: str
    text: str
    honest: bool
    kind: str
    found: tuple[SentenceVouching, ...]

    @property
    def marked(self) -> bool:
        """Whether any part of it is not vouched for."""
        return any(item.state is not Backing.VOUCHED for item in self.found)

    @property
    def right(self) -> bool:
        """Whether it is marked as it should be."""
        return self.marked is not self.honest


def facts_in(data: Mapping[str, Any], form: Form) -> Facts:
    """The material of a file."""
    texts = {key: tuple(value.splitlines()) for key, value in data.get("text", {}).items()}
    last: dict[str, tuple[Block, ...]] = {}
    for key, paragraphs in texts.items():
        section, _, topic = key.partition(".")
        last[section] = (*last.get(section, ()), Block(paragraphs, None, topic or None))
    entries = []
    for number, item in enumerate(data.get("entries", ()), 1):
        section, _, topic = item["at"].partition(".")
        place = f"{item['at']}.{number}"
        entries.append(
            Entry(place, section, topic or None, item["sentence"], item["last"], item.get("unit"), item.get("value"))
        )
    who, year = data["organization"], data["year"]
    before = Filing(form.key, _figures(data.get("last", {}), form), last, who, year - 1)
    notes = parse_notes(data.get("notes", ""), form)
    return facts_of(
        form, _figures(data["figures"], form), organization=who, year=year, last=before, notes=notes, entries=entries
    )


def _figures(tables: Mapping[str, Mapping[str, Any]], form: Form) -> Figures:
    figures = dict.fromkeys(blank_figures(form), 0)
    for key, rows in tables.items():
        for row, values in rows.items():
            columns = list(form.tables[key].row_columns(row))
            given = values if isinstance(values, list) else [values]
            for column, value in zip(columns[-len(given) :], given, strict=True):
                figures[f"{key}.{row}.{column}"] = Decimal(str(value)) if isinstance(value, float) else value
    return figures


def cases(path: Path, form: Form) -> Iterator[Case]:
    """The sentences of a file, vouched for one by one."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    facts = facts_in(data, form)
    for item in data["sentences"]:
        section, _, topic = item["at"].partition(".")
        sections = {section: (Block((item["text"],), None, topic or None),)}
        narrative = Narrative(sections, form)
        found = vouch(narrative, facts, bind(narrative, facts))
        yield Case(path.stem, item["text"], item["label"] == "honest", item["kind"], found.sentences)


def main() -> None:
    """Print what the files came to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(HERE.glob("*.toml")))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    form = load_form("disclosure-2021")
    found = [case for path in options.files for case in cases(path, form)]
    for honest, name in ((False, "false, not vouched"), (True, "honest, marked")):
        some = [case for case in found if case.honest is honest]
        marked = Counter(case.kind for case in some if case.marked)
        total = Counter(case.kind for case in some)
        for kind in total:
            print(f"  {kind:<12} {marked[kind]:>3} of {total[kind]:>3}")
        share = 100 * marked.total() / max(1, len(some))
        print(f"{name}: {marked.total()} of {len(some)} ({share:.1f} %)\n")
    for case in found if options.show else ():
        if not case.right:
            said = "; ".join(f"{item.state.value} {' '.join(item.words)} [{' '.join(item.by)}]" for item in case.found)
            print(f"{'honest' if case.honest else 'lie':<7}{case.kind:<11} {case.text}\n        {said}")


if __name__ == "__main__":
    main()
