"""What a model reader adds to vouching: false sentences that are not vouched for, honest ones that are marked.

    python benchmarks/vouching_by_model.py --model M [--base-url URL] [--keep FILE] [--show] [FILES…]

FILES as in `benchmarks/vouching.py`, by default all in `benchmarks/vouching/`. The sentences of a file are read
together, each as a paragraph of its own in its place of the report, and judged as `benchmarks/vouching.py` judges them
alone, first offline and then with what the model says of them. With `--keep` every answer is kept and never asked for
again.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from vouching import HERE, facts_in  # noqa: E402

from drafter.form import load_form  # noqa: E402
from drafter.llm import Model, Usage  # noqa: E402
from drafter.llm.reader import read_narrative  # noqa: E402
from drafter.llm.settings import model_settings  # noqa: E402
from drafter.llm.writer import Options, Progress  # noqa: E402
from drafter.llm.writer.journal import Journal  # noqa: E402
from drafter.llm.writer.run import opened  # noqa: E402
from drafter.report import Block, Facts, Narrative  # noqa: E402
from drafter.statements import bind  # noqa: E402
from drafter.statements.second import SentenceVerdict  # noqa: E402
from drafter.vouching import Backing, SentenceVouching, vouch, with_second  # noqa: E402


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence with what is made of it, offline and with the reader."""

    text: str
    honest: bool
    kind: str
    offline: tuple[SentenceVouching, ...]
    both: tuple[SentenceVouching, ...]


def marked(found: Sequence[SentenceVouching]) -> bool:
    """Whether any part of a sentence is not vouched for."""
    return any(item.state is not Backing.VOUCHED for item in found)


def alone(item: dict[str, Any], facts: Facts, verdicts: Sequence[SentenceVerdict]) -> Sentence:
    """A sentence alone in its place, with the verdicts on its parts."""
    section, _, topic = item["at"].partition(".")
    narrative = Narrative({section: (Block((item["text"],), None, topic or None),)}, facts.form)
    account = bind(narrative, facts)
    offline = vouch(narrative, facts, account)
    here = [replace(one, paragraph=0) for one in verdicts]
    both = with_second(offline, here, account)
    return Sentence(item["text"], item["label"] == "honest", item["kind"], offline.sentences, both.sentences)


def together(items: Sequence[dict[str, Any]]) -> tuple[dict[str, tuple[Block, ...]], list[tuple[str, int]]]:
    """All sentences as one report, and the section and paragraph of each."""
    sections: dict[str, list[Block]] = {}
    places = []
    for item in items:
        section, _, topic = item["at"].partition(".")
        blocks = sections.setdefault(section, [])
        places.append((section, len(blocks)))
        blocks.append(Block((item["text"],), None, topic or None))
    return {key: tuple(blocks) for key, blocks in sections.items()}, places


def told(step: Progress) -> None:
    """How it goes, on standard error."""
    if step.state != "heard":
        print(f"{step.state} {step.key}", file=sys.stderr, flush=True)


@dataclass(slots=True)
class Measure:
    """What was sent for all files."""

    model: Model
    options: Options
    journal: Journal | None
    requests: int = 0
    usage: Usage = Usage()  # noqa: RUF009 - it is frozen

    def sentences(self, path: Path) -> Iterator[Sentence]:
        """The sentences of a file, judged."""
        data, form = tomllib.loads(path.read_text(encoding="utf-8")), load_form("disclosure-2021")
        facts, kept = facts_in(data, form), dict[str, Any]()
        for entry in self.journal.entries() if self.journal else ():
            kept |= entry.get("items", {})
        sections, places = together(data["sentences"])
        reading = read_narrative(
            Narrative(sections, form), facts, self.model, self.options, about=("sentences",), kept=kept,
            on_reply=self.journal.add if self.journal else None, progress=told,
        )  # fmt: skip
        if reading.failure is not None:
            sys.exit(f"{reading.failure.key} {reading.failure.values}")
        self.requests, self.usage = self.requests + reading.requests, self.usage + reading.usage
        for item, place in zip(data["sentences"], places, strict=True):
            verdicts = [one for one in reading.second.sentences if (one.section, one.paragraph) == place]
            yield alone(item, facts, verdicts)


def main() -> None:
    """Print what the files came to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(HERE.glob("*.toml")))
    parser.add_argument("--model", required=True)
    parser.add_argument("--base-url")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--timeout", type=float, default=7200.0)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    settings = model_settings({"model": options.model, "base_url": options.base_url, "max_tokens": 12000})
    with opened(replace(settings, timeout=options.timeout), "zh") as (model, chosen):
        measure = Measure(model, chosen, Journal(options.keep) if options.keep else None)
        found = [sentence for path in options.files for sentence in measure.sentences(path)]
    for honest, name in ((False, "false, not vouched"), (True, "honest, marked")):
        some = [item for item in found if item.honest is honest]
        for way in ("offline", "both"):
            count = sum(marked(getattr(item, way)) for item in some)
            print(f"{name}, {way}: {count} of {len(some)} ({100 * count / max(1, len(some)):.1f} %)")
    for item in found if options.show else ():
        if marked(item.both) is item.honest:
            said = "; ".join(f"{one.reason.value} {' '.join(one.words)} [{' '.join(one.by)}]" for one in item.both)
            print(f"{'honest' if item.honest else 'lie':<7}{item.kind:<11} {item.text}\n        {said}")
    usage = measure.usage
    print(f"requests {measure.requests}, prompt tokens {usage.prompt}, answer tokens {usage.completion}")


if __name__ == "__main__":
    main()
