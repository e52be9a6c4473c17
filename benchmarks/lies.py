"""What becomes of honest and false sentences that a model writes: out of the text, marked, or standing as vouched for.

    python benchmarks/lies.py [--show] [FILES…]

FILES as in `benchmarks/vouching.py`. Every sentence is written by a model into its place of its body's report, alone,
with its numbers typed, and goes through the writer's own proof: a number that is proven becomes its reference, what the
figures contradict is out, of a number that nothing bears out the clause is cut, what nothing vouches for is marked.
What is out or cut goes back to the writer once.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from vouching import HERE, facts_in  # noqa: E402

from drafter.drafting.outline import complete_narrative  # noqa: E402
from drafter.drafting.rollforward import roll_forward  # noqa: E402
from drafter.form import Form, load_form  # noqa: E402
from drafter.llm.writer import Material  # noqa: E402
from drafter.llm.writer.prove import Prover  # noqa: E402
from drafter.llm.writer.sentences import WrittenSentence, shortened, split  # noqa: E402
from drafter.report.facts import Facts  # noqa: E402
from drafter.report.personal_data import Masker  # noqa: E402

_FATES = ("out", "cut", "marked", "vouched")


@dataclass(frozen=True, slots=True)
class Fate:
    """A labelled sentence and what became of it: `out`, `cut` (without the clause at fault), `marked` or `vouched`."""

    file: str
    text: str
    honest: bool
    kind: str
    became: str
    why: str

    @property
    def is_right(self) -> bool:
        """Whether it is vouched for if it is honest, and not if it is false."""
        return (self.became == "vouched") is self.honest


def fates(path: Path, form: Form) -> Iterator[Fate]:
    """The sentences of a file, written one by one."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    material = _material(facts_in(data, form))
    prover = Prover(material, Masker())
    for item in data["sentences"]:
        section, _, topic = item["at"].partition(".")
        part = material.home(section, topic or None)
        told = [WrittenSentence(number, part, 0, text, ()) for number, text in enumerate(split(item["text"], form), 1)]
        yield Fate(path.stem, item["text"], item["label"] == "honest", item["kind"], *_became(told, prover))


def _material(facts: Facts) -> Material:
    """What a writer is told of a body: the entries of last year's text, with the numbers that the file has typed."""
    plan = roll_forward(facts)
    typed = {(item.section, item.topic, item.last, item.unit): item.value for item in facts.entries if item.value}
    values = {item.id: typed.get((item.section, item.topic, item.last, item.unit)) for item in plan.entries}
    told = replace(facts, typed={name: value for name, value in values.items() if value})
    return Material(told.with_entries(plan.entries), complete_narrative(plan.narrative, facts.form))


def _became(told: list[WrittenSentence], prover: Prover) -> tuple[str, str]:
    """What became of sentences, the worst of them, and why."""
    proven = prover.prove(told).sentences
    refused = [item for item in proven if item.refused]
    if refused:
        whole = any(shortened(item, prover.facts.form) is None for item in refused)
        return "out" if whole else "cut", "; ".join(reason.text("zh") for item in refused for reason in item.reasons)
    doubted = [item for item in proven if item.vouched is False]
    words = (word for item in doubted if item.backing for word in item.backing.words)
    return ("marked", " ".join(words)) if doubted else ("vouched", "")


def main() -> None:
    """Print what the files came to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(HERE.glob("*.toml")))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    form = load_form("disclosure-2021")
    found = [fate for path in options.files for fate in fates(path, form)]
    for honest, name in ((False, "false"), (True, "honest")):
        some = [fate for fate in found if fate.honest is honest]
        counts = Counter((fate.kind, fate.became) for fate in some)
        for kind in dict.fromkeys(fate.kind for fate in some):
            shown = ", ".join(f"{became} {counts[kind, became]:>3}" for became in _FATES)
            print(f"  {kind:<12} {shown}")
        total = Counter(fate.became for fate in some)
        shares = ", ".join(
            f"{became} {total[became]} ({100 * total[became] / max(1, len(some)):.1f} %)" for became in _FATES
        )
        print(f"{len(some)} {name}: {shares}\n")
    for fate in found if options.show else ():
        if not fate.is_right:
            print(
                f"{'honest' if fate.honest else 'lie':<7}{fate.kind:<11} {fate.became}: {fate.text}\n        {fate.why}"
            )


if __name__ == "__main__":
    main()
