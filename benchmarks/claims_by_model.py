"""What a model reader adds on a set of cases: contradictions caught and true sentences blamed, tokens and seconds.

    python benchmarks/claims_by_model.py FOLDER --model M [--base-url URL] [--keep FILE] [--most N] [--show]

FOLDER holds `filings/`, `cases.jsonl` and a script `check-claims` that applies a case to a filing and compares
findings. All cases of a filing are read in one text: its own paragraphs, and behind them for every case the sentences
that it changes, each with the sentence before. What was said of them is then judged in the whole filing of each case,
as `check` does it. With `--keep` every answer is kept and never asked for again; `--most` is the longest answer of a
request in tokens. The key comes from OPENAI_API_KEY, as everywhere.
"""

from __future__ import annotations

import argparse
import importlib.machinery
import importlib.util
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from drafter.checks import Context, check  # noqa: E402
from drafter.form import Form, load_form  # noqa: E402
from drafter.llm import Model, Usage  # noqa: E402
from drafter.llm.reader import ModelReading, read_narrative  # noqa: E402
from drafter.llm.settings import model_settings  # noqa: E402
from drafter.llm.writer import Options, Progress  # noqa: E402
from drafter.llm.writer.journal import Journal  # noqa: E402
from drafter.llm.writer.run import opened  # noqa: E402
from drafter.report import Facts, Filing, Narrative, Paragraph, facts_for  # noqa: E402
from drafter.report import json as filing_codec  # noqa: E402
from drafter.report.filing import Block  # noqa: E402
from drafter.statements.language import Statement  # noqa: E402
from drafter.statements.second import SecondReading  # noqa: E402

FORM = "disclosure-2021"


def script_of(folder: Path) -> Any:
    """The script that applies and compares cases, as a module."""
    loader = importlib.machinery.SourceFileLoader("check_claims", str(folder / "check-claims"))
    spec = importlib.util.spec_from_loader("check_claims", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def filing_of(data: Any, form: Form) -> Filing:
    """A filing from its JSON."""
    return filing_codec.read(json.dumps(data, ensure_ascii=False).encode(), form)


@dataclass(frozen=True, slots=True)
class Case:
    """A case applied: the filing, its facts, where the edit is, and the paragraphs that the unedited filing lacks."""

    data: dict[str, Any]
    filing: Filing
    facts: Facts
    where: list[Any]
    changed: tuple[tuple[int, Paragraph, str], ...]
    """Numbers and paragraphs, each with the part of it that is sent."""


@dataclass(slots=True)
class Score:
    """What became of all cases, by one way of reading."""

    caught: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    blamed: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    true: int = 0

    def line(self, name: str) -> str:
        false = len(self.caught) + len(self.missed)
        return (
            f"{name:<12} caught {len(self.caught)} of {false} ({100 * len(self.caught) / max(1, false):.1f} %),"
            f" errors on true ones {len(self.blamed)} of {self.true}"
            f" ({100 * len(self.blamed) / max(1, self.true):.1f} %),"
            f" warnings on true ones {len(self.warned)}"
        )


def cases_of(script: Any, base: Any, last: Any, cases: Sequence[dict[str, Any]], form: Form) -> Iterator[Case]:
    """The cases of a filing, applied."""
    known = {item.text for item in Narrative(filing_of(base, form).narrative, form).paragraphs}
    for data in cases:
        edited, before, where = script.edited(data, base, last)
        filing = filing_of(edited, form)
        facts = facts_for(filing, form, last=filing_of(before, form))
        paragraphs = Narrative(filing.narrative, form).paragraphs
        changed = tuple(
            (number, item, part_of(item, known)) for number, item in enumerate(paragraphs, 1) if item.text not in known
        )
        yield Case(data, filing, facts, where, changed)


def part_of(paragraph: Paragraph, known: set[str]) -> str:
    """The sentences of a paragraph that stand in no known one, with the sentence before the first of them."""
    whole = "\n".join(known)
    new = [at for at, sentence in enumerate(paragraph.sentences) if sentence.text.strip() not in whole]
    if not new:
        return paragraph.text
    return "".join(item.text for item in paragraph.sentences[max(0, new[0] - 1) : new[-1] + 1])


def joined(filing: Filing, cases: Sequence[Case]) -> tuple[Filing, list[list[int]]]:
    """A filing with the parts of every case behind its own paragraphs, and their numbers, case by case."""
    sections = {key: list(blocks) for key, blocks in filing.narrative.items()}
    marks: list[list[str]] = []
    for case in cases:
        marks.append([])
        for _, paragraph, part in case.changed:
            place = paragraph.place
            sections.setdefault(place.section or "", []).append(Block((part,), None, place.topic))
            marks[-1].append(part)
    whole = replace(filing, narrative={key: tuple(blocks) for key, blocks in sections.items()})
    numbers: dict[str, list[int]] = {}
    own = sum(len(block.paragraphs) for blocks in filing.narrative.values() for block in blocks)
    for number, item in enumerate(Narrative(whole.narrative, load_form(FORM)).paragraphs, 1):
        numbers.setdefault(item.text, []).append(number)
    assert own <= sum(map(len, numbers.values()))
    return whole, [[numbers[part][-1] for part in parts] for parts in marks]


def second_of(
    reading: ModelReading, whole: Filing, own: Filing, case: Case | None, numbers: Sequence[int], form: Form
) -> SecondReading:
    """What was read, as if the filing of a case alone had been: statements by the numbers of its paragraphs."""
    texts = {item.text: number for number, item in enumerate(Narrative(own.narrative, form).paragraphs, 1)}
    joined_texts = [item.text for item in Narrative(whole.narrative, form).paragraphs]
    of_case = dict(zip(numbers, (number for number, _, _ in case.changed), strict=True)) if case else {}
    base = {number for number, text in enumerate(joined_texts, 1) if text in texts}
    changed_places = {item.place: number for number, item, _ in case.changed} if case else {}
    by_place = {
        number: changed_places.get(item.place)
        for number, item in enumerate(Narrative(whole.narrative, form).paragraphs, 1)
    }
    found: list[Statement] = []
    for one in reading.second.statements:
        if one.paragraph in of_case:
            found.append(replace(one, paragraph=of_case[one.paragraph]))
        elif one.paragraph in base:
            found.append(replace(one, paragraph=texts[joined_texts[one.paragraph - 1]]))
        elif by_place.get(one.paragraph) is not None:  # the unedited paragraph: what still stands of it is found again
            found.append(replace(one, paragraph=by_place[one.paragraph] or 0))
    return SecondReading(reading.second.reader, tuple(found))


def findings(filing: Filing, facts: Facts, second: SecondReading | None) -> list[dict[str, Any]]:
    """Errors and warnings of a check as JSON."""
    found = check(filing, facts, Context(second=second)).findings
    return [item.as_json() for item in found if item.severity.value in ("error", "warning")]


def score(script: Any, base: Sequence[Any], got: Sequence[Any], case: Case, into: Score) -> None:
    """Count what a case came to."""
    new = script.fresh(list(got), list(base))
    said = f"{case.data['id']} {case.data['category']}: {case.data['edit'].get('new', '')[:70]}"
    if case.data["kind"] == "false":
        hit = any(script.about(item, case.data, case.where) for item in new)
        (into.caught if hit else into.missed).append(f"{said} ({case.data['why']})")
        return
    into.true += 1
    shown = "; ".join(f"{item['severity']} {item['rule']} {item['reader']}: {item['message']['zh']}" for item in new)
    if any(item["severity"] == "error" for item in new):
        into.blamed.append(f"{said} [{shown}]")
    elif new:
        into.warned.append(f"{said} [{shown}]")


@dataclass(slots=True)
class Measure:
    """A set of cases read by a model, and what came of it offline and with the reader."""

    folder: Path
    model: Model
    options: Options
    journal: Journal | None
    offline: Score = field(default_factory=Score)
    both: Score = field(default_factory=Score)
    usage: Usage = field(default_factory=Usage)
    requests: int = 0
    statements: int = 0
    dropped: int = 0
    on_bases: list[str] = field(default_factory=list)
    """Errors on the filings as they are."""

    def run(self) -> None:
        """Every filing with its cases."""
        form, script = load_form(FORM), script_of(self.folder)
        cases = [json.loads(line) for line in (self.folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
        for path in sorted((self.folder / "filings").glob("*.last.json")):
            name = path.name.removesuffix(".last.json")
            files = path.with_name(f"{name}.json"), path
            base, last = (json.loads(file.read_text(encoding="utf-8")) for file in files)
            own = filing_of(base, form)
            facts = facts_for(own, form, last=filing_of(last, form))
            applied = list(cases_of(script, base, last, [item for item in cases if item["base"] == name], form))
            whole, numbers = joined(own, applied)
            reading = self.read(Narrative(whole.narrative, form), facts)
            account = check(whole, facts, Context(second=reading.second)).account
            self.dropped += sum(account.dropped.values()) + reading.second.malformed
            plain = findings(own, facts, None)
            second = findings(own, facts, second_of(reading, whole, own, None, (), form))
            errors = [item for item in second if item["severity"] == "error"]
            self.on_bases += [f"{name}: {item['rule']} {item['reader']} {item['message']['zh']}" for item in errors]
            for case, places in zip(applied, numbers, strict=True):
                score(script, plain, findings(case.filing, case.facts, None), case, self.offline)
                told = second_of(reading, whole, case.filing, case, places, form)
                score(script, second, findings(case.filing, case.facts, told), case, self.both)

    def read(self, narrative: Narrative, facts: Facts) -> ModelReading:
        """What the model reads in a text; what is kept is not asked for."""
        kept: dict[str, Any] = {}
        for entry in self.journal.entries() if self.journal else ():
            kept |= entry.get("items", {})
        reading = read_narrative(
            narrative, facts, self.model, self.options, about=("statements",), kept=kept,
            on_reply=self.journal.add if self.journal else None, progress=told,
        )  # fmt: skip
        if reading.failure is not None:
            sys.exit(f"{reading.failure.key} {reading.failure.values}")
        self.requests, self.usage = self.requests + reading.requests, self.usage + reading.usage
        self.statements += len(reading.second.statements) + reading.second.malformed
        return reading


def told(step: Progress) -> None:
    """How it goes, on standard error."""
    if step.state != "heard":
        print(f"{step.state} {step.key}", file=sys.stderr, flush=True)


def main() -> None:
    """Read and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", required=True)
    parser.add_argument("--base-url")
    parser.add_argument("--keep", type=Path, help="a file of JSON lines in which answers are kept")
    parser.add_argument("--most", type=int, default=12000, help="tokens of the longest answer (12000)")
    parser.add_argument("--timeout", type=float, default=7200.0, help="seconds for one answer (7200)")
    parser.add_argument("--show", action="store_true", help="list what was missed, blamed and dropped")
    arguments = parser.parse_args()
    named = {"model": arguments.model, "base_url": arguments.base_url, "max_tokens": arguments.most}
    settings, began = replace(model_settings(named), timeout=arguments.timeout), time.monotonic()
    with opened(settings, load_form(FORM).definition.language) as (model, options):
        measure = Measure(arguments.folder, model, options, Journal(arguments.keep) if arguments.keep else None)
        measure.run()
    for name, result in (("offline", measure.offline), ("with reader", measure.both)) if arguments.show else ():
        for title, lines in (("missed", result.missed), ("blamed", result.blamed), ("warned", result.warned)):
            print("".join(f"{name}, {title}: {line}\n" for line in lines), end="")
    print("".join(f"error on an unedited filing: {line}\n" for line in measure.on_bases), end="")
    print(measure.offline.line("offline"))
    print(measure.both.line("with reader"))
    usage = measure.usage
    print(f"requests {measure.requests}, prompt tokens {usage.prompt} ({usage.cached} cached)")
    print(f"answer tokens {usage.completion}, statements {measure.statements}, dropped {measure.dropped}")
    print(f"seconds {time.monotonic() - began:.0f}")


if __name__ == "__main__":
    main()
