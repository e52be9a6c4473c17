"""Sentences put into filings: how many false ones are found, how many true ones are blamed, by kind, in one process.

Run as `python -m benchmarks.claims FOLDER [--show]`. The folder holds `filings/ID.json` with `filings/ID.last.json` and
`cases.jsonl`, a case a line:

    {"id": …, "base": "ID", "kind": "true" | "false", "category": …, "why": …, "cells": […],
     "edit": {"type": "replace", "old": …, "new": …} | {"type": "cells", "set": {"row.column": n}, "of": "last"?}
             | {"type": "path", "path": […], "value": … | null (left out)}}

A false case is found when an error or a warning stands in the edited section, or on one of its cells, that the filing
without the edit does not have; a true case is blamed when such an error stands anywhere. `--show` lists what was missed
and what was blamed. Exit code 1 when a true case is blamed.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from drafter.checks import check  # noqa: E402
from drafter.form import Form, load_form  # noqa: E402
from drafter.report import json as filings  # noqa: E402
from drafter.report.facts import facts_of  # noqa: E402
from drafter.report.findings import Finding, Severity  # noqa: E402

_WEIGHTY = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a case: the new findings about its place, and all new errors."""

    case: Mapping[str, Any]
    about: tuple[Finding, ...]
    errors: tuple[Finding, ...]

    @property
    def is_false(self) -> bool:
        """Whether the case's sentence contradicts the tables or its own text."""
        return bool(self.case["kind"] == "false")


def findings(filing: Mapping[str, Any], last: Mapping[str, Any], form: Form) -> list[Finding]:
    """Errors and warnings of a filing, last year's beside it."""
    read = filings.read(json.dumps(filing).encode(), form)
    before = filings.read(json.dumps(last).encode(), form)
    facts = facts_of(form, read.figures, organization=read.organization, year=read.year, last=before)
    return [finding for finding in check(read, facts).findings if finding.severity in _WEIGHTY]


def edited(case: Mapping[str, Any], pair: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any], str]:
    """A filing and last year's with a case's edit, and the section of the edit (none: "")."""
    filing, last = copy.deepcopy(pair[0]), copy.deepcopy(pair[1])
    edit = case["edit"]
    if edit["type"] == "replace":
        return filing, last, _replaced(filing, edit["old"], edit["new"])
    if edit["type"] == "cells":
        target = last if edit.get("of") == "last" else filing
        for address, number in edit["set"].items():
            table, _, rest = address.partition(".")
            row, _, column = rest.rpartition(".")
            target["figures"][table][row][column] = number
        return filing, last, ""
    *path, leaf = edit["path"]
    at: Any = filing
    for key in path:
        at = at[key]
    if edit["value"] is None:
        del at[leaf]
    else:
        at[leaf] = edit["value"]
    return filing, last, str(edit["path"][1]) if len(edit["path"]) > 1 else ""


def _replaced(filing: Mapping[str, Any], old: str, new: str) -> str:
    """The section in which the only place with some words was rewritten."""
    for section, blocks in filing["narrative"].items():
        for block in blocks:
            if block["heading"] and old in block["heading"]:
                block["heading"] = block["heading"].replace(old, new)
                return str(section)
            for number, text in enumerate(block["paragraphs"]):
                if old in text:
                    block["paragraphs"][number] = text.replace(old, new)
                    return str(section)
    raise ValueError(f"no paragraph holds {old!r}")


def judged(folder: Path, form: Form) -> Iterator[Judged]:
    """Every case of a folder."""
    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text("utf-8").splitlines() if line.strip()]
    pairs = {name: _pair(folder, name) for name in dict.fromkeys(case["base"] for case in cases)}
    bases = {name: Counter((one.key, one.basis) for one in findings(*pair, form)) for name, pair in pairs.items()}
    for case in cases:
        filing, last, section = edited(case, pairs[case["base"]])
        old = Counter(bases[case["base"]])
        new: list[Finding] = []
        for finding in findings(filing, last, form):
            name = (finding.key, finding.basis)
            if old[name]:
                old[name] -= 1
            else:
                new.append(finding)
        about = tuple(one for one in new if _is_about(one, section, case))
        yield Judged(case, about, tuple(one for one in new if one.severity is Severity.ERROR))


def _pair(folder: Path, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    one, last = (json.loads((folder / "filings" / f"{name}{end}.json").read_text("utf-8")) for end in ("", ".last"))
    return one, last


def _is_about(finding: Finding, section: str, case: Mapping[str, Any]) -> bool:
    cells = (*case.get("cells", ()), *case["edit"].get("set", {}))
    where = finding.place.section == section if section else True
    return where or any(cell in finding.place.cells for cell in cells)


def table(found: Sequence[Judged]) -> str:
    """How many of each kind were found as what, or blamed."""
    rows = [("kind", "false", "found", "as errors", "true", "blamed", "warned")]
    kinds = sorted({one.case["category"] for one in found})
    for kind in [*kinds, "all"]:
        own = [one for one in found if kind in (one.case["category"], "all")]
        false, true = [one for one in own if one.is_false], [one for one in own if not one.is_false]
        caught = sum(bool(one.about) for one in false)
        hard = sum(any(finding.severity is Severity.ERROR for finding in one.about) for one in false)
        blamed = sum(bool(one.errors) for one in true)
        warned = sum(bool(one.about) and not one.errors for one in true)
        rows.append((kind, *map(str, (len(false), caught, hard, len(true), blamed, warned))))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def main() -> int:
    """Print the table; 1 where a true sentence is blamed."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--form", default="disclosure-2021")
    asked.add_argument("--show", action="store_true", help="list what was missed and what was blamed")
    options = asked.parse_args()
    found = list(judged(options.folder, load_form(options.form)))
    for one in found if options.show else ():
        if one.is_false and not one.about:
            print("missed", one.case["id"], one.case["edit"].get("new", ""), "|", one.case.get("why", ""))
        elif not one.is_false and one.errors:
            print("blamed", one.case["id"], one.case["edit"].get("new", ""), *(x.message["zh"] for x in one.errors))
    print(table(found))
    return int(any(one.errors for one in found if not one.is_false))


if __name__ == "__main__":
    sys.exit(main())
