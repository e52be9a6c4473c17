"""Tokens and wall time for the example, against one plain request: the whole last report, both tables, the notes.

Lengths are estimated as for `drafter draft --dry-run`. A prefix cache serves what a request has in common with an
earlier one from its first character on: here with a run of the same case before its figures were mended, as happens
several times in a season. The plain request has its task and last year's report in common with its earlier self. The
wall time is that of a model that takes a fixed time for each request: with requests at once it is the slowest, not the
sum.

    python benchmarks/tokens.py
"""

from __future__ import annotations

import json
import os
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.adversarial import HONEST, example  # noqa: E402
from drafter.llm import Message, ScriptedModel  # noqa: E402
from drafter.llm.prompts import tokens  # noqa: E402
from drafter.llm.writer import Material, Options, prepare, write_narrative  # noqa: E402
from drafter.report.json import nested  # noqa: E402

TASK = "请根据上年报告和本年数据，起草{year}年政府信息公开工作年度报告的文字部分，体例与上年一致。只输出正文。\n"
SECONDS = 0.3
"""What the model of the wall time takes for a request."""
APART = Options(concurrency=8, context=4200)


def plain(material: Material) -> str:
    """One request with everything in it."""
    facts = material.facts
    assert facts.last is not None
    report = "\n".join(
        text for blocks in facts.last.narrative.values() for block in blocks for text in block.paragraphs
    )
    years = (nested(facts.figures), nested(facts.last_figures))
    tables = "\n".join(json.dumps(year, separators=(",", ":"), default=str) for year in years)
    notes = "\n".join(note.text for note in facts.notes)
    task = TASK.format(year=facts.year)
    return f"{task}上年报告：\n{report}\n本年和上年的数据：\n{tables}\n本年情况：\n{notes}\n"


def sent(material: Material, options: Options | None = None) -> list[str]:
    """What ours would send."""
    requests = prepare(material, options).requests
    return ["".join(message.content for message in request.messages) for request in requests]


def uncached(requests: Sequence[str], known: str = "") -> int:
    """Tokens that are not served from what an earlier request began with alike."""
    earlier, count = [known], 0
    for request in requests:
        common = max(len(os.path.commonprefix([request, item])) for item in earlier)
        count += tokens(request[common:])
        earlier.append(request)
    return count


def seconds(material: Material, options: Options) -> float:
    """Wall time of a run with a model that takes `SECONDS` for each request."""
    truth = tomllib.loads(HONEST.read_text(encoding="utf-8"))
    keys = {request.messages[1].content: request.key.split("+") for request in prepare(material, options).requests}

    def slow(messages: Sequence[Message], schema: type[BaseModel]) -> str:
        time.sleep(SECONDS)
        own = [item for item in truth["paragraphs"] if item["place"] in keys[messages[1].content]]
        return json.dumps({"paragraphs": own, "last_problems": truth["last_problems"]})

    began = time.monotonic()
    write_narrative(material, ScriptedModel(slow), options)
    return time.monotonic() - began


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    material = example()
    figures = {
        address: value + 1 if isinstance(value, int) else value for address, value in material.facts.figures.items()
    }
    before = replace(material, facts=replace(material.facts, figures=figures))
    whole, apart, base = sent(material), sent(material, APART), tokens(plain(material))
    kept = uncached(whole, sent(before)[0])
    rows = [
        ("one plain request", 1, base, uncached([plain(material)], plain(before))),
        ("ours, in one request", len(whole), sum(map(tokens, whole)), kept),
        ("ours, a request for each place", len(apart), sum(map(tokens, apart)), uncached(apart)),
    ]
    print(f"{'':<36}{'requests':>10}{'as sent':>10}{'after the prefix cache':>26}")
    for name, count, all_tokens, fresh in rows:
        print(f"{name:<36}{count:>10}{all_tokens:>10}{fresh:>26}")
    ratio = rows[1][2] / base
    print(f"\nours to plain as sent: {ratio:.2f} (goal 1.25), and {kept / base:.2f} after the cache (goal 0.50)")
    for name, options in (("one request", Options()), ("a request for each place", APART)):
        took = seconds(material, options)
        print(f"wall time, {name}, {SECONDS} s each: {took:.1f} s")
    return 0 if ratio <= 1.25 and kept <= 0.5 * base else 1


if __name__ == "__main__":
    sys.exit(main())
