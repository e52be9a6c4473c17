"""The summary of a batch as a workbook: a line for each row, each finding and each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from drafter.batch.matching import Arrival, Delivery, problems_first
from drafter.batch.office import OfficeChoice
from drafter.batch.overview import remark
from drafter.batch.results import Results
from drafter.batch.sheets import PlainSheet, Value, book_of
from drafter.batch.told import message_of, place_of, suspects_of, wanted, words_of
from drafter.checks.catalogue import rules_of
from drafter.form import Form
from drafter.messages import say
from drafter.report import Filing

_ROWS = {"arrival": 11, "unit": 24, "kind": 18, "parent": 20, "errors": 7, "warnings": 7, "unread": 9, "remark": 50}
_ROWS |= {"organization": 24, "year": 7, "matched_by": 9, "file": 40}
_FINDINGS = {"unit": 24, "number": 6, "severity": 7, "rule": 7, "place": 32, "words": 30, "wanted": 16, "message": 60}
_FINDINGS |= {"source": 30, "file": 30}
_RULES = {"rule": 7, "severity": 7, "name": 40, "units": 9, "findings": 9, "source": 40}
_COLORS = {
    Arrival.CLEAN: "DDEFD9",
    Arrival.ERRORS: "FFD7A3",
    Arrival.MISSING: "FF8A80",
    Arrival.UNREADABLE: "FF8A80",
    Arrival.FAILED: "FF8A80",
}
_OTHERS = "FFF8D6"
"""Colour of rows that a person has to settle."""


class LastYear(NamedTuple):
    """Last year's reports: by each unit's name the digest of its one report, and the results."""

    digests: Mapping[str, str]
    results: Results


@dataclass(frozen=True)
class Overview:
    """All that an overview is made of: rows, the results behind them, and what the office chose."""

    rows: Sequence[Delivery]
    year: int | None
    results: Results
    form: Form
    choice: OfficeChoice = OfficeChoice()
    language: str = "zh"
    last: LastYear | None = None
    """Last year's reports, where they were given."""
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Other names of units, by their names."""
    is_listed: bool = False
    """Whether the office gave a list of its units."""

    def names_of(self, unit: str) -> Sequence[str]:
        """The other names of a unit."""
        return self.names.get(unit, ())

    def say(self, key: str, **values: object) -> str:
        """A message on batches."""
        return say(self.language, f"batch.{key}", **values)

    def reports(self) -> Iterator[tuple[Delivery, Filing]]:
        """The rows that count, each with its report."""
        for row in self.rows:
            result = self.results.get(row.digest) if row.counts else None
            if result and (filing := result.report(self.form)):
                yield row, filing

    def last_reports(self) -> Iterator[tuple[str, Filing]]:
        """Last year's report of each unit of which there is one."""
        for unit, digest in self.last.digests.items() if self.last else ():
            result = self.last.results.get(digest) if self.last else None
            if result and (filing := result.report(self.form)):
                yield unit, filing

    def findings(self) -> Iterator[tuple[Delivery, list[Mapping[str, Any]]]]:
        """The rows that count, each with the findings that the office holds against it."""
        for row in self.rows:
            if row.counts and (result := self.results.get(row.digest)) is not None:
                yield row, list(self.choice.chosen(result.findings, row.unit))


def summary(view: Overview) -> bytes:
    """The workbook."""
    found: Counter[str] = Counter()
    units: Counter[str] = Counter()
    colors = [(view.say(f"arrival_{key.value}"), _COLORS.get(key, _OTHERS)) for key in Arrival]
    rows = (_row(row, view) for row in problems_first(view.rows))
    return book_of(
        (
            PlainSheet(view.say("sheet_rows"), _head(_ROWS, view), rows, colors),
            PlainSheet(view.say("sheet_findings"), _head(_FINDINGS, view), _finding_rows(view, found, units)),
            PlainSheet(view.say("sheet_rules"), _head(_RULES, view), _rule_rows(view, found, units)),
        )
    )


def _head(columns: Mapping[str, float], view: Overview) -> list[tuple[str, float]]:
    return [(view.say(f"column_{name}"), width) for name, width in columns.items()]


def _row(row: Delivery, view: Overview) -> list[Value]:
    kind = next((item.name for item in view.form.definition.kinds if item.key == row.kind), None)
    by = view.say(f"matched_by_{row.matched_by}") if row.matched_by else ""
    return [
        view.say(f"arrival_{row.arrival.value}"),
        row.unit,
        kind.in_language(view.language) if kind else "",
        row.parent,
        *((row.errors, row.warnings, row.unread) if row.digest and row.said is None else (None, None, None)),
        remark(row, view.year, view.language),
        row.organization,
        row.year,
        by,
        row.file,
    ]


def _finding_rows(view: Overview, found: Counter[str], units: Counter[str]) -> Iterator[list[Value]]:
    """A line for each finding; on the way it is counted how many there are of each rule, in how many units."""
    for row, findings in view.findings():
        found.update(item["rule"] for item in findings)
        units.update({item["rule"] for item in findings})
        suspects = suspects_of(findings)
        for number, item in enumerate(findings, 1):
            yield [
                row.unit,
                number,
                say(view.language, f"severity.{item['severity']}"),
                item["rule"],
                place_of(item, view.form, view.language),
                words_of(item),
                wanted(item, view.form, suspects),
                message_of(item, view.language),
                item["source"],
                row.file,
            ]


def _rule_rows(view: Overview, found: Counter[str], units: Counter[str]) -> Iterator[list[Value]]:
    rules = {rule.code: rule for rule in rules_of(view.form)}
    for code, count in found.most_common():
        rule = rules[code]
        weight = view.choice.severity.get(code, rule.severity.value)
        severity = say(view.language, f"severity.{weight}")
        yield [code, severity, rule.name.in_language(view.language), units[code], count, rule.source]
