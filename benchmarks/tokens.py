"""Tokens per report for the example: ours, and the plain way with the whole last report and all tables in each request.

Both are counted as sent and after a prefix cache, which serves what a request has in common with an earlier one, from
its first character on. The plain way is counted twice: with the task before the material, as is usual, and with
the task after it, which is the best that can be said for it. Lengths are estimated as for `drafter draft --dry-run`.

    python benchmarks/tokens.py
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.adversarial import example  # noqa: E402
from drafter.llm.prompts import tokens  # noqa: E402
from drafter.llm.writer import (  # noqa: E402
    Material,
    prepare,
)
from drafter.report.json import nested  # noqa: E402

TASK = "请根据上年报告和本年数据，起草{year}年政府信息公开工作年度报告的这一部分：{heading}。只输出正文。\n"


def plain(material: Material, *, task_first: bool) -> list[str]:
    """One request for each part with everything in it."""
    assert material.last is not None
    report = "\n".join(
        text for blocks in material.last.narrative.values() for block in blocks for text in block.paragraphs
    )
    years = (nested(material.figures), nested(material.last.figures))
    tables = "\n".join(json.dumps(year, separators=(",", ":"), default=str) for year in years)
    notes = "\n".join(note.text for note in material.notes)
    whole = f"上年报告：\n{report}\n本年和上年的数据：\n{tables}\n本年情况：\n{notes}\n"
    found = []
    for request in prepare(material).requests:
        task = TASK.format(year=material.year, heading=request.task.heading)
        found.append(f"{task}{whole}" if task_first else f"{whole}{task}")
    return found


def cached(requests: list[str]) -> int:
    """Tokens that are not served from what an earlier request began with alike."""
    count = tokens(requests[0])
    for at, request in enumerate(requests[1:], 1):
        common = max(len(os.path.commonprefix([request, earlier])) for earlier in requests[:at])
        count += tokens(request[common:])
    return count


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    material = example()
    ours = ["".join(message.content for message in request.messages) for request in prepare(material).requests]
    first, last = plain(material, task_first=True), plain(material, task_first=False)
    rows = {
        "ours": ours,
        "plain, the task before the material": first,
        "plain, the task after the material": last,
    }
    print(f"{'':<40}{'as sent':>10}{'after the prefix cache':>26}")
    for name, requests in rows.items():
        print(f"{name:<40}{sum(map(tokens, requests)):>10}{cached(requests):>26}")
    sent = sum(map(tokens, ours)) / sum(map(tokens, first))
    kept, best = cached(ours) / cached(first), cached(ours) / cached(last)
    print(f"\nours to plain: {sent:.2f} as sent (goal 0.50), {kept:.2f} after the cache (goal 0.33);")
    print(f"with the task after the material, {best:.2f} after the cache")
    return 0 if sent <= 0.5 and kept <= 1 / 3 else 1


if __name__ == "__main__":
    sys.exit(main())
